"""Numbers without gaps, bytes that never change, and no half files."""

import io
import os
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

import pikepdf
import pytest
from django.db import ProgrammingError, connection, transaction
from pypdf import PdfReader

from core.canonical import sha256_hex
from core.letters import letter_bytes, letter_response, next_number, write_letter
from core.models import Letter, LetterRegister
from core.refusals import Refused
from core.uploads.storage import store_private

FORM = "{number:03d}/UJI/{register}/{year}"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


def write(**words) -> Letter:
    return write_letter(
        kind="UNDANGAN",
        register="KEMUJI",
        form=FORM,
        title="Undangan",
        template="pdf/talent/invitation.html",
        words={
            "agency": "Kementerian Uji", "agency_address": "Jalan Uji 1", "place": "Jakarta", "date": "4 Desember 2026",
            "name": "Siti <b>Aminah</b>", "post": "Kepala Bagian", "employer": "Badan Uji",
            "vacancy": "Direktur Uji", "unit": "Ditjen Uji", "level": "JPT Pratama", "quota": 2, "location": "Jakarta",
            "reference": "JPT-2026-00001", "deadline": "Jumat, 4 Desember 2026 pukul 23.59 WIB", "message": "",
            "sender": "Rini", "link": "http://127.0.0.1/undangan/x/", "vacancy_link": "http://127.0.0.1/lowongan/x/",
        } | words,
    )  # fmt: skip


def text_of(content: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.django_db
def test_numbers_run_without_gaps_within_register_and_year():
    assert [next_number(register="A", year=2026, form=FORM) for _ in range(3)] == [
        "001/UJI/A/2026", "002/UJI/A/2026", "003/UJI/A/2026",
    ]  # fmt: skip
    assert next_number(register="A", year=2027, form=FORM) == "001/UJI/A/2027"
    assert next_number(register="B", year=2026, form=FORM) == "001/UJI/B/2026"


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back():
    with transaction.atomic():
        next_number(register="A", year=2026, form=FORM)
        transaction.set_rollback(True)
    assert next_number(register="A", year=2026, form=FORM) == "001/UJI/A/2026"
    assert LetterRegister.objects.get().last == 1


@pytest.mark.django_db
def test_letter_contains_its_words_and_its_number(media):
    letter = write()
    text = text_of(letter_bytes(letter))
    for words in (letter.number, "Siti <b>Aminah</b>", "Direktur Uji", "KEMENTERIAN UJI", "Kepala Bagian", "Rini"):
        assert words in text


@pytest.mark.django_db
def test_letter_is_made_once_and_stays_the_same_bytes(media):
    letter = write()
    first = letter_bytes(letter)
    with pytest.raises(ProgrammingError, match="refused"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(words={})
    letter.refresh_from_db()
    assert letter_bytes(letter) == first
    assert letter.sha256 == sha256_hex(first)
    assert letter.file.name.startswith("letters/")
    assert [path.name for path in media.rglob("*.pdf")] == [f"{letter.public_id}.pdf"]


@pytest.mark.django_db
def test_letter_opens_as_pdf_under_its_number_and_is_kept_by_no_cache(media):
    response = letter_response(write())
    content = b"".join(response.streaming_content)
    response.close()
    assert response["Content-Type"] == "application/pdf"
    assert '"001-UJI-KEMUJI-' in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_a_letter_is_being_made_reads_a_sentence_and_then_the_letter(media, second_connection):
    letter = write()
    with second_connection.cursor() as other, connection.cursor() as cursor:
        other.execute("SELECT FROM core_letter WHERE id = %s FOR NO KEY UPDATE", [letter.pk])
        cursor.execute("SET lock_timeout = '50ms'")
        with pytest.raises(Refused, match="Surat ini sedang dibuat"):
            letter_response(letter)
        second_connection.rollback()
        cursor.execute("RESET lock_timeout")
    response = letter_response(letter)
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    response.close()


@pytest.fixture
def small_disk(settings):
    """A place of 64 KB: a real small file system as root, else the kernel's limit on the size of a file."""
    place = Path(tempfile.mkdtemp(prefix="asn-disk-"))
    mounted = (
        os.geteuid() == 0
        and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True).returncode == 0
    )
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not mounted:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    settings.MEDIA_ROOT = str(place)
    yield place
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    if mounted:
        subprocess.run(["umount", place], check=True)
    shutil.rmtree(place)


def test_full_disk_is_an_error_and_leaves_no_file(small_disk):
    with pytest.raises(OSError, match=r"No space left|File too large"):
        store_private(b"x" * 200_000, folder="letters/2026/01", name="a.pdf")
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []
    assert store_private(b"kecil", folder="letters/2026/01", name="b.pdf") == "letters/2026/01/b.pdf"


def test_stored_file_is_complete_under_its_final_name(media):
    name = store_private(b"isi", folder="letters/2026/01", name="a.pdf")
    assert (media / name).read_bytes() == b"isi"
    store_private(b"baru", folder="letters/2026/01", name="a.pdf")
    assert (media / name).read_bytes() == b"baru"
    assert len(list(media.rglob("*.*"))) == 1
