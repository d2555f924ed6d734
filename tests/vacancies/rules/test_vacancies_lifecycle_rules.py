"""The lives of a vacancy and of an application, and what an applicant may read of them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.applicant_status import applicant_status, withdrawal_refusal
from vacancies.rules.lifecycle import (
    APPLICANT_LABELS,
    APPLICATION,
    APPLICATION_TEXTS,
    COUNTED_AS_SUBMITTED,
    HOLDERS,
    OFFICER_LABELS,
    PUBLIC_LABELS,
    TONES,
    VACANCY,
)

HIDDEN = ("SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED")
RUNNING = ("CANDIDATE", "SHORTLISTED", "NOT_SHORTLISTED", "SELECTED", "NOT_SELECTED")

# State of the vacancy -> everything that may be done to it.
VACANCY_TABLE = {
    "DRAFT": {"submit_plan": "PLAN_REVIEW"},
    "PLAN_REVIEW": {
        "withdraw_plan": "DRAFT",
        "return_plan": "PLAN_RETURNED",
        "reject_plan": "PLAN_REJECTED",
        "approve_plan": "APPROVED",
    },
    "PLAN_RETURNED": {"submit_plan": "PLAN_REVIEW", "cancel": "CANCELLED"},
    "PLAN_REJECTED": {"revise_plan": "DRAFT", "cancel": "CANCELLED"},
    "APPROVED": {"publish": "PUBLISHED", "cancel": "CANCELLED"},
    "PUBLISHED": {"open": "OPEN", "cancel": "CANCELLED"},
    "OPEN": {"extend": "OPEN", "close": "VERIFICATION", "cancel": "CANCELLED"},
    "VERIFICATION": {"reopen": "OPEN", "start_scoring": "SCORING", "fail": "FAILED", "cancel": "CANCELLED"},
    "SCORING": {"rank": "RANKED", "cancel": "CANCELLED"},
    "RANKED": {"rank": "RANKED", "submit_result": "RESULT_REVIEW", "cancel": "CANCELLED"},
    "RESULT_REVIEW": {
        "withdraw_result": "RANKED",
        "return_result": "RANKED",
        "reject_result": "RANKED",
        "determine": "DETERMINED",
    },
    "DETERMINED": {"announce": "ANNOUNCED"},
    "ANNOUNCED": {},
    "CANCELLED": {},
    "FAILED": {},
}
APPLICATION_TABLE = {
    "DRAFT": {"submit": "SUBMITTED", "expire": "EXPIRED"},
    "SUBMITTED": {
        "withdraw": "WITHDRAWN",
        "ask_document": "NEEDS_DOCUMENT",
        "pass_verification": "PASSED",
        "fail_verification": "FAILED",
    },
    "NEEDS_DOCUMENT": {"withdraw": "WITHDRAWN", "hand_in_document": "SUBMITTED", "end_request": "SUBMITTED"},
    "PASSED": {"withdraw": "WITHDRAWN", "fail_verification": "FAILED", "enter_selection": "CANDIDATE"},
    "FAILED": {"withdraw": "WITHDRAWN", "pass_verification": "PASSED"},
    "CANDIDATE": {
        "withdraw": "WITHDRAWN",
        "mark_absent": "ABSENT",
        "shortlist": "SHORTLISTED",
        "leave_out": "NOT_SHORTLISTED",
    },
    "SHORTLISTED": {
        "withdraw": "WITHDRAWN",
        "leave_out": "NOT_SHORTLISTED",
        "select": "SELECTED",
        "not_select": "NOT_SELECTED",
    },
    "NOT_SHORTLISTED": {"withdraw": "WITHDRAWN", "shortlist": "SHORTLISTED", "not_select": "NOT_SELECTED"},
    "SELECTED": {},
    "NOT_SELECTED": {},
    "ABSENT": {"return_present": "CANDIDATE"},
    "WITHDRAWN": {"reopen_draft": "DRAFT"},
    "EXPIRED": {"revive": "DRAFT"},
}


@pytest.mark.parametrize(("lifecycle", "table"), [(VACANCY, VACANCY_TABLE), (APPLICATION, APPLICATION_TABLE)])
def test_every_state_allows_exactly_its_actions(lifecycle, table):
    found = {
        state: {action: lifecycle.target(state, action) for action in lifecycle.actions_from(state)} for state in lifecycle.states
    }
    assert found == table


def test_every_state_can_be_reached_and_left_or_is_an_end():
    for lifecycle, ends in (
        (VACANCY, {"ANNOUNCED", "CANCELLED", "FAILED"}),
        (APPLICATION, {"SELECTED", "NOT_SELECTED"}),
    ):
        reached, todo = {"DRAFT"}, ["DRAFT"]
        while todo:
            state = todo.pop()
            for action in lifecycle.actions_from(state):
                target = lifecycle.target(state, action)
                if target not in reached:
                    reached.add(target)
                    todo.append(target)
        assert reached == set(lifecycle.states)
        assert set(lifecycle.terminal_states()) == ends


def test_determination_needs_the_whole_way():
    """Every walk from the draft to the announcement passes each gate, in this order."""
    gates = ["APPROVED", "PUBLISHED", "OPEN", "VERIFICATION", "SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED", "ANNOUNCED"]
    for missing in gates[:-1]:
        reached, todo = {"DRAFT"}, ["DRAFT"]
        while todo:
            state = todo.pop()
            for action in VACANCY.actions_from(state):
                target = VACANCY.target(state, action)
                if target not in reached and target != missing:
                    reached.add(target)
                    todo.append(target)
        assert "ANNOUNCED" not in reached, f"{missing} can be avoided"


def test_every_state_has_words_for_each_reader():
    assert set(HOLDERS) == set(VACANCY.states)
    assert set(APPLICATION_TEXTS) == set(OFFICER_LABELS) == set(APPLICANT_LABELS) == set(APPLICATION.states)
    assert all(text.tone in TONES and text.can_still_change.endswith(".") for text in APPLICATION_TEXTS.values())


def test_public_reads_nothing_before_publication():
    unseen = {"DRAFT", "PLAN_REVIEW", "PLAN_RETURNED", "PLAN_REJECTED", "APPROVED"}
    assert set(PUBLIC_LABELS) == set(VACANCY.states) - unseen
    assert len({PUBLIC_LABELS[state] for state in ("RANKED", "RESULT_REVIEW", "DETERMINED")}) == 1


def test_drafts_expired_drafts_and_withdrawn_never_count_as_submitted():
    assert set(APPLICATION.states) - COUNTED_AS_SUBMITTED == {"DRAFT", "EXPIRED", "WITHDRAWN"}


def test_page_changes_at_every_step_of_the_walk():
    walk = [
        ("DRAFT", "OPEN"),
        ("SUBMITTED", "OPEN"),
        ("SUBMITTED", "VERIFICATION"),
        ("CANDIDATE", "SCORING"),
        ("SHORTLISTED", "RANKED"),
        ("SHORTLISTED", "RESULT_REVIEW"),
        ("SELECTED", "DETERMINED"),
        ("SELECTED", "ANNOUNCED"),
    ]
    lines = [applicant_status(*step) for step in walk]
    assert len({line.sentence for line in lines}) == len(walk)
    assert [line.title for line in lines] == [
        "Draf – belum terkirim",
        "Terkirim",
        "Berkas diperiksa",
        "Peserta seleksi",
        "Menunggu pengumuman",
        "Menunggu pengumuman",
        "Menunggu pengumuman",
        "Terpilih",
    ]
    by_layer = [applicant_status("SHORTLISTED", "RESULT_REVIEW", reviewing_role=role) for role in ("PyB", "PPK", "Wasdal BKN")]
    assert [line.holder for line in by_layer] == ["PyB", "PPK", "Wasdal BKN"]
    assert len({line.sentence for line in by_layer}) == 3


@pytest.mark.parametrize("vacancy_state", HIDDEN)
def test_result_is_hidden_until_the_announcement(vacancy_state):
    assert len({applicant_status(state, vacancy_state) for state in RUNNING}) == 1


@pytest.mark.parametrize("vacancy_state", ["OPEN", "VERIFICATION"])
def test_verdict_of_verification_is_hidden_while_it_can_still_change(vacancy_state):
    assert len({applicant_status(state, vacancy_state) for state in ("SUBMITTED", "PASSED", "FAILED")}) == 1
    assert {withdrawal_refusal(state, vacancy_state) for state in ("SUBMITTED", "PASSED", "FAILED")} == {None}


@pytest.mark.parametrize("vacancy_state", ["SCORING", "RANKED", "RESULT_REVIEW"])
def test_the_way_out_does_not_tell_the_ranking(vacancy_state):
    answers = {withdrawal_refusal(state, vacancy_state) for state in ("CANDIDATE", "SHORTLISTED", "NOT_SHORTLISTED")}
    assert answers == {None}


def test_the_way_out_is_closed_for_all_once_determined():
    assert len({withdrawal_refusal(state, "DETERMINED") for state in RUNNING}) == 1
    assert withdrawal_refusal("SELECTED", "DETERMINED") == "Hasil sudah ditetapkan, jadi lamaran tidak dapat ditarik lagi."


@pytest.mark.parametrize(
    ("application", "vacancy", "title"),
    [
        ("FAILED", "SCORING", "Tidak lolos administrasi"),
        ("FAILED", "ANNOUNCED", "Tidak lolos administrasi"),
        ("ABSENT", "SCORING", "Tidak hadir"),
        ("ABSENT", "ANNOUNCED", "Tidak hadir"),
        ("SELECTED", "ANNOUNCED", "Terpilih"),
        ("NOT_SELECTED", "ANNOUNCED", "Belum terpilih"),
        ("NOT_SHORTLISTED", "ANNOUNCED", "Belum terpilih"),
        ("SUBMITTED", "SCORING", "Berkas diperiksa"),
        ("SUBMITTED", "CANCELLED", "Lowongan dibatalkan"),
        ("SUBMITTED", "FAILED", "Seleksi tidak dilanjutkan"),
        ("FAILED", "FAILED", "Tidak lolos administrasi"),
        ("DRAFT", "VERIFICATION", "Draf tidak terkirim"),
        ("EXPIRED", "OPEN", "Draf tidak terkirim"),
        ("WITHDRAWN", "OPEN", "Anda mengundurkan diri"),
        ("WITHDRAWN", "ANNOUNCED", "Anda mengundurkan diri"),
    ],
)
def test_other_endings(application, vacancy, title):
    assert applicant_status(application, vacancy).title == title


@pytest.mark.parametrize(
    ("application", "vacancy", "part"),
    [
        ("DRAFT", "OPEN", "Draf belum terkirim"),
        ("SUBMITTED", "CANCELLED", "sudah berakhir"),
        ("FAILED", "SCORING", "tidak lolos administrasi"),
        ("WITHDRAWN", "OPEN", "“Anda mengundurkan diri”"),
    ],
)
def test_withdrawal_that_makes_no_sense_says_why(application, vacancy, part):
    assert part in withdrawal_refusal(application, vacancy)


@given(st.sampled_from(list(APPLICATION.states)), st.sampled_from(list(VACANCY.states)))
def test_every_pair_of_states_has_a_whole_line(application, vacancy):
    line = applicant_status(application, vacancy)
    assert line.title
    assert line.sentence.endswith(".")
    assert line.can_still_change.endswith(".")
    assert line.tone in TONES


def test_no_applicant_sentence_uses_words_of_the_inside():
    inside = ("daftar pendek", "peringkat ke", "MS", "TMS")
    for pair in itertools.product(APPLICATION.states, VACANCY.states):
        line = applicant_status(*pair)
        assert not any(word in f"{line.title} {line.sentence} {line.can_still_change}" for word in inside)


def test_unknown_states_are_errors_of_the_program():
    for pair in (("LOST", "OPEN"), ("DRAFT", "LOST")):
        with pytest.raises(KeyError):
            applicant_status(*pair)
