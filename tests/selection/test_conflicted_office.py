"""Somebody of the office on the panel too, or a chair: a conflict with a participant closes every way to that score."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.refusals import Refused
from selection import actions as selection_actions
from selection.actions.entry import key_entries
from selection.cat import actions
from selection.cat.models import ExamAnnulment, ExamSession
from selection.models import ConflictProposal, Recusal
from selection.scoring_permissions import can_key_entries
from selection.visibility import reachable_minutes, reachable_rankings
from tests.factories.exams import proctor_of, running_exam
from tests.factories.people import MembershipFactory
from tests.factories.selection import chair_of, member_of, official, recast, scoring_vacancy, send_result
from vacancies.models import PanelMember

pytestmark = pytest.mark.django_db


def bind(vacancy, user, number: int = 1) -> Recusal:
    """The person has declared a conflict with this participant."""
    return Recusal.objects.create(
        candidate=vacancy.candidates.get(number=number),
        member=PanelMember.objects.get(panel__vacancy=vacancy, user=user),
        reason="Saudara kandung.",
        declared_at=timezone.now(),
    )


def member_with_office(vacancy):
    """Somebody of the panel who works in the secretariat too."""
    person = member_of(vacancy)
    MembershipFactory(user=person, role=Role.SECRETARIAT, agency=vacancy.agency)
    return person


def test_nobody_with_a_conflict_annuls_the_result_of_that_participant(client):
    session = running_exam(candidates=2)
    vacancy = session.exam.vacancy
    results = [actions.finish_exam(actor=each.user, sitting_id=each.pk) for each in session.sittings.order_by("number")]
    chair, office = chair_of(vacancy), member_with_office(vacancy)
    bind(vacancy, chair)
    own = bind(vacancy, office)
    with pytest.raises(Refused, match="konflik kepentingan"):
        actions.propose_annulment(result_id=results[0].pk, actor=office, reason="Membuka ponsel.")
    proctor = proctor_of(session)
    first, second = [actions.propose_annulment(result_id=each.pk, actor=proctor, reason="Membuka ponsel.") for each in results]
    for person in (chair, office):
        with pytest.raises(Refused, match="konflik kepentingan"):
            actions.decide_annulment(annulment_id=first.pk, actor=person, is_accepted=True, note="Ya.")
    client.force_login(chair)
    address = reverse("decide_exam_annulment", args=[first.public_id])
    assert "konflik kepentingan" in client.post(address, {"act": "accept", "note": "Ya."}).content.decode()
    assert not ExamAnnulment.objects.filter(verdict__isnull=False).exists()
    # About somebody else, and without the conflict, both decide as before.
    assert not actions.decide_annulment(annulment_id=second.pk, actor=chair, is_accepted=False, note="Tidak terbukti.").letter
    own.delete()
    assert actions.decide_annulment(annulment_id=first.pk, actor=office, is_accepted=True, note="Ya.").letter


def test_nobody_with_a_conflict_takes_that_participant_out_of_the_selection():
    session = running_exam(candidates=2, checked_in=False)
    office = member_with_office(session.exam.vacancy)
    bind(session.exam.vacancy, office)
    ExamSession.objects.filter(pk=session.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    actions.close_session(session_id=session.pk)
    first, second = [each.pk for each in session.sittings.order_by("number")]
    with pytest.raises(Refused, match="konflik kepentingan dengan peserta 001"):
        actions.mark_missed(session_id=session.pk, actor=office, sitting_ids=[first, second], note="Tanpa kabar")
    assert actions.mark_missed(session_id=session.pk, actor=office, sitting_ids=[second], note="Tanpa kabar") == 1


def test_nobody_with_a_conflict_types_the_papers():
    vacancy = scoring_vacancy(candidates=2)
    recast(vacancy, "TRACK", aggregate="ENTRY")
    office = member_with_office(vacancy)
    assert can_key_entries(office, vacancy) is None
    bind(vacancy, office)
    with pytest.raises(Refused, match="diketik oleh orang lain"):
        key_entries(vacancy_id=vacancy.pk, code="TRACK", actor=office, values={2: Decimal(80)})


def test_an_unanswered_question_closes_ranking_and_minutes_too(client, settings, tmp_path):
    settings.SEAL_FOLDER = str(tmp_path / "seals")
    vacancy = scoring_vacancy(candidates=3, filled=True)
    for role in (Role.PYB, Role.PPK, Role.WASDAL):
        official(role, vacancy)
    chair = chair_of(vacancy)
    ranking = selection_actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    send_result(vacancy)
    assert (reachable_rankings(chair).count(), reachable_minutes(chair).count()) == (1, 1)
    ConflictProposal.objects.create(
        candidate=vacancy.candidates.get(number=2),
        member=PanelMember.objects.get(panel__vacancy=vacancy, user=chair),
        grounds=[{"kind": "SAME_UNIT", "text": "Bekerja di unit yang sama."}],
        found_at=timezone.now(),
    )
    assert (reachable_rankings(chair).count(), reachable_minutes(chair).count()) == (0, 0)
    client.force_login(chair)
    assert client.get(reverse("download_minutes", args=[ranking.minutes.get().public_id])).status_code == 404
    # After the announcement the list is public anyway.
    type(vacancy).objects.filter(pk=vacancy.pk).update(state="ANNOUNCED")
    assert reachable_minutes(chair).count() == 1
