"""From the search in the register to the invited person's answer, with the mail between them."""

import io
import mailbox
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from core.outbox import message_id
from tests.e2e.people import ACCOUNTS, Desks, answer_sign_in
from tests.harness.live import LivePortal

ADMIN = "admin.kementerian"
TITLE = "Direktur Tata Kelola Pemerintahan Kepulauan"
CHOSEN = ACCEPTS, DECLINES, BOUNCES = ("pelamar6", "pelamar8", "pelamar7")
REASON = "Saya baru dilantik pada tugas lain tahun ini."


def states(portal: LivePortal) -> dict[str, str]:
    """Account key -> state of the invitation, for the people of this test."""
    rows = portal.rows(
        "SELECT split_part(u.email, '@', 1), i.state FROM talent_invitation i JOIN employees_employee e ON e.id = i.employee_id"
        " JOIN accounts_user u ON u.id = e.user_id JOIN vacancies_vacancy v ON v.id = i.vacancy_id"
        " WHERE v.position_title = %s AND u.email = ANY(%s)",
        (TITLE, [ACCOUNTS[key].email for key in CHOSEN]),
    )
    return dict(rows)


def mail_states(portal: LivePortal) -> set[str]:
    """States of the mails of these invitations."""
    rows = portal.rows(
        "SELECT o.state FROM core_outboxmessage o JOIN talent_invitation i ON o.key = 'invitation:' || i.id"
        " JOIN employees_employee e ON e.id = i.employee_id JOIN accounts_user u ON u.id = e.user_id"
        " JOIN vacancies_vacancy v ON v.id = i.vacancy_id WHERE v.position_title = %s AND u.email = ANY(%s)",
        (TITLE, [ACCOUNTS[key].email for key in CHOSEN]),
    )
    return {state for (state,) in rows}


def drafts(portal: LivePortal, key: str) -> int:
    return portal.rows(
        "SELECT count(*) FROM vacancies_application a JOIN vacancies_vacancy v ON v.id = a.vacancy_id"
        " JOIN employees_employee e ON e.id = a.employee_id JOIN accounts_user u ON u.id = e.user_id"
        " WHERE v.position_title = %s AND u.email = %s AND a.state = 'DRAFT'",
        (TITLE, ACCOUNTS[key].email),
    )[0][0]


def people_and_vacancy(portal: LivePortal) -> tuple[list[str], str]:
    """Public ids of the three people and of the vacancy."""
    people = portal.rows(
        "SELECT e.public_id::text FROM employees_employee e JOIN accounts_user u ON u.id = e.user_id WHERE u.email = ANY(%s)",
        ([ACCOUNTS[key].email for key in CHOSEN],),
    )
    ((vacancy,),) = portal.rows("SELECT public_id::text FROM vacancies_vacancy WHERE position_title = %s", (TITLE,))
    return [person for (person,) in people], vacancy


def compare(page: Page, portal: LivePortal, shoot: Callable) -> None:
    """Put the three side by side for the vacancy, and take them from there to the confirm page."""
    people, vacancy = people_and_vacancy(portal)
    page.goto(f"/talenta/banding/?{urlencode([('orang', each) for each in people] + [('lowongan', vacancy)])}")
    table = page.get_by_role("table", name="Perbandingan orang")
    for key in CHOSEN:
        table.get_by_role("checkbox", name=f"Pilih {ACCOUNTS[key].full_name}").check()
    shoot(page, "undangan-banding")
    page.get_by_role("button", name="Undang", exact=True).click()
    page.wait_for_url("**/talenta/undang/")


def choose_again(page: Page, portal: LivePortal) -> None:
    """Hand the three to the confirm page once more, as a page does that was drawn before they were invited."""
    people, vacancy = people_and_vacancy(portal)
    page.goto("/instansi/lowongan/")
    page.evaluate(
        """([vacancy, people]) => {
            const form = document.createElement('form');
            form.method = 'post';
            form.action = '/talenta/undang/';
            const add = (name, value) => {
                const field = document.createElement('input');
                [field.name, field.value] = [name, value];
                form.append(field);
            };
            add('csrfmiddlewaretoken', document.querySelector('[name=csrfmiddlewaretoken]').value);
            add('lowongan', vacancy);
            people.forEach((person) => add('orang', person));
            document.body.append(form);
            form.submit();
        }""",
        [vacancy, people],
    )
    page.wait_for_url("**/talenta/undang/")


def invite(page: Page, portal: LivePortal, shoot: Callable) -> None:
    """Compare, read the confirm page and the letters of each, send."""
    compare(page, portal, shoot)
    expect(page.get_by_role("heading", name="Akan diundang (3 orang)")).to_be_visible()
    page.get_by_label("Kalimat pengantar dari Anda").fill("Pengalaman Anda di wilayah kepulauan kami perlukan.")
    read = []
    for place in (1, 2, 3):
        heading = page.get_by_role("heading", name=f"Surat {place} dari 3")
        expect(heading).to_be_visible()
        read.append(heading.inner_text().partition(": ")[2])
        if place < 3:
            page.get_by_role("button", name="Surat berikutnya").click()
    assert sorted(read) == sorted(ACCOUNTS[key].full_name for key in CHOSEN)
    expect(page.locator(".letter-preview")).to_contain_text("Pengalaman Anda di wilayah kepulauan kami perlukan.")
    shoot(page, "undangan-periksa")
    page.get_by_role("button", name="Kirim 3 undangan").click()
    expect(page.locator(".flash")).to_contain_text("3 undangan sedang dikirim")


def bounce(portal: LivePortal, key: str, folder: Path) -> None:
    """Let the mail of a person come back, as a report in the mailbox for bounces."""
    ((mail_key, address),) = portal.rows(
        "SELECT o.key, o.to_address FROM core_outboxmessage o WHERE o.kind = 'invitation_sent' AND o.recipient_id ="
        " (SELECT id FROM accounts_user WHERE email = %s) ORDER BY o.id DESC LIMIT 1",
        (ACCOUNTS[key].email,),
    )
    box = mailbox.Maildir(folder / "kembali", create=True)
    box.add(
        "From: MAILER-DAEMON@mx.contoh.example\nTo: tanpa-balas@asnkarier.example\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="batas"\n\n'
        "--batas\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.contoh.example\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 5.2.2 over quota\n\n"
        f"--batas\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id(mail_key)}\n\n--batas--\n"
    )
    assert "1 surat dicatat terpental" in portal.run_command("read_bounces", str(folder / "kembali"))


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


def test_three_are_invited_one_accepts_one_declines_and_one_mail_comes_back(
    own_portal, desks: Desks, new_context: Callable, shoot: Callable, tmp_path: Path
):
    admin = desks[ADMIN]
    invite(admin, own_portal, shoot)
    own_portal.wait_for(lambda: set(states(own_portal).values()) == {"SENT"} and mail_states(own_portal) == {"SENT"}, seconds=60)
    # The progress swaps itself out when the last mail has left.
    expect(admin.locator("#kemajuan progress")).to_have_count(0, timeout=15_000)
    expect(admin.locator("#daftar-undangan").get_by_text("Menunggu", exact=True)).to_have_count(0)

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
    shoot(page, "undangan-jawab")
    page.get_by_role("button", name="Terima undangan").click()
    page.wait_for_url("**/lamaran/*/")
    expect(page.locator(".flash")).to_contain_text("Undangan diterima")
    assert drafts(own_portal, ACCEPTS) == 1

    # Somebody else's link opens nothing; the owner declines on a phone, with a reason, and wants no more from this agency.
    other = new_context(base_url=own_portal.url, width=390).new_page()
    link = open_mail(other, own_portal, DECLINES)
    assert page.request.get(link).status == 404
    other.goto(link)
    answer_sign_in(other, own_portal, DECLINES)
    other.wait_for_url(link)
    other.get_by_role("button", name="Tolak undangan").click()
    expect(other.get_by_role("alert")).to_contain_text("Pilih satu alasan")
    other.get_by_label("Sedang mengemban tugas yang harus saya selesaikan").check()
    other.get_by_label("Penjelasan").fill(REASON)
    other.get_by_role("button", name="Tolak undangan").click()
    expect(other.locator(".flash")).to_contain_text("Undangan ditolak")
    expect(other.get_by_role("button", name="Terima undangan")).to_have_count(0)
    assert (states(own_portal)[ACCEPTS], states(own_portal)[DECLINES]) == ("ACCEPTED", "DECLINED")
    other.get_by_text("Jangan undang saya untuk jabatan seperti ini").click()
    other.get_by_role("link", name="dari Kementerian").click()
    shoot(other, "undangan-jeda")
    other.get_by_role("button", name="Mulai jeda").click()
    expect(other.locator(".flash")).to_contain_text("Jeda dimulai: Undangan dari Kementerian")

    # A mail comes back: the office reads why in plain words and sends it once more.
    bounce(own_portal, BOUNCES, tmp_path)
    admin.reload()
    rows = admin.get_by_role("table", name="Undangan lowongan ini").get_by_role("row")
    expect(rows.filter(has_text=ACCOUNTS[ACCEPTS].full_name)).to_contain_text("Diterima")
    expect(rows.filter(has_text=ACCOUNTS[ACCEPTS].full_name)).to_contain_text("dibuka")
    expect(rows.filter(has_text=ACCOUNTS[DECLINES].full_name)).to_contain_text(REASON)
    expect(rows.filter(has_text=ACCOUNTS[BOUNCES].full_name)).to_contain_text("Kotak surel penerima penuh.")
    shoot(admin, "undangan-daftar")
    admin.get_by_role("link", name=f"Kirim ulang undangan {ACCOUNTS[BOUNCES].full_name}").click()
    expect(admin.locator("main")).not_to_contain_text(ACCOUNTS[BOUNCES].email)
    shoot(admin, "undangan-kirim-ulang")
    admin.get_by_role("button", name="Kirim ulang").click()
    expect(admin.locator(".flash")).to_contain_text("dicoba kirim lagi")
    own_portal.wait_for(lambda: mail_states(own_portal) == {"SENT"}, seconds=60)

    # Whoever is invited again is named with the reason, and so is the one who asked for a pause; nobody has two letters.
    choose_again(admin, own_portal)
    expect(admin.get_by_role("heading", name="Tidak diundang (3 orang)")).to_be_visible()
    expect(admin.locator("main")).to_contain_text("Sudah diundang untuk lowongan ini")
    for key in (ACCEPTS, DECLINES):
        letters = [mail for mail in own_portal.mailbox(ACCOUNTS[key].email) if mail.attachment_name and TITLE in mail.subject]
        assert len(letters) == 1
