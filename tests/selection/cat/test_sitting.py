"""A sitting from the PIN to the result: who is let in, what is saved, what counts, and that nobody changes it afterwards."""

from datetime import timedelta
from decimal import Decimal

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core.models import AuditEntry
from core.refusals import Refused
from selection.cat import actions
from selection.cat.models import ExamAnswer, ExamResult, ExamSession, ExamSitting
from selection.cat.paper import newest_answers, question_rows, read_paper
from selection.cat.rules.grading import Answer
from selection.models import Score
from selection.permissions import can_propose_correction
from tests.factories.exams import proctor_of, running_exam
from tests.factories.selection import chair_of

pytestmark = pytest.mark.django_db


def save(sitting: ExamSitting, *answers: tuple, desk: str | None = None) -> None:
    rows = [Answer(number, choice, doubt, sequence) for number, choice, doubt, sequence in answers]
    desk = sitting.desk if desk is None else desk
    actions.save_answers(actor=sitting.user, sitting_id=sitting.public_id, desk=desk, answers=rows)


def first(session: ExamSession) -> ExamSitting:
    return ExamSitting.objects.select_related("user", "session__exam").filter(session=session).order_by("number").first()


def best_choices(sitting: ExamSitting) -> dict[int, int]:
    """Number -> the choice on this person's screen that brings the most."""
    paper = read_paper(sitting.session.exam)
    found = {}
    for slot in paper.slots(sitting.seed):
        worth = [paper.items[slot.item].parts[slot.part].options[place].points for place in slot.options]
        found[slot.number] = worth.index(max(worth)) + 1
    return found


def move_session(session: ExamSession, **shift) -> None:
    session.starts_at += timedelta(**shift)
    session.ends_at += timedelta(**shift)
    session.save()


def now_ms() -> int:
    return int(timezone.now().timestamp() * 1000)


def test_all_best_answers_bring_the_top_of_the_scale_at_once():
    sitting = first(running_exam())
    at = now_ms() - 1000
    save(sitting, *((number, choice, False, at) for number, choice in best_choices(sitting).items()))
    result = actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk)
    assert (result.points, result.max_points, result.answered, result.value) == (11, 11, 4, Decimal("100.00"))
    score = Score.objects.get(candidate=sitting.candidate)
    assert (score.value, score.component, score.sheet) == (Decimal("100.00"), sitting.session.exam.component, None)
    assert actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk) == result


def test_the_newest_sequence_counts_whatever_order_answers_arrive_in():
    sitting = first(running_exam())
    at = now_ms() - 5000
    save(sitting, (1, 2, False, at + 2000))
    save(sitting, (1, 3, True, at + 1000), (1, 1, False, at))
    assert newest_answers([sitting.pk])[sitting.pk][1] == Answer(1, 2, False, at + 2000)


def test_the_same_answer_sent_twice_is_one_row():
    sitting = first(running_exam())
    at = now_ms() - 1000
    save(sitting, (1, 2, False, at))
    save(sitting, (1, 2, False, at), (2, 1, False, at))
    assert ExamAnswer.objects.count() == 2


def test_a_clock_ahead_of_the_server_wins_over_nothing_that_comes_later():
    sitting = first(running_exam())
    save(sitting, (1, 2, False, now_ms() + 3_600_000))
    assert newest_answers([sitting.pk])[sitting.pk][1].sequence <= now_ms()


def test_saving_is_one_statement(django_assert_num_queries):
    sitting = first(running_exam())
    with django_assert_num_queries(1):
        save(sitting, (1, 2, False, now_ms()), (2, 1, False, now_ms()))


@pytest.mark.parametrize(
    ("shift", "words"),
    [({"hours": -1}, "Waktu ujian sudah habis"), ({"hours": 1}, "Ujian belum dimulai")],
)
def test_the_servers_time_opens_and_ends(shift, words):
    session = running_exam()
    move_session(session, **shift)
    with pytest.raises(Refused, match=words):
        save(first(session), (1, 2, False, now_ms()))
    assert not ExamAnswer.objects.exists()


def test_another_computer_another_person_and_a_wrong_number_save_nothing():
    session = running_exam()
    one, two = ExamSitting.objects.select_related("user").filter(session=session).order_by("number")
    with pytest.raises(Refused, match="komputer lain"):
        save(one, (1, 2, False, now_ms()), desk="meja-lain")
    with pytest.raises(Refused, match="bukan milik Anda"):
        actions.save_answers(actor=two.user, sitting_id=one.public_id, desk=one.desk, answers=[Answer(1, 2, False, now_ms())])
    with pytest.raises(Refused, match="tidak cocok"):
        save(one, (5, 1, False, now_ms()))
    assert not ExamAnswer.objects.exists()


def test_the_clock_counts_whoever_has_begun_and_leaves_the_absent_alone():
    session = running_exam(candidates=3)
    one, two, absent = ExamSitting.objects.filter(session=session).order_by("number")
    ExamSitting.objects.filter(pk=absent.pk).update(checked_in_at=None, desk="")
    save(first(session), (1, 1, False, now_ms()))
    assert actions.close_session(session_id=session.pk) == 0
    move_session(session, hours=-1)
    assert actions.close_session(session_id=session.pk) == 2
    assert actions.close_session(session_id=session.pk) == 0
    session.refresh_from_db()
    assert session.state == "ENDED"
    assert set(ExamResult.objects.values_list("sitting", "ended_by")) == {(one.pk, "TIME"), (two.pk, "TIME")}
    assert Score.objects.filter(candidate=absent.candidate).count() == 0
    assert ExamResult.objects.get(sitting=two).value == Decimal("0.00")


def test_a_result_and_its_score_cannot_be_changed_by_the_web_role():
    sitting = first(running_exam())
    save(sitting, (1, 1, False, now_ms()))
    actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk)
    statements = (
        "UPDATE selection_examresult SET value = 100",
        "DELETE FROM selection_examresult",
        "UPDATE selection_examanswer SET choice = 2",
        "DELETE FROM selection_examanswer",
        "UPDATE selection_examitem SET sha256 = 'x'",
        "UPDATE selection_exam SET minutes = 5",
        "UPDATE selection_score SET value = 99",
        "DELETE FROM selection_score",
        "INSERT INTO selection_examanswer (sitting_id, number, choice, is_doubtful, sequence, saved_at)"
        f" VALUES ({sitting.pk}, 1, 2, false, 1, now())",
    )
    for statement in statements:
        with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert refused.value.__cause__.pgcode == "42501", statement


def test_no_score_of_the_computer_test_without_a_result():
    session = running_exam()
    sitting = first(session)
    with pytest.raises(DatabaseError), transaction.atomic():
        Score.objects.create(
            candidate=sitting.candidate, component=session.exam.component, value=Decimal(90), entered_by=session.created_by
        )
    assert not Score.objects.exists()


def test_a_pin_is_bound_to_the_person_used_once_and_counted():
    session = running_exam(checked_in=False)
    move_session(session, minutes=30)
    one, two = ExamSitting.objects.select_related("user").filter(session=session).order_by("number")
    proctor = proctor_of(session)
    issued = dict(actions.issue_pins(session_id=session.pk, actor=proctor, sitting_ids=[one.pk, two.pk]))
    pins = {sitting.pk: pin for sitting, pin in issued.items()}
    one.refresh_from_db()
    assert pins[one.pk] not in one.pin_hash
    assert one.pin_until == session.starts_at - timedelta(minutes=5)
    assert actions.check_in(actor=one.user, sitting_id=one.pk, pin="000000x")[1].reason == "PIN tidak cocok. Sisa percobaan: 4."
    assert actions.check_in(actor=two.user, sitting_id=one.pk, pin=pins[one.pk])[1].reason == "Tempat ini milik peserta lain."
    desk, refusal = actions.check_in(actor=one.user, sitting_id=one.pk, pin=f" {pins[one.pk]} ")
    assert (len(desk), refusal) == (32, None)
    assert "Minta PIN" in actions.check_in(actor=one.user, sitting_id=one.pk, pin=pins[one.pk])[1].reason
    bodies = " ".join(AuditEntry.objects.values_list("body", flat=True))
    assert "issue_exam_pins" in bodies
    assert not any(pin in bodies for pin in pins.values())


def test_five_wrong_pins_end_the_pin():
    session = running_exam(checked_in=False)
    move_session(session, minutes=30)
    sitting = first(session)
    ((_, pin),) = actions.issue_pins(session_id=session.pk, actor=proctor_of(session), sitting_ids=[sitting.pk])
    for _ in range(5):
        actions.check_in(actor=sitting.user, sitting_id=sitting.pk, pin="salah")
    assert "salah 5 kali" in actions.check_in(actor=sitting.user, sitting_id=sitting.pk, pin=pin)[1].reason


def test_after_the_closing_a_pin_needs_a_reason_and_a_late_comer_gets_none():
    session = running_exam(checked_in=False)
    sitting, proctor = first(session), proctor_of(session)
    with pytest.raises(Refused, match="tidak dapat masuk lagi"):
        actions.issue_pins(session_id=session.pk, actor=proctor, sitting_ids=[sitting.pk], reason="Terlambat")
    move_session(session, minutes=13)
    with pytest.raises(Refused, match="alasan PIN pengganti"):
        actions.issue_pins(session_id=session.pk, actor=proctor, sitting_ids=[sitting.pk])
    actions.issue_pins(session_id=session.pk, actor=proctor, sitting_ids=[sitting.pk], reason="Antre di meja identitas")
    assert session.incidents.get().kind == "REPLACEMENT"


def test_another_computer_goes_on_with_a_new_pin_and_the_old_one_stops():
    session = running_exam()
    sitting = first(session)
    save(sitting, (1, 1, False, now_ms()))
    ((_, pin),) = actions.issue_pins(
        session_id=session.pk, actor=proctor_of(session), sitting_ids=[sitting.pk], reason="Komputer mati"
    )
    desk, refusal = actions.check_in(actor=sitting.user, sitting_id=sitting.pk, pin=pin)
    assert refusal is None
    with pytest.raises(Refused, match="komputer lain"):
        save(sitting, (2, 1, False, now_ms()))
    save(sitting, (2, 1, False, now_ms()), desk=desk)
    assert set(newest_answers([sitting.pk])[sitting.pk]) == {1, 2}


def test_two_people_see_two_orders_and_each_order_is_the_same_again():
    session = running_exam()
    paper = read_paper(session.exam)
    one, two = ExamSitting.objects.filter(session=session).order_by("number")
    rows = [question_rows(paper, paper.slots(seed), {}) for seed in (one.seed, two.seed, one.seed)]
    assert rows[0] == rows[2]
    assert sorted(row["text"] + row["stem"] for row in rows[0]) == sorted(row["text"] + row["stem"] for row in rows[1])


@pytest.mark.django_db(transaction=True)
def test_an_answer_on_its_way_is_in_before_the_counting(second_connection):
    session = running_exam(candidates=1)
    sitting = first(session)
    # Another web process has taken the place for an answer and not committed yet.
    with second_connection.cursor() as cursor:
        cursor.execute("SELECT id FROM selection_examsitting WHERE id = %s FOR SHARE", [sitting.pk])
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    try:
        with pytest.raises(DatabaseError) as waited:
            actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk)
        assert isinstance(waited.value.__cause__, psycopg2.errors.LockNotAvailable)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    second_connection.rollback()
    assert actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk).answered == 0
    with pytest.raises(Refused, match="sudah selesai"):
        save(sitting, (1, 1, False, now_ms()))


def test_a_value_of_the_computer_test_is_never_corrected():
    session = running_exam(candidates=1)
    sitting = first(session)
    actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk)
    vacancy = session.exam.vacancy
    type(vacancy).objects.filter(pk=vacancy.pk).update(state="RANKED")
    score = Score.objects.select_related("component", "candidate__vacancy").get()
    assert "tidak dapat dikoreksi oleh siapa pun" in can_propose_correction(chair_of(vacancy), score).reason


def test_after_the_ranking_no_result_is_annulled():
    session = running_exam(candidates=1)
    sitting = first(session)
    result = actions.finish_exam(actor=sitting.user, sitting_id=sitting.pk)
    vacancy = session.exam.vacancy
    type(vacancy).objects.filter(pk=vacancy.pk).update(state="RANKED")
    with pytest.raises(Refused, match="sebelum peringkat disusun"):
        actions.propose_annulment(result_id=result.pk, actor=proctor_of(session), reason="Terlambat diusulkan")
