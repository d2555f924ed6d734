"""Documents over a bad line: a bar that moves, a cut that is taken up again, a page that was reloaded; also several at once."""

import hashlib
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import assert_accessible
from tests.e2e.people import Desks
from tests.factories.files import heavy_pdf
from tests.harness.live import LivePortal

KEY = "belum.memenuhi"
CONTENT = heavy_pdf(1_000_000)
CUT = "Sambungan terputus, menyambung kembali…"


@pytest.fixture
def draft(own_portal: LivePortal, desks: Desks) -> str:
    """Address of the documents page of somebody's draft, without uploads left by an earlier test."""
    own_portal.rows("DELETE FROM core_upload")
    ((public_id,),) = own_portal.rows(
        "SELECT a.public_id FROM vacancies_application a JOIN employees_employee e ON e.id = a.employee_id"
        " JOIN accounts_user u ON u.id = e.user_id WHERE u.email LIKE %s AND a.state = 'DRAFT'",
        (f"{KEY}@%",),
    )
    return f"/lamaran/{public_id}/dokumen/"


def choose(page: Page, kind: str, name: str, content: bytes, mime: str = "application/pdf") -> None:
    form = page.locator(f"form[action$='/{kind}/unggah/']")
    form.locator("input[type=file]").set_input_files({"name": name, "mimeType": mime, "buffer": content})
    form.locator("button[type=submit]").click()


def received(portal: LivePortal) -> int:
    """Bytes of the only unfinished upload that are on the server."""
    return (portal.rows("SELECT received FROM core_upload WHERE path <> ''") or [(0,)])[0][0]


def stored(page: Page, portal: LivePortal, draft: str, kind: str) -> str:
    """SHA-256 of the draft's document as its owner gets it back; "" when there is none. In storage it is sealed."""
    rows = portal.rows(
        "SELECT d.public_id, d.sha256 FROM vacancies_applicationdocument d"
        " JOIN vacancies_application a ON a.id = d.application_id WHERE d.type = %s AND a.public_id = %s",
        (kind, draft.split("/")[2]),
    )
    if not rows:
        return ""
    ((document, mark),) = rows
    content = page.request.get(f"/dokumen/{document}/").body()
    assert hashlib.sha256(content).hexdigest() == mark
    return mark


def pieces_of(page: Page) -> list[int]:
    """Grows while the page sends: where each piece began."""
    begun: list[int] = []
    page.on("request", lambda request: begun.extend(int(n) for n in re.findall(r"/potongan/\?mulai=(\d+)", request.url)))
    return begun


class Line:
    """The connection of one page: slow, cut, or as fast as it goes."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.set(150_000)

    def set(self, bytes_a_second: int, *, offline: bool = False) -> None:
        rates = {"downloadThroughput": bytes_a_second and 500_000, "uploadThroughput": bytes_a_second}
        self.session.send("Network.emulateNetworkConditions", {"offline": offline, "latency": 40, **rates})

    def cut(self) -> None:
        self.set(0, offline=True)

    def mend(self) -> None:
        self.set(-1)


def test_cut_line_is_taken_up_again_without_sending_anything_twice(own_portal, desks: Desks, draft, shoot):
    page = desks.open(KEY, draft)
    row = page.locator("#dokumen-IJAZAH")
    choose(page, "IJAZAH", "keliru.pdf", b"MZ")
    expect(row.locator(".field-error")).to_contain_text("Isi berkas bukan PDF")
    begun = pieces_of(page)
    line = Line(page)
    choose(page, "IJAZAH", "ijazah-panjang.pdf", CONTENT)
    expect(row.locator("progress")).to_be_visible()
    # What was said about the file before is not said of this one.
    expect(row.locator(".field-error")).to_have_count(0)
    expect(page.locator(".error-summary")).to_have_count(0)
    own_portal.wait_for(lambda: received(own_portal) > 100_000)
    line.cut()
    expect(row.get_by_role("status")).to_have_text(CUT)
    assert_accessible(page)
    shoot(page, "upload-cut")
    here = received(own_portal)
    assert 100_000 < here < len(CONTENT)
    assert stored(page, own_portal, draft, "IJAZAH") != hashlib.sha256(CONTENT).hexdigest()
    before = len(begun)
    line.mend()
    expect(row.locator(".paper-file")).to_contain_text("ijazah-panjang.pdf", timeout=30_000)
    assert stored(page, own_portal, draft, "IJAZAH") == hashlib.sha256(CONTENT).hexdigest()
    assert min(begun[before:]) >= here
    expect(page.locator("[data-upload-told]")).to_contain_text("Ijazah tersimpan")


def test_reloaded_page_names_what_stopped_and_the_same_file_goes_on(own_portal, desks: Desks, draft, shoot):
    page = desks.open(KEY, draft)
    line = Line(page)
    choose(page, "TRANSKRIP", "transkrip.pdf", CONTENT)
    own_portal.wait_for(lambda: received(own_portal) > 100_000)
    page.reload()
    line.mend()
    here = received(own_portal)
    assert 100_000 < here < len(CONTENT)
    row = page.locator("#dokumen-TRANSKRIP")
    expect(row).to_contain_text("transkrip.pdf terhenti pada")
    shoot(page, "upload-stopped")
    begun = pieces_of(page)
    choose(page, "TRANSKRIP", "nama-lain.pdf", CONTENT)
    expect(row.locator(".paper-file")).to_contain_text("nama-lain.pdf", timeout=30_000)
    assert begun[0] >= here
    assert stored(page, own_portal, draft, "TRANSKRIP") == hashlib.sha256(CONTENT).hexdigest()


def test_several_files_go_one_after_another_and_each_answer_stays_with_its_own(own_portal, desks: Desks, draft, shoot):
    page = desks.open(KEY, draft)
    Line(page)
    good, other = heavy_pdf(300_000), heavy_pdf(310_000)
    choose(page, "SPT", "spt.pdf", good)
    choose(page, "LHKPN", "lhkpn.pdf", b"MZ" + other)
    choose(page, "SK_JABATAN", "sk.pdf", other)
    expect(page.locator("#dokumen-SK_JABATAN").get_by_role("status")).to_have_text("Menunggu giliran…")
    shoot(page, "upload-several")
    expect(page.locator("#dokumen-SK_JABATAN .paper-file")).to_contain_text("sk.pdf", timeout=30_000)
    expect(page.locator("#dokumen-SPT .paper-file")).to_contain_text("spt.pdf")
    expect(page.locator(".field-error")).to_have_count(1)
    expect(page.locator("#dokumen-LHKPN .field-error")).to_contain_text("Isi berkas bukan PDF")
    assert_accessible(page)
    assert stored(page, own_portal, draft, "SPT") == hashlib.sha256(good).hexdigest()
    assert stored(page, own_portal, draft, "LHKPN") == ""
    shoot(page, "upload-several-done")
    # The page was never left, and the swapped rows work again.
    choose(page, "LHKPN", "lhkpn.pdf", good)
    expect(page.locator("#dokumen-LHKPN .paper-file")).to_contain_text("lhkpn.pdf")
    expect(page.locator(".field-error")).to_have_count(0)


def test_given_up_upload_leaves_nothing_and_the_field_takes_another(own_portal, desks: Desks, draft):
    page = desks.open(KEY, draft)
    Line(page)
    choose(page, "SURAT_SEHAT", "sehat.pdf", CONTENT)
    own_portal.wait_for(lambda: received(own_portal) > 100_000)
    row = page.locator("#dokumen-SURAT_SEHAT")
    row.get_by_role("button", name="Batalkan").click()
    expect(row.locator(".upload-progress")).to_have_count(0)
    own_portal.wait_for(lambda: not own_portal.rows("SELECT 1 FROM core_upload WHERE path <> ''"))
    choose(page, "SURAT_SEHAT", "sehat-baru.pdf", heavy_pdf(40_000))
    expect(row.locator(".paper-file")).to_contain_text("sehat-baru.pdf")


def test_session_that_ended_on_the_way_keeps_what_came(own_portal, desks: Desks, draft):
    page = desks.open(KEY, draft)
    Line(page)
    choose(page, "SK_PANGKAT", "surat-keputusan-baru.pdf", CONTENT)
    own_portal.wait_for(lambda: received(own_portal) > 100_000)
    page.context.clear_cookies()
    row = page.locator("#dokumen-SK_PANGKAT")
    expect(row.get_by_role("status")).to_contain_text("Sesi Anda berakhir. Bagian yang sudah terunggah tetap tersimpan")
    expect(row.get_by_role("link", name="Masuk lagi")).to_have_attribute("href", re.compile("/akun/login/.*dokumen"))
    here = received(own_portal)
    desks.leave(KEY)
    page = desks.open(KEY, draft)
    begun = pieces_of(page)
    choose(page, "SK_PANGKAT", "surat-keputusan-baru.pdf", CONTENT)
    expect(page.locator("#dokumen-SK_PANGKAT .paper-file")).to_contain_text("surat-keputusan-baru.pdf", timeout=30_000)
    assert begun[0] >= here > 100_000


def test_old_token_after_signing_in_elsewhere_is_renewed_on_the_way(own_portal, desks: Desks, draft):
    """The page's token no longer fits the session; the person notices nothing."""
    page = desks.open(KEY, draft)
    page.evaluate("document.querySelectorAll('input[name=csrfmiddlewaretoken]').forEach((f) => { f.value = 'x'.repeat(64); })")
    choose(page, "PERSETUJUAN_PPK", "ppk.pdf", heavy_pdf(40_000))
    expect(page.locator("#dokumen-PERSETUJUAN_PPK .paper-file")).to_contain_text("ppk.pdf")


def test_without_script_the_same_form_sends_the_file(own_portal, new_context, draft):
    plain = Desks(own_portal, lambda **options: new_context(base_url=own_portal.url, java_script_enabled=False, **options))
    page = plain.open(KEY, draft)
    choose(page, "KTP", "ktp.pdf", CONTENT)
    expect(page.locator(".flash")).to_contain_text("KTP tersimpan")
    assert stored(page, own_portal, draft, "KTP") == hashlib.sha256(CONTENT).hexdigest()


def test_form_with_other_fields_sends_its_file_first_and_keeps_it_through_a_mistake(own_portal, desks: Desks, draft, shoot):
    """The locker's form is left as usual once the file is there; a forgotten title does not cost the file."""
    own_portal.rows("DELETE FROM core_upload")
    page = desks.open(KEY, "/profil/bukti/tambah/")
    Line(page).mend()
    page.locator("input[type=file]").set_input_files({"name": "sertifikat.pdf", "mimeType": "application/pdf", "buffer": CONTENT})
    begun = pieces_of(page)
    page.get_by_role("button", name="Simpan dokumen").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator(".upload-held")).to_contain_text("sertifikat.pdf")
    assert begun
    shoot(page, "upload-locker-held")
    sent = len(begun)
    page.get_by_label("Jenis").select_option("SERTIFIKAT")
    page.get_by_label("Judul").fill("Sertifikat uji unggah")
    page.get_by_role("button", name="Simpan dokumen").click()
    expect(page.locator(".flash")).to_be_visible()
    assert len(begun) == sent
    rows = own_portal.rows("SELECT sha256 FROM employees_evidencedocument WHERE title = 'Sertifikat uji unggah'")
    assert rows == [(hashlib.sha256(CONTENT).hexdigest(),)]


def test_document_of_the_locker_is_used_in_a_draft_and_a_draft_fills_the_locker(own_portal, desks: Desks, draft, shoot):
    """By keyboard and by script or not alike: a button a row, and one for everything that fits."""
    page = desks.open(KEY, draft)
    choose(page, "SKP_2TH", "skp.pdf", heavy_pdf(20_000))
    row = page.locator("#dokumen-SKP_2TH")
    row.get_by_role("button", name="Simpan ke lemari bukti").click()
    expect(row).to_contain_text("ada di lemari bukti")
    row.get_by_role("button", name="Hapus berkas").click()
    expect(row).to_contain_text("Belum diunggah")
    shoot(page, "upload-locker")
    assert_accessible(page)
    page.get_by_role("button", name="Pasang semua yang cocok").press("Enter")
    expect(page.locator(".flash")).to_contain_text("SKP dua tahun terakhir")
    expect(row.locator(".paper-file")).to_contain_text("skp.pdf")
