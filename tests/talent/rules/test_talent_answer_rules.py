"""What an invited person may do, and until when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent.rules.answer import acceptance_refusal, answer_refusal, is_window_open, present_state
from talent.rules.lifecycle import INVITATION_LABELS
from vacancies.rules.lifecycle import VACANCY_LABELS

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OPENS, CLOSES = NOW - timedelta(days=3), NOW + timedelta(days=3)
ZONE = "Asia/Jakarta"


def refusal(state, vacancy_state="OPEN", closes_at=CLOSES):
    return answer_refusal(state, vacancy_state=vacancy_state, closes_at=closes_at, now=NOW, zone=ZONE)


@pytest.mark.parametrize(
    ("state", "vacancy_state", "closes_at", "words"),
    [
        ("SENT", "OPEN", CLOSES, None),
        ("SENT", "PUBLISHED", CLOSES, None),
        ("EXPIRED", "OPEN", CLOSES, None),
        ("SENT", "OPEN", NOW, "berlaku sampai pendaftaran ditutup, yaitu Jumat, 20 November 2026 pukul 09.59 WIB"),
        ("SENT", "VERIFICATION", NOW - timedelta(days=1), "berlaku sampai pendaftaran ditutup"),
        ("SENT", "CANCELLED", CLOSES, "Lowongan ini dibatalkan"),
        ("SENT", "VERIFICATION", CLOSES, "tidak lagi menerima lamaran"),
        ("ACCEPTED", "OPEN", CLOSES, "Anda menerima undangan ini, jadi tidak dapat dijawab lagi."),
        ("DECLINED", "OPEN", CLOSES, "Anda menolak undangan ini, jadi tidak dapat dijawab lagi."),
        ("REVOKED", "OPEN", CLOSES, "Instansi sudah membatalkan undangan ini."),
        ("QUEUED", "OPEN", CLOSES, "tidak dapat dilakukan"),
        ("FAILED", "OPEN", CLOSES, "tidak dapat dilakukan"),
    ],
)
def test_answering(state, vacancy_state, closes_at, words):
    found = refusal(state, vacancy_state, closes_at)
    assert found is None if words is None else words in found


def test_the_closing_instant_no_longer_counts():
    assert is_window_open("OPEN", NOW + timedelta(microseconds=1), NOW)
    assert not is_window_open("OPEN", NOW, NOW)
    assert not is_window_open("OPEN", None, NOW)


def test_accepting_waits_for_the_opening_and_declining_does_not():
    later = NOW + timedelta(days=1)
    where = {"vacancy_state": "PUBLISHED", "closes_at": CLOSES, "now": NOW, "zone": ZONE}
    assert answer_refusal("SENT", **where) is None
    assert "Pendaftaran baru dibuka pada" in acceptance_refusal("SENT", opens_at=later, **where)
    assert acceptance_refusal("SENT", opens_at=OPENS, **where) is None


@given(
    state=st.sampled_from(list(INVITATION_LABELS)),
    vacancy_state=st.sampled_from(list(VACANCY_LABELS)),
    closes_in=st.integers(-5, 5),
)
def test_only_a_living_invitation_in_an_open_window_can_be_answered(state, vacancy_state, closes_in):
    closes_at = NOW + timedelta(days=closes_in)
    window_open = is_window_open(vacancy_state, closes_at, NOW)
    may = refusal(state, vacancy_state, closes_at) is None
    assert may == (window_open and state in ("SENT", "EXPIRED"))
    assert present_state(present_state(state, window_open=window_open), window_open=window_open) == present_state(
        state, window_open=window_open
    )
    if acceptance_refusal(
        state, vacancy_state=vacancy_state, opens_at=OPENS - timedelta(days=9), closes_at=closes_at, now=NOW, zone=ZONE
    ) is None:  # fmt: skip
        assert may, "whoever may accept may answer"
