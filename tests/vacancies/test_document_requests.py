"""One more document: asked, handed in, late, taken back, lapsed; what each side sees and hears."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused, Stale
from core.uploads.keys import read_document
from employees.models import EvidenceDocument
from tests.factories.applications import ApplicationFactory, attach_documents, sample_pdf, sample_picture
from tests.factories.people import UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions import document_requests as acts
from vacancies.actions.verification import CheckAnswer, verify_application
from vacancies.actions.withdrawal import withdraw_application
from vacancies.models import ApplicationDocument, DocumentRequest
from vacancies.tasks import lapse_due_document_requests
from vacancies.verification import verification_lines

pytestmark = pytest.mark.django_db
NEW = acts.NewFile("ijazah.pdf", sample_pdf())


@pytest.fixture
def vacancy():
    return VacancyFactory(state="VERIFICATION")


@pytest.fixture
def secretary(vacancy):
    return UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency, full_name="Sekretaris Uji")


@pytest.fixture
def application(vacancy):
    sent = ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    attach_documents(sent)
    return sent


def ask(application, secretary, *, hours: float = 72, version: int | None = None, kind: str = "IJAZAH") -> DocumentRequest:
    application.refresh_from_db()
    return acts.ask_document(
        application_id=application.pk,
        actor=secretary,
        version=application.version if version is None else version,
        document_type=kind,
        reason="Halaman kedua tidak terbaca.",
        due_at=timezone.now() + timedelta(hours=hours),
    )


def make_late(request: DocumentRequest, seconds: float = 3.4) -> DocumentRequest:
    request.due_at = timezone.now() - timedelta(seconds=seconds)
    request.save(update_fields=["due_at"])
    return request


def owner(application):
    return application.employee.user


def told(user) -> list[str]:
    return list(OutboxMessage.objects.filter(recipient=user).order_by("id").values_list("subject", flat=True))


# Asking --------------------------------------------------------------------------------------------------------------


def test_asking_puts_a_task_before_the_applicant_and_stops_the_verdict(client, application, secretary):
    request = ask(application, secretary)
    application.refresh_from_db()
    assert application.state == "NEEDS_DOCUMENT"
    assert any(
        "Dokumen diminta sampai" in subject and application.vacancy.position_title in subject
        for subject in told(owner(application))
    )
    assert Notification.objects.get(recipient=owner(application)).url == reverse(
        "answer_document_request", args=[request.public_id]
    )
    assert AuditEntry.objects.filter(act="ask_document", chain=application.vacancy.trail_chain).count() == 1
    client.force_login(owner(application))
    body = client.get(reverse("list_applications")).content.decode()
    assert f"Unggah Ijazah untuk {application.vacancy.position_title}" in body
    answers = [CheckAnswer(line.subject, "PASS") for line in verification_lines(application)]
    with pytest.raises(Refused, match="menunggu dokumen pelamar"):
        verify_application(
            application_id=application.pk, actor=secretary, version=application.version, outcome="PASSED", answers=answers
        )


@pytest.mark.parametrize(
    ("hours", "sentence"), [(0.9, "paling sedikit 1 jam"), (14 * 24 + 1, "paling lama 14 hari"), (-1, "paling sedikit 1 jam")]
)
def test_due_time_is_neither_too_soon_nor_too_far(application, secretary, hours, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(application, secretary, hours=hours)
    application.refresh_from_db()
    assert (application.state, DocumentRequest.objects.count()) == ("SUBMITTED", 0)


def test_second_request_waits_for_the_first_also_against_the_database(application, secretary):
    first = ask(application, secretary)
    with pytest.raises(Refused, match="belum dijawab"):
        ask(application, secretary)
    with pytest.raises(IntegrityError):
        DocumentRequest.objects.create(
            application=application, type="KTP", reason="x", due_at=first.due_at, asked_by=secretary, asked_at=timezone.now()
        )


@pytest.mark.parametrize("state", ["OPEN", "SCORING", "CANCELLED"])
def test_nothing_is_asked_before_closing_or_after_the_announcement(state):
    vacancy = VacancyFactory(state=state)
    application = ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    with pytest.raises(Refused):
        ask(application, UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency))


@pytest.mark.parametrize("state", ["PASSED", "FAILED", "WITHDRAWN", "DRAFT"])
def test_only_an_application_nobody_judged_is_asked(vacancy, secretary, state):
    with pytest.raises(Refused):
        ask(ApplicationFactory(vacancy=vacancy, state=state), secretary)


def test_page_drawn_earlier_does_not_ask(application, secretary):
    with pytest.raises(Stale):
        ask(application, secretary, version=application.version + 1)


def test_strangers_neither_ask_nor_see_the_form(client, application):
    stranger = UserFactory(role=Role.SECRETARIAT)
    with pytest.raises(Refused):
        ask(application, stranger)
    client.force_login(stranger)
    assert client.get(reverse("ask_document", args=[application.public_id])).status_code == 404


def test_form_offers_three_days_and_keeps_what_was_typed(client, application, secretary):
    client.force_login(secretary)
    address = reverse("ask_document", args=[application.public_id])
    form = client.get(address).context["form"]
    zone_today = timezone.localdate()
    assert (form.initial["due_on"] - zone_today).days == 3
    assert f"{form.initial['due_time']:%H:%M}" == "23:59"
    typed = {"version": application.version, "document_type": "IJAZAH", "reason": "", "due_on": zone_today, "due_time": "00:00"}
    body = client.post(address, typed).content.decode()
    assert "Tuliskan alasan permintaan; pelamar membacanya." in body
    assert 'value="00:00"' in body
    posted = client.post(address, {**typed, "reason": "Buram.", "due_on": zone_today + timedelta(days=2), "due_time": "12.30"})
    assert posted.status_code == 302
    request = DocumentRequest.objects.get()
    # 12.30 names the last minute that counts, so the stored instant is the next one.
    assert timezone.localtime(request.due_at).strftime("%H:%M") == "12:31"


# Handing in ----------------------------------------------------------------------------------------------------------


def test_file_arrives_in_the_application_and_the_asker_hears(client, application, secretary):
    request = ask(application, secretary)
    client.force_login(owner(application))
    address = reverse("answer_document_request", args=[request.public_id])
    body = client.get(address).content.decode()
    assert "Halaman kedua tidak terbaca." in body
    posted = client.post(address, {"file": SimpleUploadedFile("ijazah baru.pdf", sample_pdf(), "application/pdf")})
    assert posted.url == reverse("show_application", args=[application.public_id])
    application.refresh_from_db()
    request.refresh_from_db()
    document = ApplicationDocument.objects.get(request=request)
    assert (application.state, request.fulfilled_at is not None) == ("SUBMITTED", True)
    assert read_document(document.file.name) == sample_pdf()
    assert any("Dokumen yang diminta sudah diterima" in subject for subject in told(secretary))
    line = next(line for line in verification_lines(application) if line.code == "IJAZAH")
    assert line.document is not None
    assert line.document.request_id is None
    assert [each.pk for each in line.later] == [document.pk]
    client.force_login(secretary)
    sheet = client.get(reverse("verify_application", args=[application.public_id])).content.decode()
    assert "Susulan: ijazah baru.pdf" in sheet
    opened = client.get(reverse("download_document", args=[document.public_id]))
    assert b"".join(opened.streaming_content) == sample_pdf()


def test_type_the_plan_never_asked_for_gets_a_line_of_its_own(application, secretary):
    request = ask(application, secretary, kind="SURAT_TUGAS")
    acts.hand_in_document(request_id=request.pk, actor=owner(application), source=NEW)
    application.refresh_from_db()
    line = verification_lines(application)[-1]
    assert (line.code, line.is_required, len(line.later)) == ("SURAT_TUGAS", False, 1)


def test_document_of_the_locker_answers_as_a_copy_of_its_own(client, application, secretary):
    request = ask(application, secretary)
    acts.hand_in_document(request_id=request.pk, actor=owner(application), source=locker_document(application))
    document = ApplicationDocument.objects.get(request=request)
    assert document.evidence.title == "Ijazah S-2"
    assert document.file.name != document.evidence.file.name
    assert read_document(document.file.name) == sample_pdf()


def locker_document(application) -> EvidenceDocument:
    from core.uploads.files import accept_file
    from employees.actions import evidence_folder, keep_evidence

    accepted = accept_file(sample_pdf(), "ijazah.pdf", folder=evidence_folder(application.employee))
    return keep_evidence(actor=owner(application), type="IJAZAH", title="Ijazah S-2", accepted=accepted)


def test_page_offers_the_own_locker_and_nobody_elses(client, application, secretary):
    request = ask(application, secretary)
    mine = locker_document(application)
    other = locker_document(ApplicationFactory(vacancy=application.vacancy, state="SUBMITTED"))
    client.force_login(owner(application))
    address = reverse("answer_document_request", args=[request.public_id])
    assert [str(mine.public_id)] == list(client.get(address).context["choice"].documents)
    refused = client.post(address, {"lemari": "1", "evidence": str(other.public_id)})
    assert "Dokumen itu tidak ada lagi di lemari bukti Anda" in refused.content.decode()
    assert not ApplicationDocument.objects.filter(request=request).exists()
    assert client.post(address, {"lemari": "1", "evidence": str(mine.public_id)}).status_code == 302


def test_wrong_kind_of_file_is_named_beside_the_field_and_nothing_changes(client, application, secretary):
    request = ask(application, secretary)
    client.force_login(owner(application))
    posted = client.post(
        reverse("answer_document_request", args=[request.public_id]),
        {"file": SimpleUploadedFile("foto.png", sample_picture(), "image/png")},
    )
    assert "Jenis berkas ini tidak diterima" in posted.content.decode()
    application.refresh_from_db()
    assert application.state == "NEEDS_DOCUMENT"


def test_second_answer_says_when_the_first_came(application, secretary):
    request = ask(application, secretary)
    acts.hand_in_document(request_id=request.pk, actor=owner(application), source=NEW)
    with pytest.raises(Refused, match="sudah diterima"):
        acts.hand_in_document(request_id=request.pk, actor=owner(application), source=NEW)
    assert ApplicationDocument.objects.filter(request=request).count() == 1


def test_only_the_owner_answers(client, application, secretary):
    request = ask(application, secretary)
    stranger = ApplicationFactory(vacancy=application.vacancy, state="SUBMITTED")
    with pytest.raises(Refused):
        acts.hand_in_document(request_id=request.pk, actor=owner(stranger), source=NEW)
    client.force_login(owner(stranger))
    assert client.get(reverse("answer_document_request", args=[request.public_id])).status_code == 404


@pytest.mark.parametrize("has_lapsed", [False, True])
def test_late_file_stays_out_of_the_application_and_safe_in_the_locker(client, application, secretary, has_lapsed):
    request = make_late(ask(application, secretary))
    if has_lapsed:
        lapse_due_document_requests()
    client.force_login(owner(application))
    address = reverse("answer_document_request", args=[request.public_id])
    body = client.post(address, {"file": SimpleUploadedFile("ijazah.pdf", sample_pdf(), "application/pdf")}).content.decode()
    assert "Berkas tiba pukul" in body
    assert "sesudah batas waktu. Berkas tersimpan di lemari bukti Anda" in body
    request.refresh_from_db()
    assert request.late_attempt_at is not None
    assert not ApplicationDocument.objects.filter(request=request).exists()
    kept = EvidenceDocument.objects.get(employee=application.employee)
    assert (kept.type, read_document(kept.file.name)) == ("IJAZAH", sample_pdf())
    assert any("Dokumen datang sesudah batas waktu" in subject for subject in told(secretary))
    client.force_login(secretary)
    assert "Berkas datang terlambat" in client.get(reverse("verify_application", args=[application.public_id])).content.decode()


# Taking back, lapsing, withdrawing -----------------------------------------------------------------------------------


def test_request_taken_back_returns_the_file_to_verification(client, application, secretary):
    request = ask(application, secretary)
    client.force_login(secretary)
    client.post(reverse("withdraw_document_request", args=[request.public_id]))
    application.refresh_from_db()
    assert application.state == "SUBMITTED"
    assert any("Permintaan dokumen dicabut" in subject for subject in told(owner(application)))
    with pytest.raises(Refused, match="sudah dicabut"):
        acts.hand_in_document(request_id=request.pk, actor=owner(application), source=NEW)


def test_clock_gives_the_file_back_and_decides_nothing(application, secretary):
    running = ask(ApplicationFactory(vacancy=application.vacancy, state="SUBMITTED"), secretary)
    request = make_late(ask(application, secretary))
    assert lapse_due_document_requests() == 1
    assert lapse_due_document_requests() == 0
    application.refresh_from_db()
    running.refresh_from_db()
    assert (application.state, running.is_open) == ("SUBMITTED", True)
    assert any("Dokumen yang diminta tidak datang" in subject for subject in told(secretary))
    assert any("Batas waktu dokumen sudah lewat" in subject for subject in told(owner(application)))
    entry = AuditEntry.objects.get(act="lapse_document_request")
    assert (entry.actor_id, str(request.public_id) in entry.body) == (None, True)
    ask(application, secretary)
    application.refresh_from_db()
    assert application.state == "NEEDS_DOCUMENT"


def test_lapsing_of_a_cancelled_vacancy_is_silent(application, secretary):
    request = make_late(ask(application, secretary))
    application.vacancy.state = "CANCELLED"
    application.vacancy.save(update_fields=["state"])
    before = OutboxMessage.objects.count()
    assert lapse_due_document_requests() == 1
    request.refresh_from_db()
    assert (request.is_open, OutboxMessage.objects.count()) == (False, before)


def test_withdrawing_the_application_ends_its_request(application, secretary):
    request = ask(application, secretary)
    withdraw_application(application_id=application.pk, actor=owner(application))
    request.refresh_from_db()
    application.refresh_from_db()
    assert (application.state, request.is_open) == ("WITHDRAWN", False)


def test_waiting_application_counts_as_sent_and_as_not_verified(client, application, secretary):
    ask(application, secretary)
    assert application.vacancy.applications.submitted().count() == 1
    client.force_login(secretary)
    figures = {
        row["label"]: row["value"]
        for row in client.get(reverse("list_applicants", args=[application.vacancy.public_id])).context["figures"]
    }
    assert (figures["lamaran terkirim"], figures["belum diperiksa"], figures["menunggu dokumen pelamar"]) == (1, 0, 1)
    own = client.get(reverse("show_own_vacancy", args=[application.vacancy.public_id])).context["figures"]
    assert {row["label"]: row["value"] for row in own}["Sudah diverifikasi"] == 0
