"""Everybody tries everything on one selection, over the real acts: the separation of duties of security.md 4.3 holds after each.

The rules of both chains alone are walked 5,000 steps a run by tests/approvals/rules/test_approvals_engine_machine.py; here every
step is an act on the database, fewer of them. S7 and S8 are no acts: `test_nobody_becomes_somebody_else`.
"""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.enums import Role
from accounts.models import User
from approvals import actions as approval_acts
from approvals.actions import decide
from approvals.enums import RequestState
from approvals.models import ApprovalRequest, Delegation
from approvals.rules.chain import VERDICTS
from core import clock
from core.refusals import Refused
from core.trail import verify_trail
from core.uploads.files import AcceptedFile
from selection import actions
from selection.actions.calibration import close_calibration, reopen_calibration
from selection.gates import latest_ranking
from selection.importing import ImportedValue
from selection.minutes_words import Meeting
from selection.models import LockedScore, OfficialMinutes, Recusal, Score, ScoreCorrection, ScoreSheet
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.selection import chair_of, member_of, official, scoring_vacancy
from tests.selection.test_selection_walk import seats_form
from vacancies.models import PanelMember

ACTS_A_RUN, ACTS_A_SOAK_ROUND, ACTS_A_CASE = 200, 1_000, 40
WHY = "Alasan yang cukup panjang untuk dibaca."
# What a walk has to have come past, or its question was never asked.
LEADS_ON = {"calibrate", "rank", "prepare", "sign", "decide APPROVE", "decide RECOMMEND", "decide DETERMINE"}
# Who holds the duty of a step and may not use it here: whoever sent, scored, applied. Each tries before the rightful one does,
# in every walk: left to chance, none of them comes to an open step in a short run, and a rule that is lost stays unnoticed.
BARRED = {"PYB": ("secretary", "judge"), "PPK": ("candidate", "both")}
# Rows that must not exist, whatever was tried.
BROKEN = {
    "S1 a sender decided": "SELECT count(*) FROM approvals_decision d JOIN approvals_approvalstep s ON s.id = d.step_id"
    " JOIN approvals_approvalrequest r ON r.id = s.request_id WHERE d.actor_id = r.sender_id",
    "S2 one person at two steps": "SELECT count(*) FROM (SELECT FROM approvals_decision d JOIN approvals_approvalstep s"
    " ON s.id = d.step_id GROUP BY s.request_id, d.actor_id"
    " HAVING count(DISTINCT COALESCE(NULLIF(s.repeats_actor_of, ''), s.code)) > 1) x",
    "S3 an applicant decided": "SELECT count(*) FROM approvals_decision d JOIN approvals_approvalstep s ON s.id = d.step_id"
    " JOIN approvals_approvalrequest r ON r.id = s.request_id"
    " JOIN vacancies_vacancy v ON r.trail_chain = 'vacancy:' || v.public_id"
    " JOIN vacancies_application a ON a.vacancy_id = v.id JOIN employees_employee e ON e.id = a.employee_id"
    " WHERE e.user_id = d.actor_id",
    "S3 an applicant scored": "SELECT count(*) FROM selection_score s JOIN selection_candidate c ON c.id = s.candidate_id"
    " JOIN vacancies_application a ON a.vacancy_id = c.vacancy_id JOIN employees_employee e ON e.id = a.employee_id"
    " WHERE e.user_id = s.entered_by_id",
    "S4 a scorer decided": "SELECT count(*) FROM approvals_decision d JOIN approvals_approvalstep s ON s.id = d.step_id"
    " JOIN vacancies_panelmember m ON m.user_id = d.actor_id WHERE s.holder_id IS DISTINCT FROM d.actor_id",
    "S5 one person corrected a locked score": "SELECT count(*) FROM selection_scorecorrection c"
    " JOIN selection_correctionverdict v ON v.correction_id = c.id WHERE v.decided_by_id = c.proposed_by_id",
    "S6 a duty by fewer than two people": "SELECT count(*) FROM approvals_delegation WHERE state = 'ACCEPTED' AND (answered_by_id"
    " IS NULL OR answered_by_id = registered_by_id OR delegate_id IN (answered_by_id, registered_by_id, official_id))",
    "S6 a duty without a letter": "SELECT count(*) FROM accounts_membership m WHERE m.role = 'ACTING' AND NOT EXISTS"
    " (SELECT FROM approvals_delegation d WHERE d.duty_id = m.id AND d.state = 'ACCEPTED')",
    "S9 the auditor wrote": "SELECT count(*) FROM core_auditentry WHERE actor_id = %(auditor)s",
    "two open steps, or none while it runs": "SELECT count(*) FROM approvals_approvalrequest r WHERE (SELECT count(*) FROM"
    " approvals_approvalstep s WHERE s.request_id = r.id AND s.state = 'OPEN') <> (r.state = 'IN_PROGRESS')::integer",
}
QUESTION = " UNION ALL ".join(f"SELECT '{name}', ({rows})" for name, rows in BROKEN.items())


class Duties(RuleBasedStateMachine):
    """One selection from its last scores to the determination; every case begins at the same scene."""

    scene: dict[str, object] = {}
    acts_tried, succeeded, savepoint = 0, set(), ""

    @initialize(ahead=st.sampled_from([0, 1, 3, 4, 5, 6, 7]))
    def begin(self, ahead):
        """Some cases start further on: left to chance alone, hardly a walk comes to a decision."""
        self.savepoint = transaction.savepoint()
        self.vacancy, self.people = Duties.scene["vacancy"], Duties.scene["people"]
        self.frozen, self.is_changed, self.tempted = {}, False, set()
        # Who decides at both steps of PyB and PPK, tries in every other case.
        self.opener = "both" if ahead % 2 else "pyb"
        first = self.vacancy.candidates.get(number=1)
        for blind in (True, False):
            self.put_scores(User.objects.get(pk=self.people["seated"]), first, 88, blind)
            self.put_scores(User.objects.get(pk=self.people["judge"]), first, 88, blind)
        for _ in range(ahead):
            self.next_act()

    def teardown(self):
        if self.savepoint:
            assert verify_trail(self.vacancy.trail_chain).faults == ()
            transaction.savepoint_rollback(self.savepoint)

    def attempt(self, name, act):
        """Let one act happen; a refusal is an answer, anything else is an error of the portal."""
        Duties.acts_tried += 1
        said = ""
        try:
            act()
        except Refused as error:
            said = error.reason
        if not said:
            Duties.succeeded.add(name)
            self.is_changed = True
        assert not said or said.endswith("."), said
        return not said

    def who(self, place):
        """A person as the next request reads them."""
        return User.objects.get(pk=self.people[sorted(self.people)[place % len(self.people)]])

    @rule(place=st.integers(0, 99), candidate=st.integers(0, 2), value=st.integers(50, 99), blind=st.booleans())
    def score(self, place, candidate, value, blind):
        self.put_scores(self.who(place), self.vacancy.candidates.order_by("number")[candidate], value, blind)

    def put_scores(self, who, person, value, blind):
        codes = [c.code for c in self.vacancy.components.all() if c.is_scored_by_panel and c.is_blind is blind]
        given = dict.fromkeys(codes, Decimal(value))
        done = self.attempt(
            "score",
            lambda: actions.save_sheet(
                candidate_id=person.pk, actor=who, values=given, reasons=dict.fromkeys(codes, WHY), submit=True, blind=blind
            ),
        )
        # S4: the bar is asked when scoring.
        assert not done or not Recusal.objects.filter(candidate=person, member__user=who).exists(), "S4 a recused member scored"

    @rule(place=st.integers(0, 99), sheet=st.integers(0, 50))
    def give_a_sheet_back(self, place, sheet):
        sheets = ScoreSheet.objects.order_by("pk").values_list("pk", flat=True)
        self.attempt(
            "reopen", lambda: actions.reopen_sheet(sheet_id=sheets[sheet % len(sheets)], actor=self.who(place), reason=WHY)
        )

    @rule(place=st.integers(0, 99), number=st.integers(1, 3), value=st.integers(50, 99))
    def bring_a_file(self, place, number, value):
        code = next(c.code for c in self.vacancy.components.order_by("position") if c.is_imported)
        values = [ImportedValue(number, code, Decimal(value))]
        self.attempt(
            "import",
            lambda: actions.import_scores(vacancy_id=self.vacancy.pk, actor=self.who(place), values=values, source="nilai.csv"),
        )

    @rule(place=st.integers(0, 99), candidate=st.integers(0, 2), imposed=st.integers(0, 4))
    def bar(self, place, candidate, imposed):
        """A member declares a conflict, or somebody imposes one."""
        person, who = self.vacancy.candidates.order_by("number")[candidate], self.who(place)
        members = PanelMember.objects.filter(panel__vacancy=self.vacancy).order_by("pk")
        if imposed:
            self.attempt("declare", lambda: actions.declare_conflict(candidate_id=person.pk, actor=who, reason=WHY))
        else:
            member = members[candidate].pk
            self.attempt(
                "impose", lambda: actions.impose_recusal(candidate_id=person.pk, member_id=member, actor=who, reason=WHY)
            )

    @rule(place=st.integers(0, 99), again=st.booleans())
    def calibrate(self, place, again):
        who = self.who(place)
        if again:
            self.attempt("recalibrate", lambda: reopen_calibration(vacancy_id=self.vacancy.pk, actor=who, reason=WHY))
        else:
            self.attempt("calibrate", lambda: close_calibration(vacancy_id=self.vacancy.pk, actor=who, note=WHY))

    @rule(place=st.integers(0, 99))
    def rank(self, place):
        self.attempt("rank", lambda: actions.compute_ranking(vacancy_id=self.vacancy.pk, actor=self.who(place), reason=WHY))

    @rule(place=st.integers(0, 99), score=st.integers(0, 99), value=st.integers(50, 99))
    def correct(self, place, score, value):
        scores = Score.objects.filter(candidate__vacancy=self.vacancy).order_by("pk").values_list("pk", flat=True)
        given = {"score_id": scores[score % len(scores)], "value": Decimal(value), "reason": WHY}
        self.attempt("propose", lambda: actions.propose_correction(actor=self.who(place), **given))

    @rule(place=st.integers(0, 99), accept=st.booleans())
    def answer_a_correction(self, place, accept):
        last = ScoreCorrection.objects.filter(verdict=None).order_by("-pk").first()
        if last is not None:
            given = {"correction_id": last.pk, "accept": accept, "note": WHY}
            self.attempt("correct", lambda: actions.decide_correction(actor=self.who(place), **given))

    @rule(place=st.integers(0, 99), signs=st.booleans())
    def minutes(self, place, signs):
        who, last = self.who(place), OfficialMinutes.objects.filter(ranking__vacancy=self.vacancy).order_by("-pk").first()
        if signs and last is not None:
            self.attempt(
                "sign",
                lambda: actions.sign_minutes(
                    vacancy_id=self.vacancy.pk, actor=who, digest_seen=last.digest, second_factor="totp"
                ),
            )
        else:
            seats = PanelMember.objects.filter(panel__vacancy=self.vacancy).values_list("pk", flat=True)
            meeting = Meeting(clock.transaction_now(), "Jakarta", tuple(seats))
            self.attempt("prepare", lambda: actions.prepare_minutes(vacancy_id=self.vacancy.pk, actor=who, meeting=meeting))

    @rule()
    def go_on(self):
        self.next_act()

    def next_act(self):
        """What comes next in the selection, by whoever may: ranking, minutes on their way, verdicts up to the determination."""
        chair, secretary = (User.objects.get(pk=self.people[name]) for name in ("chair", "secretary"))
        if latest_ranking(self.vacancy) is None:
            self.attempt("calibrate", lambda: close_calibration(vacancy_id=self.vacancy.pk, actor=chair, note=WHY))
            self.attempt("rank", lambda: actions.compute_ranking(vacancy_id=self.vacancy.pk, actor=chair, reason=WHY))
            return
        request = self.request()
        if request is not None and request.state in (RequestState.IN_PROGRESS, RequestState.APPROVED):
            self.decide_in_turn(0)
            return
        last = OfficialMinutes.objects.filter(ranking__vacancy=self.vacancy, signature=None).order_by("-pk").first()
        signing = {
            "vacancy_id": self.vacancy.pk,
            "actor": chair,
            "digest_seen": last.digest if last else "",
            "second_factor": "totp",
        }
        if last is not None and self.attempt("sign", lambda: actions.sign_minutes(**signing)):
            return
        seats = PanelMember.objects.filter(panel__vacancy=self.vacancy).values_list("pk", flat=True)
        meeting = Meeting(clock.transaction_now(), "Jakarta", tuple(seats))
        self.attempt("prepare", lambda: actions.prepare_minutes(vacancy_id=self.vacancy.pk, actor=secretary, meeting=meeting))

    @rule(place=st.integers(0, 99), verdict=st.sampled_from(sorted(VERDICTS)), position=st.integers(1, 4))
    def decide_anything(self, place, verdict, position):
        self.give(self.who(place), verdict, position)

    @rule(choice=st.sampled_from([0, 0, 0, 0, 1, 2]))
    def decide_rightfully(self, choice):
        self.decide_in_turn(choice)

    def decide_in_turn(self, choice):
        """The official whose turn it is gives a verdict of the step; the first one leads on. Whoever may not tries before."""
        request = self.request()
        step = request.steps.filter(state="OPEN").first() if request else None
        if step is None:
            return
        if (request.pk, step.position) not in self.tempted:
            self.tempted.add((request.pk, step.position))
            for name in BARRED.get(step.role, ()):
                if name != self.opener or step.position > 1:
                    self.give(User.objects.get(pk=self.people[name]), step.verdicts[0], step.position)
        name = self.opener if step.role == "PYB" else step.role.lower()
        self.give(User.objects.get(pk=self.people[name]), step.verdicts[choice], step.position)

    def request(self):
        return ApprovalRequest.objects.filter(trail_chain=self.vacancy.trail_chain).order_by("-pk").first()

    def give(self, who, verdict, position):
        request = self.request()
        if request is None or not request.steps.filter(position=position).exists():
            return
        form = seats_form(request, ("001", "")) if verdict == "DETERMINE" else None
        if form is not None and not form.is_valid():
            return
        given = {"verdict": verdict, "note": WHY, "digest_seen": request.digest, "position_seen": position, "form": form}
        self.attempt(f"decide {verdict}", lambda: decide(request_id=request.pk, actor=who, **given))

    @rule(place=st.integers(0, 99))
    def take_back(self, place):
        self.attempt("withdraw", lambda: actions.withdraw_result(vacancy_id=self.vacancy.pk, actor=self.who(place)))

    @rule(place=st.integers(0, 99), role=st.sampled_from(["PPK", "PYB", "WASDAL"]), delegate=st.integers(0, 99))
    def note_a_letter(self, place, role, delegate):
        """Somebody hands a duty to anybody, themselves included."""
        today = self.vacancy.agency.day(clock.now())
        given = {
            "kind": "PLH", "role": role, "agency_id": None if role == "WASDAL" else self.vacancy.agency_id,
            "official_id": self.people[role.lower()], "delegate_id": self.who(delegate).pk, "level_label": "", "chain_code": "",
            "letter_number": f"800/{Duties.acts_tried}/2026", "letter_on": today, "valid_from": today, "valid_until": today,
            "accepted": AcceptedFile("surat.pdf", "application/pdf", 1, 1, "0" * 64, "delegations/uji/tidak-ada.pdf"),
        }  # fmt: skip
        self.attempt("note", lambda: approval_acts.register_delegation(actor=self.who(place), **given))

    @rule(place=st.integers(0, 99))
    def accept_a_letter(self, place):
        last = Delegation.objects.waiting().order_by("-pk").first()
        if last is not None:
            self.attempt("accept", lambda: approval_acts.accept_delegation(delegation_id=last.pk, actor=self.who(place)))

    @rule(score=st.integers(0, 99))
    def reach_into_the_table(self, score):
        """S5: whoever has the web role's connection changes no score under a ranking either."""
        if latest_ranking(self.vacancy) is None:
            return
        scores = Score.objects.filter(candidate__vacancy=self.vacancy).order_by("pk").values_list("pk", flat=True)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE selection_score SET value = value + 1 WHERE id = %s", [scores[score % len(scores)]])

    @invariant()
    def nothing_is_broken(self):
        """Asked after every act that changed something, of the whole database."""
        if not self.savepoint or not self.is_changed:
            return
        self.is_changed = False
        with connection.cursor() as cursor:
            cursor.execute(QUESTION, {"auditor": self.people["auditor"]})
            assert [name for name, count in cursor.fetchall() if count] == []
        for pk, frozen in LockedScore.objects.values_list("pk", "frozen"):
            assert self.frozen.setdefault(pk, frozen) == frozen, "S5 a locked score changed"


@pytest.fixture
def scene(db, monkeypatch):
    """A selection whose scores are in, and everybody who might want something of it."""
    vacancy = scoring_vacancy(candidates=3, filled=True, closed=False)
    agency = vacancy.agency
    users = {role.value.lower(): official(role, vacancy) for role in (Role.PYB, Role.PPK, Role.WASDAL, Role.AUDITOR, Role.SETKAB)}
    users |= {"secretary": official(Role.SECRETARIAT, vacancy), "admin": official(Role.AGENCY_ADMIN, vacancy)}
    users |= {"chair": chair_of(vacancy), "member": member_of(vacancy), "judge": member_of(vacancy, 2)}
    users |= {"bkn": official(Role.BKN_ADMIN, vacancy), "stranger": UserFactory()}
    # Who scores, applies or sends also holds a deciding duty, and may not use it here; one official holds two.
    MembershipFactory(user=users["judge"], role=Role.PYB, agency=agency)
    # A member of the panel who stepped back from the first candidate, and one who applied after being called to it.
    first, seat = vacancy.candidates.get(number=1), PanelMember.objects.get(panel__vacancy=vacancy, user=users["judge"])
    ScoreSheet.objects.filter(candidate=first, member=seat).delete()
    Recusal.objects.create(candidate=first, member=seat, reason=WHY, declared_at=clock.now())
    users["seated"] = vacancy.candidates.get(number=3).application.employee.user
    PanelMember.objects.create(panel=seat.panel, user=users["seated"])
    MembershipFactory(user=users["seated"], role=Role.PANEL_MEMBER, agency=agency)
    users["candidate"] = vacancy.candidates.get(number=2).application.employee.user
    MembershipFactory(user=users["candidate"], role=Role.PPK, agency=agency)
    MembershipFactory(user=users["secretary"], role=Role.PYB, agency=agency)
    users["both"] = official(Role.PYB, vacancy)
    MembershipFactory(user=users["both"], role=Role.PPK, agency=agency)
    monkeypatch.setattr("approvals.actions.delegations.discard_file", lambda accepted: None)
    Duties.scene = {"vacancy": vacancy, "people": {name: user.pk for name, user in users.items()}}
    Duties.acts_tried, Duties.succeeded = 0, set()


def test_no_order_of_acts_breaks_the_separation_of_duties(scene, rounds):
    acts = ACTS_A_RUN if rounds == 1 else ACTS_A_SOAK_ROUND * rounds
    run_state_machine_as_test(
        Duties,
        settings=settings(
            max_examples=acts * 5 // (2 * ACTS_A_CASE),
            stateful_step_count=ACTS_A_CASE,
            deadline=None,
            database=None,
            derandomize=rounds == 1,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Duties.acts_tried >= acts, Duties.acts_tried
    # A walk that never comes to a decision would prove nothing about decisions.
    assert Duties.succeeded >= LEADS_ON, LEADS_ON - Duties.succeeded


def walk_to_the_end():
    walk = Duties()
    try:
        walk.begin(ahead=7)
        walk.nothing_is_broken()
    finally:
        walk.teardown()


# A rule, and the words under which the walk above misses it.
LOST = [
    ("approvals.rules.engine.own_request_refusal", "S1 a sender decided"),
    ("approvals.rules.engine.second_step_refusal", "S2 one person at two steps"),
    ("selection.chains._takes_part", "S3 an applicant decided"),
    ("selection.permissions.stake_refusal", "S3 an applicant scored"),
    ("selection.chains._scorer_refusal", "S4 a scorer decided"),
    ("selection.permissions.closed_refusal", "S4 a recused member scored"),
]


def test_a_rule_that_is_lost_is_noticed_on_the_way_to_a_determination(scene, monkeypatch):
    """One walk without chance for each: what nobody tries, nobody misses."""
    missed = {}
    for place, words in LOST:
        with monkeypatch.context() as patch:
            patch.setattr(place, lambda *args, **kwargs: None)
            try:
                walk_to_the_end()
            except AssertionError as error:
                missed[place] = words if words in str(error) else str(error)
    assert missed == dict(LOST)
    walk_to_the_end()
    assert Duties.succeeded >= LEADS_ON
