"""The invitation letter as paper: a short one fits its page, and the code by which it is checked never stands alone."""

import io
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from core.letter_kinds import kind_of
from core.letters import letter_context, qr_drawing
from core.pdf import render_pdf
from core.signing import UNCERTIFIED

ADDRESS = "karier.example/cek-surat/0f9b8f0e-6d1d-4a39-9a58-9a2f8f0b7c11/"


def sheets(message: str) -> list[str]:
    """The words of each page of the sample letter with this message of the sender."""
    kind = kind_of("UNDANGAN")
    assert kind is not None
    words = kind.sample_words() | {"agency": "Kementerian Contoh Pembangunan Kepulauan", "message": message}
    words["vacancy"] = "Direktur Tata Kelola Pemerintahan Kepulauan"
    words["link"] = f"https://{ADDRESS}"
    context = letter_context(words, kind="UNDANGAN", register="KEMENCONTOH") | {
        "letter": SimpleNamespace(number="001/UND/KEMENCONTOH/XI/2026"),
        "stamp": {"footer": UNCERTIFIED, "address": ADDRESS, "code": qr_drawing(f"https://{ADDRESS}")},
    }
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(render_pdf(kind.template, context))).pages]


@pytest.mark.parametrize(
    ("message", "pages"), [("Pengalaman Anda di wilayah kepulauan kami perlukan.", 1), ("Kami menunggu. " * 60, 2)]
)
def test_signature_and_check_code_stand_on_one_page(message, pages):
    found = sheets(message)
    assert len(found) == pages
    assert "Admin instansi" in found[-1]
    assert "Periksa surat ini" in found[-1]
    assert all("Periksa surat ini" not in sheet for sheet in found[:-1])
