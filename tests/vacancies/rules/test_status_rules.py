"""One status over every order of events; words of the two sides; stages with days; the policy of publication."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.applicant_status import Horizon, applicant_status, changes_left, withdrawal_refusal
from vacancies.rules.document_request import default_due, due_problem, is_late, late_sentence
from vacancies.rules.lifecycle import APPLICATION, APPLICATION_TEXTS, COUNTED_AS_SUBMITTED, VACANCY
from vacancies.rules.publication import STAGES, policy_rows, shows_component, shows_rank, shows_reasons, shows_total
from vacancies.rules.rule_pack import PUBLICATION_LEVELS, RulePack
from vacancies.rules.stage_progress import (
    DONE,
    LATE,
    NEXT,
    NOW,
    STAGE_PLACES,
    StageFact,
    day_words,
    days_late,
    followed,
    stage_progress,
)

NOON = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)

# Which acts on one application a state of its vacancy lets through, as the actions guard them.
ALLOWED = {
    "OPEN": {"submit", "withdraw", "reopen_draft", "revive", "hand_in_document", "end_request"},
    "VERIFICATION": {
        "withdraw", "expire", "ask_document", "hand_in_document", "end_request", "pass_verification", "fail_verification",
    },
    "SCORING": {"withdraw", "mark_absent", "return_present"},
    "RANKED": {"withdraw", "shortlist", "leave_out"},
    "RESULT_REVIEW": {"withdraw"},
}  # fmt: skip
# What happens to the application together with a step of its vacancy.
TOGETHER = {
    "close": {"DRAFT": "expire"},
    "reopen": {"EXPIRED": "revive"},
    "start_scoring": {"PASSED": "enter_selection"},
    "determine": {"SHORTLISTED": "select", "NOT_SHORTLISTED": "not_select"},
}
UNJUDGED = ("SUBMITTED", "NEEDS_DOCUMENT")


def lives(vacancy: str, application: str) -> list[tuple[str, str, str]]:
    """Every next (act, vacancy, application) from here. The selection opens only when nobody waits for a verdict."""
    found = []
    for action in VACANCY.actions_from(vacancy):
        if action == "start_scoring" and application in UNJUDGED:
            continue
        act = TOGETHER.get(action, {}).get(application)
        found.append((action, VACANCY.target(vacancy, action), APPLICATION.target(application, act) if act else application))
    for action in APPLICATION.actions_from(application):
        if action in ALLOWED.get(vacancy, ()):
            found.append((action, vacancy, APPLICATION.target(application, action)))
    return found


def expected_title(application: str, vacancy: str) -> str:
    """The tag by hand: first who is out, then how the vacancy ended, then its stage."""
    if application == "WITHDRAWN":
        return "Anda mengundurkan diri"
    if application in ("DRAFT", "EXPIRED"):
        is_fresh = application == "DRAFT" and vacancy in ("PUBLISHED", "OPEN")
        return "Draf – belum terkirim" if is_fresh else "Draf tidak terkirim"
    if vacancy == "CANCELLED":
        return "Lowongan dibatalkan"
    if application == "FAILED" and vacancy not in ("OPEN", "VERIFICATION"):
        return "Tidak lolos administrasi"
    if vacancy == "FAILED":
        return "Seleksi tidak dilanjutkan"
    if application == "ABSENT":
        return "Tidak hadir"
    if application == "NEEDS_DOCUMENT":
        return "Perlu tindakan Anda"
    return {
        "OPEN": "Terkirim",
        "VERIFICATION": "Berkas diperiksa",
        "SCORING": "Peserta seleksi",
        "RANKED": "Menunggu pengumuman",
        "RESULT_REVIEW": "Menunggu pengumuman",
        "DETERMINED": "Menunggu pengumuman",
        "ANNOUNCED": "Terpilih" if application == "SELECTED" else "Belum terpilih",
    }[vacancy]


@given(st.lists(st.integers(min_value=0, max_value=11), max_size=40))
def test_no_order_of_events_makes_state_tag_and_sentence_contradict(choices):
    vacancy, application = "OPEN", "DRAFT"
    for choice in choices:
        nexts = lives(vacancy, application)
        if not nexts:
            break
        _, vacancy, application = nexts[choice % len(nexts)]
        line = applicant_status(application, vacancy)
        assert line.title == expected_title(application, vacancy)
        # Whoever must act is named as the holder exactly when there is something to do.
        assert (line.holder == "Anda") == (line.title in ("Perlu tindakan Anda", "Draf – belum terkirim"))
        assert ("belum terkirim" in line.sentence) == (line.title == "Draf – belum terkirim")
        assert ("lolos administrasi" in line.sentence) == (line.title == "Peserta seleksi")
        officer = APPLICATION_TEXTS[application].officer
        assert (officer == "Menunggu pelamar") == (line.title == "Perlu tindakan Anda") or vacancy in ("CANCELLED", "FAILED")
        is_counted = application in COUNTED_AS_SUBMITTED
        assert is_counted == (application not in ("DRAFT", "EXPIRED", "WITHDRAWN"))
        leaves = [
            change
            for change in changes_left(application, vacancy, Horizon())
            if change.what.startswith(("Menarik", "Mengundurkan"))
        ]
        assert bool(leaves) == (withdrawal_refusal(application, vacancy) is None)
        if leaves:
            assert "withdraw" in APPLICATION.actions_from(application)


def test_every_life_is_reached_by_the_walk_above():
    """The random walk is no stronger than the states it can come to; these are all but the plan's own."""
    reached, todo = set(), [("OPEN", "DRAFT")]
    while todo:
        here = todo.pop()
        for _, vacancy, application in lives(*here):
            if (vacancy, application) not in reached:
                reached.add((vacancy, application))
                todo.append((vacancy, application))
    assert {application for _, application in reached} | {"DRAFT"} == set(APPLICATION.states)
    assert {vacancy for vacancy, _ in reached} == {
        "OPEN", "VERIFICATION", "SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED", "ANNOUNCED", "CANCELLED", "FAILED",
    }  # fmt: skip
    assert not any(application in UNJUDGED for vacancy, application in reached if vacancy in ("SCORING", "RANKED", "ANNOUNCED"))


@pytest.mark.parametrize("vacancy", ["OPEN", "VERIFICATION"])
def test_what_can_change_does_not_tell_the_verdict(vacancy):
    assert len({changes_left(state, vacancy, Horizon()) for state in ("SUBMITTED", "PASSED", "FAILED")}) == 1


@pytest.mark.parametrize("vacancy", ["SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED"])
def test_what_can_change_does_not_tell_the_ranking(vacancy):
    states = ("CANDIDATE", "SHORTLISTED", "NOT_SHORTLISTED")
    assert len({changes_left(state, vacancy, Horizon(result="5 Februari 2027")) for state in states}) == 1


def test_what_can_change_names_who_and_until_when():
    horizon = Horizon("Jumat, 4 Desember 2026 pukul 23.59 WIB", "12 Desember 2026", "2 Januari 2027", "5 Februari 2027", "besok")
    rows = changes_left("NEEDS_DOCUMENT", "VERIFICATION", horizon)
    assert [(row.what, row.who, row.until) for row in rows] == [
        ("Mengunggah dokumen yang diminta", "Anda", "Sampai besok"),
        ("Mencabut permintaan", "Sekretariat pansel", "Sampai besok"),
        ("Mengundurkan diri", "Anda", "Sampai hasil ditetapkan, direncanakan 5 Februari 2027"),
    ]
    assert (
        changes_left("SUBMITTED", "VERIFICATION", horizon)[0].until
        == "Sampai hasil administrasi diumumkan, direncanakan 12 Desember 2026"
    )
    assert changes_left("NOT_SELECTED", "ANNOUNCED", horizon)[0].until == "Hanya dengan keputusan penetapan baru"
    assert changes_left("FAILED", "SCORING", horizon) == ()


# Words of the two sides ----------------------------------------------------------------------------------------------


def officer_only() -> set[str]:
    """Labels an applicant must never read: the officer's, where the applicant's differ everywhere."""
    return {text.officer for text in APPLICATION_TEXTS.values()} - {text.applicant for text in APPLICATION_TEXTS.values()}


def test_no_status_of_an_applicant_is_written_like_an_error():
    """A verdict is no mistake of the person who reads it (product.md section 7: plain)."""
    assert {text.tone for text in APPLICATION_TEXTS.values()} == {"neutral", "wait", "good", "info"}
    tones = {applicant_status(state, vacancy).tone for state in APPLICATION.states for vacancy in VACANCY.states}
    assert "stop" not in tones


def test_both_label_sets_come_from_one_table_and_differ_where_it_matters():
    assert officer_only() == {
        "Draf", "Menunggu verifikasi", "Menunggu pelamar", "Memenuhi syarat", "Tidak memenuhi syarat", "Masuk daftar pendek",
        "Di luar daftar pendek", "Tidak terpilih", "Mengundurkan diri", "Draf kedaluwarsa",
    }  # fmt: skip


def test_no_officer_word_is_a_tag_of_the_applicant():
    for vacancy in VACANCY.states:
        for application in APPLICATION.states:
            line = applicant_status(application, vacancy)
            assert line.title not in officer_only()
            assert not any(word in line.sentence for word in ("daftar pendek", "TMS", "verifikator", "Menunggu pelamar"))


# Stages --------------------------------------------------------------------------------------------------------------

VERIFYING = StageFact("VERIFICATION", "Seleksi administrasi", date(2026, 12, 1), date(2026, 12, 10))
PAPER = StageFact("PAPER", "Penulisan makalah", date(2026, 12, 12), date(2026, 12, 13))
RANKING = StageFact("RANKING", "Perankingan", date(2026, 12, 20), date(2026, 12, 21))
STAGES_OF_A_PLAN = (VERIFYING, PAPER, RANKING)


@pytest.mark.parametrize(
    ("since", "today", "words"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), "Hari ke-1 dari 10 yang direncanakan"),
        (date(2026, 12, 1), date(2026, 12, 4), "Hari ke-4 dari 10 yang direncanakan"),
        (date(2026, 11, 20), date(2026, 12, 4), "Hari ke-4 dari 10 yang direncanakan"),
        (date(2026, 12, 3), date(2026, 12, 12), "Hari ke-10 dari 10 yang direncanakan"),
        (date(2026, 12, 3), date(2026, 12, 15), "Hari ke-13 dari 10 yang direncanakan"),
        (date(2026, 11, 20), date(2026, 11, 28), "Hari ke-1 dari 10 yang direncanakan"),
    ],
)
def test_days_are_counted_from_the_real_start(since, today, words):
    assert day_words(VERIFYING, since, today) == words


@given(st.dates(date(2026, 11, 1), date(2027, 2, 1)))
def test_late_by_itself_once_the_planned_end_is_over(today):
    row = stage_progress(STAGES_OF_A_PLAN, "VERIFICATION", today)[0]
    assert (row.state == LATE) == (days_late(VERIFYING, today) > 0)
    assert [each.state for each in stage_progress(STAGES_OF_A_PLAN, "VERIFICATION", today)[1:]] == [NEXT, NEXT]


def test_person_who_failed_or_left_follows_no_later_stage():
    rows = stage_progress(STAGES_OF_A_PLAN, "SCORING", date(2026, 12, 12))
    assert [row.state for row in rows] == [DONE, NOW, NEXT]
    failed = followed(rows, last_place=STAGE_PLACES["VERIFICATION"])
    assert [(row.state, row.is_followed) for row in failed] == [(DONE, True), (NEXT, False), (NEXT, False)]
    left = followed(rows, left_on=date(2026, 12, 12))
    assert [(row.state, row.is_followed) for row in left] == [(DONE, True), (NEXT, False), (NEXT, False)]
    assert [row.is_followed for row in followed(rows, left_on=date(2026, 12, 5))] == [False, False, False]


# Requests for a document ---------------------------------------------------------------------------------------------


def test_default_due_time_is_the_end_of_the_third_day():
    assert default_due(NOON, "WIB") == datetime(2026, 12, 4, 17, 0, tzinfo=UTC)
    assert due_problem(default_due(NOON, "WIT"), NOON) is None


@given(st.integers(-10_000_000, 3_000_000_000))
def test_due_time_has_a_shortest_and_a_longest(seconds):
    due_at = NOON + timedelta(milliseconds=seconds)
    allowed = 3_600_000 <= seconds <= 14 * 86_400_000
    assert (due_problem(due_at, NOON) is None) == allowed


@given(st.integers(-2_000_000, 2_000_000))
def test_late_is_the_due_instant_itself_and_everything_after_it(microseconds):
    assert is_late(NOON, NOON + timedelta(microseconds=microseconds)) == (microseconds >= 0)


def test_late_sentence_is_exact():
    due_at = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)
    sentence = late_sentence(due_at + timedelta(seconds=3.412), due_at, "WIB")
    assert sentence == "Berkas tiba pukul 00.00.03,412 WIB, 3,412 detik sesudah batas waktu."


# Policy of publication -----------------------------------------------------------------------------------------------


def test_policy_of_every_stage_has_its_field_its_levels_and_a_default():
    assert {stage.name: tuple(level for level, _ in stage.levels) for stage in STAGES} == PUBLICATION_LEVELS
    assert [level for _, level in policy_rows(RulePack())] == [stage.levels[0][1] for stage in STAGES]


def test_policy_hides_what_it_says():
    shut = RulePack(
        shows_administration="OUTCOME",
        shows_assessment="NOTHING",
        shows_paper="NOTHING",
        shows_interview="NOTHING",
        shows_ranking="OUTCOME",
    )
    codes = ("TRACK", "ASSESS", "PAPER", "INTERVIEW", "CAT", "LAINNYA")
    assert not any((shows_reasons(shut), shows_total(shut), shows_rank(shut), *(shows_component(shut, code) for code in codes)))
    wide = RulePack()
    assert all((shows_reasons(wide), shows_total(wide), shows_rank(wide), *(shows_component(wide, code) for code in codes)))
    middle = RulePack(shows_ranking="SCORE", shows_paper="NOTHING")
    assert (shows_total(middle), shows_rank(middle), shows_component(middle, "PAPER"), shows_component(middle, "CAT")) == (
        True, False, False, True,
    )  # fmt: skip


def test_level_of_another_stage_is_refused():
    with pytest.raises(ValueError, match="shows_paper"):
        RulePack(shows_paper="RANK")
