"""Any order of acts over both result chains: what security.md 4.3 promises holds after every one of them.

5,000 acts a run; 100,000 in `make soak`. Scores, corrections and the auditor (S4, S5, S9) are walked over real acts by
tests/selection/test_duties_machine.py.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from approvals.rules import engine
from approvals.rules.chain import AFFIRMATIVE, VERDICTS, Stage, stage_of
from approvals.rules.delegation import (
    MANDATE,
    PLH,
    PLT,
    DelegationFacts,
    StepScope,
    acceptance_refusal,
    choose,
    is_in_force,
    people_refusal,
)
from selection.rules.chains import RESULT_MADYA_UTAMA, RESULT_PRATAMA

ACTS_A_RUN, ACTS_A_SOAK_ROUND, ACTS_A_CASE = 5_000, 10_000, 50
NOW = datetime(2026, 11, 22, tzinfo=UTC)
# Account -> person: two accounts of one NIP are one person. Who sends, who applies or scores, who holds what.
PERSON_OF = {
    "admin": "nip:admin", "admin-too": "nip:admin", "pyb": "nip:pyb", "pyb-too": "nip:pyb", "pyb-two": "nip:pyb-two",
    "ppk": "nip:ppk", "ppk-too": "nip:ppk", "chair": "nip:chair", "wasdal": "nip:wasdal", "setkab": "nip:setkab",
    "everything": "nip:everything", "candidate": "nip:candidate", "relative": "nip:relative", "stranger": "nip:stranger",
    "plh": "nip:plh", "plt": "nip:plt", "mandate": "nip:mandate", "plh-candidate": "nip:candidate", "pyb-plh": "nip:pyb",
}  # fmt: skip
ROLES_OF = {
    "admin": {"AGENCY_ADMIN"}, "admin-too": {"PYB", "PPK"}, "pyb": {"PYB"}, "pyb-too": {"PPK", "WASDAL"}, "pyb-two": {"PYB"},
    "ppk": {"PPK"}, "ppk-too": {"SETKAB", "PANEL_CHAIR"}, "chair": {"PANEL_CHAIR"}, "wasdal": {"WASDAL"}, "setkab": {"SETKAB"},
    "everything": {"PYB", "PPK", "WASDAL", "SETKAB", "PANEL_CHAIR"}, "candidate": {"PYB", "PPK", "WASDAL", "SETKAB"},
    "relative": {"PYB", "PPK", "PANEL_CHAIR"}, "stranger": set(),
}  # fmt: skip
BARRED = {
    "candidate": "Anda melamar lowongan ini.", "plh-candidate": "Anda melamar lowongan ini.",
    "relative": "Ada pernyataan hubungan pribadi.",
}  # fmt: skip
LETTER_DAYS = (NOW, NOW + timedelta(days=3))


def letter_of(account, kind, role, is_accepted=True):
    return DelegationFacts(
        kind, role, None, "Badan Uji", "Nama pejabat", PERSON_OF[account], "", "", f"{account}/{role}", *LETTER_DAYS, is_accepted
    )


# Who stands in by letter, for which offices. Nobody can hand on Setkab; a letter for it is tried all the same.
LETTERS_OF = {
    account: [letter_of(account, kind, role) for role in roles]
    for account, kind, roles in (
        ("plh", PLH, ("PYB", "PPK")), ("plt", PLT, ("PPK", "SETKAB")), ("mandate", MANDATE, ("WASDAL", "PPK")),
        ("plh-candidate", PLH, ("PYB", "PPK", "WASDAL")), ("pyb-plh", PLH, ("PPK",)),
    )
} | {"stranger": [letter_of("stranger", PLH, "PYB", is_accepted=False)]}  # fmt: skip


class Chains(RuleBasedStateMachine):
    """One request at a time; a closed one may be sent again. Days pass, and letters begin and end with them."""

    acts_tried, letters, ends = 0, 0, set()

    @initialize(chain=st.sampled_from([RESULT_PRATAMA, RESULT_MADYA_UTAMA]))
    def send(self, chain):
        self.chain = chain
        self.now = NOW - timedelta(days=1)
        self.begin()

    def begin(self):
        people = [account for account in PERSON_OF if account not in BARRED]
        holders = {
            layer.code: frozenset(PERSON_OF[account] for account in people if layer.role in ROLES_OF.get(account, ()))
            for layer in self.chain.layers
        }
        self.stages = {layer.code: stage_of(layer.verdicts, layer.stage) for layer in self.chain.layers}
        planned = engine.plan(self.chain, engine.ChainFacts(sender_key="nip:admin", holders=holders))
        steps = tuple(
            engine.StepFacts(
                position=each.position, code=each.code, title=each.title, role=each.role, scope=each.scope,
                verdicts=each.verdicts, state=each.state, quorum=each.quorum, repeats_actor_of=each.repeats_actor_of,
            )
            for each in planned
        )  # fmt: skip
        self.request = engine.RequestFacts(state=engine.IN_PROGRESS, sender_key="nip:admin", steps=steps)
        self.log, self.by_letter, self.handed_on = [], [], []

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

    @rule(choice=st.integers(0, 9), offered=st.sampled_from([0, 0, 0, 0, 0, 1]))
    def decide_rightfully(self, choice, offered):
        """Somebody who may, mostly agreeing: without these, hardly a walk comes to the last layer."""
        step = engine.open_step(self.request)
        if step is not None:
            may = [a for a in PERSON_OF if engine.presence_refusal(self.request, step, self.person_at(a, step)[0]) is None]
            if may:
                self.attempt(may[choice % len(may)], step, step.verdicts[offered], "Alasan.")

    def attempt(self, account, step, verdict, note):
        Chains.acts_tried += 1
        who, letter = self.person_at(account, step)
        reason = engine.refusal(self.request, step, who, verdict, note)
        if reason is not None:
            assert reason.endswith("."), reason
            return
        outcome = engine.decide(self.request, step, verdict, actor_key=who.key)
        self.log.append((step.position, step.code, who.key, account, verdict))
        if letter is not None:
            assert is_in_force(letter, self.now)
            self.by_letter.append((step.code, verdict))
        self.request = replace(
            self.request,
            state=outcome.request_state,
            steps=tuple(self.after(each, step, who.key, verdict, outcome) for each in self.request.steps),
        )

    def person_at(self, account, step):
        """Facts of an account at a step, and the letter it would act by; as approvals/facts.py reads them from rows."""
        roles = frozenset(ROLES_OF.get(account, ()))
        letter, acting_refusal = None, ""
        if step.role not in roles:
            scope = StepScope(step.role, None, "JPT", "RESULT", self.stages[step.code])
            letter, acting_refusal = choose(self.letters_of(account), scope, self.now)
        held = roles | ({step.role} if letter else set())
        return engine.ActorFacts(PERSON_OF[account], held, BARRED.get(account, ""), acting_refusal), letter

    def letters_of(self, account):
        """Those that lay there from the start, and those handed on during the walk."""
        return [*LETTERS_OF.get(account, ()), *(letter for letter, people in self.handed_on if people[2] == account)]

    @precondition(lambda self: len(self.handed_on) < 2)
    @rule(
        people=st.tuples(*[st.sampled_from(sorted(PERSON_OF))] * 4),
        kind=st.sampled_from([PLH, PLT, MANDATE]),
        role=st.sampled_from(["PYB", "PPK", "WASDAL", "SETKAB"]),
    )
    def hand_on(self, people, kind, role):
        """Somebody notes a letter about anybody, somebody accepts it; often the same person under two accounts."""
        _, second, delegate, official = people
        keys = [PERSON_OF[account] for account in people]
        problem = people_refusal(
            kind=kind, role=role, official_name=official, official_holds=role in ROLES_OF.get(official, ()), holder_name="",
            delegate_is_official=keys[2] == keys[3], delegate_is_registrar=keys[2] == keys[0],
            official_is_registrar=keys[3] == keys[0], delegate_hands_on="",
        )  # fmt: skip
        office = {"PYB", "PPK"} & ROLES_OF.get(second, set())
        reason = acceptance_refusal(
            state_is_waiting=True, is_registrar=keys[1] == keys[0], is_delegate=keys[1] == keys[2],
            may_accept=bool(office) or keys[1] == keys[3], is_over=False,
        )  # fmt: skip
        if problem is None and reason is None:
            self.handed_on.append((letter_of(delegate, kind, role), people))
            Chains.letters += 1

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

    @rule(days=st.integers(0, 2))
    def days_pass(self, days):
        """Into the days of the letters, and out of them."""
        self.now += timedelta(days=days)

    @rule(account=st.sampled_from(sorted(PERSON_OF)))
    def withdraw(self, account):
        """Only the sender takes it back, and only while it runs."""
        Chains.acts_tried += 1
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
        Chains.ends.add((self.chain.code, closed.state))
        for account in PERSON_OF:
            who = engine.ActorFacts(key=PERSON_OF[account], roles=frozenset(ROLES_OF.get(account, ())))
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
        for _, code, _, account, _ in self.log:
            handed_on = {letter.role for letter in self.letters_of(account) if letter.is_accepted}
            assert roles[code] in ROLES_OF.get(account, set()) | handed_on

    @invariant()
    def s6_every_letter_took_two_people_and_gave_neither_of_them_the_duty(self):
        for _, people in self.handed_on:
            registrar, second, delegate, official = (PERSON_OF[account] for account in people)
            assert len({registrar, second, delegate}) == 3
            assert official not in (registrar, delegate)

    @invariant()
    def nobody_determines_or_proposes_by_letter(self):
        """UU 30/2014 article 14(7), security.md 4.4."""
        assert all(self.stages[code] in (Stage.REVIEW, Stage.ADVICE) for code, _ in self.by_letter), self.by_letter
        assert all(verdict != "DETERMINE" for _, verdict in self.by_letter)

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
    # Days that pass and rounds sent again are no acts, and some cases are short: more cases than the bare sum.
    cases = acts * 3 // ACTS_A_CASE
    Chains.acts_tried, Chains.letters, Chains.ends = 0, 0, set()
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
    assert Chains.acts_tried >= acts, Chains.acts_tried
    assert Chains.letters
    ends = (engine.APPROVED, engine.RETURNED, engine.REJECTED, engine.WITHDRAWN)
    assert {(chain.code, end) for chain in (RESULT_PRATAMA, RESULT_MADYA_UTAMA) for end in ends} == Chains.ends
