"""Retention: which documents are due, and that two officers destroy them with their keys, leaving number and digest."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.second_factor import SESSION_KEY
from core.models import AuditEntry, FileKey
from core.refusals import Refused, Stale
from core.uploads.files import accept_file
from core.uploads.storage import private_files, read_private
from privacy.actions import destruction as acts
from privacy.models import DestroyedFile, DestructionProposal
from privacy.retention import due_counts, due_documents
from privacy.rules.retention import APPLICATION_DOCUMENTS, CLASSES, PUT_AWAY_EVIDENCE, RETENTION
from tests.factories.applications import ApplicationFactory, sample_pdf
from tests.factories.evidence import EvidenceFactory, OwnRecordFactory
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import ApplicationDocument

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=2 * 365, minutes=1)


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def officer():
    return UserFactory(role=Role.DATA_PROTECTION, full_name="Petugas Satu")


@pytest.fixture
def second():
    return UserFactory(role=Role.DATA_PROTECTION, full_name="Petugas Dua")


def document(state: str = "ANNOUNCED", since=LONG_AGO) -> ApplicationDocument:
    """A sealed document of an application whose vacancy is in a state since a moment."""
    application = ApplicationFactory(vacancy=VacancyFactory(state=state, state_since=since), state="NOT_SELECTED")
    accepted = accept_file(sample_pdf(), "ijazah.pdf", folder=f"documents/{application.public_id}")
    row = ApplicationDocument(
        application=application, type="IJAZAH", original_name="ijazah.pdf", content_type="application/pdf",
        size=accepted.size, sha256=accepted.sha256, uploaded_at=since,
    )  # fmt: skip
    row.file.name = accepted.path
    row.save()
    return row


def test_documents_are_due_two_years_after_the_end_and_not_a_minute_before():
    due = document()
    document(since=LONG_AGO + timedelta(minutes=2))
    document(state="DETERMINED")
    ended = document(state="CANCELLED")
    assert list(due_documents(APPLICATION_DOCUMENTS, NOW)) == [due, ended]
    assert due_counts(NOW) == {APPLICATION_DOCUMENTS: 2, PUT_AWAY_EVIDENCE: 0}


def test_put_away_evidence_is_due_after_a_year_unless_something_still_refers_to_it():
    old = NOW - timedelta(days=366)
    due = EvidenceFactory(archived_at=old)
    EvidenceFactory(archived_at=NOW - timedelta(days=364))
    EvidenceFactory()
    OwnRecordFactory(proof=EvidenceFactory(archived_at=old))
    applicant = EmployeeFactory(with_user=True)
    EvidenceFactory(employee=applicant, archived_at=old)
    ApplicationFactory(employee=applicant, vacancy=VacancyFactory(state="SCORING"))
    assert list(due_documents(PUT_AWAY_EVIDENCE, NOW)) == [due]


def test_two_officers_destroy_and_only_number_and_digest_stay(officer, second, django_capture_on_commit_callbacks):
    rows = [document(), document()]
    alive = document(state="SCORING")
    paths = [row.file.name for row in rows]
    sealed = read_private(paths[0])
    proposal = acts.propose_destruction(actor=officer, code=APPLICATION_DOCUMENTS)
    assert (proposal.count, proposal.total_bytes) == (2, sum(row.size for row in rows))
    with pytest.raises(Refused, match="Anda yang mengusulkan"):
        acts.approve_destruction(proposal_id=proposal.pk, actor=officer, count=2)
    with pytest.raises(Refused, match="yang diusulkan 2"):
        acts.approve_destruction(proposal_id=proposal.pk, actor=second, count=1)
    assert FileKey.objects.filter(destroyed_at=None).count() == 3
    with django_capture_on_commit_callbacks(execute=True):
        assert acts.approve_destruction(proposal_id=proposal.pk, actor=second, count=2, second_factor="totp") == 2
    assert not any(private_files().exists(path) for path in paths)
    assert private_files().exists(alive.file.name)
    assert {bytes(key.wrapped) for key in FileKey.objects.filter(path__in=paths)} == {b""}
    assert bytes(FileKey.objects.get(path=alive.file.name).wrapped)
    # A copy of the storage from before holds nothing that anybody can read, and nothing of the content.
    assert b"%PDF" not in sealed
    told = {(row.object_id, row.sha256) for row in DestroyedFile.objects.all()}
    assert told == {(row.public_id, row.sha256) for row in rows}
    entry = AuditEntry.objects.get(act="approve_destruction")
    assert proposal.digest in entry.body
    assert list(due_documents(APPLICATION_DOCUMENTS, timezone.now())) == []
    with pytest.raises(Refused, match="sudah diputus"):
        acts.approve_destruction(proposal_id=proposal.pk, actor=second, count=2)


def test_the_owner_reads_that_a_document_was_destroyed(client, officer, second, django_capture_on_commit_callbacks):
    row = document()
    proposal = acts.propose_destruction(actor=officer, code=APPLICATION_DOCUMENTS)
    with django_capture_on_commit_callbacks(execute=True):
        acts.approve_destruction(proposal_id=proposal.pk, actor=second, count=1)
    client.force_login(row.application.employee.user)
    answer = client.get(reverse("download_document", args=[row.public_id]))
    assert answer.status_code == 404


def test_a_list_that_changed_since_it_was_proposed_is_not_destroyed(officer, second):
    document()
    proposal = acts.propose_destruction(actor=officer, code=APPLICATION_DOCUMENTS)
    late = document()
    assert late.pk
    with pytest.raises(Stale, match="sudah berubah"):
        acts.approve_destruction(proposal_id=proposal.pk, actor=second, count=1)
    assert not DestroyedFile.objects.exists()
    acts.reject_destruction(proposal_id=proposal.pk, actor=second, note="Daftar berubah")
    assert acts.propose_destruction(actor=officer, code=APPLICATION_DOCUMENTS).count == 2


def test_what_cannot_be_proposed(officer):
    for actor, code, words in (
        (UserFactory(role=Role.BKN_ADMIN), APPLICATION_DOCUMENTS, "Hanya pejabat PDP"),
        (officer, "TRAIL", "tidak dimusnahkan"),
        (officer, APPLICATION_DOCUMENTS, "Belum ada dokumen"),
    ):
        with pytest.raises(Refused, match=words):
            acts.propose_destruction(actor=actor, code=code)
    document()
    acts.propose_destruction(actor=officer, code=APPLICATION_DOCUMENTS)
    with pytest.raises(Refused, match="masih menunggu"):
        acts.propose_destruction(actor=officer, code=APPLICATION_DOCUMENTS)


def test_files_left_by_a_killed_process_are_deleted_later(officer, second):
    row = document()
    proposal = acts.propose_destruction(actor=officer, code=APPLICATION_DOCUMENTS)
    acts.approve_destruction(proposal_id=proposal.pk, actor=second, count=1)
    assert private_files().exists(row.file.name), "what runs after the commit did not run here"
    acts.finish_destruction()
    assert not private_files().exists(row.file.name)


def test_officers_propose_and_decide_on_pages(client, officer, second):
    document()
    client.force_login(officer)
    told = client.post(reverse("propose_destruction"), {"golongan": APPLICATION_DOCUMENTS}, follow=True).content.decode()
    assert "1 dokumen diusulkan untuk dimusnahkan" in told
    proposal = DestructionProposal.objects.get()
    decide = reverse("decide_destruction", args=[proposal.public_id])
    assert "Anda yang mengusulkan" in client.get(decide).content.decode()
    client.force_login(second)
    assert "Pasang kode autentikator dahulu" in client.get(decide).content.decode()
    client.post(decide, {"musnahkan": "1", "count": "1"})
    assert not DestroyedFile.objects.exists(), "no factor was used"
    session = client.session
    session[SESSION_KEY] = int(time.time())
    session.save()
    assert "yang diusulkan 1" in client.post(decide, {"musnahkan": "1", "count": "2"}).content.decode()
    assert client.post(decide, {"musnahkan": "1", "count": "1"}).status_code == 302
    assert "Dimusnahkan" in client.get(reverse("list_destructions")).content.decode()
    assert client.get(decide).status_code == 404


def test_the_public_page_shows_the_whole_table(client):
    page = client.get(reverse("show_retention")).content.decode()
    for row in RETENTION:
        for words in (row.title, row.keeps):
            assert words in page, words
    assert {row.code for row in RETENTION} == set(CLASSES)
    assert all(row.kept is not None for row in RETENTION if row.destroys)


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_destruction_costs_the_same_at_every_size(client, officer, django_assert_num_queries, count):
    for _ in range(count):
        DestructionProposal.objects.create(
            retention_class=APPLICATION_DOCUMENTS, due_before=NOW, count=1, digest="0" * 64, proposed_by=officer,
            proposed_at=NOW, verdict="REJECTED", decided_by=UserFactory(), decided_at=NOW,
        )  # fmt: skip
    client.force_login(officer)
    with django_assert_num_queries(12):
        client.get(reverse("list_destructions"))
