"""A dead Valkey stops nothing a person does: sign-in, limits and acts live in PostgreSQL; mail waits in its rows."""

import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from asnkarier.demo.accounts import DEMO_PASSWORD, account
from asnkarier.embedded.supervisor import wait_for_web, web_part
from tests.harness.instance import Instance
from tests.harness.live import LivePortal

NOWHERE = "redis://127.0.0.1:9/0"


@pytest.fixture
def portal(test_instance: Instance) -> Iterator[LivePortal]:
    """Only the web server, with a broker address where nobody listens."""
    running = LivePortal(test_instance, f"asnkarier_brokerless_{test_instance.worker}", test_instance.demo_template())
    running.web = web_part(running.environment("web") | {"REDIS_URL": NOWHERE}, running.logs, running.port)
    running.collect_static()
    try:
        running.web.start()
        assert wait_for_web(running.web, running.port) == 200
        yield running
    finally:
        running.stop()


def post(browser: OpenerDirector, page: str, target: str, **fields: str) -> str:
    """Open a page, take its token, post a form as a person would; returns the address it ends at."""
    text = browser.open(page, timeout=20).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert token, f"no form on {page}"
    body = urlencode({"csrfmiddlewaretoken": token.group(1), **fields}).encode()
    return browser.open(target, body, timeout=20).geturl()


def test_sign_in_acts_and_mail_survive_a_dead_broker(portal):
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    person = account("pelamar1")
    login = f"{portal.url}/akun/login/"
    assert not post(browser, login, login, login=person.email, password=DEMO_PASSWORD).startswith(login)

    vacancy, title = portal.rows(
        "SELECT v.public_id, v.position_title FROM vacancies_vacancy v WHERE v.state = 'OPEN' AND NOT EXISTS"
        " (SELECT 1 FROM vacancies_application a JOIN employees_employee e ON e.id = a.employee_id"
        " WHERE a.vacancy_id = v.id AND e.nip = %s) ORDER BY v.id DESC LIMIT 1",
        (person.nip,),
    )[0]
    start = f"{portal.url}/lowongan/{vacancy}/lamar/"
    assert "/lamaran/" in post(browser, start, start), title

    reset = f"{portal.url}/akun/password/reset/"
    stranger = build_opener(HTTPCookieProcessor(CookieJar()))
    assert post(stranger, reset, reset, email=person.email).endswith("/done/")
    waiting = portal.rows("SELECT state FROM core_outboxmessage WHERE to_address = %s AND key LIKE 'account:%%'", (person.email,))
    assert waiting == [("PENDING",)]
    assert "Traceback" not in portal.log("web")
