"""What an applicant's pages say about the way of an application: status line, calendar, events. Plain rows for templates."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from accounts.enums import Role
from approvals.models import ApprovalStep
from core.indonesian import moment_words, short_date_words, since_words
from vacancies.models import Application, Vacancy
from vacancies.rules.applicant_status import StatusLine, applicant_status
from vacancies.rules.deadline import format_deadline
from vacancies.rules.stage_progress import DONE, LATE, NOW, StageFact, stage_progress
from vacancies.rules.verification import reason_sentence

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
    "administration": "Hasil seleksi administrasi diumumkan",
    "enter_selection": "Menjadi peserta seleksi",
    "mark_absent": "Dicatat tidak hadir",
    "return_present": "Catatan tidak hadir dicabut",
    "announce": "Hasil akhir diumumkan",
}


def tone_of(line: StatusLine) -> str:
    """The tone of a status tag as the component tags name it."""
    return TONES.get(line.tone, line.tone)


def last_minute(closes_at: datetime | None) -> datetime | None:
    """The last instant that still counts, for the deadline component; the stored closing is exclusive."""
    return closes_at - timedelta(microseconds=1) if closes_at is not None else None


def open_step(vacancy: Vacancy) -> ApprovalStep | None:
    """The approval step that holds the result now, if one is open."""
    if vacancy.state != "RESULT_REVIEW":
        return None
    return ApprovalStep.objects.open().filter(request__trail_chain=vacancy.trail_chain).order_by("-opened_at").first()


def status_of(application: Application, step: ApprovalStep | None = None) -> StatusLine:
    """The status line; `step` names the role that reviews the result."""
    role = Role(step.role).label if step is not None else ""
    return applicant_status(application.state, application.vacancy.state, reviewing_role=role)


def stage_rows(application: Application, line: StatusLine, step: ApprovalStep | None, now: datetime) -> list[dict[str, str]]:
    """Rows of the timeline: every stage with its expected dates; the running one with its holder and since when."""
    vacancy = application.vacancy
    today = localdate(now)
    since = step.opened_at if step is not None and step.opened_at else vacancy.state_since
    facts = [StageFact(s.code, s.get_code_display(), s.starts_on, s.ends_on) for s in vacancy.stages.all()]
    rows = []
    if application.submitted_at:
        rows.append(
            {"title": "Lamaran dikirim", "state": DONE, "when": moment_words(application.submitted_at, vacancy.zone_label)}
        )
    if vacancy.state == "OPEN" and application.state == "SUBMITTED":
        until = f"sampai {format_deadline(vacancy.closes_at, vacancy.zone)}"
        rows.append(
            {"title": "Pendaftaran", "state": NOW, "when": until, "detail": "Pemeriksaan berkas dimulai setelah ditutup."}
        )
    for progress in stage_progress(facts, vacancy.state, today):
        runs = progress.state in (NOW, LATE)
        rows.append(
            {
                "title": progress.stage.label,
                "state": progress.state,
                "when": _period(progress.stage.starts_on, progress.stage.ends_on, progress.state),
                "holder": f"Di tangan: {line.holder}, sejak {since_words(since, now, vacancy.zone_label)}"
                if runs and line.holder
                else "",
                "detail": _lateness(progress.stage.ends_on, today) if progress.state == LATE else "",
            }
        )
    return rows


def event_rows(application: Application) -> list[dict[str, str]]:
    """What happened so far, newest first, in words and without anything unannounced."""
    zone = application.vacancy.zone_label
    events = [event for event in application.events.all() if event.action not in SECRET_ACTIONS]
    return [
        {"title": EVENT_WORDS.get(event.action, event.get_state_display()), "when": moment_words(event.at, zone)}
        for event in reversed(events)
    ]


def failure_rows(application: Application) -> list[dict[str, str]]:
    """Why the documents did not pass, line by line; empty until the result is announced."""
    if application.state != "FAILED" or application.vacancy.state in ("PUBLISHED", "OPEN", "VERIFICATION"):
        return []
    requirements = {f"RULE:{r.pk}": r.label for r in application.vacancy.requirements.all()}
    documents = {f"DOC:{d.type}": d.get_type_display() for d in application.vacancy.required_documents.all()}
    labels: dict[str, Any] = {**requirements, **documents}
    return [
        {
            "label": labels.get(check.subject, check.subject),
            "reason": reason_sentence(check.reason_code),
            "note": check.note,
        }
        for check in application.checks.all()
        if check.verdict == "FAIL" and check.reason_code
    ]


def _period(starts_on: date, ends_on: date, state: str) -> str:
    words = short_date_words(ends_on)
    if starts_on != ends_on:
        words = f"{short_date_words(starts_on)} sampai {words}"
    return words if state == DONE else f"Direncanakan {words}"


def _lateness(ends_on: date, today: date) -> str:
    days = (today - ends_on).days
    return f"Terlambat {days} hari dari jadwal. Jadwal baru diumumkan di halaman lowongan bila berubah."
