"""Verification: the list of applicants, the sheet, and the act."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import NATIONAL_ROLES, Role
from core.models import AuditEntry
from core.refusals import Refused, Stale
from tests.factories.applications import ApplicationFactory, WithdrawnSubmissionFactory, attach_documents
from tests.factories.people import DisciplineFactory, EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions.verification import CheckAnswer, verify_application
from vacancies.rules.receipt import make_receipt
from vacancies.verification import verification_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def vacancy():
    return VacancyFactory(state="VERIFICATION")


@pytest.fixture
def secretary(vacancy):
    return UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency, full_name="Sekretaris Uji")


def holder(role, vacancy):
    """A person with a duty: for the vacancy's agency, or national."""
    return UserFactory(role=role, agency=None if role in NATIONAL_ROLES else vacancy.agency)


def sent(vacancy, **fields):
    application = ApplicationFactory(vacancy=vacancy, state="SUBMITTED", **fields)
    attach_documents(application)
    return application


def answers(application, **failed):
    """Every line as suggested or PASS, except `failed`: type of document -> reason."""
    given = []
    for line in verification_lines(application):
        reason = failed.get(line.code, "")
        given.append(CheckAnswer(line.subject, "FAIL" if reason else "PASS", reason))
    return given


def verify(application, actor, outcome="PASSED", **failed):
    application.refresh_from_db()
    return verify_application(
        application_id=application.pk,
        actor=actor,
        version=application.version,
        outcome=outcome,
        answers=answers(application, **failed),
    )


def posted(body: str) -> dict[str, str]:
    """What the sheet would send if nothing was touched."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body))
    for name, value in re.findall(r'<input type="radio" name="([^"]+)" value="([^"]+)"[^>]*\bchecked', body):
        fields[name] = value
    for name, block in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', body, re.S):
        chosen = re.search(r'value="([^"]*)" selected', block)
        fields[name] = chosen.group(1) if chosen else ""
    return fields


# The act -------------------------------------------------------------------------------------------------------------


def test_pass_keeps_answers_and_writes_the_trail(vacancy, secretary):
    application = sent(vacancy)
    verify(application, secretary)
    application.refresh_from_db()
    assert (application.state, application.verified_by, application.reason_codes) == ("PASSED", secretary, [])
    assert application.checks.count() == len(verification_lines(application))
    entry = AuditEntry.objects.get(act="verify_application")
    assert entry.chain == vacancy.trail_chain
    assert f"Sekretariat pansel {vacancy.agency.name}" in entry.body
    assert f'"rule_version":"{vacancy.rule_mark}"' in entry.body


def test_fail_needs_a_reason_and_keeps_its_code(vacancy, secretary):
    application = sent(vacancy)
    verify(application, secretary, "FAILED", IJAZAH="DOC_UNREADABLE")
    application.refresh_from_db()
    assert (application.state, application.reason_codes) == ("FAILED", ["DOC_UNREADABLE"])


def test_verdict_that_contradicts_the_answers_is_refused(vacancy, secretary):
    application = sent(vacancy)
    with pytest.raises(Refused, match="tidak dapat dinyatakan memenuhi syarat"):
        verify(application, secretary, "PASSED", IJAZAH="DOC_UNREADABLE")
    with pytest.raises(Refused, match="tandai paling sedikit satu"):
        verify(application, secretary, "FAILED")
    application.refresh_from_db()
    assert (application.state, application.checks.count()) == ("SUBMITTED", 0)


def test_unanswered_line_is_named(vacancy, secretary):
    application = sent(vacancy)
    with pytest.raises(Refused, match="belum diperiksa"):
        verify_application(application_id=application.pk, actor=secretary, version=1, outcome="PASSED", answers=[])


def test_verdict_can_be_changed_until_the_result_is_announced(vacancy, secretary):
    application = sent(vacancy)
    verify(application, secretary, "FAILED", IJAZAH="DOC_UNREADABLE")
    verify(application, secretary, "PASSED")
    application.refresh_from_db()
    assert (application.state, application.reason_codes) == ("PASSED", [])
    vacancy.state = "SCORING"
    vacancy.save(update_fields=["state"])
    with pytest.raises(Refused, match="sudah diumumkan"):
        verify(application, secretary, "FAILED", IJAZAH="DOC_UNREADABLE")


def test_second_verifier_on_an_old_page_is_told_who_was_first(vacancy, secretary):
    application = sent(vacancy)
    other = UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    seen = application.version
    verify(application, secretary)
    with pytest.raises(Stale, match="Sekretaris Uji sudah menyimpan hasil verifikasi pukul"):
        verify_application(
            application_id=application.pk, actor=other, version=seen, outcome="PASSED", answers=answers(application)
        )


@pytest.mark.parametrize("state", ["OPEN", "SCORING", "CANCELLED"])
def test_only_between_closing_and_scoring(state):
    vacancy = VacancyFactory(state=state)
    secretary = UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency)
    application = sent(vacancy)
    with pytest.raises(Refused):
        verify(application, secretary)


@pytest.mark.parametrize("role", [Role.PYB, Role.PPK, Role.PANEL_MEMBER, Role.WASDAL])
def test_other_duties_do_not_verify(vacancy, role):
    application = sent(vacancy)
    with pytest.raises(Refused):
        verify(application, holder(role, vacancy))


def test_secretariat_of_another_agency_does_not_verify(vacancy):
    with pytest.raises(Refused):
        verify(sent(vacancy), UserFactory(role=Role.SECRETARIAT))


def test_verifier_who_applied_loses_the_right(vacancy, secretary):
    own = EmployeeFactory(user=secretary)
    ApplicationFactory(vacancy=vacancy, employee=own, state="SUBMITTED")
    with pytest.raises(Refused, match="tercatat sebagai pelamar"):
        verify(sent(vacancy), secretary)


# The sheet -----------------------------------------------------------------------------------------------------------


def sheet(client, application):
    return client.get(reverse("verify_application", args=[application.public_id]))


def test_sheet_offers_what_the_register_says(client, vacancy, secretary):
    application = sent(vacancy)
    DisciplineFactory(employee=application.employee, started_on=timezone.localdate() - timedelta(days=90), ended_on=None)
    application.documents.get(type="IJAZAH").delete()
    client.force_login(secretary)
    fields = posted(sheet(client, application).content.decode())
    offered = {line.code: fields.get(f"{line.subject}-verdict", "") for line in verification_lines(application)}
    assert (offered["MAX_AGE"], offered["NO_DISCIPLINE"], offered["IJAZAH"], offered["TRANSKRIP"]) == ("PASS", "FAIL", "FAIL", "")
    assert fields["outcome"] == "FAILED"


def test_save_and_next_leads_to_the_next_unjudged_application(client, vacancy, secretary):
    first, second = sent(vacancy), sent(vacancy)
    client.force_login(secretary)
    fields = posted(sheet(client, first).content.decode())
    for line in verification_lines(first):
        fields[f"{line.subject}-verdict"] = "PASS"
    response = client.post(reverse("verify_application", args=[first.public_id]), {**fields, "outcome": "PASSED", "lanjut": "1"})
    assert response.url == reverse("verify_application", args=[second.public_id])
    first.refresh_from_db()
    assert first.state == "PASSED"


def test_missing_answer_and_reason_are_named_beside_their_line_and_answers_are_kept(client, vacancy, secretary):
    application = sent(vacancy)
    client.force_login(secretary)
    fields = posted(sheet(client, application).content.decode())
    subject = "DOC:IJAZAH"
    response = client.post(
        reverse("verify_application", args=[application.public_id]),
        {**fields, f"{subject}-verdict": "FAIL", f"{subject}-note": "Halaman 2 buram", "outcome": "FAILED"},
    )
    body = response.content.decode()
    assert "Pilih alasan mengapa tidak sesuai." in body
    assert "Pilih sesuai atau tidak sesuai." in body
    assert "KTP: Pilih sesuai atau tidak sesuai." in body
    assert "Halaman 2 buram" in body
    application.refresh_from_db()
    assert application.state == "SUBMITTED"


def test_sheet_of_another_agency_does_not_exist(client, vacancy):
    application = sent(vacancy)
    client.force_login(UserFactory(role=Role.SECRETARIAT))
    assert sheet(client, application).status_code == 404


def test_sheet_before_closing_is_refused_with_the_reason(client):
    vacancy = VacancyFactory(state="OPEN")
    application = sent(vacancy)
    client.force_login(UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency))
    response = sheet(client, application)
    assert response.status_code == 409
    assert application.employee.name not in response.content.decode()


def test_sheet_after_the_announcement_is_read_only(client, vacancy, secretary):
    application = sent(vacancy)
    verify(application, secretary, "FAILED", IJAZAH="DOC_UNREADABLE")
    vacancy.state = "SCORING"
    vacancy.save(update_fields=["state"])
    client.force_login(secretary)
    body = sheet(client, application).content.decode()
    assert "Hanya dapat dibaca" in body
    assert "Dokumen tidak terbaca." in body
    assert "Simpan dan lanjut" not in body


# The list ------------------------------------------------------------------------------------------------------------


def applicants(client, vacancy, **query):
    return client.get(reverse("list_applicants", args=[vacancy.public_id]), query)


def names_in(response):
    return [row["name"] for row in response.context["rows"]]


def test_list_before_closing_shows_numbers_only(client):
    vacancy = VacancyFactory(state="OPEN")
    application = sent(vacancy)
    ApplicationFactory(vacancy=vacancy)
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency))
    response = applicants(client, vacancy)
    body = response.content.decode()
    assert "baru dapat dibuka setelah pendaftaran ditutup" in body
    assert application.employee.name not in body
    assert [figure["value"] for figure in response.context["figures"]] == [1, 1]


def test_list_counts_progress_and_never_names_drafts(client, vacancy, secretary):
    done, waiting, draft = sent(vacancy), sent(vacancy), ApplicationFactory(vacancy=vacancy, state="EXPIRED")
    verify(done, secretary)
    client.force_login(secretary)
    response = applicants(client, vacancy)
    assert "1 / 2" in response.content.decode()
    assert names_in(response) == [done.employee.name, waiting.employee.name]
    assert draft.employee.name not in response.content.decode()


def test_list_searches_filters_and_sorts(client, vacancy, secretary):
    for name, state in (("Wayan", "SUBMITTED"), ("Asep", "SUBMITTED"), ("Butet", "FAILED")):
        employee = EmployeeFactory(with_user=True, name=name)
        ApplicationFactory(vacancy=vacancy, employee=employee, state=state)
    client.force_login(secretary)
    assert names_in(applicants(client, vacancy, q="way")) == ["Wayan"]
    assert names_in(applicants(client, vacancy, status="FAILED")) == ["Butet"]
    assert names_in(applicants(client, vacancy, urut="nama")) == ["Asep", "Butet", "Wayan"]
    nip = vacancy.applications.get(employee__name="Asep").employee.nip
    assert names_in(applicants(client, vacancy, q=f"{nip[:8]} {nip[8:]}")) == ["Asep"]
    assert names_in(applicants(client, vacancy, urut="tidak-ada")) == ["Wayan", "Asep", "Butet"]


@pytest.mark.parametrize("judged", [0, 1, 2, 3])
def test_list_leads_to_the_first_nobody_has_judged_however_it_is_looked_at(client, vacancy, secretary, judged, monkeypatch):
    """Read from the page where it stands on it, asked for where it does not: another page, order, filter or search."""
    monkeypatch.setattr("vacancies.views.verify.PER_PAGE", 2)
    rows = [ApplicationFactory(vacancy=vacancy, state="PASSED" if number < judged else "SUBMITTED") for number in range(3)]
    client.force_login(secretary)
    expected = reverse("verify_application", args=[rows[judged].public_id]) if judged < 3 else ""
    asked = ({}, {"halaman": 2}, {"urut": "nama"}, {"urut": "salah"}, {"status": "PASSED"}, {"q": rows[2].employee.name})
    assert [applicants(client, vacancy, **query).context["next_url"] for query in asked] == [expected] * len(asked)


def test_applicant_is_found_by_a_receipt_number_read_out_and_a_slip_is_named(client, vacancy, secretary):
    """Present and earlier numbers, with any spacing; the check digit tells a wrong number from an unknown one."""
    employee = EmployeeFactory(with_user=True, name="Wayan")
    application = ApplicationFactory(vacancy=vacancy, employee=employee, state="SUBMITTED", receipt_number=make_receipt("1" * 11))
    WithdrawnSubmissionFactory(application=application, receipt_number=make_receipt("2" * 11))
    ApplicationFactory(vacancy=vacancy, employee=EmployeeFactory(with_user=True, name="Asep"), state="SUBMITTED")
    client.force_login(secretary)
    present, past = make_receipt("1" * 11), make_receipt("2" * 11)
    for typed in (present, present.replace("-", " "), past.replace("-", "")):
        assert names_in(applicants(client, vacancy, q=typed)) == ["Wayan"]
    assert names_in(applicants(client, vacancy, q=make_receipt("3" * 11))) == []
    slip = present[:-1] + str((int(present[-1]) + 1) % 10)
    response = applicants(client, vacancy, q=slip, status="FAILED")
    assert "angka pemeriksanya tidak cocok" in response.content.decode()
    assert names_in(response) == [], "the other filter still holds"


def test_list_of_another_agency_does_not_exist(client, vacancy):
    client.force_login(UserFactory(role=Role.SECRETARIAT))
    assert applicants(client, vacancy).status_code == 404


@pytest.mark.parametrize("role", [Role.PYB, Role.PPK, Role.SETKAB, Role.AUDITOR])
def test_list_is_closed_to_other_duties(client, vacancy, role):
    client.force_login(holder(role, vacancy))
    assert applicants(client, vacancy).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_fixed_number_of_queries(client, vacancy, secretary, count, django_assert_num_queries):
    for _ in range(count):
        ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    client.force_login(secretary)
    applicants(client, vacancy)
    with django_assert_num_queries(LIST_QUERIES):
        applicants(client, vacancy)


@pytest.mark.parametrize("count", [1, 3])
def test_sheet_asks_a_fixed_number_of_queries(client, vacancy, secretary, count, django_assert_num_queries):
    applications = [sent(vacancy) for _ in range(count)]
    client.force_login(secretary)
    sheet(client, applications[0])
    with django_assert_num_queries(SHEET_QUERIES):
        sheet(client, applications[0])


LIST_QUERIES = 9
SHEET_QUERIES = 23
