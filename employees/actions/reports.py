""" "Laporkan salah": a person reports a line of the register, the admin of the agency answers."""

from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.models import Membership, User
from core import audit, clock
from core.refusals import Refused, Stale, require
from employees import notifications, permissions
from employees.actions.evidence import BroughtFile, EvidenceWords, add_to_locker, file_of_new_row, locked_employee
from employees.enums import DocumentType, RegisterSection, ReportOutcome
from employees.models import Employee, EvidenceDocument, RecordReport
from employees.register_lines import find_line

ANSWERS = tuple(outcome for outcome in ReportOutcome if outcome != ReportOutcome.WITHDRAWN)


def report_record(
    *,
    actor: User,
    section: str,
    record_id: int,
    message: str,
    proof_id: int | None = None,
    brought: BroughtFile | None = None,
) -> RecordReport:
    """Report a line of the own register row as wrong. The line is frozen in words as it stands now.

    Args:
        section: a RegisterSection; record_id: number of the line (`register_lines`); message: what would be right.
        proof_id: a document of the own locker; brought: a new file, which goes into the locker and wins over `proof_id`.

    Raises:
        Refused: there is no such line, or its report still waits for an answer.
    """
    with file_of_new_row(brought), transaction.atomic(), audit.written_last():
        employee = locked_employee(actor)
        now = clock.transaction_now()
        line = find_line(employee, section, record_id)
        if line is None:
            raise Refused("Baris ini sudah tidak ada di data induk; muat ulang Profil saya.")
        own = RecordReport.objects.filter(employee=employee, section=section, record_id=record_id)
        if own.open().exists():
            raise Refused("Baris ini sudah Anda laporkan dan laporannya belum dijawab.")
        report = RecordReport.objects.create(
            employee=employee,
            agency=employee.agency,
            section=section,
            record_id=record_id,
            record_words=line.words,
            message=message,
            proof=_proof(employee, actor, section, proof_id, brought),
            created_at=now,
        )
        notifications.tell_reported(report, _admins(report, now))
        _record("report_record", actor, report, {"section": section, "line": line.words, "message": message})
    return report


@transaction.atomic
def withdraw_report(*, report_id: int, actor: User) -> RecordReport:
    """Take an own report back before it is answered.

    Raises:
        Refused: not the own report, or it is answered already.
    """
    now = clock.transaction_now()
    report = _locked(report_id)
    require(permissions.can_withdraw_report(actor, report))
    _close(report, actor, ReportOutcome.WITHDRAWN, "", now)
    _record("withdraw_report", actor, report, {})
    return report


@transaction.atomic
def answer_report(*, report_id: int, actor: User, outcome: str, answer: str) -> RecordReport:
    """Answer a report for good; the person hears of it.

    Args:
        outcome: one of ANSWERS; answer: what was done and why, read by the person.

    Raises:
        Stale: somebody answered or withdrew it meanwhile. Refused: no right, unknown outcome.
    """
    now = clock.transaction_now()
    report = _locked(report_id)
    if not report.is_open:
        raise Stale(f"Laporan ini sudah selesai: {report.get_outcome_display().lower()}.")
    require(permissions.can_answer_report(actor, report))
    if outcome not in ANSWERS:
        raise Refused("Pilih hasil dari daftar.", field="outcome")
    _close(report, actor, outcome, answer, now)
    notifications.tell_answered(report, _admins(report, now))
    duty = actor.duty_label(Role.AGENCY_ADMIN, report.agency_id)
    _record("answer_report", actor, report, {"outcome": outcome, "answer": answer}, duty=duty)
    return report


def _close(report: RecordReport, actor: User, outcome: str, answer: str, now) -> None:
    report.outcome, report.answer, report.answered_by, report.answered_at = outcome, answer, actor, now
    report.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])


def _admins(report: RecordReport, now) -> list[User]:
    """Admins of the agency who may answer; never the reporter."""
    duties = Membership.objects.holders(Role.AGENCY_ADMIN, report.agency_id, report.agency.day(now)).order_by("user_id")
    return list({duty.user_id: duty.user for duty in duties if duty.user_id != report.employee.user_id}.values())


def _proof(
    employee: Employee, actor: User, section: str, proof_id: int | None, brought: BroughtFile | None
) -> EvidenceDocument | None:
    if brought is not None:
        words = EvidenceWords(DocumentType.LAINNYA, f"Bukti laporan: {RegisterSection(section).label}")
        return add_to_locker(employee=employee, actor=actor, words=words, brought=brought)
    if proof_id is None:
        return None
    found = EvidenceDocument.objects.filter(employee=employee, archived_at=None, pk=proof_id).first()
    if found is None:
        raise Refused("Dokumen itu sudah tidak ada di lemari bukti Anda.", field="proof")
    return found


def _locked(report_id: int) -> RecordReport:
    rows = RecordReport.objects.select_for_update(of=("self",), no_key=True).select_related("employee__user", "agency")
    return rows.get(pk=report_id)


def _record(act: str, actor: User, report: RecordReport, details: dict[str, Any], *, duty: str = "") -> None:
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act=act,
        actor=actor,
        object_type="RecordReport",
        object_id=str(report.public_id),
        duty=duty,
        details=details,
    )
