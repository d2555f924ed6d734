"""What goes wrong at a keyboard: wrong files, stale tabs, double clicks, other people's addresses, forms without their token."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from asnkarier.demo.sample_files import sample_pdf, sample_portrait
from tests.e2e.people import Desks, drafter_key
from tests.e2e.walk import Walk
from tests.harness.live import LivePortal

OWN, OTHERS = "Kepala Dinas Pertanian", "Kepala Dinas Pendidikan"
MEGABYTE = 1024 * 1024


def locked_pdf() -> bytes:
    """A PDF that asks for a password before it shows anything."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(sample_pdf("KTP", ("Contoh.",)))) as document:
        document.save(packed, encryption=pikepdf.Encryption(owner="pemilik", user="pembaca"))
    return packed.getvalue()


WRONG_FILES = (
    ("kosong.pdf", b"", "Berkas ini kosong (0 bita)"),
    ("besar.pdf", sample_pdf("KTP", ()) + b" " * (6 * MEGABYTE), "Berkas lebih besar dari 5 MB"),
    ("terkunci.pdf", locked_pdf(), "PDF ini dikunci dengan sandi"),
    ("gambar.pdf", sample_portrait(), "Isi berkas bukan PDF walaupun namanya demikian"),
    ("surat.docx", b"PK\x03\x04", "Jenis berkas ini tidak diterima"),
)


@pytest.fixture
def plain_desks(own_portal: LivePortal, new_context: Callable[..., BrowserContext]) -> Desks:
    """Browsers that run no script."""
    return Desks(own_portal, lambda **options: new_context(base_url=own_portal.url, java_script_enabled=False, **options))


def walk_of(portal: LivePortal, desks: Desks, title: str, folder: Path) -> tuple[Walk, str]:
    """One vacancy and the key of the person with a draft for it."""
    ((vacancy_id,),) = portal.rows("SELECT public_id FROM vacancies_vacancy WHERE position_title = %s", (title,))
    return Walk(portal, desks, str(vacancy_id), (), (), folder), drafter_key(portal, title)


def stored_files(portal: LivePortal, application_id: str, kind: str) -> list[str]:
    rows = portal.rows(
        "SELECT d.original_name FROM vacancies_applicationdocument d JOIN vacancies_application a ON a.id = d.application_id"
        " WHERE a.public_id = %s AND d.type = %s ORDER BY d.id",
        (application_id, kind),
    )
    return [row[0] for row in rows]


def statement(portal: LivePortal, application_id: str) -> str:
    return portal.rows("SELECT motivation FROM vacancies_application WHERE public_id = %s", (application_id,))[0][0]


def try_wrong_files(page: Page, portal: LivePortal, application_id: str) -> None:
    """Each wrong file comes back with its sentence beside its own field; the good file from before stays."""
    page.goto(f"/lamaran/{application_id}/dokumen/")

    def upload(name: str, content: bytes) -> None:
        form = page.locator("form[action$='/KTP/unggah/']")
        form.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
        form.locator("button[type=submit]").click()

    upload("ktp-benar.pdf", sample_pdf("KTP", ("Contoh.",)))
    expect(page.locator(".flash")).to_contain_text("tersimpan")
    for name, content, sentence in WRONG_FILES:
        upload(name, content)
        expect(page.locator("#dokumen-KTP .field-error")).to_contain_text(sentence)
        expect(page.locator(".field-error")).to_have_count(1)
        expect(page.locator(".error-summary")).to_contain_text("berkas yang baru dipilih perlu dipilih ulang")
        expect(page.locator("#dokumen-KTP")).to_contain_text("ktp-benar.pdf")
        assert stored_files(portal, application_id, "KTP") == ["ktp-benar.pdf"]


def try_wrong_contact(page: Page, application_id: str) -> None:
    page.goto(f"/lamaran/{application_id}/profil/")
    page.get_by_label("Surel").fill("alamat-surel")
    page.get_by_label("Telepon").fill("dua belas")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".field-wrong", has_text="Tulis alamat surel lengkap")).to_have_count(1)
    expect(page.locator(".field-wrong", has_text="Tulis nomor telepon dengan 8 sampai 15 angka.")).to_have_count(1)
    expect(page.get_by_label("Surel")).to_have_value("alamat-surel")
    expect(page.get_by_label("Telepon")).to_have_value("dua belas")
    page.get_by_label("Surel").fill("pelamar@contoh.example")


def receipts(portal: LivePortal, application_id: str) -> list[tuple[str, int, int]]:
    """Receipt number of the application, how often it was sent, and how many receipts were ever written for anybody."""
    return portal.rows(
        "SELECT a.receipt_number, (SELECT count(*) FROM vacancies_applicationevent v WHERE v.application_id = a.id"
        " AND v.state = 'SUBMITTED'), (SELECT count(*) FROM core_letter WHERE kind = 'TANDA_TERIMA')"
        " FROM vacancies_application a WHERE a.public_id = %s",
        (application_id,),
    )


def test_whole_application_without_script_survives_wrong_files_and_double_clicks(own_portal, plain_desks: Desks, tmp_path):
    job, key = walk_of(own_portal, plain_desks, OWN, tmp_path)
    page = plain_desks[key]
    page.goto(f"/lamaran/{job.application_id(key)}/buang/")
    page.get_by_role("button", name="Hapus draf").click()
    expect(page.locator(".flash")).to_contain_text("dihapus")

    job.start_application(key)
    application_id = job.application_id(key)
    try_wrong_contact(page, application_id)
    try_wrong_files(page, own_portal, application_id)
    page.goto(f"/lamaran/{application_id}/periksa/")
    expect(page.get_by_role("button", name="Kirim lamaran")).to_be_disabled()
    job.fill_application(key)

    ((_, _, written),) = receipts(own_portal, application_id)

    # Sent by a double click, and once more from a second tab that was open before: one receipt.
    page.goto(f"/lamaran/{application_id}/periksa/")
    second = page.context.new_page()
    second.goto(f"/lamaran/{application_id}/periksa/")
    page.get_by_role("button", name="Kirim lamaran").dblclick()
    page.wait_for_url("**/terkirim/")
    number = page.locator(".receipt-number").inner_text()
    second.get_by_role("button", name="Kirim lamaran").click()
    second.wait_for_url("**/terkirim/")
    assert second.locator(".receipt-number").inner_text() == number
    assert receipts(own_portal, application_id) == [(number, 1, written + 1)]


def test_two_tabs_show_both_versions_and_strangers_see_nothing(own_portal, desks: Desks, tmp_path):
    job, key = walk_of(own_portal, desks, OTHERS, tmp_path)
    application_id = job.application_id(key)
    path = f"/lamaran/{application_id}/pernyataan/"
    first = desks.open(key, path)
    second = first.context.new_page()
    second.goto(path)
    first.get_by_label("Alasan melamar").fill("Isian dari tab pertama.")
    first.get_by_role("button", name="Simpan").click()
    expect(first.locator(".flash")).to_contain_text("Pernyataan tersimpan")

    # The second tab does not overwrite: it shows what is stored beside what was typed, and the next press decides.
    second.get_by_label("Alasan melamar").fill("Isian dari tab kedua.")
    second.get_by_role("button", name="Simpan").click()
    expect(second.get_by_role("alert").first).to_contain_text("sudah diubah di halaman atau perangkat lain")
    versions = second.get_by_role("group", name="Alasan melamar")
    expect(versions).to_contain_text("Isian dari tab pertama.")
    expect(versions.get_by_role("textbox")).to_have_value("Isian dari tab kedua.")
    assert statement(own_portal, application_id) == "Isian dari tab pertama."
    versions.get_by_label("Yang baru Anda ketik").check()
    second.get_by_role("button", name="Simpan pilihan").click()
    expect(second.locator(".flash")).to_contain_text("Pernyataan tersimpan")
    assert statement(own_portal, application_id) == "Isian dari tab kedua."

    # Without its token, by press or by itself, the form changes nothing; the words come back.
    first.goto(path)
    first.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((each) => each.remove())")
    first.evaluate("document.body.removeAttribute('hx-headers')")
    first.get_by_label("Alasan melamar").fill("Isian tanpa tanda.")
    with first.expect_response(lambda answer: answer.request.method == "POST") as posted:
        first.locator("main form").get_by_role("button", name="Simpan").click()
    assert posted.value.status == 403
    expect(first.get_by_role("heading", name="Isian belum tersimpan")).to_be_visible()
    expect(first.get_by_label("Alasan melamar")).to_have_value("Isian tanpa tanda.")
    assert statement(own_portal, application_id) == "Isian dari tab kedua."

    # Other people's applications and files do not exist, whoever asks.
    ((document_id,),) = own_portal.rows(
        "SELECT d.public_id FROM vacancies_applicationdocument d JOIN vacancies_application a ON a.id = d.application_id"
        " WHERE a.public_id = %s ORDER BY d.id LIMIT 1",
        (application_id,),
    )
    stranger = desks["pelamar9"]
    pages = ("", "profil/", "dokumen/", "pernyataan/", "periksa/", "tanda-terima.pdf", "mundur/", "buang/")
    for address in (*(f"/lamaran/{application_id}/{tail}" for tail in pages), f"/dokumen/{document_id}/"):
        assert stranger.goto(address).status == 404, address
        expect(stranger.get_by_role("heading", name="Halaman tidak ditemukan")).to_be_visible()
