"""The projection follows the register: by triggers and the follower, at once for whoever switches out, by score as the rule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from asnkarier import settings as portal
from employees.models import AssessmentRecord, Employee, LanguageRecord, PerformanceRecord, PositionRecord, TrainingRecord
from talent import tasks
from talent.models import SearchChange, SearchFresh
from talent.rules.score import BOX, LEVEL, PERFORMANCE, PERFORMANCE_BEFORE, talent_score
from talent.rules.study_fields import FIELDS, OTHER, study_field
from talent.search import projection
from talent.search.engine import Query, find, suggestions
from talent.search.follow import follow_changes
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


def found(**filters) -> set[int]:
    return set(find(Query(**filters)).employee_ids)


def test_new_person_is_found_after_the_follower_ran():
    person = EmployeeFactory(name="Sekar Wulandari", position_title="Kepala Bidang Perbenihan", talent_box=8)
    assert found(text="perbenihan") == set()
    assert follow_changes() == 1
    for filters in (
        {"text": "benih"}, {"text": "pelatihan nasional"}, {"name": "sekar wulandari"}, {"name": "wulan"}, {"name": "sekra"},
        {"person": person.pk}, {"boxes": (8,), "levels": ("ADMINISTRATOR",)}, {"training": ("PKN_II",)},
        {"education_field": "PEMERINTAHAN", "grade_from": 42, "grade_to": 42},
    ):  # fmt: skip
        assert found(**filters) == {person.pk}, filters
    assert SearchChange.objects.count() == 0


@pytest.mark.parametrize(
    ("model", "values", "filters"),
    [
        (PositionRecord, {"title": "Penata", "level": "FUNGSIONAL", "started_on": date(2010, 1, 1)}, {"text": "menata"}),
        (LanguageRecord, {"language": "ja", "level": "B2"}, {"languages": ("ja",)}),
        (TrainingRecord, {"code": "PKA", "title": "Pelatihan", "year": 2024}, {"training": ("PKA",)}),
        (PerformanceRecord, {"year": 2040, "predicate": "SANGAT_BAIK"}, {"performance_from": "SANGAT_BAIK"}),
    ],
)  # fmt: skip
def test_change_of_any_history_is_noted_and_followed(model, values, filters):
    person = EmployeeFactory()
    follow_changes()
    assert found(**filters) == set()
    row = model.objects.create(employee=person, **values)
    assert tasks.follow_register() == 1
    assert found(**filters) == {person.pk}
    row.delete()
    follow_changes()
    assert found(**filters) == set()


def test_follower_comes_every_second_so_that_a_change_is_found_within_two():
    entry = portal.CELERY_BEAT_SCHEDULE["follow-register"]
    assert entry["task"] == "talent.tasks.follow_register"
    assert entry["schedule"] == 1


def test_bulk_load_notes_nobody():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL asnkarier.bulk_load = 'on'")
        EmployeeFactory()
    assert SearchChange.objects.count() == 0


def test_removed_person_is_gone_at_once_from_people_and_counts():
    person, other = EmployeeFactory(talent_box=9), EmployeeFactory(talent_box=9)
    follow_changes()
    assert find(Query(boxes=(9,))).total.number == 2
    Employee.objects.filter(pk=person.pk).update(is_searchable=False)
    projection.remove([person.pk])
    page = find(Query(boxes=(9,)))
    assert page.employee_ids == (other.pk,)
    assert page.total.number == 1
    assert [each.count.number for each in page.facets["boxes"]] == [1]
    assert found(person=person.pk) == set()
    # The note of the register's trigger does not bring the row back.
    follow_changes()
    assert found() == {other.pk}


def test_switched_out_person_has_no_row_after_a_refresh():
    person = EmployeeFactory(is_searchable=False)
    assert projection.refresh([person.pk]) == 0
    assert found() == set()


def test_without_a_rebuild_nobody_keeps_a_list_of_fresh_people():
    EmployeeFactory()
    follow_changes()
    assert SearchFresh.objects.count() == 0


def test_score_of_the_projection_equals_the_rule():
    cases = [
        (first, before, box, match, level)
        for first in (*PERFORMANCE, "")
        for before, box, match, level in zip(
            [*PERFORMANCE_BEFORE, ""], [*list(BOX)[:5], None], [None, "0", "33.33", "49.99", "100", "77.77"], LEVEL, strict=False
        )
    ]
    made = {}
    for number, (first, before, box, match, level) in enumerate(cases):
        person = EmployeeFactory(with_records=False, talent_box=box, position_level=level, name=f"Orang {number}")
        marks = (first, before) if first and before else (first,) if first else ()
        for back, predicate in enumerate(marks):
            PerformanceRecord.objects.create(employee=person, year=2025 - back, predicate=predicate)
        if match is not None:
            AssessmentRecord.objects.create(
                employee=person, assessed_on=date(2025, 1, 1), provider="Uji", job_person_match=match, potential="HIGH"
            )
        made[person.pk] = talent_score(
            performance=marks, box=box, job_person_match=None if match is None else Decimal(match), level=level
        )
    follow_changes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, score FROM talent_searchrow")
        assert dict(cursor.fetchall()) == made
    assert len(set(made.values())) > 20


def test_study_field_of_the_database_equals_the_rule(reference_rows):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, talent_study(name) FROM employees_studyprogram UNION ALL SELECT '', talent_study('')")
        rows = cursor.fetchall()
    codes = ["", *FIELDS, OTHER]
    assert [name for name, number in rows if codes[number] != study_field(name)] == []
    assert len(rows) > 4000


def test_stop_words_and_acronyms():
    person = EmployeeFactory(position_title="Kepala Seksi Pelayanan dan APBD pada Tahun Anggaran", with_records=False)
    follow_changes()
    assert found(text="dan pada tahun") == {person.pk}
    assert found(text="apbd melayani") == {person.pk}
    assert found(text="hukum atau apbd") == {person.pk}
    assert found(text="hukum apbd") == set()


def test_digits_of_a_nip_are_no_name():
    """Its first digits are the birth date, the fifteenth is the sex: no personal trait is a filter."""
    person = EmployeeFactory()
    follow_changes()
    for end in (8, 17, 18):
        assert found(name=person.nip[:end]) == set()


def test_suggestions_name_the_nearest_known_names():
    EmployeeFactory(name="Santoso Hutagalung")
    EmployeeFactory(name="Santi Wijaya")
    follow_changes()
    assert suggestions("santsoo")[0] == "santoso"
    assert suggestions("hutaglung wijya") == ["hutagalung", "wijaya"]
    assert find(Query(name="santsoo")).corrections == (("santsoo", ("santoso",)),)


def test_boxes_below_seven_are_never_counted():
    for box in range(1, 10):
        EmployeeFactory(talent_box=box)
    follow_changes()
    assert sorted(each.value for each in find(Query()).facets["boxes"]) == [7, 8, 9]


def test_mark_of_another_hand_leads_to_the_first_page():
    EmployeeFactory.create_batch(3)
    follow_changes()
    first = find(Query(), size=2)
    second = find(Query(), after=first.after, size=2)
    assert len(second.employee_ids) == 1
    assert second.after is None
    assert second.total == first.total
    assert find(Query(), after=first.after + "x", size=2).employee_ids == first.employee_ids


def test_years_of_service_are_whole_years_of_today():
    today = date.today()
    person = EmployeeFactory(cpns_on=today - timedelta(days=int(365.25 * 10) + 2), nip="198205172006041001")
    follow_changes()
    assert found(service_from=10) == {person.pk}
    assert found(service_from=11) == set()
