"""Who came to a computer test is who checked in; leaving for not coming is one act with the other sessions' attendance."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import Refused
from selection import actions as selection_actions
from selection.cat import actions
from selection.cat.models import ExamSitting
from selection.models import Candidate, Score
from tests.factories.exams import candidate_with_account, exam_of, proctor_of, session_of
from tests.factories.vacancies import VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """Over for an hour; number 001 came, 002 and 003 did not."""
    vacancy = VacancyFactory(state="SCORING")
    people = [candidate_with_account(vacancy, number) for number in (1, 2, 3)]
    session = session_of(exam_of(vacancy), timezone.now() - timedelta(hours=2), people=people)
    ExamSitting.objects.filter(session=session, number="001").update(checked_in_at=session.starts_at)
    return session


def sitting(session, number: str) -> ExamSitting:
    return session.sittings.select_related("candidate__application").get(number=number)


def room(session) -> str:
    return reverse("run_exam_session", args=[session.public_id])


def test_the_office_takes_out_who_did_not_come_and_brings_back(client, session):
    office = proctor_of(session)
    client.force_login(office)
    late, sick = sitting(session, "002"), sitting(session, "003")
    assert "Catat tidak hadir" not in client.get(room(session)).content.decode()
    with pytest.raises(Refused, match="sesudah sesi selesai"):
        actions.mark_missed(session_id=session.pk, actor=office, sitting_ids=[late.pk], note="Tanpa kabar")
    actions.close_session(session_id=session.pk)
    send = {"act": "missed", "missed": [late.pk]}
    refused = client.post(room(session), send).content.decode()
    assert "Tulis keterangan ketidakhadiran" in refused
    assert f'name="missed" value="{late.pk}" checked>' in refused
    present = sitting(session, "001")
    with pytest.raises(Refused, match="jadi hadir"):
        actions.mark_missed(session_id=session.pk, actor=office, sitting_ids=[present.pk], note="Tanpa kabar")
    client.post(room(session), send | {"note": "Tanpa kabar"})
    left = Candidate.objects.select_related("application").get(pk=late.candidate_id)
    assert (left.is_absent, left.application.state) == (True, "ABSENT")
    assert left.absent_note == "Tes berbasis komputer, Sesi 1: Tanpa kabar"
    assert "Tidak hadir, tercatat" in client.get(room(session)).content.decode()
    with pytest.raises(Refused, match="sudah tidak ikut seleksi"):
        actions.mark_missed(session_id=session.pk, actor=office, sitting_ids=[late.pk], note="Sekali lagi")
    # Who was not there can be given another place instead, without any mark.
    later = timezone.now() + timedelta(days=1)
    order = {"exam_id": session.exam_id, "actor": office, "title": "Susulan", "place": "R", "starts_at": later, "seats": 5}
    again = actions.plan_session(**order, candidate_ids=[sick.candidate_id])
    assert again.sittings.get().candidate_id == sick.candidate_id
    with pytest.raises(Refused, match="masih mengikuti seleksi"):
        actions.plan_session(**order, candidate_ids=[late.candidate_id])
    selection_actions.mark_present(candidate_id=late.candidate_id, actor=office)
    late.refresh_from_db()
    assert (late.absence_note, late.absence_marked_at) == ("", None)
    actions.plan_session(**order, candidate_ids=[late.candidate_id])


def test_an_absence_at_another_stage_closes_the_door_of_the_test(client, session):
    office = proctor_of(session)
    candidate = sitting(session, "002").candidate
    selection_actions.mark_absent(candidate_id=candidate.pk, actor=office, note="Tidak datang ke asesmen")
    type(session).objects.filter(pk=session.pk).update(
        starts_at=timezone.now() + timedelta(minutes=30), ends_at=timezone.now() + timedelta(minutes=90)
    )
    client.force_login(office)
    shown = client.get(room(session)).content.decode()
    assert "Tidak ikut lagi" in shown
    assert f'name="sitting" value="{sitting(session, "002").pk}"' not in shown
    assert f'name="sitting" value="{sitting(session, "003").pk}"' in shown


def test_the_test_stands_among_the_other_sessions_for_office_and_participant(client, session):
    vacancy = session.exam.vacancy
    office = proctor_of(session)
    client.force_login(office)
    listed = client.get(reverse("list_sessions", args=[vacancy.public_id])).content.decode()
    assert room(session) in listed
    assert "1 hadir" in listed
    for number, word in (("001", "Hadir"), ("002", "Tidak hadir")):
        seat = sitting(session, number)
        client.force_login(seat.user)
        shown = client.get(reverse("list_own_sessions", args=[seat.candidate.application.public_id])).content.decode()
        assert reverse("enter_exam", args=[seat.public_id]) in shown
        assert f">{word}<" in shown


def test_who_sat_the_test_while_recorded_as_absent_has_the_score_on_return(session):
    office, seat = proctor_of(session), sitting(session, "001")
    selection_actions.mark_absent(candidate_id=seat.candidate_id, actor=office, note="Keliru dicatat di sesi lain")
    assert actions.close_session(session_id=session.pk) == 1
    assert not Score.objects.exists()
    selection_actions.mark_present(candidate_id=seat.candidate_id, actor=office)
    assert Score.objects.get().value == seat.result.value
