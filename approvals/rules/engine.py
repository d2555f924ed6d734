"""The approval engine: what a submission becomes, who may decide, and what a verdict changes. Pure functions.

Invariants (docs/security.md section 4.3, docs/architecture.md section 4): at most one step is open; steps open in
order; the sender never decides; one person decides on one step of a chain only, unless the layer says otherwise;
a closed request never moves again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from approvals.rules.chain import (
    AFFIRMATIVE,
    NOT_RECOMMEND,
    NOTE_NOT_NEEDED,
    REJECT,
    RETURN,
    ROLE_LABELS,
    VERDICTS,
    Chain,
    Layer,
    stage_of,
)
from core.indonesian import date_and_clock_words

IN_PROGRESS = "IN_PROGRESS"
APPROVED = "APPROVED"
RETURNED = "RETURNED"
REJECTED = "REJECTED"
WITHDRAWN = "WITHDRAWN"
REQUEST_STATES = {
    IN_PROGRESS: "Sedang diproses",
    APPROVED: "Disetujui",
    RETURNED: "Dikembalikan",
    REJECTED: "Ditolak",
    WITHDRAWN: "Ditarik",
}

WAITING = "WAITING"
OPEN = "OPEN"
NOT_RECOMMENDED = "NOT_RECOMMENDED"
SKIPPED = "SKIPPED"
STEP_STATES = {
    WAITING: "Menunggu giliran",
    OPEN: "Menunggu keputusan",
    APPROVED: "Disetujui",
    RETURNED: "Dikembalikan",
    REJECTED: "Ditolak",
    NOT_RECOMMENDED: "Tidak direkomendasikan",
    SKIPPED: "Dilewati",
}


class PlanRefused(Exception):
    """The request cannot be submitted; `reason` is an Indonesian sentence."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ChainFacts:
    """What the plan needs to know about the object that is submitted.

    Args:
        sender_key: stable key of the person who submits (one person, one key, whatever the account).
        holders: layer code -> keys of the people who hold the layer's role in its scope today and have no conflict.
        flags: names of the set flags, matched with `Layer.only_if`.
    """

    sender_key: str
    holders: Mapping[str, frozenset[str]]
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlannedStep:
    """One row to store at submission. `position` counts from 1; the first step is OPEN, the others WAITING."""

    position: int
    code: str
    title: str
    role: str
    scope: str
    working_days: int
    verdicts: tuple[str, ...]
    quorum: int
    repeats_actor_of: str
    state: str
    stage: str


@dataclass(frozen=True)
class StepFacts:
    """A stored step as the rules see it.

    Args:
        acted_by: keys of all people who ever decided on this step.
        affirmed_by: keys of those who agreed since the step was last opened (for a quorum above 1).
        last_actor_name, last_verdict, last_decided_at: the latest decision, for the sentence after a lost race.
    """

    position: int
    code: str
    title: str
    role: str
    scope: str
    verdicts: tuple[str, ...]
    state: str
    quorum: int = 1
    repeats_actor_of: str = ""
    acted_by: tuple[str, ...] = ()
    affirmed_by: tuple[str, ...] = ()
    last_actor_name: str = ""
    last_verdict: str = ""
    last_decided_at: datetime | None = None


@dataclass(frozen=True)
class RequestFacts:
    """A stored request.

    Args:
        zone: in which sentences show times (WIB, WITA, WIT).
        asks_reason: sentence that asks whoever agrees for a reason, "" when agreeing needs none.
    """

    state: str
    sender_key: str
    steps: tuple[StepFacts, ...]
    zone: str = "WIB"
    asks_reason: str = ""


@dataclass(frozen=True)
class ActorFacts:
    """Who wants to decide.

    Args:
        key: stable key of the person, comparable with `sender_key` and `acted_by`.
        roles: role codes this person holds today in the scope of the step in question.
        conflict_reason: Indonesian sentence why this person has a stake (candidate, invitee, scorer), or "".
        acting_refusal: Indonesian sentence why a letter that hands this person the duty does not reach this step, or "".
    """

    key: str
    roles: frozenset[str] = field(default_factory=frozenset)
    conflict_reason: str = ""
    acting_refusal: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a verdict changes.

    Args:
        step_state: new state of the step that was decided.
        request_state: new state of the request.
        next_open_position: the step to open now. It may be the same step (quorum not reached) or an earlier one
            (returned). None when no step is open any more.
    """

    step_state: str
    request_state: str
    next_open_position: int | None


def plan(chain: Chain, facts: ChainFacts) -> tuple[PlannedStep, ...]:
    """Turn a chain into the steps of one request.

    Raises:
        PlanRefused: no layer applies; a layer has fewer eligible holders than its quorum (the sender never counts);
            or the holders are so few that one person would have to act twice.
    """
    layers = [layer for layer in chain.layers if layer.only_if is None or layer.only_if in facts.flags]
    if not layers:
        raise PlanRefused("Permintaan ini tidak memiliki satu pun tahap persetujuan. Hubungi admin BKN.")
    eligible = {layer.code: facts.holders.get(layer.code, frozenset()) - {facts.sender_key} for layer in layers}
    for layer in layers:
        if len(eligible[layer.code]) < layer.quorum:
            role = ROLE_LABELS[layer.role]
            raise PlanRefused(
                f"Tahap “{layer.title}” memerlukan {layer.quorum} orang sebagai {role}, "
                f"tetapi yang berhak memutus hanya {len(eligible[layer.code])}."
            )
    stuck = _layer_without_own_person(layers, eligible)
    if stuck is not None:
        raise PlanRefused(
            f"Tahap “{stuck.title}” tidak dapat diputus: satu orang hanya boleh memutus satu tahap, "
            "dan semua pejabatnya sudah diperlukan pada tahap lain."
        )
    present = {layer.code for layer in layers}
    return tuple(
        PlannedStep(
            position=position,
            code=layer.code,
            title=layer.title,
            role=layer.role,
            scope=layer.scope,
            working_days=layer.working_days,
            verdicts=layer.verdicts,
            quorum=layer.quorum,
            repeats_actor_of=layer.repeats_actor_of if layer.repeats_actor_of in present else "",
            state=OPEN if position == 1 else WAITING,
            stage=stage_of(layer.verdicts, layer.stage),
        )
        for position, layer in enumerate(layers, start=1)
    )


def refusal(request: RequestFacts, step: StepFacts, actor: ActorFacts, verdict: str, note: str) -> str | None:
    """Why this person may not give this verdict on this step now, or None when the verdict is allowed.

    Args:
        note: the reason as typed; obligatory for every verdict except approve, recommend and determine, and for those too
            where the request asks for a reason.
    """
    return presence_refusal(request, step, actor) or verdict_refusal(request, step, verdict, note)


def presence_refusal(request: RequestFacts, step: StepFacts, actor: ActorFacts) -> str | None:
    """The part of `refusal` that does not depend on the verdict: it decides whether the form is shown at all."""
    if request.state != IN_PROGRESS or step.state != OPEN:
        return _closed_sentence(request, step)
    if (own := own_request_refusal(request, actor)) is not None:
        return own
    if step.role not in actor.roles:
        if actor.acting_refusal:
            return actor.acting_refusal
        return f"Tahap ini diputus oleh {ROLE_LABELS.get(step.role, step.role)}; Anda tidak memegang peran itu di sini."
    if actor.conflict_reason:
        return actor.conflict_reason
    if step.quorum > 1 and actor.key in step.affirmed_by:
        return "Anda sudah memberi keputusan pada tahap ini; tahap ini masih menunggu pejabat lain."
    return second_step_refusal(request, step, actor)


def own_request_refusal(request: RequestFacts, actor: ActorFacts) -> str | None:
    """Whoever sent a request never decides on it (security.md 4.3, S1)."""
    if actor.key == request.sender_key:
        return "Anda mengajukan permintaan ini, jadi Anda tidak dapat ikut memutusnya."
    return None


def second_step_refusal(request: RequestFacts, step: StepFacts, actor: ActorFacts) -> str | None:
    """One person decides on one step of a chain only, unless the layer says otherwise (security.md 4.3, S2)."""
    for other in request.steps:
        if other.position == step.position or actor.key not in other.acted_by:
            continue
        if step.repeats_actor_of == other.code or other.repeats_actor_of == step.code:
            continue
        return f"Anda sudah memutus tahap “{other.title}”; satu orang hanya boleh memutus satu tahap dalam satu rangkaian."
    return None


def verdict_refusal(request: RequestFacts, step: StepFacts, verdict: str, note: str) -> str | None:
    """The part of `refusal` about the verdict itself: whether it is offered here, and whether it lacks its note."""
    if verdict not in step.verdicts:
        offered = ", ".join(f"“{VERDICTS[code]}”" for code in step.verdicts)
        return f"Keputusan itu tidak tersedia pada tahap ini. Pilih salah satu: {offered}."
    if note.strip():
        return None
    if verdict not in NOTE_NOT_NEEDED:
        return f"Tulis catatan untuk keputusan “{VERDICTS[verdict]}” agar penerima tahu alasannya."
    return request.asks_reason or None


def decide(request: RequestFacts, step: StepFacts, verdict: str, actor_key: str = "") -> Outcome:
    """What an allowed verdict changes. Call `refusal` first.

    Agreement opens the next step, or approves the request after the last one. A return opens the step before, or
    gives the request back to the sender from the first step. A rejection ends the round. "Not recommended" blocks:
    the request goes back to the sender, who may correct and submit again (product.md decision 4).

    Args:
        actor_key: who decides; only needed to count a quorum above 1 without counting anybody twice.

    Raises:
        ValueError: the step is not open or does not offer the verdict (an error of the program).
    """
    if request.state != IN_PROGRESS or step.state != OPEN or verdict not in step.verdicts:
        raise ValueError(f"{verdict} is not possible on step {step.position}")
    if verdict == REJECT:
        return Outcome(REJECTED, REJECTED, None)
    if verdict == NOT_RECOMMEND:
        return Outcome(NOT_RECOMMENDED, RETURNED, None)
    walkable = sorted(other.position for other in request.steps if other.state != SKIPPED)
    if verdict == RETURN:
        before = [position for position in walkable if position < step.position]
        if not before:
            return Outcome(RETURNED, RETURNED, None)
        return Outcome(RETURNED, IN_PROGRESS, before[-1])
    if verdict not in AFFIRMATIVE:
        raise ValueError(f"{verdict} has no meaning")
    agreed = len(set(step.affirmed_by) - {actor_key}) + 1
    if agreed < step.quorum:
        return Outcome(OPEN, IN_PROGRESS, step.position)
    after = [position for position in walkable if position > step.position]
    if not after:
        return Outcome(APPROVED, APPROVED, None)
    return Outcome(APPROVED, IN_PROGRESS, after[0])


def withdrawal_refusal(request: RequestFacts, actor_key: str) -> str | None:
    """Why the sender may not take the request back, or None. Only the sender may, and only while it is running."""
    if actor_key != request.sender_key:
        return "Hanya pengirim yang dapat menarik permintaan ini."
    if request.state != IN_PROGRESS:
        return f"Permintaan ini sudah selesai dengan status “{REQUEST_STATES[request.state]}”, jadi tidak dapat ditarik."
    return None


def open_step(request: RequestFacts) -> StepFacts | None:
    """The one step that waits for a decision, or None."""
    return next((step for step in request.steps if step.state == OPEN), None)


def _closed_sentence(request: RequestFacts, step: StepFacts) -> str:
    if step.last_actor_name and step.last_decided_at is not None and step.state not in (WAITING, OPEN):
        when = date_and_clock_words(step.last_decided_at, request.zone)
        verdict = VERDICTS.get(step.last_verdict, STEP_STATES[step.state])
        return f"Tahap ini sudah diputus oleh {step.last_actor_name} pada {when} dengan keputusan “{verdict}”."
    if request.state != IN_PROGRESS:
        return f"Permintaan ini sudah selesai dengan status “{REQUEST_STATES[request.state]}”."
    if step.state == WAITING:
        running = open_step(request)
        where = f" Sekarang giliran tahap “{running.title}”." if running else ""
        return f"Tahap “{step.title}” belum dibuka.{where}"
    return f"Tahap “{step.title}” sudah tidak terbuka; statusnya “{STEP_STATES[step.state]}”."


def _layer_without_own_person(layers: list[Layer], eligible: Mapping[str, frozenset[str]]) -> Layer | None:
    """First layer that stays empty when every seat needs its own person (augmenting paths of a bipartite matching)."""
    seats = {(layer.code, seat): layer for layer in layers if not layer.repeats_actor_of for seat in range(layer.quorum)}
    taken: dict[str, tuple[str, int]] = {}

    def settle(seat: tuple[str, int], tried: set[str]) -> bool:
        for person in sorted(eligible[seat[0]]):
            if person not in tried:
                tried.add(person)
                if person not in taken or settle(taken[person], tried):
                    taken[person] = seat
                    return True
        return False

    for seat, layer in seats.items():
        if not settle(seat, set()):
            return layer
    return None
