"""Messages of the engine: an item arrives, is decided, is nearly late or late."""

from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from approvals.enums import Verdict
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.rules.clock import LATE
from core.indonesian import date_words
from core.outbox import gathered, queue_bell, queue_mail


@gathered()
def announce_arrival(request: ApprovalRequest, step: ApprovalStep, people: list[User]) -> None:
    """Tell everybody who may decide that a step waits for them."""
    url = reverse("decide_step", args=[request.public_id])
    text = render_to_string("email/approvals/arrival.txt", {"request": request, "step": step, "link": settings.PORTAL_URL + url})
    opening = f"{request.public_id}:{step.position}:{int(step.opened_at.timestamp())}"
    for person in people:
        key = f"step:{opening}:{person.pk}"
        queue_bell(kind="step_arrived", key=key, recipient=person, title=f"Menunggu keputusan Anda: {request.title}", url=url)
        queue_mail(
            kind="step_arrived",
            key=key,
            to_address=person.email,
            recipient=person,
            subject=f"Menunggu keputusan Anda: {request.title}, {request.agency.name}",
            text=text,
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
def remind_of_step(step: ApprovalStep, mark: str, people: list[User]) -> None:
    """Tell people that a step is on its last day or late; the sender reads who holds it instead of what to do."""
    request = step.request
    url = reverse("decide_step", args=[request.public_id])
    state = "Lewat tenggat" if mark == LATE else "Hari terakhir"
    title = f"{state}, {date_words(step.due_on)}: {request.title}"
    for person in people:
        key = late_key(step, mark, person)
        text = render_to_string(
            "email/approvals/late.txt",
            {
                "request": request,
                "step": step,
                "is_late": mark == LATE,
                "is_sender": person.pk == request.sender_id,
                "link": settings.PORTAL_URL + url,
            },
        )
        queue_bell(kind="step_late", key=key, recipient=person, title=title, url=url)
        queue_mail(
            kind="step_late",
            key=key,
            to_address=person.email,
            recipient=person,
            subject=f"{title}, {request.agency.name}",
            text=text,
            urgent=mark == LATE,
        )


def is_step_waiting(key: str) -> bool:
    """Whether the step of a reminder is still open, and was not opened anew meanwhile."""
    _, step_id, opened, *_ = key.split(":")
    opened_at = datetime.fromtimestamp(int(opened), UTC)
    row = ApprovalStep.objects.open().filter(pk=step_id).values_list("opened_at", flat=True).first()
    return row is not None and row.replace(microsecond=0) == opened_at
