"""Messages of the engine: an item arrives, is decided, is nearly late or late."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from approvals.enums import Verdict
from approvals.models import ApprovalRequest, ApprovalStep, Decision, Delegation
from approvals.permissions import stake_of
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


@gathered()
def announce_decision(request: ApprovalRequest, step: ApprovalStep, decision: Decision) -> None:
    """Tell the sender what was decided, with the note in the mail itself and the letter of a recommendation attached.

    A recommendation is addressed to the agency's PPK, who gets it too.
    """
    url = reverse("decide_step", args=[request.public_id])
    label = Verdict(decision.verdict).label
    words = {"request": request, "step": step, "verdict": label, "note": decision.note, "letter": decision.letter}
    text = render_to_string("email/approvals/decision.txt", {**words, "link": settings.PORTAL_URL + url})
    title = f"{step.title}: {label.lower()}. {request.title}"
    subject = f"{step.title}: {label.lower()} — {request.title}, {request.agency.name}"
    told = [("step_decided", request.sender)]
    if decision.letter is not None:
        told += [("recommendation_issued", person) for person in _addressees(request, step) if person != request.sender]
    for kind, person in told:
        key = f"decision:{decision.pk}:{person.pk}"
        queue_bell(kind=kind, key=key, recipient=person, title=title, url=url)
        queue_mail(
            kind=kind, key=key, to_address=person.email, recipient=person, subject=subject, text=text, letter=decision.letter
        )


def _addressees(request: ApprovalRequest, step: ApprovalStep) -> list[User]:
    """The agency's PPK, without anybody who has a stake in the request."""
    holders = Membership.objects.holders(Role.PPK, request.agency_id, timezone.localdate()).order_by("id")
    people = {duty.user_id: duty.user for duty in holders}.values()
    return [person for person in people if stake_of(person, request, step) is None]


@gathered()
def announce_stake(request: ApprovalRequest, official: User, people: list[User]) -> None:
    """Tell the office that an official steps aside; the tie itself stays between the official and the trail."""
    url = reverse("decide_step", args=[request.public_id])
    title = f"{official.full_name} tidak ikut memutus karena hubungan pribadi: {request.title}"
    for person in people:
        key = f"stake:{request.public_id}:{official.pk}:{person.pk}"
        queue_bell(kind="stake_declared", key=key, recipient=person, title=title, url=url)
        queue_mail(
            kind="stake_declared",
            key=key,
            to_address=person.email,
            recipient=person,
            subject=f"{title}, {request.agency.name}",
            text=render_to_string(
                "email/approvals/stake.txt",
                {"request": request, "official": official, "link": settings.PORTAL_URL + url},
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
