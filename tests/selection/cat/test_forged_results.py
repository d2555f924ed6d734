"""The database counts every result again: none is taken that does not follow from the paper, the order and the answers."""

import secrets
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selection.cat import actions
from selection.cat.key_models import ExamItemText
from selection.cat.models import ExamAnnulmentVerdict, ExamAnswer, ExamItem, ExamResult, ExamSitting
from selection.cat.paper import newest_answers, read_paper
from selection.cat.rules.grading import answers_digest, grade, scaled
from tests.factories.exams import QuestionFactory, case, exam_of, proctor_of, result_of, running_exam, session_of, weighted
from tests.factories.vacancies import VacancyFactory

pytestmark = pytest.mark.django_db

OUTCOME = "SELECT points, max_points, answered, value, answers_sha256 FROM selection_exam_outcomes(ARRAY[%s::bigint])"


@pytest.fixture
def sitting():
    """Somebody who has answered three of four numbers, one of them twice."""
    sitting = running_exam(candidates=1).sittings.select_related("session__exam__component", "user").get()
    for number, choice, sequence in ((1, 1, 1), (2, 2, 1), (2, 1, 2), (4, 2, 1)):
        ExamAnswer.objects.create(
            sitting=sitting,
            number=number,
            choice=choice,
            is_doubtful=False,
            sequence=sequence,
            saved_at=sitting.session.starts_at,
        )
    return sitting


def true_fields(sitting: ExamSitting) -> dict:
    paper, counted = read_paper(sitting.session.exam), newest_answers([sitting.pk])[sitting.pk]
    outcome = grade(paper.slots(sitting.seed), paper.parts, counted)
    component = sitting.session.exam.component
    return {
        "points": outcome.points,
        "max_points": outcome.max_points,
        "answered": outcome.answered,
        "value": scaled(outcome, component.scale_min, component.scale_max),
        "answers_sha256": answers_digest(counted),
    }


def refused(act) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        act()
    return error.value.__cause__.pgcode


@pytest.mark.parametrize(
    "forged",
    [{"points": 11}, {"max_points": 3}, {"answered": 4}, {"value": Decimal("100.00")}, {"answers_sha256": "0" * 64}],
)
def test_a_forged_result_is_refused_before_the_true_one(sitting, forged):
    rest = {"sitting": sitting, "ended_by": "SELF", "closed_at": sitting.session.ends_at}
    assert refused(lambda: ExamResult.objects.create(**rest, **(true_fields(sitting) | forged))) == "42501"
    assert actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk).answered == 3


def test_one_forged_result_among_true_ones_takes_all_with_it(sitting):
    other = running_exam(candidates=1).sittings.get()
    rest = {"ended_by": "TIME", "closed_at": sitting.session.ends_at}
    rows = [
        ExamResult(sitting=sitting, **true_fields(sitting), **rest),
        ExamResult(sitting=other, **(true_fields(other) | {"value": Decimal(90)}), **rest),
    ]
    assert refused(lambda: ExamResult.objects.bulk_create(rows)) == "42501"


def test_neither_order_nor_paper_can_be_bent_for_a_result(sitting):
    exam = sitting.session.exam
    item = exam.items.order_by("position").first()
    with connection.cursor() as cursor:
        changes = (
            f"UPDATE selection_examsitting SET seed = '{secrets.token_hex(16)}' WHERE id = {sitting.pk}",
            f"UPDATE selection_examsitting SET user_id = {exam.created_by_id} WHERE id = {sitting.pk}",
            f"UPDATE selection_examitemtext SET text = '[]' WHERE item_id = {item.pk}",
            f"DELETE FROM selection_examitemtext WHERE item_id = {item.pk}",
        )
        for statement in changes:
            assert refused(lambda statement=statement: cursor.execute(statement)) == "42501", statement
    # One question more, and the paper is no longer the one that was drawn.
    honest = true_fields(sitting)
    extra = ExamItem.objects.create(
        exam=exam,
        position=99,
        question=QuestionFactory(agency=exam.vacancy.agency),
        competency="x",
        difficulty="EASY",
        kind="SINGLE",
        sealed_text="",
        sha256="0" * 64,
    )
    assert refused(lambda: ExamItemText.objects.create(item=extra, text='["SINGLE","x",[]]')) == "42501"
    rest = {"sitting": sitting, "ended_by": "SELF", "closed_at": sitting.session.ends_at}
    assert refused(lambda: ExamResult.objects.create(**rest, **honest)) == "42501"


def test_no_table_of_a_sessions_own_can_stand_in_for_the_answers(sitting):
    with connection.cursor() as cursor:
        assert refused(lambda: cursor.execute("CREATE TEMP TABLE selection_examanswer (id int)")) == "42501"
        cursor.execute("SELECT proconfig::text FROM pg_proc WHERE proname IN ('selection_exam_outcomes', 'selection_exam_value')")
        assert {path for (path,) in cursor.fetchall()} == {'{"search_path=public, pg_temp"}'}


def test_an_annulment_takes_two_people_also_in_the_database(sitting):
    result = result_of(sitting)
    annulment = actions.propose_annulment(result_id=result.pk, actor=proctor_of(sitting.session), reason="Dicoba sendiri.")
    own = {"annulment": annulment, "is_accepted": True, "decided_by": annulment.proposed_by, "decided_at": annulment.proposed_at}
    assert refused(lambda: ExamAnnulmentVerdict.objects.create(**own)) == "42501"


@pytest.fixture
def paper_with_seats():
    """One paper of five questions; the seat is reused with every order and set of answers."""
    vacancy = VacancyFactory(state="SCORING")
    made = {"agency": vacancy.agency}
    exam = exam_of(vacancy, [QuestionFactory(**made), weighted(**made), case(**made), weighted(**made), QuestionFactory(**made)])
    session = running_exam(candidates=1).sittings.get().session
    return exam, session


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**64).map(lambda number: f"{number:032x}"),
    answers=st.lists(st.tuples(st.integers(1, 7), st.integers(0, 5), st.integers(1, 4)), max_size=14, unique_by=lambda a: a[::2]),
    scale=st.sampled_from([(0, 100), (20, 60), (1, 5), (0, 7)]),
)
def test_the_database_and_the_rules_count_alike(paper_with_seats, seed, answers, scale):
    exam, session = paper_with_seats
    component = exam.component
    type(component).objects.filter(pk=component.pk).update(scale_min=scale[0], scale_max=scale[1])
    exam.component.refresh_from_db()
    old = session.sittings.order_by("pk").first()
    seat = ExamSitting.objects.filter(session__exam=exam).count() + 1
    # A session of its own, because a participant has one place a session.
    place = session_of(exam)
    sitting = ExamSitting.objects.create(
        session=place, candidate=old.candidate, user=old.user, number=f"{seat:03d}", seat=seat, seed=seed
    )
    ExamAnswer.objects.bulk_create(
        ExamAnswer(sitting=sitting, number=number, choice=choice, is_doubtful=False, sequence=sequence, saved_at=place.starts_at)
        for number, choice, sequence in answers
    )
    with connection.cursor() as cursor:
        cursor.execute(OUTCOME, [sitting.pk])
        assert cursor.fetchone() == tuple(true_fields(sitting).values())
