"""The store of finished pages, with an application of three lines behind it and the real Valkey beside it."""

import gzip
import socket
import threading
import time
from pathlib import Path

import pytest
import redis

from core import front_store
from core.front_cache import FrontCache, Route
from core.front_store import CACHE_CONTROL, Memory, Page, Shared, valkey_client

LIST = Route("/", frozenset({"cari", "halaman"}))
DETAIL = Route("/lowongan/<uuid>/")
IDENT = "0b6f3b0e-6f0a-4c9e-8a55-3f6f2f3c9c11"


class Versions:
    """A version the test sets by hand."""

    number: int | None = 1

    def current(self):
        return self.number


class Portal:
    """An application that counts its answers and remembers what it was asked."""

    def __init__(self):
        self.asked: list[dict] = []
        self.headers: list[tuple[str, str]] = []
        self.status = "200 OK"
        self.body = "<p>Halaman</p>" * 100

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Vary", "Cookie"),
            ("Content-Security-Policy", "default-src 'none'"),
        ]
        start_response(self.status, headers + self.headers)
        return [f"{self.body}{len(self.asked)} {environ['QUERY_STRING']}".encode()]


class Reader:
    """Asks as a browser would."""

    def __init__(self, front):
        self.front = front

    def get(self, path="/", query="", method="GET", **headers):
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "portal.example",
            "wsgi.url_scheme": "http", "SERVER_NAME": "portal.example", "SERVER_PORT": "80",
        } | {f"HTTP_{name}": words for name, words in headers.items()}  # fmt: skip
        told = []
        body = b"".join(self.front(environ, lambda status, headers, problem=None: told.append((status, dict(headers)))))
        return (*told[0], body)


@pytest.fixture
def portal():
    return Portal()


@pytest.fixture
def versions():
    return Versions()


@pytest.fixture
def shared(broker, test_instance):
    broker.answers()
    client = valkey_client(broker.url(test_instance.spare_number))
    store = Shared(client, prefix="uji:halaman")
    yield store
    for key in client.keys("uji:halaman:*"):
        client.delete(key)


def front_of(portal, versions, shared, release="a", has_proxy=False):
    return FrontCache(
        portal,
        routes=(LIST, DETAIL),
        portal_url="http://portal.example",
        allowed_hosts=["portal.example"],
        session_cookie="sesi",
        release=release,
        versions=versions,
        shared=shared,
        has_proxy=has_proxy,
    )


@pytest.fixture
def reader(portal, versions, shared):
    return Reader(front_of(portal, versions, shared))


def test_second_reader_gets_the_same_bytes_without_asking_the_portal(reader, portal):
    first, second = reader.get(), reader.get(USER_AGENT="lain", ACCEPT_LANGUAGE="en", COOKIE="lain=1")
    assert first == second
    assert len(portal.asked) == 1
    status, headers, body = first
    assert status == "200 OK"
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert headers["Cache-Control"] == CACHE_CONTROL
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Content-Length"] == str(len(body))


def test_other_process_gets_the_page_from_valkey(reader, portal, versions, shared):
    mine = reader.get()
    theirs = Reader(front_of(portal, versions, Shared(shared.client, prefix=shared.prefix))).get()
    assert theirs == mine
    assert len(portal.asked) == 1


def test_a_proxy_is_told_to_keep_a_whole_page_for_the_running_second_only(portal, versions, shared, monkeypatch):
    reader = Reader(front_of(portal, versions, shared, has_proxy=True))
    monkeypatch.setattr(time, "time", lambda: 1_700_000_000.9)
    _, made, _ = reader.get()
    monkeypatch.setattr(time, "time", lambda: 1_700_000_001.2)
    _, kept, _ = reader.get()
    assert (made["X-Accel-Expires"], kept["X-Accel-Expires"]) == ("@1700000000", "@1700000001")
    status, unchanged, _ = reader.get(IF_NONE_MATCH=kept["ETag"])
    assert (status, "X-Accel-Expires" in unchanged) == ("304 Not Modified", False)
    # Somebody is making the new one: what is served meanwhile is for this reader alone.
    versions.number = 2
    assert shared.take_turn("/")
    _, old, _ = Reader(front_of(portal, versions, Shared(shared.client, prefix=shared.prefix), has_proxy=True)).get()
    assert (old["ETag"], "X-Accel-Expires" in old) == (kept["ETag"], False)
    shared.end_turn("/")
    # Neither what is no page of the store nor a portal without a proxy.
    portal.headers = [("Set-Cookie", "a=b")]
    _, passed, _ = reader.get()
    portal.headers = []
    _, direct, _ = Reader(front_of(portal, versions, shared)).get()
    _, signed_in, _ = reader.get(COOKIE="sesi=abc")
    assert ["X-Accel-Expires" in each for each in (passed, direct, signed_in)] == [False, False, False]


def test_new_release_of_the_program_serves_no_page_of_the_old(reader, portal, versions, shared):
    reader.get()
    Reader(front_of(portal, versions, shared, release="b")).get()
    assert len(portal.asked) == 2


def test_raised_version_is_seen_at_once_and_deletes_nothing(reader, portal, versions, shared):
    _, _, before = reader.get()
    keys = set(shared.client.keys("uji:halaman:p:*"))
    versions.number = 2
    _, _, after = reader.get()
    assert before != after
    assert len(portal.asked) == 2
    assert keys == set(shared.client.keys("uji:halaman:p:*"))


def test_page_is_made_again_after_thirty_seconds(reader, portal, monkeypatch):
    reader.get()
    late = time.time() + 31
    monkeypatch.setattr(time, "time", lambda: late)
    reader.get()
    assert len(portal.asked) == 2


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("utm_source=x", ""),
        ("x=1&halaman=2&y=3", "halaman=2"),
        ("halaman=2&cari=ahli+data", "cari=ahli+data&halaman=2"),
        ("cari=&halaman=", ""),
        ("halaman=1&halaman=2", "halaman=2"),
    ],
)
def test_only_allowed_parameters_make_a_key_and_reach_the_page(reader, portal, shared, query, seen):
    reader.get(query=query)
    reader.get(query=seen)
    assert [asked["QUERY_STRING"] for asked in portal.asked] == [seen]
    assert len(shared.client.keys("uji:halaman:p:*")) == 1


def test_thousand_unknown_parameters_make_one_key(reader, portal, shared):
    for number in range(1000):
        reader.get(query=f"z{number}={number}")
    assert len(portal.asked) == 1
    assert len(reader.front.memory) == 1
    assert len(shared.client.keys("uji:halaman:*")) == 1


def test_many_addresses_cannot_fill_valkey(portal, versions, shared, monkeypatch):
    monkeypatch.setattr(front_store, "PLACES", 8)
    reader = Reader(front_of(portal, versions, shared))
    for number in range(60):
        _, _, body = reader.get(query=f"halaman={number}")
        assert body.endswith(f"halaman={number}".encode())
    assert len(shared.client.keys("uji:halaman:p:*")) <= 8


def test_memory_of_a_process_is_bounded_in_bytes():
    memory = Memory(most=20_000)
    for number in range(50):
        memory.put(Page.made(f"/?halaman={number}", "a.1", [], b"x" * 2000))
    assert memory.size <= 20_000
    assert memory.get("/?halaman=49") is not None
    assert memory.get("/?halaman=0") is None
    memory.put(Page.made("/besar", "a.1", [], bytes(range(256)) * 200))
    assert memory.get("/besar") is None


@pytest.mark.parametrize(
    "question",
    [
        {"COOKIE": "tema=1; sesi=abc"},
        {"AUTHORIZATION": "Basic eA=="},
        {"HOST": "jahat.example"},
        {"method": "POST"},
        {"path": "/akun/masuk/"},
        {"path": "/lowongan/bukan-uuid/"},
        {"path": f"/lowongan/{IDENT}"},
        {"query": "cari=%00"},
        {"query": "cari=" + "x" * 3000},
    ],
)
def test_everything_else_goes_straight_through(reader, portal, shared, question):
    reader.get(**question)
    _, headers, _ = reader.get(**question)
    assert len(portal.asked) == 2
    assert "ETag" not in headers
    assert shared.client.keys("uji:halaman:*") == []


def test_page_is_made_for_a_reader_of_whom_nothing_is_known(reader, portal):
    reader.get(
        path=f"/lowongan/{IDENT}/", COOKIE="tema=gelap", HX_REQUEST="true", ACCEPT_LANGUAGE="en", X_FORWARDED_FOR="10.0.0.1"
    )
    names = {name for name in portal.asked[0] if name.startswith("HTTP_")}
    assert names == {"HTTP_HOST", "HTTP_X_FORWARDED_PROTO"}


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", []),
        ("302 Found", [("Location", "/")]),
        ("500 Internal Server Error", []),
        ("200 OK", [("Set-Cookie", "sesi=1")]),
        ("200 OK", [("Cache-Control", "private, no-store")]),
    ],
)
def test_other_answers_are_passed_on_and_not_kept(reader, portal, shared, status, headers):
    portal.status, portal.headers = status, headers
    reader.get()
    told, shown, body = reader.get()
    assert told == status
    assert body.endswith(b"2 ")
    assert headers == [(name, shown[name]) for name, _ in headers]
    assert shared.client.keys("uji:halaman:*") == []


def test_known_page_is_answered_304_in_either_form(reader):
    _, plain, _ = reader.get()
    _, packed, body = reader.get(ACCEPT_ENCODING="gzip, br")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == reader.get()[2]
    assert plain["ETag"] != packed["ETag"]
    for mark in (plain["ETag"], packed["ETag"], f"W/{plain['ETag']}", f'"x", {packed["ETag"]}', "*"):
        status, headers, body = reader.get(IF_NONE_MATCH=mark)
        assert (status, body) == ("304 Not Modified", b"")
        assert headers["ETag"] == plain["ETag"]
    assert reader.get(IF_NONE_MATCH='"lain"')[0] == "200 OK"
    assert "Content-Encoding" not in reader.get(ACCEPT_ENCODING="gzip;q=0")[1]


def test_head_has_the_headers_and_no_body(reader, portal):
    status, headers, body = reader.get(method="HEAD")
    assert (status, body) == ("200 OK", b"")
    assert portal.asked[0]["REQUEST_METHOD"] == "GET"
    assert int(headers["Content-Length"]) == len(reader.get()[2])


def test_no_version_no_keeping(reader, portal, versions):
    versions.number = None
    reader.get()
    assert reader.get()[0] == "200 OK"
    assert len(portal.asked) == 2


def test_dead_valkey_costs_nothing_but_the_sharing(portal, versions, tmp_path: Path):
    reader = Reader(front_of(portal, versions, Shared(valkey_client(f"redis+socket://{tmp_path}/tidak-ada.sock?virtual_host=0"))))
    assert reader.get()[0] == "200 OK"
    assert reader.get()[0] == "200 OK"
    assert len(portal.asked) == 1
    assert reader.front.shared.rests


def test_silent_valkey_is_asked_once_and_left_alone(portal, versions):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        shared = Shared(valkey_client(f"redis://127.0.0.1:{silent.getsockname()[1]}/0"))
        reader = Reader(front_of(portal, versions, shared))
        pages = [reader.get(query=f"halaman={number}")[0] for number in range(20)]
    assert pages == ["200 OK"] * 20
    assert shared.rests
    assert shared.client.connection_pool.connection_kwargs["socket_timeout"] <= 0.05
    assert shared.client.connection_pool.connection_kwargs["socket_connect_timeout"] <= 0.05


def test_wiped_or_foreign_content_in_valkey_is_made_again(reader, portal, versions, shared):
    reader.get()
    (key,) = shared.client.keys("uji:halaman:p:*")
    for content in (b"", b"bukan halaman", b'{"a": 1}\nx', None):
        if content is None:
            shared.client.delete(key)
        else:
            shared.client.set(key, content)
        other = Reader(front_of(portal, versions, shared))
        assert other.get()[0] == "200 OK"
    assert len(portal.asked) == 5


def test_one_makes_the_page_while_the_others_get_the_old_one(portal, versions, shared):
    reader, other = Reader(front_of(portal, versions, shared)), Reader(front_of(portal, versions, shared))
    _, _, old = reader.get()
    versions.number = 2
    begun, may_end = threading.Event(), threading.Event()

    def slow(environ, start_response):
        begun.set()
        may_end.wait(10)
        return portal(environ, start_response)

    reader.front.application = slow
    maker = threading.Thread(target=reader.get)
    maker.start()
    assert begun.wait(10)
    assert other.get()[2] == old
    may_end.set()
    maker.join()
    assert other.get()[2] != old
    assert len(portal.asked) == 2


def test_error_of_the_store_itself_is_never_shown(portal, versions, shared, caplog):
    reader = Reader(front_of(portal, versions, shared))
    reader.front.memory = None
    assert reader.get()[0] == "200 OK"
    assert "front cache" in caplog.text


def test_portal_under_a_host_that_is_not_allowed_keeps_nothing(portal, versions, shared):
    front = front_of(portal, versions, shared)
    other = FrontCache(
        portal, routes=(LIST,), portal_url="http://lain.example", allowed_hosts=["portal.example"], session_cookie="sesi",
        release="a", versions=versions, shared=shared,
    )  # fmt: skip
    assert front.is_usable
    assert not other.is_usable
    Reader(other).get()
    Reader(other).get()
    assert len(portal.asked) == 2


def test_secure_portal_leaves_an_insecure_question_to_django(portal, versions, shared):
    front = FrontCache(
        portal, routes=(LIST,), portal_url="https://portal.example", allowed_hosts=["portal.example"], session_cookie="sesi",
        release="a", versions=versions, shared=shared,
    )  # fmt: skip
    reader = Reader(front)
    assert "ETag" not in reader.get()[1]
    assert "ETag" in reader.get(X_FORWARDED_PROTO="https")[1]


def test_client_tries_once_only(tmp_path):
    client = valkey_client(f"redis+socket://{tmp_path}/x.sock?virtual_host=3")
    assert client.connection_pool.connection_kwargs["db"] == 3
    with pytest.raises(redis.ConnectionError):
        client.get("x")
