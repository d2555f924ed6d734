"""Rules the pages never get to ask about strangers, because their rows are not found: the acts refuse by themselves as well."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Agency, User
from approvals.actions import delegations
from core.refusals import Refused
from core.uploads.files import accept_file
from employees.actions import evidence, own_records
from selection.actions import reminders
from selection.cat.actions import questions, sessions
from talent.actions import fills, placements, pool, targets
from talent.models import MeritApproval, PoolMembership
from tests.factories.applications import ApplicationFactory, DocumentRequestFactory, sample_pdf
from tests.factories.boxes import MappingPeriodFactory, PoolMembershipFactory, TargetPostFactory
from tests.factories.delegations import letter
from tests.factories.evidence import EvidenceFactory, OwnRecordFactory
from tests.factories.exams import QuestionFactory, exam_of, proctor_of, session_of
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory
from tests.factories.selection import chair_of, scoring_vacancy
from tests.factories.vacancies import VacancyFactory
from vacancies.actions import applications, document_requests, plan, plan_approval
from vacancies.models import Application, Vacancy

pytestmark = pytest.mark.django_db


def admin_elsewhere() -> User:
    """The admin of some other agency."""
    return UserFactory(role=Role.AGENCY_ADMIN, agency=AgencyFactory())


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
        act(vacancy_id=vacancy.pk, actor=admin_elsewhere())
    assert list(Vacancy.objects.values_list("pk", "state")) == [(vacancy.pk, state)]


def pdf():
    return accept_file(sample_pdf(), "surat.pdf", accepts=("application/pdf",), folder="delegations")


def letter_of(agency: Agency):
    """A letter in force for the PPK of an agency."""
    office = UserFactory(role=Role.SECRETARIAT, agency=agency)
    second = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    official = UserFactory(role=Role.PPK, agency=agency)
    return letter(official=official, delegate=UserFactory(), agency=agency, by=office, second=second)


def test_letters_of_an_agency_are_noted_and_ended_by_its_own_people():
    row = letter_of(AgencyFactory())
    words = {
        "kind": row.kind, "role": row.role, "agency_id": row.agency_id, "official_id": row.official_id,
        "delegate_id": row.delegate_id, "level_label": "", "chain_code": "", "letter_number": "1/2026",
        "letter_on": row.letter_on, "valid_from": row.valid_from, "valid_until": row.valid_until,
    }  # fmt: skip
    with pytest.raises(Refused, match="Pelimpahan dicatat sekretariat atau admin instansi"):
        delegations.register_delegation(actor=admin_elsewhere(), **words, accepted=pdf())
    national = words | {"role": Role.WASDAL, "agency_id": None}
    with pytest.raises(Refused, match="dicatat admin BKN"):
        delegations.register_delegation(actor=row.registered_by, **national, accepted=pdf())
    with pytest.raises(Refused, match="diakhiri oleh pejabatnya"):
        delegations.end_delegation(delegation_id=row.pk, actor=admin_elsewhere(), reason="Bukan urusan saya.")
    row.refresh_from_db()
    assert (type(row).objects.count(), row.ended_at) == (1, None)


def test_a_letter_nobody_accepted_is_not_ended():
    row = letter_of(AgencyFactory())
    type(row).objects.filter(pk=row.pk).update(state="REGISTERED")
    with pytest.raises(Refused, match="belum disahkan"):
        delegations.end_delegation(delegation_id=row.pk, actor=row.official, reason="Sudah kembali.")


def test_places_are_computed_by_the_own_admin_and_not_before_the_period():
    period = MappingPeriodFactory()
    with pytest.raises(Refused, match="Hanya admin instansi ini yang dapat menyiapkan pemetaan"):
        placements.compute_placements(period_id=period.pk, actor=admin_elsewhere())
    tomorrow = timezone.localdate() + timedelta(days=1)
    later = MappingPeriodFactory(agency=period.agency, starts_on=tomorrow, ends_on=tomorrow.replace(year=tomorrow.year + 1))
    with pytest.raises(Refused, match="belum mulai"):
        placements.compute_placements(period_id=later.pk, actor=later.opened_by)
    for each in (period, later):
        each.refresh_from_db()
        assert each.computed_at is None


def test_the_group_of_an_agency_is_filled_and_left_by_its_own_office():
    member = PoolMembershipFactory()
    with pytest.raises(Refused, match="Hanya admin instansi ini yang dapat mengusulkan anggota"):
        pool.propose_members(agency_id=member.agency_id, actor=admin_elsewhere(), placements=[], reason="Siap.")
    with pytest.raises(Refused, match="Hanya admin instansi dan PyB"):
        pool.end_membership(
            membership_id=member.pk, actor=admin_elsewhere(), reason="OTHER", note="Bukan urusan saya.", version=member.version
        )
    assert PoolMembership.objects.get().left_on is None


def test_the_list_of_posts_is_kept_by_the_own_admin():
    target = TargetPostFactory()
    with pytest.raises(Refused, match="mengubah daftar jabatan target"):
        targets.refresh_targets(agency_id=target.agency_id, actor=admin_elsewhere())
    with pytest.raises(Refused, match="mengubah daftar jabatan target"):
        targets.drop_target(target_id=target.pk, actor=admin_elsewhere(), reason="Bukan urusan saya.")
    target.refresh_from_db()
    assert target.closed_at is None


def test_only_wasdal_keeps_approvals_of_merit():
    words = {"rating": "SANGAT_BAIK", "number": "B-1/2026", "letter_on": timezone.localdate(), "valid_until": None}
    agency = AgencyFactory()
    own_admin = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    with pytest.raises(Refused, match="Hanya Wasdal BKN"):
        fills.record_merit_approval(agency_id=agency.pk, actor=own_admin, **words, accepted=pdf())
    assert not MeritApproval.objects.exists()


def test_a_question_is_taken_out_of_use_by_its_own_office():
    question = QuestionFactory()
    with pytest.raises(Refused, match="Bank soal hanya untuk sekretariat"):
        questions.retire_question(question_id=question.pk, actor=admin_elsewhere())
    question.refresh_from_db()
    assert question.state == "APPROVED"


def test_a_sitting_is_planned_by_the_own_office_once_scoring_has_begun():
    exam = exam_of(VacancyFactory(state="SCORING"))
    words = {"exam_id": exam.pk, "title": "Sesi", "place": "Ruang uji", "seats": 1, "candidate_ids": []}
    words["starts_at"] = timezone.now() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        sessions.plan_session(actor=admin_elsewhere(), **words)
    assert "Pilih peserta" not in refused.value.reason
    early = exam_of(VacancyFactory(state="VERIFICATION"))
    with pytest.raises(Refused, match="sesudah penilaian dibuka"):
        sessions.plan_session(actor=proctor_of(session_of(early)), **words | {"exam_id": early.pk})


def test_scorers_are_reminded_by_their_own_panel_or_office_while_they_score():
    vacancy = scoring_vacancy(candidates=1)
    with pytest.raises(Refused):
        reminders.remind_scorers(vacancy_id=vacancy.pk, actor=admin_elsewhere())
    Vacancy.objects.filter(pk=vacancy.pk).update(state="RANKED")
    with pytest.raises(Refused, match="hanya dikirim selama penilaian"):
        reminders.remind_scorers(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
