"""How long disciplinary sanctions stand in the way (PP 94/2021; domain.md section 7, notes)."""

from datetime import date, timedelta

from core.indonesian import add_years, date_words
from employees.rules.facts import DISCIPLINE_SEVERITIES, EmployeeFacts

# Only these keep counting after their last day.
SERIOUS = frozenset({"SEDANG", "BERAT"})


def longest_sanction(employee: EmployeeFacts, on: date, years: int) -> tuple[str, date | None]:
    """The sanction that stands in the way longest, and the first day it does no more (None: no end is recorded).

    Args:
        years: how long a medium or heavy sanction counts after its last day. ("", None) when there was no sanction.
    """
    free_from: date | None = None
    record = ""
    for item in sorted(employee.discipline, key=lambda one: (one.started_on, one.ended_on or date.max, one.severity)):
        if item.started_on > on:
            continue
        name = f"Hukuman disiplin {DISCIPLINE_SEVERITIES.get(item.severity, item.severity).lower()}"
        if item.ended_on is None:
            return f"{name} sejak {date_words(item.started_on)}", None
        clean = item.ended_on + timedelta(days=1)
        if item.severity in SERIOUS:
            clean = add_years(clean, years)
        if free_from is None or clean > free_from:
            free_from = clean
            record = f"{name} {date_words(item.started_on)} – {date_words(item.ended_on)}"
    return record, free_from
