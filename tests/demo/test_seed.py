"""The demo seed: lawful, complete, and the same rows as the acts themselves leave behind."""

import json
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management import call_command
from django.db import transaction
from django.db.models import Max
from django.test import override_settings
from django.urls import reverse

from accounts.enums import DECIDING_ROLES
from accounts.models import Membership, User
from approvals.models import ApprovalRequest, ApprovalStep, Decision
from asnkarier.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, INELIGIBLE, MADYA_APPLICANTS, PRATAMA_APPLICANTS
from asnkarier.demo.questions import CODES
from asnkarier.demo.seeding import AlreadySeeded, plant_demo
from asnkarier.demo.vacancy_list import ALL_KINDS, AT_FORK, STORIES, WALK_MADYA, WALK_PRATAMA
from asnkarier.demo.views import current_code
from core import clock
from core.canonical import canonical_json, sha256_hex
from core.models import AuditEntry, DemoClock, Letter, Notification, OutboxMessage
from core.uploads.files import inspect
from employees.actions.own_records import OwnRecordWords, add_own_record
from employees.models import SEX_FACTS, Employee, EvidenceDocument, OwnRecord, PositionRecord, RecordReport
from employees.rules.evidence import accepted_kinds
from employees.rules.nip import nip_problem
from selection.cat.actions import open_paper
from selection.cat.paper import is_opened, read_paper
from selection.models import Candidate, EntryValue, ExamResult, ExamSession, Ranking, RankingLine, Score, ScoreSheet
from talent.models import DevelopmentItem, Invitation, Placement, PlacementChange, PoolMembership, TargetPost
from tests.harness.guards import around_acts
from vacancies.actions.plan_approval import submit_plan
from vacancies.applicants import assess_employee
from vacancies.enums import VACANCY_STATES
from vacancies.facts import fork_facts, plan_content, plan_facts
from vacancies.models import Announcement, Application, ApplicationDocument, ApplicationEvent, IncidentRequest, Vacancy
from vacancies.past import past_of
from vacancies.rules.eligibility import is_eligible, obstacles
from vacancies.rules.fork import stands_at_fork
from vacancies.rules.plan import plan_problems
from vacancies.uploads import accepted_types
from vacancies.verification import verification_lines


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, planted once for this file and rolled back at the end. Gives the lines of progress."""
    lines: list[str] = []
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=str(folder)), django_db_blocker.unblock(), transaction.atomic():
        plant_demo(lines.append)
        yield lines
        transaction.set_rollback(True)


def vacancy_called(title: str) -> Vacancy:
    return Vacancy.objects.with_plan().get(position_title=title)


def employee_of(key: str) -> Employee:
    return Employee.objects.with_records().get(user__email__startswith=f"{key}@")


def test_seed_says_what_it_planted_and_refuses_a_second_time(said):
    assert said == ["Data contoh: 2000 pegawai, 50 akun peragaan.", f"Data contoh: {len(STORIES)} lowongan dalam semua tahap."]
    with pytest.raises(AlreadySeeded):
        plant_demo(said.append)


def test_seed_has_2000_people_with_lawful_numbers_and_fitting_histories(said):
    people = list(Employee.objects.prefetch_related("positions", "grades", "educations").order_by("id"))
    assert len(people) == 2000
    for person in people:
        sex = SEX_FACTS[person.sex]
        assert nip_problem(person.nip, person.birth_date, sex, person.cpns_on, kind=person.kind) is None
        present = [spell for spell in person.positions.all() if spell.ended_on is None]
        assert [spell.title for spell in present] == [person.position_title]
        assert person.education_level == max(record.level for record in person.educations.all())
        assert person.kind == "PPPK" or person.grade == max(record.grade for record in person.grades.all())


def test_seed_shows_every_state_of_a_vacancy(said):
    assert set(Vacancy.objects.values_list("state", flat=True)) == {code for code, _ in VACANCY_STATES}
    assert set(Vacancy.objects.values_list("level", flat=True)) == {"UTAMA", "MADYA", "PRATAMA"}
    assert set(Invitation.objects.values_list("state", flat=True)) == {"SENT", "ACCEPTED", "DECLINED", "FAILED", "EXPIRED"}


def test_seed_leaves_both_walk_plans_ready_to_be_submitted(said):
    walks = [(WALK_PRATAMA, "PRATAMA", 2, 5), (WALK_MADYA, "MADYA", 1, 7)]
    for title, level, quota, panel in walks:
        vacancy = vacancy_called(title)
        assert (vacancy.state, vacancy.level, vacancy.quota) == ("DRAFT", level, quota)
        assert plan_problems(plan_facts(vacancy), clock.now()) == []
        assert vacancy.panel.members.count() == panel
        assert vacancy.required_documents.filter(is_required=True).count() == 4


def test_seed_gives_every_walk_applicant_what_the_walk_demands(said):
    today = clock.now().date()
    for title, accounts, count in ((WALK_PRATAMA, PRATAMA_APPLICANTS, 9), (WALK_MADYA, MADYA_APPLICANTS, 5)):
        vacancy = vacancy_called(title)
        assert len(accounts) == count
        for account in accounts:
            results = assess_employee(vacancy, employee_of(account.key), today)
            assert is_eligible(results), (account.key, obstacles(results))
    assert not is_eligible(assess_employee(vacancy_called(WALK_PRATAMA), employee_of(INELIGIBLE.key), today))


def test_seed_sends_only_applications_of_eligible_people_with_readable_documents(said):
    sent = Application.objects.exclude(submitted_at=None).select_related("vacancy").order_by("id")
    assert sent.count() == 63
    for application in sent:
        employee = Employee.objects.with_records().get(pk=application.employee_id)
        assert is_eligible(assess_employee(application.vacancy, employee, application.submitted_at.date()))
        assert sha256_hex(application.snapshot) == application.snapshot_sha256
        assert application.vacancy.opens_at <= application.submitted_at < application.vacancy.closes_at
    seen = {}
    for document in ApplicationDocument.objects.order_by("type", "id"):
        seen.setdefault(document.type, document)
        assert document.file.storage.exists(document.file.name)
    for kind, document in seen.items():
        with document.file.open("rb") as stream:
            inspected = inspect(stream.read(), document.original_name, accepts=accepted_types(kind))
        assert (inspected.sha256, inspected.pages, inspected.size) == (document.sha256, document.pages, document.size)


def test_seed_gives_every_failed_application_a_reason_that_is_on_its_sheet(said):
    failed = list(Application.objects.filter(state="FAILED").order_by("id"))
    assert len(failed) >= 3
    for application in failed:
        checks = application.checks.filter(verdict="FAIL").order_by("id")
        assert [check.reason_code for check in checks] == application.reason_codes != []
        subjects = {line.subject for line in verification_lines(application)}
        assert set(application.checks.values_list("subject", flat=True)) <= subjects


def test_seed_writes_an_unbroken_trail(said, capsys):
    call_command("verify_audit")
    assert f"{len(STORIES) + 1} rantai" in capsys.readouterr().out, "one a vacancy, and the portal's own"
    silent = [v.reference for v in Vacancy.objects.order_by("id") if not AuditEntry.objects.filter(chain=v.trail_chain).exists()]
    assert silent == []


def test_seed_puts_nothing_into_the_future_and_the_clock_back(said):
    soon = clock.now() + timedelta(seconds=1)
    moments = (
        (Vacancy, "state_since"), (Vacancy, "published_at"), (Vacancy, "created_at"), (Decision, "decided_at"),
        (ApprovalRequest, "created_at"), (ApprovalStep, "opened_at"), (Application, "submitted_at"), (Application, "created_at"),
        (ApplicationEvent, "at"), (Announcement, "published_at"), (ScoreSheet, "submitted_at"), (Score, "entered_at"),
        (Notification, "created_at"), (OutboxMessage, "created_at"), (Letter, "created_at"), (Ranking, "computed_at"),
        (PositionRecord, "started_on"),
    )  # fmt: skip
    for model, field in moments:
        latest = model.objects.aggregate(latest=Max(field))["latest"]
        assert latest <= (soon.date() if field == "started_on" else soon), (model, field)
    assert not DemoClock.objects.exists()


def test_seed_leaves_work_in_the_inbox_of_every_deciding_role(said):
    day = clock.now().date()
    for role in DECIDING_ROLES:
        holders = [m.user for m in Membership.objects.valid_on(day).filter(role=role).select_related("user").order_by("id")]
        assert any(ApprovalStep.objects.waiting_for(user).exists() for user in holders), role


def test_seed_leaves_a_vacancy_at_the_fork_and_a_question_for_the_admin_of_bkn(said):
    short = vacancy_called(AT_FORK)
    submitted = short.applications.submitted().count()
    used = short.extensions.ordinary().count()
    assert (submitted, used) == (3, 2)
    assert stands_at_fork(fork_facts(short, submitted=submitted, used=used), clock.now())
    (asked,) = IncidentRequest.objects.waiting().for_list()
    assert Notification.objects.filter(kind="incident_asked", recipient__email__startswith="admin.bkn@").count() == 1
    assert asked.vacancy.opens_at < asked.started_at < asked.ended_at < asked.asked_at < clock.now()


def test_seed_leaves_boxes_to_confirm_members_to_take_in_and_posts_to_open(said):
    pyb = User.objects.get(email__startswith="pyb.kementerian@")
    own = Placement.objects.visible_to(pyb)
    assert own.proposed().in_box(5).exclude(employee__user=pyb).exists()
    newest = own.confirmed().select_related("employee").order_by("pk")
    assert {row.employee.talent_box == row.box for row in newest} == {True}
    assert PlacementChange.objects.count() == own.confirmed().calibrated().count() > 0
    members = PoolMembership.objects.visible_to(pyb)
    assert members.proposed().exists()
    assert members.proposed().exclude(employee__disciplines=None).count() == 1, "one proposal for the gate of sanctions"
    assert members.active(clock.now().date()).exists()
    assert DevelopmentItem.objects.exists()
    assert TargetPost.objects.visible_to(pyb).open().filter(vacancy=None).exclude(field="").exists()


def test_seed_writes_plans_as_the_acts_write_them(said):
    reviewed = Vacancy.objects.with_plan().filter(state="PLAN_REVIEW").order_by("id").first()
    assert reviewed.plan_request.digest == sha256_hex(canonical_json(plan_content(reviewed)))
    walk = vacancy_called(WALK_PRATAMA)
    with around_acts():
        played = submit_plan(vacancy_id=walk.pk, actor=User.objects.get(email__startswith="admin.kementerian@"))
        shape = ("position", "code", "title", "role", "scope", "repeats_actor_of", "verdicts", "working_days", "quorum")
        real = list(played.steps.order_by("position").values_list(*shape))
        acts = list(AuditEntry.objects.filter(chain=walk.trail_chain).order_by("sequence").values_list("act", flat=True))
        transaction.set_rollback(True)
    written = list(reviewed.plan_request.steps.order_by("position").values_list(*shape))
    assert written == real
    trail = AuditEntry.objects.filter(chain=reviewed.trail_chain).order_by("sequence").values_list("act", flat=True)
    assert list(trail)[: len(acts)] == acts


def test_seed_accounts_sign_in_and_know_their_codes(said):
    assert len({account.email for account in DEMO_ACCOUNTS}) == len({a.nip for a in DEMO_ACCOUNTS if a.nip} | {
        a.key for a in DEMO_ACCOUNTS if not a.nip
    })  # fmt: skip
    assert User.objects.get(email__startswith="setkab@").check_password(DEMO_PASSWORD)
    for account in DEMO_ACCOUNTS:
        sealed = Authenticator.objects.filter(user__email=account.email, type="totp").first()
        assert (sealed is not None) == bool(account.totp_secret)
        if sealed is not None:
            assert decrypt(sealed.data["secret"]) == account.totp_secret


def test_seed_accounts_table_prints_every_listed_account(said, capsys):
    call_command("print_demo_accounts")
    printed = capsys.readouterr().out
    assert all(account.email in printed for account in DEMO_ACCOUNTS if account.listed)
    assert DEMO_PASSWORD in printed
    assert reverse("list_demo_accounts") in printed


def test_demo_accounts_page_shows_passwords_and_present_codes_in_the_demo_only(said, client, settings):
    page = client.get(reverse("list_demo_accounts"))
    account = next(a for a in DEMO_ACCOUNTS if a.totp_secret)
    now = time.time()
    codes = {current_code(account.totp_secret, at) for at in (now - 30, now)}
    content = page.content.decode()
    assert DEMO_PASSWORD in content
    assert any(code in content for code in codes)
    settings.DEMO = False
    assert client.get(reverse("list_demo_accounts")).status_code == 404


def test_first_applicant_has_a_locker_additions_and_a_report_that_waits(said):
    user = User.objects.get(email__startswith="pelamar1@")
    documents = EvidenceDocument.objects.of(user)
    assert documents.count() == 6
    for document in documents:
        with document.file.open("rb") as stream:
            assert inspect(stream.read(), document.original_name).sha256 == document.sha256
        assert document.content_type in accepted_kinds(document.type)
    assert OwnRecord.objects.of(user).count() == 2
    report = RecordReport.objects.of(user).get()
    assert report.is_open
    admin = User.objects.get(email__startswith="admin.kementerian@")
    assert RecordReport.objects.waiting_for(admin).get() == report
    assert Notification.objects.filter(recipient=admin, kind="record_reported").exists()


def test_locker_of_the_seed_leaves_the_trail_the_acts_leave(said):
    user = User.objects.get(email__startswith="pelamar1@")
    with around_acts():
        document = EvidenceDocument.objects.of(user).get(type="SERTIFIKAT")
        acted = add_own_record(
            actor=user,
            words=OwnRecordWords("AWARD", "Uji", "", document.issued_on, None, ""),
            proof_id=document.pk,
        )
        entries = {
            str(row.object_id): json.loads(row.body) for row in AuditEntry.objects.filter(act="add_own_record", actor_id=user.pk)
        }
        by_act = entries.pop(str(acted.public_id))
        transaction.set_rollback(True)
    assert len(entries) == 2
    assert all(body["details"].keys() == by_act["details"].keys() for body in entries.values())
    kept = json.loads(AuditEntry.objects.filter(act="keep_evidence", actor_id=user.pk).order_by("sequence").first().body)
    assert set(kept["details"]) == {"type", "title", "issuer", "issued_on", "valid_until", "sha256"}


def test_every_selection_can_be_rebuilt_from_its_trail(said):
    """State and counts folded from the rows alone are those of the tables (product.md 3.26)."""
    wrong = []
    for vacancy in Vacancy.objects.order_by("pk"):
        past = past_of(vacancy)
        counted = vacancy.applications.submitted().count()
        if (past.state, past.submitted) != (vacancy.state, counted):
            wrong.append(f"{vacancy.reference}: {past.state} {past.submitted} instead of {vacancy.state} {counted}")
    assert wrong == []


def test_seed_shows_a_computer_test_over_running_and_sealed_and_values_keyed_twice(said):
    vacancy = vacancy_called(ALL_KINDS)
    sessions = list(ExamSession.objects.filter(exam__vacancy=vacancy).order_by("starts_at"))
    now = clock.now()
    assert [(each.state, each.starts_at <= now < each.ends_at) for each in sessions] == [
        ("ENDED", False),
        ("PLANNED", True),
        ("PLANNED", False),
    ]
    results = {each.sitting.candidate_id: each.value for each in ExamResult.objects.select_related("sitting")}
    scores = dict(Score.objects.filter(component__code="CAT").values_list("candidate_id", "value"))
    assert results == scores
    assert len(results) == 2
    assert is_opened(sessions[1].exam)
    assert not is_opened(sessions[2].exam)
    assert sessions[2].sittings.get().user.email.startswith("admin.kabupaten@")
    with around_acts():
        for key, code in CODES.items():
            holder = User.objects.get(email__startswith=f"{key}@")
            open_paper(exam_id=sessions[2].exam_id, actor=holder, code=code)
        assert len(read_paper(sessions[2].exam).items) == 6
        transaction.set_rollback(True)
    assert EntryValue.objects.differing(vacancy).count() == 1
    assert EntryValue.objects.filter(turn=1).count() == Candidate.objects.filter(vacancy=vacancy).count()


def test_seed_ties_two_people_on_the_last_place_of_a_list(said):
    tied = RankingLine.objects.filter(is_tied_at_cut=True)
    assert {line.rank for line in tied} == {3}
    assert {line.ranking.vacancy.position_title for line in tied.select_related("ranking__vacancy")} == {"Kepala Dinas Sosial"}
    assert tied.count() == 2
