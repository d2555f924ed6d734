"""The frozen assessment plan, and what its kinds of components do to the ranking."""

import hashlib
import json
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.refusals import Refused
from selection import actions
from selection.importing import plan_import
from selection.models import Ranking, Score
from selection.rules.recompute import canonical, read_packet, recompute
from selection.scoreboard import read_scoreboard
from selection.shown_results import shown_results
from tests.factories.selection import chair_of, fill_scores, official, scoring_vacancy
from tests.factories.vacancies import VacancyFactory, freeze_plan
from vacancies.actions.components import level_values, write_components
from vacancies.actions.registration import publish_vacancy
from vacancies.models import AssessmentPlan, CompetencyRequirement, ScoreComponent

pytestmark = pytest.mark.django_db


def with_every_kind(vacancy):
    """A health test to pass, levels of the standard and a criterion of the panel that are only shown, a median."""
    vacancy.components.filter(code="PAPER").update(aggregate="MEDIAN")
    shared = {"vacancy": vacancy, "weight": 0, "position": 9}
    ScoreComponent.objects.create(
        code="HEALTH", label="Tes kesehatan", stage="HEALTH", aggregate="PASS_FAIL", minimum=1, scale_max=1, **shared
    )
    ScoreComponent.objects.create(code="INFO1", label="Kesan umum", stage="INTERVIEW", is_informative=True, **shared)
    write_components(vacancy, level_values(vacancy.competencies.all()), after=10)


@pytest.fixture
def vacancy():
    """Three candidates with all scores; levels of 5 where the standard asks for 4."""
    found = scoring_vacancy(candidates=3)
    with_every_kind(found)
    fill_scores(found, [Decimal(90), Decimal(80), Decimal(70)])
    return found


def test_publishing_freezes_the_plan_and_shows_its_digest(client):
    vacancy = VacancyFactory(state="APPROVED")
    admin = official(Role.AGENCY_ADMIN, vacancy)
    publish_vacancy(vacancy_id=vacancy.pk, actor=admin)
    frozen = AssessmentPlan.objects.get(vacancy=vacancy)
    assert frozen.locked_by == admin
    file = client.get(reverse("read_assessment_plan", args=[vacancy.public_id]))
    assert hashlib.sha256(file.content).hexdigest() == frozen.sha256
    content = json.loads(file.content)
    assert {part["code"]: part["weight"] for part in content["components"]} == {
        "TRACK": "20",
        "ASSESS": "25",
        "PAPER": "20",
        "INTERVIEW": "35",
    }
    assert content["tie_order"] == vacancy.tie_order
    assert {row["level"] for row in content["competencies"]} == {4}
    page = client.get(reverse("show_vacancy", args=[vacancy.public_id])).content.decode()
    assert "Sidik rencana penilaian" in page
    assert frozen.sha256[:16] in page


def test_plan_that_was_never_frozen_has_no_file(client):
    vacancy = VacancyFactory(state="OPEN")
    assert client.get(reverse("read_assessment_plan", args=[vacancy.public_id])).status_code == 404
    assert "Sidik rencana penilaian" not in client.get(reverse("show_vacancy", args=[vacancy.public_id])).content.decode()


CHANGES = {
    "weight": lambda v: v.components.filter(code="TRACK").update(weight=19),
    "removal": lambda v: v.components.filter(code="TRACK").delete(),
    "addition": lambda v: ScoreComponent.objects.create(vacancy=v, code="X", label="X", weight=1),
    "standard": lambda v: v.competencies.update(level=1),
    "new competency": lambda v: CompetencyRequirement.objects.create(vacancy=v, code="X", name="X", kind="TEKNIS", level=1),
    "digest": lambda v: AssessmentPlan.objects.filter(vacancy=v).update(sha256="0" * 64),
    "row": lambda v: AssessmentPlan.objects.filter(vacancy=v).delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_database_refuses_every_change_of_a_frozen_plan(change):
    vacancy = VacancyFactory(state="OPEN")
    freeze_plan(vacancy)
    with pytest.raises(ProgrammingError, match=r"frozen|append-only|permission denied"), transaction.atomic():
        change(vacancy)


def test_ranking_is_refused_when_the_plan_is_not_the_published_one():
    vacancy = scoring_vacancy(candidates=2, filled=True)
    freeze_plan(vacancy)
    vacancy.tie_order = list(reversed(vacancy.tie_order))
    vacancy.save(update_fields=["tie_order"])
    with pytest.raises(Refused, match="berbeda dari yang dikunci saat lowongan diumumkan"):
        actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    assert not Ranking.objects.filter(vacancy=vacancy).exists()


def test_ranking_follows_the_published_plan():
    vacancy = scoring_vacancy(candidates=2, filled=True)
    freeze_plan(vacancy)
    assert actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy)).version == 1


def test_pass_or_fail_stands_in_the_packet_without_weight_and_informative_parts_do_not(vacancy):
    Score.objects.filter(candidate__number=1, component__code="HEALTH").update(value=0)
    freeze_plan(vacancy)
    ranking = actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    packet = json.loads(ranking.packet)
    parts = {part["code"]: part for part in packet["components"]}
    assert set(parts) == {"TRACK", "ASSESS", "PAPER", "INTERVIEW", "HEALTH"}
    assert parts["HEALTH"] == {"code": "HEALTH", "weight": "0", "min": "0", "max": "1", "pass_mark": "1"}
    assert sum(Decimal(part["weight"]) for part in parts.values()) == 100
    lines = {line["number"]: (line["rank"], line["passed"], line["total"]) for line in packet["result"]}
    assert lines == {"001": (None, False, "90.00"), "002": (1, True, "80.00"), "003": (2, True, "70.00")}
    assert canonical(recompute(read_packet(ranking.packet))) == ranking.packet


def test_only_what_is_ranked_is_missed(vacancy):
    Score.objects.filter(candidate__number=2, component__code__in=["HEALTH", "M01"]).delete()
    gaps = read_scoreboard(vacancy).gaps()
    assert [(gap.candidate.key, gap.kind, gap.subject) for gap in gaps] == [("002", "PASS_FAIL", "Impor nilai Tes kesehatan")]


@pytest.mark.parametrize(
    ("kind", "holder", "subject"),
    [("CAT", "Panitia tes", "Hasil "), ("ENTRY", "Sekretariat", "Entri nilai "), ("SINGLE", "Sekretariat", "Impor nilai ")],
)
def test_each_kind_names_who_must_bring_the_value(kind, holder, subject):
    vacancy = scoring_vacancy(candidates=1)
    vacancy.components.exclude(code="ASSESS").delete()
    vacancy.components.update(aggregate=kind)
    (gap,) = read_scoreboard(vacancy).gaps()
    assert (gap.holder, gap.kind) == (holder, kind)
    assert gap.subject.startswith(subject)


def test_match_is_computed_from_imported_levels_and_shown_to_the_chair(vacancy, client):
    levels = Score.objects.filter(component__competency_code__gt="")
    assert levels.count() == 30
    levels.filter(candidate__number=2).update(value=2)
    levels.filter(candidate__number=3, component__code="M01").delete()
    found = shown_results(vacancy, list(vacancy.components.order_by("position")))
    by_number = {c.number: found[c.pk] for c in vacancy.candidates.order_by("number")}
    assert by_number[1].sentences == [
        "Kesesuaian dengan standar jabatan (job person match) 100,00%, memenuhi syarat",
        "Kesan umum: 90,00",
    ]
    assert (str(by_number[2].match.percent), by_number[2].is_low) == ("50.00", True)
    assert by_number[3].match is None
    chair = chair_of(vacancy)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    client.force_login(chair)
    page = client.get(reverse("show_selection", args=[vacancy.public_id])).content.decode()
    assert "job person match) 50,00%, kurang memenuhi syarat" in page


def test_nothing_is_read_where_nothing_is_shown(django_assert_num_queries):
    vacancy = scoring_vacancy(candidates=1)
    components = list(vacancy.components.all())
    with django_assert_num_queries(0):
        assert shown_results(vacancy, components) == {}


def test_health_results_are_imported_as_words(vacancy):
    rows = [["NOMOR_PESERTA", "HEALTH"], ["1", "Memenuhi"], ["2", "tidak  memenuhi"], ["3", "0,5"]]
    plan = plan_import(rows, vacancy)
    assert [(value.number, value.value) for value in plan.values] == [(1, 1), (2, 0)]
    (error,) = plan.errors
    assert (error.row, error.column) == (4, "HEALTH")
    assert error.reason == "“0,5” tidak dikenal. Tulis memenuhi atau tidak memenuhi."


def test_values_made_in_the_portal_are_not_imported(vacancy):
    vacancy.components.filter(code="ASSESS").update(aggregate="CAT")
    (error,) = plan_import([["NOMOR_PESERTA", "ASSESS", "HEALTH"], ["1", "80", "1"]], vacancy).errors
    assert error.reason == "Nilai komponen ini dibuat di portal, tidak diimpor."


def test_freezing_says_when_and_by_whom():
    vacancy = VacancyFactory(state="OPEN")
    before = timezone.now()
    frozen = freeze_plan(vacancy)
    assert before <= frozen.locked_at <= timezone.now()
    assert frozen.locked_by == vacancy.created_by
