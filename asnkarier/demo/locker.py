"""What the first demo applicant keeps beside the register: a small locker, two own additions, one report that waits.

The acts themselves would cost a dozen round trips each; the rows and trail entries here are the ones the acts leave behind,
and the tests compare them (tests/demo).
"""

import uuid
from datetime import date, datetime, timedelta
from random import Random

from accounts.models import User
from asnkarier.demo.applying import SampleFolder
from asnkarier.demo.trail import Trail
from core import audit
from core.indonesian import local_date
from employees.actions.evidence import evidence_folder
from employees.enums import DocumentType, OwnRecordKind, RegisterSection
from employees.models import Employee, EvidenceDocument, OwnRecord, RecordReport
from employees.notifications import tell_reported
from employees.register_lines import find_line

# (type, title, issuer, age of the paper in days, days it still holds or None)
DOCUMENTS = (
    (DocumentType.IJAZAH, "Ijazah magister", "Universitas Contoh Nusantara", 4200, None),
    (DocumentType.SK_JABATAN, "SK jabatan administrator", "Kementerian", 1900, None),
    (DocumentType.SKP_2TH, "Penilaian kinerja dua tahun terakhir", "Kementerian", 200, None),
    (DocumentType.SERTIFIKAT, "Sertifikat manajemen risiko", "Lembaga Sertifikasi Contoh", 400, 700),
    (DocumentType.PENGHARGAAN, "Piagam inovasi pelayanan", "Kementerian", 800, None),
    (DocumentType.SKCK, "SKCK tahun lalu", "Kepolisian", 380, -20),
)
# (kind, title, place of the proof in DOCUMENTS)
ADDITIONS = (
    (OwnRecordKind.TRAINING, "Sertifikasi manajemen risiko sektor publik", 3),
    (OwnRecordKind.AWARD, "Inovasi pelayanan terbaik tingkat kementerian", 4),
)
REPORT = "Pelatihan ini berlangsung 40 jam pelajaran lebih lama; sertifikatnya mencatat jumlah yang benar."


def fill_locker(user: User, admins: list[User], now: datetime, rng: Random) -> None:
    """Write all of it for the person behind `user`; the report goes to `admins`."""
    employee = Employee.objects.select_related("agency", "user").get(user=user)
    folder, trail = SampleFolder(), Trail()
    documents = EvidenceDocument.objects.bulk_create(
        _document(employee, row, folder, local_date(now, "WIB"), now, rng) for row in DOCUMENTS
    )
    records = OwnRecord.objects.bulk_create(
        OwnRecord(
            public_id=_random_id(rng),
            employee=employee,
            kind=kind,
            title=title,
            issuer=documents[place].issuer,
            started_on=documents[place].issued_on,
            proof=documents[place],
            created_at=now,
            updated_at=now,
        )
        for kind, title, place in ADDITIONS
    )
    report = _report(employee, now, rng)
    for document in documents:
        trail.add(document, audit.SYSTEM_CHAIN, "keep_evidence", user, _described(document))
    for record in records:
        trail.add(record, audit.SYSTEM_CHAIN, "add_own_record", user, _stated(record))
    details = {"section": report.section, "line": report.record_words, "message": report.message}
    trail.add(report, audit.SYSTEM_CHAIN, "report_record", user, details)
    tell_reported(report, admins)
    trail.flush()


def _document(
    employee: Employee, row: tuple[str, str, str, int, int | None], folder: SampleFolder, today: date, now: datetime, rng: Random
) -> EvidenceDocument:
    kind, title, issuer, age, left = row
    sample = folder.sample(kind)
    document = EvidenceDocument(
        public_id=_random_id(rng),
        employee=employee,
        type=kind,
        title=title,
        issuer=issuer,
        issued_on=today - timedelta(days=age),
        valid_until=None if left is None else today + timedelta(days=left),
        original_name=sample.path.name,
        content_type=sample.content_type,
        size=sample.size,
        pages=sample.pages,
        sha256=sample.sha256,
        uploaded_at=now - timedelta(days=30),
    )
    document.file.name = folder.give_into(kind, evidence_folder(employee), rng)
    return document


def _report(employee: Employee, now: datetime, rng: Random) -> RecordReport:
    training = employee.trainings.first()
    section = RegisterSection.TRAINING if training else RegisterSection.POSITION
    record = training or employee.positions.first()
    line = find_line(employee, section, record.pk)
    assert line is not None
    return RecordReport.objects.create(
        public_id=_random_id(rng),
        employee=employee,
        agency=employee.agency,
        section=section,
        record_id=record.pk,
        record_words=line.words,
        message=REPORT,
        created_at=now - timedelta(days=2),
    )


def _described(document: EvidenceDocument) -> dict[str, object]:
    names = ("type", "title", "issuer", "issued_on", "valid_until", "sha256")
    return {name: getattr(document, name) for name in names}


def _stated(record: OwnRecord) -> dict[str, object]:
    names = ("kind", "title", "issuer", "started_on", "ended_on", "note")
    return {name: getattr(record, name) for name in names} | {"proof": record.proof.public_id}


def _random_id(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)
