"""After the last extension: go on with at least three and a note, or fail (product.md 3.3, domain.md 11-4)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacancies.rules.chains import CONTINUATION
from vacancies.rules.extension import ExtensionFacts, extension_refusal
from vacancies.rules.fork import ForkFacts, continuation_refusal, stands_at_fork, start_refusal
from vacancies.rules.rule_pack import RulePack

CLOSES = datetime(2026, 11, 20, 17, tzinfo=UTC)
DAY = timedelta(days=1)


def facts(submitted=3, used=2, *, state="VERIFICATION", continued=False, asked=False, pack=None):
    return ForkFacts(ExtensionFacts(state, submitted, used, CLOSES, pack or RulePack()), continued, asked)


@pytest.mark.parametrize(
    ("case", "after", "at_fork", "ask", "start"),
    [
        # The last extension is used up: the fork stands from the closing on.
        (facts(3, 2), 0 * DAY, True, None, "memilih dahulu"),
        (facts(2, 2), 0 * DAY, True, "Hanya 2 lamaran terkirim", "Hanya 2 lamaran terkirim"),
        (facts(0, 2), 9 * DAY, True, "Hanya 0 lamaran terkirim", "Hanya 0 lamaran terkirim"),
        # An ordinary extension is still possible, for three days.
        (facts(3, 1), 3 * DAY - timedelta(seconds=1), False, "masih dapat diperpanjang", "perpanjang pendaftaran lebih dahulu"),
        (facts(3, 1), 3 * DAY, True, None, "memilih dahulu"),
        # Four are enough without anybody's note.
        (facts(4, 2), 0 * DAY, False, "tanpa catatan Wasdal BKN", None),
        # Asked, and released.
        (facts(3, 2, asked=True), 0 * DAY, True, "sedang menunggu", "menunggu catatan Wasdal BKN"),
        (facts(3, 2, continued=True), 0 * DAY, False, "sudah diteruskan", None),
        # Released with three, then one withdrew: too few after all.
        (facts(2, 2, continued=True), 0 * DAY, False, "sudah diteruskan", "Hanya 2 lamaran terkirim"),
        # Not closed yet, or scoring already.
        (facts(3, 2, state="OPEN"), -DAY, False, "sesudah pendaftaran ditutup", "memilih dahulu"),
        (facts(3, 2, state="SCORING"), 9 * DAY, False, "sebelum penilaian dimulai", "memilih dahulu"),
        # The numbers come from the pack.
        (facts(5, 1, pack=RulePack(min_submitted=6, max_extensions=1, min_to_continue_after_last=5)), 0 * DAY, True, None, "6"),
    ],
)
def test_which_way_is_open(case, after, at_fork, ask, start):
    now = CLOSES + after
    assert stands_at_fork(case, now) is at_fork
    for found, expected in ((continuation_refusal(case, now), ask), (start_refusal(case, now), start)):
        assert found is None if expected is None else expected in found


@given(
    submitted=st.integers(0, 6), used=st.integers(0, 3), hours=st.integers(0, 200), continued=st.booleans(), asked=st.booleans()
)
def test_extending_and_going_on_are_never_offered_together_and_scoring_needs_four_or_the_note(
    submitted, used, hours, continued, asked
):
    case, now = facts(submitted, used, continued=continued, asked=asked), CLOSES + timedelta(hours=hours)
    extends = extension_refusal(case.window, now) is None
    asks = continuation_refusal(case, now) is None
    assert not (extends and asks)
    assert not (asks and submitted < 3)
    assert (start_refusal(case, now) is None) == (submitted >= 4 or (continued and submitted >= 3))


def test_every_verdict_of_the_chain_carries_a_note():
    (layer,) = CONTINUATION.layers
    assert (layer.role, layer.verdicts) == ("WASDAL", ("RECOMMEND_WITH_NOTES", "NOT_RECOMMEND"))
