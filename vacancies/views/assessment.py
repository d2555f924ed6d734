"""How people are assessed, as plan, decision page and public page show it; and the frozen plan as a file anybody may check."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access import public
from core.indonesian import date_words, number_words
from vacancies.models import AssessmentPlan, ScoreComponent, Vacancy


def assessment_context(vacancy: Vacancy) -> dict[str, Any]:
    """Plain rows about the assessment. Reads the components, and the frozen plan when there is one."""
    components = list(vacancy.components.all())
    frozen = getattr(vacancy, "assessment_plan", None)
    informative = [row for row in components if row.is_informative]
    levels = sum(bool(row.competency_code) for row in informative)
    return {
        "rows": [_component_row(row) for row in components if row.is_weighted],
        "passed": [row.label for row in components if row.is_ranked and not row.is_weighted],
        "informative": [row.label for row in informative if not row.competency_code],
        "levels": levels,
        # In pieces, so that a phone may break the line between them.
        "digest": [frozen.sha256[place : place + 16] for place in range(0, 64, 16)] if frozen else [],
        "digest_url": reverse("read_assessment_plan", args=[vacancy.public_id]) if frozen else "",
        "locked_on": date_words(frozen.locked_at, vacancy.zone_label) if frozen else "",
    }


@public
@require_safe
def read_assessment_plan(request: HttpRequest, public_id) -> HttpResponse:
    """The frozen assessment plan, byte for byte what its published digest was made of."""
    frozen = get_object_or_404(AssessmentPlan, vacancy__in=Vacancy.objects.published(), vacancy__public_id=public_id)
    return HttpResponse(frozen.content, content_type="application/json; charset=utf-8")


def _component_row(row: ScoreComponent) -> dict[str, str]:
    how = row.get_aggregate_display()
    return {
        "label": row.label,
        "stage": row.get_stage_display(),
        "scale": f"{number_words(row.scale_min.normalize())} sampai {number_words(row.scale_max.normalize())}",
        "minimum": "" if row.minimum is None else number_words(row.minimum.normalize()),
        "how": f"{how}, tanpa nama" if row.is_blind else how,
    }
