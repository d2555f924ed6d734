"""Who may do what with the register and with what people keep beside it; the same answer shows a button and guards the act."""

from accounts.enums import Role
from accounts.models import User
from core.refusals import Refusal
from employees.models import Employee, EvidenceDocument, OwnRecord, RecordReport


def can_switch_search_visibility(user: User, employee: Employee) -> Refusal | None:
    if employee.user_id != user.pk:
        return Refusal("Hanya pemilik data yang dapat mengatur apakah datanya dapat dicari.")
    return None


def can_keep_evidence(user: User, employee: Employee) -> Refusal | None:
    if employee.user_id != user.pk:
        return Refusal("Hanya pemilik lemari bukti yang dapat mengubah isinya.")
    return None


def can_put_away_evidence(user: User, document: EvidenceDocument) -> Refusal | None:
    """Not while something that still stands is proven by it; an application holds its own copy and does not mind."""
    refusal = can_keep_evidence(user, document.employee)
    if refusal is not None:
        return refusal
    addition = document.own_records.order_by("id").first()
    if addition is not None:
        return Refusal(f"Dokumen ini bukti isian Anda “{addition.title}”. Ganti buktinya atau hapus isian itu dahulu.")
    if document.reports.open().exists():
        return Refusal("Dokumen ini bukti laporan Anda yang belum dijawab. Tunggu jawabannya atau tarik laporan itu dahulu.")
    return None


def can_change_own_record(user: User, record: OwnRecord) -> Refusal | None:
    if record.employee.user_id != user.pk:
        return Refusal("Hanya pemilik isian yang dapat mengubah atau menghapusnya.")
    return None


def can_withdraw_report(user: User, report: RecordReport) -> Refusal | None:
    if report.employee.user_id != user.pk:
        return Refusal("Hanya pelapor yang dapat menarik laporannya.")
    if not report.is_open:
        return Refusal("Laporan ini sudah dijawab atau ditarik.")
    return None


def can_answer_report(user: User, report: RecordReport) -> Refusal | None:
    """An admin of the agency answers, never about the own record."""
    if not user.holds(Role.AGENCY_ADMIN, report.agency_id):
        return Refusal("Laporan ini dijawab admin instansi tempat pelapor bekerja.")
    if report.employee.user_id == user.pk:
        return Refusal("Laporan tentang data Anda sendiri dijawab admin lain di instansi Anda.")
    if not report.is_open:
        return Refusal("Laporan ini sudah dijawab atau ditarik.")
    return None
