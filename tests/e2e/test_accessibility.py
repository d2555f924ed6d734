"""Every page people can reach passes axe and fits a phone; the work of an official goes by keyboard alone."""

import fcntl
import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import DRAWN, OVERFLOW, WIDEST, assert_accessible
from tests.e2e.people import ACCOUNTS, Desks, sign_in, unused_code
from tests.harness.live import LivePortal

NARROW, WIDE = 390, 1280
# Who walks where; somebody with several duties sees them in one navigation.
WALKERS = (
    "", "admin.kementerian", "sekretariat.kementerian", "ketua.kementerian", "admin.kabupaten", "ppk.kementerian", "wasdal",
    "setkab", "admin.bkn", "auditor", "pelamar9", "belum.memenuhi",
)  # fmt: skip
PUBLIC_PAGES = (
    "/", "/hasil/", "/bantuan/", "/privasi/", "/aksesibilitas/", "/statistik/", "/akun/login/", "/akun/password/reset/",
    "/kotak-surat/", "/demo/akun/", "/demo/jam/",
)  # fmt: skip
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# Files, not pages.
FILES = re.compile(
    r"\.(pdf|csv|json|xml|ics|txt|xlsx|zip)$|/salinan/$|^/dokumen/|^/bukti/|/lampiran/$|^/pelimpahan/[^/]+/surat/$|^/static/|^/demo/komponen/"
)
# One address, many faces: how a vacancy, an application or a request looks depends on its state.
FACES = {"/instansi/lowongan/*/": 4, "/lowongan/*/": 2, "/persetujuan/*/": 3, "/seleksi/*/": 2, "/lamaran/*/": 2}
# A page of the navigation is looked at as three people see it, any other as the first who gets there sees it.
FIRST_FACES, OTHER_FACES = 3, 1
STEPS_AWAY = 3
ADDRESSES = "links => links.map(link => link.href)"
# Two frames on, what a key or a new window size set off has been drawn.
FOCUS = """() => {
  const shown = (each) => { const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none"; };
  const at = document.activeElement, label = at.labels && at.labels[0];
  const box = at.getBoundingClientRect();
  const row = at.closest("li");
  return {name: at.getAttribute("name") || "", value: at.value || "", kind: at.className, id: at.id, tag: at.tagName,
    seen: [at, label, row].some((each) => each && shown(each)), inside: box.bottom > 0 && box.top < innerHeight};
}"""


class Book:
    """How often each kind of page was examined in this run, whichever process did it.

    Args:
        path: file all processes of the run write to, one kind a line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.path.touch()

    def count(self, kind: str) -> int:
        """How often so far."""
        return self.path.read_text().splitlines().count(kind)

    def take(self, kind: str, most: int) -> int:
        """Enter one more, unless there are `most`. Returns which one it is, 0 for none."""
        with self.path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            number = file.read().splitlines().count(kind) + 1
            if number > most:
                return 0
            file.write(f"{kind}\n")
            return number


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """One book for all processes of this run: a worker's folder lies inside the run's."""
    folder = tmp_path_factory.getbasetemp()
    return Book((folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "looked-at.txt")


def shape(path: str) -> str:
    return ID.sub("*", path)


def picture_name(kind: str, count: int) -> str:
    """Name of a picture: the address without ids, and which of its faces it shows."""
    return f"{re.sub(r'[^a-z0-9]+', '-', kind).strip('-') or 'lowongan-publik'}-{count}"


def examine(page: Page, *, frame: bool = True) -> None:
    """axe and the width of the page, on a phone and on a desk.

    Args:
        frame: False leaves the contrast of the wide page out, whose colours are those of the narrow one
            (tests/core/test_styles.py) but for the frame around it, examined on each page of the navigation.
    """
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(DRAWN)
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} is wider than {width} px: {page.evaluate(WIDEST)}"
        assert_accessible(page, colours=frame or width == NARROW)


def links(page: Page) -> list[str]:
    """Paths of this portal that the page links to, in the order of the page, files left out."""
    here = urlsplit(page.url).netloc
    found = [urlsplit(address) for address in page.locator("a[href]").evaluate_all(ADDRESSES)]
    paths = [each.path for each in found if each.netloc == here and not FILES.search(each.path)]
    return list(dict.fromkeys(paths))


def walk_through(page: Page, starts: list[str], looked_at: Book, shoot: Callable[[Page, str], None]) -> list[str]:
    """Examine the starting pages, and from there each new kind of page up to `STEPS_AWAY` links away; returns what is wrong."""
    wrong: list[str] = []
    queue = [(path, 0, "the navigation") for path in starts]
    queued = set(starts)
    while queue:
        path, steps, place = queue.pop(0)
        kind = shape(path)
        number = looked_at.take(kind, FACES.get(kind, OTHER_FACES if steps else FIRST_FACES))
        if not number:
            continue
        answer = page.goto(path)
        try:
            assert answer is not None
            assert answer.status == 200, f"{path} answered {answer.status}, linked from {place}"
            examine(page, frame=not steps)
            shoot(page, picture_name(kind, number))
        except AssertionError as error:
            wrong.append(str(error))
        # What a mail links to is for its reader, whoever looks into the demo's mailbox.
        if steps < STEPS_AWAY and kind != "/kotak-surat/*/":
            fresh = [each for each in links(page) if each not in queued]
            queued.update(fresh)
            queue += [(each, steps + 1, path) for each in fresh]
    return wrong


@pytest.mark.parametrize("key", WALKERS, ids=lambda key: key or "anonymous")
def test_pages_of(key: str, live_portal: LivePortal, new_context: Callable, looked_at: Book, shoot: Callable):
    page = new_context().new_page()
    starts = list(PUBLIC_PAGES)
    if key:
        sign_in(page, live_portal, key)
        starts = [urlsplit(address).path for address in page.locator(".rail a.rail-link").evaluate_all(ADDRESSES)]
        starts = [path for path in starts if path != "/"]
        assert {"/pemberitahuan/", "/akun/"} <= set(starts)
        page.set_viewport_size({"width": NARROW, "height": 900})
        page.locator(".bottom-bar a[href='#menu']").click()
        expect(page.locator(".rail-person")).to_be_visible()
        assert_accessible(page)
    wrong = walk_through(page, starts, looked_at, shoot)
    assert not wrong, "\n\n".join(wrong)
    assert [path for path in starts if not looked_at.count(shape(path))] == []


def test_pages_that_say_no(live_portal: LivePortal, new_context: Callable):
    page = new_context().new_page()
    assert page.goto("/tidak-ada/").status == 404
    examine(page)

    # Wrong password, then the code of the second step, wrong as well.
    account = ACCOUNTS["ppk.provinsi"]
    page.goto("/akun/login/")
    page.get_by_label("NIP atau surel").fill(account.email)
    page.get_by_label("Kata sandi", exact=False).first.fill("bukan-sandinya")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    examine(page)
    page.goto("/akun/login/")
    page.get_by_label("NIP atau surel").fill(account.email)
    page.get_by_label("Kata sandi", exact=False).first.fill("contoh-sandi-2026")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/akun/2fa/authenticate/**")
    page.locator("input[name=code]").fill("000000")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("[name=code]")).to_be_visible()
    examine(page)

    # A page of another duty, an act that comes too late, a form without its token.
    page = sign_in(new_context().new_page(), live_portal, "pelamar2")
    assert page.goto("/talenta/").status == 403
    examine(page)
    page.goto("/akun/")
    page.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((each) => each.remove())")
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Formulir sudah kedaluwarsa")).to_be_visible()
    examine(page)


def focus(page: Page) -> dict:
    """What has the focus; it must be seen and on the screen."""
    page.evaluate(DRAWN)
    found = page.evaluate(FOCUS)
    assert found["seen"], f"{page.url}: nothing marks the focus on {found}"
    assert found["inside"], f"{page.url}: the focus is off the screen on {found}"
    return found


def tab_to(page: Page, reached: Callable[[dict], bool], most: int = 60) -> dict:
    """Press Tab until the focus is where it should be."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if reached(found := focus(page)):
            return found
    raise AssertionError(f"{page.url}: {most} times Tab did not lead there")


def test_skip_link_leads_to_the_content(browser_page: Page):
    browser_page.goto("/")
    browser_page.keyboard.press("Tab")
    assert "skip-link" in focus(browser_page)["kind"]
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "isi"
    assert tab_to(browser_page, lambda at: True)["tag"] in ("A", "INPUT", "BUTTON", "SELECT", "SUMMARY")
    assert browser_page.evaluate("document.activeElement.closest('main') !== null")


def test_an_official_decides_by_keyboard_alone(own_portal: LivePortal, desks: Desks):
    page = desks.open("wasdal", "/persetujuan/")
    titles = page.locator(".row-list .row-link").all_inner_texts()
    place = next(number for number, title in enumerate(titles) if "Kepala Badan Kepegawaian Daerah" in title)
    tab_to(page, lambda at: "row-link" in at["kind"])
    for _ in range(place):
        page.keyboard.press("ArrowDown")
        focus(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp" if place < len(titles) - 1 else "ArrowDown")
    assert page.evaluate("document.activeElement.textContent.trim()") == titles[place].strip()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/persetujuan/[0-9a-f-]{36}/"))

    tab_to(page, lambda at: at["name"] == "verdict")
    page.keyboard.press("Space")
    expect(page.get_by_label("Rekomendasikan", exact=True)).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Rekomendasikan dengan catatan", exact=True)).to_be_checked()
    tab_to(page, lambda at: at["name"] == "note", most=2)
    page.keyboard.type("Lengkapi berita acara.")
    if page.locator("input[name=code]").count():
        tab_to(page, lambda at: at["name"] == "code", most=1)
        page.keyboard.type(unused_code(own_portal, ACCOUNTS["wasdal"]))
    tab_to(page, lambda at: at["tag"] == "BUTTON", most=1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/persetujuan/")
    expect(page.locator(".flash")).to_contain_text("tersimpan")
    assert own_portal.rows(
        "SELECT count(*) FROM approvals_decision WHERE verdict = 'RECOMMEND_WITH_NOTES' AND note = 'Lengkapi berita acara.'"
    ) == [(1,)]
