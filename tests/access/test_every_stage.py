"""The missing side of `test_every_url.py`: every URL about a vacancy, an application, an invitation or a step, in every state.

The sweep asks every second URL in each stage as one person who may not enter, and every fourth as one who may, all drawn by a
printed seed (`STAGE_SEED=...`). A soak (`--rounds`) asks all of them as both, other people each round. Below the sweep every act
is sent with what its form takes, at its right stage: the effect happens once the right person sends it, and never by others.
"""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import models, transaction

from accounts.second_factor import SESSION_KEY as FACTOR
from approvals.models import ApprovalRequest
from core.lifecycle import Lifecycle
from selection.models import Candidate, Determination, OfficialMinutes, Ranking
from talent.models import Invitation
from talent.rules.lifecycle import INVITATION
from tests.access.objects import OBJECTS
from tests.access.payloads import (
    ACTS,
    ADMIN,
    CHAIR,
    ELSEWHERE,
    SECRETARY,
    Act,
    form_values,
    generic,
    model_of,
    some_typed,
    typed_at,
    url_of,
)
from tests.access.stages import INVITED, MAKERS, Stage, build_stage
from tests.access.test_every_url import SIGN_IN, WELCOME, ask, expectation
from tests.access.world import Person, World, checksum
from tests.harness.guards import around_acts
from vacancies.models import Application, DocumentRequest, Vacancy
from vacancies.rules.lifecycle import APPLICATION, VACANCY

pytestmark = pytest.mark.owasp("A01")
DAY = 24 * 60 * 60
# Of the URLs of a stage, how many are asked in one run of the suite as who may, and as who may not.
SHARES = (0.25, 0.5)

UNPUBLISHED = {"DRAFT", "PLAN_REVIEW", "PLAN_RETURNED", "PLAN_REJECTED", "APPROVED"}
UNRANKED = set(VACANCY.states) - {"RANKED", "RESULT_REVIEW", "DETERMINED", "ANNOUNCED"}
UNSENT = {"DRAFT", "EXPIRED"}
NOT_MAILED = {"QUEUED", "FAILED"}
# URL name -> states of its thing in which nobody finds it yet, or any more: 404 to whoever may enter otherwise.
HIDDEN: dict[str, set[str]] = {
    **dict.fromkeys(("show_vacancy", "download_deadline", "read_assessment_plan", "show_public_history"), UNPUBLISHED),
    **dict.fromkeys(("check_eligibility", "start_application", "save_vacancy", "unsave_vacancy"), UNPUBLISHED),
    **dict.fromkeys(("answer_shortfall", "prepare_minutes", "settle_tie", "sign_minutes"), UNRANKED),
    **dict.fromkeys(("ask_document", "confirm_failure", "verify_application"), UNSENT),
    **dict.fromkeys(("show_receipt", "download_receipt", "show_snapshot"), UNSENT),
    "show_result": set(VACANCY.states) - {"ANNOUNCED"},
    **dict.fromkeys(("answer_invitation", "download_invitation"), NOT_MAILED),
}
# What no stage here has: a paper without a name, values keyed from paper, an own addition, an objection, an earlier receipt, a
# recommendation. `test_every_url.py` asks these URLs at the one stage that has them.
NOT_HERE = {
    "list_papers",
    "key_entries",
    "decide_entry",
    "download_proof",
    "file_objection",
    "download_objection_letter",
    "download_withdrawn_receipt",
    "download_recommendation",
}
# Of these things only some of the people with the right role: the chain of a Pratama does not pass the others.
OFF_ROUTE = {
    ApprovalRequest: {"own:PANEL_CHAIR", "national:SETKAB"},
    Ranking: {"national:SETKAB"},
    OfficialMinutes: {"national:SETKAB"},
}
RUNNERS = {ADMIN, SECRETARY, CHAIR}

# URL name -> steps of the vacancy's and of the application's life that this act may take. Others take none.
STEPS: dict[str, set[str]] = {
    "submit_plan": {"submit_plan"},
    "withdraw_plan": {"withdraw_plan"},
    "revise_plan": {"revise_plan"},
    "publish_vacancy": {"publish", "open"},
    "extend_registration": {"extend", "reopen", "revive"},
    "cancel_vacancy": {"cancel", "expire"},
    "fail_vacancy": {"fail", "expire"},
    "open_selection": {"start_scoring", "enter_selection"},
    "compute_ranking": {"rank", "shortlist", "leave_out"},
    "answer_shortfall": {"cancel"},
    "sign_minutes": {"submit_result"},
    "withdraw_result": {"withdraw_result"},
    "announce_result": {"announce"},
    "decide_step": {
        "return_plan",
        "reject_plan",
        "approve_plan",
        "return_result",
        "reject_result",
        "determine",
        "select",
        "not_select",
    },
    "start_application": {"reopen_draft", "revive"},
    "submit_application": {"submit", "revive"},
    "withdraw_application": {"withdraw"},
    "verify_application": {"pass_verification", "fail_verification"},
    "ask_document": {"ask_document"},
    "withdraw_document_request": {"end_request"},
    "answer_document_request": {"hand_in_document"},
    # After an extension it lives again with the answer.
    "answer_invitation": {"renew", "accept", "decline"},
    "retry_invitation": {"retry"},
    "revoke_invitation": {"revoke"},
    "mark_absent": {"mark_absent", "return_present"},
}
# Acts by which a row of these comes to be, or goes.
COMES = {"copy_vacancy", "start_application", "answer_invitation"}
GOES = {"delete_plan", "discard_application"}
# Acts that begin, move or end a request for approval.
ASKS = {
    "submit_plan",
    "withdraw_plan",
    "decide_step",
    "sign_minutes",
    "withdraw_result",
    "ask_continuation",
    "withdraw_continuation",
}
OF_PERSONS = (Application, Candidate, DocumentRequest, Invitation)
LIVES: dict[type[models.Model], Lifecycle] = {Vacancy: VACANCY, Application: APPLICATION, Invitation: INVITATION}


@pytest.fixture(scope="module")
def standing_stages(standing_world, django_db_blocker) -> dict[str, Stage]:
    """Every stage, made once; everybody with a second factor has used it."""
    with django_db_blocker.unblock():
        for person in standing_world.people.values():
            if person.user is not None:
                session = person.client.session
                session[FACTOR] = int(time.time()) + DAY
                session.save()
        return {key: build_stage(standing_world, key) for key in MAKERS}


@pytest.fixture
def stages(world, standing_stages) -> dict[str, Stage]:
    return standing_stages


@pytest.fixture(scope="module")
def seed() -> int:
    found = int(os.environ.get("STAGE_SEED", "0")) or random.SystemRandom().randrange(10**9)
    print(f"STAGE_SEED={found}")
    return found


def names_at(world: World, stage: Stage) -> Iterator[str]:
    """URLs about something that stands in this stage; where the key names the state of a person's, only what differs by it."""
    for name in sorted(OBJECTS):
        model = model_of(world, name)
        if model in stage.things and (" " not in stage.key or model in OF_PERSONS):
            yield name


def is_hidden(name: str, stage: Stage, model: type[models.Model], person: Person) -> bool:
    """Whether the thing is not there for this person in this stage, although the role opens the URL."""
    state = stage.things[model].state if model in (Application, Invitation) else stage.vacancy.state
    if name in ("change_score", "propose_correction") and stage.key != "SCORING" and stage.vacancy.state == "SCORING":
        return True  # nobody has scored yet
    if name in NOT_HERE or state in HIDDEN.get(name, ()) or person.key in OFF_ROUTE.get(model, ()):
        return True
    if model is Ranking and stage.vacancy.state == "RANKED":
        return person.key not in RUNNERS
    if name == "download_determination" and stage.vacancy.state == "DETERMINED":
        return person.key not in RUNNERS | {"own:PPK"}
    if name in ("show_own_vacancy", "show_history") and state == "DRAFT":
        return person.key == "national:WASDAL"
    if name == "download_minutes":
        return stage.vacancy.state == "RANKED"
    return name == "download_result_letter" and stage.vacancy.state != "ANNOUNCED"


def states() -> dict[tuple[type[models.Model], int], tuple[str, int]]:
    """State and vacancy of everything that has a life."""
    found: dict[tuple[type[models.Model], int], tuple[str, int]] = {}
    found |= {(Vacancy, pk): (state, pk) for pk, state in Vacancy.objects.order_by("pk").values_list("pk", "state")}
    for model in (Application, Invitation):
        rows = model.objects.order_by("pk").values_list("pk", "state", "vacancy_id")
        found |= {(model, pk): (state, vacancy) for pk, state, vacancy in rows}
    return found | {(ApprovalRequest, pk): (s, 0) for pk, s in ApprovalRequest.objects.order_by("pk").values_list("pk", "state")}


def reachable(life: Lifecycle, state: str, steps: set[str]) -> set[str]:
    """The state itself, and where these steps lead from it."""
    found, new = {state}, {state}
    while new:
        new = {life.target(each, step) for each in new for step in steps & set(life.actions_from(each))} - found
        found |= new
    return found


def unlawful(name: str, stage: Stage, before: dict[Any, Any], after: dict[Any, Any]) -> list[str]:
    """What changed between the two although the tables know no such step for this act, or it hangs on another vacancy."""
    wrong = []
    for key in before.keys() | after.keys():
        model, pk = key
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        if model is ApprovalRequest:
            fine = name in ASKS
        elif was is None:
            fine = name in COMES and now[0] == "DRAFT"
        elif now is None:
            fine = name in GOES and was[0] in UNSENT and was[1] == stage.vacancy.pk
        else:
            fine = was[1] == stage.vacancy.pk and now[0] in reachable(LIVES[model], was[0], STEPS.get(name, set()))
        if not fine:
            wrong.append(f"{name} at {stage.key}: {model.__name__} {pk} went from {was} to {now}")
    return wrong


def refusals(
    world: World, name: str, stage: Stage, person: Person, values: dict[str, str], methods: tuple[str, ...] = ("GET", "POST")
) -> list[str]:
    """What is wrong with how somebody is turned away."""
    url, expected = url_of(name, stage, model_of(world, name)), expectation(name, person)
    answers = [ask(person, method, url, values) for method in methods]
    codes = {answer.status_code for answer in answers}
    if expected == "sign-in":
        fine = codes == {302} and all(answer["Location"].startswith(SIGN_IN) for answer in answers)
    else:
        refusal = {"forbidden": 403}.get(expected, 404)
        fine = refusal in codes and codes <= {refusal, 405}
    return [] if fine else [f"{name} at {stage.key} as {person.key}: expected {expected}, got {sorted(codes)}"]


def visit(world: World, name: str, stage: Stage, person: Person) -> list[str]:
    """What is wrong when somebody who may looks, and then sends what the page offers. Taken back afterwards."""
    model = model_of(world, name)
    thing, url = stage.things[model], url_of(name, stage, model)
    hidden = is_hidden(name, stage, model, person)
    wrong = []
    try:
        with around_acts():
            before = states()
            page = ask(person, "GET", url, {})
            values = generic(thing) | form_values(page, url, some_typed(name, stage))
            codes = {page.status_code, ask(person, "POST", url, values).status_code}
            wrong += unlawful(name, stage, before, states())
            transaction.set_rollback(True)
    except Exception as error:
        return [f"{name} at {stage.key} as {person.key}: {type(error).__name__}: {error}"]
    fine = 404 in codes and codes <= {404, 405} if hidden else codes <= WELCOME
    return wrong if fine else [*wrong, f"{name} at {stage.key} as {person.key}: {codes}{' though hidden' if hidden else ''}"]


def test_every_state_has_a_stage(stages):
    assert {stage.vacancy.state for stage in stages.values()} == set(VACANCY.states)
    for model in (Application, Invitation):
        assert {stage.things[model].state for stage in stages.values() if model in stage.things} == set(LIVES[model].states)
    for key, stage in stages.items():
        wanted = key.removeprefix(INVITED).split(" at ")
        assert stage.vacancy.state == wanted[-1]
        if len(wanted) > 1:
            assert stage.things[Invitation if key.startswith(INVITED) else Application].state == wanted[0], key
    steps = {step for life in LIVES.values() for state in life.states for step in life.actions_from(state)}
    assert set().union(*STEPS.values()) <= steps


def test_the_urls_of_the_sweep_are_those_about_what_lives(world, stages):
    """So that a new URL about a vacancy is swept without anybody thinking of it."""
    swept = {name for stage in stages.values() for name in names_at(world, stage)}
    living = (*OF_PERSONS, Vacancy, ApprovalRequest, Ranking, OfficialMinutes, Determination)
    assert swept >= {name for name in OBJECTS if model_of(world, name) in living}
    assert set(HIDDEN) | NOT_HERE | set(STEPS) <= swept
    assert len(swept) > 100


@pytest.mark.parametrize("key", sorted(MAKERS))
def test_in_every_stage_some_may_and_others_may_not(world, stages, seed, rounds, key):
    stage, dice = stages[key], random.Random(f"{seed} {key}")
    for _ in range(rounds):
        drawn = {}
        for name in names_at(world, stage):
            sides: dict[bool, list[Person]] = {True: [], False: []}
            for person in world.people.values():
                sides[expectation(name, person) == "open"].append(person)
            drawn[name] = [dice.choice(side) if side else None for side in (sides[True], sides[False])]
            if rounds == 1:
                drawn[name] = [
                    person if dice.random() < share else None for person, share in zip(drawn[name], SHARES, strict=True)
                ]
        asked = [sum(side[place] is not None for side in drawn.values()) for place in (0, 1)]
        print(f"{key}: {asked[0]} visits of who may, {asked[1]} of who may not")
        wrong = []
        before = checksum()
        for name, (_, refused) in drawn.items():
            if refused is not None:
                values = generic(stage.things[model_of(world, name)]) | some_typed(name, stage)
                wrong += refusals(world, name, stage, refused, values)
        assert wrong == []
        assert checksum() == before
        for name, (welcome, _) in drawn.items():
            if welcome is not None:
                wrong += visit(world, name, stage, welcome)
        assert wrong == []


def test_every_act_that_takes_a_step_is_shown_here_or_elsewhere():
    shown = {act.name for act in ACTS}
    assert shown.isdisjoint(ELSEWHERE)
    assert (set(STEPS) | GOES | COMES) <= shown | set(ELSEWHERE)
    for name, place in ELSEWHERE.items():
        path, _, test = place.partition("::")
        source = (Path(__file__).parents[1] / path).read_text(encoding="utf-8")
        assert f"def {test}(" in source, place
        assert f'"{name}"' in source, place


def effect(act: Act, stage: Stage) -> Any:
    """State of the stage's row, "" when it is gone; or how many rows of the class there are."""
    if isinstance(act.after, int):
        return act.of._default_manager.count()
    return act.of._default_manager.filter(pk=stage.things[act.of].pk).values_list("state", flat=True).first() or ""


def payload_of(world: World, act: Act, stage: Stage, person: Person) -> dict[str, str]:
    """What this person sends: the form of the page, and what is typed into it."""
    url = url_of(act.name, stage, model_of(world, act.name))
    page = url_of(act.form_on, stage, model_of(world, act.form_on)) if act.form_on else url
    thing = stage.things[model_of(world, act.name)]
    version = {"version": str(thing.version)} if hasattr(thing, "version") else {}
    return version | form_values(ask(person, "GET", page, {}), url, typed_at(stage, act.typed))


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_an_act_with_a_valid_payload_works_for_whom_it_is_meant_and_for_nobody_else(world, stages, act):
    """The others send the very same: whom the matrix refuses changes no row at all; whoever may look takes no such step."""
    stage, right = stages[act.stage], world.people[act.people[0]]
    url = url_of(act.name, stage, model_of(world, act.name))
    values = payload_of(world, act, stage, right)
    was = effect(act, stage)
    wanted = was + act.after if isinstance(act.after, int) else act.after
    before, wrong = checksum(), []
    for person in world.people.values():
        if person.key in act.people:
            continue
        if expectation(act.name, person) != "open":
            wrong += refusals(world, act.name, stage, person, values, methods=("POST",))
            continue
        with around_acts():
            alive = states()
            ask(person, "POST", url, values | payload_of(world, act, stage, person))
            # Whoever may begins an application of their own.
            if (act.name not in COMES and states() != alive) or effect(act, stage) != was:
                wrong.append(f"{person.key} took the step")
            transaction.set_rollback(True)
    assert wrong == []
    assert checksum() == before
    for key in act.people:
        with around_acts():
            alive = states()
            person = world.people[key]
            answer = ask(person, "POST", url, payload_of(world, act, stage, person) if key != right.key else values)
            assert answer.status_code == 302, f"{key}: {answer.status_code} {values}"
            assert effect(act, stage) == wanted, key
            assert unlawful(act.name, stage, alive, states()) == []
            transaction.set_rollback(True)
