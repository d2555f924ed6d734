"""The market test: how many people meet the requirements of a post, and which single requirement leaves out most.

Source: product.md 3.5. Numbers are said in tens: by changing a requirement and watching a count, nobody may find out
the age or the record of one person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

# Half the width of the 95 % interval of a share.
CERTAINTY = 1.96
STEP = 10
# A shortlist has three names a seat; with fewer people than this the requirements deserve another look.
NAMES_A_SEAT = 3
# A register with fewer people has not been filled yet: that few of them meet a plan is no finding about the plan.
SMALLEST_REGISTER = 100


@dataclass(frozen=True)
class Judged:
    """One person of the sample: which requirements stand in the way, by their place in the plan."""

    broken: frozenset[int]


@dataclass(frozen=True)
class Meeting:
    """How many people meet everything.

    Args:
        number: rounded to tens; below ten it is 0 and `is_few` is set. low, high: the 95 % interval, in tens, equal to
            `number` when everybody was judged.
    """

    number: int
    low: int
    high: int
    is_exact: bool

    @property
    def is_few(self) -> bool:
        """Whether fewer than ten people are left; how many exactly is not said."""
        return self.high < STEP


@dataclass(frozen=True)
class Loss:
    """How large a part of everybody one requirement leaves out by itself, in whole percent, and the error in points."""

    label: str
    percent: int
    error: int


def meeting(candidates: int, sample: Sequence[Judged], *, is_exact: bool) -> Meeting:
    """Estimate how many of `candidates` meet every requirement.

    Args:
        candidates: people among whom the sample was drawn; sample: drawn evenly from them, all of them when `is_exact`.
    """
    if not sample:
        return Meeting(0, 0, 0, is_exact)
    share = sum(not person.broken for person in sample) / len(sample)
    if is_exact:
        number = _tens(len([person for person in sample if not person.broken]))
        return Meeting(number, number, number, True)
    spread = CERTAINTY * sqrt(max(share * (1 - share), 1 / len(sample)) / len(sample))
    low, high = max(0.0, share - spread), min(1.0, share + spread)
    return Meeting(_tens(candidates * share), _tens(candidates * low), _tens(candidates * high), False)


def losses(labels: Sequence[str], everybody: Sequence[Judged], *, is_exact: bool) -> list[Loss]:
    """How much each requirement leaves out by itself, the largest first; those that leave out nobody are not named."""
    if not everybody:
        return []
    found = []
    for place, label in enumerate(labels):
        share = sum(place in person.broken for person in everybody) / len(everybody)
        error = 0 if is_exact else CERTAINTY * sqrt(share * (1 - share) / len(everybody))
        percent = int(Decimal(share * 100).quantize(Decimal(1), ROUND_HALF_UP))
        if percent:
            found.append(Loss(label, percent, int(Decimal(error * 100).quantize(Decimal(1), ROUND_HALF_UP))))
    return sorted(found, key=lambda loss: -loss.percent)


def is_scarce(result: Meeting, seats: int) -> bool:
    """Whether fewer people meet the requirements than a full shortlist needs."""
    return result.number < max(STEP, NAMES_A_SEAT * seats)


def _tens(number: float) -> int:
    return int(Decimal(number / STEP).quantize(Decimal(1), ROUND_HALF_UP)) * STEP if number >= STEP else 0
