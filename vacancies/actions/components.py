"""Components of the assessment as they are written: typed ones, and those that carry the levels of the competency standard."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vacancies.models import CompetencyRequirement, ScoreComponent, Vacancy

# Scale of an assessed competency level (docs/domain.md 8.3); 0 stands for "not shown at all".
LEVEL_SCALE = (Decimal(0), Decimal(5))


@dataclass(frozen=True)
class ComponentValues:
    """One line of section "Bobot".

    Args:
        weight: percent, 0 for what is passed or failed, or only shown. minimum, scale_min, scale_max: raw units.
        aggregate: code of AggregateKind. stage: code of StageCode. anchors: rows of `ScoreComponent.anchors`.
        tie_place: place in the tie order, from 1; None for what cannot break a tie.
        competency_code: the competency of the standard whose level this component carries, "" for none.
    """

    code: str
    label: str
    stage: str
    weight: Decimal
    minimum: Decimal | None
    aggregate: str
    tie_place: int | None
    scale_min: Decimal = Decimal(0)
    scale_max: Decimal = Decimal(100)
    is_informative: bool = False
    is_blind: bool = False
    anchors: tuple[dict[str, str], ...] = ()
    competency_code: str = ""


def level_values(standard: Iterable[CompetencyRequirement]) -> list[ComponentValues]:
    """One imported, informative component a competency; the job person match is computed from their values."""
    low, high = LEVEL_SCALE
    return [
        ComponentValues(
            code=row.code,
            label=row.name[:120],
            stage="ASSESSMENT",
            weight=Decimal(0),
            minimum=None,
            aggregate="SINGLE",
            tie_place=None,
            scale_min=low,
            scale_max=high,
            is_informative=True,
            competency_code=row.code,
        )
        for row in standard
    ]


def write_components(vacancy: Vacancy, rows: Sequence[ComponentValues], after: int = 0) -> None:
    """Save components in this order.

    Args:
        after: position of the last component that is there already.
    """
    ScoreComponent.objects.bulk_create(
        ScoreComponent(
            vacancy=vacancy,
            position=place,
            code=row.code,
            label=row.label,
            stage=row.stage,
            weight=row.weight,
            minimum=row.minimum,
            scale_min=row.scale_min,
            scale_max=row.scale_max,
            aggregate=row.aggregate,
            is_informative=row.is_informative,
            is_blind=row.is_blind,
            anchors=list(row.anchors),
            competency_code=row.competency_code,
        )
        for place, row in enumerate(rows, start=after + 1)
    )


def follow_standard(vacancy: Vacancy) -> None:
    """Levels to be assessed follow a changed standard: none for a competency that left, one for each that came."""
    if not vacancy.components.exclude(competency_code="").exists():
        return
    vacancy.components.exclude(competency_code="").delete()
    last = vacancy.components.order_by("-position").values_list("position", flat=True).first() or 0
    write_components(vacancy, level_values(vacancy.competencies.all()), after=last)
