"""Whole files that no row names: left when a process is killed between storing a file and writing its row.

They are set aside for a month before they go, because a database that was put back to an earlier day names fewer files than
there were. The day of grace before is far longer than any request may take.
"""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import FileField

from core.uploads.kinds import EXTENSIONS

ASIDE = "leftovers"
GRACE = timedelta(days=1)
# Older files were looked at before, many times.
LOOKED_AT = timedelta(days=30)
KEPT_ASIDE = timedelta(days=30)
BATCH = 5000
# Names that only an upload gives (files.py); letters and samples are called otherwise.
NAME = re.compile(rf"[0-9a-f]{{32}}\.({'|'.join(sorted(set(EXTENSIONS.values())))})")


def set_leftovers_aside(now: datetime) -> int:
    """Move files of uploads that no row names out of the way, and remove those that lay aside for a month.

    Returns how many were moved. Safe to run at any time and twice at once.
    """
    root = Path(settings.MEDIA_ROOT)
    moved = 0
    candidates = _candidates(root, now)
    while some := list(islice(candidates, BATCH)):
        for name in sorted(set(some) - _named(some)):
            moved += _set_aside(root, name, now)
    for path in (root / ASIDE).rglob("*"):
        if path.is_file() and _age(path, now) > KEPT_ASIDE:
            path.unlink(missing_ok=True)
    return moved


def _candidates(root: Path, now: datetime) -> Iterator[str]:
    """Paths below the root of files that were stored within the time looked at."""
    for folder in sorted({field.upload_to.partition("/")[0] for field in _file_fields()}):
        for path in (root / folder).rglob("*"):
            if NAME.fullmatch(path.name) and GRACE < _age(path, now) < LOOKED_AT:
                yield str(path.relative_to(root))


def _named(names: Iterable[str]) -> set[str]:
    """Those of the paths that some row of some table names."""
    wanted = list(names)
    found: set[str] = set()
    for field in _file_fields():
        rows = field.model._default_manager.filter(**{f"{field.attname}__in": wanted})
        found.update(rows.order_by().values_list(field.attname, flat=True))
    return found


def _file_fields() -> list[FileField]:
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return [field for field in fields if isinstance(field, FileField)]


def _set_aside(root: Path, name: str, now: datetime) -> int:
    target = root / ASIDE / name
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.replace(root / name, target)
    except FileNotFoundError:
        return 0
    os.utime(target, (now.timestamp(), now.timestamp()))
    return 1


def _age(path: Path, now: datetime) -> timedelta:
    """Time since the file was stored; nothing for one that went meanwhile."""
    try:
        return timedelta(seconds=now.timestamp() - path.stat().st_mtime)
    except FileNotFoundError:
        return timedelta()
