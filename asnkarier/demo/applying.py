"""Writes the applications of one vacancy in one go: drafts, sent ones with documents and receipts, verdicts of the check.

The acts themselves would take a second for every hundred applications; the rows and trail entries here are the ones the
acts leave behind, and the tests compare them (tests/demo).
"""

import hashlib
import os
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings

from accounts.enums import Role
from accounts.models import User
from asnkarier.demo.sample_files import sample_pdf, sample_portrait
from asnkarier.demo.trail import Trail
from core.canonical import sha256_hex
from core.copying import copy_rows, take_ids
from core.indonesian import local_date
from core.letters import write_letter
from core.models import Letter
from core.uploads.storage import store_private
from employees.enums import DocumentType
from employees.models import Employee
from vacancies.applicants import assess_employee, snapshot_text
from vacancies.models import Application, ApplicationDocument, ApplicationEvent, DocumentCheck, Vacancy
from vacancies.rules.receipt import RANDOM_DIGITS, make_receipt
from vacancies.sending_words import RECEIPT_TEMPLATE, receipt_words

MOTIVATIONS = (
    "Saya ingin membawa pengalaman memimpin tim pelayanan ke lingkup yang lebih luas.",
    "Saya pernah menata ulang proses kerja di bidang ini dan ingin melanjutkannya pada tingkat instansi.",
    "Saya menguasai bidang jabatan ini dan siap memimpin perubahan yang sedang berjalan.",
    "Saya ingin memperkuat kerja sama antarunit agar program sampai ke masyarakat tepat waktu.",
)
FAILED_DOCUMENT = ("SK_JABATAN", "DOC_INCOMPLETE")


@dataclass(frozen=True)
class SampleFile:
    """A stored sample: where it lies, and what its row says."""

    path: Path
    content_type: str
    size: int
    pages: int | None
    sha256: str


class SampleFolder:
    """One stored file a document type; every application gets its own link, so that deleting one leaves the others."""

    def __init__(self) -> None:
        self.root = Path(settings.MEDIA_ROOT)
        self.home = self.root / "documents" / "contoh"
        self.home.mkdir(parents=True, exist_ok=True)
        self.samples: dict[str, SampleFile] = {}

    def sample(self, kind: str) -> SampleFile:
        if kind not in self.samples:
            is_photo = kind == DocumentType.PAS_FOTO
            label = str(DocumentType(kind).label)
            content = (
                sample_portrait() if is_photo else sample_pdf(label, ("Dokumen contoh untuk peragaan.", "Bukan dokumen asli."))
            )
            path = self.home / f"{kind.lower()}.{'png' if is_photo else 'pdf'}"
            path.write_bytes(content)
            kind_words = "image/png" if is_photo else "application/pdf"
            digest = hashlib.sha256(content).hexdigest()
            self.samples[kind] = SampleFile(path, kind_words, len(content), None if is_photo else 1, digest)
        return self.samples[kind]

    def give(self, kind: str, application: uuid.UUID, rng: Random) -> str:
        """Put a sample into an application's folder. Returns the path below MEDIA_ROOT."""
        return self.give_into(kind, f"documents/{application}", rng)

    def give_into(self, kind: str, place: str, rng: Random) -> str:
        """Put a sample into a folder below MEDIA_ROOT under a name of its own. Returns its path below MEDIA_ROOT."""
        source = self.sample(kind).path
        folder = self.root / place
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{uuid.UUID(int=rng.getrandbits(128), version=4).hex}{source.suffix}"
        if settings.FILES_BUCKET:
            return store_private(source.read_bytes(), folder=place, name=target.name)
        # An interrupted first start leaves files behind though its rows were rolled back.
        target.unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:
            # A file system without links gets copies.
            shutil.copyfile(source, target)
        return str(target.relative_to(self.root))


@dataclass(frozen=True)
class Entry:
    """One application to write: of whom, and when it was begun and (unless it is a draft) sent."""

    employee: Employee
    user: User
    started_at: datetime
    sent_at: datetime | None
    documents: int | None = None


def write_applications(
    vacancy: Vacancy, entries: Sequence[Entry], folder: SampleFolder, trail: Trail, rng: Random
) -> list[Application]:
    """Write applications of an open vacancy. Employees must come with their records (`with_records`).

    Args:
        entries: `documents` limits how many files a draft has; a sent application has every required one.
    """
    needs = list(vacancy.required_documents.all())
    ids = take_ids(Application, len(entries))
    applications, documents = [], []
    for pk, entry in zip(ids, entries, strict=True):
        application = _application(pk, vacancy, entry, rng)
        wanted = [n for n in needs if n.is_required] if entry.sent_at else needs[: entry.documents or 0]
        own = [_document(application, need.type, folder, rng) for need in wanted]
        if entry.sent_at:
            _seal(application, own, entry.sent_at, rng)
        applications.append(application)
        documents += [(each, entry.started_at) for each in own]
    Letter.objects.bulk_update([a.receipt for a in applications if a.receipt], ["created_at"])
    _copy_applications(applications, entries)
    _copy_documents(documents)
    _record_applications(applications, entries, trail)
    return applications


def verify_applications(
    vacancy: Vacancy,
    applications: Sequence[Application],
    *,
    verifier: User,
    second: User | None,
    at: datetime,
    failing: int,
    trail: Trail,
) -> None:
    """Give verdicts on sent applications, the last `failing` of them negative: an incomplete decision letter.

    Args:
        second: who confirms the negative ones a day later; None while they still wait for that.
    """
    rules = [f"RULE:{pk}" for pk in vacancy.requirements.values_list("pk", flat=True)]
    required = [f"DOC:{need.type}" for need in vacancy.required_documents.all() if need.is_required]
    checks, events = [], []
    for place, application in enumerate(applications):
        fails = place >= len(applications) - failing
        moment = at + timedelta(minutes=25 * place)
        kind, code = FAILED_DOCUMENT
        for subject in (*rules, *required):
            bad = fails and subject == f"DOC:{kind}"
            note = "Keputusan jabatan sebelumnya tidak dilampirkan." if bad else ""
            checks.append((application.pk, subject, "FAIL" if bad else "PASS", code if bad else "", note, verifier.pk, moment))
        application.state = "FAILED" if fails else "PASSED"
        application.state_since = application.verified_at = moment
        application.verified_by = verifier
        application.reason_codes = [code] if fails else []
        if fails and second is not None:
            application.second_checked_by, application.second_checked_at = second, moment + timedelta(days=1)
        application.version += 1
        events.append((application.pk, "fail_verification" if fails else "pass_verification", application.state, moment))
    Application.objects.bulk_update(
        applications,
        [
            "state", "state_since", "verified_at", "verified_by", "reason_codes", "version",
            "second_checked_by", "second_checked_at",
        ],
    )  # fmt: skip
    copy_rows(
        DocumentCheck, ("application_id", "subject", "verdict", "reason_code", "note", "checked_by_id", "checked_at"), checks
    )
    copy_rows(ApplicationEvent, ("application_id", "action", "state", "at"), events)
    duty = verifier.duty_label(Role.SECRETARIAT, vacancy.agency_id)
    for application in applications:
        details = {"before": "SUBMITTED", "after": application.state, "reasons": application.reason_codes}
        trail.add(application, vacancy.trail_chain, "verify_application", verifier, details, duty=duty)
    if second is not None:
        duty = second.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id)
        for application in applications:
            if application.state == "FAILED":
                trail.add(
                    application, vacancy.trail_chain, "confirm_failure", second, {"reasons": application.reason_codes}, duty=duty
                )


def _application(pk: int, vacancy: Vacancy, entry: Entry, rng: Random) -> Application:
    return Application(
        id=pk,
        public_id=uuid.UUID(int=rng.getrandbits(128), version=4),
        vacancy=vacancy,
        employee=entry.employee,
        state="SUBMITTED" if entry.sent_at else "DRAFT",
        state_since=entry.sent_at or entry.started_at,
        version=4 if entry.sent_at else 2,
        email=entry.employee.email,
        phone=entry.employee.phone,
        motivation=rng.choice(MOTIVATIONS) if entry.sent_at else "",
        agrees=entry.sent_at is not None,
        submitted_at=entry.sent_at,
        reason_codes=[],
    )


def _document(application: Application, kind: str, folder: SampleFolder, rng: Random) -> ApplicationDocument:
    sample = folder.sample(kind)
    document = ApplicationDocument(
        public_id=uuid.UUID(int=rng.getrandbits(128), version=4),
        application=application,
        type=kind,
        original_name=sample.path.name,
        content_type=sample.content_type,
        size=sample.size,
        pages=sample.pages,
        sha256=sample.sha256,
        uploaded_at=application.submitted_at or application.state_since,
    )
    document.file.name = folder.give(kind, application.public_id, rng)
    return document


def _seal(application: Application, documents: list[ApplicationDocument], sent_at: datetime, rng: Random) -> None:
    """What sending adds: receipt number, snapshot and its hash, the letter."""
    vacancy = application.vacancy
    application.receipt_number = make_receipt("".join(rng.choice("0123456789") for _ in range(RANDOM_DIGITS)))
    results = assess_employee(vacancy, application.employee, local_date(sent_at, "WIB"))
    application.snapshot = snapshot_text(application, documents, results, sent_at)
    application.snapshot_sha256 = sha256_hex(application.snapshot)
    application.receipt = write_letter(
        kind="TANDA_TERIMA",
        register=vacancy.agency.code,
        form="{number:03d}/TT/{register}/{year}",
        title=f"Tanda terima lamaran {vacancy.position_title}"[:200],
        template=RECEIPT_TEMPLATE,
        words=receipt_words(application, documents),
    )
    application.receipt.created_at = sent_at


def _copy_applications(applications: list[Application], entries: Sequence[Entry]) -> None:
    copy_rows(
        Application,
        (
            "id", "public_id", "vacancy_id", "employee_id", "state", "state_since", "version", "email", "phone", "motivation",
            "special_needs", "agrees", "was_invited", "created_at", "submitted_at", "receipt_number", "receipt_id", "snapshot",
            "snapshot_sha256", "reason_codes", "verification_note",
        ),
        (
            (
                a.pk, a.public_id, a.vacancy_id, a.employee_id, a.state, a.state_since, a.version, a.email, a.phone, a.motivation,
                "", a.agrees, False, entry.started_at, a.submitted_at, a.receipt_number, a.receipt_id, a.snapshot,
                a.snapshot_sha256, [], "",
            )
            for a, entry in zip(applications, entries, strict=True)
        ),
    )  # fmt: skip
    events = [(a.pk, "start", "DRAFT", entry.started_at) for a, entry in zip(applications, entries, strict=True)]
    events += [(a.pk, "submit", "SUBMITTED", a.submitted_at) for a in applications if a.submitted_at]
    copy_rows(ApplicationEvent, ("application_id", "action", "state", "at"), events)


def _copy_documents(documents: list[tuple[ApplicationDocument, datetime]]) -> None:
    copy_rows(
        ApplicationDocument,
        (
            "public_id", "application_id", "type", "original_name", "content_type", "file", "size", "pages", "sha256",
            "uploaded_at",
        ),
        (
            (
                d.public_id, d.application_id, d.type, d.original_name, d.content_type, d.file.name, d.size, d.pages, d.sha256,
                at,
            )
            for d, at in documents
        ),
    )  # fmt: skip


def _record_applications(applications: list[Application], entries: Sequence[Entry], trail: Trail) -> None:
    sent = 0
    for application, entry in zip(applications, entries, strict=True):
        chain = application.vacancy.trail_chain
        trail.add(application, chain, "start_application", entry.user, {"was_invited": False}, duty="Pelamar")
        if entry.sent_at:
            sent += 1
            details = {
                "receipt_number": application.receipt_number,
                "snapshot_sha256": application.snapshot_sha256,
                "submitted": sent,
            }
            trail.add(application, chain, "submit_application", entry.user, details, duty="Pelamar")
