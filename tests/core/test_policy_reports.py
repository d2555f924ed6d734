"""What browsers report about the content policy: one narrow line, whatever is sent."""

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from core import policy_reports

pytestmark = pytest.mark.owasp("A09")
WHOLE = {
    "document-uri": "http://testserver/lowongan/?cari=Budi+Rahasia",
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://jahat.example/x.js?nip=198304172009121004",
}


@pytest.fixture(autouse=True)
def no_lines_yet():
    policy_reports._written.clear()


def send(body, client=None):
    text = body if isinstance(body, str) else json.dumps(body)
    browser = client or Client(enforce_csrf_checks=True)
    return browser.post(reverse("receive_policy_report"), text, content_type="application/csp-report")


def test_a_report_is_one_line_without_addresses(caplog, db):
    caplog.set_level(logging.INFO)
    assert send({"csp-report": WHOLE}).status_code == 204
    (line,) = [record for record in caplog.records if record.name == "asnkarier.content_policy"]
    assert line.facts == {"rule": "script-src-elem", "source": "jahat.example", "route": "list_vacancies"}


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "null", "[]", '{"csp-report": 7}', {"csp-report": {}}, {"csp-report": WHOLE | {"effective-directive": "x y\n"}},
        {"csp-report": WHOLE | {"document-uri": "http://testserver/tidak/ada/"}}, "[" * 5000, "x" * 9000,
    ],
)  # fmt: skip
def test_what_is_no_report_is_dropped_in_silence(caplog, db, body):
    assert send(body).status_code == 204
    assert [record for record in caplog.records if record.name == "asnkarier.content_policy"] == []


def test_a_flood_fills_no_log(caplog, db):
    for _ in range(policy_reports.LINES_A_MINUTE + 5):
        send({"csp-report": WHOLE})
    assert len([each for each in caplog.records if each.name == "asnkarier.content_policy"]) == policy_reports.LINES_A_MINUTE


def test_every_page_names_the_place_of_reports(client, db):
    assert f"report-uri {reverse('receive_policy_report')}" in client.get(reverse("show_help"))["Content-Security-Policy"]
