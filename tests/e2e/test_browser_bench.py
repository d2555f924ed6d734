"""The browser itself: it reaches the portal, nothing else, and a script error on a page does not go unseen."""

import pytest
from playwright.sync_api import Error


def test_first_page_opens_on_phone_and_desktop(new_context, shoot):
    for width in (390, 1280):
        page = new_context(width=width).new_page()
        answer = page.goto("/")
        assert answer.status == 200
        assert page.locator("html").get_attribute("lang") == "id"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    shoot(page, "public-first-page")


def test_static_files_are_hashed_and_served(browser_page):
    seen = []
    browser_page.on("response", lambda answer: seen.append((answer.url, answer.status)))
    browser_page.goto("/", wait_until="networkidle")
    static = [(url, status) for url, status in seen if "/static/" in url]
    assert static
    assert {status for _, status in static} == {200}


def test_browser_reaches_nothing_outside(browser_page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        browser_page.goto("http://contoh.example/")


def test_each_context_is_another_person(new_context):
    one, other = new_context(), new_context()
    one.new_page().goto("/")
    one.add_cookies([{"name": "tanda", "value": "1", "url": "http://127.0.0.1"}])
    assert [cookie["name"] for cookie in other.cookies()] == []


def test_live_portal_runs_commands_and_shows_its_mail(live_portal):
    assert live_portal.rows("SELECT count(*) > 0 FROM accounts_user") == [(True,)]
    assert "admin" in live_portal.run_command("print_demo_accounts")
    assert isinstance(live_portal.mailbox(), list)
