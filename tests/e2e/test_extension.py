"""Extending: at three and at four, after an outage whatever the count, and the fork after the last extension."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from asnkarier.demo.vacancy_list import AT_FORK
from tests.e2e.people import Desks, drafter_key
from tests.e2e.walk import Walk
from tests.harness.live import LivePortal

ADMIN = "admin.kementerian"
TITLE = "Kepala Biro Keuangan"
REASON = "Pelamar yang memenuhi syarat masih kurang, dan dua wilayah baru menerima kabar lowongan ini."
WEEK = timedelta(days=7)
TOO_MANY = "4 lamaran sudah terkirim; perpanjangan hanya boleh bila kurang dari 4."


def window(portal: LivePortal) -> tuple:
    """What an extension changes: closing time, version, lines in the ledger, end of the last stage."""
    return portal.rows(
        "SELECT v.closes_at, v.version, (SELECT count(*) FROM vacancies_registrationextension e WHERE e.vacancy_id = v.id),"
        " (SELECT max(s.ends_on) FROM vacancies_stage s WHERE s.vacancy_id = v.id)"
        " FROM vacancies_vacancy v WHERE v.position_title = %s",
        (TITLE,),
    )[0]


def people_with_a_stake(portal: LivePortal) -> set[str]:
    """Addresses of those with a draft, a sent application or an open invitation."""
    rows = portal.rows(
        "SELECT u.email FROM vacancies_vacancy v JOIN vacancies_application a ON a.vacancy_id = v.id"
        " AND a.state IN ('DRAFT', 'SUBMITTED') JOIN employees_employee e ON e.id = a.employee_id"
        " JOIN accounts_user u ON u.id = e.user_id WHERE v.position_title = %(title)s"
        " UNION SELECT u.email FROM vacancies_vacancy v JOIN talent_invitation i ON i.vacancy_id = v.id AND i.state = 'SENT'"
        " JOIN employees_employee e ON e.id = i.employee_id JOIN accounts_user u ON u.id = e.user_id"
        " WHERE v.position_title = %(title)s",
        {"title": TITLE},
    )
    return {row[0] for row in rows}


def press(page: Page) -> None:
    """The last of the three steps."""
    page.get_by_role("button", name="Perpanjang pendaftaran").click()


def look_closer(page: Page) -> None:
    """From the page with reason and effect to the confirmation."""
    page.get_by_role("button", name="Lanjut ke pemeriksaan").click()


def forge(page: Page, path: str, now: tuple) -> int:
    """Post the extension form without its page, as somebody with a tool would, on the present version; returns the status."""
    page.goto("/akun/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    form = {
        "csrfmiddlewaretoken": token, "reason_code": "FEW_APPLICANTS", "reason": REASON, "pasti": "1", "version": str(now[1]),
    }  # fmt: skip
    return page.request.post(path, form=form, headers={"Referer": page.url}, max_redirects=0).status


def test_fourth_application_closes_the_door_and_its_withdrawal_opens_it(own_portal, desks: Desks, new_context, shoot, tmp_path):
    ((vacancy_id,),) = own_portal.rows("SELECT public_id FROM vacancies_vacancy WHERE position_title = %s", (TITLE,))
    job = Walk(own_portal, desks, str(vacancy_id), (), (), tmp_path)
    own_page, path = f"/instansi/lowongan/{vacancy_id}/", f"/instansi/lowongan/{vacancy_id}/perpanjang/"
    drafter = drafter_key(own_portal, TITLE)
    before = window(own_portal)

    # Three are sent: the button is on. A missing reason comes back with its sentence.
    page = desks.open(ADMIN, own_page)
    page.get_by_role("link", name="Perpanjang pendaftaran").click()
    page.wait_for_url(f"**{path}")
    expect(page.locator(".figure", has_text="Lamaran terkirim")).to_contain_text("3")
    look_closer(page)
    expect(page.locator("form .field-error")).to_contain_text("Tuliskan alasan perpanjangan")
    page.get_by_label("Alasan perpanjangan").fill(REASON)
    shoot(page, "extend-page")
    look_closer(page)
    expect(page.get_by_text("Belum ada yang berubah")).to_be_visible()
    expect(page.locator("main")).to_contain_text(REASON)
    shoot(page, "extend-confirm")

    # While the page is open, the fourth arrives from another browser.
    job.fill_application(drafter)
    job.send_application(drafter)
    with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
        press(page)
    assert posted.value.status == 409
    notice = page.get_by_role("alert")
    for words in (TOO_MANY, "Tidak ada yang berubah", REASON):
        expect(notice).to_contain_text(words)
    shoot(page, "extend-refused")
    assert window(own_portal) == before

    # From now on the button is off and says why, on both pages; a post without the page is refused too.
    for address in (path, own_page):
        page.goto(address)
        button = page.get_by_role("button", name="Perpanjang pendaftaran")
        expect(button).to_be_disabled()
        expect(button).to_have_accessible_description(TOO_MANY)
    assert forge(page, path, before) == 409
    assert forge(desks["admin.provinsi"], path, before) == 404
    assert forge(desks[drafter], path, before) == 403
    assert window(own_portal) == before

    # A withdrawn application is not counted: three again, and now it is extended.
    home = f"/lamaran/{job.application_id(drafter)}/"
    desks.open(drafter, home + "mundur/").get_by_role("button", name="Tarik lamaran").click()
    expect(desks[drafter].locator(".flash")).to_contain_text("Lamaran Anda sudah ditarik")
    told = people_with_a_stake(own_portal)
    page.goto(path)
    page.get_by_label("Alasan perpanjangan").fill(REASON)
    look_closer(page)
    press(page)
    page.wait_for_url("**/perpanjang/selesai/")
    expect(page.locator("main")).to_contain_text("Pendaftaran diperpanjang sampai")
    shoot(page, "extend-done")
    after = window(own_portal)
    assert [later - earlier for later, earlier in zip(after, before, strict=True)] == [WEEK, 1, 1, WEEK]

    # Everybody reads it on the public page; everybody with a draft, an application or an invitation gets one mail.
    visitor = new_context(base_url=own_portal.url).new_page()
    visitor.goto(f"/lowongan/{vacancy_id}/")
    expect(visitor.get_by_role("table", name="Buku perpanjangan pendaftaran")).to_contain_text(REASON)

    def mailed() -> list[str]:
        return [mail.to for mail in own_portal.mailbox() if TITLE in mail.subject and "diperpanjang" in mail.subject]

    own_portal.wait_for(lambda: told <= set(mailed()), seconds=60)
    assert sorted(mailed()) == sorted(told)

    # The next extension waits for the last day of the new window.
    page.goto(path)
    expect(page.get_by_role("button", name="Perpanjang pendaftaran")).to_be_disabled()
    expect(page.locator("#alasan-tombol")).to_contain_text("Perpanjangan baru dapat dilakukan mulai")
    assert forge(page, path, after) == 409
    assert window(own_portal) == after


def test_bkn_gives_time_back_after_an_outage(own_portal, desks: Desks, new_context, shoot):
    """The agency asked; the admin of BKN extends for that outage with a code; ledger and agency read number and sentence."""
    ((vacancy_id, title, closes_at, count),) = own_portal.rows(
        "SELECT v.public_id, v.position_title, v.closes_at, (SELECT count(*) FROM vacancies_application a"
        " WHERE a.vacancy_id = v.id AND a.state = 'SUBMITTED') FROM vacancies_vacancy v"
        " JOIN vacancies_incidentrequest r ON r.vacancy_id = v.id WHERE r.answered_at IS NULL"
    )
    assert count >= 4, "the incident kind asks for no count"
    page = desks.open("admin.bkn", "/papan/")
    page.wait_for_url("**/bkn/gangguan/")
    shoot(page, "incident-board")
    page.get_by_role("link", name=title).click()
    shoot(page, "incident-request")
    page.get_by_role("link", name="Perpanjang karena gangguan ini").click()
    shoot(page, "incident-form")
    page.get_by_role("button", name="Tampilkan lowongan").click()
    expect(page.get_by_role("alert")).to_contain_text("Isi nomor gangguan")
    page.get_by_label("Nomor gangguan").fill("GGN-2026-014")
    page.get_by_label("Yang terjadi").fill("Layanan unggah dokumen tidak dapat dipakai.")
    page.get_by_label("Waktu pengganti, jam").fill("5")
    page.get_by_role("button", name="Tampilkan lowongan").click()
    row = page.get_by_role("row").filter(has_text=title)
    row.get_by_role("checkbox").check()
    shoot(page, "incident-choose")
    page.get_by_role("button", name="Periksa pilihan").click()
    expect(page.get_by_text("Belum ada yang berubah")).to_be_visible()
    desks.add_code("admin.bkn", page)
    shoot(page, "incident-confirm")
    page.get_by_role("button", name="Perpanjang 1 pendaftaran").click()
    page.wait_for_url("**/bkn/gangguan/hasil/")
    expect(page.get_by_role("table", name="Pendaftaran yang diperpanjang")).to_contain_text(title)
    shoot(page, "incident-outcome")

    ((kind, reference, after, counted),) = own_portal.rows(
        "SELECT e.kind, e.incident_reference, e.closes_at, e.submitted_count FROM vacancies_registrationextension e"
        " JOIN vacancies_vacancy v ON v.id = e.vacancy_id WHERE v.public_id = %s",
        (vacancy_id,),
    )
    assert (kind, reference, counted, after - closes_at) == ("INCIDENT", "GGN-2026-014", count, timedelta(hours=5))
    visitor = new_context(base_url=own_portal.url).new_page()
    visitor.goto(f"/lowongan/{vacancy_id}/#perpanjangan")
    ledger = visitor.get_by_role("table", name="Buku perpanjangan pendaftaran")
    for words in ("Gangguan nomor GGN-2026-014", "tanpa syarat jumlah", "Layanan unggah dokumen tidak dapat dipakai."):
        expect(ledger).to_contain_text(words)
    # The same number works once: the page says so instead of offering a box.
    page.get_by_role("link", name="Pilih lowongan lain").click()
    row = page.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("sudah diperpanjang untuk gangguan nomor GGN-2026-014")
    expect(row.get_by_role("checkbox")).to_have_count(0)


def test_three_after_the_last_extension_wait_for_the_note_of_wasdal(own_portal, desks: Desks, new_context, shoot):
    ((vacancy_id,),) = own_portal.rows("SELECT public_id FROM vacancies_vacancy WHERE position_title = %s", (AT_FORK,))
    own_page, admin = f"/instansi/lowongan/{vacancy_id}/", "admin.provinsi"
    note = "Tiga pelamar dari tiga instansi; wawancara dilakukan terbuka."
    page = desks.open(admin, own_page)
    expect(page.get_by_role("button", name="Perpanjang pendaftaran")).to_have_count(0)
    shoot(page, "fork-office")
    page.get_by_role("link", name="Pilih kelanjutan").click()
    shoot(page, "fork-ways")
    page.get_by_role("link", name="Lanjutkan dengan 3 pelamar").click()
    page.get_by_role("button", name="Kirim kepada Wasdal BKN").click()
    expect(page.locator("form .field-error")).to_contain_text("dibaca Wasdal BKN dan publik")
    page.get_by_label("Alasan melanjutkan").fill("Ketiga pelamar memenuhi seluruh syarat.")
    shoot(page, "fork-ask")
    page.get_by_role("button", name="Kirim kepada Wasdal BKN").click()
    page.wait_for_url(f"**{own_page}kelanjutan/")
    expect(page.get_by_role("button", name="Nyatakan gagal")).to_be_disabled()
    shoot(page, "fork-waiting")

    # Scoring stays closed; Wasdal refuses with a note, the agency asks again with a better reason.
    opening = desks.open(admin, f"{own_page}mulai-seleksi/")
    expect(opening.locator("main")).to_contain_text("menunggu catatan Wasdal BKN")

    def request_path() -> str:
        rows = own_portal.rows(
            "SELECT public_id FROM approvals_approvalrequest WHERE trail_chain = %s ORDER BY id DESC LIMIT 1",
            (f"vacancy:{vacancy_id}",),
        )
        return f"/persetujuan/{rows[0][0]}/"

    wasdal = desks.give_verdict("wasdal", request_path(), "Tidak merekomendasikan", "Sebutkan asal pelamar.")
    wasdal.wait_for_url("**/persetujuan/")
    page.goto(f"{own_page}kelanjutan/")
    expect(page.locator("main")).to_contain_text("Sebutkan asal pelamar.")
    page.get_by_role("link", name="Lanjutkan dengan 3 pelamar").click()
    page.get_by_label("Alasan melanjutkan").fill("Ketiga pelamar memenuhi seluruh syarat dan berasal dari tiga instansi.")
    with page.expect_navigation():
        page.get_by_role("button", name="Kirim kepada Wasdal BKN").click()
    shown = desks.open("wasdal", request_path())
    expect(shown.locator("main")).to_contain_text("3 lamaran terkirim saat ini.")
    shoot(shown, "fork-wasdal")
    desks.give_verdict("wasdal", request_path(), "Rekomendasikan dengan catatan", note).wait_for_url("**/persetujuan/")
    page.goto(f"{own_page}kelanjutan/")
    expect(page.locator("main")).to_contain_text("Seleksi dilanjutkan")
    shoot(page, "fork-released")

    visitor = new_context(base_url=own_portal.url).new_page()
    visitor.goto(f"/lowongan/{vacancy_id}/")
    ledger = visitor.get_by_role("table", name="Buku perpanjangan pendaftaran")
    for words in ("Dilanjutkan", note, "berasal dari tiga instansi", "Ke-2"):
        expect(ledger).to_contain_text(words)
    shoot(visitor, "fork-public-ledger")
