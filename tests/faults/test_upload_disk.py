"""Disk full while files come in (security.md section 3, row 16): a clear sentence, and no name that means half a file.

The storage is a file system of 3 MiB where the machine lets us mount one, else a limit on file sizes in this process; either
way the system call itself fails.
"""

import hashlib
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import AuditEntry, Upload
from core.uploads.actions import append_piece, start_upload
from core.uploads.keys import read_document
from core.uploads.storage import PREFIX, private_path
from tests.factories.applications import ApplicationFactory, sample_pdf
from tests.factories.files import heavy_pdf
from vacancies.models import ApplicationDocument
from vacancies.uploads import document_purpose

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.owasp("A10")]
TYPE = "SURAT_LAMARAN"
DISK = 3 * 1024 * 1024


@dataclass
class Disk:
    """Private storage that can be filled up. Without the right to mount, files may grow no further than what is left."""

    place: Path
    is_mounted: bool

    def fill(self, *, leave: int) -> None:
        if self.is_mounted:
            (self.place / "isian.bin").write_bytes(bytes(shutil.disk_usage(self.place).free - leave))
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, (leave, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

    def empty(self) -> None:
        (self.place / "isian.bin").unlink(missing_ok=True)
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@pytest.fixture
def disk(settings) -> Iterator[Disk]:
    """Storage of 3 MiB. Its last room is not held back here: the write itself must fail."""
    place = Path(tempfile.mkdtemp())
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", place]
    made = Disk(place, subprocess.run(mount, capture_output=True).returncode == 0)
    settings.MEDIA_ROOT, settings.UPLOAD_RESERVE_BYTES = str(place), 0
    yield made
    made.empty()
    if made.is_mounted:
        subprocess.run(["umount", place], check=True)
    shutil.rmtree(place)


def files_in(place: Path) -> set[str]:
    return {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()}


def send(client, application, content: bytes) -> str:
    address = reverse("upload_document", args=[application.public_id, TYPE])
    return client.post(address, {"file": SimpleUploadedFile("surat.pdf", content)}, follow=True).content.decode()


def referenced() -> set[str]:
    return set(ApplicationDocument.objects.values_list("file", flat=True))


def assert_all_whole(place: Path) -> None:
    """Every row's file is there byte for byte; no file lies around that no row names."""
    for document in ApplicationDocument.objects.all():
        assert hashlib.sha256(read_document(document.file.name)).hexdigest() == document.sha256
    assert {name for name in files_in(place) if name.startswith("documents/")} == referenced()
    assert not [name for name in files_in(place) if PREFIX in name]


@pytest.fixture
def mine(client, disk):
    application = ApplicationFactory()
    client.force_login(application.employee.user)
    return application


def test_full_disk_leaves_the_earlier_file_and_says_so(client, mine, disk):
    assert "tersimpan" in send(client, mine, sample_pdf())
    before = mine.documents.get()
    disk.fill(leave=300_000)
    shown = send(client, mine, heavy_pdf(1_800_000))
    assert "penyimpanan portal sedang penuh" in shown
    assert mine.documents.get() == before
    assert AuditEntry.objects.filter(act="upload_document").count() == 1
    assert_all_whole(disk.place)


def test_disk_that_is_full_to_the_last_byte_takes_nothing_in(client, mine, disk):
    disk.fill(leave=0)
    shown = send(client, mine, heavy_pdf(1_800_000))
    assert "penyimpanan portal sedang penuh" in shown
    assert not ApplicationDocument.objects.exists()
    assert_all_whole(disk.place)


def test_disk_that_fills_up_between_pieces_keeps_those_that_came(client, mine, disk):
    content = heavy_pdf(1_800_000)
    person = mine.employee.user
    upload = start_upload(
        actor=person,
        purpose=document_purpose(mine.public_id, TYPE),
        name="surat.pdf",
        size=len(content),
        fingerprint=hashlib.sha256(content).hexdigest(),
    )
    upload = append_piece(actor=person, public_id=upload.public_id, offset=0, content=content[:1_000_000])
    disk.fill(leave=100_000)
    address = reverse("append_piece", args=[upload.public_id]) + "?mulai=1000000"
    answer = client.post(address, content[1_000_000:], content_type="application/octet-stream")
    assert (answer.status_code, "tetap tersimpan" in answer.json()["error"]) == (503, True)
    upload.refresh_from_db()
    assert upload.received == 1_000_000
    assert private_path(upload.path).read_bytes() == content[:1_000_000]
    # Room again: it goes on from there.
    disk.empty()
    assert client.post(address, content[1_000_000:], content_type="application/octet-stream").status_code == 200
    assert private_path(Upload.objects.get().path).read_bytes() == content


def test_pieces_are_there_but_the_document_has_no_room(client, mine, disk):
    """The whole file lies in its pieces; the copy that the application would keep does not fit. It waits."""
    content = heavy_pdf(1_800_000)
    person = mine.employee.user
    upload = start_upload(
        actor=person,
        purpose=document_purpose(mine.public_id, TYPE),
        name="surat.pdf",
        size=len(content),
        fingerprint=hashlib.sha256(content).hexdigest(),
    )
    for place in range(0, len(content), 900_000):
        piece = content[place : place + 900_000]
        append_piece(actor=person, public_id=upload.public_id, offset=place, content=piece)
    disk.fill(leave=100_000)
    form = {"file-unggahan": str(upload.public_id)}
    address = reverse("upload_document", args=[mine.public_id, TYPE])
    shown = client.post(address, form).content.decode()
    assert "penyimpanan portal sedang penuh" in shown
    assert "sudah terunggah dan ikut dikirim" in shown
    assert not ApplicationDocument.objects.exists()
    assert_all_whole(disk.place)
    assert private_path(Upload.objects.get().path).read_bytes() == content
    disk.empty()
    assert "tersimpan" in client.post(address, form, follow=True).content.decode()
    assert_all_whole(disk.place)
