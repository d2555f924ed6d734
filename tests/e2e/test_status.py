"""After sending: the office asks for one more document, the applicant answers from a phone, the verifier reads it at once;
a failure is confirmed by a second person; an applicant leaves."""

from pathlib import Path

from playwright.sync_api import expect

from asnkarier.demo.cast import MAIL_DOMAIN
from asnkarier.demo.sample_files import sample_pdf
from tests.e2e.axe import assert_accessible
from tests.e2e.people import Desks, sign_in
from tests.harness.live import LivePortal

TITLE = "Direktur Infrastruktur Kepulauan"
SECRETARY, ADMIN = "sekretariat.kementerian", "admin.kementerian"
REASON = "Halaman kedua ijazah tidak terbaca. Unggah pindaian yang jelas."
PHONE = {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}


def waiting(portal: LivePortal) -> list[tuple[str, str, str]]:
    """Applications nobody has judged: public id, account key and name of the applicant, in the order of sending."""
    rows = portal.rows(
        "SELECT a.public_id, split_part(u.email, '@', 1), e.name FROM vacancies_application a"
        " JOIN vacancies_vacancy v ON v.id = a.vacancy_id JOIN employees_employee e ON e.id = a.employee_id"
        " JOIN accounts_user u ON u.id = e.user_id WHERE v.position_title = %s AND a.state = 'SUBMITTED'"
        " AND split_part(u.email, '@', 2) = %s ORDER BY a.submitted_at, a.id",
        (TITLE, MAIL_DOMAIN),
    )
    return [(str(public_id), key, name) for public_id, key, name in rows]


def test_asked_document_comes_from_a_phone_and_the_verifier_reads_it(
    own_portal, desks: Desks, new_context, shoot, tmp_path: Path
):
    (application, applicant, name), *_ = waiting(own_portal)
    sheet = f"/instansi/pelamar/{application}/"
    file = tmp_path / "ijazah-jelas.pdf"
    file.write_bytes(sample_pdf("Ijazah", ("Halaman kedua yang jelas.",)))

    office = desks.open(SECRETARY, sheet)
    shoot(office, "status-sheet")
    office.get_by_role("link", name="Minta dokumen").click()
    shoot(office, "status-ask")
    assert_accessible(office)
    office.get_by_role("button", name="Minta dokumen").click()
    expect(office.locator("#id_reason_error")).to_contain_text("Tuliskan alasan permintaan")
    office.locator("select[name=document_type]").select_option("IJAZAH")
    office.get_by_label("Alasan permintaan").fill(REASON)
    office.get_by_role("button", name="Minta dokumen").click()
    expect(office.locator(".flash")).to_contain_text(f"Ijazah diminta dari {name}")
    expect(office.get_by_text("Menunggu dokumen dari pelamar", exact=True)).to_be_visible()
    expect(office.get_by_role("button", name="Simpan dan lanjut")).to_have_count(0)
    shoot(office, "status-sheet-waiting")

    # The applicant, on a phone: the task stands first, the status page names the holder and the clock.
    phone = sign_in(new_context(base_url=own_portal.url, **PHONE).new_page(), own_portal, applicant)
    phone.goto("/lamaran/")
    expect(phone.get_by_role("heading", name="Perlu tindakan Anda")).to_be_visible()
    shoot(phone, "status-board")
    phone.get_by_role("link", name=f"Unggah Ijazah untuk {TITLE}").click()
    shoot(phone, "status-request")
    assert_accessible(phone)
    phone.goto(f"/lamaran/{application}/")
    expect(phone.locator(".page-header, main")).to_contain_text(["Perlu tindakan Anda"])
    expect(phone.get_by_text("Di tangan: Anda, sejak hari ini")).to_be_visible()
    shoot(phone, "status-waiting")
    assert_accessible(phone)
    phone.get_by_role("link", name="Kirim dokumen").click()
    phone.locator("input[type=file]").set_input_files(file)
    phone.get_by_role("button", name="Kirim dokumen").click()
    expect(phone.locator(".flash")).to_contain_text("Ijazah diterima")
    expect(phone.get_by_text("Di tangan: Sekretariat pansel, sejak")).to_be_visible()
    shoot(phone, "status-verifying")

    # The verifier: the file is there, and the verdict can be saved again.
    office.goto(sheet)
    expect(office.get_by_role("link", name="Susulan: ijazah-jelas.pdf")).to_be_visible()
    expect(office.get_by_role("button", name="Simpan dan lanjut")).to_be_visible()
    shoot(office, "status-sheet-received")
    assert_accessible(office)
    own_portal.wait_for(
        lambda: [mail for mail in own_portal.mailbox() if "Dokumen yang diminta sudah diterima" in mail.subject], 60
    )

    # A failure needs a second person.
    for radio in office.locator("input[type=radio][value=PASS]").all():
        radio.check()
    line = office.locator("li.verify-line", has_text="Transkrip nilai")
    line.locator("input[value=FAIL]").check()
    line.locator("select").select_option("DOC_UNREADABLE")
    office.get_by_label("Tidak memenuhi syarat (TMS)", exact=True).check()
    office.get_by_role("button", name="Simpan saja").click()
    expect(office.get_by_text("Anda pemeriksa pertama")).to_be_visible()
    second = desks.open(ADMIN, sheet)
    shoot(second, "status-second-check")
    assert_accessible(second)
    second.get_by_role("button", name="Kuatkan hasil tidak memenuhi syarat").click()
    expect(second.locator(".flash")).to_contain_text("dikuatkan")

    # Nothing of the verdict is on the applicant's page; leaving says what it means and keeps the receipt.
    phone.goto(f"/lamaran/{application}/")
    expect(phone.get_by_text("Tidak lolos")).to_have_count(0)
    phone.get_by_role("link", name="Mengundurkan diri").click()
    shoot(phone, "status-withdraw")
    phone.get_by_label("Alasan menarik lamaran").fill("Tugas lain tahun ini.")
    phone.get_by_role("button", name="Mengundurkan diri").click()
    expect(phone.locator(".flash")).to_contain_text("Lamaran Anda sudah ditarik")
    expect(phone.get_by_text("Pengiriman yang pernah ditarik")).to_be_visible()
    shoot(phone, "status-withdrawn")


def test_plan_says_what_each_person_will_read_and_the_public_page_repeats_it(own_portal, desks: Desks, new_context, shoot):
    ((draft,),) = own_portal.rows(
        "SELECT public_id FROM vacancies_vacancy WHERE position_title = %s", ("Kepala Pusat Pengembangan Wilayah Kepulauan",)
    )
    page = desks.open(ADMIN, f"/instansi/lowongan/{draft}/ubah/publikasi/")
    expect(page.get_by_role("group", name="Hasil akhir")).to_be_visible()
    shoot(page, "status-policy")
    assert_accessible(page)
    page.get_by_role("group", name="Hasil akhir").get_by_label("Nilai akhir sendiri").check()
    page.get_by_role("button", name="Simpan").first.click()
    expect(page.locator(".flash")).to_contain_text("Bagian ini disimpan")
    ((level,),) = own_portal.rows("SELECT rule_pack->>'shows_ranking' FROM vacancies_vacancy WHERE public_id = %s", (draft,))
    assert level == "SCORE"
    ((public,),) = own_portal.rows("SELECT public_id FROM vacancies_vacancy WHERE position_title = %s", (TITLE,))
    visitor = new_context(base_url=own_portal.url).new_page()
    visitor.goto(f"/lowongan/{public}/")
    expect(visitor.get_by_role("heading", name="Hasil yang dibaca tiap peserta")).to_be_visible()
    expect(visitor.get_by_text("Nilai akhir dan peringkat sendiri")).to_be_visible()
    shoot(visitor, "status-public-policy")
