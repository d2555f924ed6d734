"""Everything the public page of one vacancy shows, in one statement (core/rows_at_once.py)."""

from functools import cache
from uuid import UUID

from accounts.models import Agency, Region, User
from core.prepared import read_prepared
from core.rows_at_once import fill, instance, list_sql, loaded, place
from core.standby import reading_connection
from vacancies.models import (
    Announcement,
    AssessmentPlan,
    CompetencyRequirement,
    PanelMember,
    RegistrationExtension,
    RequiredDocument,
    Requirement,
    ScoreComponent,
    SelectionPanel,
    Stage,
    Vacancy,
)
from vacancies.models.vacancy import PUBLIC_STATES

LISTS = {
    "requirements": Requirement,
    "required_documents": RequiredDocument,
    "competencies": CompetencyRequirement,
    "components": ScoreComponent,
    "stages": Stage,
    "extensions": RegistrationExtension,
    "announcements": Announcement,
}


def read_public(public_id: UUID) -> Vacancy | None:
    """A published vacancy as `Vacancy.objects.published().with_public_page()` gives it; None when there is none of this id."""
    rows = read_prepared(_statement(), {"public_id": public_id, "states": list(PUBLIC_STATES)}, over=reading_connection())
    if not rows:
        return None
    found = loaded(rows[0][0])
    vacancy = instance(Vacancy, found["vacancy"])
    region = instance(Region, found["region"])
    place(vacancy, "agency", instance(Agency, found["agency"]))
    place(vacancy, "region", region)
    place(region, "province", instance(Region, found["province"]))
    for name, model in LISTS.items():
        fill(vacancy, name, model, found[name])
    if found["panel"] is not None:
        panel = instance(SelectionPanel, found["panel"])
        people = {row["id"]: instance(User, row) for row in found["people"]}
        for member in fill(panel, "members", PanelMember, found["members"]):
            place(member, "user", people[member.user_id])
        place(vacancy, "panel", panel)
    frozen = found["assessment_plan"]
    place(vacancy, "assessment_plan", None if frozen is None else instance(AssessmentPlan, frozen))
    return vacancy


@cache
def _statement() -> str:
    lists = [list_sql(name, model, "vacancy_id = v.id") for name, model in LISTS.items()]
    lists.append(list_sql("members", PanelMember, "panel_id = s.id"))
    lists.append(list_sql("people", User, "id IN (SELECT user_id FROM vacancies_panelmember WHERE panel_id = s.id)"))
    return f"""
        SELECT json_build_object(
            'vacancy', v, 'agency', a, 'region', r, 'province', p, 'panel', row_to_json(s),
            'assessment_plan', row_to_json(f), {", ".join(lists)})::text
        FROM vacancies_vacancy v
        JOIN accounts_agency a ON a.id = v.agency_id
        JOIN accounts_region r ON r.code = v.region_id JOIN accounts_region p ON p.code = r.province_id
        LEFT JOIN vacancies_selectionpanel s ON s.vacancy_id = v.id
        LEFT JOIN vacancies_assessmentplan f ON f.vacancy_id = v.id
        WHERE v.public_id = %(public_id)s AND v.published_at IS NOT NULL AND v.state = ANY (%(states)s)
    """  # noqa: S608 - names of our own models
