"""An objection from its filing to its answer: who may, what each side sees and hears, what waits for it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core import audit
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused, Stale
from selection import actions
from selection.models import Candidate
from tests.factories.applications import ApplicationDocumentFactory, ApplicationFactory
from tests.factories.evidence import EvidenceFactory
from tests.factories.objections import (
    REASON,
    SUBJECT,
    TEXT,
    ObjectionFactory,
    failed_application,
    objectionable_vacancy,
)
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory
from tests.factories.selection import CandidateFactory, chair_of, fill_scores, official
from tests.factories.vacancies import VacancyFactory
from tests.harness.hands import Hands
from vacancies.actions.objections import file_objection
from vacancies.models import Objection
from vacancies.rules.rule_pack import RulePack

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LONG_AGO = timedelta(days=10)


def owner(application):
    return application.employee.user


def file(application, **changed) -> Objection:
    given = {"application_id": application.pk, "actor": owner(application), "subjects": [SUBJECT], "text": TEXT} | changed
    return file_objection(**given)


def answer(objection, actor, *, is_granted=False, reason=REASON) -> Objection:
    return actions.answer_objection(objection_id=objection.pk, actor=actor, is_granted=is_granted, reason=reason)


def late_objection(application=None) -> Objection:
    now = timezone.now()
    given = {"application": application} if application else {}
    return ObjectionFactory(filed_at=now - LONG_AGO, due_at=now - timedelta(hours=1), **given)


def page(client, user, name, row, status=200) -> str:
    client.force_login(user)
    response = client.get(reverse(name, args=[row.public_id]))
    assert response.status_code == status, response.status_code
    return response.content.decode()


# Filing --------------------------------------------------------------------------------------------------------------


def test_filing_freezes_what_was_read_and_tells_everybody_but_the_judges():
    vacancy = objectionable_vacancy()
    colleague = official(Role.AGENCY_ADMIN, vacancy)
    application = failed_application(vacancy)
    objection = file(application)
    assert [line["label"] for line in objection.lines] == ["Ijazah"]
    assert objection.judge_ids == [application.verified_by_id]
    assert timedelta(days=7) <= objection.due_at - objection.filed_at < timedelta(days=8)
    told = Notification.objects.filter(kind="objection_filed").order_by("recipient_id").values_list("recipient_id", flat=True)
    assert list(told) == [colleague.pk]
    mail = OutboxMessage.objects.get(kind="objection_filed")
    assert vacancy.position_title in mail.subject
    assert vacancy.agency.name in mail.subject
    assert application.employee.name not in mail.subject + mail.text
    entry = AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("-sequence").first()
    assert (entry.act, entry.object_id) == ("file_objection", str(application.public_id))


def test_office_whose_every_member_judged_the_file_leaves_it_to_the_chair():
    application = failed_application()
    file(application)
    assert Notification.objects.get(kind="objection_filed").recipient == chair_of(application.vacancy)


def test_whoever_judged_before_the_last_verifier_is_known_from_the_trail_and_by_nip():
    application = failed_application()
    vacancy = application.vacancy
    earlier = UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency, nip="198001012005011001")
    with transaction.atomic():
        audit.record(
            chain=vacancy.trail_chain, act="verify_application", actor=earlier, duty="Sekretariat",
            object_type="Application", object_id=application.public_id, details={},
        )  # fmt: skip
    assert set(file(application).judge_ids) == {earlier.pk, application.verified_by_id}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"subjects": []}, "lines", "Pilih hal yang Anda sanggah"),
        ({"subjects": ["DOC:KTP"]}, "lines", "berubah sejak halaman dibuka"),
        ({"text": "Keliru."}, "text", "paling sedikit 30 huruf"),
    ],
)
def test_filing_that_does_not_do_is_refused_beside_its_field_and_uses_nothing_up(changed, field, words):
    application = failed_application()
    with pytest.raises(Refused, match=words) as refused:
        file(application, **changed)
    assert refused.value.field == field
    assert file(application).is_open


def test_nobody_files_for_another_too_late_twice_or_where_the_plan_takes_none():
    application = failed_application()
    with pytest.raises(Refused, match="Hanya pemilik"):
        file(application, actor=UserFactory())
    late = failed_application(objectionable_vacancy(until=timezone.now() - timedelta(seconds=1)))
    with pytest.raises(Refused, match="Masa sanggah berakhir"):
        file(late)
    other = failed_application(VacancyFactory(state="SCORING"))
    with pytest.raises(Refused, match="tidak membuka sanggahan"):
        file(other)
    file(application)
    with pytest.raises(Refused, match="hanya satu kali"):
        file(application)
    assert Objection.objects.count() == 1


def test_only_documents_from_before_the_announcement_can_be_attached():
    application = failed_application()
    before = timezone.now() - timedelta(days=5)
    sent = ApplicationDocumentFactory(application=application, type="IJAZAH", uploaded_at=before)
    kept = EvidenceFactory(employee=application.employee, uploaded_at=before)
    new = EvidenceFactory(employee=application.employee, uploaded_at=timezone.now())
    strange = EvidenceFactory(uploaded_at=before)
    for document in (new, strange):
        with pytest.raises(Refused, match="sebelum hasil diumumkan"):
            file(application, attachments=[document])
    objection = file(application, attachments=[sent, kept, sent])
    assert [(row.document, row.evidence) for row in objection.attachments.order_by("id")] == [(sent, None), (None, kept)]


def test_database_holds_one_a_stage_and_neither_text_nor_answer_changes():
    objection = ObjectionFactory()
    with pytest.raises(IntegrityError, match="objection_once_a_stage"), transaction.atomic():
        ObjectionFactory(application=objection.application)
    with pytest.raises(IntegrityError, match="objection_answered_whole"), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(outcome="GRANTED")
    for change in ({"text": "Lain."}, {"lines": []}, {"due_at": timezone.now() + timedelta(days=30)}):
        with pytest.raises(Exception, match="objection"), transaction.atomic():
            Objection.objects.filter(pk=objection.pk).update(**change)
    answer(objection, chair_of(objection.application.vacancy))
    with pytest.raises(Exception, match="objection"), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(answer="Lain sama sekali.")
    with pytest.raises(Exception, match=r"objection|denied"), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).delete()


# Answering -----------------------------------------------------------------------------------------------------------


def test_granted_objection_makes_a_participant_and_a_new_version_of_the_list():
    vacancy = objectionable_vacancy()
    CandidateFactory(vacancy=vacancy, number=7)
    application = failed_application(vacancy)
    objection = file(application)
    secretary = official(Role.SECRETARIAT, vacancy)
    answered = answer(objection, secretary, is_granted=True)
    application.refresh_from_db()
    assert (application.state, application.reason_codes, application.verified_by) == ("CANDIDATE", [], secretary)
    assert Candidate.objects.get(application=application).number == 8
    assert not application.checks.filter(verdict="FAIL").exists()
    newest = vacancy.announcements.order_by("-version").first()
    assert (newest.version, newest.rows[-1]["passed"]) == (2, True)
    assert newest.reason
    assert newest.letter
    mail = OutboxMessage.objects.get(kind="objection_answered")
    assert mail.letter == answered.letter
    assert REASON in mail.text
    assert "008" in mail.text
    assert answered.letter.words["is_granted"]
    assert answered.letter.words["participant"] == "008"
    assert [event.action for event in application.events.order_by("-id")[:3]] == [
        "objection_granted", "enter_selection", "file_objection",
    ]  # fmt: skip
    entry = AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("-sequence").first()
    assert entry.act == "answer_objection"
    assert '"GRANTED"' in entry.body
    assert application.employee.name not in entry.body


def test_refused_objection_leaves_the_verdict_and_the_list():
    objection = file(failed_application())
    answered = answer(objection, chair_of(objection.application.vacancy))
    application = answered.application
    application.refresh_from_db()
    assert (application.state, application.reason_codes) == ("FAILED", ["DOC_UNREADABLE"])
    assert application.vacancy.announcements.count() == 1
    assert not Candidate.objects.filter(application=application).exists()
    assert "ditolak" in OutboxMessage.objects.get(kind="objection_answered").text
    with pytest.raises(Stale, match="sudah menjawab"):
        answer(objection, official(Role.AGENCY_ADMIN, application.vacancy), is_granted=True)


def test_who_may_answer():
    objection = ObjectionFactory()
    application = objection.application
    vacancy = application.vacancy
    applying = official(Role.SECRETARIAT, vacancy)
    ApplicationFactory(vacancy=vacancy, state="CANDIDATE", employee=EmployeeFactory(user=applying))
    stranger = UserFactory(role=Role.SECRETARIAT, agency=AgencyFactory())
    for person, words in (
        (application.verified_by, "pernah memeriksa berkas ini"),
        (applying, "tercatat sebagai pelamar"),
        (stranger, "Sanggahan dijawab"),
        (official(Role.PANEL_MEMBER, vacancy), "Sanggahan dijawab"),
        (official(Role.PANEL_CHAIR, vacancy), "Sanggahan dijawab"),
        (official(Role.AUDITOR, vacancy), "Sanggahan dijawab"),
        (official(Role.WASDAL, vacancy), "melewati batas waktu"),
    ):
        with pytest.raises(Refused, match=words):
            answer(objection, person)
    with pytest.raises(Refused, match="paling sedikit 30 huruf"):
        answer(objection, chair_of(vacancy), reason="Ya.")
    assert answer(objection, chair_of(vacancy)).answered_duty


def test_second_account_of_a_verifier_is_the_verifier():
    vacancy = objectionable_vacancy()
    judge = UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency, nip="198001012005011001")
    objection = file(failed_application(vacancy, judge=judge))
    twin = official(Role.SECRETARIAT, vacancy)
    EmployeeFactory(nip="198001012005011001", user=twin)
    with pytest.raises(Refused, match="pernah memeriksa"):
        answer(objection, twin)


def test_wasdal_answers_only_what_is_late():
    late = late_objection()
    answered = answer(late, official(Role.WASDAL, late.application.vacancy))
    assert answered.outcome == "REFUSED"
    assert "Wasdal" in answered.answered_duty


def test_nothing_is_answered_once_the_selection_moved_on():
    objection = ObjectionFactory()
    vacancy = objection.application.vacancy
    vacancy.state = "CANCELLED"
    vacancy.save(update_fields=["state"])
    with pytest.raises(Refused, match="tidak berjalan lagi"):
        answer(objection, chair_of(vacancy))


# What waits for it ---------------------------------------------------------------------------------------------------


def test_ranking_waits_for_the_window_and_for_every_answer_even_a_late_one():
    vacancy = objectionable_vacancy()
    for number in (1, 2):
        CandidateFactory(vacancy=vacancy, number=number)
    fill_scores(vacancy, [Decimal(90), Decimal(80)])
    chair = chair_of(vacancy)
    with pytest.raises(Refused, match="Masa sanggah hasil administrasi berjalan sampai"):
        actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair)
    closed = objectionable_vacancy(until=timezone.now() - timedelta(seconds=1))
    for number in (1, 2):
        CandidateFactory(vacancy=closed, number=number)
    fill_scores(closed, [Decimal(90), Decimal(80)])
    late = late_objection(failed_application(closed))
    with pytest.raises(Refused, match="1 sanggahan atas hasil administrasi yang belum dijawab"):
        actions.compute_ranking(vacancy_id=closed.pk, actor=chair_of(closed))
    answer(late, official(Role.WASDAL, closed))
    assert actions.compute_ranking(vacancy_id=closed.pk, actor=chair_of(closed)).version == 1


def test_announcing_opens_the_window_only_where_the_plan_says_so():
    for takes in (True, False):
        vacancy = VacancyFactory(state="VERIFICATION", rule_pack=RulePack(takes_objections=takes).as_json())
        for state in ("PASSED", "PASSED", "PASSED", "FAILED"):
            application = ApplicationFactory(vacancy=vacancy, state=state)
        announcement = actions.open_selection(vacancy_id=vacancy.pk, actor=official(Role.SECRETARIAT, vacancy))
        told = OutboxMessage.objects.get(key__endswith=f":{application.pk}", kind="stage_result").text
        assert (announcement.objections_until is not None) == takes
        assert ("satu sanggahan sampai" in told) == takes == ("Sanggahan pelamar" in announcement.body)


# Pages ---------------------------------------------------------------------------------------------------------------


def test_applicant_files_without_a_script_and_keeps_what_was_typed(client):
    application = failed_application()
    address = reverse("file_objection", args=[application.public_id])
    assert "Ajukan sanggahan" in page(client, owner(application), "show_application", application)
    assert "Masa sanggah berakhir" in page(client, owner(application), "file_objection", application)
    short = client.post(address, {"lines": [SUBJECT], "text": "Terlalu pendek."}).content.decode()
    assert "paling sedikit 30 huruf" in short
    assert "Terlalu pendek." in short
    assert client.post(address, {"lines": [SUBJECT], "text": TEXT}).url == address
    filed = page(client, owner(application), "file_objection", application)
    assert "Sanggahan diperiksa" in filed
    assert TEXT in filed
    status = page(client, owner(application), "show_application", application)
    assert "Sanggahan diperiksa" in status
    assert "Sanggahan diajukan" in status
    assert "Petugas lain dari sekretariat" in status
    assert "Sanggahan diperiksa" in client.get(reverse("list_applications")).content.decode()
    page(client, owner(failed_application(application.vacancy)), "file_objection", application, status=404)


def test_text_typed_before_the_window_closed_is_shown_back(client):
    application = failed_application(objectionable_vacancy(until=timezone.now() - timedelta(seconds=1)))
    client.force_login(owner(application))
    answered = client.post(reverse("file_objection", args=[application.public_id]), {"lines": [SUBJECT], "text": TEXT})
    assert "Masa sanggah berakhir" in answered.content.decode()
    assert TEXT in answered.content.decode()
    assert not Objection.objects.exists()


def test_first_verifier_reads_no_name_before_the_answer(client):
    objection = ObjectionFactory()
    application = objection.application
    vacancy, name, judge = application.vacancy, application.employee.name, application.verified_by
    hidden = page(client, judge, "list_objections", vacancy)
    assert name not in hidden
    assert "1 sanggahan tidak ditampilkan" in hidden
    page(client, judge, "answer_objection", objection, status=404)
    assert "Sanggahan berjalan" not in page(client, judge, "list_applicants", vacancy)
    assert "Sanggahan berjalan" not in page(client, judge, "verify_application", application)
    assert name not in page(client, judge, "show_own_vacancy", vacancy)
    colleague = official(Role.SECRETARIAT, vacancy)
    assert name in page(client, colleague, "list_objections", vacancy)
    assert "Sanggahan berjalan" in page(client, colleague, "list_applicants", vacancy)
    assert "Sanggahan berjalan" in page(client, colleague, "verify_application", application)
    answer(objection, colleague)
    assert name in page(client, judge, "list_objections", vacancy)


def test_second_officer_answers_on_the_page(client):
    objection = file(failed_application())
    vacancy = objection.application.vacancy
    secretary = official(Role.SECRETARIAT, vacancy)
    assert "Jawaban Anda" in page(client, secretary, "answer_objection", objection)
    address = reverse("answer_objection", args=[objection.public_id])
    short = client.post(address, {"outcome": "REFUSED", "reason": "Tidak."}).content.decode()
    assert "paling sedikit 30 huruf" in short
    assert "Tidak." in short
    assert client.post(address, {"outcome": "REFUSED", "reason": REASON}).url == address
    assert client.post(address, {"outcome": "GRANTED", "reason": REASON}).status_code == 409
    read = page(client, secretary, "answer_objection", objection)
    assert "Ditolak" in read
    assert REASON in read
    assert "Kirim jawaban" not in read
    own = page(client, owner(objection.application), "file_objection", objection.application)
    assert "Sanggahan ditolak" in own
    assert REASON in own
    letter = client.get(reverse("download_objection_letter", args=[objection.application.public_id]))
    assert b"".join(letter.streaming_content).startswith(b"%PDF")


def test_open_objection_is_a_task_with_a_clock_for_everybody_of_the_office_but_the_judges(client):
    objection = ObjectionFactory()
    vacancy = objection.application.vacancy
    for person, stands in ((official(Role.SECRETARIAT, vacancy), True), (objection.application.verified_by, False)):
        client.force_login(person)
        board = client.get(reverse("show_dashboard")).content.decode()
        assert (reverse("answer_objection", args=[objection.public_id]) in board) == stands
        assert objection.application.employee.name not in board


def test_attachment_opens_for_who_may_answer_and_leaves_a_trace(client):
    application = failed_application()
    kept = EvidenceFactory(employee=application.employee, uploaded_at=timezone.now() - timedelta(days=5))
    objection = file(application, attachments=[kept])
    row = objection.attachments.get()
    address = reverse("download_objection_attachment", args=[objection.public_id, row.public_id])
    for person, status in ((official(Role.SECRETARIAT, application.vacancy), 200), (application.verified_by, 404)):
        client.force_login(person)
        response = client.get(address)
        assert response.status_code == status
        if status == 200:
            assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert AuditEntry.objects.filter(chain=application.employee.reading_chain, act="view_proof").count() == 1


def test_late_answer_is_amber_by_itself_on_every_desk(client):
    late = late_objection()
    application = late.application
    status = page(client, owner(application), "show_application", application)
    assert "Jawaban terlambat" in status
    assert "Terlambat" in page(client, official(Role.SECRETARIAT, application.vacancy), "list_objections", application.vacancy)
    wasdal = official(Role.WASDAL, application.vacancy)
    Authenticator.objects.create(user=wasdal, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)})
    client.force_login(wasdal)
    desk = client.get(reverse("show_oversight") + "?tab=terlambat").content.decode()
    assert reverse("answer_objection", args=[late.public_id]) in desk
    assert application.employee.name not in desk
    assert "Jawaban Anda" in page(client, wasdal, "answer_objection", late)


def test_public_page_tells_the_promise_at_once_and_numbers_only_after_the_window(client):
    running = objectionable_vacancy()
    file(failed_application(running))
    words = client.get(reverse("show_vacancy", args=[running.public_id])).content.decode()
    assert "Satu sanggahan per pelamar" in words
    assert "Menunggu jawaban</dt>" not in words
    over = objectionable_vacancy(until=timezone.now() - timedelta(seconds=1))
    refused = ObjectionFactory(application=failed_application(over))
    ObjectionFactory(application=failed_application(over))
    answer(refused, chair_of(over))
    rows = client.get(reverse("show_vacancy", args=[over.public_id])).context["objections"]
    assert {row["label"]: row["value"] for row in rows} == {
        "Diajukan": "2", "Dikabulkan": "0", "Ditolak": "1", "Menunggu jawaban": "1",
    }  # fmt: skip


@pytest.mark.parametrize("items", [1, 3])
def test_list_costs_the_same_at_every_length(client, django_assert_num_queries, items):
    vacancy = objectionable_vacancy()
    for _ in range(items):
        ObjectionFactory(application=failed_application(vacancy))
    client.force_login(official(Role.SECRETARIAT, vacancy))
    address = reverse("list_objections", args=[vacancy.public_id])
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(address).content.decode().count('class="row-link"') == items


LIST_QUERIES = 13


# Races ---------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_hands_file_one_objection_and_give_one_answer():
    application = failed_application()
    vacancy = application.vacancy
    people = [official(Role.SECRETARIAT, vacancy), official(Role.AGENCY_ADMIN, vacancy)]
    hands = Hands(2)
    try:
        filed = hands.act([lambda: file(application)] * 2)
        objection = Objection.objects.get()
        answered = hands.act(
            [
                lambda: answer(objection, people[0], is_granted=True),
                lambda: answer(objection, people[1]),
            ]
        )
    finally:
        hands.end()
    assert sorted(type(each).__name__ for each in filed) == ["Refused", "str"], filed
    assert sorted(type(each).__name__ for each in answered) == ["Stale", "str"], answered
    objection.refresh_from_db()
    assert (objection.outcome == "GRANTED") == Candidate.objects.filter(application=application).exists()
    assert OutboxMessage.objects.filter(kind="objection_answered").count() == 1
