"""Bell and preferences in a browser without JavaScript: read, mark, tune."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.people import ACCOUNTS, Desks, sign_in

KIND = "Draf belum terkirim 7, 3, dan 1 hari sebelum penutupan"


def test_messages_are_tuned_and_read_without_javascript(desks: Desks, shoot: Callable[[Page, str], None]) -> None:
    page = sign_in(desks.new_context(java_script_enabled=False).new_page(), desks.portal, "pelamar1")
    page.goto("/pemberitahuan/")
    shoot(page, "bell")
    page.get_by_role("link", name="Atur pemberitahuan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Atur pemberitahuan")
    shoot(page, "notice-preferences")
    page.get_by_label(KIND).select_option(label="Ringkasan harian")
    page.get_by_role("button", name="Simpan pilihan").click()
    expect(page.get_by_text("Pilihan disimpan: 1 berubah.")).to_be_visible()
    expect(page.get_by_label(KIND)).to_have_value("DIGEST")
    page.get_by_role("button", name="Kembalikan ke bawaan").click()
    expect(page.get_by_label(KIND)).to_have_value("AT_ONCE")
    expect(page.get_by_role("button", name="Kembalikan ke bawaan")).to_have_count(0)


def test_unread_lines_are_marked_one_by_one_and_all_at_once_without_javascript(
    desks: Desks, shoot: Callable[[Page, str], None]
) -> None:
    (key,) = desks.portal.rows(
        "SELECT split_part(u.email, '@', 1) FROM core_notification n JOIN accounts_user u ON u.id = n.recipient_id"
        " WHERE n.read_at IS NULL AND split_part(u.email, '@', 1) = ANY(%s)"
        " GROUP BY u.email HAVING count(*) >= 2 ORDER BY u.email LIMIT 1",
        (list(ACCOUNTS),),
    )[0]
    page = sign_in(desks.new_context(java_script_enabled=False).new_page(), desks.portal, key)
    page.goto("/pemberitahuan/?tampil=belum")
    shoot(page, "bell-unread")
    lines = page.locator("main .row-list > li")
    before = lines.count()
    lines.first.get_by_role("button", name="Tandai dibaca").click()
    expect(page).to_have_url(re.compile(r"tampil=belum$"))
    expect(lines).to_have_count(before - 1)
    page.get_by_role("button", name="Tandai semua sudah dibaca").click()
    expect(page.get_by_text("Kabar baru muncul di sini sampai Anda membukanya.")).to_be_visible()
    shoot(page, "bell-empty")


def test_page_says_five_minutes_before_that_the_session_ends_unused(desks: Desks, shoot: Callable[[Page, str], None]) -> None:
    page = desks["pelamar1"]
    page.clock.install()
    page.goto("/akun/")
    notice = page.get_by_role("alert").filter(has_text="Sesi Anda berakhir dalam 5 menit")
    page.clock.run_for("54:30")
    expect(notice).to_be_hidden()
    page.clock.run_for("01:00")
    expect(notice).to_be_visible()
    shoot(page, "sesi-hampir-berakhir")
    # Whatever the page asks the portal for keeps the session, as opening another page does.
    page.evaluate("fetch('/pemberitahuan/').then((answer) => answer.text())")
    page.clock.run_for("01:00")
    expect(notice).to_be_hidden()
