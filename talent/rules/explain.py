"""Why a person fits a vacancy or does not, in the words a searcher may read.

A searcher sees name, agency, post, grade, education, box 7 to 9 and competency summary, nothing else (domain.md 11 row 27). So a
reason says which requirement, and whether the person meets it, does not, or the register has no data: never the record that
decided, no length, date or score. The only day in it is the vacancy's own day of counting. Requirements that read age, sanctions
or the tracing of the past are answered together in one line, so that none can be told apart. The person reads the full reasons.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.indonesian import date_words
from vacancies.rules.eligibility import MET_FROM, RuleResult, obstacles

FIT = "FIT"
UNFIT = "UNFIT"
UNKNOWN = "UNKNOWN"
LATER = "LATER"

# Read together, never one by one.
WITHHELD_KINDS = frozenset({"MAX_AGE", "NO_DISCIPLINE", "INTEGRITY"})
WITHHELD_LABEL = "Syarat dari data yang tidak ditampilkan (usia, hukuman disiplin, rekam jejak)"
# What the register lacks, by kind: said of the data, never of the person.
LACKING = {
    "MIN_EDUCATION": "Riwayat pendidikan belum ada di data induk ASN.",
    "MIN_GRADE": "Golongan ruang belum ada di data induk ASN.",
    "HELD_LEVEL": "Riwayat jabatan di data induk ASN belum lengkap.",
    "FIELD_EXPERIENCE": "Riwayat jabatan di data induk ASN belum lengkap.",
    "PERFORMANCE": "Predikat kinerja di data induk ASN belum lengkap.",
    "LEADERSHIP_TRAINING": "Pelatihan kepemimpinan belum ada di data induk ASN.",
}


@dataclass(frozen=True)
class Reason:
    """One requirement answered for a searcher.

    Args:
        verdict: FIT, UNFIT, UNKNOWN (the register does not say) or LATER (proven in the selection itself).
        note: one sentence that is the same for everybody with this answer, "" when the verdict says all.
    """

    label: str
    verdict: str
    note: str = ""


def reasons(results: Sequence[RuleResult], on: date) -> tuple[Reason, ...]:
    """The answers in the order of the vacancy; those withheld stand as one line where the first of them stood.

    Args:
        on: the vacancy's day of counting, for which the results were made.
    """
    found: list[Reason] = []
    withheld = [result for result in results if result.kind in WITHHELD_KINDS]
    told = False
    for result in results:
        if result.kind in WITHHELD_KINDS:
            if not told:
                found.append(Reason(WITHHELD_LABEL, UNFIT if obstacles(withheld) else FIT))
                told = True
            continue
        verdict = _verdict(result)
        found.append(Reason(result.label, verdict, _note(result, verdict, on)))
    return tuple(found)


def fitting(found: Sequence[Reason]) -> tuple[Reason, ...]:
    """What speaks for the person."""
    return tuple(reason for reason in found if reason.verdict == FIT)


def unfitting(found: Sequence[Reason]) -> tuple[Reason, ...]:
    """What stands in the way: not met, or not known to the register."""
    return tuple(reason for reason in found if reason.verdict in (UNFIT, UNKNOWN))


def _verdict(result: RuleResult) -> str:
    if result.is_proven_later:
        return LATER
    if not obstacles((result,)):
        return FIT
    return UNKNOWN if result.outcome == "MISSING" else UNFIT


def _note(result: RuleResult, verdict: str, on: date) -> str:
    if result.outcome == MET_FROM:
        return f"Belum hari ini, tetapi terpenuhi pada {date_words(on)}, hari syarat lowongan ini dihitung."
    return LACKING.get(result.kind, "") if verdict == UNKNOWN else ""
