"""Whom a session belongs to: the short reading answers as Django would, and leaves every other case to Django."""

from datetime import timedelta

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.models import User
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
PAGE = "list_applications"


@pytest.fixture
def person(client):
    user = EmployeeFactory(with_user=True).user
    client.force_login(user)
    return user


def is_in(client) -> bool:
    answer = client.get(reverse(PAGE))
    assert answer.status_code in (200, 302)
    return answer.status_code == 200


def put(client, **values):
    session = client.session
    for name, value in values.items():
        session[name] = value
    session.save()


def test_person_is_the_one_the_orm_reads(client, person):
    read = client.get(reverse(PAGE)).wsgi_request.user
    whole = User.objects.get(pk=person.pk)
    assert read == whole
    for field in User._meta.concrete_fields:
        assert getattr(read, field.attname) == getattr(whole, field.attname), field.name
    read.full_name = "Nama Lain"
    read.save(update_fields=["full_name"])
    assert User.objects.get(pk=person.pk).full_name == "Nama Lain"


def test_session_and_person_are_one_reading(client, person):
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(PAGE))
    reading = [each["sql"] for each in asked]
    assert reading[0].startswith("EXECUTE")
    assert [sql for sql in reading if sql.startswith("SELECT") and ("password" in sql or "session_data" in sql)] == []


def test_session_from_before_the_column_stays_open(client, person):
    client.session.model.objects.update(user_id=None)
    assert is_in(client)
    # Whatever saves it next writes the person beside it.
    put(client, tanda="1")
    assert client.session.model.objects.get().user_id == person.pk


def test_column_alone_signs_nobody_in(client, person):
    other = EmployeeFactory(with_user=True).user
    client.session.model.objects.update(user_id=other.pk)
    assert client.get(reverse(PAGE)).wsgi_request.user == person


@pytest.mark.parametrize(
    "end",
    [
        lambda client, user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda client, user: (user.set_password("sandi-lain-yang-panjang"), user.save()),
        lambda client, user: put(client, **{HASH_SESSION_KEY: "0" * 64}),
        lambda client, user: put(client, **{HASH_SESSION_KEY: ""}),
        lambda client, user: put(client, **{BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend"}),
        lambda client, user: put(client, **{SESSION_KEY: "999999999"}),
        lambda client, user: client.session.model.objects.update(expire_date=timezone.now() - timedelta(seconds=1)),
        lambda client, user: client.session.model.objects.all().delete(),
        lambda client, user: client.post(reverse("account_logout")),
    ],
    ids=["inactive", "password", "seal", "no seal", "backend", "nobody", "expired", "gone", "signed out"],
)
def test_session_that_is_not_in_order_opens_nothing(client, person, end):
    assert is_in(client)
    end(client, person)
    assert not is_in(client)


def test_session_sealed_with_an_older_key_is_sealed_anew(client, person, settings):
    older = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "kunci-baru-" + "0" * 50, [older]
    # Sessions are signed with the key as well; Django reads them by the fallbacks.
    assert is_in(client)
    renewed = client.session[HASH_SESSION_KEY]
    assert renewed == person.get_session_auth_hash()
    settings.SECRET_KEY_FALLBACKS = []
    assert is_in(client)


def test_sign_in_of_another_person_is_seen_at_once(client, person):
    other = EmployeeFactory(with_user=True).user
    client.force_login(other)
    assert client.get(reverse(PAGE)).wsgi_request.user == other


@pytest.mark.django_db(transaction=True)
def test_connection_that_died_between_two_pages_is_opened_anew(client, person):
    assert is_in(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (before,) = cursor.fetchone()
        with pytest.raises(sessions.OperationalError):
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert is_in(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (before,)
