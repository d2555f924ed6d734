"""From rows to the frozen facts the rules read, and the plan as one plain value for its digest."""

from typing import Any

from approvals.enums import RequestState
from employees.models import Employee
from vacancies.enums import StageCode
from vacancies.models import Vacancy
from vacancies.rules.extension import ExtensionFacts
from vacancies.rules.fork import ForkFacts
from vacancies.rules.incident import WindowFacts
from vacancies.rules.panel import PanelMemberFact
from vacancies.rules.plan import PlanFacts, StageDateFact
from vacancies.rules.rule_pack import CompetencyFact, WeightFact


def plan_facts(vacancy: Vacancy) -> PlanFacts:
    """The plan as written. Reads every list of the plan; prefetch with `VacancyQuerySet.with_plan`."""
    return PlanFacts(
        position_title=vacancy.position_title,
        level=vacancy.level,
        quota=vacancy.quota,
        opens_at=vacancy.opens_at,
        closes_at=vacancy.closes_at,
        requirements=tuple(row.facts() for row in vacancy.requirements.all()),
        documents=tuple(row.type for row in vacancy.required_documents.all()),
        competencies=tuple(
            CompetencyFact(kind=row.kind, code=row.code, name=row.name, level=row.level) for row in vacancy.competencies.all()
        ),
        weights=weight_facts(vacancy),
        tie_order=tuple(vacancy.tie_order),
        panel=panel_facts(vacancy),
        # Registration itself is given by opens_at and closes_at; the calendar of the rules starts after it.
        stages=tuple(
            StageDateFact(code=row.code, label=row.get_code_display(), starts_on=row.starts_on, ends_on=row.ends_on)
            for row in vacancy.stages.all()
            if row.code != StageCode.ANNOUNCEMENT
        ),
        short_window_reason=vacancy.short_window_reason,
        inauguration_on=vacancy.reference_on,
        pack=vacancy.pack,
        zone=vacancy.zone,
    )


def weight_facts(vacancy: Vacancy) -> tuple[WeightFact, ...]:
    """The components as the rules about weights read them."""
    return tuple(
        WeightFact(
            component=row.code,
            weight=row.weight,
            label=row.label,
            aggregate=row.aggregate,
            is_informative=row.is_informative,
            minimum=row.minimum,
            scale_min=row.scale_min,
            scale_max=row.scale_max,
        )
        for row in vacancy.components.all()
    )


def panel_facts(vacancy: Vacancy) -> tuple[PanelMemberFact, ...]:
    """The members as the rules about the panel read them; their posts come from the register, in one query."""
    members = panel_members(vacancy)
    posts = Employee.objects.filter(user__in=[row.user_id for row in members]).values_list("user_id", "position_level")
    levels = dict(posts)
    return tuple(
        PanelMemberFact(
            name=row.user.full_name,
            is_chair=row.is_chair,
            is_internal=row.is_internal,
            agency=row.origin,
            user_key=str(row.user_id),
            kind=row.kind,
            covers=tuple(row.covers),
            level=levels.get(row.user_id, ""),
        )
        for row in members
    )


def panel_members(vacancy: Vacancy) -> list:
    """Members of the panel, chair first; [] while no panel is made."""
    panel = getattr(vacancy, "panel", None)
    return list(panel.members.all()) if panel is not None else []


def extension_facts(vacancy: Vacancy, *, submitted: int, used: int) -> ExtensionFacts:
    """What the extension rule reads; both counts must come from the database, under the vacancy's lock when it matters."""
    return ExtensionFacts(
        state=vacancy.state,
        submitted=submitted,
        extensions_used=used,
        closes_at=vacancy.closes_at,
        pack=vacancy.pack,
        zone=vacancy.zone,
    )


def plan_content(vacancy: Vacancy) -> dict[str, Any]:
    """Everything an approver approves, as plain values for `canonical_json`; the digest of a request is made of it."""
    return {
        "reference": vacancy.reference,
        "position": {
            "agency": vacancy.agency.name,
            "title": vacancy.position_title,
            "unit": vacancy.unit,
            "level": vacancy.level,
            "field": vacancy.field,
            "quota": vacancy.quota,
            "region": vacancy.region_id,
            "summary": vacancy.summary,
        },
        "calendar": {
            "opens_at": vacancy.opens_at,
            "closes_at": vacancy.closes_at,
            "reference_on": vacancy.reference_on,
            "short_window_reason": vacancy.short_window_reason,
            "auto_extend": vacancy.auto_extend,
            "stages": [[row.code, row.starts_on, row.ends_on] for row in vacancy.stages.all()],
        },
        "requirements": [[row.kind, row.number, row.text, row.label] for row in vacancy.requirements.all()],
        "documents": [[row.type, row.is_required, row.note] for row in vacancy.required_documents.all()],
        "competencies": [[row.code, row.name, row.kind, row.level] for row in vacancy.competencies.all()],
        "components": [
            [
                row.code,
                row.label,
                row.stage,
                row.weight,
                row.minimum,
                row.scale_min,
                row.scale_max,
                row.aggregate,
                row.is_informative,
                row.is_blind,
                row.anchors,
                row.competency_code,
            ]
            for row in vacancy.components.all()
        ],
        "tie_order": list(vacancy.tie_order),
        "panel": [
            [str(row.user.public_id), row.is_chair, row.is_internal, row.origin, row.expertise, row.kind, row.covers]
            for row in panel_members(vacancy)
        ],
        "rule_pack": vacancy.rule_pack,
    }


def fork_facts(vacancy: Vacancy, *, submitted: int, used: int) -> ForkFacts:
    """What the fork rule reads; the counts as for `extension_facts`. Reads `continue_request` when there is one."""
    request = vacancy.continue_request
    return ForkFacts(
        window=extension_facts(vacancy, submitted=submitted, used=used),
        is_continued=vacancy.continued_at is not None,
        is_asked=request is not None and request.state == RequestState.IN_PROGRESS,
    )


def window_facts(vacancy: Vacancy) -> WindowFacts:
    """What the incident rule reads. Reads `extensions` (prefetch them in lists) and `continue_request`."""
    request = vacancy.continue_request
    return WindowFacts(
        state=vacancy.state,
        opens_at=vacancy.opens_at,
        closes_at=vacancy.closes_at,
        pack=vacancy.pack,
        references=frozenset(row.incident_reference for row in vacancy.extensions.all() if row.incident_reference),
        is_asked_to_continue=request is not None and request.state == RequestState.IN_PROGRESS,
        zone=vacancy.zone,
    )
