"""The evidence locker: upload once, describe, reuse, put away; private to its owner."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.models import AuditEntry
from core.refusals import Refused
from core.uploads.files import accept_file
from core.uploads.keys import read_document
from employees.actions import evidence as acts
from employees.models import EvidenceDocument
from employees.rules.evidence import MOST_DOCUMENTS, accepted_kinds, validity
from tests.factories.applications import ApplicationDocumentFactory, ApplicationFactory, sample_pdf, sample_picture
from tests.factories.evidence import EvidenceFactory, OwnRecordFactory, RecordReportFactory
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee():
    return EmployeeFactory(with_user=True, name="Sari Contoh")


@pytest.fixture
def owner(client, employee):
    client.force_login(employee.user)
    return client


def pdf(name="sertifikat.pdf", content=None):
    return SimpleUploadedFile(name, content or sample_pdf(), content_type="application/pdf")


def filled(**other):
    return {"type": "SERTIFIKAT", "title": "Sertifikat  pengadaan", "issuer": "LKPP", "file": pdf(), **other}


def files_of(employee):
    folder = Path(settings.MEDIA_ROOT) / acts.evidence_folder(employee)
    return sorted(folder.glob("*")) if folder.exists() else []


def test_document_is_kept_byte_for_byte_and_described(owner, employee):
    answer = owner.post(reverse("add_evidence"), filled(issued_on="2024-03-01", valid_until="2027-03-01"))
    document = EvidenceDocument.objects.get()
    assert answer["Location"] == reverse("show_evidence", args=[document.public_id])
    assert (document.employee, document.title, document.valid_until) == (employee, "Sertifikat pengadaan", date(2027, 3, 1))
    assert [read_document(f"{acts.evidence_folder(employee)}/{path.name}") for path in files_of(employee)] == [sample_pdf()]
    assert AuditEntry.objects.get(act="keep_evidence").object_id == str(document.public_id)
    page = owner.get(answer["Location"]).content.decode()
    for text in ("Sertifikat pengadaan", "LKPP", "1 Maret 2024", "Belum dipakai di lamaran mana pun"):
        assert text in page


def test_same_file_is_kept_only_once(owner, employee):
    owner.post(reverse("add_evidence"), filled())
    page = owner.post(reverse("add_evidence"), filled(title="Judul lain"), follow=True).content.decode()
    assert "tidak disimpan dua kali" in page
    assert EvidenceDocument.objects.count() == 1
    assert len(files_of(employee)) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Beri judul agar dokumen mudah dikenali."),
        ({"type": ""}, "Pilih jenis dokumen."),
        ({"issued_on": "2024-03-01", "valid_until": "2024-02-01"}, "Masa berlaku tidak boleh berakhir sebelum tanggal dokumen."),
        ({"issued_on": "0024-03-01"}, "Tahun itu tidak mungkin; periksa tanggalnya."),
    ],
)
def test_wrong_words_are_named_and_nothing_typed_or_uploaded_is_lost(owner, employee, change, sentence):
    page = owner.post(reverse("add_evidence"), filled(**change)).content.decode()
    assert sentence in page
    assert "LKPP" in page
    assert "sertifikat.pdf" in page, "the file waits, nobody chooses it twice"
    assert "sudah terunggah dan ikut dikirim" in page
    assert not EvidenceDocument.objects.exists()
    assert files_of(employee) == []


@pytest.mark.parametrize(
    ("kind", "file", "sentence"),
    [
        ("IJAZAH", SimpleUploadedFile("ijazah.png", sample_picture()), "Jenis berkas ini tidak diterima; unggah PDF."),
        ("PAS_FOTO", pdf(), "Jenis berkas ini tidak diterima; unggah JPEG atau PNG."),
        ("SERTIFIKAT", SimpleUploadedFile("a.pdf", b"halo"), "Isi berkas bukan PDF"),
    ],
)
def test_file_that_does_not_fit_its_type_is_refused_and_leaves_nothing(owner, employee, kind, file, sentence):
    page = owner.post(reverse("add_evidence"), filled(type=kind, file=file)).content.decode()
    assert sentence in page
    assert files_of(employee) == []


def test_list_searches_filters_sorts_and_flags_in_words(owner, employee):
    today = timezone.localdate()
    EvidenceFactory(employee=employee, title="SKCK lama", type="SKCK", valid_until=today - timedelta(days=1))
    EvidenceFactory(employee=employee, title="Ijazah magister", type="IJAZAH")
    EvidenceFactory(employee=employee, title="Ijazah lama", type="IJAZAH", archived_at=timezone.now())
    EvidenceFactory(title="Milik orang lain")
    url = reverse("list_evidence")
    page = owner.get(url).content.decode()
    assert "Kedaluwarsa sejak" in page
    assert "Ada dokumen yang kedaluwarsa" in page
    assert "Ijazah magister" in page
    assert "Ijazah lama" not in page
    assert "Milik orang lain" not in page
    assert "SKCK lama" not in owner.get(url, {"jenis": "IJAZAH"}).content.decode()
    assert "Ijazah lama" in owner.get(url, {"tempat": "disingkirkan"}).content.decode()
    assert "Tidak ada dokumen untuk saringan ini" in owner.get(url, {"q": "zzz"}).content.decode()
    for order in ("terbaru", "berlaku", "judul"):
        assert owner.get(url, {"urut": order}).status_code == 200


def test_empty_locker_says_what_it_is_for(owner):
    assert "Lemari bukti masih kosong" in owner.get(reverse("list_evidence")).content.decode()


def test_person_without_a_register_row_is_sent_to_the_profile(client):
    client.force_login(UserFactory(nip="198205172006041001"))
    for name in ("list_evidence", "add_evidence", "add_own_record", "report_record", "list_my_reports"):
        assert client.get(reverse(name))["Location"] == reverse("show_profile")


@pytest.mark.parametrize("count", [1, 3])
def test_locker_costs_the_same_at_every_size(owner, employee, count, django_assert_num_queries):
    for document in EvidenceFactory.create_batch(count, employee=employee):
        ApplicationDocumentFactory(application=ApplicationFactory(employee=employee), evidence=document)
    owner.get(reverse("list_evidence"))
    with django_assert_num_queries(LOCKER_QUERIES):
        owner.get(reverse("list_evidence"))


LOCKER_QUERIES = 12


def test_page_of_a_document_names_the_applications_that_use_it(owner, employee):
    document = EvidenceFactory(employee=employee)
    application = ApplicationFactory(employee=employee)
    ApplicationDocumentFactory(application=application, evidence=document)
    page = owner.get(reverse("show_evidence", args=[document.public_id])).content.decode()
    assert application.vacancy.position_title in page
    assert reverse("show_application", args=[application.public_id]) in page
    assert "1 lamaran" in owner.get(reverse("list_evidence")).content.decode()


def test_words_are_changed_and_a_stale_tab_sees_both_versions(owner, employee):
    document = EvidenceFactory(employee=employee, title="Judul lama")
    url = reverse("describe_evidence", args=[document.public_id])
    seen = acts.description_mark(document)
    words = {"type": "SERTIFIKAT", "issuer": "Lembaga Uji", "issued_on": "2024-03-01", "seen": seen}
    owner.post(url, {**words, "title": "Judul dari ponsel"})
    page = owner.post(url, {**words, "title": "Judul dari laptop"}).content.decode()
    assert "sudah diubah di tab atau perangkat lain" in page
    assert "Judul dari ponsel" in page
    assert "Judul dari laptop" in page
    document.refresh_from_db()
    assert document.title == "Judul dari ponsel"
    owner.post(url, {**words, "title": "Judul dari laptop", "seen": acts.description_mark(document)})
    document.refresh_from_db()
    assert document.title == "Judul dari laptop"


def test_type_may_not_change_to_one_that_wants_another_kind_of_file(owner, employee):
    document = EvidenceFactory(employee=employee)
    values = {"type": "PAS_FOTO", "title": "Foto", "seen": acts.description_mark(document)}
    page = owner.post(reverse("describe_evidence", args=[document.public_id]), values).content.decode()
    assert "Jenis ini perlu berkas JPEG atau PNG; unggah dokumen baru." in page


def test_document_is_put_away_and_comes_back_with_its_file(owner, employee):
    document = EvidenceFactory(employee=employee)
    ApplicationDocumentFactory(application=ApplicationFactory(employee=employee), evidence=document)
    url = reverse("put_away_evidence", args=[document.public_id])
    assert owner.get(url).status_code == 405
    assert "disingkirkan dari lemari bukti" in owner.post(url, follow=True).content.decode()
    assert not EvidenceDocument.objects.of(employee.user).exists()
    assert len(files_of(employee)) == 1
    owner.post(reverse("take_out_evidence", args=[document.public_id]))
    assert EvidenceDocument.objects.of(employee.user).get() == document


@pytest.mark.parametrize(
    ("tie", "sentence"),
    [
        (lambda d: OwnRecordFactory(employee=d.employee, proof=d, title="Diklat X"), "bukti isian Anda “Diklat X”"),
        (lambda d: RecordReportFactory(employee=d.employee, proof=d), "bukti laporan Anda yang belum dijawab"),
    ],
)
def test_document_that_still_proves_something_stays_and_says_what(employee, tie, sentence):
    document = EvidenceFactory(employee=employee)
    tie(document)
    with pytest.raises(Refused, match=sentence):
        acts.put_away_evidence(document_id=document.pk, actor=employee.user)


def test_locker_is_full_at_its_limit(employee):
    document = EvidenceFactory(employee=employee)
    row = {**{f.attname: getattr(document, f.attname) for f in document._meta.fields}, "id": None}
    row.pop("public_id")
    EvidenceDocument.objects.bulk_create(EvidenceDocument(**{**row, "sha256": f"{n:064d}"}) for n in range(MOST_DOCUMENTS - 1))
    before = files_of(employee)
    accepted = accept_file(sample_pdf(2), "a.pdf", folder=acts.evidence_folder(employee))
    with pytest.raises(Refused, match="paling banyak 200 dokumen"):
        acts.keep_evidence(actor=employee.user, type="SPT", title="SPT", accepted=accepted)
    assert files_of(employee) == before


def test_owner_reads_the_file_without_a_trace_and_strangers_do_not_find_it(owner, employee, client):
    document = EvidenceFactory(employee=employee)
    url = reverse("download_evidence", args=[document.public_id])
    answer = owner.get(url)
    assert b"".join(answer.streaming_content) == sample_pdf()
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    saved = owner.get(url, {"unduh": "1"})
    assert b"".join(saved.streaming_content) == sample_pdf()
    assert saved["Content-Disposition"].startswith("attachment")
    assert not AuditEntry.objects.filter(act="view_evidence").exists()
    for stranger in (EmployeeFactory(with_user=True).user, UserFactory(role=Role.AGENCY_ADMIN, agency=employee.agency)):
        client.force_login(stranger)
        assert client.get(url).status_code == 404


def test_admin_reads_a_proof_of_a_report_with_a_trace_until_it_is_withdrawn(client, employee):
    report = RecordReportFactory(employee=employee, proof=EvidenceFactory(employee=employee))
    admin = UserFactory(role=Role.AGENCY_ADMIN, agency=employee.agency)
    client.force_login(admin)
    url = reverse("download_evidence", args=[report.proof.public_id])
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == sample_pdf()
    entry = AuditEntry.objects.get(act="view_evidence")
    assert (entry.actor_id, entry.object_id) == (admin.pk, str(report.proof.public_id))
    client.force_login(UserFactory(role=Role.AGENCY_ADMIN))
    assert client.get(url).status_code == 404
    report.outcome, report.answered_at = "WITHDRAWN", timezone.now()
    report.save()
    client.force_login(admin)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("days", "label", "tone"),
    [
        (-1, "Kedaluwarsa sejak 1 Des 2026", "stop"),
        (0, "Berlaku sampai hari ini", "wait"),
        (1, "Berlaku 1 hari lagi", "wait"),
        (30, "Berlaku 30 hari lagi", "wait"),
        (31, "Berlaku sampai 1 Jan 2027", "good"),
        (None, "Tanpa batas berlaku", "plain"),
    ],
)
def test_validity_in_words(days, label, tone):
    today = date(2026, 12, 1)
    found = validity(today + timedelta(days=days) if days is not None else None, today)
    assert (found.label, found.tone) == (label, tone)


def test_kinds_of_content_the_locker_takes():
    assert accepted_kinds("IJAZAH") == ("application/pdf",)
    assert accepted_kinds("PAS_FOTO") == ("image/jpeg", "image/png")
    assert accepted_kinds("KTP") == ("application/pdf", "image/jpeg", "image/png")
