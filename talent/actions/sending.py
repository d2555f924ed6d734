"""Sending of queued invitations by workers, in chunks, and trying again what failed.

A chunk is one transaction: letters with one block of numbers, mails, bell lines, states and one row of the trail. Whoever
loses the race for a row skips it, so any number of workers may send at the same time, and a worker killed in the middle
leaves its whole chunk queued.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from core import clock
from core.letters import write_letters
from core.models import Letter
from core.outbox import gathered, requeue_mail
from core.refusals import Refused, require
from talent import notifications, permissions
from talent.actions.invitations import move, must_lock, record
from talent.documents import KIND, NUMBER_FORM, TEMPLATE, invitation_words, vacancy_words
from talent.mailing import mark_sent
from talent.models import Invitation
from talent.rules.answer import is_window_open
from talent.rules.invitation_quota import ATTACHED_UP_TO
from vacancies.models import Vacancy

CHUNK = 250
NO_ADDRESS = "Pegawai ini belum punya alamat surel di data kepegawaian."
WINDOW_OVER = "Pendaftaran sudah ditutup sebelum undangan terkirim."


@transaction.atomic
def send_chunk(*, vacancy_id: int, limit: int = CHUNK, only: int | None = None, actor: User | None = None) -> tuple[int, int]:
    """Write letters and mails of the next queued invitations of one vacancy.

    Args:
        limit: invitations at most; only: primary key of the one to send, None for the oldest; actor: None, workers send by
            themselves.

    Returns:
        How many were sent, and how many failed (no address, window over); (0, 0) when nothing was free to take.
    """
    now = clock.transaction_now()
    queued = Invitation.objects.queued().filter(vacancy_id=vacancy_id)
    if only is not None:
        queued = queued.filter(pk=only)
    locked = queued.select_for_update(of=("self",), no_key=True, skip_locked=True)
    rows = list(
        locked.select_related("employee__agency", "employee__user", "invited_by", "letter", "batch").order_by("pk")[:limit]
    )
    if not rows:
        return 0, 0
    vacancy = Vacancy.objects.select_related("agency", "region").get(pk=vacancy_id)
    for row in rows:
        row.vacancy = vacancy
    if not is_window_open(vacancy.state, vacancy.closes_at, now):
        _fail(vacancy, rows, WINDOW_OVER, actor)
        return 0, len(rows)
    reachable = [row for row in rows if notifications.address_of(row)]
    unreachable = [row for row in rows if not notifications.address_of(row)]
    # Once a row and once a chunk: at a hundred thousand rows these small things are several percent of the work.
    paths = {row.pk: reverse("answer_invitation", args=[row.public_id]) for row in reachable}
    words = vacancy_words(vacancy, now)
    with gathered():
        letters = _letters(vacancy, reachable, words, paths)
        for row, letter in zip(reachable, letters, strict=True):
            row.state, row.letter, row.sent_at = "SENT", letter, now
            is_bulk = row.batch is not None and row.batch.count > ATTACHED_UP_TO
            notifications.invite(row, letter, path=paths[row.pk], deadline=words["deadline"], is_bulk=is_bulk)
    mark_sent([(row.pk, letter.pk) for row, letter in zip(reachable, letters, strict=True)], now)
    if unreachable:
        _fail(vacancy, unreachable, NO_ADDRESS, actor)
    if reachable:
        numbers = {"first": letters[0].number, "last": letters[-1].number}
        people = [str(row.public_id) for row in reachable]
        # Under the first of the chunk: what names the invited stays out of the history that everybody in the agency reads.
        record(reachable[0], "send_invitations", actor, vacancy, {"letters": numbers, "invitations": people})
    return len(reachable), len(unreachable)


def _letters(vacancy: Vacancy, rows: Sequence[Invitation], of_vacancy: dict[str, Any], paths: dict[int, str]) -> list[Letter]:
    """One letter an invitation, in the same order; an invitation that is tried again keeps the letter it has."""
    fresh = [row for row in rows if row.letter is None]
    words = [
        invitation_words(
            of_vacancy,
            row.employee,
            message=row.message,
            sender_name=row.invited_by.full_name,
            link=settings.PORTAL_URL + paths[row.pk],
        )
        for row in fresh
    ]
    title = f"Undangan melamar {vacancy.position_title}"
    made = write_letters(kind=KIND, register=vacancy.agency.code, form=NUMBER_FORM, title=title, template=TEMPLATE, words=words)
    by_row = dict(zip([row.pk for row in fresh], made, strict=True))
    return [row.letter or by_row[row.pk] for row in rows]


def _fail(vacancy: Vacancy, rows: Sequence[Invitation], problem: str, actor: User | None) -> None:
    """Note why these locked rows were not sent, and tell who invited."""
    Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(state="FAILED", failure=problem)
    for sender in {row.invited_by for row in rows}:
        notifications.tell_of_failures(vacancy, sender)
    people = [str(row.public_id) for row in rows]
    record(rows[0], "fail_invitations", actor, vacancy, {"reason": problem, "invitations": people})


@transaction.atomic
def send_invitation(*, invitation_id: int, actor: User | None = None) -> bool:
    """Send one queued invitation, once. Returns whether it was sent."""
    vacancy_id = Invitation.objects.values_list("vacancy_id", flat=True).get(pk=invitation_id)
    sent, _ = send_chunk(vacancy_id=vacancy_id, only=invitation_id, actor=actor)
    return sent == 1


@transaction.atomic
def retry_invitation(*, invitation_id: int, actor: User, address: str = "") -> Invitation:
    """Try a failed invitation again. A mail the server refused goes out under its old key, so it can never become two.

    Args:
        address: one of the addresses the portal knows of the person; "" for the usual one. Nobody types an address here: a
            letter of the agency goes where the register or the person's own account says.

    Raises:
        Refused: no right, it did not fail, the window is over, or the address is none of the person's.
    """
    now = clock.transaction_now()
    invitation = must_lock(invitation_id)
    mail_state = Invitation.objects.with_mail().values_list("mail_state", flat=True).get(pk=invitation.pk)
    require(permissions.can_retry(actor, invitation, now, mail_state))
    if address and address not in notifications.known_addresses(invitation.employee):
        raise Refused("Alamat ini tidak lagi tercatat untuk pegawai tersebut. Muat ulang halaman, lalu pilih lagi.")
    invitation.address = address
    if invitation.state == "SENT":
        invitation.save(update_fields=["address"])
        requeue_mail(key=invitation.mail_key, to_address=notifications.address_of(invitation))
    else:
        move(invitation, "retry", failure="", address=address)
    record(invitation, "retry_invitation", actor, invitation.vacancy, {"other_address": bool(address)})
    return invitation
