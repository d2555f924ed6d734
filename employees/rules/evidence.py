"""Validity of a document in the locker, in words."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.indonesian import short_date_words
from core.uploads.kinds import JPEG, PDF, PNG

# Enough for a career, and an end to filling the disk.
MOST_DOCUMENTS = 200
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Validity:
    """`label` for the tag, `tone` "good", "wait", "stop" or "plain"."""

    label: str
    tone: str

    @property
    def is_over(self) -> bool:
        return self.tone == "stop"


def validity(valid_until: date | None, today: date) -> Validity:
    """Whether a document still holds; the last day counts. Without an end date it never lapses."""
    if valid_until is None:
        return Validity("Tanpa batas berlaku", "plain")
    if valid_until < today:
        return Validity(f"Kedaluwarsa sejak {short_date_words(valid_until + timedelta(days=1))}", "stop")
    if valid_until - today <= SOON:
        left = (valid_until - today).days
        return Validity(f"Berlaku {left} hari lagi" if left else "Berlaku sampai hari ini", "wait")
    return Validity(f"Berlaku sampai {short_date_words(valid_until)}", "good")


def date_problem(issued_on: date | None, valid_until: date | None) -> str:
    """Why two dates of a document cannot both be true (one Indonesian sentence), "" when they can."""
    if issued_on is not None and valid_until is not None and valid_until < issued_on:
        return "Masa berlaku tidak boleh berakhir sebelum tanggal dokumen."
    return ""


# Documents people photograph; everything else comes as PDF, as the lists of required documents ask for it.
_PICTURE_TOO = frozenset({"KTP", "NPWP", "SERTIFIKAT", "PENGHARGAAN", "LAINNYA"})


def accepted_kinds(document_type: str) -> tuple[str, ...]:
    """Content types under which a document of this type may be kept."""
    if document_type == "PAS_FOTO":
        return (JPEG, PNG)
    return (PDF, JPEG, PNG) if document_type in _PICTURE_TOO else (PDF,)
