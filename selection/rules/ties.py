"""A tie on the last place of the shortlist: what the panel's chair may do about it.

Source: docs/product.md 3.2 and decision 3: components alone break ties; one that is left keeps all tied people, flags the
list and asks the chair for one of three ways out, with a reason. None of the three puts a person ahead by hand: either all stay,
or scores are looked at once more and the declared rules rank again. Age, sex and every other personal trait stay out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vacancies.rules.lifecycle import VACANCY_LABELS

KEEP_ALL, INTERVIEW, RECHECK = "KEEP_ALL", "INTERVIEW", "RECHECK"
TIE_WAYS = {
    KEEP_ALL: "Mempertahankan semua peserta yang bernilai sama",
    INTERVIEW: "Wawancara pendalaman bagi peserta yang bernilai sama",
    RECHECK: "Memeriksa ulang nilai peserta yang bernilai sama",
}
WAY_EFFECTS = {
    KEEP_ALL: "Daftar pendek lebih panjang dari batas; pemutus memilih dari semua nama itu.",
    INTERVIEW: "Hasilnya dicatat sebagai koreksi nilai wawancara oleh dua orang, lalu peringkat disusun ulang.",
    RECHECK: "Penilai mencocokkan nilai dengan bukti; kekeliruan dikoreksi oleh dua orang, lalu peringkat disusun ulang.",
}


@dataclass(frozen=True)
class TieFacts:
    """What the rule reads.

    Args:
        state: state of the vacancy. tied: numbers that share the last place of the ranking in force, () without a tie.
        answers: every answer so far, oldest first, as (way, numbers it was about, version of the ranking).
        version: version of the ranking in force.
    """

    state: str
    tied: Sequence[str]
    answers: Sequence[tuple[str, Sequence[str], int]] = ()
    version: int = 1


def settled_by(facts: TieFacts) -> str | None:
    """The way that settles the present tie, or None: only keeping all of exactly these people does.

    A further interview or a second look is work in progress: it settles the tie by a new version without one. An answer
    about the same people holds for later versions too, unless the chair took another way after it.
    """
    last = _last_about(facts)
    return KEEP_ALL if last is not None and last[0] == KEEP_ALL else None


def running_way(facts: TieFacts) -> str | None:
    """INTERVIEW or RECHECK when the chair chose it for the ranking in force and no new version followed yet."""
    last = _last_about(facts)
    return last[0] if last is not None and last[0] != KEEP_ALL and last[2] == facts.version else None


def is_unsettled(facts: TieFacts) -> bool:
    """True while people share the last place and the chair has not kept all of them."""
    return bool(facts.tied) and settled_by(facts) is None


def answer_refusal(facts: TieFacts) -> str | None:
    """Why the chair may not choose a way now (one Indonesian sentence), or None."""
    if facts.state != "RANKED":
        return f"Pilihan ini dibuka sesudah peringkat tersusun; status lowongan sekarang “{VACANCY_LABELS[facts.state]}”."
    if not facts.tied:
        return "Tidak ada nilai yang sama pada batas daftar pendek."
    if settled_by(facts) is not None:
        return "Jalan keluar untuk nilai sama ini sudah dipilih."
    return None


def _last_about(facts: TieFacts) -> tuple[str, Sequence[str], int] | None:
    people = set(facts.tied)
    return next((answer for answer in reversed(facts.answers) if people and set(answer[1]) == people), None)
