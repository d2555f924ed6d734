"""A selection as its trail tells it up to some row: state, counts, deciding steps (product.md 3.26, security.md section 5).

Nothing is looked up in today's tables, so the answer stays right whatever was changed since, and an outsider with a bundle of
the trail gets the same one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GONE = ""
# The act that leaves a selection in a state. `publish_vacancy` names the state itself.
STATE_AFTER = {
    "plan_vacancy": "DRAFT",
    "copy_vacancy": "DRAFT",
    "submit_plan": "PLAN_REVIEW",
    "withdraw_plan": "DRAFT",
    "return_plan": "PLAN_RETURNED",
    "reject_plan": "PLAN_REJECTED",
    "approve_plan": "APPROVED",
    "revise_plan": "DRAFT",
    "delete_plan": GONE,
    "publish_vacancy": "PUBLISHED",
    "open_registration": "OPEN",
    "extend_registration": "OPEN",
    "extend_for_incident": "OPEN",
    "close_registration": "VERIFICATION",
    "open_selection": "SCORING",
    "fail_vacancy": "FAILED",
    "cancel_vacancy": "CANCELLED",
    "compute_ranking": "RANKED",
    "submit_result": "RESULT_REVIEW",
    "sign_minutes": "RESULT_REVIEW",
    "withdraw_result": "RANKED",
    "return_result": "RANKED",
    "reject_result": "RANKED",
    "determine": "DETERMINED",
    "announce_result": "ANNOUNCED",
}
_LEFT = ("withdraw_application", "withdraw")
_DRAFT_AGAIN = ("start_application", "reopen_draft")


@dataclass(frozen=True)
class TrailFact:
    """One row of the trail.

    Args:
        sequence: place in the chain, from 1; at_us: true time, microseconds since 1970 UTC.
        act, duty: as recorded; object_id: public id of what was changed; details: values of the act.
    """

    sequence: int
    at_us: int
    act: str
    duty: str
    object_id: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class PastStep:
    """One verdict of an approval chain: step, duty of whoever gave it, verdict code, true time in microseconds."""

    code: str
    duty: str
    verdict: str
    at_us: int


@dataclass(frozen=True)
class PastState:
    """A selection after one row of its trail.

    Args:
        rows: rows that were read; at_us: time of the last, 0 when there is none.
        state: code of the lifecycle, "" before the plan and after it was deleted.
        submitted: sent and not withdrawn; withdrawn; drafts; passed and failed: by the verification as it stood.
        extensions: how often the registration was extended; ranking: version of the newest ranking, 0 before the first.
        steps: verdicts of every chain so far, oldest first.
    """

    rows: int
    at_us: int
    state: str
    submitted: int
    withdrawn: int
    drafts: int
    passed: int
    failed: int
    extensions: int
    ranking: int
    steps: tuple[PastStep, ...]


def past_state(facts: Iterable[TrailFact]) -> PastState:
    """Fold the rows of one selection, oldest first, into the state they leave."""
    state, rows, at_us, extensions, ranking = GONE, 0, 0, 0, 0
    applications: dict[str, str] = {}
    steps: list[PastStep] = []
    for fact in facts:
        rows, at_us = fact.sequence, fact.at_us
        if fact.act in STATE_AFTER:
            state = (
                str(fact.details.get("state", STATE_AFTER[fact.act])) if fact.act == "publish_vacancy" else STATE_AFTER[fact.act]
            )
        if fact.act in ("extend_registration", "extend_for_incident"):
            extensions += 1
        elif fact.act == "compute_ranking":
            ranking = int(fact.details.get("version", ranking + 1))
        elif fact.act == "decide_step":
            code, verdict = str(fact.details.get("step", "")), str(fact.details.get("verdict", ""))
            steps.append(PastStep(code, fact.duty, verdict, fact.at_us))
        else:
            _follow_application(applications, fact)
    held = list(applications.values())
    return PastState(
        rows=rows,
        at_us=at_us,
        state=state,
        submitted=sum(held.count(code) for code in ("SUBMITTED", "PASSED", "FAILED")),
        withdrawn=held.count("WITHDRAWN"),
        drafts=held.count("DRAFT"),
        passed=held.count("PASSED"),
        failed=held.count("FAILED"),
        extensions=extensions,
        ranking=ranking,
        steps=tuple(steps),
    )


def _follow_application(applications: dict[str, str], fact: TrailFact) -> None:
    """What an act does to one application; every other act leaves them alone."""
    if fact.act in _DRAFT_AGAIN:
        applications[fact.object_id] = "DRAFT"
    elif fact.act == "submit_application":
        applications[fact.object_id] = "SUBMITTED"
    elif fact.act in _LEFT:
        applications[fact.object_id] = "WITHDRAWN"
    elif fact.act == "discard_application":
        applications.pop(fact.object_id, None)
    elif fact.act == "verify_application" and fact.details.get("after") in ("PASSED", "FAILED"):
        applications[fact.object_id] = str(fact.details["after"])
    elif fact.act == "answer_objection" and fact.details.get("outcome") == "GRANTED":
        applications[fact.object_id] = "PASSED"
