"""Two people press at the same moment, over two real connections."""

import threading

import pytest
from django.db import connection

from accounts.enums import Role
from core.models import AuditEntry, Letter, OutboxMessage
from core.refusals import Refused
from talent import actions
from talent.models import Invitation
from tests.factories.invitations import InvitationFactory
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import Application

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run every act in a thread with its own connection; answers or refusals, in the order of `acts`."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def work(place, act):
        gate.wait()
        try:
            answers[place] = act()
        except Refused as refused:
            answers[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def vacancy():
    return VacancyFactory(state="OPEN")


@pytest.fixture
def admin(vacancy):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)


def test_two_admins_invite_the_same_person_and_one_invitation_is_made(vacancy, admin):
    person, other = EmployeeFactory(with_user=True), UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    answers = at_once(
        *(
            lambda actor=actor: actions.invite_talent(vacancy_id=vacancy.pk, people=[person.public_id], message="", actor=actor)
            for actor in (admin, other)
        )
    )
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert Invitation.objects.count() == 1


def test_double_accept_opens_one_draft(vacancy):
    invitation = InvitationFactory(vacancy=vacancy)
    person = invitation.employee.user
    first, second = at_once(*[lambda: actions.accept_invitation(invitation_id=invitation.pk, actor=person)] * 2)
    assert first.pk == second.pk
    assert Application.objects.count() == 1
    assert AuditEntry.objects.filter(act="accept_invitation").count() == 1


def test_accept_and_revoke_end_in_one_of_the_two(vacancy, admin):
    invitation = InvitationFactory(vacancy=vacancy)
    person = invitation.employee.user
    at_once(
        lambda: actions.accept_invitation(invitation_id=invitation.pk, actor=person),
        lambda: actions.revoke_invitation(invitation_id=invitation.pk, actor=admin),
    )
    invitation.refresh_from_db()
    assert invitation.state in ("ACCEPTED", "REVOKED")
    assert Application.objects.exists() == (invitation.state == "ACCEPTED")


def test_send_and_revoke_never_leave_a_revoked_invitation_with_a_waiting_mail(vacancy, admin):
    invitation = InvitationFactory(vacancy=vacancy, state="QUEUED")
    at_once(
        lambda: actions.send_invitation(invitation_id=invitation.pk),
        lambda: actions.revoke_invitation(invitation_id=invitation.pk, actor=admin),
    )
    invitation.refresh_from_db()
    assert invitation.state in ("SENT", "REVOKED")
    waiting = OutboxMessage.objects.filter(key=invitation.mail_key).exists()
    assert waiting == (invitation.state == "SENT")
    assert Letter.objects.count() <= 1


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (
            "INSERT INTO talent_invitationpause (public_id, employee_id, scope, field, level, until, created_at)"
            " VALUES (gen_random_uuid(), %s, 'ALL', '', '', current_date + 9, now())",
            "Sedang tidak menerima undangan",
        ),
        ("UPDATE employees_employee SET is_searchable = false WHERE id = %s", "Menutup profilnya dari pencarian"),
    ],
)
def test_a_wish_that_was_there_first_is_respected_by_a_mailing_that_has_begun(vacancy, admin, second_connection, wish, reason):
    person = EmployeeFactory(with_user=True)
    with second_connection.cursor() as cursor:
        # As the person's own act does: their row first, then the wish, not yet committed.
        cursor.execute("SELECT id FROM employees_employee WHERE id = %s FOR NO KEY UPDATE", [person.pk])
        cursor.execute(wish, [person.pk])
    answers = []

    def invite():
        try:
            answers.append(actions.invite_talent(vacancy_id=vacancy.pk, people=[person.public_id], message="", actor=admin))
        except Refused as refused:
            answers.append(refused)
        finally:
            connection.close()

    mailing = threading.Thread(target=invite)
    mailing.start()
    mailing.join(0.5)
    assert mailing.is_alive(), "the mailing waits for the person's own act"
    second_connection.commit()
    mailing.join(10)
    (refused,) = answers
    assert isinstance(refused, Refused)
    assert reason in refused.reason
    assert not Invitation.objects.exists()
