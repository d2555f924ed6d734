"""Queries made up by Hypothesis over a small register: with and without count files, page after page, as the oracle."""

import threading

import pytest
from django.db import connection
from django.utils.timezone import localdate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core import clock
from talent.search import counting, engine
from talent.search.codes import COMPETENCIES, JOB_FIELDS, LANGUAGES, LEVELS, PERFORMANCE, STUDIES, TRAININGS
from talent.search.follow import follow_changes
from talent.search.sql import Query
from tests.talent.search.grounds import finish, register_of, run_as_owner
from tests.talent.search.oracle import Register, counts
from tests.talent.search.test_standard_mix import wrong_counts

PEOPLE = 1_500
AGAIN = "import django; django.setup(); from talent.search import rebuild; rebuild.FILES_FROM = 1; print(rebuild.rebuild())"


def some(values, most=3):
    return st.lists(st.sampled_from(list(values)), max_size=most, unique=True).map(tuple)


def queries(agencies, provinces, names):
    words = ["guru", "keuangan", "kesehatan atau hukum", "analis kebijakan", "ahli muda", "tahun", "kepala", "xyzzy", "apbn"]
    return st.builds(
        Query,
        text=st.sampled_from(["", "", "", *words]),
        name=st.sampled_from(["", "", "", "", *names, names[0][:4]]),
        agencies=some(agencies, 2),
        provinces=some(provinces, 4),
        levels=some(LEVELS, 4),
        fields=some(JOB_FIELDS, 5),
        grade_from=st.sampled_from([None, None, 31, 34]),
        grade_to=st.sampled_from([None, None, 33, 42]),
        education_from=st.sampled_from([None, None, 40, 45]),
        education_field=st.sampled_from(["", "", "", *STUDIES]),
        boxes=some(range(1, 10), 9),
        performance_from=st.sampled_from(["", "", *PERFORMANCE]),
        competencies=some([(code, step) for code in COMPETENCIES for step in (0, 35, 60, 64, 75, 100)], 1),
        service_from=st.sampled_from([None, None, 3, 10, 21]),
        languages=some(LANGUAGES, 2),
        training=some(TRAININGS, 2),
    )  # fmt: skip


def narrowed(query: Query, kept: int) -> Query:
    """Only some of the filters, so that not every query is empty."""
    names = list(query.__dataclass_fields__)
    return Query(**{name: getattr(query, name) for place, name in enumerate(names) if kept & (1 << place)})


@pytest.fixture(scope="module")
def register(test_instance, django_db_setup, django_db_blocker, tmp_path_factory):
    counts_root = tmp_path_factory.mktemp("hitungan")
    with django_db_blocker.unblock(), register_of(test_instance, "kecil", PEOPLE, counts_root, files_from=1) as database:
        with connection.cursor() as cursor:
            made = Register(cursor)
        made.database, made.counts_root, made.instance = database, counts_root, test_instance
        yield made


@pytest.mark.parametrize("with_files", [True, False])
def test_any_query_finds_and_counts_as_the_oracle(register, with_files, monkeypatch):
    people = list(register.people.values())
    made = queries(
        sorted({person.agency for person in people})[:8],
        sorted({person.province for person in people}),
        [people[0].names[0], people[7].names[-1], " ".join(people[11].names)],
    )
    if not with_files:
        monkeypatch.setattr(counting, "_base", lambda *_: None)
    today = localdate(clock.now())
    seen = []

    @settings(
        max_examples=120,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
        phases=[Phase.generate],
    )
    @given(made, st.integers(0, (1 << 17) - 1), st.integers(0, (1 << 17) - 1))
    def check(query, first, second):
        query = narrowed(query, first & second)
        page = engine.find(query, size=7)
        found = register.find(query, today, dict(page.corrections))
        ids = list(page.employee_ids)
        assert page.total.number == (min(len(found), engine.CAP) if page.total.is_capped else len(found))
        assert wrong_counts(page.facets, counts(found)) == []
        for _ in range(2):
            if page.after:
                page = engine.find(query, after=page.after, size=7, with_facets=False)
                ids += page.employee_ids
        assert ids == [person.id for person in found[: len(ids)]]
        assert len(ids) == min(len(found), 21)
        seen.append(len(found))

    check()
    assert sum(number > 0 for number in seen) > 30


def test_rebuild_swaps_while_people_search_and_change(register):
    """Never an empty answer; what changed during the rebuild is in it; the files follow at once."""
    query = Query(text="guru")
    number = engine.find(query).total.number
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM talent_searchrow WHERE doc @@ '''guru''' ORDER BY score DESC, id DESC LIMIT 2")
        gone, changed = (row[0] for row in cursor.fetchall())
    answers: list[int] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                answers.append(engine.find(query).total.number)
        finally:
            connection.close()

    reader = threading.Thread(target=search)
    reader.start()
    try:
        rebuild = run_as_owner(register.instance, register.database, AGAIN, register.counts_root)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE employees_employee SET is_searchable = false WHERE id = %s", [gone])
            cursor.execute("UPDATE employees_employee SET talent_box = 9, position_title = 'Astronom' WHERE id = %s", [changed])
            assert follow_changes() == 2
        words = finish(rebuild)
    finally:
        stop.set()
        reader.join()
    assert words.strip().endswith(str(len(register.people) - 1))
    assert set(answers) <= {number, number - 1}
    assert len(answers) > 5
    assert engine.find(query).total.number == number - 1
    page = engine.find(Query(text="astronom"))
    assert page.employee_ids == (changed,)
    assert [each.value for each in page.facets["boxes"]] == [9]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FILTER (WHERE is_current), count(*) FROM talent_searchbuild")
        assert cursor.fetchone() == (1, 1)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'talent_searchnext%' AND relkind IN ('r', 'p')")
        assert cursor.fetchone() == (0,)
