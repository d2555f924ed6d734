"""Fewer people qualified than the shortlist holds: extend, go on with a reason, or cancel.

Source: docs/product.md 3.3 and decision 2, docs/domain.md 11-12 (a short list is never filled up). Extending belongs to the
registration: whether its rule still allows it is asked of `vacancies.rules.extension`, never decided again here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from vacancies.rules.lifecycle import VACANCY_LABELS

EXTEND, CONTINUE, CANCEL = "EXTEND", "CONTINUE", "CANCEL"
SHORTFALL_WAYS = {
    CONTINUE: "Melanjutkan dengan peserta yang ada",
    CANCEL: "Membatalkan seleksi",
}


@dataclass(frozen=True)
class ShortfallFacts:
    """What the rule reads.

    Args:
        state: state of the vacancy. qualified: people who passed every minimum, in the ranking in force (0 without one).
        cut: seats times multiple. is_ranked: a ranking exists.
        answered: numbers of qualified people for which going on was already justified.
        extension_refusal: what the extension rule says at this moment, None when it allows one.
    """

    state: str
    qualified: int
    cut: int
    is_ranked: bool
    answered: Iterable[int] = ()
    extension_refusal: str | None = None

    @property
    def is_short(self) -> bool:
        return self.is_ranked and self.qualified < self.cut


@dataclass(frozen=True)
class Way:
    """One way out: code, label, and why it is closed ("" when it is open)."""

    code: str
    label: str
    closed: str = ""


def is_unanswered(facts: ShortfallFacts) -> bool:
    """True while the list is short and nobody gave a reason for going on with exactly so many.

    A later version with the same number keeps the answer; one more or one fewer asks again.
    """
    return facts.is_short and facts.qualified not in set(facts.answered)


def answer_refusal(facts: ShortfallFacts) -> str | None:
    """Why no answer may be given now (one Indonesian sentence), or None."""
    if facts.state != "RANKED":
        return f"Pilihan ini dibuka sesudah peringkat tersusun; status lowongan sekarang “{VACANCY_LABELS[facts.state]}”."
    if not facts.is_short:
        return f"{facts.qualified} peserta memenuhi nilai minimum, cukup untuk daftar pendek {facts.cut} orang."
    return None


def ways(facts: ShortfallFacts) -> tuple[Way, ...]:
    """The three ways with the reason of each that is closed, always in this order."""
    refusal = answer_refusal(facts) or ""
    nobody = "Tidak ada peserta yang memenuhi nilai minimum, jadi tidak ada yang dapat diajukan."
    done = "" if is_unanswered(facts) else f"Alasan melanjutkan dengan {facts.qualified} peserta sudah dicatat."
    return (
        Way(EXTEND, "Memperpanjang pendaftaran", facts.extension_refusal or ""),
        Way(CONTINUE, SHORTFALL_WAYS[CONTINUE], refusal or (done if facts.qualified else nobody)),
        Way(CANCEL, SHORTFALL_WAYS[CANCEL], refusal),
    )
