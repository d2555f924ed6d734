"""From the search in the register to the invited person's answer, with the mail between them."""

import io
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.people import ACCOUNTS, Desks, answer_sign_in
from tests.harness.live import LivePortal

ADMIN = "admin.kementerian"
TITLE = "Direktur Tata Kelola Pemerintahan Kepulauan"
ACCEPTS, DECLINES = "pelamar6", "pelamar8"
REASON = "Saya baru dilantik pada tugas lain tahun ini."


def states(portal: LivePortal) -> dict[str, str]:
    """Account key -> state of the invitation, for the two people of this test."""
    rows = portal.rows(
        "SELECT split_part(u.email, '@', 1), i.state FROM talent_invitation i JOIN employees_employee e ON e.id = i.employee_id"
        " JOIN accounts_user u ON u.id = e.user_id JOIN vacancies_vacancy v ON v.id = i.vacancy_id"
        " WHERE v.position_title = %s AND u.email = ANY(%s)",
        (TITLE, [ACCOUNTS[ACCEPTS].email, ACCOUNTS[DECLINES].email]),
    )
    return dict(rows)


def drafts(portal: LivePortal, key: str) -> int:
    return portal.rows(
        "SELECT count(*) FROM vacancies_application a JOIN vacancies_vacancy v ON v.id = a.vacancy_id"
        " JOIN employees_employee e ON e.id = a.employee_id JOIN accounts_user u ON u.id = e.user_id"
        " WHERE v.position_title = %s AND u.email = %s AND a.state = 'DRAFT'",
        (TITLE, ACCOUNTS[key].email),
    )[0][0]


def invite(page: Page) -> None:
    """Search, tick two people, read the confirm page, send."""
    page.goto("/talenta/")
    page.get_by_label("Untuk lowongan").select_option(label=page.locator("option", has_text=TITLE).inner_text())
    page.get_by_label("Jenjang jabatan").select_option("ADMINISTRATOR")
    page.get_by_label("Rumpun jabatan").select_option("PEMERINTAHAN")
    page.get_by_label("Instansi").fill("Kementerian Contoh Pembangunan")
    page.get_by_label("Hanya yang dapat diundang").check()
    page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_role("table", name="Orang yang ditemukan")).to_be_visible()
    for key in (ACCEPTS, DECLINES):
        page.get_by_role("checkbox", name=f"Pilih {ACCOUNTS[key].full_name}").check()
    expect(page.locator(".selection-count")).to_contain_text("2 orang dipilih")
    page.get_by_role("button", name="Undang", exact=True).click()
    expect(page.get_by_role("heading", name="Akan diundang (2 orang)")).to_be_visible()
    page.get_by_label("Kalimat pengantar dari Anda").fill("Pengalaman Anda di wilayah kepulauan kami perlukan.")
    page.get_by_role("button", name="Kirim 2 undangan").click()
    expect(page.locator(".flash")).to_contain_text("2 undangan sedang dikirim")


def open_mail(page: Page, portal: LivePortal, key: str) -> str:
    """Read the invitation in the mailbox page, open its letter, and return the link to the answer page."""
    address = ACCOUNTS[key].email
    portal.wait_for(lambda: any(TITLE in mail.subject and mail.attachment_name for mail in portal.mailbox(address)), seconds=60)
    page.goto(f"/kotak-surat/?cari={address}")
    page.get_by_role("link", name=re.compile("undang", re.IGNORECASE)).first.click()
    letter = page.request.get(page.get_by_role("link", name="Buka lampiran").get_attribute("href") or "")
    words = " ".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(letter.body())).pages).split())
    assert letter.headers["content-type"] == "application/pdf"
    assert ACCOUNTS[key].full_name in words
    assert TITLE in words
    link = page.locator("main a[href*='/undangan/']").get_attribute("href") or ""
    assert link.startswith(portal.url)
    return link


def test_two_are_invited_one_accepts_and_one_declines(own_portal, desks: Desks, new_context: Callable):
    admin = desks[ADMIN]
    invite(admin)
    own_portal.wait_for(lambda: states(own_portal) == {ACCEPTS: "SENT", DECLINES: "SENT"}, seconds=60)

    # The link asks to sign in first and then leads to the invitation. Opening it, again and again, answers nothing.
    page = new_context(base_url=own_portal.url).new_page()
    link = open_mail(page, own_portal, ACCEPTS)
    page.locator("main a[href*='/undangan/']").click()
    page.wait_for_url("**/akun/login/**")
    answer_sign_in(page, own_portal, ACCEPTS)
    page.wait_for_url(link)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    for tail in ("", "?jawaban=terima"):
        page.goto(link + tail)
    assert states(own_portal)[ACCEPTS] == "SENT"
    assert drafts(own_portal, ACCEPTS) == 0
    page.get_by_role("button", name="Terima undangan").click()
    page.wait_for_url("**/lamaran/*/")
    expect(page.locator(".flash")).to_contain_text("Undangan diterima")
    assert drafts(own_portal, ACCEPTS) == 1

    # Somebody else's link opens nothing; the owner declines on a phone, with a reason.
    other = new_context(base_url=own_portal.url, width=390).new_page()
    link = open_mail(other, own_portal, DECLINES)
    assert page.request.get(link).status == 404
    other.goto(link)
    answer_sign_in(other, own_portal, DECLINES)
    other.wait_for_url(link)
    other.get_by_label("Alasan menolak").fill(REASON)
    other.get_by_role("button", name="Tolak undangan").click()
    expect(other.locator(".flash")).to_contain_text("Undangan ditolak")
    expect(other.get_by_role("button", name="Terima undangan")).to_have_count(0)
    assert states(own_portal) == {ACCEPTS: "ACCEPTED", DECLINES: "DECLINED"}

    # The office sees both answers, and nobody got a second invitation mail.
    admin.reload()
    rows = admin.get_by_role("table", name="Undangan lowongan ini").get_by_role("row")
    expect(rows.filter(has_text=ACCOUNTS[ACCEPTS].full_name)).to_contain_text("Diterima")
    expect(rows.filter(has_text=ACCOUNTS[DECLINES].full_name)).to_contain_text("Ditolak")
    expect(rows.filter(has_text=ACCOUNTS[DECLINES].full_name)).to_contain_text(REASON)
    for key in (ACCEPTS, DECLINES):
        letters = [mail for mail in own_portal.mailbox(ACCOUNTS[key].email) if mail.attachment_name and TITLE in mail.subject]
        assert len(letters) == 1
