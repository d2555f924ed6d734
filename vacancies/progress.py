"""What an applicant's pages say about the way of an application: status line, calendar, events. Plain rows for templates."""

from datetime import date, datetime, timedelta

from accounts.enums import Role
from approvals.models import ApprovalStep
from core.indonesian import date_words, local_date, moment_words, short_date_words, since_words
from core.row_sight import whole_portal
from vacancies.models import Application, DocumentRequest, Vacancy
from vacancies.objections import OwnObjection, failed_lines
from vacancies.rules.applicant_status import Change, Horizon, StatusLine, applicant_status, changes_left
from vacancies.rules.deadline import format_deadline, format_opening
from vacancies.rules.objection import APPLICANT_LABELS, HOLDER, RUNNING, is_overdue
from vacancies.rules.objection import STATUS as OBJECTED
from vacancies.rules.publication import shows_reasons
from vacancies.rules.stage_progress import (
    DONE,
    LATE,
    NEXT,
    NOW,
    STAGE_PLACES,
    StageFact,
    StageProgress,
    day_words,
    days_late,
    followed,
    stage_progress,
)

TONES = {"neutral": "plain"}
# Events of the verification stay hidden from the applicant until the result is announced.
SECRET_ACTIONS = ("pass_verification", "fail_verification", "shortlist", "leave_out", "select", "not_select")
EVENT_WORDS = {
    "start": "Draf dibuat",
    "submit": "Lamaran dikirim",
    "withdraw": "Lamaran ditarik",
    "reopen_draft": "Dibuka kembali sebagai draf",
    "expire": "Pendaftaran ditutup sebelum draf dikirim",
    "revive": "Draf dihidupkan kembali",
    "ask_document": "Sekretariat meminta satu dokumen lagi",
    "hand_in_document": "Dokumen yang diminta diterima",
    "end_request": "Permintaan dokumen berakhir",
    "administration": "Hasil seleksi administrasi diumumkan",
    "enter_selection": "Menjadi peserta seleksi",
    "mark_absent": "Dicatat tidak hadir",
    "return_present": "Catatan tidak hadir dicabut",
    "announce": "Hasil akhir diumumkan",
    "file_objection": "Sanggahan diajukan",
    "objection_granted": "Sanggahan dikabulkan",
    "objection_refused": "Sanggahan ditolak",
}


def tone_of(line: StatusLine) -> str:
    """The tone of a status tag as the component tags name it."""
    return TONES.get(line.tone, line.tone)


def last_minute(closes_at: datetime | None) -> datetime | None:
    """The last instant that still counts, for the deadline component; the stored closing is exclusive."""
    return closes_at - timedelta(microseconds=1) if closes_at is not None else None


def open_step(vacancy: Vacancy) -> ApprovalStep | None:
    """The approval step that holds the result now, or the question whether a selection with few goes on; None without one."""
    is_asked = vacancy.state == "VERIFICATION" and vacancy.continue_request_id is not None
    if vacancy.state != "RESULT_REVIEW" and not is_asked:
        return None
    # Whose turn it is, since when and until when is public; nothing else of the step is shown.
    with whole_portal():
        return ApprovalStep.objects.open().filter(request__trail_chain=vacancy.trail_chain).order_by("-opened_at").first()


def status_of(application: Application, step: ApprovalStep | None = None, *, is_objected: bool = False) -> StatusLine:
    """The status line.

    Args:
        step: names the role that reviews the result; is_objected: an objection of this person waits for its answer.
    """
    if is_objected and application.vacancy.state == RUNNING:
        return OBJECTED
    role = Role(step.role).label if step is not None else ""
    return applicant_status(application.state, application.vacancy.state, reviewing_role=role)


def stage_rows(
    application: Application,
    line: StatusLine,
    step: ApprovalStep | None,
    now: datetime,
    asked: DocumentRequest | None = None,
    own: OwnObjection | None = None,
) -> list[dict[str, str]]:
    """Rows of the timeline: every stage with its expected dates; the running one with holder, since when and day count.

    Args:
        step: the open approval step while the result is reviewed; asked: the open request for a document, if any.
        own: what there is about an objection, if the plan takes any and the result is public.
    """
    vacancy = application.vacancy
    today = local_date(now, vacancy.zone)
    rows = []
    if application.submitted_at:
        rows.append(
            {"title": "Lamaran dikirim", "state": DONE, "when": moment_words(application.submitted_at, vacancy.zone_label)}
        )
    if vacancy.opens_at and vacancy.closes_at:
        rows.append(_registration_row(application, line, now))
    has_left = application.state != "WITHDRAWN"
    for progress in _own_stages(application, today):
        if not progress.is_followed and not has_left:
            has_left = True
            rows.append(_leaving_row(application))
        rows.append(_stage_row(progress, application, line, step, asked, now))
        if progress.stage.code == "VERIFICATION" and own is not None:
            rows += objection_rows(application, own, now)
    return rows if has_left else [*rows, _leaving_row(application)]


def _leaving_row(application: Application) -> dict[str, str]:
    when = moment_words(application.state_since, application.vacancy.zone_label)
    return {"title": "Anda mengundurkan diri", "state": DONE, "when": when}


def _registration_row(application: Application, line: StatusLine, now: datetime) -> dict[str, str]:
    vacancy = application.vacancy
    runs = vacancy.state == "OPEN"
    is_sent = application.state not in ("DRAFT", "EXPIRED", "WITHDRAWN")
    opens, closes = format_opening(vacancy.opens_at, vacancy.zone), format_deadline(vacancy.closes_at, vacancy.zone)
    return {
        "title": "Pengumuman dan pendaftaran",
        "state": NOW if runs else NEXT if vacancy.state == "PUBLISHED" else DONE,
        "when": f"{opens} sampai {closes}",
        "holder": _held(line.holder, application.state_since, now, vacancy) if runs and line.holder else "",
        "detail": "Pemeriksaan berkas dimulai setelah pendaftaran ditutup." if runs and is_sent else "",
    }


def _own_stages(application: Application, today: date) -> tuple[StageProgress, ...]:
    """The later stages as this person follows them."""
    vacancy = application.vacancy
    facts = [
        StageFact(stage.code, stage.get_code_display(), stage.starts_on, stage.ends_on)
        for stage in vacancy.stages.all()
        if stage.code != "ANNOUNCEMENT"
    ]
    rows = stage_progress(facts, vacancy.state, today)
    if vacancy.state in ("CANCELLED", "FAILED"):
        return followed(rows, last_place=0)
    if application.state == "FAILED" and vacancy.state not in ("OPEN", "VERIFICATION"):
        return followed(rows, last_place=STAGE_PLACES["VERIFICATION"])
    if application.state == "ABSENT":
        return followed(rows, last_place=STAGE_PLACES["INTERVIEW"])
    if application.state == "WITHDRAWN":
        return followed(rows, left_on=local_date(application.state_since, vacancy.zone))
    return rows


def _stage_row(
    progress: StageProgress,
    application: Application,
    line: StatusLine,
    step: ApprovalStep | None,
    asked: DocumentRequest | None,
    now: datetime,
) -> dict[str, str]:
    vacancy, stage = application.vacancy, progress.stage
    row = {"title": stage.label, "state": progress.state, "when": _period(stage.starts_on, stage.ends_on, progress.state)}
    if not progress.is_followed:
        ended = vacancy.state in ("CANCELLED", "FAILED")
        return {**row, "detail": "Tidak dijalankan." if ended else "Anda tidak mengikuti tahap ini."}
    if progress.state not in (NOW, LATE):
        return row
    since = vacancy.state_since
    if asked is not None:
        since = asked.asked_at
    elif step is not None and step.opened_at:
        since = step.opened_at
    today = local_date(now, vacancy.zone)
    details = [f"{day_words(stage, local_date(vacancy.state_since, vacancy.zone), today)}."]
    if progress.state == LATE:
        details.insert(0, f"Terlambat {days_late(stage, today)} hari dari jadwal.")
    if asked is not None:
        details.append(f"Dokumen Anda ditunggu sampai {format_deadline(asked.due_at, vacancy.zone)}.")
    return {**row, "holder": _held(line.holder, since, now, vacancy) if line.holder else "", "detail": " ".join(details)}


def _held(holder: str, since: datetime, now: datetime, vacancy: Vacancy) -> str:
    """Who holds the file and since when, by the day and by the calendar."""
    zone = vacancy.zone_label
    ago = since_words(since, now, zone)
    day = short_date_words(since, zone)
    return f"Di tangan: {holder}, sejak {ago if ago.startswith('hari ini') else f'{day} ({ago})'}"


def objection_rows(application: Application, own: OwnObjection, now: datetime) -> list[dict[str, str]]:
    """The row of an objection: it may be filed, waits, is late by itself, or was answered. None when it was never filed."""
    vacancy, objection = application.vacancy, own.objection
    row = {"title": "Sanggahan hasil administrasi"}
    if objection is None:
        if own.refusal:
            return []
        return [{**row, "state": NOW, "when": f"Sampai {own.last_moment}", "holder": "Dapat diajukan oleh Anda"}]
    if objection.answered_at is not None:
        words = f"{APPLICANT_LABELS[objection.outcome]}, {moment_words(objection.answered_at, vacancy.zone_label)}"
        return [{**row, "state": DONE, "when": words}]
    if vacancy.state != RUNNING:
        return [{**row, "state": DONE, "when": "Berakhir bersama seleksinya"}]
    late = is_overdue(objection.due_at, now)
    due = format_deadline(objection.due_at, vacancy.zone)
    return [
        {
            **row,
            "state": LATE if late else NOW,
            "when": f"Dijawab paling lambat {due}",
            "holder": _held(HOLDER, objection.filed_at, now, vacancy),
            "detail": "Jawaban terlambat. Wasdal BKN melihatnya dan kini juga dapat menjawab." if late else "",
        }
    ]


def objection_changes(application: Application, own: OwnObjection | None) -> tuple[Change, ...]:
    """What an objection can still change."""
    if own is None:
        return ()
    if own.objection is None:
        return () if own.refusal else (Change("Mengajukan satu sanggahan", "Anda", f"Sampai {own.last_moment}"),)
    if not own.objection.is_open or application.vacancy.state != RUNNING:
        return ()
    due = format_deadline(own.objection.due_at, application.vacancy.zone)
    return (Change("Hasil administrasi, menurut jawaban sanggahan", HOLDER, f"Dijawab paling lambat {due}"),)


def change_rows(
    application: Application, asked: DocumentRequest | None = None, own: OwnObjection | None = None
) -> tuple[Change, ...]:
    """What can still change, by whom, until when, with the dates of this vacancy."""
    vacancy = application.vacancy
    planned = {stage.code: date_words(stage.ends_on) for stage in vacancy.stages.all()}
    horizon = Horizon(
        closes=format_deadline(vacancy.closes_at, vacancy.zone) if vacancy.closes_at else "",
        administration=planned.get("VERIFICATION", ""),
        ranking=planned.get("RANKING", ""),
        result=planned.get("DETERMINATION", ""),
        due=format_deadline(asked.due_at, vacancy.zone) if asked is not None else "",
    )
    return (*objection_changes(application, own), *changes_left(application.state, vacancy.state, horizon))


def event_rows(application: Application) -> list[dict[str, str]]:
    """What happened so far, newest first, in words and without anything unannounced."""
    zone = application.vacancy.zone_label
    events = [event for event in application.events.all() if event.action not in SECRET_ACTIONS]
    return [
        {"title": EVENT_WORDS.get(event.action, event.get_state_display()), "when": moment_words(event.at, zone)}
        for event in reversed(events)
    ]


def failure_rows(application: Application) -> list[dict[str, str]]:
    """Why the documents did not pass, line by line; empty until the result is announced, and when the plan shows no reasons."""
    if application.state != "FAILED" or application.vacancy.state in ("PUBLISHED", "OPEN", "VERIFICATION"):
        return []
    if not shows_reasons(application.vacancy.pack):
        return []
    return [{"label": line.label, "reason": line.reason, "note": line.note} for line in failed_lines(application)]


def _period(starts_on: date, ends_on: date, state: str) -> str:
    words = short_date_words(ends_on)
    if starts_on != ends_on:
        words = f"{short_date_words(starts_on)} sampai {words}"
    return words if state == DONE else f"Direncanakan {words}"
