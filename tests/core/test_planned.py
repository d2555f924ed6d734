"""Readings planned once give the same rows as those planned anew, for whoever looks, and keep nothing of a search."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Case, CharField, Count, IntegerField, Q, Value, When
from hypothesis import given
from hypothesis import strategies as st

from accounts.sessions import sight_of
from core import planned, row_sight
from core.planned import parted, planned_once
from tests.factories.applications import ApplicationFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Application, Vacancy

MOMENT = datetime(2026, 11, 20, 3, 4, 5, 678901, tzinfo=UTC)
KEY = UUID("0f7e2ad8-8f4e-4b5b-9c62-7d24a4b4c8b1")
WRITTEN = {"word": "it's 50 %", "truth": True, "nothing": None, "words": ["a", "b"]}


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    monkeypatch.setattr(planned, "_remembered", {})
    monkeypatch.setattr(planned, "_refused", set())


@pytest.fixture
def held(db):
    """The statements this test's readings are held as."""
    before = _held_now()

    def now() -> dict[str, str]:
        return {name: text for name, text in _held_now().items() if before.get(name) != text}

    return now


def _held_now() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements WHERE name LIKE 'planned%'")
        return dict(cursor.fetchall())


def read_thrice(rows) -> list[list]:
    with planned_once():
        return [list(rows.all()) for _ in range(3)]


def test_same_rows_and_one_plan_for_another_number(held):
    first, second = VacancyFactory(), VacancyFactory()
    for vacancy in (first, second):
        ApplicationFactory(vacancy=vacancy)
    for vacancy in (first, second):
        plain = list(Application.objects.filter(vacancy=vacancy).select_related("vacancy"))
        assert read_thrice(Application.objects.filter(vacancy=vacancy).select_related("vacancy")) == [plain] * 3
        assert plain
    assert len(held()) == 1
    assert "$1" in next(iter(held().values()))


def test_held_reading_shows_each_person_their_own(held):
    sent = [ApplicationFactory(state="SUBMITTED") for _ in range(2)]
    for application in (*sent, *sent, *sent):
        with row_sight.seen_as(sight_of(application.employee.user_id, date.today())), planned_once():
            assert list(Application.objects.filter(version__gte=0)) == [application]
    with row_sight.seen_as(row_sight.NOBODY), planned_once():
        assert list(Application.objects.filter(version__gte=0)) == []
    assert len(held()) == 1


def test_search_is_run_as_it_stands_until_it_is_asked_again(held):
    with planned_once():
        for word in ("satu", "dua", "tiga"):
            list(Vacancy.objects.filter(position_title__icontains=word))
        assert held() == {}
        list(Vacancy.objects.filter(position_title__icontains="dua"))
    (text,) = held().values()
    assert "%dua%" in text.lower()


def test_outside_of_the_block_nothing_is_held(held):
    for _ in range(3):
        list(Vacancy.objects.filter(pk=1))
    assert held() == {}


def test_writing_locking_and_rows_read_bit_by_bit_are_left_alone(held):
    vacancy = VacancyFactory()
    with planned_once(), transaction.atomic():
        for _ in range(3):
            Vacancy.objects.filter(pk=vacancy.pk).update(unit="Biro")
            assert Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy.pk).unit == "Biro"
            assert [each.pk for each in Vacancy.objects.filter(pk=vacancy.pk).iterator(chunk_size=1)] == [vacancy.pk]
    assert all("UPDATE" not in text.replace("FOR UPDATE", "") for text in held().values())


@pytest.mark.django_db
def test_values_keep_their_type():
    """Placed values are what their literals would be: a number chosen by a case stays a number, and is grouped by."""
    for _ in range(2):
        VacancyFactory(quota=2)
    number = Case(When(quota=2, then=Value(7)), default=Value(8), output_field=IntegerField())
    word = Case(When(quota=2, then=Value("dua")), default=Value("lain"), output_field=CharField())
    rows = (
        Vacancy.objects.annotate(number=number, word=word).values("number", "word").annotate(count=Count("pk", filter=Q(quota=2)))
    )
    assert read_thrice(rows) == [[{"number": 7, "word": "dua", "count": 2}]] * 3


def test_no_more_are_held_than_allowed(held, monkeypatch):
    monkeypatch.setattr(planned, "MOST_HELD", 3)
    planned._held.pop(connection.connection, None)
    with connection.cursor() as cursor:
        for name in _held_now():
            cursor.execute(f"DEALLOCATE {name}")
    readings = [Vacancy.objects.filter(pk__in=range(1, count + 2)) for count in range(6)]
    with planned_once():
        for _ in range(3):
            for reading in readings:
                assert list(reading.all()) == []
    assert len(_held_now()) == 3


def test_processes_remember_only_so_many(db, monkeypatch):
    monkeypatch.setattr(planned, "MOST_REMEMBERED", 2)
    with planned_once():
        for word in ("a", "b", "c", "d"):
            list(Vacancy.objects.filter(unit=word))
    assert len(planned._remembered) == 2


@pytest.mark.django_db(transaction=True)
def test_a_table_changed_under_a_plan_is_read_as_it_stands(owner_connection):
    """As in an upgrade while the old program still answers: one column has become wider."""
    VacancyFactory(unit="Biro")
    rows = Vacancy.objects.filter(pk__gt=0).values_list("unit", flat=True)
    try:
        assert read_thrice(rows) == [["Biro"]] * 3
        with owner_connection.cursor() as cursor:
            cursor.execute("ALTER TABLE vacancies_vacancy ALTER unit TYPE text")
        owner_connection.commit()
        assert read_thrice(rows) == [["Biro"]] * 3
        assert len(planned._refused) == 1
    finally:
        with owner_connection.cursor() as cursor:
            cursor.execute("ALTER TABLE vacancies_vacancy ALTER unit TYPE varchar(200)")
        owner_connection.commit()


def test_an_error_of_the_statement_stays_one(db):
    rows = Vacancy.objects.extra(where=["1 / (quota - %s) > 0"], params=[5])
    VacancyFactory(quota=5)
    for _ in range(3):
        with pytest.raises(DatabaseError), transaction.atomic(), planned_once():
            list(rows.all())


@given(
    st.lists(
        st.one_of(
            st.integers(-(2**62), 2**62),
            st.sampled_from([MOMENT, MOMENT.date(), KEY, Decimal("1.5"), *WRITTEN.values()]),
        ),
        max_size=12,
    )
)
def test_parting_loses_no_value(values):
    """Put together again, text and places say what the statement with its values said."""
    statement = "SELECT " + ", ".join(["%s"] * len(values)) + " LIKE '50 %%'"
    text, types, given_values = parted(statement, values, lambda place, each: repr(each[0]).encode())
    assert len(types) == len(given_values) == len({(kind, str(value)) for kind, value in zip(types, given_values, strict=True)})
    for number in range(len(given_values), 0, -1):
        text = text.replace(f"${number}", repr(given_values[number - 1]))
    assert text == "SELECT " + ", ".join(map(repr, values)) + " LIKE '50 %'"
