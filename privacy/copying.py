"""Making the archives people asked for: in the background, one at a time, whole or not at all."""

import logging
import time
from hashlib import sha256
from pathlib import Path

from django.db import connection

from core import clock
from core.indonesian import moment_words
from core.uploads.storage import PASSING, private_files
from employees.models import Employee
from privacy.actions import copies as acts
from privacy.archive import write_archive
from privacy.models import PersonalCopy
from privacy.parts import Subject
from privacy.sources import SOURCES

FOLDER = f"{PASSING}/personal-copies"
LOCK = 7_203_119

log = logging.getLogger(__name__)


def make_waiting_copies(*, seconds: float) -> int:
    """Make copies that wait, oldest first, until so many seconds have passed; returns how many.

    While another process is at it there is nothing to do.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            return 0
    made, until = 0, time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            copy = PersonalCopy.objects.waiting().select_related("person").order_by("id").first()
            if copy is None:
                break
            make_copy(copy)
            made += 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return made


def make_copy(copy: PersonalCopy) -> None:
    """Write one archive and say so. Whatever goes wrong ends it with the state FAILED, never with half a file."""
    path = f"{FOLDER}/{copy.public_id}.zip"
    try:
        with private_files().written(path) as draft:
            write_copy(copy, draft)
            size, digest = draft.stat().st_size, _digest(draft)
    except Exception:
        # One broken record must not keep everybody behind it waiting for ever.
        log.exception("personal copy %s failed", copy.public_id)
        acts.fail_copy(copy_id=copy.pk)
    else:
        acts.finish_copy(copy_id=copy.pk, path=path, size=size, digest=digest)


def write_copy(copy: PersonalCopy, draft: Path) -> None:
    """Everything the portal holds on the person, into the file `draft`; progress goes to the row."""
    subject = Subject(copy.person, Employee.objects.filter(user=copy.person).first())
    parts = [part for source in SOURCES for part in source(subject)]
    rows = PersonalCopy.objects.filter(pk=copy.pk)
    rows.update(total=len(parts), done=0)
    write_archive(
        draft,
        parts,
        name=copy.person.full_name,
        made=moment_words(clock.now()),
        progress=lambda done: rows.update(done=done),
    )


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
