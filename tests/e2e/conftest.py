"""Browser tests: Debian's Chromium, driven by Playwright, against `live_portal`.

`new_context(width=390)` opens a browser context of its own (its own cookies: one person); `browser_page` is one page of
1280 px. Tests that change things work on `own_portal` (browsers: `desks`), so that `live_portal` stays as it was seeded.
A script error or a refused resource on any page fails the test that saw it. Pictures of failures go to
`.local/shots/failures`; with `--shots`, `shoot(page, "name")` takes pictures at 390 and 1280 px.
"""

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from asnkarier.embedded import bootstrap
from asnkarier.embedded.bootstrap import PROJECT_ROOT
from tests.e2e.axe import DRAWN, OVERFLOW
from tests.e2e.people import Desks
from tests.harness.instance import Instance
from tests.harness.live import LivePortal

SHOTS = Path(PROJECT_ROOT) / ".local" / "shots"
WIDTHS = (390, 1280)
# Longest wait for something that has to come, in ms: it ends as soon as the thing is there, and two busy cores may take long.
PATIENCE = 20_000
# Chromium reports every answer of 400 and above and every cut line as a console error, also those a test provokes on purpose.
EXPECTED = re.compile(
    r"Failed to load resource: (the server responded with a status of (4\d\d|302)|net::ERR_INTERNET_DISCONNECTED)"
    # htmx says both once more in its own words, and also that a page was left while it still asked for something.
    r"|htmx:(afterRequest|sendError|sendAbort), |Response Status Error Code 4\d\d"
)


@pytest.fixture(scope="session", autouse=True)
def _django_beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in the main thread; Django would refuse its database calls there."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def nowhere_but(*hosts: str) -> str:
    """Chromium's flag by which it finds these hosts only."""
    return "--host-resolver-rules=" + ", ".join(["MAP * ~NOTFOUND", *(f"EXCLUDE {host}" for host in hosts)])


@pytest.fixture(scope="session")
def browser_flags() -> list[str]:
    """Where Chromium may go."""
    return [nowhere_but("127.0.0.1", "localhost")]


@pytest.fixture(scope="session")
def browser(browser_flags: list[str]) -> Iterator[Browser]:
    """Chromium, one for all tests of a process."""
    path = bootstrap.browser_path()
    if path is None:
        pytest.fail("Uji peramban memerlukan Chromium. Pasang dengan: sudo apt-get install -y chromium")
    flags = ["--disable-dev-shm-usage", "--disable-gpu", *browser_flags]
    if os.geteuid() == 0:
        # Chromium's sandbox cannot be set up by root.
        flags.append("--no-sandbox")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        loop = asyncio._get_running_loop()
        yield chromium
        # The last test of the run may have been one without a browser (tests/harness/guards.py, `no_loop`).
        asyncio._set_running_loop(loop)
        chromium.close()


@pytest.fixture(scope="session")
def own_portal(test_instance: Instance) -> Iterator[LivePortal]:
    """A second demo portal, for tests that change things but leave the clock alone; each keeps to vacancies of its own."""
    portal = LivePortal(test_instance, f"asnkarier_own_{test_instance.worker}", test_instance.demo_template())
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()


@pytest.fixture
def desks(own_portal: LivePortal, new_context: Callable[..., BrowserContext]) -> Desks:
    """Browsers of demo people on `own_portal`."""
    return Desks(own_portal, lambda **options: new_context(base_url=own_portal.url, **options))


@pytest.fixture
def new_context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., BrowserContext]]:
    """Function that opens a context: `new_context(width=1280, height=900, **playwright_options)`; on `live_portal` unless
    another `base_url` is given."""
    opened: list[BrowserContext] = []
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            problems.append(f"{message.location.get('url', '')}: {message.text}")

    def open_context(width: int = 1280, height: int = 900, **options: Any) -> BrowserContext:
        if "base_url" not in options:
            options["base_url"] = request.getfixturevalue("live_portal").url
        settings = {"locale": "id-ID", "timezone_id": "Asia/Jakarta", "reduced_motion": "reduce"}
        context = browser.new_context(**settings | {"viewport": {"width": width, "height": height}} | options)
        context.set_default_timeout(PATIENCE)
        context.on("console", note)
        context.on("weberror", lambda error: problems.append(str(error.error)))
        opened.append(context)
        return context

    yield open_context
    if getattr(request.node, "failed_call", False):
        folder = SHOTS / "failures"
        folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"\W+", "-", request.node.name)
        for number, page in enumerate(page for context in opened for page in context.pages):
            page.screenshot(path=folder / f"{name}-{number}.png", full_page=True)
    for context in opened:
        context.close()
    assert problems == []


@pytest.fixture
def browser_page(new_context: Callable[..., BrowserContext]) -> Page:
    """One page of 1280 x 900 px."""
    return new_context().new_page()


@pytest.fixture
def shoot(pytestconfig: pytest.Config) -> Callable[[Page, str], None]:
    """Function that photographs a page at 390 and 1280 px into .local/shots; does nothing without `--shots`."""

    def take(page: Page, name: str) -> None:
        if not pytestconfig.getoption("--shots"):
            return
        before = page.viewport_size
        SHOTS.mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(DRAWN)
            over = page.evaluate(OVERFLOW)
            assert over <= 0, f"{name}: {page.url} is {over} px wider than {width} px"
            page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
        if before:
            page.set_viewport_size(before)

    return take


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Let fixtures know whether the test itself failed."""
    report = yield
    if report.when == "call":
        item.failed_call = report.failed  # type: ignore[attr-defined]
    return report
