"""From an approved plan to an open registration, and the ways a vacancy ends without a result."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from approvals.actions import decide
from core.models import AuditEntry, OutboxMessage
from core.refusals import Refused, Stale
from tests.factories.applications import ApplicationFactory
from tests.factories.people import AgencyFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies import plan_findings
from vacancies.actions.plan_approval import revise_plan, submit_plan, withdraw_plan
from vacancies.actions.registration import cancel_vacancy, fail_vacancy, publish_vacancy
from vacancies.models import Vacancy
from vacancies.plan_findings import PlanFinding
from vacancies.rules.rule_pack import RulePack
from vacancies.tasks import open_due_vacancies

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def admin(agency):
    return UserFactory(role=Role.AGENCY_ADMIN, agency=agency)


@pytest.fixture
def officials(agency):
    return {
        "pyb": UserFactory(role=Role.PYB, agency=agency),
        "ppk": UserFactory(role=Role.PPK, agency=agency),
        "wasdal": UserFactory(role=Role.WASDAL),
    }


@pytest.fixture
def plan(agency):
    return VacancyFactory(agency=agency, state="DRAFT")


def answer(request, position, actor, verdict, note=""):
    request.refresh_from_db()
    return decide(
        request_id=request.pk, actor=actor, verdict=verdict, note=note, digest_seen=request.digest, position_seen=position
    )


def approve_all(request, officials):
    answer(request, 1, officials["pyb"], "APPROVE")
    answer(request, 2, officials["ppk"], "APPROVE")
    answer(request, 3, officials["wasdal"], "RECOMMEND")


def test_plan_passes_its_chain(plan, admin, officials):
    request = submit_plan(vacancy_id=plan.pk, actor=admin, version=plan.version)
    labels = [label for label, _ in request.summary]
    assert {"Jabatan", "Bobot", "Syarat", "Panitia seleksi", "Pendaftaran ditutup"} <= set(labels)
    approve_all(request, officials)
    plan.refresh_from_db()
    assert plan.state == "APPROVED"
    acts = list(AuditEntry.objects.filter(chain=plan.trail_chain).order_by("sequence").values_list("act", flat=True))
    assert acts == ["submit_request", "submit_plan", "decide_step", "decide_step", "approve_plan", "decide_step"]


def test_plan_with_problems_is_not_submitted(plan, admin, officials):
    plan.components.filter(code="TRACK").update(weight=10)
    with pytest.raises(Refused, match="Masih ada 1 hal"):
        submit_plan(vacancy_id=plan.pk, actor=admin)
    plan.refresh_from_db()
    assert plan.state == "DRAFT"
    assert plan.plan_request is None


def test_limits_are_frozen_at_submission(plan, admin, officials):
    plan.rule_pack = {"min_submitted": 3}
    plan.save(update_fields=["rule_pack"])
    submit_plan(vacancy_id=plan.pk, actor=admin)
    plan.refresh_from_db()
    assert plan.rule_pack == {**RulePack().as_json(), "min_submitted": 3}


@pytest.mark.parametrize("meanwhile", [False, True])
def test_findings_are_read_before_the_plan_is_locked_and_speak_of_what_is_submitted(
    monkeypatch, plan, admin, officials, meanwhile
):
    found_of = []

    def source(vacancy):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'a finding'")
        found_of.append(vacancy.unit)
        if meanwhile:
            Vacancy.objects.filter(pk=vacancy.pk).update(unit="Unit yang baru")
        return PlanFinding("Temuan", vacancy.unit)

    monkeypatch.setattr(plan_findings, "finding_sources", [source])
    with CaptureQueriesContext(connection) as asked:
        request = submit_plan(vacancy_id=plan.pk, actor=admin)
    order = [kind for each in asked for kind in ("a finding", "FOR NO KEY UPDATE") if kind in each["sql"]]
    assert order.index("a finding") < order.index("FOR NO KEY UPDATE")
    assert found_of == ([plan.unit, "Unit yang baru"] if meanwhile else [plan.unit])
    assert dict(request.summary)["Temuan"] == found_of[-1]


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([("pyb", "RETURN")], "PLAN_RETURNED"),
        ([("pyb", "REJECT")], "PLAN_REJECTED"),
        ([("pyb", "APPROVE"), ("ppk", "REJECT")], "PLAN_REJECTED"),
        ([("pyb", "APPROVE"), ("ppk", "RETURN")], "PLAN_REVIEW"),
        ([("pyb", "APPROVE"), ("ppk", "APPROVE"), ("wasdal", "NOT_RECOMMEND")], "PLAN_RETURNED"),
    ],
)
def test_verdict_moves_the_plan(plan, admin, officials, steps, state):
    request = submit_plan(vacancy_id=plan.pk, actor=admin)
    for position, (who, verdict) in enumerate(steps, start=1):
        answer(request, position, officials[who], verdict, "Perbaiki jadwal." if verdict != "APPROVE" else "")
    plan.refresh_from_db()
    assert plan.state == state


def test_returned_plan_shows_the_note_and_starts_a_second_round(client, plan, admin, officials):
    first = submit_plan(vacancy_id=plan.pk, actor=admin)
    answer(first, 1, officials["pyb"], "RETURN", "Bobot wawancara terlalu besar.")
    client.force_login(admin)
    url = reverse("show_own_vacancy", args=[plan.public_id])
    assert "Bobot wawancara terlalu besar." in client.get(url).content.decode()
    plan.refresh_from_db()
    plan.unit = "Unit yang baru"
    plan.save(update_fields=["unit"])
    second = submit_plan(vacancy_id=plan.pk, actor=admin, note="Unit diperbaiki.")
    assert second.previous == first
    assert second.round_number == 2
    assert second.digest != first.digest
    client.force_login(officials["pyb"])
    text = client.get(reverse("decide_step", args=[second.public_id])).content.decode()
    assert "Yang berubah sejak putaran sebelumnya" in text
    assert "Unit yang baru" in text


def test_sender_takes_the_plan_back(plan, admin, officials):
    request = submit_plan(vacancy_id=plan.pk, actor=admin)
    withdraw_plan(vacancy_id=plan.pk, actor=admin)
    plan.refresh_from_db()
    request.refresh_from_db()
    assert (plan.state, request.state) == ("DRAFT", "WITHDRAWN")


def test_sender_takes_the_plan_back_on_the_page_of_its_request(client, plan, admin, officials):
    request = submit_plan(vacancy_id=plan.pk, actor=admin)
    address, act = reverse("decide_step", args=[request.public_id]), reverse("withdraw_plan", args=[plan.public_id])
    client.force_login(officials["pyb"])
    assert act not in client.get(address).content.decode()
    client.force_login(admin)
    assert f'<form class="button-form" method="post" action="{act}">' in client.get(address).content.decode()
    assert client.post(act).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "DRAFT"
    assert act not in client.get(address).content.decode()


def test_rejected_plan_is_taken_up_again(client, plan, admin, officials):
    request = submit_plan(vacancy_id=plan.pk, actor=admin)
    answer(request, 1, officials["pyb"], "REJECT", "Jabatan ini dihapus.")
    client.force_login(admin)
    # The next act is the loud button of the page, once.
    page = client.get(reverse("show_own_vacancy", args=[plan.public_id])).content.decode()
    assert page.count(f'action="{reverse("revise_plan", args=[plan.public_id])}"') == 1
    assert '<button class="button" type="submit">Susun ulang rencana</button>' in page
    assert revise_plan(vacancy_id=plan.pk, actor=admin).state == "DRAFT"


def test_office_is_told_about_the_outcome(plan, admin, officials, agency):
    colleague = UserFactory(role=Role.SECRETARIAT, agency=agency)
    request = submit_plan(vacancy_id=plan.pk, actor=admin)
    answer(request, 1, officials["pyb"], "RETURN", "Perbaiki jadwal.")
    mail = OutboxMessage.objects.get(recipient=colleague)
    assert mail.subject.startswith("Rencana lowongan dikembalikan")
    assert "Perbaiki jadwal." in mail.text


def test_publishing_before_the_opening_schedules(agency, admin):
    vacancy = VacancyFactory(agency=agency, state="APPROVED")
    publish_vacancy(vacancy_id=vacancy.pk, actor=admin, version=vacancy.version)
    vacancy.refresh_from_db()
    assert vacancy.state == "PUBLISHED"
    assert vacancy.published_at
    assert vacancy.first_closes_at == vacancy.closes_at
    assert vacancy.announcements.get().kind == "OPENING"


def test_publishing_after_the_opening_opens_at_once(agency, admin):
    vacancy = VacancyFactory(agency=agency, state="APPROVED", opens_at=timezone.now() - timedelta(days=1))
    publish_vacancy(vacancy_id=vacancy.pk, actor=admin)
    vacancy.refresh_from_db()
    assert vacancy.state == "OPEN"
    assert vacancy.opens_at <= timezone.now()


def test_short_rest_of_the_window_needs_a_reason(client, agency, admin):
    now = timezone.now()
    vacancy = VacancyFactory(
        agency=agency, state="APPROVED", opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=10)
    )
    client.force_login(admin)
    url = reverse("publish_vacancy", args=[vacancy.public_id])
    assert "Alasan masa pendaftaran singkat" in client.get(url).content.decode()
    refused = client.post(url, {"version": vacancy.version, "short_window_reason": ""})
    assert "kurang dari 15 hari; tuliskan alasannya" in refused.content.decode()
    assert client.post(url, {"version": vacancy.version, "short_window_reason": "Jabatan lama kosong."}).status_code == 302
    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.short_window_reason) == ("OPEN", "Jabatan lama kosong.")


def test_window_that_is_over_is_not_published(agency, admin):
    now = timezone.now()
    vacancy = VacancyFactory(
        agency=agency, state="APPROVED", opens_at=now - timedelta(days=20), closes_at=now - timedelta(days=1)
    )
    with pytest.raises(Refused, match="sudah lewat"):
        publish_vacancy(vacancy_id=vacancy.pk, actor=admin)


def test_double_click_publishes_once(agency, admin):
    vacancy = VacancyFactory(agency=agency, state="APPROVED")
    publish_vacancy(vacancy_id=vacancy.pk, actor=admin, version=1)
    with pytest.raises(Stale):
        publish_vacancy(vacancy_id=vacancy.pk, actor=admin, version=1)
    assert vacancy.announcements.count() == 1


def test_opening_task_opens_what_is_due_once(agency):
    due = VacancyFactory(agency=agency, state="PUBLISHED", opens_at=timezone.now() - timedelta(seconds=1))
    later = VacancyFactory(agency=agency, state="PUBLISHED")
    assert open_due_vacancies() == 1
    assert open_due_vacancies() == 0
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, later.state) == ("OPEN", "PUBLISHED")
    assert AuditEntry.objects.get(chain=due.trail_chain).act == "open_registration"


def test_cancelling_tells_applicants_why(client, agency, admin):
    vacancy = VacancyFactory(agency=agency, state="OPEN")
    sent, draft = ApplicationFactory(vacancy=vacancy, state="SUBMITTED"), ApplicationFactory(vacancy=vacancy)
    client.force_login(admin)
    url = reverse("cancel_vacancy", args=[vacancy.public_id])
    assert "2 pelamar dan pemilik draf" in client.get(url).content.decode()
    assert "Tuliskan alasannya" in client.post(url, {"version": 1, "reason": ""}).content.decode()
    assert client.post(url, {"version": 1, "reason": "Jabatan digabung."}).status_code == 302
    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.closed_reason) == ("CANCELLED", "Jabatan digabung.")
    told = set(OutboxMessage.objects.values_list("recipient_id", flat=True))
    assert told == {sent.employee.user_id, draft.employee.user_id}
    assert "Jabatan digabung." in client.get(reverse("show_vacancy", args=[vacancy.public_id])).content.decode()


def test_running_approval_must_be_withdrawn_before_cancelling(plan, admin, officials):
    submit_plan(vacancy_id=plan.pk, actor=admin)
    with pytest.raises(Refused, match="tidak dapat dilakukan"):
        cancel_vacancy(vacancy_id=plan.pk, actor=admin, reason="Batal.")


def test_failing_needs_too_few_applicants(agency, admin):
    vacancy = VacancyFactory(agency=agency, state="VERIFICATION")
    for _ in range(4):
        ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    with pytest.raises(Refused, match="4 lamaran sudah terkirim"):
        fail_vacancy(vacancy_id=vacancy.pk, actor=admin, reason="Kurang pelamar.")
    vacancy.applications.filter(pk=vacancy.applications.order_by("pk").first().pk).update(state="WITHDRAWN")
    assert fail_vacancy(vacancy_id=vacancy.pk, actor=admin, reason="Kurang pelamar.").state == "FAILED"


@pytest.mark.parametrize("name", ["withdraw_plan", "revise_plan", "copy_vacancy"])
def test_acts_without_a_page_refuse_get(client, agency, admin, name):
    client.force_login(admin)
    assert client.get(reverse(name, args=[VacancyFactory(agency=agency).public_id])).status_code == 405
