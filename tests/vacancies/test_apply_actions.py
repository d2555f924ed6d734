"""Acts of an applicant: rule, right, stale page, trail."""

import json

import pytest
from django.utils import timezone

from accounts.enums import Role
from core.canonical import sha256_hex
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused, Stale
from tests.factories.applications import ApplicationFactory, complete_draft
from tests.factories.people import DisciplineFactory, EmployeeFactory, MembershipFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions import applications as acts
from vacancies.actions import sending
from vacancies.actions.drafting import TYPED_FIELDS, save_draft_fields
from vacancies.actions.withdrawal import withdraw_application
from vacancies.applicants import content_digest
from vacancies.models import Application
from vacancies.reviews import Review
from vacancies.rules.drafting import mark_of
from vacancies.rules.receipt import is_valid_receipt

pytestmark = pytest.mark.django_db
# Rules that a document or a stage of the selection proves, not the register.
PROVEN_LATER = {"COMPETENCE", "STATEMENT"}


def marks(application):
    """What a page drawn now would carry."""
    return {name: mark_of(getattr(application, name)) for name in TYPED_FIELDS}


def acts_on(vacancy):
    return list(AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("sequence").values_list("act", flat=True))


def test_start_opens_a_draft_with_contact_from_the_register():
    employee = EmployeeFactory(with_user=True)
    vacancy = VacancyFactory(state="OPEN")
    application = acts.start_application(vacancy_id=vacancy.pk, actor=employee.user)
    assert (application.state, application.email) == ("DRAFT", employee.email)
    assert acts_on(vacancy) == ["start_application"]


def test_start_twice_gives_the_same_draft():
    employee = EmployeeFactory(with_user=True)
    vacancy = VacancyFactory(state="OPEN")
    first = acts.start_application(vacancy_id=vacancy.pk, actor=employee.user)
    second = acts.start_application(vacancy_id=vacancy.pk, actor=employee.user, was_invited=True)
    assert first.pk == second.pk
    assert second.was_invited


@pytest.mark.parametrize("state", ["PUBLISHED", "VERIFICATION", "CANCELLED"])
def test_start_needs_open_registration(state):
    employee = EmployeeFactory(with_user=True)
    vacancy = VacancyFactory(state=state)
    with pytest.raises(Refused):
        acts.start_application(vacancy_id=vacancy.pk, actor=employee.user)
    assert not Application.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PYB, Role.PPK])
def test_office_of_the_agency_may_not_apply(role):
    employee = EmployeeFactory(with_user=True)
    vacancy = VacancyFactory(state="OPEN")
    MembershipFactory(user=employee.user, role=role, agency=vacancy.agency)
    with pytest.raises(Refused, match="bertugas sebagai"):
        acts.start_application(vacancy_id=vacancy.pk, actor=employee.user)


def test_panel_member_may_not_apply():
    vacancy = VacancyFactory(state="OPEN")
    member = vacancy.panel.members.first()
    EmployeeFactory(user=member.user)
    with pytest.raises(Refused, match="anggota panitia seleksi"):
        acts.start_application(vacancy_id=vacancy.pk, actor=member.user)


def test_account_without_register_row_may_not_apply():
    vacancy = VacancyFactory(state="OPEN")
    with pytest.raises(Refused, match="data induk ASN"):
        acts.start_application(vacancy_id=vacancy.pk, actor=UserFactory())


def test_submit_freezes_numbers_and_confirms():
    application = complete_draft()
    owner = application.employee.user
    sent = sending.submit_application(application_id=application.pk, actor=owner)
    sent.refresh_from_db()
    assert sent.state == "SUBMITTED"
    assert is_valid_receipt(sent.receipt_number)
    assert sha256_hex(sent.snapshot) == sent.snapshot_sha256
    frozen = json.loads(sent.snapshot)
    assert frozen["applicant"]["name"] == application.employee.name
    assert len(frozen["documents"]) == sent.documents.count() > 5
    assert {row["outcome"] for row in frozen["eligibility"]} == {"MET", "MISSING"}
    assert {row["kind"] for row in frozen["eligibility"] if row["outcome"] == "MISSING"} == PROVEN_LATER
    mail = OutboxMessage.objects.get()
    assert (mail.letter, mail.recipient) == (sent.receipt, owner)
    assert sent.vacancy.position_title in mail.subject
    assert sent.vacancy.agency.name in mail.subject
    assert sent.receipt_number in mail.text
    assert Notification.objects.get().recipient == owner
    assert acts_on(sent.vacancy) == ["submit_application"]
    assert list(sent.events.values_list("action", flat=True)) == ["start", "submit"]


def test_submit_twice_gives_the_first_receipt():
    application = complete_draft()
    owner = application.employee.user
    first = sending.submit_application(application_id=application.pk, actor=owner)
    second = sending.submit_application(application_id=application.pk, actor=owner)
    assert first.receipt_number == second.receipt_number
    assert OutboxMessage.objects.count() == 1
    assert acts_on(application.vacancy) == ["submit_application"]


def test_submit_names_the_rule_that_is_not_met():
    application = complete_draft()
    DisciplineFactory(employee=application.employee, started_on=timezone.localdate(), ended_on=None)
    with pytest.raises(Refused, match="hukuman disiplin"):
        sending.submit_application(application_id=application.pk, actor=application.employee.user)
    application.refresh_from_db()
    assert application.state == "DRAFT"


def test_submit_names_the_missing_document():
    application = complete_draft()
    application.documents.get(type="IJAZAH").delete()
    with pytest.raises(Refused, match="Ijazah belum diunggah"):
        sending.submit_application(application_id=application.pk, actor=application.employee.user)


def test_submit_of_another_person_is_refused():
    application = complete_draft()
    with pytest.raises(Refused, match="Hanya pemilik"):
        sending.submit_application(application_id=application.pk, actor=UserFactory())


def test_submit_from_an_overtaken_review_page_is_stale():
    application = complete_draft()
    owner = application.employee.user
    review = Review(content_digest(application, list(application.documents.all())), timezone.now())
    save_draft_fields(application_id=application.pk, actor=owner, values={"phone": "0811 2222 3333"}, seen=marks(application))
    with pytest.raises(Stale):
        sending.submit_application(application_id=application.pk, actor=owner, review=review)


def test_submit_after_gaining_a_duty_is_refused():
    application = complete_draft()
    MembershipFactory(user=application.employee.user, role=Role.SECRETARIAT, agency=application.vacancy.agency)
    with pytest.raises(Refused, match="bertugas sebagai"):
        sending.submit_application(application_id=application.pk, actor=application.employee.user)


def test_withdrawn_application_can_be_sent_again_with_a_new_receipt():
    application = complete_draft()
    owner = application.employee.user
    first = sending.submit_application(application_id=application.pk, actor=owner).receipt_number
    withdraw_application(application_id=application.pk, actor=owner)
    assert application.vacancy.applications.submitted().count() == 0
    again = acts.start_application(vacancy_id=application.vacancy_id, actor=owner)
    assert (again.pk, again.state, again.agrees) == (application.pk, "DRAFT", False)
    save_draft_fields(application_id=again.pk, actor=owner, values={"agrees": True}, seen=marks(again))
    second = sending.submit_application(application_id=again.pk, actor=owner).receipt_number
    assert first != second
    assert acts_on(application.vacancy) == [
        "submit_application", "withdraw_application", "reopen_draft", "edit_draft", "submit_application",
    ]  # fmt: skip


@pytest.mark.parametrize(("vacancy_state", "state"), [("DETERMINED", "SHORTLISTED"), ("ANNOUNCED", "NOT_SELECTED")])
def test_withdrawal_after_determination_is_refused(vacancy_state, state):
    application = ApplicationFactory(vacancy=VacancyFactory(state=vacancy_state), state=state)
    with pytest.raises(Refused):
        withdraw_application(application_id=application.pk, actor=application.employee.user)


def test_discard_deletes_draft_and_files(django_capture_on_commit_callbacks):
    application = complete_draft()
    storage, path = (lambda file: (file.storage, file.name))(application.documents.first().file)
    with django_capture_on_commit_callbacks(execute=True):
        acts.discard_application(application_id=application.pk, actor=application.employee.user)
    assert not Application.objects.filter(pk=application.pk).exists()
    assert not storage.exists(path)
    assert acts_on(application.vacancy) == ["discard_application"]


def test_sent_application_cannot_be_discarded():
    application = ApplicationFactory(state="SUBMITTED")
    with pytest.raises(Refused):
        acts.discard_application(application_id=application.pk, actor=application.employee.user)
