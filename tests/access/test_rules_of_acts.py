"""Rules the pages never get to ask about strangers, because their rows are not found: the acts refuse by themselves as well."""

import pytest
from django.utils import timezone

from accounts.enums import Role
from core.refusals import Refused
from employees.actions import evidence, own_records
from tests.factories.applications import ApplicationFactory, DocumentRequestFactory
from tests.factories.evidence import EvidenceFactory, OwnRecordFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions import applications, document_requests, plan, plan_approval
from vacancies.models import Application, Vacancy

pytestmark = pytest.mark.django_db


def test_another_person_changes_nothing_in_a_locker():
    document, stranger = EvidenceFactory(), UserFactory()
    words = evidence.EvidenceWords(type=document.type, title="Milik orang lain")
    with pytest.raises(Refused, match="pemilik lemari"):
        evidence.describe_evidence(document_id=document.pk, actor=stranger, seen=evidence.description_mark(document), words=words)
    with pytest.raises(Refused, match="pemilik lemari"):
        evidence.put_away_evidence(document_id=document.pk, actor=stranger)
    with pytest.raises(Refused, match="pemilik lemari"):
        evidence.take_out_evidence(document_id=document.pk, actor=stranger)
    before = document.title
    document.refresh_from_db()
    assert document.title == before


def test_another_person_deletes_no_own_record():
    record, stranger = OwnRecordFactory(), EmployeeFactory(with_user=True).user
    with pytest.raises(Refused, match="pemilik isian"):
        own_records.delete_own_record(record_id=record.pk, actor=stranger, version=record.version)
    record.refresh_from_db()


def test_another_person_neither_discards_nor_reopens_a_draft():
    draft = ApplicationFactory(state="DRAFT")
    withdrawn = ApplicationFactory(state="WITHDRAWN", submitted_at=timezone.now())
    with pytest.raises(Refused):
        applications.discard_application(application_id=draft.pk, actor=UserFactory())
    with pytest.raises(Refused):
        applications.reopen_draft(application_id=withdrawn.pk, actor=UserFactory())
    states = Application.objects.filter(pk__in=[draft.pk, withdrawn.pk]).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["DRAFT", "WITHDRAWN"]


def test_only_the_office_takes_a_request_for_a_document_back():
    request = DocumentRequestFactory(asked_by=UserFactory())
    with pytest.raises(Refused, match="sekretariat dan admin instansi"):
        document_requests.withdraw_document_request(request_id=request.pk, actor=UserFactory())
    request.refresh_from_db()
    assert request.withdrawn_at is None


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (plan.delete_plan, "DRAFT"),
        (plan.copy_vacancy, "ANNOUNCED"),
        (plan_approval.withdraw_plan, "PLAN_REVIEW"),
        (plan_approval.revise_plan, "PLAN_REJECTED"),
    ],
)
def test_the_admin_of_another_agency_touches_no_plan(act, state):
    vacancy = VacancyFactory(state=state)
    with pytest.raises(Refused, match="Hanya admin instansi"):
        act(vacancy_id=vacancy.pk, actor=UserFactory(role=Role.AGENCY_ADMIN, agency=AgencyFactory()))
    assert list(Vacancy.objects.values_list("pk", "state")) == [(vacancy.pk, state)]
