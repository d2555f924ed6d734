"""Demo people at a browser: sign in as one of them, with a code when the account has an authenticator."""

import time
from collections.abc import Callable
from typing import Any, Protocol

from playwright.sync_api import BrowserContext, Page

from accounts.second_factor import STEP_SECONDS, code_at
from asnkarier.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount
from asnkarier.demo.cast import MAIL_DOMAIN
from tests.harness.visitor import COOKIE, Visitor

ACCOUNTS: dict[str, DemoAccount] = {account.key: account for account in DEMO_ACCOUNTS}


class Portal(Protocol):
    """What people at browsers need of a portal: one on loopback (LivePortal), or a whole site (tests/cluster)."""

    @property
    def url(self) -> str: ...

    def rows(self, statement: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]: ...

    def visitor(self, session: str = "") -> Visitor: ...

    def wait_for(self, question: Callable[[], Any], seconds: float = 30) -> object: ...

    def attachments_to(self, address: str) -> list[str]: ...

    def run_command(self, *words: str) -> str: ...


def unused_code(portal: Portal, account: DemoAccount) -> str:
    """A code the portal will still take: codes work once, and only from one step ago to one step ahead."""
    while True:
        ((used,),) = portal.rows("SELECT last_code_counter FROM accounts_user WHERE email = %s", (account.email,))
        now, since = divmod(int(time.time()), STEP_SECONDS)
        # The code of the step before leaves the two that follow for the acts that follow; early enough to be typed in time.
        counter = max(now - 1 if since < STEP_SECONDS // 3 else now, used + 1)
        if counter <= now + 1:
            return code_at(account.totp_secret, counter * STEP_SECONDS)
        time.sleep(1)


def address_of(key: str) -> str:
    """E-mail address of a listed account, or of an invented colleague (key: local part of the address)."""
    return ACCOUNTS[key].email if key in ACCOUNTS else f"{key}@{MAIL_DOMAIN}"


def drafter_key(portal: Portal, position_title: str) -> str:
    """Key of an invented colleague with a seeded draft for this post."""
    rows = portal.rows(
        "SELECT split_part(u.email, '@', 1) FROM vacancies_application a JOIN vacancies_vacancy v ON v.id = a.vacancy_id"
        " JOIN employees_employee e ON e.id = a.employee_id JOIN accounts_user u ON u.id = e.user_id"
        " WHERE v.position_title = %s AND a.state = 'DRAFT' AND split_part(u.email, '@', 2) = %s ORDER BY a.id LIMIT 1",
        (position_title, MAIL_DOMAIN),
    )
    return rows[0][0]


def sign_in(page: Page, portal: Portal, key: str) -> Page:
    """Sign a person in at `page`; returns the page, now on the person's board."""
    page.goto("/akun/login/")
    answer_sign_in(page, portal, key)
    # Not every board lies elsewhere: who holds no duty of the boards lands on the account page.
    page.wait_for_url(lambda url: "/akun/login/" not in url and "/akun/2fa/" not in url)
    if "/akun/faktor-kedua/" in page.url:
        set_up_authenticator(page)
    return page


def set_up_authenticator(page: Page) -> None:
    """What a portal asks first of whoever holds a duty, unless it is a demo: the password again, its key copied, a code by it."""
    page.get_by_role("link", name="Pasang aplikasi autentikator").click()
    page.wait_for_url("**/akun/reauthenticate/**")
    page.locator("input[name=password]").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()
    page.wait_for_url("**/akun/2fa/totp/activate/")
    page.locator("input[name=code]").fill(code_at(page.get_by_label("Kunci untuk disalin").input_value(), time.time()))
    page.get_by_role("button", name="Aktifkan").click()
    page.wait_for_url(lambda url: "/totp/activate/" not in url)


def answer_sign_in(page: Page, portal: Portal, key: str) -> None:
    """Fill in the sign-in page that is open, and the code after it."""
    account = ACCOUNTS.get(key)
    page.get_by_label("NIP atau surel").fill(address_of(key))
    page.get_by_label("Kata sandi", exact=False).first.fill(DEMO_PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    if account and account.totp_secret:
        page.wait_for_url("**/akun/2fa/authenticate/**")
        page.locator("input[name=code]").fill(unused_code(portal, account))
        page.locator("main form button[type=submit]").first.click()


class Desks:
    """One browser page a person, opened at first use and kept."""

    def __init__(self, portal: Portal, new_context: Callable[..., BrowserContext], width: int = 1280) -> None:
        self.portal, self.new_context, self.width = portal, new_context, width
        self.pages: dict[str, Page] = {}

    def __getitem__(self, key: str) -> Page:
        if key not in self.pages:
            self.pages[key] = sign_in(self.new_context(width=self.width).new_page(), self.portal, key)
        return self.pages[key]

    def session(self, key: str) -> str:
        """Key of the session in a person's browser."""
        return next(cookie["value"] for cookie in self[key].context.cookies() if cookie["name"] == COOKIE).strip('"')

    def leave(self, key: str) -> None:
        """Close a person's browser."""
        self.pages.pop(key).context.close()

    def open(self, key: str, path: str) -> Page:
        page = self[key]
        page.goto(path)
        return page

    def give_verdict(self, key: str, request_path: str, verdict: str, note: str = "") -> Page:
        """Decide at a decision page: choose the verdict by its label, write the note, add a code when asked."""
        page = self.open(key, request_path)
        page.get_by_label(verdict, exact=True).check()
        if note:
            page.locator("textarea[name=note]").fill(note)
        self.add_code(key, page)
        # A click returns at once, and whoever looks next must see what it did.
        with page.expect_navigation():
            page.get_by_role("button", name="Kirim keputusan").click()
        return page

    def add_code(self, key: str, page: Page) -> None:
        field = page.locator("input[name=code]")
        if field.count():
            field.fill(unused_code(self.portal, ACCOUNTS[key]))
