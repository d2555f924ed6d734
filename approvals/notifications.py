"""Messages of the engine: an item arrives, is decided, is nearly late or late."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from approvals.enums import Verdict
from approvals.models import ApprovalRequest, ApprovalStep, Delegation
from approvals.rules.chain import ROLE_LABELS
from approvals.rules.clock import LATE
from approvals.standing import is_away
from core.indonesian import date_words
from core.outbox import gathered, queue_bell, queue_mail


@dataclass(frozen=True)
class Told:
    """Somebody who hears of a step, and as what.

    Args:
        letter: by which the person stands in for the official; is_away: the official is absent by a letter, so the bell is
            enough; is_sender, is_overseer: hear only, decide nothing here.
    """

    person: User
    letter: Delegation | None = None
    is_away: bool = False
    is_sender: bool = False
    is_overseer: bool = False


@gathered()
def announce_arrival(request: ApprovalRequest, step: ApprovalStep, people: list[User], letters: list[Delegation]) -> None:
    """Tell everybody who may decide that a step waits for them: officials, and those who stand in for them.

    Args:
        people: by a duty of their own; letters: in force and reaching this step.
    """
    url = reverse("decide_step", args=[request.public_id])
    opening = f"{request.public_id}:{step.position}:{int(step.opened_at.timestamp())}"
    told = {person.pk: Told(person, is_away=is_away(person, letters)) for person in people}
    for letter in letters:
        if letter.delegate_id != request.sender_id:
            told.setdefault(letter.delegate_id, Told(letter.delegate, letter=letter))
    for each in told.values():
        key = f"step:{opening}:{each.person.pk}"
        queue_bell(
            kind="step_arrived", key=key, recipient=each.person, title=f"Menunggu keputusan Anda: {request.title}", url=url
        )
        if each.is_away:
            continue
        queue_mail(
            kind="step_arrived",
            key=key,
            to_address=each.person.email,
            recipient=each.person,
            subject=f"Menunggu keputusan Anda: {request.title}, {request.agency.name}",
            text=render_to_string(
                "email/approvals/arrival.txt",
                {
                    "request": request,
                    "step": step,
                    "link": settings.PORTAL_URL + url,
                    "acting": each.letter.facts().signature if each.letter else "",
                },
            ),
        )


def announce_decision(request: ApprovalRequest, step: ApprovalStep, verdict: str, note: str, decision_id: int) -> None:
    """Tell the sender what was decided, with the note in the mail itself."""
    url = reverse("decide_step", args=[request.public_id])
    label = Verdict(verdict).label
    key = f"decision:{decision_id}:{request.sender_id}"
    queue_bell(
        kind="step_decided", key=key, recipient=request.sender, title=f"{step.title}: {label.lower()}. {request.title}", url=url
    )
    queue_mail(
        kind="step_decided",
        key=key,
        to_address=request.sender.email,
        recipient=request.sender,
        subject=f"{step.title}: {label.lower()} — {request.title}, {request.agency.name}",
        text=render_to_string(
            "email/approvals/decision.txt",
            {"request": request, "step": step, "verdict": label, "note": note, "link": settings.PORTAL_URL + url},
        ),
    )


def late_key(step: ApprovalStep, mark: str, person: User) -> str:
    """Carries the opening, so that a step opened again is reminded of again."""
    return f"step-late:{step.pk}:{int(step.opened_at.timestamp())}:{mark}:{person.pk}"


@gathered()
def remind_of_step(step: ApprovalStep, mark: str, people: list[Told]) -> None:
    """Tell people that a step is on its last day or late; the sender and Wasdal read who holds it instead of what to do."""
    request = step.request
    url = reverse("decide_step", args=[request.public_id])
    state = "Lewat tenggat" if mark == LATE else "Hari terakhir"
    title = f"{state}, {date_words(step.due_on)}: {request.title}"
    for each in people:
        key = late_key(step, mark, each.person)
        kind = "step_escalated" if each.is_overseer else "step_late"
        queue_bell(
            kind=kind, key=key, recipient=each.person, title=title, url=reverse("show_oversight") if each.is_overseer else url
        )
        if each.is_away:
            continue
        text = render_to_string(
            "email/approvals/late.txt",
            {
                "request": request,
                "step": step,
                "holder": ROLE_LABELS[step.role],
                "is_late": mark == LATE,
                "is_sender": each.is_sender,
                "is_overseer": each.is_overseer,
                "acting": each.letter.facts().signature if each.letter else "",
                "link": settings.PORTAL_URL + url,
                "desk": settings.PORTAL_URL + reverse("show_oversight"),
            },
        )
        queue_mail(
            kind=kind,
            key=key,
            to_address=each.person.email,
            recipient=each.person,
            subject=f"{title}, {request.agency.name}",
            text=text,
            urgent=mark == LATE and not each.is_overseer,
        )


def is_step_waiting(key: str) -> bool:
    """Whether the step of a reminder is still open, and was not opened anew meanwhile."""
    _, step_id, opened, *_ = key.split(":")
    opened_at = datetime.fromtimestamp(int(opened), UTC)
    row = ApprovalStep.objects.open().filter(pk=step_id).values_list("opened_at", flat=True).first()
    return row is not None and row.replace(microsecond=0) == opened_at
