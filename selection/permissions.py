"""Who may run, score, rank, submit and announce a selection. The same answer shows the button and guards the act."""

from accounts.enums import Role
from accounts.models import User
from core.refusals import Refusal
from selection.calibration import latest_step
from selection.conflicts import bound_members, closed_candidates
from selection.models import (
    PRESENT_STATES,
    CalibrationAct,
    Candidate,
    ConflictProposal,
    CorrectionVerdict,
    OfficialMinutes,
    Recusal,
    Score,
    ScoreCorrection,
    ScoreSheet,
)
from selection.rules.gates import Gate, refusal_of
from selection.rules.shortfall import ShortfallFacts, ways
from selection.rules.ties import TieFacts
from selection.rules.ties import answer_refusal as tie_refusal
from vacancies.enums import VACANCY_STATES, AggregateKind
from vacancies.models import Application, PanelMember, Vacancy
from vacancies.permissions.window import start_barrier
from vacancies.rules.lifecycle import VACANCY

OFFICE_ROLES = (Role.SECRETARIAT, Role.AGENCY_ADMIN)
PANEL_ROLES = (Role.PANEL_MEMBER, Role.PANEL_CHAIR)
# The first ranking locks every score; until the determination a locked one can still be corrected by two people.
CORRECTION_STATES = ("RANKED", "RESULT_REVIEW")
LOCKED = "Peringkat sudah disusun, jadi nilai terkunci. Kesalahan diperbaiki dengan usul koreksi yang diputus orang kedua."
_LABELS = dict(VACANCY_STATES)


def seat_of(user: User, vacancy: Vacancy) -> PanelMember | None:
    """The person's seat on the panel of this vacancy, or None."""
    return PanelMember.objects.filter(panel__vacancy=vacancy, user=user).first()


def presiding_seat(vacancy: Vacancy) -> PanelMember | None:
    """Who stands for the panel towards its result: the chair, or, when the chair has a conflict with a participant (or was asked
    about one and has not answered), the first member without any. A list tells the hidden score by its order, so a conflicted
    chair may neither sign nor decide on it (docs/product.md 3.8). With conflicts everywhere it stays the chair.
    """
    seats = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id"))
    bound = bound_members(vacancy)
    applied = set(vacancy.applications.exclude(employee__user=None).values_list("employee__user_id", flat=True))
    free = (seat for seat in seats if seat.pk not in bound and seat.user_id not in applied)
    return next(free, seats[0] if seats else None)


def stands_in(user: User, vacancy: Vacancy) -> bool:
    """Whether the person presides in the stead of a chair who has a conflict."""
    seat = presiding_seat(vacancy)
    return seat is not None and seat.user_id == user.pk and not seat.is_chair


def may_preside(user: User, vacancy: Vacancy) -> bool:
    """Whether the person may read the list to sign it or to decide on a tie, whatever state the vacancy is in."""
    return _presiding(user, vacancy) is None


def acting_role(user: User, vacancy: Vacancy) -> str:
    """The role under which a person acts on this selection: the seat on the panel first, then the office."""
    seat = seat_of(user, vacancy)
    if seat is not None:
        return Role.PANEL_CHAIR if seat.is_chair else Role.PANEL_MEMBER
    return next((role for role in OFFICE_ROLES if user.holds(role, vacancy.agency_id)), Role.SECRETARIAT)


def duty_of(user: User, vacancy: Vacancy) -> str:
    """The duty written into the trail."""
    return user.duty_label(acting_role(user, vacancy), vacancy.agency_id)


def stake_refusal(user: User, vacancy: Vacancy) -> Refusal | None:
    """An applicant on a vacancy loses every staff right on it (security.md 4.3, S3)."""
    if vacancy.applications.of(user).exists():
        return Refusal("Anda tercatat sebagai pelamar di lowongan ini, jadi tidak dapat ikut mengurus seleksinya.")
    return None


def can_open_selection(
    user: User, vacancy: Vacancy, *, waiting: int, unconfirmed: int, passed: int, submitted: int
) -> Refusal | None:
    """Whether the administrative result may be announced and scoring begun.

    Args:
        waiting: applications sent and not verified yet, also those that wait for a document of the applicant;
        unconfirmed: failures that no second verifier has confirmed; passed: applications that met the requirements;
        submitted: applications sent and not withdrawn. All are counted again under the vacancy's lock.
    """
    refusal = _office(user, vacancy) or _in_state(vacancy, "start_scoring")
    if refusal is not None:
        return refusal
    if waiting:
        return Refusal(f"Masih ada {waiting} lamaran yang belum diverifikasi.")
    if unconfirmed:
        return Refusal(f"Masih ada {unconfirmed} hasil tidak memenuhi syarat yang menunggu pemeriksa kedua.")
    if not passed:
        return Refusal("Tidak ada pelamar yang memenuhi syarat, jadi penilaian tidak dapat dimulai.")
    return start_barrier(vacancy, submitted=submitted)


def can_judge(user: User, vacancy: Vacancy) -> Refusal | None:
    """Whether the person takes part in scoring this vacancy at all."""
    if seat_of(user, vacancy) is None:
        return Refusal("Anda bukan anggota panitia seleksi lowongan ini.")
    return _ended(user, vacancy) or stake_refusal(user, vacancy)


def can_open_sheet(user: User, candidate: Candidate) -> Refusal | None:
    """Whether the person may see the file and the own sheet of this candidate."""
    refusal = can_judge(user, candidate.vacancy)
    if refusal is not None:
        return refusal
    return closed_refusal(user, candidate)


def closed_refusal(user: User, candidate: Candidate) -> Refusal | None:
    """Whether a conflict closes this candidate to a member of the panel: a recusal, or a proposed one without an answer."""
    recusal = candidate.recusals.filter(member__user=user).first()
    if recusal is not None and recusal.imposed_by_id:
        return Refusal(
            "Anda dibebaskan dari menilai peserta ini karena konflik kepentingan; berkas dan nilainya tertutup bagi Anda."
        )
    if recusal is not None:
        return Refusal("Anda menyatakan konflik kepentingan dengan peserta ini, jadi berkas dan nilainya tertutup bagi Anda.")
    if ConflictProposal.objects.waiting_for(user).filter(candidate=candidate).exists():
        return Refusal(
            "Sistem mengusulkan konflik kepentingan antara Anda dan peserta ini. Jawab dahulu sebelum membuka berkasnya."
        )
    return None


def file_refusal(user: User, application: Application) -> Refusal | None:
    """A declared conflict closes the files of that candidate too, by whatever address they are asked for."""
    if Recusal.objects.filter(candidate__application=application, member__user=user).exists():
        return Refusal("Anda menyatakan konflik kepentingan dengan peserta ini, jadi berkasnya tertutup bagi Anda.")
    if ConflictProposal.objects.waiting_for(user).filter(candidate__application=application).exists():
        return Refusal("Jawab dahulu usul konflik kepentingan dengan peserta ini di Penugasan saya.")
    return None


def can_score(user: User, candidate: Candidate, sheet: ScoreSheet | None) -> Refusal | None:
    """Whether the own sheet may be changed now. `sheet` is the stored own sheet, None when nothing is saved yet."""
    refusal = can_open_sheet(user, candidate)
    if refusal is not None:
        return refusal
    if candidate.is_absent:
        return Refusal("Peserta ini dicatat tidak hadir, jadi tidak dinilai.")
    if candidate.application.state not in PRESENT_STATES:
        return Refusal("Peserta ini mengundurkan diri, jadi tidak dinilai lagi.")
    state = candidate.vacancy.state
    if state != "SCORING":
        return Refusal(LOCKED if state in CORRECTION_STATES else f"Nilai hanya dapat diisi selama penilaian; {_now(state)}.")
    step = latest_step(candidate.vacancy)
    if step is not None and step.act == CalibrationAct.CLOSED:
        return Refusal("Kalibrasi sudah ditutup, jadi nilai tidak berubah lagi. Ketua pansel dapat membukanya kembali.")
    if sheet is not None and sheet.submitted_at is not None:
        # Whoever has read the others' scores could otherwise move the own ones towards them.
        return Refusal("Lembar ini sudah Anda kirim, jadi terkunci. Ketua pansel dapat membukanya kembali dengan alasan.")
    return None


def can_recuse(user: User, candidate: Candidate) -> Refusal | None:
    """A conflict is declared before the own sheet is handed in."""
    refusal = can_judge(user, candidate.vacancy)
    if refusal is not None:
        return refusal
    if candidate.vacancy.state != "SCORING":
        return Refusal("Konflik kepentingan hanya dapat dinyatakan selama penilaian berlangsung.")
    if candidate.sheets.filter(member__user=user, submitted_at__isnull=False).exists():
        return Refusal("Lembar Anda untuk peserta ini sudah dikirim. Minta ketua pansel membukanya kembali lebih dahulu.")
    return None


def can_run_selection(user: User, vacancy: Vacancy) -> Refusal | None:
    """Whether the control room opens: chair of the panel, secretariat, or admin of the agency, without an own stake."""
    seat = seat_of(user, vacancy)
    if _holds_office(user, vacancy):
        return stake_refusal(user, vacancy)
    if seat is None or not seat.is_chair:
        return Refusal("Halaman ini hanya untuk ketua pansel, sekretariat, dan admin instansi pemilik lowongan.")
    return _ended(user, vacancy) or stake_refusal(user, vacancy)


def can_import_scores(user: User, vacancy: Vacancy, *, closed: frozenset[int] | None = None) -> Refusal | None:
    """Whether the person may bring values in from a file.

    Args:
        closed: `closed_candidates` of this person, where the caller has asked already.
    """
    refusal = can_run_selection(user, vacancy)
    if refusal is not None:
        return refusal
    if closed_candidates(user, vacancy) if closed is None else closed:
        # The file and the comparison with what is stored would show the scores of everybody.
        return Refusal("Anda punya konflik kepentingan dengan seorang peserta, jadi nilai diimpor oleh sekretariat.")
    if vacancy.state != "SCORING":
        return Refusal(
            LOCKED
            if vacancy.state in CORRECTION_STATES
            else f"Nilai hanya dapat diimpor selama penilaian; {_now(vacancy.state)}."
        )
    return None


def can_propose_correction(user: User, score: Score) -> Refusal | None:
    """A locked value is put in question by whoever gave it, by the chair, or, for an imported one, by the office."""
    candidate = score.candidate
    vacancy = candidate.vacancy
    if score.component.aggregate == AggregateKind.CAT:
        return Refusal("Nilai ujian berbantuan komputer dihitung dari jawaban peserta dan tidak dapat dikoreksi oleh siapa pun.")
    seat = seat_of(user, vacancy)
    is_own = score.sheet is not None and seat is not None and score.sheet.member_id == seat.pk
    is_office = score.sheet is None and _holds_office(user, vacancy)
    if not (is_own or is_office or (seat is not None and seat.is_chair)):
        return Refusal(
            "Koreksi nilai diusulkan oleh penilainya sendiri, oleh ketua pansel, atau oleh sekretariat untuk nilai impor."
        )
    refusal = stake_refusal(user, vacancy) or (None if is_office else can_open_sheet(user, candidate))
    if refusal is not None:
        return refusal
    if vacancy.state not in CORRECTION_STATES:
        return Refusal(
            "Nilai belum terkunci, jadi masih dapat diubah langsung."
            if vacancy.state == "SCORING"
            else f"Nilai hanya dapat dikoreksi sebelum penetapan; {_now(vacancy.state)}."
        )
    if score.corrections.filter(verdict=None).exists():
        return Refusal("Nilai ini sudah punya usul koreksi yang menunggu keputusan.")
    return None


def can_decide_correction(user: User, correction: ScoreCorrection) -> Refusal | None:
    """Another person of the panel accepts or refuses: never the one who proposed, never one with a conflict."""
    candidate = correction.score.candidate
    refusal = can_open_sheet(user, candidate)
    if refusal is not None:
        return refusal
    if correction.proposed_by_id == user.pk:
        return Refusal("Anda yang mengusulkan koreksi ini, jadi anggota pansel lain yang memutuskannya.")
    if candidate.vacancy.state not in CORRECTION_STATES:
        return Refusal(f"Koreksi hanya dapat diputus sebelum penetapan; {_now(candidate.vacancy.state)}.")
    if CorrectionVerdict.objects.filter(correction=correction).exists():
        return Refusal("Usul koreksi ini sudah diputus.")
    return None


def can_mark_absent(user: User, candidate: Candidate) -> Refusal | None:
    """Recording and taking back an absence; both only until the ranking is made."""
    refusal = can_run_selection(user, candidate.vacancy)
    if refusal is not None:
        return refusal
    if candidate.vacancy.state != "SCORING":
        return Refusal("Catatan kehadiran hanya dapat diubah sebelum peringkat disusun.")
    if candidate.application.state not in ("CANDIDATE", "ABSENT"):
        return Refusal("Peserta ini sudah tidak ikut seleksi.")
    return closed_refusal(user, candidate)


def can_rank(user: User, vacancy: Vacancy, *, gates: tuple[Gate, ...]) -> Refusal | None:
    """Whether the chair may compute the ranking.

    Args:
        gates: `selection.gates.gates_before_ranking`, read again under the lock.
    """
    refusal = _chair(user, vacancy) or _in_state(vacancy, "rank")
    if refusal is not None:
        return refusal
    reason = refusal_of(gates)
    return Refusal(reason) if reason else None


def can_remind(user: User, vacancy: Vacancy) -> Refusal | None:
    """Whether the person may remind those whose scores are missing."""
    refusal = can_run_selection(user, vacancy)
    if refusal is None and vacancy.state != "SCORING":
        return Refusal(f"Pengingat hanya dikirim selama penilaian; {_now(vacancy.state)}.")
    return refusal


def can_read_shortfall(user: User, vacancy: Vacancy) -> Refusal | None:
    """Whether the person may know how many qualified: the number tells about a closed file too (docs/product.md 3.8)."""
    refusal = can_run_selection(user, vacancy)
    if refusal is None and closed_candidates(user, vacancy):
        return Refusal(
            "Anda punya konflik kepentingan dengan seorang peserta, jadi hal ini diputus sekretariat atau admin instansi."
        )
    return refusal


def can_go_on_short(user: User, vacancy: Vacancy, facts: ShortfallFacts, way: str) -> Refusal | None:
    """Whether the person may take this way when fewer qualified than the shortlist holds; cancelling asks one right more."""
    refusal = can_read_shortfall(user, vacancy)
    if refusal is not None:
        return refusal
    closed = next(option.closed for option in ways(facts) if option.code == way)
    return Refusal(closed) if closed else None


def can_settle_tie(user: User, vacancy: Vacancy, facts: TieFacts) -> Refusal | None:
    """Only the chair decides on a tie on the last place, or who presides in the chair's stead.

    Which way is taken decides about people the chair may have a conflict with, or about their rivals; `presiding_seat` names
    somebody free of conflicts as long as there is anybody, so that a tie never waits for a person who cannot exist.
    """
    refusal = _presiding(user, vacancy)
    if refusal is not None:
        return refusal
    reason = tie_refusal(facts)
    return Refusal(reason) if reason else None


def can_prepare_minutes(user: User, vacancy: Vacancy, *, gates: tuple[Gate, ...]) -> Refusal | None:
    """The office writes the minutes and is the sender of the result; the chair signs and may decide in the chain.

    Args:
        gates: `selection.gates.gates_before_signature`, read again under the lock.
    """
    refusal = _office(user, vacancy) or _in_state(vacancy, "submit_result")
    if refusal is not None:
        return refusal
    seat = seat_of(user, vacancy)
    if seat is not None:
        return Refusal("Anda anggota panitia seleksi lowongan ini, jadi berita acara disiapkan oleh orang lain dari sekretariat.")
    reason = refusal_of(gates, leaving_out="MINUTES")
    return Refusal(reason) if reason else None


def can_sign_minutes(user: User, vacancy: Vacancy, *, minutes: OfficialMinutes | None, gates: tuple[Gate, ...]) -> Refusal | None:
    """The chair signs what somebody else prepared, or who presides in the chair's stead."""
    refusal = _presiding(user, vacancy) or _in_state(vacancy, "submit_result")
    if refusal is not None:
        return refusal
    if minutes is not None and minutes.prepared_by_id == user.pk:
        return Refusal("Anda yang menyiapkan berita acara ini, jadi orang lain yang menandatanganinya.")
    reason = refusal_of(gates)
    return Refusal(reason) if reason else None


def can_withdraw_result(user: User, vacancy: Vacancy, *, sender_id: int | None) -> Refusal | None:
    """Only the sender takes a running request back. `sender_id` is None when nothing was sent."""
    refusal = can_run_selection(user, vacancy) or _in_state(vacancy, "withdraw_result")
    if refusal is None and user.pk != sender_id:
        return Refusal("Hanya pengirim yang dapat menarik hasil ini dari rangkaian persetujuan.")
    return refusal


def can_announce_result(user: User, vacancy: Vacancy) -> Refusal | None:
    if not user.holds(Role.AGENCY_ADMIN, vacancy.agency_id):
        return Refusal("Hanya admin instansi pemilik lowongan yang dapat mengumumkan hasil.")
    return stake_refusal(user, vacancy) or _in_state(vacancy, "announce")


def _now(state: str) -> str:
    return f"status lowongan sekarang “{_LABELS[state]}”"


def _holds_office(user: User, vacancy: Vacancy) -> bool:
    return any(user.holds(role, vacancy.agency_id) for role in OFFICE_ROLES)


def _office(user: User, vacancy: Vacancy) -> Refusal | None:
    if not _holds_office(user, vacancy):
        return Refusal("Hanya sekretariat dan admin instansi pemilik lowongan yang dapat melakukannya.")
    return stake_refusal(user, vacancy)


def _chair(user: User, vacancy: Vacancy) -> Refusal | None:
    seat = seat_of(user, vacancy)
    if seat is None or not seat.is_chair:
        return Refusal("Hanya ketua pansel lowongan ini yang dapat melakukannya.")
    return _ended(user, vacancy) or stake_refusal(user, vacancy)


def _presiding(user: User, vacancy: Vacancy) -> Refusal | None:
    seat, own = presiding_seat(vacancy), seat_of(user, vacancy)
    if own is not None and own.is_chair and seat is not None and seat.pk != own.pk:
        return Refusal(
            f"Anda punya konflik kepentingan dengan seorang peserta, jadi {seat.user.full_name} menjadi pengganti ketua."
        )
    if own is None or seat is None or own.pk != seat.pk:
        return Refusal("Hanya ketua pansel lowongan ini yang dapat melakukannya.")
    return _ended(user, vacancy) or stake_refusal(user, vacancy)


def _ended(user: User, vacancy: Vacancy) -> Refusal | None:
    """A seat counts while a panel duty for the agency lasts; one for another agency keeps no door open here."""
    if any(user.holds(role, vacancy.agency_id) for role in PANEL_ROLES):
        return None
    return Refusal("Masa tugas Anda di panitia seleksi instansi ini sudah berakhir.")


def _in_state(vacancy: Vacancy, action: str) -> Refusal | None:
    reason = VACANCY.refusal(vacancy.state, action)
    return Refusal(reason) if reason else None
