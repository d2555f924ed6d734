"""Accessibility of a page as it stands in the browser, by axe, WCAG 2.2 level A and AA."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
# The script is read once a page, and only what is wrong comes back.
PRESENT = "() => typeof axe !== 'undefined'"
RUN = "rules => axe.run(document, rules).then(found => found.violations)"


def assert_accessible(page: Page) -> None:
    """Fail with one line a violation: rule, element, page."""
    if not page.evaluate(PRESENT):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, RULES)
    lines = [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
    assert not lines, f"{page.url}\n" + "\n".join(lines)
