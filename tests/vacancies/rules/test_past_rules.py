"""A selection rebuilt from its trail: state, counts, steps, at every row."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vacancies.rules.lifecycle import VACANCY, VACANCY_LABELS
from vacancies.rules.past import GONE, STATE_AFTER, TrailFact, past_state


def facts(*acts: tuple) -> list[TrailFact]:
    return [
        TrailFact(place, place * 1000, act, "PPK Kementerian Contoh", str(object_id), details)
        for place, (act, object_id, details) in enumerate(acts, start=1)
    ]


def test_nothing_before_the_first_row():
    empty = past_state([])
    assert (empty.rows, empty.state, empty.submitted, empty.steps) == (0, GONE, 0, ())


def test_a_whole_life():
    rows = facts(
        ("plan_vacancy", "v", {}),
        ("submit_plan", "v", {}),
        ("decide_step", "r", {"step": "ppk", "verdict": "APPROVE"}),
        ("approve_plan", "v", {}),
        ("publish_vacancy", "v", {"state": "PUBLISHED"}),
        ("open_registration", "v", {}),
        ("start_application", 1, {}),
        ("submit_application", 1, {}),
        ("start_application", 2, {}),
        ("submit_application", 2, {}),
        ("start_application", 3, {}),
        ("withdraw_application", 2, {}),
        ("extend_registration", "v", {}),
        ("close_registration", "v", {}),
        ("verify_application", 1, {"before": "SUBMITTED", "after": "PASSED"}),
        ("open_selection", "v", {}),
        ("compute_ranking", "v", {"version": 1}),
        ("compute_ranking", "v", {"version": 2}),
        ("submit_result", "v", {}),
        ("decide_step", "r", {"step": "determination", "verdict": "DETERMINE"}),
        ("determine", "v", {}),
        ("announce_result", "v", {}),
    )
    end = past_state(rows)
    assert (end.state, end.submitted, end.withdrawn, end.drafts, end.passed) == ("ANNOUNCED", 1, 1, 1, 1)
    assert (end.extensions, end.ranking, [step.verdict for step in end.steps]) == (1, 2, ["APPROVE", "DETERMINE"])
    assert past_state(rows[:10]).submitted == 2
    assert past_state(rows[:3]).state == "PLAN_REVIEW"
    assert past_state(rows[:16]).ranking == 0


def test_only_a_granted_objection_turns_a_verdict():
    rows = facts(
        ("submit_application", 1, {}),
        ("verify_application", 1, {"after": "FAILED"}),
        ("file_objection", 1, {}),
        ("answer_objection", 1, {"outcome": "REFUSED"}),
        ("answer_objection", 1, {"outcome": "GRANTED"}),
    )
    assert [past_state(rows[:count]).passed for count in range(2, 6)] == [0, 0, 0, 1]
    assert past_state(rows).failed == 0


def test_a_verdict_that_is_corrected_counts_once():
    rows = facts(
        ("submit_application", 1, {}),
        ("verify_application", 1, {"after": "FAILED"}),
        ("verify_application", 1, {"after": "PASSED"}),
    )
    assert (past_state(rows).passed, past_state(rows).failed, past_state(rows).submitted) == (1, 0, 1)


def test_a_discarded_draft_and_a_deleted_plan_leave_nothing():
    assert past_state(facts(("start_application", 1, {}), ("discard_application", 1, {}))).drafts == 0
    assert past_state(facts(("plan_vacancy", "v", {}), ("delete_plan", "v", {}))).state == GONE


def test_every_state_of_the_lifecycle_can_be_rebuilt():
    assert set(STATE_AFTER.values()) - {GONE} == set(VACANCY_LABELS)
    assert {step.target for step in VACANCY.transitions} <= set(STATE_AFTER.values())


ACTS = (
    "start_application", "submit_application", "withdraw_application", "verify_application", "discard_application", "edit_draft",
)  # fmt: skip
APPLICATION_ACT = st.tuples(
    st.sampled_from(ACTS), st.integers(1, 5), st.sampled_from(["PASSED", "FAILED"]).map(lambda after: {"after": after})
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(APPLICATION_ACT, max_size=30))
def test_counts_never_exceed_the_people(acts):
    past = past_state(facts(*acts))
    assert past.submitted + past.withdrawn + past.drafts <= 5
    assert past.passed + past.failed <= past.submitted
    assert past.rows == len(acts)
