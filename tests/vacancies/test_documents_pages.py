"""Documents of an application: kept byte for byte, replaced whole, opened only by who may."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.urls import reverse

from accounts.enums import Role
from core.models import AuditEntry, Notification, OutboxMessage
from core.refusals import Refused
from core.signing import read_signature, sign_letter
from core.uploads import files
from core.uploads.keys import read_document
from tests.factories.applications import ApplicationDocumentFactory, ApplicationFactory, sample_pdf, sample_picture
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions import documents as acts
from vacancies.models import ApplicationDocument

pytestmark = pytest.mark.django_db


def upload(client, application, content, name="surat.pdf", document_type="SURAT_LAMARAN"):
    address = reverse("upload_document", args=[application.public_id, document_type])
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.fixture
def mine(client):
    application = ApplicationFactory()
    client.force_login(application.employee.user)
    return application


def test_upload_keeps_the_bytes(client, mine):
    response = upload(client, mine, sample_pdf())
    assert "1 dari 13" in response.content.decode()
    document = mine.documents.get()
    assert read_document(document.file.name) == sample_pdf()
    assert (document.pages, document.original_name) == (1, "surat.pdf")
    assert "surat" not in document.file.name
    assert AuditEntry.objects.get(act="upload_document").object_id == str(document.public_id)


def test_official_signature_inside_a_file_survives(client, mine):
    signed = sign_letter(sample_pdf(), number="001/UJI").content
    upload(client, mine, signed)
    assert read_signature(read_document(mine.documents.get().file.name)).is_intact


def test_refused_file_leaves_the_earlier_one(client, mine):
    upload(client, mine, sample_pdf())
    before = mine.documents.get().sha256
    response = upload(client, mine, b"")
    assert "Berkas ini kosong" in response.content.decode()
    assert mine.documents.get().sha256 == before


def test_upload_without_a_file_says_what_to_do(client, mine):
    response = client.post(reverse("upload_document", args=[mine.public_id, "SURAT_LAMARAN"]))
    assert "Pilih berkas lebih dulu" in response.content.decode()


def test_replaced_file_is_removed_from_storage(client, mine, django_capture_on_commit_callbacks):
    upload(client, mine, sample_pdf())
    old = mine.documents.get().file
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, mine, sample_pdf(2))
    assert not old.storage.exists(old.name)
    assert mine.documents.get().pages == 2


def test_photo_takes_pictures_only(client, mine):
    assert "tidak diterima" in upload(client, mine, sample_pdf(), "a.pdf", "PAS_FOTO").content.decode()
    upload(client, mine, sample_picture("JPEG"), "a.jpg", "PAS_FOTO")
    assert mine.documents.get().content_type == "image/jpeg"


def test_type_that_was_not_asked_for_does_not_exist(client, mine):
    assert upload(client, mine, sample_pdf(), document_type="MAKALAH").status_code == 404


def test_full_disk_is_one_sentence_and_leaves_nothing(client, mine, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "store_private", full)
    response = upload(client, mine, sample_pdf())
    assert "penyimpanan portal sedang penuh" in response.content.decode()
    assert not ApplicationDocument.objects.exists()


def test_file_of_a_refused_act_does_not_stay_in_storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    application = ApplicationFactory()
    with pytest.raises(Refused, match="tidak meminta"):
        acts.upload_document(
            application_id=application.pk,
            actor=application.employee.user,
            document_type="MAKALAH",
            name="a.pdf",
            content=sample_pdf(),
        )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_sent_application_takes_no_more_files(client):
    application = ApplicationFactory(state="SUBMITTED")
    client.force_login(application.employee.user)
    response = upload(client, application, sample_pdf())
    assert "sudah tidak berupa draf" in response.content.decode()
    assert not ApplicationDocument.objects.exists()


def test_delete_removes_row_and_file(client, mine, django_capture_on_commit_callbacks):
    document = ApplicationDocumentFactory(application=mine)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("delete_document", args=[document.public_id]))
    assert not ApplicationDocument.objects.exists()
    assert not document.file.storage.exists(document.file.name)


def test_files_of_other_people_do_not_exist(client, mine):
    other = ApplicationDocumentFactory()
    assert client.get(reverse("download_document", args=[other.public_id])).status_code == 404
    assert client.post(reverse("delete_document", args=[other.public_id])).status_code == 404
    assert upload(client, other.application, sample_pdf()).status_code == 404
    assert ApplicationDocument.objects.filter(pk=other.pk).exists()


def test_own_file_comes_sealed_and_uncached(client, mine):
    document = ApplicationDocumentFactory(application=mine)
    response = client.get(reverse("download_document", args=[document.public_id]) + "?unduh=1")
    assert b"".join(response) == sample_pdf()
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert not AuditEntry.objects.filter(act="view_document").exists()


@pytest.mark.parametrize(("vacancy_state", "status"), [("OPEN", 404), ("VERIFICATION", 200)])
@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.AGENCY_ADMIN])
def test_office_opens_files_only_after_closing_and_leaves_a_trace(client, role, vacancy_state, status):
    application = ApplicationFactory(vacancy=VacancyFactory(state=vacancy_state), state="SUBMITTED")
    document = ApplicationDocumentFactory(application=application)
    reader = UserFactory(role=role, agency=application.vacancy.agency)
    client.force_login(reader)
    response = client.get(reverse("download_document", args=[document.public_id]))
    assert (response.status_code, b"".join(response) == sample_pdf()) == (status, status == 200)
    assert AuditEntry.objects.filter(act="view_document", actor_id=reader.pk).exists() == (status == 200)


def test_owner_hears_once_a_day_that_another_agency_opened_a_file_and_not_of_the_own(client):
    application = ApplicationFactory(vacancy=VacancyFactory(state="VERIFICATION"), state="SUBMITTED")
    owner, agency = application.employee, application.vacancy.agency
    url = reverse("download_document", args=[ApplicationDocumentFactory(application=application).public_id])
    client.force_login(UserFactory(role=Role.SECRETARIAT, agency=agency, full_name="Rini Petugas"))
    for _ in range(2):
        assert b"".join(client.get(url)) == sample_pdf()
    mail = OutboxMessage.objects.get(kind="file_viewed")
    assert (mail.recipient, mail.state) == (owner.user, "PENDING")
    assert mail.subject.endswith(f"{application.vacancy.position_title}, {agency.name}")
    assert "Rini Petugas" not in mail.text
    assert Notification.objects.get(kind="file_viewed").url == reverse("list_own_readings")
    colleague = ApplicationFactory(
        vacancy=application.vacancy, state="SUBMITTED", employee=EmployeeFactory(with_user=True, agency=agency)
    )
    url = reverse("download_document", args=[ApplicationDocumentFactory(application=colleague).public_id])
    assert b"".join(client.get(url)) == sample_pdf()
    assert OutboxMessage.objects.filter(kind="file_viewed").count() == 1


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.PYB, Role.SETKAB, Role.BKN_ADMIN])
def test_people_without_business_there_get_no_file(client, role):
    application = ApplicationFactory(vacancy=VacancyFactory(state="VERIFICATION"), state="SUBMITTED")
    document = ApplicationDocumentFactory(application=application)
    client.force_login(UserFactory(role=role))
    assert client.get(reverse("download_document", args=[document.public_id])).status_code in (403, 404)


def test_applicants_of_the_same_post_cannot_read_each_other(client, mine):
    rival = ApplicationDocumentFactory(application=ApplicationFactory(vacancy=mine.vacancy, state="SUBMITTED"))
    assert client.get(reverse("download_document", args=[rival.public_id])).status_code == 404


def test_person_who_applies_elsewhere_cannot_upload_for_a_stranger():
    application = ApplicationFactory()
    stranger = EmployeeFactory(with_user=True).user
    with pytest.raises(Refused, match="Hanya pemilik"):
        acts.upload_document(
            application_id=application.pk, actor=stranger, document_type="SURAT_LAMARAN", name="a.pdf", content=sample_pdf()
        )


def test_huge_upload_is_cut_on_arrival_and_named_too_big(client, mine, settings, monkeypatch):
    kept = []

    def measure(handler, size):
        kept.append(os.path.getsize(handler.file.temporary_file_path()))
        return complete(handler, size)

    complete = TemporaryFileUploadHandler.file_complete
    monkeypatch.setattr(TemporaryFileUploadHandler, "file_complete", measure)
    response = upload(client, mine, b"%PDF-" + bytes(4 * settings.DOCUMENT_MAX_BYTES))
    assert "Berkas lebih besar dari 5 MB" in response.content.decode()
    assert not ApplicationDocument.objects.exists()
    assert settings.DOCUMENT_MAX_BYTES < kept[0] < settings.DOCUMENT_MAX_BYTES + 200_000


def test_secretary_who_applied_loses_sight_of_the_rivals(client):
    vacancy = VacancyFactory(state="VERIFICATION")
    rival = ApplicationDocumentFactory(application=ApplicationFactory(vacancy=vacancy, state="SUBMITTED"))
    secretary = UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency)
    ApplicationFactory(vacancy=vacancy, employee=EmployeeFactory(user=secretary), state="SUBMITTED")
    client.force_login(secretary)
    assert client.get(reverse("download_document", args=[rival.public_id])).status_code == 404
    assert client.get(reverse("verify_application", args=[rival.application.public_id])).status_code == 404
