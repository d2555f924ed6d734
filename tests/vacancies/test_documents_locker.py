"""Documents from the locker and into it: copied, so that each lives its own life."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from core.refusals import Refused
from core.uploads.files import accept_file
from core.uploads.keys import read_document
from core.uploads.storage import delete_private, private_path
from employees.actions import evidence_folder, keep_evidence
from employees.actions.evidence import put_away_evidence
from employees.models import EvidenceDocument
from tests.factories.applications import ApplicationFactory, sample_pdf, sample_picture
from vacancies.actions import documents as acts
from vacancies.models import ApplicationDocument

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def mine(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    application = ApplicationFactory()
    client.force_login(application.employee.user)
    return application


def held(application, type_: str, content: bytes = b"", name: str = "", **words) -> EvidenceDocument:
    """A document in the person's locker."""
    content = content or sample_pdf()
    name = name or ("foto.png" if content.startswith(b"\x89PNG") else "bukti.pdf")
    accepted = accept_file(content, name, folder=evidence_folder(application.employee))
    words = {"title": f"Bukti {type_}", **words}
    return keep_evidence(actor=application.employee.user, type=type_, accepted=accepted, **words)


def attach(client, application, evidence, document_type: str = ""):
    address = reverse("attach_evidence", args=[application.public_id, document_type or evidence.type])
    return client.post(address, {"evidence": str(evidence.public_id)}, follow=True).content.decode()


def test_attached_document_is_a_copy_with_its_origin(client, mine, django_capture_on_commit_callbacks):
    evidence = held(mine, "IJAZAH")
    assert "Ijazah dipasang dari lemari bukti" in attach(client, mine, evidence)
    document = mine.documents.get()
    assert (document.evidence, document.sha256, document.pages) == (evidence, evidence.sha256, 1)
    assert document.file.name != evidence.file.name
    assert str(evidence.public_id) in AuditEntry.objects.get(act="upload_document").body
    with django_capture_on_commit_callbacks(execute=True):
        acts.delete_document(document_id=document.pk, actor=mine.employee.user)
    assert read_document(evidence.file.name) == sample_pdf()


def test_attaching_replaces_the_earlier_file(client, mine, django_capture_on_commit_callbacks):
    attach(client, mine, held(mine, "IJAZAH"))
    old = mine.documents.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        attach(client, mine, held(mine, "IJAZAH", sample_pdf(2)))
    assert mine.documents.get().pages == 2
    assert not private_path(old).exists()


def test_locker_of_others_and_what_was_put_away_cannot_be_attached(client, mine):
    theirs = held(ApplicationFactory(), "IJAZAH")
    gone = held(mine, "IJAZAH", sample_pdf(2))
    put_away_evidence(document_id=gone.pk, actor=mine.employee.user)
    for evidence in (theirs, gone):
        assert "sudah tidak ada di lemari bukti Anda" in attach(client, mine, evidence)
    assert not mine.documents.exists()


def test_document_of_another_type_or_kind_cannot_be_attached(client, mine):
    assert "sudah tidak ada di lemari" in attach(client, mine, held(mine, "IJAZAH"), "SPT")
    assert "bukan PDF" in attach(client, mine, held(mine, "LHKPN", sample_picture("PNG")))
    assert not mine.documents.exists()


def test_lost_or_altered_file_of_the_locker_is_never_attached(client, mine):
    altered, lost = held(mine, "IJAZAH"), held(mine, "SPT", sample_pdf(2))
    private_path(altered.file.name).write_bytes(sample_pdf(3))
    delete_private(lost.file.name)
    assert "berbeda dari yang dulu diunggah" in attach(client, mine, altered)
    assert "tidak dapat dibaca" in attach(client, mine, lost)
    assert not mine.documents.exists()


def test_all_that_fits_is_attached_at_once(client, mine):
    held(mine, "IJAZAH", sample_pdf(1))
    newest = held(mine, "IJAZAH", sample_pdf(2))
    held(mine, "LHKPN", sample_pdf(3), valid_until=TODAY - timedelta(days=1))
    held(mine, "SURAT_LAMARAN", sample_pdf(4))
    held(mine, "PAS_FOTO", sample_picture("PNG"))
    attach(client, mine, held(mine, "SPT", sample_pdf(5)))
    before = mine.documents.get(type="SPT").pk
    address = reverse("attach_matching_evidence", args=[mine.public_id])
    assert "2 dokumen dipasang dari lemari bukti" in client.post(address, follow=True).content.decode()
    assert set(mine.documents.values_list("type", flat=True)) == {"SPT", "IJAZAH", "PAS_FOTO"}
    assert mine.documents.get(type="IJAZAH").evidence == newest
    assert mine.documents.get(type="SPT").pk == before
    assert "Tidak ada dokumen di lemari bukti yang cocok" in client.post(address, follow=True).content.decode()


def test_one_that_fails_is_named_and_the_others_are_attached(client, mine):
    delete_private(held(mine, "IJAZAH").file.name)
    held(mine, "SPT", sample_pdf(2))
    shown = client.post(reverse("attach_matching_evidence", args=[mine.public_id]), follow=True).content.decode()
    assert "1 dokumen dipasang" in shown
    assert "Ijazah: Berkas asal tidak dapat dibaca" in shown
    assert list(mine.documents.values_list("type", flat=True)) == ["SPT"]


def test_page_offers_what_the_locker_has(client, mine):
    held(mine, "IJAZAH", issued_on=TODAY.replace(year=2020, month=5, day=4), title="Ijazah magister")
    held(mine, "LHKPN", sample_pdf(2), valid_until=TODAY - timedelta(days=1), title="LHKPN lama")
    shown = client.get(reverse("edit_documents", args=[mine.public_id])).content.decode()
    assert "1 dokumen yang masih kosong" in shown
    assert "Ijazah magister (tertanggal 4 Mei 2020)" in shown
    assert "LHKPN lama (diunggah" in shown
    assert "Kedaluwarsa: " in shown


def test_ticked_upload_goes_into_the_locker_too(client, mine):
    address = reverse("upload_document", args=[mine.public_id, "IJAZAH"])
    shown = client.post(address, {"file": SimpleUploadedFile("a.pdf", sample_pdf()), "keep": "on"}, follow=True).content.decode()
    assert "Ijazah ada di lemari bukti" in shown
    document, evidence = mine.documents.get(), EvidenceDocument.objects.get()
    assert (document.evidence, evidence.type, evidence.sha256) == (evidence, "IJAZAH", document.sha256)
    assert document.file.name != evidence.file.name
    assert read_document(evidence.file.name) == sample_pdf()


def test_document_is_kept_once_however_often_the_button_is_pressed(client, mine):
    client.post(reverse("upload_document", args=[mine.public_id, "IJAZAH"]), {"file": SimpleUploadedFile("a.pdf", sample_pdf())})
    document = mine.documents.get()
    for _ in range(2):
        client.post(reverse("keep_document", args=[document.public_id]))
    assert EvidenceDocument.objects.count() == 1
    assert mine.documents.get().evidence == EvidenceDocument.objects.get()


def test_full_locker_leaves_the_document_and_says_so(client, mine, monkeypatch):
    monkeypatch.setattr("employees.actions.evidence.MOST_DOCUMENTS", 0)
    address = reverse("upload_document", args=[mine.public_id, "IJAZAH"])
    shown = client.post(address, {"file": SimpleUploadedFile("a.pdf", sample_pdf()), "keep": "on"}, follow=True).content.decode()
    assert "Ijazah tersimpan" in shown
    assert "Ijazah belum masuk lemari bukti" in shown
    assert mine.documents.get().evidence is None
    assert not any(path.is_file() for path in private_path("evidence").rglob("*"))


def test_files_of_others_cannot_be_kept(client, mine):
    theirs = ApplicationDocument(application=ApplicationFactory(), type="IJAZAH", size=1, uploaded_at=timezone.now())
    theirs.save()
    assert client.post(reverse("keep_document", args=[theirs.public_id])).status_code == 404
    with pytest.raises(Refused, match="Hanya pemilik"):
        acts.keep_document(document_id=theirs.pk, actor=mine.employee.user)


def test_documents_page_asks_a_fixed_number_of_queries(client, mine, django_assert_num_queries):
    address = reverse("edit_documents", args=[mine.public_id])
    client.get(address)
    with django_assert_num_queries(19):
        client.get(address)
    for pages, type_ in enumerate(("IJAZAH", "SPT", "LHKPN"), start=1):
        evidence = held(mine, type_, sample_pdf(pages))
        attach(client, mine, evidence)
        held(mine, type_, sample_pdf(pages + 3))
    client.get(address)
    with django_assert_num_queries(19):
        client.get(address)
