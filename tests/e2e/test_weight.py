"""What a first visit costs on a poor link, and what is left of a page at 400 percent: every public and applicant page."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page

from asnkarier.demo.cast import MAIL_DOMAIN
from tests.e2e.axe import DRAWN
from tests.e2e.people import sign_in
from tests.e2e.test_accessibility import ID, links, shape
from tests.harness.live import LivePortal

MOST_BYTES = 100_000
# 1280 px at 400 percent leave 320 px (WCAG 1.4.10).
ZOOMED = {"width": 320, "height": 256}
PUBLIC = (
    "/", "/?tingkat=PRATAMA&status=dibuka", "/?cari=tidakadayangcocok&tingkat=UTAMA", "/hasil/", "/lembaga/", "/langganan/baru/",
    "/langganan/terkirim/", "/langganan/berhenti/salah/", "/data-terbuka/", "/statistik/", "/bantuan/", "/privasi/",
    "/aksesibilitas/", "/akun/login/", "/akun/password/reset/", "/tidak-ada/",
)  # fmt: skip
# What every applicant opens among the pages below.
OWN_SETTINGS = ["/akun/", "/akun/pemberitahuan/", "/pemberitahuan/"]
# Pages of the demo, of other duties and of the sign-in library's account settings are measured nowhere else.
LEFT_OUT = ("/kotak-surat/", "/demo/", "/instansi/", "/persetujuan/", "/akun/")
FACES = {"/lowongan/*/": 4, "/lamaran/*/": 6, "/hasil/*/": 2}
STEPS_AWAY = 3
# Whatever reaches over an edge of the window and stands in nothing that scrolls on purpose.
OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const box = each.getBoundingClientRect();
  if (!box.width || !box.height || (box.right <= innerWidth + 1 && box.left >= -1)) return false;
  for (let at = each; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.position === "fixed" || style.clipPath !== "none") return false;
    if (["auto", "scroll", "clip"].includes(style.overflowX)) return false;
  }
  return true;
}).map((each) => each.outerHTML.slice(0, 120))"""
# Words that a box shorter or narrower than they are hides.
CUT = """() => [...document.querySelectorAll("main *")].filter((each) => {
  const style = getComputedStyle(each);
  return ["hidden", "clip"].includes(style.overflowX) && style.clipPath === "none" && !each.closest("svg")
    && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1) && each.textContent.trim();
}).map((each) => each.outerHTML.slice(0, 120))"""


class Scale:
    """Adds up what Chromium receives for a page, headers and all, with nothing kept from earlier pages."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.page, self.received, self.requests, self.waiting = page, 0, 0, 0
        wire: CDPSession = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.requestWillBeSent", self._begin)
        wire.on("Network.loadingFinished", self._end)
        wire.on("Network.loadingFailed", self._end)

    def _begin(self, event: dict) -> None:
        # A redirect begins again under its old name.
        self.waiting += "redirectResponse" not in event
        self.requests += 1

    def _end(self, event: dict) -> None:
        self.waiting -= 1
        self.received += int(event.get("encodedDataLength", 0))

    def weigh(self, path: str) -> int:
        self.received = self.requests = self.waiting = 0
        self.page.goto(path, wait_until="load")
        while self.waiting > 0:
            self.page.wait_for_timeout(10)
        return self.received


def pages_from(page: Page, starts: list[str], scale: Scale, seen: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Each kind of page reachable from the starts, a few faces of those with many, with its weight."""
    queue, queued = [(path, 0) for path in starts], set(starts)
    while queue:
        path, steps = queue.pop(0)
        kind = shape(path)
        # Where a reader starts is looked at again: the pages behind it are this reader's own.
        if steps and seen.get(kind, 0) >= FACES.get(kind, 1):
            continue
        seen[kind] = seen.get(kind, 0) + 1
        yield path, scale.weigh(path)
        if steps < STEPS_AWAY:
            fresh = [each for each in links(page) if each not in queued and not each.startswith(LEFT_OUT)]
            queued.update(fresh)
            queue += [(each, steps + 1) for each in fresh]


def invited_key(portal: LivePortal) -> str:
    """Key of somebody with an invitation to answer."""
    rows = portal.rows(
        "SELECT split_part(u.email, '@', 1) FROM talent_invitation i JOIN employees_employee e ON e.id = i.employee_id"
        " JOIN accounts_user u ON u.id = e.user_id WHERE i.state = 'SENT' AND split_part(u.email, '@', 2) = %s"
        " ORDER BY i.id LIMIT 1",
        (MAIL_DOMAIN,),
    )
    return rows[0][0]


def faults_at_400_percent(page: Page) -> list[str]:
    """What a reader who magnifies the page cannot reach."""
    page.set_viewport_size(ZOOMED)
    page.evaluate(DRAWN)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [f"scrolls {wide} px sideways"] if wide > 0 else []
    found += [f"outside: {each}" for each in page.evaluate(OUTSIDE)[:3]]
    found += [f"cut: {each}" for each in page.evaluate(CUT)[:3]]
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


@pytest.mark.parametrize("readers", [("",), ("pelamar9", "belum.memenuhi")], ids=["strangers", "applicants"])
def test_pages_are_light_and_whole_when_magnified(readers: tuple[str, ...], live_portal: LivePortal, new_context: Callable):
    weights: dict[str, int] = {}
    wrong: list[str] = []
    seen: dict[str, int] = {}
    if readers[0]:
        readers = (*readers, invited_key(live_portal))
    for key in readers:
        context = new_context()
        page = context.new_page()
        starts = list(PUBLIC)
        if key:
            sign_in(page, live_portal, key)
            found = page.locator(".rail a.rail-link").evaluate_all("links => links.map(link => link.href)")
            starts = [path for path in (urlsplit(address).path for address in found) if path != "/"]
            starts += OWN_SETTINGS if key == readers[0] else []
            if key == readers[-1]:
                starts = ["/undangan/"]
        for path, weight in pages_from(page, starts, Scale(context, page), seen):
            weights[ID.sub("*", path)] = max(weight, weights.get(ID.sub("*", path), 0))
            if weight > MOST_BYTES:
                wrong.append(f"{path}: {weight:,} bytes")
            wrong += [f"{path} at 400 percent {each}" for each in faults_at_400_percent(page)]
    table = "\n".join(f"{weight:>8,}  {path}" for path, weight in sorted(weights.items(), key=lambda row: -row[1]))
    print(f"\nBytes of a first load, {' and '.join(readers) or 'as a stranger'}:\n{table}")
    assert not wrong, "\n".join(wrong)
    expected = {"/lembaga/", "/lowongan/*/"}
    if readers[0]:
        expected = {"/lamaran/*/periksa/", "/lamaran/*/dokumen/", "/profil/", "/simpanan/", "/undangan/*/", *OWN_SETTINGS}
    assert expected <= set(weights), table
