"""Inspection of uploads: a corpus of hostile and broken files, each refused with its sentence."""

import re
import subprocess
import sys
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from core.refusals import Refused
from core.uploads import files
from core.uploads.files import inspect
from core.uploads.inspection import Unfit, pdf_pages
from core.uploads.kinds import PDF, clean_name
from tests.factories.applications import sample_pdf, sample_picture


def built(change, **saving) -> bytes:
    """A one-page PDF after `change(pdf)`."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    change(pdf)
    buffer = BytesIO()
    pdf.save(buffer, **saving)
    return buffer.getvalue()


def annotate(pdf, **parts):
    annotation = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **parts)
    pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])


def script(pdf):
    return pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def with_open_script(pdf):
    pdf.Root.OpenAction = script(pdf)


def with_named_script(pdf):
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script(pdf)])))


def with_page_script(pdf):
    pdf.pages[0].AA = Dictionary(O=script(pdf))


def with_launch(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def with_attachment(pdf):
    pdf.attachments["rahasia.exe"] = b"MZ"


def with_form_of_xml(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))


def with_rich_media(pdf):
    annotate(pdf, Subtype=Name.RichMedia)


def with_submit_button(pdf):
    action = Dictionary(S=Name.SubmitForm, F=String("https://jahat.example"))
    annotate(pdf, Subtype=Name.Link, A=action)


ACTIVE = [with_open_script, with_named_script, with_page_script, with_launch, with_attachment, with_form_of_xml, with_rich_media,
          with_submit_button]  # fmt: skip


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "object-streams"])
@pytest.mark.parametrize("change", ACTIVE, ids=lambda change: change.__name__)
def test_active_content_is_found_in_every_form(change, packed):
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    content = built(change, object_stream_mode=mode)
    with pytest.raises(Unfit, match="skrip, lampiran, atau formulir aktif"):
        pdf_pages(content)


def test_link_and_signature_field_are_harmless():
    def change(pdf):
        annotate(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://a.example")))
        pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("ttd")))]))

    assert pdf_pages(built(change)) == 1


def encrypted(password: str) -> bytes:
    return built(lambda pdf: None, encryption=pikepdf.Encryption(owner="pemilik", user=password))


def picture_bomb() -> bytes:
    """A PNG of 30,000 x 30,000 pixels in a few bytes: the header says so, the body is cut short."""

    def chunk(kind, body):
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    size = (30_000).to_bytes(4, "big")
    header = chunk(b"IHDR", size + size + b"\x08\x02\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00" * 99))


REFUSED = [
    ("zero bytes", b"", "a.pdf", "kosong"),
    ("too big", b"%PDF-" + b"0" * settings.DOCUMENT_MAX_BYTES, "a.pdf", "lebih besar dari 5 MB"),
    ("locked", encrypted("rahasia"), "a.pdf", "dikunci dengan sandi"),
    ("locked against change only", encrypted(""), "a.pdf", "dikunci dengan sandi"),
    ("picture named pdf", sample_picture(), "a.pdf", "bukan PDF"),
    ("pdf named picture", sample_pdf(), "a.png", "bukan PNG"),
    ("program named pdf", b"MZ\x90\x00" + sample_pdf(), "a.pdf", "bukan PDF"),
    ("html named pdf", b"<html><script>alert(1)</script>", "a.pdf", "bukan PDF"),
    ("zip behind pdf", sample_pdf() + b"PK\x03\x04" + b"x" * 40, "a.pdf", "rusak|isi lain"),
    ("cut short", sample_pdf()[:200], "a.pdf", "rusak"),
    ("noise", b"%PDF-1.7\n" + bytes(range(256)) * 20, "a.pdf", "rusak"),
    ("too many pages", sample_pdf(51), "a.pdf", "51 halaman"),
    ("no pages", built(lambda pdf: pdf.pages.__delitem__(0)), "a.pdf", "tidak berisi halaman"),
    ("other kind", b"PK\x03\x04", "a.docx", "tidak diterima"),
    ("no extension", sample_pdf(), "surat", "tidak diterima"),
    ("two extensions", sample_pdf(), "surat.pdf.exe", "tidak diterima"),
    ("broken picture", sample_picture()[:60], "a.png", "rusak"),
    ("picture bomb", picture_bomb(), "a.png", "terlalu besar|rusak"),
]


@pytest.mark.parametrize(("content", "name", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_hostile_and_broken_files_are_refused_with_a_sentence(content, name, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        inspect(content, name)
    assert refused.value.field == "file"


@pytest.mark.parametrize(("content", "name", "kind"), [
    (sample_pdf(), "Surat Lamaran.PDF", PDF),
    (sample_picture("JPEG"), "foto.jpeg", "image/jpeg"),
    (sample_picture("PNG"), "foto.png", "image/png"),
])  # fmt: skip
def test_honest_files_are_accepted(content, name, kind):
    assert inspect(content, name).content_type == kind


def test_picture_larger_than_the_pixel_limit_is_refused():
    buffer = BytesIO()
    Image.new("1", (8000, 6000)).save(buffer, "PNG")
    with pytest.raises(Refused, match="terlalu besar"):
        inspect(buffer.getvalue(), "foto.png")


@pytest.mark.parametrize(("given", "kept"), [
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("C:\\Berkas\\ijazah saya.pdf", "ijazah saya.pdf"),
    ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
    ("surat\u202efdp.exe.pdf", "suratfdp.exe.pdf"),
    ("<img src=x>.pdf", "_img src_x_.pdf"),
    (".pdf", "pdf"),
    ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
])  # fmt: skip
def test_file_names_are_made_harmless(given, kept):
    assert clean_name(given) == kept


CRASHES = {
    "abort": "import os; os.abort()",
    "hang": "import time; time.sleep(60)",
    "nonsense": "print('bukan json')",
    "hunger": "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28)); bytearray(2**30)",
}


@pytest.mark.parametrize("crash", CRASHES)
def test_file_that_breaks_the_inspector_is_refused_and_the_portal_lives(crash, monkeypatch, tmp_path):
    broken = tmp_path / "inspector.py"
    broken.write_text(CRASHES[crash])
    monkeypatch.setattr(files, "INSPECTOR", broken)
    monkeypatch.setattr(files, "SECONDS", 2)
    with pytest.raises(Refused, match="tidak dapat diperiksa"):
        inspect(sample_pdf(), "surat.pdf")


def packed_zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(1)
    zeros = bytes(1024 * 1024)
    return b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()


def with_stream(packed: bytes, *filters) -> bytes:
    def change(pdf):
        pdf.pages[0].Contents = pdf.make_stream(packed, Filter=Array(list(filters)))

    return built(change)


# Packed where they are used: the processes of a run all read this module.
BOMBS = {
    "one layer": lambda: with_stream(packed_zeros(700), Name.FlateDecode),
    "two layers": lambda: with_stream(zlib.compress(packed_zeros(700)), Name.FlateDecode, Name.FlateDecode),
    "many of middle size": lambda: built(
        lambda pdf: pdf.Root.__setitem__(
            "/Isi", Array([pdf.make_stream(packed_zeros(30), Filter=Name.FlateDecode) for _ in range(21)])
        )
    ),
    "short name of the filter": lambda: with_stream(packed_zeros(300), Name("/Fl")),
}


# In a process of its own: a child counts what its parent had when it began.
COUNTED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-I", *sys.argv[1:]], stdin=sys.stdin, stdout=subprocess.PIPE, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, done.stdout.decode())
"""


@pytest.fixture(params=BOMBS)
def bomb(request) -> bytes:
    return BOMBS[request.param]()


def test_file_that_unpacks_to_far_more_than_it_shows_is_refused(bomb, capsys):
    """Fault row 18 (docs/security.md 3), with the most the child had in memory, as the kernel counted it."""
    assert len(bomb) < settings.DOCUMENT_MAX_BYTES
    with pytest.raises(Refused, match="terlalu besar saat dibuka"):
        inspect(bomb, "surat.pdf")
    done = subprocess.run(
        [sys.executable, "-I", "-c", COUNTED, files.INSPECTOR, PDF], input=bomb, capture_output=True, check=True
    )
    words = done.stdout.decode()
    assert "refusal" in words
    megabytes = int(words.split()[0]) // 1024
    with capsys.disabled():
        print(f"\nhostile file: {megabytes} MB in the child")
    assert megabytes < 300


def test_honest_scan_in_colour_is_accepted():
    """Twenty pages at 300 dots an inch, each 26 MB unpacked."""
    page = packed_zeros(26)

    def change(pdf):
        pdf.Root.Isi = Array([pdf.make_stream(page, Filter=Name.FlateDecode) for _ in range(20)])

    assert inspect(built(change), "surat.pdf").pages == 1


def test_picture_inside_a_pdf_has_a_limit_of_pixels():
    def change(pdf):
        picture = pdf.make_stream(b"\xff\xd8", Type=Name.XObject, Subtype=Name.Image, Width=30_000, Height=30_000)
        picture.Filter = Name.DCTDecode
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(A=picture))

    with pytest.raises(Refused, match="Gambar di dalam PDF ini terlalu besar"):
        inspect(built(change), "surat.pdf")


@pytest.mark.parametrize(
    "target", ["javascript:app.alert(1)", " JavaScript:x", "file:///etc/passwd", "data:text/html,x", "vbscript:x"]
)
def test_link_that_is_a_script_or_a_file_is_refused(target):
    def change(pdf):
        annotate(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(target)))

    with pytest.raises(Unfit, match="skrip, lampiran, atau formulir aktif"):
        pdf_pages(built(change))


@pytest.mark.parametrize(
    "target", ["https://jdih.contoh.example/a:b", "http://a.example", "mailto:a@b.example", "tel:+62", "halaman/2"]
)
def test_link_to_the_web_or_a_mailbox_is_harmless(target):
    assert pdf_pages(built(lambda pdf: annotate(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(target))))) == 1


def test_name_written_in_another_way_is_still_a_script():
    """PDF lets every letter of a name be written as its number; the parser undoes it, a search for bytes would not."""
    content = built(with_open_script, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    plain = re.search(rb"/JS \(.*\) /S /JavaScript", content)[0]
    hidden = content.replace(plain, b"/#4aS (a) /S /J#61vaScrip#74".ljust(len(plain)))
    with pytest.raises(Refused, match="skrip, lampiran, atau formulir aktif"):
        inspect(hidden, "surat.pdf")


def test_script_in_the_trailer_is_found():
    with pytest.raises(Unfit, match="skrip"):
        pdf_pages(built(lambda pdf: pdf.trailer.__setitem__("/Tambahan", Dictionary(S=Name.JavaScript, JS=String("x")))))
