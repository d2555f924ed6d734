"""Every link in every message may be followed by a machine: mail scanners open them all, often twice.

The standing world holds what a whole selection wrote; each address in its mails and bells is opened by a stranger and by the
person it was meant for, and not one row of the database changes.
"""

import re
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Agency
from approvals.actions import remind_of_due_steps
from core.digest import write_digests
from core.models import NoticePreference, Notification, OutboxMessage
from talent.actions import accept_invitation, decline_invitation, invite_talent
from talent.models import Invitation, TargetPost
from talent.tasks import send_pending_invitations
from tests.factories.applications import complete_draft
from tests.factories.people import PASSWORD, EmployeeFactory, UserFactory
from tests.factories.vacancies import RegistrationExtensionFactory, VacancyFactory
from vacancies.actions.sending import submit_application
from vacancies.actions.withdrawal import withdraw_application
from vacancies.models import DocumentRequest, Vacancy
from vacancies.notifications.registration import announce_closing, announce_ending, announce_extension, window_audience
from vacancies.notifications.reminders import remind_drafts, remind_request

ADDRESS = re.compile(re.escape(settings.PORTAL_URL) + r"(/\S*?)[.,;:)]*(?=\s|$)|http://testserver(/\S+)")
# A visit may open a session, count against a limit, fill a cache, be noted in the log of opened invitations, and leave the sign
# that an official is reading a decision page (with the number its decision is signed with); nothing else.
VISITS = {"django_session", "core_cache", "vacancies_preparedsending", "talent_invitationopening", "approvals_openedsheet"}
KINDS = {
    "application_sent", "application_withdrawn", "draft_reminder",
    "registration_extended", "registration_closed", "draft_expired",
    "registration_closed_office", "vacancy_ended", "document_request_reminder", "invitation_sent", "invitation_answered",
    "stage_result", "scoring_opened", "step_arrived", "step_late", "step_decided", "result_determined", "final_result",
    "daily_digest",
}  # fmt: skip


def fingerprint():
    """One text per table that changes with any row."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - VISITS)
    marks = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT md5(coalesce(string_agg(row::text, '|' ORDER BY row::text), '')) FROM {table} AS row")
            marks[table] = cursor.fetchone()[0]
    return marks


def links():
    """(path, recipient or None) of every link in the outbox and the bell."""
    found = set()
    for mail in OutboxMessage.objects.select_related("recipient").order_by("id"):
        for inside, elsewhere in ADDRESS.findall(mail.text + " " + mail.stop_url):
            found.add((inside or elsewhere, mail.recipient))
    for line in Notification.objects.select_related("recipient").order_by("id"):
        found.add((line.url, line.recipient))
    return sorted(found, key=lambda link: (link[0], link[1].pk if link[1] else 0))


def visitors(found):
    """Somebody signed in for each recipient; signing in is an act of its own and happens before anything is compared."""
    people = {recipient.pk: recipient for _, recipient in found if recipient is not None}
    clients = {pk: Client() for pk in people}
    for pk, client in clients.items():
        client.force_login(people[pk])
    return clients


def visit_all(found, clients):
    """Open each link twice as nobody and twice as its recipient. Returns the paths by status of the answer."""
    stranger, answers = Client(), {}
    for path, recipient in found:
        for visitor in [stranger] if recipient is None else [stranger, clients[recipient.pk]]:
            for _ in range(2):
                answers.setdefault(visitor.get(path).status_code, []).append(path)
    return answers


def write_everything():
    """Messages of applying and inviting that the standing world does not hold."""
    vacancy = VacancyFactory(state="OPEN")
    admin = UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    draft, sent = complete_draft(vacancy), complete_draft(vacancy)
    submit_application(application_id=sent.pk, actor=sent.employee.user)
    NoticePreference.objects.create(user=draft.employee.user, kind="draft_reminder", way="DIGEST")
    remind_drafts(vacancy, [draft], 7)
    asked = DocumentRequest.objects.create(
        application=sent, type="SKP", reason="Tidak terbaca.", asked_by=admin, asked_at=timezone.now(),
        due_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    remind_request(asked)
    announce_extension(vacancy, RegistrationExtensionFactory(vacancy=vacancy), window_audience(vacancy))
    announce_closing(vacancy, submitted=1, expired=[draft.employee.user], now=timezone.now())
    invited = [EmployeeFactory(with_user=True) for _ in range(3)]
    invite_talent(vacancy_id=vacancy.pk, people=[each.public_id for each in invited], message="", actor=admin)
    send_pending_invitations()
    first, second, _ = Invitation.objects.filter(vacancy=vacancy).order_by("pk")
    accept_invitation(invitation_id=first.pk, actor=first.employee.user)
    decline_invitation(invitation_id=second.pk, reason="Belum dapat pindah tugas.", actor=second.employee.user)
    withdraw_application(application_id=sent.pk, actor=sent.employee.user)
    announce_ending(vacancy, window_audience(vacancy), title="Lowongan dibatalkan")
    remind_of_due_steps(now=timezone.now() + timedelta(days=60))
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(days=2))
    write_digests(timezone.now().replace(hour=12))


def assert_subjects_name_post_and_agency():
    """Of every mail that is about a post, announced or filled from a succession pool; a digest is about many."""
    # The world writes one bare row of the outbox by hand; no code of the portal words it.
    posts = {*Vacancy.objects.values_list("position_title", flat=True), *TargetPost.objects.values_list("title", flat=True)}
    agencies = set(Agency.objects.values_list("name", flat=True))
    subjects = (
        OutboxMessage.objects.filter(kind__in=KINDS - {"daily_digest"})
        .exclude(subject="Hasil akhir")
        .values_list("kind", "subject")
    )
    bare = {
        (kind, subject)
        for kind, subject in subjects
        if not (any(post in subject for post in posts) and any(agency in subject for agency in agencies))
    }
    assert bare == set()


def test_opening_every_link_of_every_message_changes_nothing(world):
    write_everything()
    assert_subjects_name_post_and_agency()
    found = links()
    kinds = set(OutboxMessage.objects.values_list("kind", flat=True)) | set(Notification.objects.values_list("kind", flat=True))
    assert kinds >= KINDS
    clients = visitors(found)
    before = fingerprint()
    answers = visit_all(found, clients)
    assert fingerprint() == before
    assert set(answers) <= {200, 302}, {status: paths for status, paths in answers.items() if status not in (200, 302)}


def test_a_scanner_does_not_use_up_the_link_for_a_new_password(world):
    person = EmployeeFactory(with_user=True).user
    Client().post(reverse("account_reset_password"), {"email": person.email})
    mail = OutboxMessage.objects.get(to_address=person.email, kind="account_security")
    (path,) = {inside or elsewhere for inside, elsewhere in ADDRESS.findall(mail.text)}
    before = fingerprint()
    # By nobody only: signing in makes the link void, as it should.
    assert set(visit_all([(path, None)], {})) == {302}
    assert fingerprint() == before
    owner = Client()
    form = owner.get(path, follow=True)
    new = PASSWORD + "-baru"
    assert owner.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}).status_code == 302
    person.refresh_from_db()
    assert person.check_password(new)
