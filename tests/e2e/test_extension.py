"""Fewer than four sent applications: the window may be extended. The fourth closes that door, also while the page is open."""

from datetime import timedelta

from playwright.sync_api import Page, expect

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
    page.get_by_role("button", name="Perpanjang pendaftaran").click()


def forge(page: Page, path: str, now: tuple) -> int:
    """Post the extension form without its page, as somebody with a tool would, on the present version; returns the status."""
    page.goto("/akun/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, "reason": REASON, "version": str(now[1])}
    return page.request.post(path, form=form, headers={"Referer": page.url}, max_redirects=0).status


def test_fourth_application_closes_the_door_and_its_withdrawal_opens_it(own_portal, desks: Desks, new_context, tmp_path):
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
    press(page)
    expect(page.locator("form .field-error")).to_contain_text("Tuliskan alasan perpanjangan")
    page.get_by_label("Alasan perpanjangan").fill(REASON)

    # While the page is open, the fourth arrives from another browser.
    job.fill_application(drafter)
    job.send_application(drafter)
    with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
        press(page)
    assert posted.value.status == 409
    notice = page.get_by_role("alert")
    for words in (TOO_MANY, "Tidak ada yang berubah", REASON):
        expect(notice).to_contain_text(words)
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
    press(page)
    expect(page.locator(".flash")).to_contain_text("Pendaftaran diperpanjang sampai")
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
