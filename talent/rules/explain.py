"""Why a person fits a vacancy or does not, in the words a searcher may read.

A searcher sees name, agency, post, grade, education, box 7 to 9 and competency summary, nothing else (domain.md 11 row 27). So a
reason carries its record only where that record is made of these; requirements that read age, sanctions or the tracing of the
past are answered together in one line, so that neither a birth date nor a sanction can be read from the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vacancies.rules.eligibility import RuleResult, obstacles

FIT = "FIT"
UNFIT = "UNFIT"
UNKNOWN = "UNKNOWN"
LATER = "LATER"

# Read together, never one by one.
WITHHELD_KINDS = frozenset({"MAX_AGE", "NO_DISCIPLINE", "INTEGRITY"})
WITHHELD_LABEL = "Syarat dari data yang tidak ditampilkan (usia, hukuman disiplin, rekam jejak)"
# Their sentence repeats only what the searcher sees anyway, or a length of service.
SPOKEN_KINDS = frozenset(
    {"EMPLOYMENT_KIND", "MIN_EDUCATION", "MIN_GRADE", "HELD_LEVEL", "FIELD_EXPERIENCE", "LEADERSHIP_TRAINING", "COMPETENCE"}
)


@dataclass(frozen=True)
class Reason:
    """One requirement answered for a searcher.

    Args:
        verdict: FIT, UNFIT, UNKNOWN (the register does not say) or LATER (proven in the selection itself).
        note: one sentence, "" when nothing may be said.
    """

    label: str
    verdict: str
    note: str = ""


def reasons(results: Sequence[RuleResult]) -> tuple[Reason, ...]:
    """The answers in the order of the vacancy; those withheld stand as one line where the first of them stood."""
    found: list[Reason] = []
    withheld = [result for result in results if result.kind in WITHHELD_KINDS]
    told = False
    for result in results:
        if result.kind in WITHHELD_KINDS:
            if not told:
                found.append(Reason(WITHHELD_LABEL, UNFIT if obstacles(withheld) else FIT))
                told = True
            continue
        note = result.explanation if result.kind in SPOKEN_KINDS and not result.is_proven_later else ""
        found.append(Reason(result.label, _verdict(result), note))
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
