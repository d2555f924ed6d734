"""Who may write and review questions, build an exam, run a session, sit in it, annul a result."""

from datetime import datetime

from django.db import models

from accounts.enums import Role
from accounts.models import Agency, User
from core.refusals import Refusal
from selection.cat.key_models import ExamKey, ExamOpening
from selection.cat.models import AUTHOR_ROLES, Exam, ExamAnnulment, ExamQuestion, ExamResult, ExamSession, ExamSitting
from selection.cat.paper import is_opened
from selection.cat.rules import timing
from selection.cat.rules.lifecycle import EXAM_SESSION, QUESTION
from selection.models.candidate import PRESENT_STATES
from selection.permissions import OFFICE_ROLES, closed_refusal, stake_refusal
from vacancies.models import Application, Vacancy

CAT = "CAT"
# From the plan's approval, when the components are fixed, until the first ranking locks every score.
EXAM_STATES = ("APPROVED", "PUBLISHED", "OPEN", "VERIFICATION", "SCORING")
ENDED_STATES = ("ANNOUNCED", "CANCELLED", "FAILED")


def can_write_questions(user: User, agency: Agency) -> Refusal | None:
    """Whether the person writes and reviews questions for this agency; whoever may have to answer them does not."""
    if not any(user.holds(role, agency.pk) for role in AUTHOR_ROLES):
        return Refusal("Bank soal hanya untuk sekretariat dan panitia seleksi instansi ini.")
    own = Application.objects.of(user).filter(vacancy__agency=agency, vacancy__components__aggregate=CAT)
    if own.exclude(vacancy__state__in=ENDED_STATES).exists():
        return Refusal("Anda melamar jabatan yang diuji dengan bank soal ini, jadi soalnya tertutup bagi Anda.")
    return None


def can_edit_question(user: User, question: ExamQuestion) -> Refusal | None:
    """Only the author, and only before or after a review, never during it."""
    refusal = can_write_questions(user, question.agency)
    if refusal is not None:
        return refusal
    if question.author_id != user.pk:
        return Refusal("Hanya penulis soal ini yang dapat mengubahnya.")
    if question.state not in ("DRAFT", "RETURNED"):
        return Refusal(f"Soal berstatus “{QUESTION.states[question.state]}” tidak dapat diubah.")
    return None


def can_review_question(user: User, question: ExamQuestion) -> Refusal | None:
    """A second person, while the question waits for one."""
    refusal = can_write_questions(user, question.agency)
    if refusal is not None:
        return refusal
    if question.author_id == user.pk:
        return Refusal("Anda yang menulis soal ini, jadi orang lain yang menelaahnya.")
    reason = QUESTION.refusal(question.state, "approve_question")
    return Refusal(reason) if reason else None


def can_retire_question(user: User, question: ExamQuestion) -> Refusal | None:
    """Taking a question out of use; papers already drawn keep it as it read."""
    refusal = can_write_questions(user, question.agency)
    if refusal is not None:
        return refusal
    reason = QUESTION.refusal(question.state, "retire_question")
    return Refusal(reason) if reason else None


def can_hold_key(user: User, agency: Agency) -> Refusal | None:
    """Whether the person may hold one of the agency's two keys; never both."""
    refusal = can_write_questions(user, agency)
    if refusal is None and ExamKey.objects.in_force().filter(agency=agency, holder=user).exists():
        return Refusal("Anda sudah memegang satu kunci soal instansi ini; kunci yang lain dipegang orang lain.")
    return refusal


def can_clear_key(user: User, key: ExamKey) -> Refusal | None:
    """Only the holder of the other key: whoever holds this one has the code, or has lost it."""
    refusal = can_write_questions(user, key.agency)
    if refusal is not None:
        return refusal
    other = ExamKey.objects.in_force().filter(agency_id=key.agency_id).exclude(slot=key.slot).first()
    if other is None or other.holder_id != user.pk:
        return Refusal("Kunci yang kodenya hilang dikosongkan oleh pemegang kunci yang satu lagi.")
    return None


def can_open_paper(user: User, exam: Exam, now: datetime) -> Refusal | None:
    """Whether the person's key may be used on a paper now: from the check-in of a session that lies ahead or runs."""
    refusal = can_write_questions(user, exam.vacancy.agency) or stake_refusal(user, exam.vacancy)
    if refusal is not None:
        return refusal
    if exam.is_practice:
        return Refusal("Naskah latihan tidak tersegel.")
    key = ExamKey.objects.in_force().filter(agency_id=exam.vacancy.agency_id, holder=user).first()
    if key is None:
        return Refusal("Anda tidak memegang kunci soal instansi ini.")
    if ExamOpening.objects.filter(exam=exam).filter(models.Q(slot=key.slot) | models.Q(opened_by=user)).exists():
        return Refusal("Bagian Anda sudah dibuka.")
    sessions = ExamSession.objects.filter(exam=exam, state="PLANNED").values_list("starts_at", "ends_at").order_by("starts_at")
    reason = timing.opening_refusal(list(sessions), now)
    return Refusal(reason) if reason else None


def can_build_exam(user: User, vacancy: Vacancy) -> Refusal | None:
    """Whether a paper may be drawn for this vacancy."""
    refusal = _office(user, vacancy)
    if refusal is not None:
        return refusal
    if not vacancy.components.filter(aggregate=CAT).exists():
        return Refusal("Rencana lowongan ini tidak memuat komponen ujian berbantuan komputer.")
    if vacancy.state not in EXAM_STATES:
        return Refusal("Ujian disusun sesudah rencana disetujui dan sebelum peringkat disusun.")
    return None


def can_plan_session(user: User, exam: Exam) -> Refusal | None:
    refusal = can_build_exam(user, exam.vacancy)
    if refusal is not None:
        return refusal
    if exam.is_practice:
        return Refusal("Latihan tidak memerlukan sesi; peserta memulainya sendiri.")
    if exam.vacancy.state != "SCORING":
        return Refusal("Sesi dijadwalkan sesudah penilaian dibuka, karena pesertanya baru pasti saat itu.")
    return None


def can_run_session(user: User, session: ExamSession) -> Refusal | None:
    """PIN, incidents, minutes: the office of the agency, without an own stake."""
    return _office(user, session.exam.vacancy)


def can_move_session(user: User, session: ExamSession, now: datetime) -> Refusal | None:
    """Moving and calling off, only before the test begins; one whose paper nobody has opened has not begun."""
    refusal = _office(user, session.exam.vacancy)
    if refusal is not None:
        return refusal
    reason = EXAM_SESSION.refusal(session.state, "move_session")
    if reason is None and now >= session.starts_at and (now >= session.ends_at or is_opened(session.exam)):
        reason = "Sesi ini sudah dimulai, jadi tidak dapat dipindahkan atau dibatalkan."
    return Refusal(reason) if reason else None


def can_issue_pin(user: User, sitting: ExamSitting, now: datetime) -> Refusal | None:
    session = sitting.session
    refusal = _office(user, session.exam.vacancy)
    if refusal is not None:
        return refusal
    if session.state != "PLANNED":
        return Refusal(f"Sesi ini berstatus “{EXAM_SESSION.states[session.state]}”.")
    reason = timing.issue_refusal(
        timing.phase(session.starts_at, session.ends_at, now),
        has_checked_in=sitting.checked_in_at is not None,
        is_finished=sitting.closed_at is not None,
    )
    return Refusal(reason) if reason else None


def can_check_in(user: User, sitting: ExamSitting, now: datetime) -> Refusal | None:
    """Whether a PIN is taken from this person now; whether it is the right one, the action finds out."""
    if sitting.user_id != user.pk:
        return Refusal("Tempat ini milik peserta lain.")
    if sitting.session.state != "PLANNED" or sitting.closed_at is not None:
        return Refusal("Ujian ini sudah berakhir.")
    if sitting.candidate.is_absent or sitting.candidate.application.state not in PRESENT_STATES:
        return Refusal("Anda tidak lagi tercatat sebagai peserta seleksi ini.")
    reason = timing.pin_refusal(until=sitting.pin_until, failures=sitting.pin_failures, now=now)
    return Refusal(reason) if reason else None


def answer_refusal(sitting: ExamSitting, desk: str, now: datetime) -> Refusal | None:
    """Why an answer of this browser is not taken now, or None; the same conditions as the statement that saves."""
    session = sitting.session
    if session.state == "CANCELLED":
        return Refusal("Sesi ini dibatalkan.")
    if sitting.closed_at is not None:
        return Refusal("Ujian Anda sudah selesai, jadi jawaban tidak dapat diubah lagi.")
    if now >= session.ends_at:
        return Refusal("Waktu ujian sudah habis menurut jam server, jadi jawaban ini tidak diterima.")
    if sitting.checked_in_at is None or not sitting.desk or sitting.desk != desk:
        return Refusal("Ujian ini dibuka di komputer lain. Minta PIN pengganti kepada pengawas untuk melanjutkannya di sini.")
    if now < session.starts_at:
        return Refusal("Ujian belum dimulai.")
    return None


def can_mark_missed(user: User, session: ExamSession) -> Refusal | None:
    """Whether those who did not come may be taken out of the selection now."""
    refusal = can_run_session(user, session)
    if refusal is not None:
        return refusal
    if session.state not in ("ENDED", "MINUTES_SIGNED"):
        return Refusal("Ketidakhadiran dicatat sesudah sesi selesai.")
    if session.exam.vacancy.state != "SCORING":
        return Refusal("Peringkat sudah disusun, jadi kehadiran tidak dapat diubah.")
    return None


def can_sign_minutes(user: User, session: ExamSession) -> Refusal | None:
    refusal = _office(user, session.exam.vacancy)
    if refusal is not None:
        return refusal
    reason = EXAM_SESSION.refusal(session.state, "sign_minutes")
    return Refusal(reason) if reason else None


def can_propose_annulment(user: User, result: ExamResult) -> Refusal | None:
    """The office puts a result in question; only while scores are open, so that no ranking ever rests on it."""
    vacancy = result.sitting.session.exam.vacancy
    refusal = _office(user, vacancy) or closed_refusal(user, result.sitting.candidate)
    if refusal is not None:
        return refusal
    if vacancy.state != "SCORING":
        return Refusal("Hasil ujian hanya dapat dibatalkan selama penilaian, sebelum peringkat disusun.")
    if result.annulments.filter(verdict=None).exists():
        return Refusal("Usul pembatalan hasil ini sudah menunggu orang kedua.")
    if result.annulments.filter(verdict__is_accepted=True).exists():
        return Refusal("Hasil ini sudah dibatalkan.")
    return None


def can_decide_annulment(user: User, annulment: ExamAnnulment) -> Refusal | None:
    """Another person of the office, or the chair of the panel; never the one who proposed, never one with a conflict."""
    vacancy = annulment.result.sitting.session.exam.vacancy
    seat = vacancy.panel.members.filter(user=user, is_chair=True).exists() and user.holds(Role.PANEL_CHAIR, vacancy.agency_id)
    refusal = stake_refusal(user, vacancy) if seat else _office(user, vacancy)
    refusal = refusal or closed_refusal(user, annulment.result.sitting.candidate)
    if refusal is not None:
        return refusal
    if annulment.proposed_by_id == user.pk:
        return Refusal("Anda yang mengusulkan pembatalan ini, jadi orang lain yang memutuskannya.")
    if hasattr(annulment, "verdict"):
        return Refusal("Usul pembatalan ini sudah diputus.")
    if vacancy.state != "SCORING":
        return Refusal("Hasil ujian hanya dapat dibatalkan selama penilaian, sebelum peringkat disusun.")
    return None


def _office(user: User, vacancy: Vacancy) -> Refusal | None:
    if not any(user.holds(role, vacancy.agency_id) for role in OFFICE_ROLES):
        return Refusal("Hanya sekretariat dan admin instansi pemilik lowongan yang dapat melakukannya.")
    return stake_refusal(user, vacancy)
