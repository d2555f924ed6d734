"""The public check: valid, replaced, withdrawn, unknown; by code, number and file; nothing uploaded is kept."""

import html
import re
import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.check_views import CHECKS_A_MINUTE
from core.letter_kinds import filled, kind_of, paragraphs, text_problem
from core.letters import check_address, current_version, end_letter, letter_bytes
from core.models import Letter
from tests.core.test_letters import write
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A08")]


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    cache.clear()


def body(response) -> str:
    return html.unescape(" ".join(response.content.decode().split()))


def show(client, letter: Letter) -> str:
    return body(client.get(reverse("check_letter", args=[letter.public_id])))


def end(letter: Letter, successor: Letter | None = None, reason: str = "Nama salah tulis.") -> None:
    end_letter(letter=letter, successor=successor, reason=reason, actor=UserFactory(), duty="Admin instansi", now=timezone.now())


def compare(client, url: str, content: bytes):
    return client.post(url, {"file": SimpleUploadedFile("surat.pdf", content, content_type="application/pdf")})


def test_code_leads_to_a_page_that_says_valid_and_names_nobody(client):
    letter = write()
    page = show(client, letter)
    assert "Surat ini terdaftar dan berlaku." in page
    assert letter.number in page
    assert "Aminah" not in page
    assert "198205172006012001" not in page


def test_replaced_letter_says_by_which_and_leads_there_from_its_code_only(client):
    old, new = write(), write()
    end(old, new)
    page = show(client, old)
    assert f"diganti dengan surat nomor {new.number}" in page
    assert "Nama salah tulis." in page
    assert reverse("check_letter", args=[new.public_id]) in page
    assert "Sedang berjalan" not in page
    by_number = body(client.get(reverse("check_letters"), {"nomor": old.number}))
    assert f"diganti dengan surat nomor {new.number}" in by_number
    assert str(new.public_id) not in by_number
    assert current_version(old) == new


def test_withdrawn_letter_says_so_with_the_reason(client):
    letter = write()
    end(letter, reason="Terbit karena keliru.")
    page = show(client, letter)
    assert "ditarik oleh penerbitnya" in page
    assert "Terbit karena keliru." in page


@pytest.mark.parametrize("number", ["9999/UJI/KEMUJI/2026", "abc", "1/2/3", "'; DROP TABLE", "０１/UJI/KEMUJI/2026"])
def test_unknown_number_is_not_registered(client, number):
    page = body(client.get(reverse("check_letters"), {"nomor": number}))
    assert "Tidak terdaftar" in page


def test_unknown_code_warns(client):
    response = client.get(reverse("check_letter", args=[uuid.uuid4()]))
    assert response.status_code == 404
    assert "Jangan pakai surat ini sebagai bukti" in body(response)


def test_number_is_found_however_it_is_typed_and_tells_nothing_of_a_personal_letter(client):
    letter = write()
    typed = f" {letter.number.lower().replace('/', ' / ')} "
    page = body(client.get(reverse("check_letters"), {"nomor": typed}))
    assert "Surat terdaftar" in page
    assert "Undangan" in page
    assert str(letter.public_id) not in page
    Letter.objects.create(
        kind="HASIL", number="009/HSL/KEMUJI/2026", title="Perihal rahasia X", template="pdf/base.html", words={"agency": "Kemen"}
    )
    personal = body(client.get(reverse("check_letters"), {"nomor": "009/HSL/KEMUJI/2026"}))
    assert "Perihal rahasia X" not in personal
    # The code is not promised to show what the page has just told.
    assert "untuk melihat perihal dan riwayatnya" in personal
    Letter.objects.create(
        kind="PENGUMUMAN", number="010/PGM/KEMUJI/2026", title="Hasil Y", template="pdf/base.html", words={"agency": "Kemen"}
    )
    public = body(client.get(reverse("check_letters"), {"nomor": "010/PGM/KEMUJI/2026"}))
    assert "Hasil Y" in public
    assert "untuk melihat riwayatnya" in public


def test_issued_file_is_known_and_a_changed_one_is_not(client, tmp_path):
    letter = write()
    content = letter_bytes(letter)
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    url = reverse("check_letter", args=[letter.public_id])
    assert "Berkas asli dan tidak berubah" in body(compare(client, url, content))
    changed = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]
    assert "Berkas berbeda dari yang diterbitkan" in body(compare(client, url, changed))
    assert "Berkas asli dan tidak berubah" in body(compare(client, reverse("check_letters"), content))
    assert "Berkas berbeda" in body(compare(client, reverse("check_letters"), b"x" * 3_000_000))
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    other = write()
    page = body(compare(client, reverse("check_letter", args=[other.public_id]), content))
    assert f"Berkas itu surat lain, nomor {letter.number}" in page


def test_original_file_of_a_replaced_letter_is_real_but_no_longer_counts(client):
    old, new = write(), write()
    content = letter_bytes(old)
    end(old, new)
    page = body(compare(client, reverse("check_letters"), content))
    assert "Berkas asli, tetapi surat sudah diganti" in page


def test_missing_and_oversized_files_are_explained_beside_the_field(client, monkeypatch):
    assert "Pilih berkas PDF surat yang akan dibandingkan." in body(client.post(reverse("check_letters"), {}))
    assert "Berkas ini kosong" in body(compare(client, reverse("check_letters"), b""))
    monkeypatch.setattr("core.letter_check.MOST_BYTES", 1000)
    assert "lebih besar dari 20 MB" in body(compare(client, reverse("check_letters"), b"y" * 2000))


def test_upload_needs_the_token_of_the_page():
    client = Client(enforce_csrf_checks=True)
    url = reverse("check_letters")
    assert compare(client, url, b"isi").status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(url).content.decode()).group(1)
    answer = client.post(url, {"file": SimpleUploadedFile("a.pdf", b"isi"), "csrfmiddlewaretoken": token})
    assert answer.status_code == 200


def test_guessing_numbers_is_slowed_down(client):
    url = reverse("check_letters")
    for _ in range(CHECKS_A_MINUTE):
        assert client.get(url, {"nomor": "1/A/B/2026"}).status_code == 200
    refused = client.get(url, {"nomor": "1/A/B/2026"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert client.get(url).status_code == 200


def test_address_in_the_code_is_absolute(settings):
    settings.PORTAL_URL = "https://karier.uji.example"
    letter = write()
    assert check_address(letter) == f"https://karier.uji.example/cek-surat/{letter.public_id}/"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Yth. {{name}} dari {{ employer }}", ""),
        ("Yth. {{nama}}", "{{nama}} tidak ada"),
        ("Yth. {{name|upper}}", "dua kurung kurawal"),
        ("{% load ui %}", "dua kurung kurawal"),
        ("{{ name", "dua kurung kurawal"),
        ("{{name.__class__}}", "dua kurung kurawal"),
        ("{# rahasia #}", "dua kurung kurawal"),
    ],
)
def test_only_fields_of_the_closed_list_are_allowed(text, problem):
    assert problem in text_problem(text, kind_of("UNDANGAN"))


def test_values_are_put_in_once_and_never_read_as_fields_again():
    kind = kind_of("UNDANGAN")
    assert filled("Yth. {{name}}", kind, {"name": "{{post}}", "post": "1982"}) == "Yth. {{post}}"
    assert filled("{{name}}/{{post}}", kind, {"name": ["daftar"]}) == "–/–"
    assert paragraphs("Satu\r\n\r\n\r\nDua\nbaris\n") == ["Satu", "Dua\nbaris"]


def test_every_series_of_numbers_is_found_by_its_number(client):
    """A series with a hyphen was once called unregistered."""
    for number in ("003/BA-UJIAN/KEMUJI/2026", "004/BA-BATAL/KEMUJI/2026", "005/REK/WASDAL-BKN/2026"):
        Letter.objects.create(kind="X", number=number, title="Uji", template="pdf/base.html", words={"agency": "Kementerian Uji"})
        page = body(client.get(reverse("check_letters"), {"nomor": f" {number.lower()} "}))
        assert "Surat ini terdaftar dan berlaku." in page


def test_a_guessed_number_of_a_recommendation_does_not_tell_what_it_is_about(client):
    letter = Letter.objects.create(
        kind="REKOMENDASI", number="006/REK/WASDAL-BKN/2026", title="Rekomendasi atas rencana lowongan Rahasia",
        template="pdf/base.html", words={"issuer": "Wasdal BKN"},
    )  # fmt: skip
    assert "Rahasia" not in body(client.get(reverse("check_letters"), {"nomor": letter.number}))
    assert "Rahasia" in show(client, letter)
