"""Candidate, invitee and scorer stay out of the decision under every account the register knows."""

import pytest

from accounts.enums import Role
from accounts.models import User
from approvals.actions import decide
from approvals.models import ApprovalRequest, Decision
from approvals.permissions import can_decide
from core.refusals import Refused
from selection import actions
from selection.models import Candidate
from tests.factories.invitations import InvitationFactory
from tests.factories.people import EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.selection import chair_of, member_of, official, scoring_vacancy, send_result

pytestmark = pytest.mark.django_db
NIP = "198609262015051001"


@pytest.fixture
def ground():
    """A result at its first step, and a second PyB account beside the official's."""
    vacancy = scoring_vacancy(candidates=3, filled=True)
    for role in (Role.PYB, Role.PPK, Role.WASDAL):
        official(role, vacancy)
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    request = send_result(vacancy)
    rival = UserFactory(nip=None)
    MembershipFactory(user=rival, role=Role.PYB, agency=vacancy.agency)
    return vacancy, request, rival


def refused(request, person, words):
    """Neither the page nor the act lets the person decide."""
    person = User.objects.get(pk=person.pk)
    item = ApprovalRequest.objects.with_chain().get(pk=request.pk)
    steps = list(item.steps.all())
    assert words in can_decide(person, item, steps[0], steps).reason
    with pytest.raises(Refused, match=words):
        decide(request_id=request.pk, actor=person, verdict="APPROVE", note="", digest_seen=request.digest, position_seen=1)
    assert not Decision.objects.filter(step__request=request).exists()


def test_a_free_person_decides(ground):
    _, request, rival = ground
    decide(request_id=request.pk, actor=rival, verdict="APPROVE", note="", digest_seen=request.digest, position_seen=1)
    assert Decision.objects.filter(step__request=request, actor=rival).exists()


def test_a_candidate_does_not_decide_from_a_second_account(ground):
    """The application hangs on the register row of the first account; the second account carries the row's NIP."""
    vacancy, request, rival = ground
    employee = Candidate.objects.get(vacancy=vacancy, number=1).application.employee
    User.objects.filter(pk=employee.user_id).update(nip=None)
    User.objects.filter(pk=rival.pk).update(nip=employee.nip)
    refused(request, rival, "Anda melamar lowongan ini")


def test_an_invitee_does_not_decide_from_a_second_account(ground):
    vacancy, request, rival = ground
    invited = EmployeeFactory(user=UserFactory(nip=None))
    InvitationFactory(vacancy=vacancy, employee=invited)
    User.objects.filter(pk=rival.pk).update(nip=invited.nip)
    refused(request, rival, "Anda diundang")


def test_a_scorer_does_not_decide_from_a_second_account(ground):
    """The panel's account carries the NIP; behind the other one only the register knows it."""
    vacancy, request, rival = ground
    User.objects.filter(pk=member_of(vacancy).pk).update(nip=NIP)
    EmployeeFactory(user=rival, nip=NIP)
    refused(request, rival, "Anda ikut menilai peserta")
