"""Accessibility of a page as it stands in the browser, by axe, WCAG 2.2 level A and AA."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
WITHOUT_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}
# The script is read once a page, and only what is wrong comes back.
PRESENT = "() => typeof axe !== 'undefined'"
RUN = "rules => axe.run(document, rules).then(found => found.violations)"
# Resolves when the page is drawn again, two frames on: a new width reaches it a moment after the call returns.
DRAWN = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go())))"
# By how many px a page is wider than its window.
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What stands out of it: tag, class and the beginning of the text of the innermost few.
WIDEST = """() => [...document.querySelectorAll("main *, footer *")]
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(-4).map((each) => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 60)}`)"""


def assert_accessible(page: Page, *, colours: bool = True) -> None:
    """Fail with one line a violation: rule, element, page.

    Args:
        page: as it stands.
        colours: False leaves out the contrast of text, two thirds of the time; for a page whose colours were just examined.
    """
    if not page.evaluate(PRESENT):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, RULES if colours else RULES | WITHOUT_COLOURS)
    lines = [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
    assert not lines, f"{page.url}\n" + "\n".join(lines)
