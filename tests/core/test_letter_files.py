"""Letters as files: archival PDF with tags and a language, signed, and broken by any change."""

import io
import random
from collections import Counter

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization

from core.canonical import sha256_hex
from core.letter_check import by_file
from core.letter_kinds import bind, kinds
from core.letters import letter_bytes, preview_pdf
from core.pdf import render_pdf
from core.signing import BROKEN, SEAL_NAME, UNCERTIFIED, LocalAuthority, letter_signer, read_signature, seal_folder, sign_letter
from tests.core.test_letters import text_of, write

CERTIFIED = "ditandatangani secara elektronik dengan sertifikat elektronik"
FLIPS = 50
# Standard structure types of ISO 32000-1, 14.8.4, as far as letters use them.
STANDARD_TAGS = {
    "Document", "Part", "Sect", "Div", "NonStruct", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR",
    "TH", "TD", "Span", "Link", "Figure",
}  # fmt: skip


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def signer(settings):
    """Set the class that signs; the one of the installation comes back afterwards."""

    def choose(name: str) -> None:
        settings.LETTER_SIGNER = name
        letter_signer.cache_clear()

    yield choose
    letter_signer.cache_clear()


class Provider(LocalAuthority):
    """A provider that calls itself certified, but signs with the test authority."""

    is_certified = True
    name = "Pejabat Uji"
    provider = "Penyelenggara Uji"


class Forgetful(Provider):
    """A provider that gives the file back unsigned."""

    def sign(self, content: bytes, *, number: str) -> bytes:
        return content


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
@pytest.mark.django_db
def test_every_kind_draws_from_its_sample_words_alone(kind):
    text = text_of(preview_pdf(kind=kind.code, register="KEMUJI", words=kind.sample_words()))
    assert "Pratinjau, belum diterbitkan" in text
    assert "{{" not in text
    assert "Periksa surat ini" not in text


def tags_of(root: pikepdf.Dictionary) -> Counter[str]:
    """How often each tag stands in the structure tree."""
    found: Counter[str] = Counter()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found[str(node.S).removeprefix("/")] += 1
            waiting += [node.K] if "/K" in node else []
    return found


@pytest.mark.django_db
def test_letter_is_an_archival_tagged_file_in_indonesian(media):
    """Identification, output intent, tags, language, fonts, words of drawings: what can be read off without a validator."""
    with pikepdf.open(io.BytesIO(letter_bytes(write()))) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert len(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()) > 1000
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "id"
        assert pdf.pdf_version <= "1.7"
        assert "/Version" not in pdf.Root or str(pdf.Root.Version) <= "/1.7"
        fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
        figures = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"]
        assert len(figures) == 2
        assert any(words.startswith("Lambang Kementerian Uji") for words in figures)
        assert any(words.startswith("Kode QR ke halaman pemeriksaan surat nomor 001/UJI/KEMUJI/") for words in figures)
        assert "/Encrypt" not in pdf.trailer
        # One title, where a reading program, an archive and a window look for it.
        assert metadata["dc:title"] == str(pdf.docinfo.Title) != ""
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        # Everything on the pages hangs in one tree of tags that the standard knows.
        tags = tags_of(pdf.Root.StructTreeRoot)
        assert tags["Document"] == 1
        assert {"P", "Figure", "Sect"} <= set(tags) <= STANDARD_TAGS
        assert "/ParentTree" in pdf.Root.StructTreeRoot
        assert all("/StructParents" in page and page.Tabs == "/S" for page in pdf.pages)
        # Nothing runs, nothing is enclosed, nothing lies on the page but the place of the seal.
        dictionaries = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        assert not [each for each in dictionaries if {"/JS", "/AA", "/OpenAction", "/EmbeddedFile", "/Launch"} & set(each.keys())]
        assert len(pdf.attachments) == 0
        assert [str(note.Subtype) for page in pdf.pages for note in page.get("/Annots", [])] == ["/Widget"]


@pytest.mark.django_db
def test_uncertified_letter_says_so_and_never_shows_the_certified_foot(media):
    letter = write()
    text = " ".join(text_of(letter_bytes(letter)).split())
    letter.refresh_from_db()
    assert UNCERTIFIED in text
    assert CERTIFIED not in text
    assert (letter.signer, letter.is_certified) == (SEAL_NAME, False)


@pytest.mark.parametrize("name", ["Provider", "Forgetful"])
def test_signer_that_only_calls_itself_certified_is_refused(signer, name):
    signer(f"{__name__}.{name}")
    with pytest.raises(RuntimeError, match="no certified signature"):
        sign_letter(render_pdf("pdf/base.html", {}), number="001/UJI/KEMUJI/2026")


def test_seal_is_made_once_and_its_authority_cannot_sign_again(settings, tmp_path):
    settings.LETTER_KEY_FOLDER = str(tmp_path / "kunci")
    folder = seal_folder()
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(first) == ["authority.pem", "seal-key.pem", "seal.pem"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert b"PRIVATE" not in first["authority.pem"]
    assert {path.name: path.read_bytes() for path in seal_folder().iterdir()} == first
    assert [path.name for path in tmp_path.iterdir()] == ["kunci"]


def test_key_of_the_seal_is_read_once_and_again_when_there_is_a_new_one(settings, tmp_path, monkeypatch):
    """OpenSSL proves an RSA key at each reading, which takes longer than all the rest of a signature."""
    usual = settings.LETTER_KEY_FOLDER
    content = render_pdf("pdf/base.html", {})
    assert read_signature(LocalAuthority().sign(content, number="1")).is_ours
    read = Counter()
    for name in ("load_pem_private_key", "load_der_private_key"):
        real = getattr(serialization, name)
        monkeypatch.setattr(serialization, name, lambda *args, real=real, **more: read.update(["key"]) or real(*args, **more))
    assert read_signature(LocalAuthority().sign(content, number="2")).is_ours
    assert not read
    settings.LETTER_KEY_FOLDER = str(tmp_path / "lain")
    other = LocalAuthority().sign(content, number="3")
    assert read
    assert read_signature(other).is_ours
    settings.LETTER_KEY_FOLDER = usual
    assert not read_signature(other).is_ours


@pytest.mark.django_db
def test_one_flipped_bit_is_reported_as_broken(media, request):
    """By the hash always; by the signature alone too, wherever the signature covers the file (everything but its own place)."""
    letter = write()
    content = letter_bytes(letter)
    letter.refresh_from_db()
    report = read_signature(content)
    assert (report.is_intact, report.is_ours, report.signer) == (True, True, SEAL_NAME)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (found,) = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/ByteRange" in each]
        start, length, after, rest = (int(number) for number in found.ByteRange)
    assert (start, after + rest) == (0, len(content))
    seed = random.randrange(10**9)
    draw = random.Random(seed)
    flips = FLIPS if request.config.getoption("--rounds") == 1 else 1000
    accepted = []
    for _ in range(flips):
        place, bit = draw.randrange(len(content)), draw.randrange(8)
        changed = bytearray(content)
        changed[place] ^= 1 << bit
        assert sha256_hex(bytes(changed)) != letter.sha256
        assert by_file(sha256_hex(bytes(changed))) is None
        if (place < length or place >= after) and read_signature(bytes(changed)).is_intact:
            accepted.append((place, bit))
    assert accepted == [], f"seed {seed}"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"bukan surat"])
def test_what_is_no_signed_file_is_broken(content):
    assert read_signature(content) == BROKEN


def test_unsigned_file_and_one_with_something_appended_are_broken():
    plain = render_pdf("pdf/base.html", {})
    assert not read_signature(plain).is_intact
    signed = sign_letter(plain, number="001/UJI/KEMUJI/2026").content
    assert read_signature(signed).is_intact
    assert not read_signature(signed + b"\n% tambahan").is_intact


def test_kinds_are_refused_when_their_usual_words_name_an_unknown_field():
    table = kinds()
    from dataclasses import replace

    wrong = replace(table[0], wording=replace(table[0].wording, opening="Yth. {{rahasia}}"))
    try:
        with pytest.raises(ValueError, match="rahasia"):
            bind([wrong])
    finally:
        bind(table)
