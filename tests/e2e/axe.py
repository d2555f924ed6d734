"""Accessibility of a page as it stands in the browser, by axe, WCAG 2.2 level A and AA."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}


def assert_accessible(page: Page) -> None:
    """Fail with one line a violation: rule, element, page."""
    found = Axe().run(page, options=RULES).response["violations"]
    lines = [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
    assert not lines, f"{page.url}\n" + "\n".join(lines)
