"""The public list read from indexes: same rows, same order as sorting everything; and the plan that makes it quick."""

import json
import random
from datetime import timedelta

import pytest
from django.db import connection
from django.forms.widgets import Select
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertHTMLEqual

from core.publication import Remembered
from core.quick_select import KnownChoices, QuickSelect
from tests.factories.people import AgencyFactory, RegionFactory, UserFactory
from tests.factories.vacancies import AnnouncementFactory, RegistrationExtensionFactory, VacancyFactory
from vacancies import public_list
from vacancies.models import Vacancy
from vacancies.models.vacancy import PUBLIC_STATES
from vacancies.public_list import MOST, PublicList, filter_choices
from vacancies.public_read import LISTS, read_public
from vacancies.rules.rule_pack import RulePack
from vacancies.views.public import chosen_vacancies

EMPTY = {"cari": "", "instansi": "", "provinsi": "", "tingkat": "", "rumpun": "", "status": "", "urut": ""}
CHOSEN = (
    {},
    {"urut": "terbaru"},
    {"status": "dibuka"},
    {"status": "segera"},
    {"status": "akan"},
    {"status": "ditutup"},
    {"status": "ditutup", "urut": "terbaru"},
    {"cari": "kepala 50%"},
    {"cari": "bi_ro alam"},
    {"instansi": "ALAM"},
    {"instansi": "TIDAK-ADA"},
    {"provinsi": "91"},
    {"tingkat": "MADYA", "rumpun": "HUKUM"},
    {"cari": "biro", "provinsi": "91", "status": "dibuka"},
)


@pytest.fixture
def drawn(db):
    """Two hundred vacancies drawn at random, with many equal times, in every state."""
    draw = random.Random(20261122)
    now = timezone.now()
    agencies = [AgencyFactory(code="ALAM", name="Kementerian Alam"), AgencyFactory(name="Badan Biro_krasi 50%")]
    regions = [RegionFactory(code="91"), RegionFactory(code="92")]
    owner = UserFactory()
    states = [*PUBLIC_STATES, "PUBLISHED", "OPEN", "OPEN", "OPEN", "DRAFT", "APPROVED"]
    rows = []
    for number in range(200):
        opens = now + timedelta(hours=draw.randint(-3, 3))
        state = draw.choice(states)
        rows.append(
            Vacancy(
                reference=f"JPT-2026-{number:05d}",
                agency=draw.choice(agencies),
                region=draw.choice(regions),
                position_title=draw.choice(["Kepala Biro", "Direktur 50%", "Inspektur", "Kepala Bi_ro"]),
                unit="Sekretariat",
                level=draw.choice(["PRATAMA", "MADYA"]),
                field=draw.choice(["HUKUM", "SDM"]),
                state=state,
                state_since=now,
                opens_at=opens,
                closes_at=opens + timedelta(hours=draw.choice([1, 2, 3, 24 * 5, 24 * 9])),
                published_at=now - timedelta(hours=draw.randint(0, 2)) if state in PUBLIC_STATES else None,
                created_by=owner,
                rule_pack=RulePack().as_json(),
                tie_order=[],
            )
        )
    Vacancy.objects.bulk_create(rows)
    return now


@pytest.mark.parametrize("chosen", CHOSEN, ids=lambda chosen: "-".join(chosen.values()) or "all")
def test_rows_and_order_equal_those_of_the_queryset(drawn, chosen):
    chosen = EMPTY | chosen
    found = chosen_vacancies(chosen, drawn)
    expected = list((found.newest_first() if chosen["urut"] else found.closing_soon_first()).values_list("pk", flat=True))
    listed = PublicList(chosen, drawn)
    assert listed.count() == len(expected)
    pages = [row.id for start in range(0, 220, 20) for row in listed[start : start + 20]]
    assert pages == expected


def test_row_carries_what_the_card_shows(drawn):
    for row in PublicList(EMPTY, drawn)[0:20]:
        vacancy = Vacancy.objects.for_list().get(pk=row.id)
        assert (row.agency, row.zone, row.region) == (vacancy.agency.name, vacancy.zone, vacancy.region.name)
        for name in ("public_id", "position_title", "unit", "level", "quota", "state", "opens_at", "closes_at"):
            assert getattr(row, name) == getattr(vacancy, name), name


def test_total_is_counted_no_further_than_the_cap(drawn, client, monkeypatch):
    monkeypatch.setattr(public_list, "MOST", 60)
    listed = PublicList(EMPTY, drawn)
    assert (listed.count(), listed.is_capped) == (60, True)
    response = client.get(reverse("list_vacancies"), {"halaman": "9"})
    assert response.context["page"].number == 3
    assert len(response.context["rows"]) == 20
    body = response.content.decode()
    assert "60+" in body
    assert "Persempit" in body


def test_total_below_the_cap_is_exact(client, drawn):
    total = Vacancy.objects.published().count()
    body = client.get(reverse("list_vacancies")).content.decode()
    assert f"<strong>{total}</strong> lowongan" in body


@pytest.fixture
def country(transactional_db, owner_connection):
    """Twenty thousand published vacancies, with fresh statistics."""
    agencies = [AgencyFactory(code=f"INST{number}") for number in range(8)]
    owner, now = UserFactory(), timezone.now()
    region = RegionFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO vacancies_vacancy (public_id, reference, agency_id, position_title, unit, level, field, quota,"
            " region_id, summary, opens_at, closes_at, short_window_reason, auto_extend, tie_order, rule_pack, state,"
            " state_since, version, published_at, closed_reason, created_by_id, created_at)"
            " SELECT gen_random_uuid(), 'UJI-' || n, (%s::bigint[])[1 + n %% 8], 'Direktur ' || n, 'Unit', 'PRATAMA', 'SDM', 1,"
            " %s, '', o, o + interval '15 days', '', false, '[]', '{}',"
            " CASE WHEN n %% 20 = 0 THEN 'OPEN' WHEN n %% 40 = 1 THEN 'PUBLISHED' ELSE 'ANNOUNCED' END,"
            " o, 1, o - interval '1 day', '', %s, o FROM (SELECT n, %s::timestamptz + CASE"
            " WHEN n %% 20 = 0 THEN interval '-1 minute' * (n %% 9000) - interval '9 days'"
            " WHEN n %% 40 = 1 THEN interval '1 hour' * (1 + n %% 99)"
            " ELSE interval '-20 days' - interval '1 hour' * n END AS o FROM generate_series(1, 20000) AS n) AS drawn",
            [[agency.pk for agency in agencies], region.pk, owner.pk, now],
        )
    # Statistics belong to the owner, and see committed rows only.
    with owner_connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE vacancies_vacancy")
    return now


def plan_of(statement):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {statement}")
        (answer,) = cursor.fetchone()
    return answer[0]["Plan"] if isinstance(answer, list) else json.loads(answer)[0]["Plan"]


def scans(plan):
    yield plan
    for part in plan.get("Plans", []):
        yield from scans(part)


@pytest.fixture(params=["force_custom_plan", "force_generic_plan"])
def planning(request, country):
    """A statement planned for its moment, and the plan for all moments to which a connection may go over after some readings."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET plan_cache_mode = {request.param}")
        yield
        cursor.execute("RESET plan_cache_mode")


def test_twenty_thousand_are_read_by_index_and_counted_to_the_cap(country, planning):
    """The database walks an index for each phase and stops: no scan and no sort of the table, few rows, few blocks."""
    for chosen in ({}, {"status": "ditutup"}, {"status": "segera"}, {"urut": "terbaru"}):
        with CaptureQueriesContext(connection) as asked:
            rows = PublicList(EMPTY | chosen, country)[0:20]
        assert len(rows) == 20
        assert len(asked) == 1
        plan = plan_of(asked[0]["sql"])
        table = [each for each in scans(plan) if each.get("Relation Name") == "vacancies_vacancy"]
        assert table, chosen
        assert {each["Node Type"] for each in table} <= {"Index Scan", "Index Only Scan"}, chosen
        assert sum(each["Actual Rows"] * each["Actual Loops"] for each in table) <= 120, chosen
        assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] <= 600, chosen
    with CaptureQueriesContext(connection) as asked:
        assert PublicList(EMPTY, country).count() == MOST
    table = [each for each in scans(plan_of(asked[0]["sql"])) if each.get("Relation Name") == "vacancies_vacancy"]
    assert sum(each["Actual Rows"] for each in table) <= MOST + 1


PAIRS = [("", "Semua"), ("a<b", "A & B"), ('"c"', "C 'x'")]


@pytest.mark.parametrize("chosen", ["", "a<b", '"c"', "tidak ada", None])
@pytest.mark.parametrize("choices", [KnownChoices(PAIRS), PAIRS], ids=["known", "plain"])
def test_quick_select_draws_what_django_draws(chosen, choices):
    attributes = {"id": "id_x", "aria-describedby": "a<b"}
    quick, django = QuickSelect(choices=choices), Select(choices=PAIRS)
    assertHTMLEqual(quick.render("x", chosen, attributes), django.render("x", chosen, attributes))


@pytest.mark.django_db(transaction=True)
def test_choices_are_read_once_until_something_public_changes(django_assert_num_queries):
    VacancyFactory(state="OPEN", agency__name="Badan Satu", plan=False)
    agencies, _ = filter_choices.get()
    assert "Badan Satu" in dict(agencies.pairs).values()
    with django_assert_num_queries(1):
        assert filter_choices.get()[0] is agencies
    VacancyFactory(state="OPEN", agency__name="Badan Dua", plan=False)
    assert {"Badan Satu", "Badan Dua"} <= set(dict(filter_choices.get()[0].pairs).values())


@pytest.mark.django_db
def test_nothing_is_remembered_from_inside_a_transaction():
    numbers = iter(range(9))
    remembered = Remembered(lambda: next(numbers))
    assert [remembered.get(), remembered.get()] == [0, 1]


@pytest.mark.django_db
@pytest.mark.parametrize("panel_size", [0, 5])
def test_public_page_reads_in_one_statement_what_the_queryset_reads(django_assert_num_queries, panel_size):
    made = VacancyFactory(state="ANNOUNCED", plan__panel_size=panel_size)
    RegistrationExtensionFactory(vacancy=made)
    AnnouncementFactory(vacancy=made, rows=[{"name": "A", "score": "81.20"}])
    slow = Vacancy.objects.published().with_public_page().get(pk=made.pk)
    with django_assert_num_queries(1):
        fast = read_public(made.public_id)
        assert values(fast) == values(slow)
        for name in ("agency", "region"):
            assert values(getattr(fast, name)) == values(getattr(slow, name))
        assert values(fast.region.province) == values(slow.region.province)
        for name in LISTS:
            assert [values(row) for row in getattr(fast, name).all()] == [values(row) for row in getattr(slow, name).all()], name
        assert [(values(row), row.user.full_name) for row in fast.panel.members.all()] == [
            (values(row), row.user.full_name) for row in slow.panel.members.all()
        ]


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.django_db
def test_public_page_of_what_is_not_public_is_not_read():
    assert read_public(VacancyFactory(state="DRAFT", plan=False).public_id) is None
    assert read_public(VacancyFactory(state="CANCELLED", published_at=None, plan=False).public_id) is None
    vacancy = read_public(VacancyFactory(state="OPEN", plan=False).public_id)
    assert not hasattr(vacancy, "panel")
