"""Who may give a sheet back, key paper scores, decide where two keyings differ, and act in the calibration room."""

from accounts.enums import Role
from accounts.models import User
from core.refusals import Refusal
from selection.calibration import latest_step
from selection.conflicts import closed_candidates
from selection.giving_back import keeper_of
from selection.models import CalibrationAct, CalibrationAttendee, Candidate, EntryValue, Score, ScoreSheet
from selection.permissions import (
    CORRECTION_STATES,
    LOCKED,
    OFFICE_ROLES,
    can_judge,
    can_open_sheet,
    can_run_selection,
    closed_refusal,
    seat_of,
    stake_refusal,
)
from vacancies.models import PanelMember, ScoreComponent, Vacancy

NOT_RUNNING = "Nilai hanya berubah selama penilaian berlangsung."
SHEETS_MISSING = "Ruang kalibrasi terbuka setelah semua lembar penilaian terkirim."


def can_reopen_sheet(user: User, sheet: ScoreSheet) -> Refusal | None:
    """Whether the person may give a handed-in sheet back: the chair, or who does it where the chair must not."""
    vacancy = sheet.candidate.vacancy
    refusal = can_judge(user, vacancy)
    if refusal is not None:
        return refusal
    keeper, own = keeper_of(sheet), seat_of(user, vacancy)
    if own is None or keeper is None or own.pk != keeper.pk:
        return _not_the_keeper(user, sheet, own, keeper)
    if vacancy.state != "SCORING":
        return Refusal(LOCKED if vacancy.state in CORRECTION_STATES else NOT_RUNNING)
    if sheet.submitted_at is None:
        return Refusal("Lembar ini belum dikirim, jadi masih dapat diubah oleh penilainya.")
    if latest_step(vacancy) is not None:
        # Whoever has seen the others' scores moves an own one in the room, with reason and witnesses.
        return Refusal("Kalibrasi sudah dimulai, jadi nilai hanya diubah di ruang kalibrasi oleh penilainya sendiri.")
    return None


def _not_the_keeper(user: User, sheet: ScoreSheet, own: PanelMember | None, keeper: PanelMember | None) -> Refusal:
    if own is None or not own.is_chair:
        return Refusal("Hanya ketua pansel lowongan ini yang dapat melakukannya.")
    who = f" {keeper.user.full_name} yang membukanya kembali." if keeper is not None else ""
    closed = closed_refusal(user, sheet.candidate)
    if closed is not None:
        return Refusal(f"{closed.reason}{who}")
    return Refusal(f"Lembar ini milik Anda sendiri, dan nilai anggota lain sudah terbuka bagi Anda.{who}")


def can_key_entries(user: User, vacancy: Vacancy) -> Refusal | None:
    """Whether the person may be one of the two operators: secretariat or admin of the agency, while scoring runs."""
    if not any(user.holds(role, vacancy.agency_id) for role in OFFICE_ROLES):
        return Refusal("Nilai kertas diketik oleh sekretariat atau admin instansi pemilik lowongan.")
    refusal = stake_refusal(user, vacancy) or _while_scoring(vacancy)
    if refusal is None and closed_candidates(user, vacancy):
        # The papers lie in one pile: whoever types them reads all of them.
        return Refusal("Anda punya konflik kepentingan dengan seorang peserta, jadi nilai kertas diketik oleh orang lain.")
    return refusal


def can_decide_entry(user: User, candidate: Candidate, component: ScoreComponent) -> Refusal | None:
    """Whether the person may decide between two keyings: somebody who runs the selection and typed neither of them."""
    vacancy = candidate.vacancy
    refusal = can_run_selection(user, vacancy) or _while_scoring(vacancy) or closed_refusal(user, candidate)
    if refusal is not None:
        return refusal
    if EntryValue.objects.filter(candidate=candidate, component=component, keyed_by=user).exists():
        return Refusal("Anda salah satu pengetik nilai ini, jadi selisihnya diputus orang ketiga.")
    return None


def can_export_scores(user: User, vacancy: Vacancy) -> Refusal | None:
    """Whether the person may take all scores out as a file: who runs the selection, once they are locked, without a conflict."""
    refusal = can_run_selection(user, vacancy)
    if refusal is not None:
        return refusal
    if not vacancy.rankings.exists():
        return Refusal("Nilai dapat diunduh setelah peringkat disusun. Sebelum itu nilai penilai tertutup.")
    if closed_candidates(user, vacancy):
        # A file without one person's rows would still tell their place by what is missing.
        return Refusal("Anda punya konflik kepentingan dengan seorang peserta, jadi unduhan nilai tertutup bagi Anda.")
    return None


def can_enter_calibration(user: User, vacancy: Vacancy, *, complete: bool) -> Refusal | None:
    """Whether the room opens for this person: a member of the panel, once every sheet is in.

    Args:
        complete: from `selection.calibration.is_complete`.
    """
    refusal = can_judge(user, vacancy)
    if refusal is None and not complete:
        return Refusal(SHEETS_MISSING)
    return refusal


def can_open_meeting(user: User, vacancy: Vacancy, *, complete: bool) -> Refusal | None:
    """Whether the chair may begin a meeting, or write down anew who is present."""
    refusal = _as_chair(user, vacancy, complete=complete)
    if refusal is None and _newest(vacancy) == CalibrationAct.CLOSED:
        return Refusal("Kalibrasi sudah ditutup. Buka kembali lebih dahulu, dengan alasan.")
    return refusal


def can_close_calibration(user: User, vacancy: Vacancy, *, complete: bool) -> Refusal | None:
    refusal = _as_chair(user, vacancy, complete=complete)
    if refusal is None and _newest(vacancy) == CalibrationAct.CLOSED:
        return Refusal("Kalibrasi sudah ditutup.")
    return refusal


def can_reopen_calibration(user: User, vacancy: Vacancy) -> Refusal | None:
    """Taking a closing back, while nothing has been ranked."""
    refusal = _as_chair(user, vacancy, complete=True)
    if refusal is None and _newest(vacancy) != CalibrationAct.CLOSED:
        return Refusal("Kalibrasi belum ditutup.")
    return refusal


def can_change_score(user: User, score: Score) -> Refusal | None:
    """Whether the person may move this score now: the own one, in a running meeting, being present."""
    candidate = score.candidate
    refusal = can_open_sheet(user, candidate) or _while_scoring(candidate.vacancy)
    if refusal is not None:
        return refusal
    if score.sheet is None or score.sheet.member.user_id != user.pk or score.sheet.submitted_at is None:
        return Refusal("Nilai hanya diubah oleh penilainya sendiri.")
    step = latest_step(candidate.vacancy)
    if step is None or step.act != CalibrationAct.MEETING:
        return Refusal("Tidak ada rapat kalibrasi yang sedang berjalan. Ketua pansel membukanya.")
    if not CalibrationAttendee.objects.filter(step=step, member=score.sheet.member).exists():
        return Refusal("Anda tidak tercatat hadir di rapat ini. Minta ketua pansel mencatat siapa yang hadir sekali lagi.")
    return None


def _newest(vacancy: Vacancy) -> str:
    step = latest_step(vacancy)
    return step.act if step is not None else ""


def _as_chair(user: User, vacancy: Vacancy, *, complete: bool) -> Refusal | None:
    seat = seat_of(user, vacancy)
    if seat is None or not seat.is_chair or not user.holds(Role.PANEL_CHAIR, vacancy.agency_id):
        return Refusal("Hanya ketua pansel lowongan ini yang dapat melakukannya.")
    return can_enter_calibration(user, vacancy, complete=complete) or _while_scoring(vacancy)


def _while_scoring(vacancy: Vacancy) -> Refusal | None:
    if vacancy.state == "SCORING":
        return None
    return Refusal(LOCKED if vacancy.state in CORRECTION_STATES else NOT_RUNNING)
