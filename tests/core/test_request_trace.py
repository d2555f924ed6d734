"""The number of a request, the lines of the log, and that neither tells who somebody is."""

import contextlib
import json
import logging
import re
from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory

from core import slow_queries
from core.json_log import JsonFormatter, PlainFormatter, blotted
from core.request_trace import RequestTrace, request_number
from core.slow_queries import watch
from tests.factories.people import UserFactory

CANARIES = {
    "nip": "198304172009121004",
    "nik": "3174056704830002",
    "mail": "rahasia.sekali@contoh.go.id",
    "phone": "+62 812-3456-7890",
    "name": "Kenari Rahasia",
}


@pytest.fixture
def kept_connection(db):
    """A real handler closes connections around a request; this one's transaction must live on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def lines(caplog):
    """All lines logged so far, as the production formatter writes them."""
    caplog.set_level(logging.INFO)
    return lambda: [json.loads(JsonFormatter().format(record)) for record in caplog.records]


def visit(application, path="/kesehatan/hidup/", **headers):
    told = SimpleNamespace()

    def start(status, found, *problem):
        told.status, told.headers = int(status[:3]), dict(found)

    environ = RequestFactory(**headers).get(path).environ
    told.body = b"".join(RequestTrace(application, tells=True)(environ, start))
    return told


def hello(environ, start_response):
    logging.getLogger("asnkarier.check").info("inside")
    start_response("200 OK", [])
    return [request_number().encode()]


def test_a_number_of_the_proxy_goes_in_every_line_and_back(lines):
    told = visit(hello, HTTP_X_REQUEST_ID="0f9a-77aa-proxy")
    assert told.headers["X-Request-ID"] == "0f9a-77aa-proxy"
    assert told.body == b"0f9a-77aa-proxy"
    assert [line["request"] for line in lines()] == ["0f9a-77aa-proxy"] * 2


@pytest.mark.parametrize("forged", ["", "short", 'x"}\n{"level":"INFO', "a" * 65, "nomor satu"])
def test_a_forged_or_missing_number_is_replaced(forged):
    first, second = visit(hello, HTTP_X_REQUEST_ID=forged), visit(hello, HTTP_X_REQUEST_ID=forged)
    assert re.fullmatch(r"[0-9a-f]{24}", first.headers["X-Request-ID"])
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_a_request_is_told_by_route_and_not_by_address(lines, kept_connection):
    told = visit(WSGIHandler(), "/lowongan/?cari=Kenari+Rahasia")
    assert told.status == 200
    (line,) = [each for each in lines() if each["logger"] == "asnkarier.request"]
    assert (line["route"], line["method"], line["status"]) == ("list_vacancies", "GET", 200)
    assert line["ms"] > 0
    assert "Kenari" not in json.dumps(lines())


def test_finished_pages_are_told_together_once_a_second(lines, monkeypatch):
    moment = SimpleNamespace(now=100.0)
    monkeypatch.setattr("core.request_trace.time", SimpleNamespace(perf_counter=lambda: moment.now))

    def front(environ, start_response):
        start_response("304 Not Modified" if environ.get("HTTP_IF_NONE_MATCH") else "200 OK", [])
        return [b""]

    trace = RequestTrace(front, tells=True)

    def visit_at(now, **headers):
        moment.now = now
        trace(RequestFactory(**headers).get("/").environ, lambda *answer: None)

    visit_at(100.0)
    for _ in range(3):
        visit_at(100.5)
    visit_at(100.9, HTTP_IF_NONE_MATCH='"a"')
    assert [(line["route"], line["status"], line["answers"]) for line in lines()] == [("front", 200, 1)]
    visit_at(101.2)
    assert [(line["route"], line["status"], line["answers"]) for line in lines()[1:]] == [("front", 200, 4), ("front", 304, 1)]


def test_probes_are_not_told(lines, kept_connection):
    assert visit(WSGIHandler()).status == 200
    assert [each for each in lines() if each["logger"] == "asnkarier.request"] == []


@pytest.mark.owasp("A10")
def test_the_error_page_names_the_number_and_the_log_no_person(lines, kept_connection, monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    def fail(*args, **kwargs):
        raise ValueError(" ".join(CANARIES.values()))

    monkeypatch.setattr("core.condition.views.HttpResponse", fail)
    told = visit(WSGIHandler(), f"/kesehatan/hidup/?nip={CANARIES['nip']}", HTTP_X_REQUEST_ID="uji-nomor-42")
    assert told.status == 500
    assert b"uji-nomor-42" in told.body
    (line,) = [each for each in lines() if each["level"] == "ERROR"]
    assert line["exception"] == "builtins.ValueError"
    assert line["places"][-1].endswith(" fail")
    assert line["request"] == "uji-nomor-42"
    written = json.dumps(lines(), ensure_ascii=False)
    assert [kind for kind, canary in CANARIES.items() if canary in written] == []


def test_a_broken_constraint_and_a_failed_task_do_not_quote_the_row(lines, db):
    try:
        raise RuntimeError(f"Key (full_name, email)=({CANARIES['name']}, {CANARIES['mail']}) already exists.")
    except RuntimeError as error:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/akun/")
        context = {"name": "core.tasks.deliver_outbox", "id": "1", "exc": repr(error), "traceback": str(error)}
        logging.getLogger("celery.app.trace").error("Task %(name)s[%(id)s] raised: %(exc)s\n%(traceback)s", context)
    written = json.dumps(lines(), ensure_ascii=False)
    assert "core.tasks.deliver_outbox" in written
    assert [kind for kind, canary in CANARIES.items() if canary in written] == []


@pytest.mark.parametrize("kind", ["nip", "nik", "mail", "phone"])
def test_addresses_and_long_numbers_are_blotted_out(kind):
    found = blotted(f"surat untuk {CANARIES[kind]}, tidak terkirim")
    assert found in {"surat untuk #, tidak terkirim", "surat untuk @, tidak terkirim"}
    assert blotted("NIP 19830417 200912 1 004 di antrean 12") == "NIP # di antrean 12"


def test_the_plain_line_keeps_the_exception_for_the_keyboard():
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "gagal", None, None)
    assert PlainFormatter("{levelname} {message}", style="{").format(record).startswith("ERROR gagal")


def test_a_slow_statement_is_told_without_its_values(lines, db, settings):
    UserFactory(full_name=CANARIES["name"], email=CANARIES["mail"])
    settings.SLOW_QUERY_MS = 0
    with connection.execute_wrapper(watch), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM accounts_user WHERE full_name = %s", [CANARIES["name"]])
        cursor.execute(f"SELECT id FROM accounts_user WHERE email = '{CANARIES['mail']}'")
    first, second = [each for each in lines() if each["logger"] == "asnkarier.slow_query"]
    assert first["statement"] == "SELECT id FROM accounts_user WHERE full_name = %s"
    assert first["ms"] >= 0
    assert second["statement"] == "SELECT"
    assert [kind for kind, canary in CANARIES.items() if canary in json.dumps(lines())] == []


def test_statements_of_a_standby_are_watched_too(monkeypatch):
    watched = []

    class Server:
        def __init__(self, alias):
            self.alias = alias

        @contextlib.contextmanager
        def execute_wrapper(self, wrapper):
            watched.append((self.alias, wrapper))
            yield

    monkeypatch.setattr(slow_queries, "connections", {alias: Server(alias) for alias in ("default", "standby")})
    assert slow_queries.SlowQueryMiddleware(lambda request: "page")(None) == "page"
    assert watched == [("default", watch), ("standby", watch)]


def test_a_quick_statement_is_not_told(lines, db, settings):
    settings.SLOW_QUERY_MS = 60_000
    with connection.execute_wrapper(watch), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert lines() == []
