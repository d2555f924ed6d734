"""An agency's letters after they were written: released, reworded, replaced, withdrawn."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit, clock
from core.indonesian import date_words
from core.letter_kinds import LetterKind, Wording, kind_of, kinds_worded_by, text_problem
from core.letter_release import lock_batch, release, set_aside
from core.letters import chain_of, end_letter, next_number
from core.models import Letter, LetterBatch, LetterEnd, Letterhead, LetterWording, OutboxMessage, OutboxState
from core.refusals import Refused, require
from vacancies.notifications.letters import tell_of_end
from vacancies.permissions.letters import can_end_letter, can_release, can_word_letters, duty_for


@transaction.atomic
def release_letters(*, batch_id: UUID, actor: User, count: int) -> LetterBatch:
    """Let a waiting sending leave. `count`: how many mails the person confirmed.

    Raises:
        Refused: no right, released already, or the count is not how many wait.
    """
    now = clock.transaction_now()
    batch = lock_batch(batch_id)
    require(can_release(actor, batch))
    released = release(batch, count=count, actor=actor, now=now)
    aside = batch.mails.filter(state=OutboxState.DROPPED).count()
    _record(batch.chain, "release_letters", actor, batch.register, batch, {"released": released, "set_aside": aside})
    return batch


@transaction.atomic
def set_letter_aside(*, batch_id: UUID, mail_id: int, actor: User, aside: bool) -> OutboxMessage:
    """Take one letter out of a waiting sending (`aside`), or put it back.

    Raises:
        Refused: no right, released already, or the letter is not as the page showed it.
    """
    batch = lock_batch(batch_id)
    require(can_release(actor, batch))
    mail = set_aside(batch, mail_id, aside=aside)
    act = "set_letter_aside" if aside else "restore_letter"
    _record(
        batch.chain, act, actor, batch.register, batch, {"letter": mail.letter.number if mail.letter else "", "mail": mail.key}
    )
    return mail


@transaction.atomic
def replace_letter(
    *, letter_id: int, actor: User, reason: str, corrections: Mapping[str, str], wording: Wording | None = None
) -> Letter:
    """Issue a new version of a letter, with a number of its own; the old one says from now on what replaced it.

    Args:
        reason: stands on the new letter and on the check page of the old one.
        corrections: field of the kind's list -> value; only fields that may be corrected.
        wording: words for this letter alone; None keeps those of the old one.

    Raises:
        Refused: no right, not in force any more, nothing changes, or a text names an unknown field.
    """
    now = clock.transaction_now()
    letter = _locked(letter_id)
    require(can_end_letter(actor, letter))
    kind = kind_of(letter.kind)
    assert kind is not None
    words = _corrected(letter, kind, corrections, wording)
    _series, middle, register, _year = letter.number.split("/")
    year = timezone.localdate(now).year
    words |= {"replaces": {"number": letter.number, "date": date_words(letter.created_at), "reason": reason}}
    if "date" in words:
        words["date"] = date_words(now)
    successor = Letter.objects.create(
        kind=letter.kind,
        number=next_number(register=register, year=year, form="{number:03d}/" + middle + "/{register}/{year}"),
        title=letter.title,
        template=letter.template,
        words=words,
    )
    duty = duty_for(actor, letter.register)
    end = end_letter(letter=letter, successor=successor, reason=reason, actor=actor, duty=duty, now=now)
    # What has not left leaves with the new letter; whoever has the old one hears of it.
    OutboxMessage.objects.filter(letter=letter).exclude(state=OutboxState.SENT).filter(claim=None).update(letter=successor)
    _tell(letter, end)
    details = {"number": letter.number, "successor": successor.number, "reason": reason, "corrected": sorted(corrections)}
    _record(chain_of(letter), "replace_letter", actor, letter.register, letter, details)
    return successor


@transaction.atomic
def withdraw_letter(*, letter_id: int, actor: User, reason: str) -> LetterEnd:
    """Declare a letter withdrawn; nothing takes its place. `reason` is shown to whoever checks it.

    Raises:
        Refused: no right, or not in force any more.
    """
    now = clock.transaction_now()
    letter = _locked(letter_id)
    require(can_end_letter(actor, letter))
    duty = duty_for(actor, letter.register)
    end = end_letter(letter=letter, successor=None, reason=reason, actor=actor, duty=duty, now=now)
    waiting = OutboxMessage.objects.filter(letter=letter, claim=None, state__in=(OutboxState.PENDING, OutboxState.UNRELEASED))
    waiting.update(state=OutboxState.DROPPED)
    _tell(letter, end)
    details = {"number": letter.number, "reason": reason}
    _record(chain_of(letter), "withdraw_letter", actor, letter.register, letter, details)
    return end


@transaction.atomic
def write_wording(*, register: str, kind_code: str, actor: User, wording: Wording) -> LetterWording:
    """Write a new version of an agency's words for a kind of letter; letters written before keep theirs.

    Raises:
        Refused: no right, an unknown kind, or a text names a field outside the kind's list.
    """
    now = clock.transaction_now()
    require(can_word_letters(actor, register))
    kind = next((each for each in kinds_worded_by(register) if each.code == kind_code), None)
    if kind is None:
        raise Refused("Naskah jenis surat ini tidak diatur di sini.")
    _refuse_strange_fields(kind, wording)
    last = LetterWording.objects.in_force(register, kind_code)
    written = LetterWording.objects.create(
        register=register,
        kind=kind_code,
        version=last.version + 1 if last else 1,
        subject=wording.subject,
        opening=wording.opening,
        closing=wording.closing,
        written_by=actor,
        written_at=now,
    )
    texts = {"subject": wording.subject, "opening": wording.opening, "closing": wording.closing}
    _record(
        audit.SYSTEM_CHAIN, "write_wording", actor, register, written, {"kind": kind_code, "version": written.version} | texts
    )
    return written


@transaction.atomic
def write_letterhead(*, register: str, actor: User, size: str, contact: str) -> Letterhead:
    """Write a new version of an agency's letterhead. Raises Refused without the right."""
    now = clock.transaction_now()
    require(can_word_letters(actor, register))
    last = Letterhead.objects.in_force(register)
    written = Letterhead.objects.create(
        register=register,
        version=last.version + 1 if last else 1,
        size=size,
        contact=contact,
        written_by=actor,
        written_at=now,
    )
    details = {"version": written.version, "size": size, "contact": contact}
    _record(audit.SYSTEM_CHAIN, "write_letterhead", actor, register, written, details)
    return written


def _locked(letter_id: int) -> Letter:
    Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter_id)
    return Letter.objects.with_end().get(pk=letter_id)


def _corrected(letter: Letter, kind: LetterKind, corrections: Mapping[str, str], wording: Wording | None) -> dict:
    correctable = {each.name for each in kind.fields if each.is_correctable}
    if not correctable.issuperset(corrections):
        raise Refused("Isian ini berasal dari keputusan atau data lain, jadi tidak dapat dibetulkan di surat.")
    words = {**letter.words, **corrections}
    if wording is not None:
        _refuse_strange_fields(kind, wording)
        words["wording"] = {"subject": wording.subject, "opening": wording.opening, "closing": wording.closing}
    if words == letter.words:
        raise Refused("Belum ada yang berubah. Ubah isian atau kalimat yang perlu dibetulkan.")
    return words


def _refuse_strange_fields(kind: LetterKind, wording: Wording) -> None:
    for field in ("subject", "opening", "closing"):
        problem = text_problem(getattr(wording, field), kind)
        if problem:
            raise Refused(problem, field=field)


def _tell(letter: Letter, end: LetterEnd) -> None:
    sent = OutboxMessage.objects.filter(letter=letter, state=OutboxState.SENT).select_related("recipient")
    tell_of_end(letter, end, sent.order_by("id"))


def _record(chain: str, act: str, actor: User, register: str, thing, details: dict) -> None:
    audit.record(
        chain=chain,
        act=act,
        actor=actor,
        duty=duty_for(actor, register),
        object_type=type(thing).__name__,
        object_id=getattr(thing, "public_id", thing.pk),
        details={"register": register, **details},
    )
