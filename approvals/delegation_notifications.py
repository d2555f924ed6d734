"""Messages about letters of delegation; the number of the letter stands in every text (docs/product.md section 8)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from approvals.enums import DelegationState
from approvals.models import Delegation
from core.outbox import gathered, queue_bell, queue_mail


@gathered()
def announce_registration(row: Delegation, people: list[User]) -> None:
    """Ask those who may accept a letter to look at it."""
    for person in people:
        _tell(row, person, "delegation_asked", "ask", f"Menunggu pengesahan Anda: {row.facts().title}")


@gathered()
def announce_acceptance(row: Delegation) -> None:
    """Tell the one who noted the letter, and once it is accepted both people of it, what became of it."""
    is_accepted = row.state == DelegationState.ACCEPTED
    title = f"{'Disahkan' if is_accepted else 'Tidak disahkan'}: {row.facts().title}"
    people = [row.registered_by, *([row.delegate, row.official] if is_accepted else [])]
    for person in {person.pk: person for person in people if person is not None}.values():
        _tell(row, person, "delegation_asked", "answer", title)


@gathered()
def announce_start(row: Delegation, watching: list[User]) -> None:
    """Tell both people, the office that noted it, and BKN that the letter is in force."""
    for person in _concerned(row, watching):
        _tell(row, person, "delegation_changed", "start", f"Mulai berlaku: {row.facts().title}")


@gathered()
def announce_end(row: Delegation, watching: list[User]) -> None:
    """Tell both people, the office that noted it, and BKN that the letter is over, by itself or earlier."""
    for person in _concerned(row, watching):
        _tell(row, person, "delegation_changed", "end", f"Berakhir: {row.facts().title}")


def _concerned(row: Delegation, watching: list[User]) -> list[User]:
    people = [row.delegate, *([row.official] if row.official else []), row.registered_by, *watching]
    return list({person.pk: person for person in people}.values())


def _tell(row: Delegation, person: User, kind: str, event: str, title: str) -> None:
    key = f"delegation:{row.pk}:{event}:{person.pk}"
    url = reverse("show_delegation", args=[row.public_id])
    queue_bell(kind=kind, key=key, recipient=person, title=title, url=url)
    queue_mail(
        kind=kind,
        key=key,
        to_address=person.email,
        recipient=person,
        subject=title,
        text=render_to_string(
            "email/approvals/delegation.txt",
            {
                "row": row,
                "event": event,
                "signature": row.facts().signature,
                "is_accepted": row.state == DelegationState.ACCEPTED,
                "is_delegate": person.pk == row.delegate_id,
                "link": settings.PORTAL_URL + url,
            },
        ),
    )
