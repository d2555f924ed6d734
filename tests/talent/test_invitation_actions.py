"""Inviting, sending, answering, revoking, expiring: rule, right, stale, trail."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from core.models import AuditEntry, Letter, Notification, OutboxMessage, OutboxState
from core.refusals import Refused
from talent import actions, tasks
from talent.models import Invitation
from talent.notifications import invited_people
from talent.permissions import invitee_conflict
from tests.factories.applications import ApplicationFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.people import DisciplineFactory, EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def vacancy():
    return VacancyFactory(state="OPEN", level="PRATAMA")


@pytest.fixture
def admin(vacancy):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency, full_name="Rini Admin")


@pytest.fixture
def person():
    return EmployeeFactory(with_user=True, name="Budi Santoso")


def acts(vacancy):
    return list(AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("sequence").values_list("act", flat=True))


def shut(vacancy, minutes=1):
    """Move the window into the past."""
    vacancy.closes_at = timezone.now() - timedelta(minutes=minutes)
    vacancy.save(update_fields=["closes_at"])


def invite(vacancy, admin, *people, message=""):
    return actions.invite_talent(vacancy_id=vacancy.pk, people=[p.public_id for p in people], message=message, actor=admin)


def test_invite_eligible_person_queues_one_row_and_one_audit_row(vacancy, admin, person):
    (invitation,) = invite(vacancy, admin, person, message="Kami menunggu Anda.")
    assert (invitation.state, invitation.message, invitation.invited_by) == ("QUEUED", "Kami menunggu Anda.", admin)
    assert acts(vacancy) == ["invite_talent"]
    entry = AuditEntry.objects.get(chain=vacancy.trail_chain)
    assert str(person.public_id) in entry.body
    assert person.nip not in entry.body
    assert not OutboxMessage.objects.exists()


def test_invite_ineligible_person_is_refused_with_the_requirement_and_invites_nobody(vacancy, admin, person):
    sanctioned = EmployeeFactory(with_user=True, name="Sari Dewi")
    DisciplineFactory(employee=sanctioned, severity="BERAT", started_on=timezone.localdate(), ended_on=None)
    with pytest.raises(Refused, match=r"Sari Dewi: Belum memenuhi syarat .*disiplin"):
        invite(vacancy, admin, person, sanctioned)
    assert not Invitation.objects.exists()


def test_invite_person_who_closed_their_profile_is_refused_by_name(vacancy, admin):
    hidden = EmployeeFactory(is_searchable=False, name="Tak Terlihat")
    with pytest.raises(Refused) as refused:
        invite(vacancy, admin, hidden)
    assert "Tak Terlihat: Menutup profilnya dari pencarian" in refused.value.reason


def test_invite_twice_is_refused_and_makes_no_second_row(vacancy, admin, person):
    invite(vacancy, admin, person)
    with pytest.raises(Refused, match="Sudah diundang"):
        invite(vacancy, admin, person)
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("role", [Role.PPK, Role.PYB, Role.SECRETARIAT, Role.AGENCY_ADMIN])
def test_invite_holder_of_a_duty_in_the_agency_is_refused(vacancy, admin, person, role):
    MembershipFactory(user=person.user, role=role, agency=vacancy.agency)
    with pytest.raises(Refused, match="Bertugas dalam seleksi ini"):
        invite(vacancy, admin, person)


def test_invite_panel_member_is_refused(vacancy, admin, person):
    seat = vacancy.panel.members.first()
    seat.user = person.user
    seat.save(update_fields=["user"])
    with pytest.raises(Refused, match="anggota pansel"):
        invite(vacancy, admin, person)


def test_invite_more_than_the_quota_is_refused(vacancy, admin, monkeypatch):
    monkeypatch.setattr("talent.rules.invitation_quota.PEOPLE_A_SEAT", 1)
    with pytest.raises(Refused, match="masih dapat mengundang 1 orang lagi dari jatah 1, sedangkan Anda memilih 2"):
        invite(vacancy, admin, EmployeeFactory(), EmployeeFactory())


def test_invite_nobody_is_refused(vacancy, admin):
    with pytest.raises(Refused, match="Belum ada orang"):
        invite(vacancy, admin)


@pytest.mark.parametrize("state", ["DRAFT", "APPROVED", "VERIFICATION", "SCORING", "ANNOUNCED", "CANCELLED"])
def test_invite_outside_the_window_is_refused(state, person):
    vacancy = VacancyFactory(state=state)
    admin = UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    with pytest.raises(Refused, match="sampai pendaftaran ditutup"):
        invite(vacancy, admin, person)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.PPK, Role.PYB])
def test_invite_by_another_role_is_refused(vacancy, person, role):
    with pytest.raises(Refused, match="Hanya admin instansi"):
        invite(vacancy, UserFactory(role=role, agency=vacancy.agency), person)


def test_invite_by_admin_of_another_agency_is_refused(vacancy, person):
    with pytest.raises(Refused, match="Hanya admin instansi"):
        invite(vacancy, UserFactory(role=Role.AGENCY_ADMIN), person)


def test_send_writes_letter_mail_bell_and_trail_once(vacancy, admin, person):
    (invitation,) = invite(vacancy, admin, person)
    assert [tasks.send_pending_invitations() for _ in range(3)] == [1, 0, 0]
    invitation.refresh_from_db()
    assert invitation.state == "SENT"
    assert invitation.sent_at is not None
    letter = Letter.objects.get()
    assert letter.number == f"001/UND/{vacancy.agency.code}/{timezone.localdate().year}"
    assert letter.words["name"] == "Budi Santoso"
    assert person.nip not in str(letter.words), "the office opens this letter before the person has answered"
    mail = OutboxMessage.objects.get()
    assert (mail.key, mail.to_address, mail.letter) == (f"invitation:{invitation.pk}", person.email, letter)
    assert vacancy.position_title in mail.subject
    assert vacancy.agency.name in mail.subject
    assert f"/undangan/{invitation.public_id}/" in mail.text
    assert Notification.objects.get().recipient == person.user
    assert acts(vacancy) == ["invite_talent", "send_invitations"]
    assert AuditEntry.objects.get(act="send_invitations").actor_id is None


def test_send_to_person_without_account_writes_mail_but_no_bell(vacancy, admin):
    (invitation,) = invite(vacancy, admin, EmployeeFactory(email="tanpa.akun@uji.example"))
    assert actions.send_invitation(invitation_id=invitation.pk) is True
    assert OutboxMessage.objects.get().recipient is None
    assert not Notification.objects.exists()


def test_send_without_address_fails_with_a_sentence_and_tells_the_sender(vacancy, admin):
    (invitation,) = invite(vacancy, admin, EmployeeFactory(email=""))
    assert actions.send_invitation(invitation_id=invitation.pk) is False
    invitation.refresh_from_db()
    assert (invitation.state, invitation.failure) == ("FAILED", actions.NO_ADDRESS)
    assert not OutboxMessage.objects.exists()
    assert not Letter.objects.exists()
    assert Notification.objects.get().recipient == admin
    assert acts(vacancy)[-1] == "fail_invitations"


def test_retry_after_the_address_was_added_sends_it(vacancy, admin):
    person = EmployeeFactory(email="")
    (invitation,) = invite(vacancy, admin, person)
    actions.send_invitation(invitation_id=invitation.pk)
    person.email = "baru@uji.example"
    person.save(update_fields=["email"])
    actions.retry_invitation(invitation_id=invitation.pk, actor=admin)
    assert tasks.send_pending_invitations() == 1
    assert OutboxMessage.objects.get().to_address == "baru@uji.example"


def test_send_after_closing_fails_instead_of_inviting_to_a_shut_door(vacancy, admin, person):
    (invitation,) = invite(vacancy, admin, person)
    shut(vacancy)
    assert actions.send_invitation(invitation_id=invitation.pk) is False
    invitation.refresh_from_db()
    assert (invitation.state, invitation.failure) == ("FAILED", actions.WINDOW_OVER)


def test_retry_of_a_mail_given_up_reuses_the_same_row(vacancy, admin, person):
    (invitation,) = invite(vacancy, admin, person)
    actions.send_invitation(invitation_id=invitation.pk)
    OutboxMessage.objects.update(state=OutboxState.FAILED, attempts=60)
    actions.retry_invitation(invitation_id=invitation.pk, actor=admin)
    mail = OutboxMessage.objects.get()
    assert (mail.state, mail.attempts, mail.key) == (OutboxState.PENDING, 0, f"invitation:{invitation.pk}")


@pytest.mark.parametrize("state", ["QUEUED", "SENT", "ACCEPTED", "DECLINED", "REVOKED"])
def test_retry_of_an_invitation_that_did_not_fail_is_refused(vacancy, admin, state):
    invitation = InvitationFactory(vacancy=vacancy, state=state)
    with pytest.raises(Refused, match="Gagal dikirim"):
        actions.retry_invitation(invitation_id=invitation.pk, actor=admin)


def test_retry_by_a_stranger_is_refused(vacancy):
    invitation = InvitationFactory(vacancy=vacancy, state="FAILED")
    with pytest.raises(Refused, match="Hanya admin instansi"):
        actions.retry_invitation(invitation_id=invitation.pk, actor=UserFactory(role=Role.AGENCY_ADMIN))


def test_accept_opens_a_draft_and_tells_the_sender(vacancy, admin):
    invitation = InvitationFactory(vacancy=vacancy, invited_by=admin)
    application = actions.accept_invitation(invitation_id=invitation.pk, actor=invitation.employee.user)
    invitation.refresh_from_db()
    assert invitation.state == "ACCEPTED"
    assert (application.state, application.was_invited, application.employee) == ("DRAFT", True, invitation.employee)
    assert Notification.objects.get(recipient=admin).title.startswith(f"{invitation.employee.name} menerima undangan")
    assert acts(vacancy) == ["start_application", "accept_invitation"]
    told = [json.loads(entry.body)["duty"] for entry in AuditEntry.objects.filter(chain=vacancy.trail_chain)]
    assert told == ["Pelamar", "Pelamar"]


def test_accept_twice_opens_one_draft(vacancy):
    invitation = InvitationFactory(vacancy=vacancy)
    first, second = (actions.accept_invitation(invitation_id=invitation.pk, actor=invitation.employee.user) for _ in range(2))
    assert first == second
    assert Application.objects.count() == 1
    assert acts(vacancy).count("accept_invitation") == 1


def test_accept_with_an_application_already_there_keeps_it(vacancy):
    invitation = InvitationFactory(vacancy=vacancy)
    own = ApplicationFactory(vacancy=vacancy, employee=invitation.employee, state="SUBMITTED")
    accepted = actions.accept_invitation(invitation_id=invitation.pk, actor=invitation.employee.user)
    assert (accepted.pk, accepted.state) == (own.pk, "SUBMITTED")


def test_accept_by_another_person_is_refused(vacancy):
    invitation = InvitationFactory(vacancy=vacancy)
    stranger = EmployeeFactory(with_user=True).user
    with pytest.raises(Refused, match="Hanya orang yang diundang"):
        actions.accept_invitation(invitation_id=invitation.pk, actor=stranger)
    with pytest.raises(Refused, match="Hanya orang yang diundang"):
        actions.decline_invitation(invitation_id=invitation.pk, actor=stranger)


def test_accept_before_registration_opens_is_refused_but_declining_works():
    invitation = InvitationFactory(vacancy=VacancyFactory(state="PUBLISHED"))
    with pytest.raises(Refused, match="Pendaftaran baru dibuka pada"):
        actions.accept_invitation(invitation_id=invitation.pk, actor=invitation.employee.user)
    declined = actions.decline_invitation(invitation_id=invitation.pk, actor=invitation.employee.user)
    assert declined.state == "DECLINED"


def test_accept_after_closing_is_refused_with_the_time(vacancy):
    invitation = InvitationFactory(vacancy=vacancy)
    shut(vacancy)
    with pytest.raises(Refused, match="berlaku sampai pendaftaran ditutup, yaitu"):
        actions.accept_invitation(invitation_id=invitation.pk, actor=invitation.employee.user)
    assert not Application.objects.exists()


@pytest.mark.parametrize("state", ["DECLINED", "REVOKED"])
def test_accept_after_it_ended_is_refused(vacancy, state):
    invitation = InvitationFactory(vacancy=vacancy, state=state)
    with pytest.raises(Refused):
        actions.accept_invitation(invitation_id=invitation.pk, actor=invitation.employee.user)
    assert not Application.objects.exists()


def test_decline_keeps_the_reason_and_mails_it_to_the_sender(vacancy, admin):
    invitation = InvitationFactory(vacancy=vacancy, invited_by=admin)
    actions.decline_invitation(invitation_id=invitation.pk, actor=invitation.employee.user, reason=" Alasan keluarga. ")
    actions.decline_invitation(invitation_id=invitation.pk, actor=invitation.employee.user, reason="Lain")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.decline_reason) == ("DECLINED", "Alasan keluarga.")
    mail = OutboxMessage.objects.get(to_address=admin.email)
    assert "Alasan keluarga." in mail.text
    assert acts(vacancy) == ["decline_invitation"]


def test_revoke_before_the_mail_left_takes_the_mail_back(vacancy, admin, person):
    (invitation,) = invite(vacancy, admin, person)
    actions.send_invitation(invitation_id=invitation.pk)
    actions.revoke_invitation(invitation_id=invitation.pk, actor=admin)
    invitation.refresh_from_db()
    assert invitation.state == "REVOKED"
    assert not OutboxMessage.objects.exists()


def test_revoke_after_the_mail_left_tells_the_person(vacancy, admin, person):
    (invitation,) = invite(vacancy, admin, person)
    actions.send_invitation(invitation_id=invitation.pk)
    OutboxMessage.objects.update(state=OutboxState.SENT)
    actions.revoke_invitation(invitation_id=invitation.pk, actor=admin)
    told = OutboxMessage.objects.get(key=f"invitation:{invitation.pk}:revoked")
    assert (told.to_address, told.subject) == (
        person.email,
        f"Undangan dibatalkan: {vacancy.position_title}, {vacancy.agency.name}",
    )


@pytest.mark.parametrize("state", ["ACCEPTED", "DECLINED", "EXPIRED", "REVOKED"])
def test_revoke_of_an_answered_invitation_is_refused(vacancy, admin, state):
    invitation = InvitationFactory(vacancy=vacancy, state=state)
    with pytest.raises(Refused, match="Batalkan undangan"):
        actions.revoke_invitation(invitation_id=invitation.pk, actor=admin)


def test_window_closing_expires_and_an_extension_renews(vacancy):
    sent, answered = InvitationFactory(vacancy=vacancy), InvitationFactory(vacancy=vacancy, state="DECLINED")
    assert tasks.expire_invitations() == 0
    shut(vacancy)
    assert [tasks.expire_invitations() for _ in range(2)] == [1, 0]
    sent.refresh_from_db()
    assert sent.state == "EXPIRED"
    vacancy.closes_at = timezone.now() + timedelta(days=7)
    vacancy.save(update_fields=["closes_at"])
    assert [tasks.expire_invitations() for _ in range(2)] == [1, 0]
    sent.refresh_from_db()
    answered.refresh_from_db()
    assert (sent.state, answered.state) == ("SENT", "DECLINED")
    assert acts(vacancy) == ["expire_invitations", "renew_invitations"]


def test_accept_after_an_extension_works_before_the_job_ran(vacancy):
    invitation = InvitationFactory(vacancy=vacancy, state="EXPIRED")
    actions.accept_invitation(invitation_id=invitation.pk, actor=invitation.employee.user)
    invitation.refresh_from_db()
    assert invitation.state == "ACCEPTED"


def test_invited_people_hear_of_an_extension_unless_they_said_no(vacancy):
    kept = [InvitationFactory(vacancy=vacancy, state=state).employee.user for state in ("SENT", "ACCEPTED", "EXPIRED")]
    for state in ("QUEUED", "FAILED", "DECLINED", "REVOKED"):
        InvitationFactory(vacancy=vacancy, state=state)
    InvitationFactory(state="SENT")
    assert list(invited_people(vacancy)) == sorted(kept, key=lambda user: user.pk)


def test_invitee_never_decides_on_the_vacancy(vacancy):
    invitation = InvitationFactory(vacancy=vacancy, state="DECLINED")
    assert "diundang" in invitee_conflict(vacancy, invitation.employee.user).reason
    assert invitee_conflict(VacancyFactory(), invitation.employee.user) is None
    revoked = InvitationFactory(vacancy=vacancy, state="REVOKED")
    assert invitee_conflict(vacancy, revoked.employee.user) is None


def test_bad_invitation_does_not_stop_the_batch(vacancy, admin, person):
    invite(vacancy, admin, EmployeeFactory(email="", name="Aaa"), person)
    assert tasks.send_pending_invitations() == 1
    assert sorted(Invitation.objects.values_list("state", flat=True)) == ["FAILED", "SENT"]
