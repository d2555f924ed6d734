"""A vacancy of agency A in each state of its life, and an application and an invitation of A's applicant in each of theirs.

Beside `world.py`, whose people act here. Most stages are reached by the portal's own acts, so the rows belong together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from accounts.models import Agency
from approvals.enums import StepState, Verdict
from approvals.models import ApprovalRequest
from core import clock
from selection import actions as selection
from selection.minutes_words import Meeting
from selection.models import Candidate, Determination, OfficialMinutes
from talent.rules.lifecycle import INVITATION
from tests.access.world import (
    Chosen,
    World,
    apply_as_owner,
    fill_letter,
    give,
    opened_selection,
    ready_letter,
    user_of,
    vacancy_of,
)
from tests.factories.applications import ApplicationFactory, DocumentRequestFactory, attach_documents
from tests.factories.invitations import UNSENT, InvitationFactory
from tests.factories.selection import fill_scores, send_result
from tests.factories.vacancies import freeze_plan
from vacancies.actions.plan_approval import submit_plan
from vacancies.actions.registration import cancel_vacancy, fail_vacancy
from vacancies.actions.withdrawal import withdraw_application
from vacancies.models import Announcement, Application, PanelMember, Vacancy

INVITED = "invited "
AFFIRMATIVE = (Verdict.DETERMINE, Verdict.RECOMMEND, Verdict.APPROVE)


@dataclass
class Stage:
    """A vacancy, and an application or an invitation, in one pair of states.

    Args:
        key: for messages. things: rows by class, among them always a `Vacancy`; what a URL is about is found here by its class.
    """

    key: str
    things: dict[type[models.Model], Any] = field(default_factory=dict)

    def put(self, *rows: Any) -> "Stage":
        self.things |= {type(row): row for row in rows if row is not None}
        return self

    @property
    def vacancy(self) -> Vacancy:
        return self.things[Vacancy]


# Key -> how it is made. A key is the state of the vacancy, or that of the application and the vacancy; after INVITED that of the
# invitation and the vacancy.
MAKERS: dict[str, Callable[[World, Agency], list[Any]]] = {}


def build_stage(world: World, key: str) -> Stage:
    """Make one stage and read its rows anew, as they are after all acts."""
    rows = MAKERS[key](world, world.objects["draft"].agency)
    stage = Stage(key)
    for row in rows:
        if row is not None:
            row.refresh_from_db()
            stage.put(type(row)._default_manager.get(pk=row.pk))
    return stage


def keys_for(model: type[models.Model]) -> list[str]:
    """The stages in which such a thing stands; a vacancy is looked at once a state of its own."""
    return [key for key in MAKERS if model is not Vacancy or " " not in key]


def as_key(*keys: str) -> Callable[[Any], Any]:
    def keep(maker: Callable[[World, Agency, str], list[Any]]) -> Callable[[World, Agency, str], list[Any]]:
        for key in keys:
            MAKERS[key] = lambda world, agency, key=key: maker(world, agency, key)
        return maker

    return keep


@as_key("DRAFT", "PUBLISHED")
def alone(world: World, agency: Agency, key: str) -> list[Any]:
    vacancy = vacancy_of(world, agency, key)
    if key == "PUBLISHED":
        freeze_plan(vacancy)
    return [vacancy]


@as_key("PLAN_REVIEW", "PLAN_RETURNED", "PLAN_REJECTED", "APPROVED")
def planned(world: World, agency: Agency, key: str) -> list[Any]:
    vacancy = vacancy_of(world, agency, "DRAFT")
    request = submit_plan(vacancy_id=vacancy.pk, actor=user_of(world, "own:AGENCY_ADMIN"))
    if key == "APPROVED":
        agree(world, request)
    elif key != "PLAN_REVIEW":
        answer(world, request, Verdict.RETURN if key == "PLAN_RETURNED" else Verdict.REJECT)
    return [vacancy, request]


@as_key("OPEN")
def drafted(world: World, agency: Agency, key: str) -> list[Any]:
    vacancy = vacancy_of(world, agency, "OPEN")
    freeze_plan(vacancy)
    application = apply_as_owner(world, vacancy, "DRAFT")
    attach_documents(application)
    Application.objects.filter(pk=application.pk).update(agrees=True)
    ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    return [vacancy, application]


@as_key("SUBMITTED at OPEN", "WITHDRAWN at OPEN")
def sent(world: World, agency: Agency, key: str) -> list[Any]:
    vacancy = vacancy_of(world, agency, "OPEN")
    freeze_plan(vacancy)
    return [vacancy, owned(world, vacancy, key.split()[0])]


@as_key(
    "VERIFICATION", "SUBMITTED at VERIFICATION", "PASSED at VERIFICATION", "FAILED at VERIFICATION", "WITHDRAWN at VERIFICATION"
)
def verified(world: World, agency: Agency, key: str) -> list[Any]:
    vacancy = vacancy_of(world, agency, "VERIFICATION")
    freeze_plan(vacancy)
    application = owned(world, vacancy, "PASSED" if " " not in key else key.split()[0])
    Application.objects.filter(pk=application.pk, state="FAILED").update(
        second_checked_at=None, verified_by=user_of(world, "own:AGENCY_ADMIN"), reason_codes=["DOC_UNREADABLE"]
    )
    ApplicationFactory.create_batch(4, vacancy=vacancy, state="PASSED")
    return [vacancy, application]


@as_key("EXPIRED at VERIFICATION")
def expired(world: World, agency: Agency, key: str) -> list[Any]:
    vacancy = vacancy_of(world, agency, "VERIFICATION")
    freeze_plan(vacancy)
    return [vacancy, apply_as_owner(world, vacancy, "EXPIRED")]


@as_key("NEEDS_DOCUMENT at VERIFICATION")
def asked(world: World, agency: Agency, key: str) -> list[Any]:
    vacancy = vacancy_of(world, agency, "VERIFICATION")
    freeze_plan(vacancy)
    application = owned(world, vacancy, "SUBMITTED")
    request = DocumentRequestFactory(application=application, asked_by=user_of(world, "own:SECRETARIAT"))
    return [vacancy, application, request]


@as_key("SCORING", "CANDIDATE at SCORING", "ABSENT at SCORING", "WITHDRAWN at SCORING")
def scored(world: World, agency: Agency, key: str) -> list[Any]:
    vacancy = opened(world, agency)
    candidate = own_candidate(world, vacancy)
    if key == "ABSENT at SCORING":
        selection.mark_absent(candidate_id=candidate.pk, actor=user_of(world, "own:SECRETARIAT"), note="Sakit.")
    elif key == "WITHDRAWN at SCORING":
        withdraw_application(application_id=candidate.application_id, actor=user_of(world, "own:APPLICANT"), reason="")
    if key == "SCORING":
        fill_scores(vacancy, [Decimal(95 - 5 * place) for place in range(vacancy.candidates.count())])
    return [vacancy, candidate.application, candidate]


@as_key(
    "RANKED",
    "NOT_SHORTLISTED at RANKED",
    "RESULT_REVIEW",
    "SHORTLISTED at RESULT_REVIEW",
    "NOT_SHORTLISTED at RESULT_REVIEW",
    "DETERMINED",
    "ANNOUNCED",
    "NOT_SELECTED at ANNOUNCED",
)
def ranked(world: World, agency: Agency, key: str) -> list[Any]:
    """The owner is first, or last where the key says so; four candidates, three on the list."""
    vacancy = opened(world, agency)
    candidate = own_candidate(world, vacancy)
    numbers = list(vacancy.candidates.order_by("number").values_list("number", flat=True))
    own = Decimal(40 if key.startswith("NOT_") else 95)
    fill_scores(vacancy, [own if number == candidate.number else Decimal(80 - number) for number in numbers])
    ranking = selection.compute_ranking(vacancy_id=vacancy.pk, actor=user_of(world, "own:PANEL_CHAIR"))
    rows = [vacancy, candidate.application, candidate, ranking]
    state = key.split(" at ")[-1]
    if state == "RANKED":
        return [*rows, drawn_minutes(world, vacancy)]
    request = send_result(vacancy, preparer=user_of(world, "own:AGENCY_ADMIN"))
    minutes = OfficialMinutes.objects.get(ranking__vacancy=vacancy)
    fill_letter(minutes.signature.letter)
    rows += [request, minutes]
    if state == "RESULT_REVIEW":
        # Everybody's turn comes once: at first the PyB's, then oversight's, at last that of whoever determines.
        if key != state:
            agree(world, request, until=Verdict.RECOMMEND if key.startswith("NOT_") else Verdict.DETERMINE)
        return rows
    agree(world, request, Chosen(ranking.lines.get(position=1).candidate.key))
    determination = Determination.objects.get(vacancy=vacancy)
    fill_letter(determination.letter)
    rows.append(determination)
    if state == "DETERMINED":
        return rows
    selection.announce_result(vacancy_id=vacancy.pk, actor=user_of(world, "own:AGENCY_ADMIN"))
    candidate.refresh_from_db()
    fill_letter(candidate.result_letter)
    announced = Announcement.objects.exclude(letter=None).filter(vacancy=vacancy).order_by("pk").last()
    if announced is not None:
        fill_letter(announced.letter)
    return [*rows, announced]


@as_key("CANCELLED", "FAILED")
def ended(world: World, agency: Agency, key: str) -> list[Any]:
    vacancy = vacancy_of(world, agency, "VERIFICATION")
    freeze_plan(vacancy)
    application = owned(world, vacancy, "SUBMITTED")
    act = cancel_vacancy if key == "CANCELLED" else fail_vacancy
    act(vacancy_id=vacancy.pk, actor=user_of(world, "own:AGENCY_ADMIN"), reason="Pelamar kurang.")
    return [vacancy, application]


@as_key(*(f"{INVITED}{state} at OPEN" for state in INVITATION.states))
def invited(world: World, agency: Agency, key: str) -> list[Any]:
    """A's applicant is invited and has applied for nothing here."""
    vacancy = vacancy_of(world, agency, "OPEN")
    freeze_plan(vacancy)
    state = key.removeprefix(INVITED).split()[0]
    invitation = InvitationFactory(
        vacancy=vacancy,
        employee=world.objects["own employee"],
        state=state,
        invited_by=user_of(world, "own:AGENCY_ADMIN"),
        letter=None if state in UNSENT else ready_letter("UNDANGAN"),
    )
    return [vacancy, invitation]


def opened(world: World, agency: Agency) -> Vacancy:
    vacancy = opened_selection(world, agency)
    freeze_plan(vacancy)
    return vacancy


def owned(world: World, vacancy: Vacancy, state: str) -> Application:
    """A sent application of A's applicant with everything that was attached to it."""
    application = apply_as_owner(world, vacancy, state)
    attach_documents(application)
    return application


def own_candidate(world: World, vacancy: Vacancy) -> Candidate:
    return Candidate.objects.select_related("application").get(
        vacancy=vacancy, application__employee=world.objects["own employee"]
    )


def drawn_minutes(world: World, vacancy: Vacancy) -> OfficialMinutes:
    """Minutes that wait for the chair's signature."""
    seats = PanelMember.objects.filter(panel__vacancy=vacancy).values_list("pk", flat=True)
    meeting = Meeting(clock.transaction_now(), "Jakarta", tuple(seats))
    return selection.prepare_minutes(vacancy_id=vacancy.pk, actor=user_of(world, "own:AGENCY_ADMIN"), meeting=meeting, note="")


def answer(world: World, request: ApprovalRequest, verdict: str, form: Any = None) -> None:
    """The holder of the open step gives this verdict."""
    step = request.steps.get(state=StepState.OPEN)
    side = "own" if step.agency_id else "national"
    give(request, user_of(world, f"{side}:{step.role}"), verdict, step.position, form=form)


def agree(world: World, request: ApprovalRequest, form: Any = None, until: str = "") -> None:
    """Everybody says yes until nobody is left, or somebody's yes is `until`."""
    while (step := request.steps.filter(state=StepState.OPEN).first()) is not None:
        verdict = next(each for each in AFFIRMATIVE if each in step.verdicts)
        if verdict == until:
            return
        answer(world, request, verdict, form if verdict == Verdict.DETERMINE else None)
