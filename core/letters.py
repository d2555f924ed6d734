"""Numbered letters: words frozen in the transaction, PDF made once from the words, signed, kept byte for byte."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import FileResponse
from django.urls import reverse
from django.utils import timezone
from psycopg2.errors import LockNotAvailable

from core.audit import SYSTEM_CHAIN
from core.canonical import sha256_hex
from core.letter_kinds import drawn_wording, kind_of
from core.letter_marks import emblem_of, qr_drawing
from core.models import Letter, LetterEnd, LetterEndKind, Letterhead, LetterWording
from core.pdf import render_pdf
from core.refusals import Refused
from core.signing import footer_words, sign_letter
from core.uploads.storage import store_private

DRESS = ("wording", "letterhead")

chain_finders: list[Callable[[Letter], str]] = []
"""Letter -> chain of the case in which it was written, "" for an unknown one; rooms above add themselves."""


def next_number(*, register: str, year: int, form: str) -> str:
    """Take the next number of a register, without gaps.

    Args:
        register: short code of the issuer, for example "KEMKONTOH", in capitals or not; year: four digits.
        form: pattern with `{number}`, `{register}` and `{year}`, for example "{number:03d}/UND/{register}/{year}".

    Must run inside the transaction that writes the letter: a rollback gives the number back.
    """
    (number,) = next_numbers(register=register, year=year, form=form, count=1)
    return number


def next_numbers(*, register: str, year: int, form: str, count: int) -> list[str]:
    """Take the next numbers of a register as one block, without gaps; arguments and duty as for `next_number`."""
    with connection.cursor() as cursor:
        # One statement: makes the register's year at its first use, and holds its row until the transaction ends.
        cursor.execute(
            "INSERT INTO core_letterregister (register, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (register, year) DO UPDATE SET last = core_letterregister.last + excluded.last RETURNING last",
            [register.upper(), year, count],
        )
        (last,) = cursor.fetchone()
    return [form.format(number=number, register=register.upper(), year=year) for number in range(last - count + 1, last + 1)]


def write_letter(*, kind: str, register: str, form: str, title: str, template: str, words: dict[str, Any]) -> Letter:
    """Write a letter's row: number and words are fixed now, the PDF follows from them.

    Args:
        kind: code of the kind, for example "UNDANGAN"; template: path below templates/, for example "pdf/talent/x.html".
        words: plain JSON values the template needs; nothing is looked up again when the PDF is made.
    """
    words = {**letter_dress(register, kind), **words}
    number = next_number(register=register, year=timezone.localdate().year, form=form)
    return Letter.objects.create(kind=kind, number=number, title=title, template=template, words=words)


def write_letters(
    *, kind: str, register: str, form: str, title: str, template: str, words: Sequence[dict[str, Any]]
) -> list[Letter]:
    """Write the rows of many letters that differ in their words only: one block of numbers, one insert.

    Arguments as for `write_letter`, `words` once a letter; the letters come back in the same order.
    """
    if not words:
        return []
    dress = letter_dress(register, kind)
    numbers = next_numbers(register=register, year=timezone.localdate().year, form=form, count=len(words))
    rows = [
        Letter(kind=kind, number=number, title=title, template=template, words={**dress, **each})
        for number, each in zip(numbers, words, strict=True)
    ]
    return Letter.objects.bulk_create(rows, batch_size=500)


def letter_dress(register: str, kind: str) -> dict[str, Any]:
    """The agency's own wording of a kind and its letterhead, as they are frozen in a letter's words; {} while it has none."""
    return dress_of(LetterWording.objects.in_force(register.upper(), kind), Letterhead.objects.in_force(register.upper()))


def dress_of(own: LetterWording | None, head: Letterhead | None) -> dict[str, Any]:
    """The same of rows already read: the newest wording and the newest letterhead, None for the usual ones."""
    dress: dict[str, Any] = {}
    if own is not None:
        dress["wording"] = {"version": own.version, "subject": own.subject, "opening": own.opening, "closing": own.closing}
    if head is not None:
        dress["letterhead"] = {"version": head.version, "size": head.size, "contact": head.contact}
    return dress


def letter_bytes(letter: Letter) -> bytes:
    """The PDF of a letter; made on first use, under a lock, and the same bytes for ever after."""
    if not letter.sha256:
        letter = _made(letter)
    with letter.file.open("rb") as stream:
        return stream.read()


def current_version(letter: Letter) -> Letter:
    """The letter that counts now: itself, or what took its place, however often."""
    while (
        end := LetterEnd.objects.filter(letter=letter, kind=LetterEndKind.REPLACED).select_related("successor").first()
    ) is not None:
        letter = end.successor
    return letter


def letter_response(letter: Letter) -> FileResponse:
    """Answer with the PDF that counts now. The caller has already asked whether this person may see it."""
    return exact_letter_response(current_version(letter))


def exact_letter_response(letter: Letter) -> FileResponse:
    """Answer with the PDF of this very letter, also when another took its place; rights as for `letter_response`.

    Raises:
        Refused: somebody else is making it at this moment, for longer than a page may wait.
    """
    if not letter.sha256:
        try:
            letter = _made(letter)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            raise Refused("Surat ini sedang dibuat. Tunggu sebentar, lalu buka lagi.") from error
    return _pdf_response(letter.file.open("rb"), letter.number.replace("/", "-"))


def preview_response(content: bytes, name: str) -> FileResponse:
    """Answer with a PDF that was never issued. `name`: of the file, without its ending."""
    return _pdf_response(BytesIO(content), name)


def check_address(letter: Letter) -> str:
    """Absolute address of the public page that says whether this letter counts."""
    return settings.PORTAL_URL + reverse("check_letter", args=[letter.public_id])


def end_letter(*, letter: Letter, successor: Letter | None, reason: str, actor: Any, duty: str, now: datetime) -> LetterEnd:
    """Write that a letter no longer counts. Called by an action that holds the letter's lock and asked for the right.

    Args:
        successor: what takes its place; None withdraws it. reason: shown to whoever checks the letter.
    """
    return LetterEnd.objects.create(
        letter=letter,
        kind=LetterEndKind.REPLACED if successor else LetterEndKind.WITHDRAWN,
        successor=successor,
        reason=reason,
        ended_by=actor,
        duty=duty,
        ended_at=now,
    )


def chain_of(letter: Letter) -> str:
    """Chain of the trail that tells of a letter or of what it took the place of; the portal's own when no case knows it."""
    original = letter
    while (earlier := LetterEnd.objects.filter(successor=original).select_related("letter").first()) is not None:
        original = earlier.letter
    return next((chain for find in chain_finders if (chain := find(original))), SYSTEM_CHAIN)


def letter_context(words: Mapping[str, Any], *, kind: str, register: str) -> dict[str, Any]:
    """What every letter's template needs besides its words: the wording in place, letterhead, emblem, foot."""
    issuer = str(words.get("issuer") or words.get("agency") or "ASN Karier")
    head = words.get("letterhead") or {}
    return {
        **{name: value for name, value in words.items() if name not in DRESS},
        "wording": drawn_wording(kind_of(kind), words),
        "letterhead": {"is_compact": head.get("size") == "COMPACT", "contact": head.get("contact", "")},
        "emblem": emblem_of(issuer, register),
        "issuer_name": issuer,
        "replaces": words.get("replaces"),
    }


def preview_pdf(*, kind: str, register: str, words: Mapping[str, Any]) -> bytes:
    """A letter as it would look with these words: without number, code and seal, and marked as a preview."""
    found = kind_of(kind)
    if found is None:
        raise ValueError(f"unknown kind of letter: {kind}")
    context = letter_context(words, kind=kind, register=register)
    blank = {"number": f"…/…/{register}/{timezone.localdate().year}"}
    return render_pdf(found.template, {**context, "letter": blank, "is_preview": True})


def _pdf_response(stream: Any, name: str) -> FileResponse:
    response = FileResponse(stream, content_type="application/pdf", filename=f"{name}.pdf")
    response["Cache-Control"] = "private, no-store"
    return response


def _made(letter: Letter) -> Letter:
    """The letter with its file, made now if need be."""
    made = _render_once(letter.pk)
    if made is None:
        raise Letter.DoesNotExist
    return made


def render_if_free(letter: Letter) -> None:
    """Make the PDF of a letter unless it is made, or just being made by somebody else, for whom nobody waits."""
    _render_once(letter.pk, waits=False)


def _render_once(letter_id: int, *, waits: bool = True) -> Letter | None:
    """The letter with its file; None when somebody else holds its row and nobody waits."""
    with transaction.atomic():
        rows = Letter.objects.select_for_update(of=("self",), no_key=True, skip_locked=not waits)
        letter = rows.filter(pk=letter_id).first()
        if letter is None or letter.sha256:
            return letter
        address = check_address(letter)
        context = {
            **letter_context(letter.words, kind=letter.kind, register=letter.register),
            "letter": letter,
            "stamp": {"footer": footer_words(), "address": address.split("://", 1)[-1], "code": qr_drawing(address)},
        }
        signed = sign_letter(render_pdf(letter.template, context), number=letter.number)
        content = signed.content
        letter.file.name = store_private(content, folder=f"letters/{letter.created_at:%Y/%m}", name=f"{letter.public_id}.pdf")
        letter.sha256 = sha256_hex(content)
        letter.rendered_at = timezone.now()
        letter.signer, letter.is_certified = signed.signer, signed.is_certified
        letter.save(update_fields=["file", "sha256", "rendered_at", "signer", "is_certified"])
    return letter
