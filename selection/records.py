"""What the register tells of those who may be determined: performance of the last years, and the place in the nine boxes."""

from collections.abc import Mapping
from itertools import islice

from employees.models import PerformanceRecord
from selection.models import Ranking

YEARS = 2


def record_sentences(ranking: Ranking, *, boxes_of: int | None) -> Mapping[str, list[str]]:
    """Sentences by candidate key, shortlisted people only; two queries.

    Args:
        boxes_of: agency whose own people's boxes the deciding official may see (docs/decisions/0016); None for nobody's.
    """
    people = {
        line.candidate.key: line.candidate.application.employee
        for line in ranking.lines.filter(is_shortlisted=True).select_related("candidate__application__employee")
    }
    ratings: dict[int, list[PerformanceRecord]] = {}
    for rating in PerformanceRecord.objects.filter(employee__in=people.values()).order_by("-year"):
        ratings.setdefault(rating.employee_id, []).append(rating)
    found = {}
    for key, person in people.items():
        years = [f"{row.year} {row.get_predicate_display().lower()}" for row in islice(ratings.get(person.pk, ()), YEARS)]
        found[key] = [f"Predikat kinerja: {', '.join(years)}" if years else "Predikat kinerja belum tercatat di register"]
        if person.talent_box is not None and person.agency_id == boxes_of:
            found[key].append(f"Sembilan kotak talenta: kotak {person.talent_box}")
    return found
