"""What the public may learn of a letter: whether it counts, and whether a file is the one that was issued."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from core.indonesian import moment_words
from core.letter_kinds import kind_label, kind_of
from core.models import Letter, LetterEnd, LetterEndKind

MOST_BYTES = 20 * 1024 * 1024
NUMBER = re.compile(r"[0-9]{1,7}/[A-Z-]{1,12}/[A-Z0-9_-]{1,40}/[0-9]{4}", re.ASCII)


@dataclass(frozen=True)
class Standing:
    """Whether a letter counts.

    Args:
        code: VALID, REPLACED or WITHDRAWN; tone and label: of the tag; sentence: what it means for whoever holds the letter.
        reason: why it was replaced or withdrawn, "" while it counts; since: when that was, in words.
        successor: the letter that takes its place, if any.
    """

    code: str
    tone: str
    label: str
    sentence: str
    reason: str = ""
    since: str = ""
    successor: Letter | None = None


def standing(letter: Letter) -> Standing:
    """Whether a letter counts now. The letter comes from a QuerySet `with_end`, then no query is made."""
    end: LetterEnd | None = getattr(letter, "end", None)
    if end is None:
        return Standing("VALID", "good", "Berlaku", "Surat ini terdaftar dan berlaku.")
    since = moment_words(end.ended_at)
    if end.kind == LetterEndKind.REPLACED:
        return Standing(
            "REPLACED",
            "wait",
            "Diganti",
            f"Surat ini tidak berlaku lagi: diganti dengan surat nomor {end.successor.number}.",
            end.reason,
            since,
            end.successor,
        )
    return Standing(
        "WITHDRAWN", "stop", "Ditarik", "Surat ini ditarik oleh penerbitnya dan tidak berlaku lagi.", end.reason, since
    )


def by_code(public_id: UUID) -> Letter | None:
    """The letter whose code was scanned."""
    return Letter.objects.with_end().filter(public_id=public_id).first()


def by_number(number: str) -> Letter | None:
    """The letter with this number, however it was typed; None for one that is not registered."""
    wanted = "".join(number.split()).upper()
    if not NUMBER.fullmatch(wanted):
        return None
    return Letter.objects.with_end().filter(number=wanted).first()


def by_file(sha256: str) -> Letter | None:
    """The letter that was issued as exactly this file."""
    return Letter.objects.with_end().filter(sha256=sha256).exclude(sha256="").first()


def public_facts(letter: Letter, *, knows_code: bool) -> list[tuple[str, str]]:
    """What a stranger may read. Numbers can be guessed one after the other, so a number alone tells nothing of what a
    personal letter is about; who has the letter itself knows its code.
    """
    kind = kind_of(letter.kind)
    rows = [("Nomor", letter.number), ("Jenis", kind_label(letter.kind))]
    if knows_code or (kind is not None and not kind.is_personal):
        rows += [("Perihal", letter.title), ("Penerbit", issuer_of(letter)), ("Diterbitkan", moment_words(letter.created_at))]
    else:
        rows.append(("Penerbit", issuer_of(letter)))
    return rows


def issuer_of(letter: Letter) -> str:
    """Name of the agency or office that issued the letter, as the letter says it."""
    words: dict[str, Any] = letter.words
    return str(words.get("issuer") or words.get("agency") or letter.register)


class HashedUpload(UploadedFile):
    """What is left of an uploaded file: its name, size and hash. The file itself was never kept."""

    def __init__(self, name: str, size: int, sha256: str) -> None:
        super().__init__(file=None, name=name, size=size)
        self.sha256 = sha256


class HashingUploadHandler(FileUploadHandler):
    """Hashes what comes and lets it go: nothing of it reaches memory as a whole, or the disk."""

    chunk_size = 64 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.hash = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= MOST_BYTES:
            self.hash.update(raw_data)

    def file_complete(self, file_size: int) -> HashedUpload | None:
        return HashedUpload(self.file_name or "", file_size, self.hash.hexdigest() if file_size <= MOST_BYTES else "")
