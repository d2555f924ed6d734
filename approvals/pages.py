"""Plain rows for the inbox and the chain strip; templates decide nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse

from accounts.enums import Role, Zone
from accounts.models import Agency, User
from approvals.enums import RequestState, StepState, given_words
from approvals.holidays import holidays
from approvals.models import ApprovalRequest, ApprovalStep, Decision, OpenedSheet
from approvals.rules.chain import AFFIRMATIVE, ROLE_LABELS, Stage, stage_of
from approvals.rules.clock import elapsed_days, is_late, is_paused, working_days_between
from core.indonesian import moment_words, short_date_words

STRIP_STATES = {
    StepState.APPROVED: "done",
    StepState.OPEN: "now",
    StepState.WAITING: "next",
    StepState.SKIPPED: "next",
    StepState.RETURNED: "returned",
    StepState.NOT_RECOMMENDED: "rejected",
    StepState.REJECTED: "rejected",
}
REQUEST_TONES = {
    RequestState.IN_PROGRESS: "info",
    RequestState.APPROVED: "good",
    RequestState.RETURNED: "wait",
    RequestState.REJECTED: "stop",
    RequestState.WITHDRAWN: "plain",
}


def summary_rows(item: ApprovalRequest, *, is_list: bool) -> list[dict[str, Any]]:
    """The frozen summary: short rows, or with `is_list` the rows that enumerate, as bullet points."""
    split = [(label, value, value.split("; ")) for label, value in item.summary]
    if is_list:
        return [{"label": label, "points": points} for label, _, points in split if len(points) > 2]
    return [{"label": label, "value": value} for label, value, points in split if len(points) <= 2]


def role_label(code: str) -> str:
    return Role(code).label


def age_words(step: ApprovalStep, agency: Agency, now: datetime) -> str:
    """ "hari ke-4 dari 5"; the clock reminds, it never decides. Says so when it stands still for documents."""
    if step.opened_at is None or step.due_on is None:
        return ""
    today = agency.day(now)
    number = elapsed_days(
        working_days=step.working_days,
        due=step.due_on,
        paused_until=step.paused_until,
        today=today,
        holidays=holidays(today.year),
    )
    age = f"hari ke-{max(number, 1)} dari {step.working_days}"
    return f"{age}, jam berhenti menunggu dokumen" if is_paused(step.paused_until, today) else age


def due_tone(step: ApprovalStep, agency: Agency, now: datetime) -> tuple[str, str]:
    """Tone and words of the due day; a recommendation past its day is called so wherever it is shown."""
    if step.due_on is None:
        return "plain", ""
    today = agency.day(now)
    if is_late(step.due_on, today):
        late = "rekomendasi lewat waktu" if stage_of(step.verdicts or (), step.stage) == Stage.ADVICE else "lewat tenggat"
        return "stop", f"{late} {short_date_words(step.due_on)}"
    if step.due_on == today:
        return "wait", "jatuh tempo hari ini"
    return "plain", f"tenggat {short_date_words(step.due_on)}"


def reading_now(request_ids: Iterable[int], user: User, now: datetime) -> dict[int, list[str]]:
    """Who else has opened which decision page in the last minutes, by id of the request; it locks nothing.

    Whoever opened it for an earlier step cannot decide this one, and is not named.
    """
    here = {"request__steps__state": StepState.OPEN, "request__steps__position": F("position")}
    sheets = OpenedSheet.objects.fresh(now).filter(request_id__in=list(request_ids), **here).exclude(actor=user)
    names: dict[int, list[str]] = {}
    for request_id, name in sheets.order_by("opened_at", "pk").values_list("request_id", "actor__full_name"):
        known = names.setdefault(request_id, [])
        if name not in known:
            known.append(name)
    return names


def public_line(step: ApprovalStep, agency: Agency, now: datetime) -> str:
    """ "menunggu PPK, hari ke-4 dari 10", for everybody: the duty that holds the step and the count of days, no name."""
    tone, due = due_tone(step, agency, now)
    line = f"menunggu {ROLE_LABELS[step.role]}, {age_words(step, agency, now)}"
    return f"{line}, {due}" if tone == "stop" else line


def lateness_words(step: ApprovalStep, agency: Agency, decided_at: datetime) -> str:
    """ "2 hari kerja lewat waktu" for a decision that came after its due day, "" for one on time."""
    day = agency.day(decided_at)
    if step.due_on is None or not is_late(step.due_on, day):
        return ""
    return f"{working_days_between(step.due_on, day, holidays(day.year))} hari kerja lewat waktu"


def inbox_row(step: ApprovalStep, now: datetime, reading: Mapping[int, list[str]], acting: str = "") -> dict[str, Any]:
    request = step.request
    tone, due = due_tone(step, request.agency, now)
    return {
        "public_id": str(request.public_id),
        "reading": ", ".join(reading.get(request.pk, ())),
        "url": reverse("decide_step", args=[request.public_id]),
        "title": request.title,
        "level": request.level_label,
        "agency": request.agency.name,
        "step": step.title,
        "holder": role_label(step.role),
        "due_tone": tone,
        "due": due,
        "age": age_words(step, request.agency, now),
        "sender": step.sender.full_name,
        "sent_at": request.created_at,
        "round": request.round_number,
        "acting": acting,
    }


def closed_row(request: ApprovalRequest) -> dict[str, Any]:
    return {
        "url": reverse("decide_step", args=[request.public_id]),
        "title": request.title,
        "level": request.level_label,
        "agency": request.agency.name,
        "state": RequestState(request.state).label,
        "tone": REQUEST_TONES[RequestState(request.state)],
        "sent_at": request.created_at,
    }


def strip_rows(request: ApprovalRequest, now: datetime, reader: User) -> list[dict[str, Any]]:
    """Rows of the chain strip, with links to letters the reader may open; steps and decisions are prefetched (`with_chain`)."""
    opens_letters = reads_chain(request, reader)
    zone = Zone(request.agency.zone).label
    rows = []
    for step in sorted(request.steps.all(), key=lambda s: s.position):
        last = max(step.decisions.all(), key=lambda d: (d.decided_at, d.pk), default=None)
        decided = last is not None and step.state not in (StepState.OPEN, StepState.WAITING)
        rows.append(
            {
                "title": step.title,
                "office": ROLE_LABELS[step.role],
                "state": STRIP_STATES[StepState(step.state)],
                "verdict": given_words(last.verdict) if decided else StepState(step.state).label,
                "holder": f"{last.actor.full_name}, {last.duty}" if decided else role_label(step.role),
                "when": _when(step, request.agency, last, zone) if decided else age_words(step, request.agency, now),
                "note": last.note if last else "",
                "letter": letter_link(request, last) if decided and opens_letters else None,
            }
        )
    return rows


def letter_link(request: ApprovalRequest, decision: Decision) -> dict[str, str] | None:
    """Number and address of the letter a decision issued, if it did."""
    if decision.letter is None:
        return None
    address = reverse("download_recommendation", args=[request.public_id, decision.letter.public_id])
    return {"number": decision.letter.number, "url": address}


def reads_chain(request: ApprovalRequest, user: User) -> bool:
    """Whether the decision page of a request is open to this person by a duty of their own; no query, steps are prefetched.

    Never true where `ApprovalRequest.objects.visible_to` is not.
    """
    if user.has_any_role([Role.AUDITOR]) or request.sender_id == user.pk:
        return True
    scopes = set(user.duty_scopes)
    on_route = any(step.holder_id == user.pk or (step.role, step.agency_id) in scopes for step in request.steps.all())
    return on_route or request.agency_id in user.agency_ids(Role.AGENCY_ADMIN, Role.SECRETARIAT)


def chain_words(strip: Iterable[Mapping[str, Any]]) -> str:
    """The chain so far in one line, from rows of the strip: "PyB: disetujui, PPK: disetujui, sekarang Wasdal BKN."."""
    said = []
    for row in strip:
        if row["state"] == "now":
            said.append(f"sekarang {row['office']}")
        elif row["state"] != "next":
            said.append(f"{row['office']}: {row['verdict'].lower()}")
    words = ", ".join(said)
    return words[0].upper() + words[1:] + "." if words else "Belum ada keputusan."


def _when(step: ApprovalStep, agency: Agency, decision: Decision, zone: str) -> str:
    """When a step was decided; a recommendation that came late stays marked for good."""
    late = lateness_words(step, agency, decision.decided_at)
    moment = moment_words(decision.decided_at, zone)
    return f"{moment}, {late}" if late else moment


def history_rows(request: ApprovalRequest) -> list[dict[str, Any]]:
    """Every decision of this round, oldest first."""
    zone = Zone(request.agency.zone).label
    decisions = [(d, s) for s in request.steps.all() for d in s.decisions.all()]
    decisions.sort(key=lambda pair: (pair[0].decided_at, pair[0].pk))
    return [
        {
            "step": step.title,
            "verdict": given_words(decision.verdict),
            "actor": decision.actor.full_name,
            "duty": decision.duty,
            "when": moment_words(decision.decided_at, zone),
            "note": decision.note,
            "letter": letter_link(request, decision),
        }
        for decision, step in decisions
    ]


def sent_back_words(request: ApprovalRequest) -> dict[str, str] | None:
    """Who stopped the earlier round and what they asked for; None where it ended otherwise. A query from the second round on."""
    if request.previous_id is None:
        return None
    stopped = Decision.objects.filter(step__request_id=request.previous_id).exclude(verdict__in=AFFIRMATIVE)
    last = stopped.select_related("actor").order_by("-decided_at", "-pk").first()
    if last is None:
        return None
    zone = Zone(request.agency.zone).label
    title = f"{given_words(last.verdict)} oleh {last.actor.full_name}, {last.duty}"
    return {"title": title, "when": moment_words(last.decided_at, zone), "note": last.note}


def changed_rows(request: ApprovalRequest) -> list[dict[str, str]]:
    """What differs from the earlier round, line by line of the frozen summary."""
    if request.previous is None:
        return []
    before = dict(request.previous.summary)
    after = dict(request.summary)
    labels = list(dict.fromkeys([*after, *before]))
    return [
        {"label": label, "before": str(before.get(label, "–")), "after": str(after.get(label, "–"))}
        for label in labels
        if before.get(label) != after.get(label)
    ]
