"""Whole files without a row: set aside after a day, removed after a month; whatever a row names stays for ever."""

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core.tasks import sweep_uploads
from core.uploads.files import accept_file
from core.uploads.keys import read_document
from core.uploads.leftovers import ASIDE, KEPT_ASIDE, LOOKED_AT, set_leftovers_aside
from core.uploads.storage import private_path, store_private
from tests.factories.applications import ApplicationFactory, attach_documents, sample_pdf
from tests.factories.evidence import EvidenceFactory
from tests.factories.people import EmployeeFactory
from vacancies.models import ApplicationDocument

pytestmark = pytest.mark.django_db
HEX = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def storage(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def stored(folder: str, name: str, age: timedelta) -> Path:
    path = private_path(store_private(sample_pdf(), folder=folder, name=name))
    moment = (timezone.now() - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_file_of_a_killed_upload_is_set_aside_and_goes_after_a_month(storage):
    """The process dies by the signal nobody can catch, after the file was stored and before any row was written."""
    folder = f"evidence/{EmployeeFactory().public_id}"
    child = os.fork()
    if child == 0:
        accept_file(sample_pdf(), "ijazah.pdf", folder=folder)
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    (left,) = (storage / folder).glob("*.pdf")
    sweep_uploads()
    assert left.exists(), "an upload may still be waiting for its row"
    long_ago = (timezone.now() - timedelta(days=1, minutes=1)).timestamp()
    os.utime(left, (long_ago, long_ago))
    sweep_uploads()
    aside = storage / ASIDE / folder / left.name
    assert not left.exists()
    assert read_document(f"{ASIDE}/{folder}/{left.name}") == sample_pdf()
    set_leftovers_aside(timezone.now() + KEPT_ASIDE - timedelta(hours=1))
    assert aside.exists()
    set_leftovers_aside(timezone.now() + KEPT_ASIDE + timedelta(hours=1))
    assert not aside.exists()


def test_whatever_a_row_names_stays_also_when_put_away():
    application = ApplicationFactory()
    attach_documents(application)
    names = [f"{HEX[n:]}{HEX[:n]}.pdf" for n in range(3)]
    paths = [stored("documents/a", names[0], timedelta(days=2)), stored("evidence/b", names[1], timedelta(days=2))]
    paths.append(stored("evidence/c", names[2], timedelta(days=2)))
    ApplicationDocument.objects.update(file=f"documents/a/{names[0]}")
    EvidenceFactory(file=f"evidence/b/{names[1]}")
    EvidenceFactory(file=f"evidence/c/{names[2]}", archived_at=timezone.now())
    assert set_leftovers_aside(timezone.now()) == 0
    assert all(path.exists() for path in paths)


def test_only_files_of_uploads_of_the_last_weeks_are_looked_at():
    """Letters and samples have other names; a very old file was looked at before."""
    paths = [
        stored("letters/2026/11", "0f8fad5b-d9cb-469f-a165-70867728950e.pdf", timedelta(days=3)),
        stored("documents/contoh", "ijazah.pdf", timedelta(days=3)),
        stored("documents/x", f"{HEX}.pdf", LOOKED_AT + timedelta(days=1)),
        stored("documents/x", f"{HEX[1:]}0.pdf", timedelta(hours=23)),
    ]
    gone = stored("documents/x", f"{HEX[2:]}00.jpg", timedelta(days=3))
    assert set_leftovers_aside(timezone.now()) == 1
    assert all(path.exists() for path in paths)
    assert not gone.exists()
