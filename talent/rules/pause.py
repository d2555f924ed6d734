"""When a person does not want to be invited: "jangan undang saya untuk …" (docs/product.md, invitations of the applicant).

A pause ends by itself. It holds for new invitations only; one that was sent stays to be answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.indonesian import add_years

SCOPES = {
    "ALL": "Semua undangan",
    "AGENCY": "Undangan dari satu instansi",
    "FIELD": "Undangan untuk satu rumpun jabatan",
    "LEVEL": "Undangan untuk satu tingkat JPT",
}
LONGEST_YEARS = 2
# What a sender reads: that this person takes none now, neither which pause nor why.
PAUSED = "Sedang tidak menerima undangan untuk jabatan seperti ini."


@dataclass(frozen=True)
class Pause:
    """One wish.

    Args:
        scope: one of `SCOPES`; subject: code of what it is about, "" for ALL: agency id as text, job field, level.
        until: last day it holds; lifted: the person ended it earlier.
    """

    scope: str
    subject: str
    until: date
    lifted: bool = False


@dataclass(frozen=True)
class Post:
    """What a pause is compared with: agency id as text, job field and level of the vacancy."""

    agency: str
    field: str
    level: str


def is_paused(pauses: Iterable[Pause], post: Post, today: date) -> bool:
    """Whether one of a person's pauses keeps invitations to this post away today."""
    subjects = {"ALL": "", "AGENCY": post.agency, "FIELD": post.field, "LEVEL": post.level}
    return any(not each.lifted and today <= each.until and subjects.get(each.scope) == each.subject for each in pauses)


def pause_refusal(scope: str, subject: str, until: date, today: date) -> str | None:
    """Why a pause cannot be taken (one Indonesian sentence), or None.

    Args:
        subject: as in `Pause`; today: the person's calendar day.
    """
    if scope not in SCOPES:
        return "Pilih undangan mana yang tidak ingin Anda terima."
    if scope != "ALL" and not subject:
        return "Pilih instansi, rumpun jabatan, atau tingkat yang dimaksud."
    if until < today:
        return "Tanggal berakhirnya jeda paling cepat hari ini."
    if until > add_years(today, LONGEST_YEARS):
        return f"Jeda paling lama {LONGEST_YEARS} tahun; Anda dapat memperpanjangnya nanti."
    return None
