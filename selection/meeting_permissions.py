"""Who may answer, impose and search conflicts of interest, and who may set, move and use sessions."""

from datetime import datetime

from accounts.models import User
from core.refusals import Refusal
from selection.models import PRESENT_STATES, Candidate, ConflictProposal, SessionSeat
from selection.permissions import can_judge, can_run_selection, closed_refusal
from vacancies.models import PanelMember, Vacancy
from vacancies.rules.lifecycle import VACANCY_LABELS

# A line that the register learns after the ranking keeps back the next version: it must still be possible to answer it.
CONFLICT_STATES = ("SCORING", "RANKED")


def can_answer_conflict(user: User, proposal: ConflictProposal) -> Refusal | None:
    """Only the member a proposal is about answers it, until the result is on its way."""
    vacancy = proposal.candidate.vacancy
    refusal = can_judge(user, vacancy)
    if refusal is not None:
        return refusal
    if proposal.member.user_id != user.pk:
        return Refusal("Usul ini hanya dijawab oleh anggota pansel yang bersangkutan.")
    if vacancy.state not in CONFLICT_STATES:
        return Refusal("Konflik kepentingan hanya dapat dijawab sampai hasil diajukan.")
    if not ConflictProposal.objects.waiting_for(user).filter(pk=proposal.pk).exists():
        return Refusal("Usul ini sudah dijawab.")
    return None


def can_impose_recusal(user: User, candidate: Candidate, member: PanelMember) -> Refusal | None:
    """Who runs the selection relieves another member of one candidate, or takes that back; never with a conflict of the own."""
    refusal = can_run_selection(user, candidate.vacancy)
    if refusal is not None:
        return refusal
    if candidate.vacancy.state not in CONFLICT_STATES:
        return Refusal("Pembebasan dari penilaian hanya dapat diubah sampai hasil diajukan.")
    if member.user_id == user.pk:
        return Refusal("Konflik kepentingan Anda sendiri dinyatakan di Penugasan saya.")
    return closed_refusal(user, candidate)


def can_search_conflicts(user: User, vacancy: Vacancy) -> Refusal | None:
    """Comparing the panel with the register again."""
    refusal = can_run_selection(user, vacancy)
    if refusal is None and vacancy.state not in CONFLICT_STATES:
        return Refusal("Konflik kepentingan diperiksa sampai hasil diajukan.")
    return refusal


def can_run_sessions(user: User, vacancy: Vacancy) -> Refusal | None:
    """Setting, moving and cancelling sessions and giving seats: until the first ranking locks every stage.

    One lock serves all stages, because one ranking freezes the scores of all of them (docs/decisions/0019).
    """
    refusal = can_run_selection(user, vacancy)
    if refusal is None and vacancy.state != "SCORING":
        return Refusal(
            f"Sesi hanya dapat diatur sampai peringkat disusun; status lowongan sekarang “{VACANCY_LABELS[vacancy.state]}”."
        )
    return refusal


def can_use_seat(user: User, seat: SessionSeat, now: datetime) -> Refusal | None:
    """Whether a participant may confirm the own seat or ask for another one: until the session begins."""
    candidate, session = seat.candidate, seat.session
    if candidate.application.employee.user_id != user.pk:
        return Refusal("Kursi ini milik peserta lain.")
    if candidate.is_absent or candidate.application.state not in PRESENT_STATES:
        return Refusal("Anda tidak lagi mengikuti seleksi ini.")
    if seat.is_released or session.cancelled_at is not None:
        return Refusal("Sesi ini dibatalkan. Tunggu jadwal yang baru.")
    if now >= session.starts_at:
        return Refusal("Sesi ini sudah mulai.")
    return None
