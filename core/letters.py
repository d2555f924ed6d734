"""Numbered letters: words frozen in the transaction, PDF made once from the words, kept byte for byte."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.http import FileResponse
from django.utils import timezone

from core.canonical import sha256_hex
from core.models import Letter
from core.pdf import render_pdf
from core.uploads.storage import store_private


def next_number(*, register: str, year: int, form: str) -> str:
    """Take the next number of a register, without gaps.

    Args:
        register: short code of the issuer, for example "KEMKONTOH"; year: four digits.
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
            [register, year, count],
        )
        (last,) = cursor.fetchone()
    return [form.format(number=number, register=register, year=year) for number in range(last - count + 1, last + 1)]


def write_letter(*, kind: str, register: str, form: str, title: str, template: str, words: dict[str, Any]) -> Letter:
    """Write a letter's row: number and words are fixed now, the PDF follows from them.

    Args:
        kind: code of the kind, for example "UNDANGAN"; template: path below templates/, for example "pdf/talent/x.html".
        words: plain JSON values the template needs; nothing is looked up again when the PDF is made.
    """
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
    numbers = next_numbers(register=register, year=timezone.localdate().year, form=form, count=len(words))
    rows = [
        Letter(kind=kind, number=number, title=title, template=template, words=each)
        for number, each in zip(numbers, words, strict=True)
    ]
    return Letter.objects.bulk_create(rows, batch_size=500)


def letter_bytes(letter: Letter) -> bytes:
    """The PDF of a letter; made on first use, under a lock, and the same bytes for ever after."""
    if not letter.sha256:
        letter = _render_once(letter.pk)
    with letter.file.open("rb") as stream:
        return stream.read()


def letter_response(letter: Letter) -> FileResponse:
    """Answer with the PDF. The caller has already asked whether this person may see it."""
    if not letter.sha256:
        letter = _render_once(letter.pk)
    name = letter.number.replace("/", "-") + ".pdf"
    response = FileResponse(letter.file.open("rb"), content_type="application/pdf", filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _render_once(letter_id: int) -> Letter:
    with transaction.atomic():
        letter = Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter_id)
        if letter.sha256:
            return letter
        content = render_pdf(letter.template, {"letter": letter, **letter.words})
        letter.file.name = store_private(content, folder=f"letters/{letter.created_at:%Y/%m}", name=f"{letter.public_id}.pdf")
        letter.sha256 = sha256_hex(content)
        letter.rendered_at = timezone.now()
        letter.save(update_fields=["file", "sha256", "rendered_at"])
    return letter
