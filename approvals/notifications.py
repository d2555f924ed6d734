"""Messages of the engine: an item arrives, an item is decided."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from approvals.enums import Verdict
from approvals.models import ApprovalRequest, ApprovalStep
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
