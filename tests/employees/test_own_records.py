"""Own additions: each with a proof, changed without losing what another tab wrote, apart from the register."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import AuditEntry
from core.refusals import Refused, Stale
from employees.actions import own_records as acts
from employees.models import EvidenceDocument, OwnRecord
from tests.factories.applications import sample_pdf
from tests.factories.evidence import EvidenceFactory, OwnRecordFactory
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee():
    return EmployeeFactory(with_user=True)


@pytest.fixture
def owner(client, employee):
    client.force_login(employee.user)
    return client


def filled(**other):
    return {
        "kind": "AWARD",
        "title": "Satyalancana",
        "issuer": "Negara",
        "started_on": "2024-08-17",
        "note": "Sepuluh tahun",
        **other,
    }


def test_addition_with_a_document_of_the_locker(owner, employee):
    proof = EvidenceFactory(employee=employee)
    owner.post(reverse("add_own_record"), filled(proof=str(proof.public_id)))
    record = OwnRecord.objects.get()
    assert (record.employee, record.title, record.proof, record.version) == (employee, "Satyalancana", proof, 1)
    assert AuditEntry.objects.filter(act="add_own_record").count() == 1
    page = owner.get(reverse("show_profile")).content.decode()
    assert "Satyalancana" in page
    assert "tidak dihitung dalam pemeriksaan syarat" in page


def test_addition_with_a_file_of_its_own_goes_into_the_locker(owner, employee):
    owner.post(reverse("add_own_record"), filled(file=SimpleUploadedFile("piagam.pdf", sample_pdf())))
    proof = EvidenceDocument.objects.of(employee.user).get()
    assert (proof.type, proof.title) == ("PENGHARGAAN", "Satyalancana")
    assert OwnRecord.objects.get().proof == proof


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Pilih dokumen dari lemari bukti, atau unggah buktinya di bawah."),
        ({"title": ""}, "Isi judulnya."),
        ({"started_on": "31-02-2024"}, "Tulis tanggal yang benar"),
        ({"ended_on": "2024-08-16"}, "Tanggal selesai tidak boleh sebelum tanggal mulai."),
    ],
)
def test_missing_parts_are_named_beside_their_field_and_the_rest_is_kept(owner, change, sentence):
    page = owner.post(reverse("add_own_record"), filled(**change)).content.decode()
    assert sentence in page
    assert "Sepuluh tahun" in page
    assert not OwnRecord.objects.exists()


def test_an_empty_post_shows_the_form_again(owner, employee):
    """A browser sends a token at least; other programs send nothing, and that is no error of the portal."""
    edit = reverse("edit_own_record", args=[OwnRecordFactory(employee=employee).public_id])
    for url in (reverse("add_own_record"), edit, reverse("add_evidence")):
        assert owner.post(url).status_code == 200


def test_proof_of_somebody_else_is_refused(owner, employee):
    foreign = EvidenceFactory()
    page = owner.post(reverse("add_own_record"), filled(proof=str(foreign.public_id))).content.decode()
    assert "Dokumen itu tidak ada di lemari bukti Anda" in page
    words = acts.OwnRecordWords("AWARD", "X", "", foreign.issued_on, None, "")
    with pytest.raises(Refused, match="Pilih dokumen dari lemari bukti"):
        acts.add_own_record(actor=employee.user, words=words, proof_id=foreign.pk)


def test_two_tabs_the_stale_one_sees_both_versions(owner, employee):
    record = OwnRecordFactory(employee=employee, title="Judul awal")
    url = reverse("edit_own_record", args=[record.public_id])
    assert "Judul awal" in owner.get(url).content.decode()
    values = filled(proof=str(record.proof.public_id), version=1)
    owner.post(url, {**values, "title": "Dari ponsel"})
    page = owner.post(url, {**values, "title": "Dari laptop"}).content.decode()
    assert "sudah diubah di tab atau perangkat lain" in page
    assert "Dari ponsel" in page
    assert "Dari laptop" in page
    record.refresh_from_db()
    assert (record.title, record.version) == ("Dari ponsel", 2)
    owner.post(url, {**values, "title": "Dari laptop", "version": 2})
    record.refresh_from_db()
    assert (record.title, record.version) == ("Dari laptop", 3)


def test_saving_unchanged_changes_nothing(employee):
    record = OwnRecordFactory(employee=employee)
    words = acts.OwnRecordWords(record.kind, record.title, record.issuer, record.started_on, None, "")
    acts.edit_own_record(record_id=record.pk, actor=employee.user, version=1, words=words, proof_id=record.proof_id)
    record.refresh_from_db()
    assert record.version == 1
    assert not AuditEntry.objects.filter(act="edit_own_record").exists()


def test_removal_asks_once_and_leaves_the_proof(owner, employee):
    record = OwnRecordFactory(employee=employee)
    url = reverse("delete_own_record", args=[record.public_id])
    assert "tetap ada di lemari bukti" in owner.get(url).content.decode()
    assert OwnRecord.objects.count() == 1
    owner.post(url, {"version": "9"})
    assert OwnRecord.objects.count() == 1, "an overtaken page removes nothing"
    owner.post(url, {"version": "1"})
    assert OwnRecord.objects.count() == 0
    assert EvidenceDocument.objects.count() == 1
    entry = AuditEntry.objects.get(act="delete_own_record")
    assert entry.object_id == str(record.public_id)


def test_record_of_somebody_else_does_not_exist(owner):
    foreign = OwnRecordFactory()
    for name in ("edit_own_record", "delete_own_record"):
        assert owner.get(reverse(name, args=[foreign.public_id])).status_code == 404


def test_record_removed_elsewhere_is_stale(employee):
    record = OwnRecordFactory(employee=employee)
    pk = record.pk
    record.delete()
    with pytest.raises(Stale, match="sudah dihapus"):
        acts.delete_own_record(record_id=pk, actor=employee.user, version=1)
