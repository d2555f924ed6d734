"""An applicant names an official a relative: the official decides nothing in the selection from then on."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from approvals.actions import decide
from approvals.models import Decision, Stake
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused
from selection import actions
from selection.models import Candidate
from tests.factories.applications import ApplicationFactory
from tests.factories.people import EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.selection import chair_of, official, scoring_vacancy, send_result
from vacancies.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground():
    """A result at its first step, an applicant signed in, and the officials."""
    vacancy = scoring_vacancy(candidates=3, filled=True)
    people = {role: official(role, vacancy) for role in (Role.PYB, Role.PPK, Role.WASDAL)}
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    return Ground(vacancy, people)


class Ground:
    def __init__(self, vacancy, people):
        self.vacancy, self.people = vacancy, people
        self.application = Candidate.objects.get(vacancy=vacancy, number=2).application
        self.user = self.application.employee.user
        self.url = reverse("declare_relative", args=[self.application.public_id])
        self.client = Client()
        self.client.force_login(self.user)

    def post(self, **values):
        return self.client.post(self.url, values)

    def choose(self, person, tie="Paman saya."):
        return self.post(official=str(person.public_id), tie=tie)


def give(request, actor):
    return decide(request_id=request.pk, actor=actor, verdict="APPROVE", note="", digest_seen=request.digest, position_seen=1)


def test_the_page_is_reached_from_the_status_and_lists_who_decides(ground):
    status = ground.client.get(reverse("show_application", args=[ground.application.public_id])).content.decode()
    assert ground.url in status
    page = ground.client.get(ground.url)
    offered = [label for _, label in page.context["form"].fields["official"].choices]
    assert offered == [
        f"{ground.people[Role.PYB].full_name}, persetujuan PyB",
        f"{ground.people[Role.PPK].full_name}, persetujuan PPK",
        f"{ground.people[Role.WASDAL].full_name}, rekomendasi Wasdal BKN",
    ]


def test_the_named_official_decides_nothing_until_it_is_taken_back(ground):
    request = send_result(ground.vacancy)
    pyb = ground.people[Role.PYB]
    assert ground.choose(pyb).status_code == 302
    with pytest.raises(Refused, match="hubungan pribadi"):
        give(request, pyb)
    desk = Client()
    desk.force_login(pyb)
    assert desk.get(reverse("decide_step", args=[request.public_id])).context["form"] is None
    assert AuditEntry.objects.filter(chain=ground.vacancy.trail_chain, act="declare_stake", actor_id=ground.user.pk).count() == 1
    stake = Stake.objects.get()
    assert "Paman saya." in ground.client.get(ground.url).content.decode()
    assert ground.post(tarik=str(stake.public_id)).status_code == 302
    assert not Stake.objects.in_force().exists()
    assert give(request, pyb).verdict == "APPROVE"


def test_the_office_hears_that_an_official_decides_nothing_and_when_it_is_taken_back(ground):
    office = official(Role.SECRETARIAT, ground.vacancy)
    admin = official(Role.AGENCY_ADMIN, ground.vacancy)
    pyb = ground.people[Role.PYB]
    ground.choose(pyb, "Paman saya.")
    bell = Notification.objects.get(kind="relative_declared")
    assert bell.recipient == office
    assert bell.title == f"{pyb.full_name} tidak ikut memutus, keluarga seorang pelamar: {ground.vacancy.position_title}"
    assert ground.user.full_name not in bell.title
    desk = Client()
    desk.force_login(office)
    assert desk.get(bell.url).status_code == 200
    assert not OutboxMessage.objects.filter(kind="relative_declared").exists()
    ground.post(tarik=str(Stake.objects.get().public_id))
    assert [row.title.split(":")[0] for row in Notification.objects.filter(kind="relative_declared").order_by("id")][1:] == [
        f"Pernyataan keluarga tentang {pyb.full_name} ditarik"
    ]
    # Without a secretariat the admins are told.
    office.memberships.update(valid_until=ground.vacancy.created_at.date() - timedelta(days=1))
    ground.choose(ground.people[Role.PPK])
    assert Notification.objects.get(kind="relative_declared", recipient=admin).title.startswith(ground.people[Role.PPK].full_name)


def test_a_second_account_of_the_named_official_does_not_decide_either(ground):
    request = send_result(ground.vacancy)
    pyb = ground.people[Role.PYB]
    User.objects.filter(pk=pyb.pk).update(nip="198609262015051001")
    other, free = UserFactory(nip=None), UserFactory(nip=None)
    for person in (other, free):
        MembershipFactory(user=person, role=Role.PYB, agency=ground.vacancy.agency)
    # The account carries no number; the register knows the one behind it.
    EmployeeFactory(user=other, nip="198609262015051001")
    ground.choose(pyb)
    with pytest.raises(Refused, match="hubungan pribadi"):
        give(request, other)
    assert give(request, free).verdict == "APPROVE"


def test_wrong_input_stays_on_the_page_with_a_sentence(ground):
    empty = ground.post(official="", tie="Kata yang saya tulis.")
    assert list(empty.context["form"].errors) == ["official"]
    assert "Kata yang saya tulis." in empty.content.decode()
    stranger = UserFactory()
    for forged in (str(stranger.public_id), "1", str(uuid.UUID(int=7))):
        assert list(ground.post(official=forged, tie="Paman.").context["form"].errors) == ["official"]
    pyb = ground.people[Role.PYB]
    assert list(ground.choose(pyb, " ").context["form"].errors) == ["tie"]
    ground.choose(pyb)
    assert "sudah tercatat" in str(ground.choose(pyb).context["form"].errors)
    for forged in ("satu", str(uuid.UUID(int=7))):
        assert ground.post(tarik=forged).status_code == 302
    assert Stake.objects.in_force().count() == 1


def test_nobody_declares_for_somebody_else_or_after_the_end(ground):
    other = Client()
    other.force_login(Candidate.objects.get(vacancy=ground.vacancy, number=1).application.employee.user)
    assert other.get(ground.url).status_code == 404
    pyb = ground.people[Role.PYB]
    with pytest.raises(Refused, match="pelamarnya sendiri"):
        actions.declare_relative(application_id=ground.application.pk, official_id=pyb.public_id, tie="Paman.", actor=pyb)
    ground.choose(pyb)
    stake = Stake.objects.get()
    neighbour = Candidate.objects.get(vacancy=ground.vacancy, number=1).application
    with pytest.raises(Refused, match="bukan milik Anda"):
        actions.take_back_relative(
            application_id=neighbour.pk, stake_id=stake.public_id, actor=User.objects.get(pk=neighbour.employee.user_id)
        )
    type(ground.vacancy).objects.filter(pk=ground.vacancy.pk).update(state="DETERMINED")
    page = ground.choose(ground.people[Role.PPK])
    assert page.status_code == 409
    assert "sudah ditutup" in page.content.decode()
    Application.objects.filter(pk=ground.application.pk).update(state="WITHDRAWN")
    assert ground.client.get(ground.url).context["refusal"] is not None
    status = ground.client.get(reverse("show_application", args=[ground.application.public_id])).content.decode()
    assert ground.url not in status
    assert not Decision.objects.exists()


def test_a_draft_is_told_when_relatives_are_named(client):
    draft = ApplicationFactory(state="DRAFT")
    client.force_login(draft.employee.user)
    page = client.get(reverse("declare_relative", args=[draft.public_id])).content.decode()
    assert "sesudah lamaran terkirim" in page
    assert "tidak lagi ikut seleksi" not in page


@pytest.mark.parametrize("holders", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three_holders(ground, django_assert_num_queries, holders):
    for _ in range(holders - 1):
        official(Role.PYB, ground.vacancy)
    ground.client.get(ground.url)
    with django_assert_num_queries(12):
        assert ground.client.get(ground.url).status_code == 200
