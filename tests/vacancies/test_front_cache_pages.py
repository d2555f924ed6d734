"""The real public pages behind the store: what raises the version, what readers get, and who is never answered from it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import Agency
from asnkarier.front_pages import ROUTES, release
from core import actions
from core.front_cache import FrontCache
from core.front_store import Shared, valkey_client
from core.publication import VersionReader
from tests.factories.people import UserFactory
from tests.factories.vacancies import AnnouncementFactory, RegistrationExtensionFactory, VacancyFactory
from vacancies.models import Vacancy

pytestmark = pytest.mark.django_db(transaction=True)


class Visitor:
    """Asks the whole portal, store in front, as the web server would."""

    def __init__(self, settings, shared, seconds=0.0):
        self.front = FrontCache(
            WSGIHandler(), routes=ROUTES, portal_url=settings.PORTAL_URL, allowed_hosts=settings.ALLOWED_HOSTS,
            session_cookie=settings.SESSION_COOKIE_NAME, release="uji", versions=VersionReader(seconds), shared=shared,
        )  # fmt: skip

    def get(self, path, **headers):
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1:8000",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
        } | {f"HTTP_{name}": words for name, words in headers.items()}  # fmt: skip
        told = []
        parts = self.front(environ, lambda status, headers, problem=None: told.append((status, dict(headers))))
        body = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()
        return (*told[0], body.decode())


@pytest.fixture
def shared(broker, test_instance):
    broker.answers()
    client = valkey_client(broker.url(test_instance.spare_number))
    store = Shared(client, prefix="uji:publik")
    yield store
    for key in client.keys("uji:publik:*"):
        client.delete(key)


@pytest.fixture
def visitor(settings, shared):
    return Visitor(settings, shared)


def version():
    return VersionReader(0).current()


def test_hit_asks_neither_postgresql_nor_a_view(settings, shared):
    VacancyFactory(state="OPEN")
    visitor = Visitor(settings, shared, seconds=60)
    first = visitor.get("/")
    with CaptureQueriesContext(connection) as asked:
        second = visitor.get("/", ACCEPT_LANGUAGE="en", COOKIE="lain=1")
        third = visitor.get("/?utm_source=surat")
    assert len(asked) == 0
    assert first == second == third


def test_kept_page_holds_nothing_of_a_person_and_all_headers_that_guard_it(visitor):
    vacancy = VacancyFactory(state="OPEN")
    for path in ("/", f"/lowongan/{vacancy.public_id}/"):
        status, headers, body = visitor.get(path)
        assert status == "200 OK"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in headers
        assert not re.search(r"csrf|nonce", body, re.I)
        assert "Masuk" in body


def test_every_kept_route_really_is_kept(visitor):
    vacancy = VacancyFactory(state="ANNOUNCED")
    AnnouncementFactory(vacancy=vacancy, kind="RESULT", rows=[])
    for route in ROUTES:
        path = route.path.replace("<uuid>", str(vacancy.public_id)).replace("<slug>", vacancy.agency.code)
        status, headers, _ = visitor.get(path)
        assert (status, "ETag" in headers) == ("200 OK", True), path


def test_signed_in_reader_gets_the_own_page(visitor, client):
    client.force_login(UserFactory())
    visitor.get("/")
    name = client.cookies["sesi"].value
    _, headers, body = visitor.get("/", COOKIE=f"sesi={name}")
    assert "Ruang kerja saya" in body
    assert "ETag" not in headers
    assert headers["Cache-Control"] == "private, no-store"
    assert "Ruang kerja saya" not in visitor.get("/")[2]


def test_published_change_is_seen_by_the_next_reader(visitor):
    vacancy = VacancyFactory(state="OPEN", position_title="Direktur Lama")
    assert "Direktur Lama" in visitor.get("/")[2]
    Vacancy.objects.filter(pk=vacancy.pk).update(position_title="Direktur Baru")
    assert "Direktur Baru" in visitor.get("/")[2]
    _, _, body = visitor.get(f"/lowongan/{vacancy.public_id}/")
    assert "belum pernah diperpanjang" in body
    RegistrationExtensionFactory(vacancy=vacancy)
    assert "belum pernah diperpanjang" not in visitor.get(f"/lowongan/{vacancy.public_id}/")[2]


def test_change_is_seen_within_two_seconds_by_a_process_that_asks_once_a_second(settings, shared):
    vacancy = VacancyFactory(state="OPEN", position_title="Direktur Lama")
    visitor = Visitor(settings, shared, seconds=1.0)
    visitor.get("/")
    Vacancy.objects.filter(pk=vacancy.pk).update(position_title="Direktur Baru")
    visitor.front.versions._asked_at -= 1.0
    assert "Direktur Baru" in visitor.get("/")[2]


def test_moved_demo_clock_is_seen_at_once(visitor):
    vacancy = VacancyFactory(state="OPEN", closes_at=timezone.now() + timedelta(days=3))
    assert "Lamar jabatan ini" in visitor.get(f"/lowongan/{vacancy.public_id}/")[2]
    actions.advance_demo_clock(by=timedelta(days=7), actor=None)
    assert "Lamar jabatan ini" not in visitor.get(f"/lowongan/{vacancy.public_id}/")[2]


@pytest.mark.parametrize(
    "change",
    [
        lambda vacancy: VacancyFactory(state="OPEN", plan=False),
        lambda vacancy: Vacancy.objects.filter(pk=vacancy.pk).update(state="CANCELLED"),
        lambda vacancy: AnnouncementFactory(vacancy=vacancy),
        lambda vacancy: RegistrationExtensionFactory(vacancy=vacancy),
        lambda vacancy: Agency.objects.filter(pk=vacancy.agency_id).update(name="Kementerian Baru"),
        lambda vacancy: actions.advance_demo_clock(by=timedelta(hours=1), actor=None),
    ],
    ids=["published", "state", "announcement", "extension", "agency", "clock"],
)
def test_what_the_public_reads_raises_the_version(change):
    vacancy = VacancyFactory(state="OPEN", plan=False)
    before = version()
    change(vacancy)
    assert version() > before


def test_draft_of_a_plan_raises_nothing():
    vacancy = VacancyFactory(state="DRAFT", plan=False)
    before = version()
    Vacancy.objects.filter(pk=vacancy.pk).update(position_title="Rancangan lain")
    assert version() == before


def test_version_rises_once_a_transaction_and_only_when_it_commits():
    vacancies = [VacancyFactory(state="OPEN", plan=False) for _ in range(3)]
    before = version()
    with transaction.atomic():
        for vacancy in vacancies:
            Vacancy.objects.filter(pk=vacancy.pk).update(quota=2)
        assert version() == before
    assert version() == before + 1
    with transaction.atomic():
        Vacancy.objects.update(quota=3)
        transaction.set_rollback(True)
    assert version() == before + 1


def test_version_row_is_not_held_while_a_transaction_goes_on(second_connection):
    """Two offices that change two vacancies at the same time do not wait for each other."""
    one, other = VacancyFactory(state="OPEN", plan=False), VacancyFactory(state="OPEN", plan=False)
    before = version()
    with transaction.atomic():
        Vacancy.objects.filter(pk=one.pk).update(quota=2)
        with second_connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
            cursor.execute("UPDATE vacancies_vacancy SET quota = 2 WHERE id = %s", [other.pk])
        second_connection.commit()
    assert version() == before + 2


def test_reader_survives_a_lost_connection(owner_connection):
    reader = VersionReader(0)
    known = reader.current()
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE '%_web'"
        )
    assert reader.current() == known
    reader._version = None
    assert reader.current() == known


def test_release_follows_templates_and_static_files(settings, tmp_path):
    before = release()
    assert before == release()
    (tmp_path / "staticfiles.json").write_text("{}")
    settings.STATIC_ROOT = str(tmp_path)
    assert release() != before


def test_kept_routes_are_routes_of_public_views():
    for route in ROUTES:
        path = route.path.replace("<uuid>", "0b6f3b0e-6f0a-4c9e-8a55-3f6f2f3c9c11").replace("<slug>", "kode")
        assert resolve(path).func.access == ("PUBLIC",), path
    assert reverse("list_vacancies") in {route.path for route in ROUTES}
