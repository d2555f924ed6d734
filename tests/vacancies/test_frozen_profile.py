"""The profile in the frozen copy: every history and own addition, by both ways of sending, also from older copies."""

import hashlib
import json
import re
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core.canonical import canonical_json, sha256_hex
from core.models import AuditEntry
from core.refusals import Stale
from employees.models import HISTORIES, DisciplineRecord, Employee, EvidenceDocument, OwnRecord
from tests.factories.applications import complete_draft
from tests.factories.evidence import EvidenceFactory, OwnRecordFactory
from tests.factories.people import UserFactory
from vacancies import sending_words
from vacancies.actions import sending
from vacancies.applicants import content_digest
from vacancies.frozen_profile import KEPT, frozen_records, present_parts
from vacancies.models import Application
from vacancies.reviews import Review
from vacancies.sending_read import read_own
from vacancies.snapshots import read_snapshot

pytestmark = pytest.mark.django_db
AWARD = "Penghargaan “Inovasi” <Layanan>"


def draft_with_additions() -> Application:
    """A complete draft whose person has one line of discipline long over and two own additions."""
    application = complete_draft(motivation="Mengabdi di pulau terluar")
    employee = application.employee
    DisciplineRecord.objects.create(
        employee=employee, severity="RINGAN", started_on=date(2009, 1, 5), ended_on=date(2009, 7, 5), basis="Keputusan uji 7"
    )
    OwnRecordFactory(employee=employee, title=AWARD, kind="AWARD", note="Tingkat nasional", started_on=date(2025, 8, 17))
    OwnRecordFactory(employee=employee, title="Tim percepatan", kind="ASSIGNMENT", issuer="", ended_on=date(2024, 9, 1))
    return Application.objects.get(pk=application.pk)


def sent_draft() -> Application:
    application = draft_with_additions()
    sending.submit_application(application_id=application.pk, actor=application.employee.user)
    return Application.objects.get(pk=application.pk)


def page_source(user, name: str, application: Application) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse(name, args=[application.public_id])).content.decode()


def page_words(user, name: str, application: Application) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page_source(user, name, application)).split())


def test_every_history_is_frozen_whole():
    assert set(HISTORIES) <= set(KEPT)
    application = sent_draft()
    content = json.loads(application.snapshot)
    employee = Employee.objects.with_records().get(pk=application.employee_id)
    assert content["format"] == {"name": "salinan-lamaran", "version": 2}
    assert content["applicant"]["records"] == json.loads(canonical_json(frozen_records(employee)))
    for history in HISTORIES:
        assert len(content["applicant"]["records"][history]) == getattr(employee, history).count()
    assert content["applicant"]["records"]["disciplines"][0]["basis"] == "Keputusan uji 7"
    award, team = content["applicant"]["additions"]
    assert (award["title"], award["kind"], award["proof"]["name"]) == (AWARD, "AWARD", "sertifikat.pdf")
    assert award["proof"]["sha256"] == OwnRecord.objects.get(title=AWARD).proof.sha256
    assert (team["title"], team["ended_on"]) == ("Tim percepatan", "2024-09-01")


def test_both_ways_of_sending_freeze_the_same_profile(monkeypatch):
    application = draft_with_additions()
    user = application.employee.user
    monkeypatch.setattr(sending_words, "draw_receipt_number", lambda: "1234-5678-9016")
    with transaction.atomic():
        sending.submit_application(application_id=application.pk, actor=user)
        ordinary = Application.objects.get(pk=application.pk).snapshot
        transaction.set_rollback(True)
    known = read_own(user, application.public_id)
    assert sending.submit_application(application_id=application.pk, actor=user, known=known) is None
    assert Application.objects.get(pk=application.pk).snapshot == ordinary


def test_verifier_and_applicant_read_histories_and_additions_as_they_were_sent():
    application = sent_draft()
    employee = application.employee
    post = employee.positions.first()
    was = post.title
    employee.positions.filter(pk=post.pk).update(title="Jabatan yang baru diimpor")
    OwnRecord.objects.filter(employee=employee).update(title="Judul yang diubah sesudahnya")
    application.vacancy.state = "VERIFICATION"
    application.vacancy.save(update_fields=["state"])
    verifier = UserFactory(role=Role.SECRETARIAT, agency=application.vacancy.agency)
    shown = (page_words(employee.user, "show_application", application), page_words(verifier, "verify_application", application))
    for words in shown:
        assert was in words
        assert "Mengabdi di pulau terluar" in words
        assert "Keputusan uji 7" in words
        assert "Penghargaan “Inovasi” &lt;Layanan&gt;, Lembaga Uji" in words
        assert OwnRecord.objects.first().proof.sha256 in words
        assert "Judul yang diubah sesudahnya" not in words
    # The verifier's lines about the rules read the register of today, the copy never does.
    assert "Jabatan yang baru diimpor" not in shown[0]


def test_copy_of_the_first_version_is_still_read():
    application = sent_draft()
    content = json.loads(application.snapshot)
    for name in ("records", "additions"):
        del content["applicant"][name]
    del content["format"]
    application.snapshot = canonical_json(content)
    application.snapshot_sha256 = sha256_hex(application.snapshot)
    reading = read_snapshot(application)
    parts = {part.title: part for part in reading.parts}
    assert reading.is_whole
    assert "Isian sendiri" not in parts
    for history, title in (
        ("positions", "Riwayat jabatan"),
        ("educations", "Riwayat pendidikan"),
        ("grades", "Riwayat golongan"),
    ):
        assert len(parts[title].lines) == getattr(application.employee, history).count() > 0
    school = application.employee.educations.first()
    _, rest, _ = parts["Riwayat pendidikan"].lines[0]
    assert dict(rest) == {"Program studi": school.program, "Perguruan tinggi": school.institution, "Lulus": "Tidak tercatat"}
    assert dict(reading.facts)["Golongan"] == application.employee.grade_label


def test_text_that_was_not_hashed_is_not_drawn():
    application = sent_draft()
    application.snapshot = application.snapshot.replace("Tim percepatan", "Tim rekaan")
    reading = read_snapshot(application)
    assert (reading.is_same, reading.facts, reading.parts, reading.said) == (False, (), (), ())


def test_page_of_the_check_shows_what_would_be_frozen():
    application = draft_with_additions()
    words = page_words(application.employee.user, "check_application", application)
    for part in present_parts(application.employee):
        assert part.title in words
    assert "Tingkat nasional" in words
    assert "Keputusan uji 7" in words


def test_addition_changed_after_the_check_must_be_looked_at_first():
    application = draft_with_additions()
    review = Review(content_digest(application, list(application.documents.all())), timezone.now())
    OwnRecordFactory(employee=application.employee, proof=EvidenceFactory(employee=application.employee))
    with pytest.raises(Stale):
        sending.submit_application(application_id=application.pk, actor=application.employee.user, review=review)


def test_proof_of_a_frozen_addition_opens_for_both_and_leaves_a_trace():
    application = sent_draft()
    owner, proof = application.employee.user, OwnRecord.objects.get(title=AWARD).proof
    other = EvidenceFactory(employee=application.employee)
    verifier = UserFactory(role=Role.SECRETARIAT, agency=application.vacancy.agency)
    stranger = UserFactory(role=Role.SECRETARIAT)

    def opened(user, evidence=proof) -> int:
        client = Client()
        client.force_login(user)
        answer = client.get(reverse("download_proof", args=[application.public_id, evidence.public_id]))
        if answer.status_code == 200:
            assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == proof.sha256
        return answer.status_code

    assert (opened(owner), opened(verifier)) == (200, 404), "files of others stay shut while registration runs"
    application.vacancy.state = "VERIFICATION"
    application.vacancy.save(update_fields=["state"])
    assert (opened(owner), opened(verifier), opened(stranger)) == (200, 200, 404)
    assert list(AuditEntry.objects.filter(act="view_proof").values_list("actor_id", flat=True)) == [verifier.pk]
    assert opened(verifier, other) == 404, "only what the frozen copy names"
    # Put away or dropped from the profile later, it still proves what was sent.
    OwnRecord.objects.filter(title=AWARD).delete()
    EvidenceDocument.objects.filter(pk=proof.pk).update(archived_at=timezone.now())
    assert opened(verifier) == 200
    address = reverse("download_proof", args=[application.public_id, proof.public_id])
    assert address in page_source(owner, "show_application", application)
    assert address in page_source(verifier, "verify_application", application)
