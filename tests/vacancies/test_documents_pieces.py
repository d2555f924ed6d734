"""Documents that came in pieces: the same form, the same act, used exactly once; nothing that was sent is lost."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import Upload
from core.refusals import Stale
from core.uploads import actions as pieces
from core.uploads import files
from core.uploads.keys import read_document
from core.uploads.refusals import TryLater
from core.uploads.storage import private_path
from employees.models import EvidenceDocument
from tests.factories.applications import ApplicationFactory, sample_pdf
from tests.factories.people import UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions import documents as acts
from vacancies.models import ApplicationDocument, DocumentRequest
from vacancies.uploads import document_purpose

pytestmark = pytest.mark.django_db
TYPE = "SURAT_LAMARAN"


@pytest.fixture
def mine(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    application = ApplicationFactory()
    client.force_login(application.employee.user)
    return application


def sent(application, content: bytes, *, upto: int | None = None, mark: str = "", name: str = "surat.pdf") -> Upload:
    """An upload of which `upto` bytes are here."""
    person = application.employee.user
    upload = pieces.start_upload(
        actor=person,
        purpose=document_purpose(application.public_id, TYPE),
        name=name,
        size=len(content),
        fingerprint=mark or hashlib.sha256(content).hexdigest(),
    )
    return pieces.append_piece(actor=person, public_id=upload.public_id, offset=0, content=content[:upto])


def post(client, application, upload, **fields):
    address = reverse("upload_document", args=[application.public_id, TYPE])
    return client.post(address, {"file-unggahan": str(upload.public_id), **fields}, follow=True)


def page(client, application) -> str:
    return client.get(reverse("edit_documents", args=[application.public_id])).content.decode()


def test_document_of_pieces_is_kept_byte_for_byte(client, mine, django_capture_on_commit_callbacks):
    upload = sent(mine, sample_pdf())
    with django_capture_on_commit_callbacks(execute=True):
        assert "Surat lamaran tersimpan" in post(client, mine, upload).content.decode()
    document = mine.documents.get()
    assert (read_document(document.file.name), document.original_name) == (sample_pdf(), "surat.pdf")
    assert not private_path(upload.path).exists()


def test_the_same_post_again_changes_nothing_and_is_no_error(client, mine):
    upload = sent(mine, sample_pdf())
    post(client, mine, upload)
    before = mine.documents.get().pk
    again = post(client, mine, upload)
    assert (again.status_code, mine.documents.get().pk) == (200, before)
    assert "field-error" not in again.content.decode()


def test_two_requests_with_one_upload_make_one_document(mine):
    upload = sent(mine, sample_pdf())
    given = {"application_id": mine.pk, "actor": mine.employee.user, "document_type": TYPE, "name": "a.pdf"}
    first = acts.upload_document(**given, content=sample_pdf(), upload=upload)
    with pytest.raises(Stale, match="sudah diterima"):
        acts.upload_document(**given, content=sample_pdf(), upload=upload)
    assert mine.documents.get().pk == first.pk
    assert [path.name for path in private_path("documents").rglob("*") if path.is_file()] == [first.file.name.split("/")[-1]]


def test_half_an_upload_is_not_taken_in_and_waits(client, mine):
    upload = sent(mine, sample_pdf(), upto=100)
    assert "Pilih berkas yang sama untuk melanjutkan" in post(client, mine, upload).content.decode()
    assert not mine.documents.exists()
    shown = page(client, mine)
    assert "surat.pdf terhenti pada" in shown
    assert "Batalkan unggahan" in shown
    assert sent(mine, sample_pdf(), upto=0).received == 100


def test_whole_upload_that_was_never_taken_in_waits_in_the_form(client, mine):
    """The browser died between the last piece and the form: the page offers the file, script or no script."""
    upload = sent(mine, sample_pdf())
    shown = page(client, mine)
    assert "surat.pdf" in shown
    assert "sudah terunggah dan ikut dikirim" in shown
    assert f'name="file-unggahan" value="{upload.public_id}"' in shown


def test_pieces_that_make_another_file_are_refused_and_dropped(client, mine):
    upload = sent(mine, sample_pdf(), mark=hashlib.sha256(b"berkas lain").hexdigest())
    assert "tidak sampai dengan utuh" in post(client, mine, upload).content.decode()
    assert not Upload.objects.exists()
    assert not mine.documents.exists()


def test_file_refused_by_its_content_is_dropped_and_named(client, mine):
    upload = sent(mine, b"MZ" + sample_pdf())
    answer = post(client, mine, upload).content.decode()
    assert "Isi berkas bukan PDF" in answer
    assert "perlu dipilih ulang" in answer
    assert "sudah terunggah dan ikut dikirim" not in answer
    assert not Upload.objects.exists()


@pytest.mark.parametrize("in_pieces", [True, False], ids=["pieces", "one go"])
def test_silent_scanner_keeps_the_file_for_the_next_try(client, mine, monkeypatch, in_pieces):
    """Nothing is accepted unscanned, nothing has to be chosen or sent twice, with and without script."""

    def silent(content):
        raise TryLater("Pemindai virus portal sedang tidak menjawab.", field="file")

    monkeypatch.setattr(files, "scan", silent)
    if in_pieces:
        answer = post(client, mine, sent(mine, sample_pdf()))
    else:
        address = reverse("upload_document", args=[mine.public_id, TYPE])
        answer = client.post(address, {"file": SimpleUploadedFile("surat.pdf", sample_pdf())})
    shown = answer.content.decode()
    assert "Pemindai virus portal sedang tidak menjawab" in shown
    assert "sudah terunggah dan ikut dikirim" in shown
    assert not ApplicationDocument.objects.exists()
    monkeypatch.undo()
    held = Upload.objects.get()
    assert f'value="{held.public_id}"' in shown
    assert "tersimpan" in post(client, mine, held).content.decode()
    assert read_document(mine.documents.get().file.name) == sample_pdf()


def test_upload_for_another_type_is_unknown_here(client, mine):
    upload = sent(mine, sample_pdf())
    address = reverse("upload_document", args=[mine.public_id, "SPT"])
    answer = client.post(address, {"file-unggahan": str(upload.public_id)})
    assert "sudah tidak ada; pilih berkasnya lagi" in answer.content.decode()


@pytest.mark.parametrize("given", ["", "bukan-id", "9" * 400])
def test_nonsense_instead_of_an_upload_asks_for_the_file(client, mine, given):
    address = reverse("upload_document", args=[mine.public_id, TYPE])
    answer = client.post(address, {"file-unggahan": given})
    assert "ilih berkas" in answer.content.decode()
    assert not mine.documents.exists()


def test_upload_of_somebody_else_is_unknown(client, mine):
    theirs = sent(ApplicationFactory(), sample_pdf())
    assert "sudah tidak ada" in post(client, mine, theirs).content.decode()
    assert theirs in Upload.objects.open()


@pytest.mark.parametrize("state", ["OPEN but closed by the clock", "EXPIRED"])
def test_file_that_comes_after_closing_goes_into_the_locker(
    client, settings, tmp_path, state, django_capture_on_commit_callbacks
):
    """The page was open when registration closed: the application takes nothing more, the file is not lost."""
    settings.MEDIA_ROOT = str(tmp_path)
    vacancy = VacancyFactory(state="VERIFICATION" if state == "EXPIRED" else "OPEN")
    application = ApplicationFactory(vacancy=vacancy, state="EXPIRED" if state == "EXPIRED" else "DRAFT")
    upload = sent(application, sample_pdf())
    if state != "EXPIRED":
        type(vacancy).objects.filter(pk=vacancy.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    client.force_login(application.employee.user)
    with django_capture_on_commit_callbacks(execute=True):
        shown = post(client, application, upload).content.decode()
    assert "Berkas ini tersimpan di lemari bukti Anda" in shown
    assert not application.documents.exists()
    kept = EvidenceDocument.objects.get(employee=application.employee)
    assert read_document(kept.file.name) == sample_pdf()
    assert not Upload.objects.open().exists()


def asked_for(application) -> DocumentRequest:
    """The secretariat wants one more file of a sent application."""
    now = timezone.now()
    return DocumentRequest.objects.create(
        application=application,
        type="IJAZAH",
        reason="Halaman kedua tidak terbaca.",
        due_at=now + timedelta(days=3),
        asked_by=UserFactory(role=Role.SECRETARIAT, agency=application.vacancy.agency),
        asked_at=now,
    )


def test_document_asked_for_later_comes_in_pieces_too(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    application = ApplicationFactory(vacancy=VacancyFactory(state="VERIFICATION"), state="NEEDS_DOCUMENT")
    asked, person = asked_for(application), application.employee.user
    client.force_login(person)
    upload = pieces.start_upload(
        actor=person,
        purpose=f"request:{asked.public_id}",
        name="ijazah.pdf",
        size=len(sample_pdf()),
        fingerprint=hashlib.sha256(sample_pdf()).hexdigest(),
    )
    pieces.append_piece(actor=person, public_id=upload.public_id, offset=0, content=sample_pdf())
    address = reverse("answer_document_request", args=[asked.public_id])
    assert "ijazah.pdf" in client.get(address).content.decode()
    for _ in range(2):
        answer = client.post(address, {"file-unggahan": str(upload.public_id)}, follow=True)
        assert "field-error" not in answer.content.decode()
    document = application.documents.get()
    assert (document.request, read_document(document.file.name)) == (asked, sample_pdf())


def test_good_file_survives_a_mistake_in_another_field_without_script(client, mine):
    """The browser forgets a chosen file when the page comes back; the portal does not."""
    fields = {"type": "IJAZAH", "title": "", "issuer": "", "issued_on": "", "valid_until": ""}
    file = SimpleUploadedFile("ijazah.pdf", sample_pdf())
    shown = client.post(reverse("add_evidence"), {**fields, "file": file}).content.decode()
    assert "ijazah.pdf" in shown
    assert "sudah terunggah dan ikut dikirim" in shown
    assert "perlu dipilih ulang" not in shown
    held = Upload.objects.get()
    assert held.is_whole
    client.post(reverse("add_evidence"), {**fields, "title": "Ijazah magister", "file-unggahan": str(held.public_id)})
    evidence = EvidenceDocument.objects.get()
    assert (evidence.title, read_document(evidence.file.name)) == ("Ijazah magister", sample_pdf())
