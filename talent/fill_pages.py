"""Plain rows about a proposal to fill a post from the succession group."""

from typing import Any

from core.indonesian import number_words
from talent.models import PoolFill


def candidate_rows(fill: PoolFill) -> list[dict[str, Any]]:
    """The proposed names in their order."""
    found = fill.candidates.select_related("membership__employee__agency", "membership__placement").order_by("place")
    return [
        {
            "place": row.place,
            "name": row.membership.employee.name,
            "post": row.membership.employee.position_title,
            "agency": row.membership.employee.agency.name,
            "box": row.membership.box,
            "match": number_words(row.membership.placement.job_person_match, 2)
            if row.membership.placement.job_person_match is not None
            else "–",
            "is_chosen": row.is_chosen,
            "reason": row.choice_reason,
        }
        for row in found
    ]
