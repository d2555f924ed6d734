"""Locking and moving along the lifecycles: the first and the middle part of every act of this room."""

from datetime import datetime

from selection.models import Candidate
from vacancies.actions.states import STATE_FIELDS, move, refuse_stale
from vacancies.actions.states import lock_vacancy as lock_row
from vacancies.models import Application, ApplicationEvent, Vacancy
from vacancies.rules.lifecycle import APPLICATION


def lock_vacancy(vacancy_id: int, version: int | None = None) -> Vacancy:
    """Lock the row both sides of every rule of a selection lock.

    Args:
        version: `Vacancy.version` of the page the person looked at; None when no page was involved.

    Raises:
        Stale: the vacancy changed since that page was drawn.
    """
    vacancy = lock_row(vacancy_id)
    refuse_stale(vacancy, version)
    return vacancy


def lock_applications(vacancy: Vacancy) -> None:
    """Lock all applications of a locked vacancy, in one order, so that no withdrawal slips in between."""
    list(
        Application.objects.select_for_update(of=("self",), no_key=True)
        .filter(vacancy=vacancy)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def move_vacancy(vacancy: Vacancy, action: str, now: datetime) -> None:
    """Follow one line of the vacancy's table; the row must be locked."""
    move(vacancy, action, now)
    vacancy.save(update_fields=STATE_FIELDS)


def move_applications(applications: list[Application], action: str, now: datetime, *, is_public: bool) -> None:
    """Follow one line of the application's table for several applications of a locked vacancy.

    Args:
        is_public: whether the applicant may know now. A hidden move (shortlist, choice) writes no line into the
            applicant's timeline; the announcement does that later.
    """
    for application in applications:
        application.state = APPLICATION.target(application.state, action)
        application.state_since = now
        application.version += 1
    Application.objects.bulk_update(applications, ["state", "state_since", "version"])
    if is_public:
        tell_timeline(applications, action, now)


def tell_timeline(applications: list[Application], action: str, now: datetime) -> None:
    """Write one line into each applicant's timeline."""
    ApplicationEvent.objects.bulk_create(
        ApplicationEvent(application=application, action=action, state=application.state, at=now) for application in applications
    )


def locked_candidate(candidate_id: int) -> tuple[Candidate, Vacancy]:
    """The candidate with vacancy and application locked in the order of the house."""
    found = Candidate.objects.values("vacancy_id", "application_id").get(pk=candidate_id)
    vacancy = lock_vacancy(found["vacancy_id"])
    application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("employee")
        .get(pk=found["application_id"])
    )
    candidate = Candidate.objects.select_for_update(of=("self",), no_key=True).get(pk=candidate_id)
    candidate.vacancy = vacancy
    application.vacancy = vacancy
    candidate.application = application
    return candidate, vacancy
