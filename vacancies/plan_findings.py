"""What higher rooms find about a plan when it is submitted: frozen on its request, perhaps with a reason to ask deciders for.

The composition root fills `finding_sources`; this room knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from vacancies.models import Vacancy


@dataclass(frozen=True)
class PlanFinding:
    """One finding.

    Args:
        label, value: a row of the summary that deciders read.
        asks_reason: Indonesian sentence that asks whoever agrees for a reason, "" to ask for none.
    """

    label: str
    value: str
    asks_reason: str = ""


finding_sources: list[Callable[[Vacancy], PlanFinding | None]] = []


def findings_of(vacancy: Vacancy) -> list[PlanFinding]:
    """Findings about a plan as it is saved, in the order of the sources.

    Args:
        vacancy: loaded with its plan (`with_plan`).
    """
    return [found for found in (source(vacancy) for source in finding_sources) if found is not None]
