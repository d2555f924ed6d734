"""Messages about personal data, written in the transaction of the act."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from core.indonesian import local_date
from core.outbox import gathered, queue_bell, queue_mail
from privacy.enums import CopyState, Verdict
from privacy.models import Breach, BreachLetters, PersonalCopy


def tell_copy(copy: PersonalCopy) -> None:
    """The archive is ready, or could not be made. The archive itself never leaves by mail."""
    is_ready = copy.state == CopyState.READY
    person, path = copy.person, reverse("list_own_copies")
    subject = "Salinan data Anda siap diunduh" if is_ready else "Salinan data Anda gagal dibuat"
    key = f"own-copy:{copy.pk}:{copy.state}"
    words = {"person": person, "is_ready": is_ready, "copy": copy, "link": settings.PORTAL_URL + path}
    queue_bell(kind="own_copy_done", key=key, recipient=person, title=subject, url=path)
    queue_mail(
        kind="own_copy_done",
        key=key,
        to_address=person.email,
        recipient=person,
        subject=subject,
        text=render_to_string("email/privacy/own_copy.txt", words),
    )


def own_breach_path(breach: Breach) -> str:
    """The page on which somebody affected reads what happened."""
    return reverse("show_own_breach", args=[breach.public_id])


@gathered()
def tell_prepared(letters: BreachLetters) -> None:
    """Letters wait: the other officers hear, never the one who wrote them."""
    breach = letters.breach
    for officer in _officers(letters.prepared_at):
        if officer != letters.prepared_by:
            _tell_officer(breach, officer, f"breach-letters:{letters.pk}", "Surat insiden menunggu keputusan Anda")


@gathered()
def tell_decided(letters: BreachLetters) -> None:
    """Whoever wrote the letters hears what became of them."""
    is_out = letters.verdict == Verdict.APPROVED
    subject = "Surat insiden sudah dilepas" if is_out else "Surat insiden ditolak"
    _tell_officer(letters.breach, letters.prepared_by, f"breach-letters:{letters.pk}:{letters.verdict}", subject)


@gathered()
def tell_clock(breach: Breach, *, stage: str, now: datetime) -> None:
    """The time for the letters nearly ran out, or has run out: every officer hears, once a stage."""
    subject = "Waktu 3 × 24 jam untuk surat insiden lewat" if stage == "over" else "Waktu surat insiden kurang dari 24 jam"
    for officer in _officers(now):
        _tell_officer(breach, officer, f"breach-clock:{breach.pk}:{stage}", subject)


def _officers(now: datetime) -> list[User]:
    duties = Membership.objects.holders(Role.DATA_PROTECTION, None, local_date(now, "WIB")).order_by("id")
    return [duty.user for duty in duties]


def _tell_officer(breach: Breach, officer: User, key: str, subject: str) -> None:
    path = reverse("show_breach", args=[breach.public_id])
    subject = f"{'[Latihan] ' if breach.is_drill else ''}{subject}"
    key = f"{key}:{officer.pk}"
    queue_bell(kind="breach_work", key=key, recipient=officer, title=subject, url=path)
    queue_mail(
        kind="breach_work",
        key=key,
        to_address=officer.email,
        recipient=officer,
        subject=subject,
        text=f"Yth. {officer.full_name},\n\n{subject}. Buka {settings.PORTAL_URL}{path}\n",
        urgent=True,
    )
