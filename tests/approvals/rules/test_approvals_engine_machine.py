"""Any order of acts over both result chains: what security.md 4.3 promises holds after every one of them.

5,000 acts a run; 100,000 in `make soak`.
"""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from approvals.rules import engine
from approvals.rules.chain import AFFIRMATIVE, VERDICTS
from selection.rules.chains import RESULT_MADYA_UTAMA, RESULT_PRATAMA

ACTS_A_RUN, ACTS_A_SOAK_ROUND, ACTS_A_CASE = 5_000, 10_000, 50
NOW = datetime(2026, 11, 22, tzinfo=UTC)
# Account -> person: two accounts of one NIP are one person. Who sends, who applies or scores, who holds what.
PERSON_OF = {
    "admin": "nip:admin", "admin-too": "nip:admin", "pyb": "nip:pyb", "pyb-too": "nip:pyb", "pyb-two": "nip:pyb-two",
    "ppk": "nip:ppk", "ppk-too": "nip:ppk", "chair": "nip:chair", "wasdal": "nip:wasdal", "setkab": "nip:setkab",
    "everything": "nip:everything", "candidate": "nip:candidate", "relative": "nip:relative", "stranger": "nip:stranger",
}  # fmt: skip
ROLES_OF = {
    "admin": {"AGENCY_ADMIN"}, "admin-too": {"PYB", "PPK"}, "pyb": {"PYB"}, "pyb-too": {"PPK", "WASDAL"}, "pyb-two": {"PYB"},
    "ppk": {"PPK"}, "ppk-too": {"SETKAB", "PANEL_CHAIR"}, "chair": {"PANEL_CHAIR"}, "wasdal": {"WASDAL"}, "setkab": {"SETKAB"},
    "everything": {"PYB", "PPK", "WASDAL", "SETKAB", "PANEL_CHAIR"}, "candidate": {"PYB", "PPK", "WASDAL", "SETKAB"},
    "relative": {"PYB", "PPK", "PANEL_CHAIR"}, "stranger": set(),
}  # fmt: skip
BARRED = {"candidate": "Anda melamar lowongan ini.", "relative": "Ada pernyataan hubungan pribadi."}


class Chains(RuleBasedStateMachine):
    """One request at a time; a closed one may be sent again."""

    @initialize(chain=st.sampled_from([RESULT_PRATAMA, RESULT_MADYA_UTAMA]))
    def send(self, chain):
        self.chain = chain
        self.begin()

    def begin(self):
        people = [account for account in PERSON_OF if account not in BARRED]
        holders = {
            layer.code: frozenset(PERSON_OF[account] for account in people if layer.role in ROLES_OF[account])
            for layer in self.chain.layers
        }
        planned = engine.plan(self.chain, engine.ChainFacts(sender_key="nip:admin", holders=holders))
        steps = tuple(
            engine.StepFacts(
                position=each.position, code=each.code, title=each.title, role=each.role, scope=each.scope,
                verdicts=each.verdicts, state=each.state, quorum=each.quorum, repeats_actor_of=each.repeats_actor_of,
            )
            for each in planned
        )  # fmt: skip
        self.request = engine.RequestFacts(state=engine.IN_PROGRESS, sender_key="nip:admin", steps=steps)
        self.log = []

    @rule(
        account=st.sampled_from(sorted(PERSON_OF)),
        verdict=st.sampled_from(sorted(VERDICTS)),
        note=st.sampled_from(["", "Alasan."]),
        place=st.integers(0, 4),
    )
    def decide(self, account, verdict, note, place):
        """Anybody tries any verdict at any step; the engine says who may."""
        self.attempt(account, self.request.steps[place % len(self.request.steps)], verdict, note)

    @rule(account=st.sampled_from(sorted(PERSON_OF)), choice=st.integers(0, 2))
    def decide_where_it_stands(self, account, choice):
        """The open step, a verdict it offers: moves on far enough to reach the end."""
        step = engine.open_step(self.request)
        if step is not None:
            self.attempt(account, step, step.verdicts[choice % len(step.verdicts)], "Alasan.")

    def attempt(self, account, step, verdict, note):
        who = engine.ActorFacts(
            key=PERSON_OF[account], roles=frozenset(ROLES_OF[account]), conflict_reason=BARRED.get(account, "")
        )
        reason = engine.refusal(self.request, step, who, verdict, note)
        if reason is not None:
            assert reason.endswith("."), reason
            return
        outcome = engine.decide(self.request, step, verdict, actor_key=who.key)
        self.log.append((step.position, step.code, who.key, account, verdict))
        self.request = replace(
            self.request,
            state=outcome.request_state,
            steps=tuple(self.after(each, step, who.key, verdict, outcome) for each in self.request.steps),
        )

    @staticmethod
    def after(each, step, key, verdict, outcome):
        if each.position == step.position:
            agreed = (*each.affirmed_by, key) if verdict in AFFIRMATIVE else each.affirmed_by
            each = replace(
                each, state=outcome.step_state, acted_by=(*each.acted_by, key), affirmed_by=agreed, last_actor_name=key,
                last_verdict=verdict, last_decided_at=NOW,
            )  # fmt: skip
        if each.position == outcome.next_open_position and each.state != engine.OPEN:
            each = replace(each, state=engine.OPEN, affirmed_by=())
        return each

    @rule(account=st.sampled_from(sorted(PERSON_OF)))
    def withdraw(self, account):
        """Only the sender takes it back, and only while it runs."""
        reason = engine.withdrawal_refusal(self.request, PERSON_OF[account])
        if reason is None:
            assert PERSON_OF[account] == "nip:admin"
            steps = tuple(replace(e, state=engine.SKIPPED) if e.state == engine.OPEN else e for e in self.request.steps)
            self.request = replace(self.request, state=engine.WITHDRAWN, steps=steps)

    @precondition(lambda self: self.request.state != engine.IN_PROGRESS)
    @rule()
    def send_again(self):
        """A new round begins at its first step, with nobody having acted."""
        closed = self.request
        for account in PERSON_OF:
            who = engine.ActorFacts(key=PERSON_OF[account], roles=frozenset(ROLES_OF[account]))
            assert engine.presence_refusal(closed, closed.steps[0], who) is not None
        self.begin()
        assert engine.open_step(self.request).position == 1

    @invariant()
    def one_open_step_of_a_running_request(self):
        open_ones = [step for step in self.request.steps if step.state == engine.OPEN]
        assert len(open_ones) == (1 if self.request.state == engine.IN_PROGRESS else 0)

    @invariant()
    def every_step_before_the_open_one_agreed(self):
        step = engine.open_step(self.request)
        if step is not None:
            assert all(each.state == engine.APPROVED for each in self.request.steps if each.position < step.position)

    @invariant()
    def s1_the_sender_never_decides(self):
        assert all(key != "nip:admin" for _, _, key, _, _ in self.log)

    @invariant()
    def s2_one_person_decides_at_one_step_whatever_the_account(self):
        allowed = {layer.code: layer.repeats_actor_of for layer in self.chain.layers}
        for _, code, key, _, _ in self.log:
            others = {other for _, other, actor, _, _ in self.log if actor == key and other != code}
            assert all(allowed[code] == other or allowed[other] == code for other in others), self.log

    @invariant()
    def s3_candidates_and_relatives_never_decide(self):
        assert all(account not in BARRED for _, _, _, account, _ in self.log)

    @invariant()
    def only_holders_of_the_role_decide(self):
        roles = {layer.code: layer.role for layer in self.chain.layers}
        assert all(roles[code] in ROLES_OF[account] for _, code, _, account, _ in self.log)

    @invariant()
    def approved_means_every_layer_agreed_last(self):
        if self.request.state == engine.APPROVED:
            last = {code: verdict for _, code, _, _, verdict in self.log}
            assert set(last) == {layer.code for layer in self.chain.layers}
            assert set(last.values()) <= AFFIRMATIVE

    @invariant()
    def only_the_last_layer_determines(self):
        assert all(code == self.chain.layers[-1].code for _, code, _, _, verdict in self.log if verdict == "DETERMINE")


def test_no_order_of_acts_breaks_a_promise(rounds):
    acts = ACTS_A_RUN if rounds == 1 else ACTS_A_SOAK_ROUND * rounds
    cases = acts // ACTS_A_CASE
    run_state_machine_as_test(
        Chains,
        settings=settings(
            max_examples=cases,
            stateful_step_count=ACTS_A_CASE,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
