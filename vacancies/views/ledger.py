"""The extension ledger: what anybody may read about how a registration window moved."""

from typing import Any

from accounts.enums import Zone
from core.indonesian import moment_words, number_words
from vacancies.models import Vacancy
from vacancies.rules.deadline import format_deadline


def ledger_rows(vacancy: Vacancy) -> list[dict[str, Any]]:
    """Rows of the ledger, oldest first. Decided by the office, never by a named person: a name adds nothing for the reader."""
    zone = Zone(vacancy.zone).label
    return [
        {
            "number": row.number,
            "kind": row.get_kind_display(),
            "decided": moment_words(row.decided_at, zone),
            "count": row.submitted_count,
            "threshold": row.threshold,
            "before": format_deadline(row.previous_closes_at, vacancy.zone),
            "after": format_deadline(row.closes_at, vacancy.zone),
            "reason": row.reason,
        }
        for row in vacancy.extensions.all()
    ]


def grace_rows(vacancy: Vacancy) -> list[dict[str, str]]:
    """Every application that was accepted in the grace seconds: by how much it came late, and never whose it is.

    Ordered by the seconds, which says nothing about names. A vacancy without grace asks no query.
    """
    if not vacancy.pack.grace_seconds:
        return []
    found = vacancy.applications.filter(graced_seconds__isnull=False).order_by("graced_seconds")
    return [
        {"late": f"{number_words(seconds)} detik sesudah penutupan", "limit": f"{vacancy.pack.grace_seconds} detik"}
        for seconds in found.values_list("graced_seconds", flat=True)
    ]
