"""Whole files that no row names: left when a process is killed between storing a file and writing its row.

They are set aside for a month before they go, because a database that was put back to an earlier day names fewer files than
there were. The day of grace before is far longer than any request may take.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.apps import apps
from django.db.models import FileField

from core.row_sight import whole_portal
from core.uploads.keys import forget_key
from core.uploads.kinds import EXTENSIONS
from core.uploads.storage import Kept, PrivateFiles, private_files

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
    files = private_files()
    moved = 0
    candidates = _candidates(files, now)
    while some := list(islice(candidates, BATCH)):
        for name in sorted(set(some) - _named(some)):
            moved += _set_aside(files, name)
    for kept in list(files.names(ASIDE)):
        if _age(kept, now) > KEPT_ASIDE:
            files.delete(kept.name)
            forget_key(kept.name.removeprefix(f"{ASIDE}/"))
    return moved


def _candidates(files: PrivateFiles, now: datetime) -> Iterator[str]:
    """Names of files that were stored within the time looked at."""
    for folder in sorted({field.upload_to.partition("/")[0] for field in _file_fields()}):
        for kept in files.names(folder):
            if NAME.fullmatch(kept.name.rpartition("/")[2]) and GRACE < _age(kept, now) < LOOKED_AT:
                yield kept.name


def _named(names: Iterable[str]) -> set[str]:
    """Those of the paths that some row of some table names."""
    wanted = list(names)
    found: set[str] = set()
    for field in _file_fields():
        rows = field.model._default_manager.filter(**{f"{field.attname}__in": wanted})
        # A row that is not shown would make its file a leftover; only names of files are read.
        with whole_portal():
            found.update(rows.order_by().values_list(field.attname, flat=True))
    return found


def _file_fields() -> list[FileField]:
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return [field for field in fields if isinstance(field, FileField)]


def _set_aside(files: PrivateFiles, name: str) -> int:
    try:
        files.move(name, f"{ASIDE}/{name}")
    except FileNotFoundError:
        return 0
    return 1


def _age(kept: Kept, now: datetime) -> timedelta:
    """Time since the file was stored."""
    return timedelta(seconds=now.timestamp() - kept.stored_at)
