"""Who may do what with an application. The same answer shows the button and guards the act."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from core.refusals import Refusal
from employees.models import Employee
from vacancies.models import Application, PanelMember, Vacancy
from vacancies.rules.applicant_status import withdrawal_refusal

# Duties of the agency that touch its own selections; a holder may not take part in one (security.md 4.3, S3).
SELECTION_DUTIES = (Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PYB, Role.PPK)
VERIFYING_DUTIES = (Role.SECRETARIAT, Role.AGENCY_ADMIN)
# Rooms above add what closes an applicant's files for a person, such as a declared conflict (asnkarier/chains.py).
file_barriers: list[Callable[[User, Application], Refusal | None]] = []


def employee_of(user: User) -> Employee | None:
    """The register row of a person, or None."""
    return Employee.objects.filter(user=user).select_related("agency").first()


@dataclass(frozen=True)
class Standing:
    """What `can_start_application` asks the database, for a caller that has read it already."""

    has_register_row: bool
    sits_on_panel: bool


def can_start_application(user: User, vacancy: Vacancy, standing: Standing | None = None) -> Refusal | None:
    """Whether a person may apply at all; the window is asked separately (rules/submission.py)."""
    if not (employee_of(user) is not None if standing is None else standing.has_register_row):
        return Refusal("Akun Anda belum terhubung dengan data induk ASN, jadi belum dapat dipakai untuk melamar.")
    duty = next((d for d in user.duties if d.agency_id == vacancy.agency_id and d.role in SELECTION_DUTIES), None)
    if duty is not None:
        return Refusal(f"Anda bertugas sebagai {duty.label}, jadi tidak dapat melamar lowongan instansi ini.")
    if standing is None:
        sits_on_panel = PanelMember.objects.filter(panel__vacancy=vacancy, user=user).exists()
    else:
        sits_on_panel = standing.sits_on_panel
    if sits_on_panel:
        return Refusal("Anda anggota panitia seleksi lowongan ini, jadi tidak dapat melamar.")
    return None


def is_own(user: User, application: Application) -> bool:
    return application.employee.user_id == user.pk


def can_read_files(user: User, application: Application) -> Refusal | None:
    """Whether the person may open the files of an application that `visible_to` already shows them."""
    if is_own(user, application):
        return None
    return next((refusal for barrier in file_barriers if (refusal := barrier(user, application)) is not None), None)


def can_edit_draft(user: User, application: Application) -> Refusal | None:
    if not is_own(user, application):
        return Refusal("Hanya pemilik lamaran yang dapat mengubahnya.")
    if application.state != "DRAFT":
        return Refusal("Lamaran ini sudah tidak berupa draf, jadi isinya tidak dapat diubah.")
    return None


def can_keep_text(user: User, application: Application) -> Refusal | None:
    """The owner may save words into a draft also after closing: nothing typed is lost, and nothing of it counts as sent."""
    if not is_own(user, application):
        return Refusal("Hanya pemilik lamaran yang dapat mengubahnya.")
    if application.state not in ("DRAFT", "EXPIRED"):
        return Refusal("Lamaran ini bukan draf lagi, jadi isian ini tidak tersimpan. Salin dulu bila masih Anda perlukan.")
    return None


def can_submit(user: User, application: Application, standing: Standing | None = None) -> Refusal | None:
    """The owner may send a draft, unless a duty on this selection came in between."""
    return can_edit_draft(user, application) or can_start_application(user, application.vacancy, standing)


def can_withdraw(user: User, application: Application) -> Refusal | None:
    if not is_own(user, application):
        return Refusal("Hanya pemilik lamaran yang dapat menariknya.")
    sentence = withdrawal_refusal(application.state, application.vacancy.state)
    return Refusal(sentence) if sentence else None


def can_discard(user: User, application: Application) -> Refusal | None:
    if not is_own(user, application):
        return Refusal("Hanya pemilik lamaran yang dapat menghapusnya.")
    if application.state not in ("DRAFT", "EXPIRED"):
        return Refusal("Hanya draf yang belum terkirim yang dapat dihapus.")
    return None


def can_reopen_draft(user: User, application: Application) -> Refusal | None:
    if not is_own(user, application):
        return Refusal("Hanya pemilik lamaran yang dapat membukanya kembali.")
    if application.state not in ("WITHDRAWN", "EXPIRED"):
        return Refusal("Hanya lamaran yang sudah ditarik atau kedaluwarsa yang dapat dibuka kembali.")
    return can_start_application(user, application.vacancy)


def can_list_applicants(user: User, vacancy: Vacancy) -> Refusal | None:
    """Names and files open after closing; before that the office sees numbers only (security.md 4.2)."""
    if not set(user.agency_ids(*VERIFYING_DUTIES)) & {vacancy.agency_id}:
        return Refusal("Daftar pelamar hanya untuk sekretariat dan admin instansi pemilik lowongan.")
    if vacancy.state in ("DRAFT", "PLAN_REVIEW", "PLAN_RETURNED", "PLAN_REJECTED", "APPROVED", "PUBLISHED"):
        return Refusal("Lowongan ini belum membuka pendaftaran.")
    if vacancy.state == "OPEN":
        return Refusal("Nama dan berkas pelamar baru dapat dibuka setelah pendaftaran ditutup.")
    if vacancy.applications.of(user).exists():
        return Refusal("Anda tercatat sebagai pelamar di lowongan ini, jadi tidak dapat membuka daftar pelamarnya.")
    return None


def can_verify(user: User, application: Application) -> Refusal | None:
    """Only the office of the agency, only between closing and scoring, never on a selection one takes part in."""
    return can_list_applicants(user, application.vacancy) or verifying_refusal(application)


def verifying_refusal(application: Application) -> Refusal | None:
    """Why an application cannot be judged now, whoever asks."""
    if application.vacancy.state != "VERIFICATION":
        return Refusal("Hasil administrasi sudah diumumkan, jadi verifikasi tidak dapat diubah lagi.")
    if application.state == "NEEDS_DOCUMENT":
        return Refusal("Lamaran ini menunggu dokumen pelamar; hasil dapat disimpan sesudah dokumen datang atau batasnya lewat.")
    if application.state not in ("SUBMITTED", "PASSED", "FAILED"):
        return Refusal("Lamaran ini tidak sedang menunggu verifikasi.")
    return None


def can_confirm_failure(user: User, application: Application) -> Refusal | None:
    """A second pair of eyes for "does not meet the requirements": anybody of the office but the first verifier."""
    return can_verify(user, application) or confirming_refusal(user, application)


def confirming_refusal(user: User, application: Application) -> Refusal | None:
    """Why this member of the office cannot confirm a failure now."""
    if application.state != "FAILED":
        return Refusal("Hanya hasil tidak memenuhi syarat yang memerlukan pemeriksa kedua.")
    if application.second_checked_at is not None:
        return Refusal("Hasil ini sudah dikuatkan pemeriksa kedua.")
    if application.verified_by_id == user.pk:
        return Refusal("Anda pemeriksa pertama; hasil ini dikuatkan oleh orang lain dari sekretariat atau admin instansi.")
    return None


def can_rate_reasons(user: User, application: Application) -> Refusal | None:
    """The applicant says once whether the published reasons helped."""
    if not is_own(user, application):
        return Refusal("Hanya pemilik lamaran yang dapat menjawab.")
    if application.state != "FAILED" or application.vacancy.state in ("PUBLISHED", "OPEN", "VERIFICATION"):
        return Refusal("Pertanyaan ini hanya untuk alasan yang sudah diumumkan.")
    if application.reasons_helped is not None:
        return Refusal("Anda sudah menjawab pertanyaan ini. Terima kasih.")
    return None


def verifying_duty(user: User, agency_id: int) -> str:
    """The duty under which a person verifies: the secretariat's when they hold it, else the admin's."""
    role = next((role for role in VERIFYING_DUTIES if user.holds(role, agency_id)), Role.SECRETARIAT)
    return user.duty_label(role, agency_id)


def reading_duty(user: User, vacancy: Vacancy) -> str:
    """The duty under which somebody else's file is read, for the trail."""
    duties = [duty for duty in user.duties if duty.agency_id in (vacancy.agency_id, None)]
    return duties[0].label if duties else "Anggota pansel"
