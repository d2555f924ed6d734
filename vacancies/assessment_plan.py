"""The assessment plan as everybody may read and check it: frozen with its digest when the vacancy is published.

Format "asnkarier.assessment-plan/1", canonical JSON (core.canonical), numbers as texts. A ranking is refused when the plan of
its moment no longer gives the digest that was published (docs/decisions, assessment plan).
"""

from decimal import Decimal
from typing import Any

from core.canonical import canonical_json, sha256_hex
from core.refusals import Refusal
from vacancies.models import AssessmentPlan, ScoreComponent, Vacancy

FORMAT = "asnkarier.assessment-plan/1"


def assessment_plan_text(vacancy: Vacancy) -> str:
    """The plan of this moment, canonical JSON. Reads components and competencies; prefetch with `with_plan`."""
    pack = vacancy.pack
    return canonical_json(
        {
            "format": FORMAT,
            "vacancy": {
                "reference": vacancy.reference,
                "level": vacancy.level,
                "quota": vacancy.quota,
                "multiple": pack.shortlist_multiple,
            },
            "rule_pack": pack.version,
            "rounding": {
                "component_places": pack.component_places,
                "total_places": pack.total_places,
                "mode": pack.rounding_mode,
            },
            "components": [_component(row) for row in vacancy.components.all()],
            "tie_order": list(vacancy.tie_order),
            "competencies": [
                {"code": row.code, "name": row.name, "kind": row.kind, "level": row.level} for row in vacancy.competencies.all()
            ],
        }
    )


def plan_agreement_refusal(vacancy: Vacancy) -> Refusal | None:
    """Why this selection may not be ranked by its present plan, or None.

    A vacancy published before plans were frozen has nothing to compare with and is not stopped.
    """
    frozen = AssessmentPlan.objects.filter(vacancy=vacancy).first()
    if frozen is None:
        return None
    text = assessment_plan_text(vacancy)
    if frozen.sha256 == sha256_hex(text) and frozen.content == text:
        return None
    return Refusal("Peringkat tidak dapat disusun: rencana penilaian sekarang berbeda dari yang dikunci saat lowongan diumumkan.")


def _component(row: ScoreComponent) -> dict[str, Any]:
    return {
        "code": row.code,
        "label": row.label,
        "stage": row.stage,
        "weight": _text(row.weight),
        "minimum": None if row.minimum is None else _text(row.minimum),
        "min": _text(row.scale_min),
        "max": _text(row.scale_max),
        "kind": row.aggregate,
        "informative": row.is_informative,
        "blind": row.is_blind,
        "levels": row.anchors,
        "competency": row.competency_code,
    }


def _text(number: Decimal) -> str:
    """Without an exponent and without needless zeros, however the number was stored."""
    return format(number.normalize(), "f")
