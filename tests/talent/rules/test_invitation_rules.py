"""Quota, pauses, reminders, reasons and masked addresses of invitations."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.mail_replies import UNKNOWN, refusal_sentence
from talent.rules.addresses import mask_address
from talent.rules.decline import DECLINE_REASONS, decline_refusal
from talent.rules.invitation_quota import MOST, invitation_quota, room_left
from talent.rules.pause import Pause, Post, is_paused, pause_refusal
from talent.rules.reminder import is_reminded, last_mark

CLOSES = datetime(2026, 12, 18, 17, tzinfo=UTC)
TODAY = date(2026, 12, 1)
POST = Post(agency="7", field="SDM", level="PRATAMA")


@pytest.mark.parametrize(
    ("seats", "invited", "room"), [(1, 0, 200), (1, 199, 1), (1, 200, 0), (1, 250, 0), (2, 0, 400), (5, 0, MOST), (9, 990, 10)]
)
def test_room_is_two_hundred_a_seat_and_never_more_than_a_thousand(seats, invited, room):
    assert room_left(seats, invited) == room
    assert room <= invitation_quota(seats) <= MOST


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        (Pause("ALL", "", TODAY), True),
        (Pause("ALL", "", TODAY - timedelta(days=1)), False),
        (Pause("ALL", "", TODAY, lifted=True), False),
        (Pause("AGENCY", "7", TODAY), True),
        (Pause("AGENCY", "8", TODAY), False),
        (Pause("FIELD", "SDM", TODAY), True),
        (Pause("FIELD", "HUKUM", TODAY), False),
        (Pause("LEVEL", "PRATAMA", TODAY), True),
        (Pause("LEVEL", "MADYA", TODAY), False),
    ],
)
def test_a_pause_keeps_away_what_it_names_through_its_last_day(pause, expected):
    assert is_paused([pause], POST, TODAY) is expected
    assert is_paused([Pause("LEVEL", "UTAMA", TODAY), pause], POST, TODAY) is expected


@pytest.mark.parametrize(
    ("scope", "subject", "until", "words"),
    [
        ("ALL", "", TODAY, None),
        ("FIELD", "SDM", date(2028, 12, 1), None),
        ("FIELD", "SDM", date(2028, 12, 2), "paling lama 2 tahun"),
        ("FIELD", "", TODAY, "Pilih instansi"),
        ("ALL", "", TODAY - timedelta(days=1), "paling cepat hari ini"),
        ("SEMUA", "", TODAY, "Pilih undangan mana"),
    ],
)
def test_a_pause_names_its_subject_and_ends_within_two_years(scope, subject, until, words):
    refusal = pause_refusal(scope, subject, until, TODAY)
    assert (refusal is None) if words is None else (words in refusal)


def reminded(days_before, *, sent=20, reminders=0, last=None):
    """Whether a person invited `sent` days before closing is reminded `days_before` closing."""
    return is_reminded(
        sent_at=CLOSES - timedelta(days=sent),
        closes_at=CLOSES,
        now=CLOSES - timedelta(days=days_before),
        reminders=reminders,
        reminded_at=None if last is None else CLOSES - timedelta(days=last),
    )


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({"days_before": 7.1}, False),
        ({"days_before": 7}, True),
        ({"days_before": 6, "reminders": 1, "last": 7}, False),
        ({"days_before": 3, "reminders": 1, "last": 7}, True),
        ({"days_before": 1, "reminders": 2, "last": 3}, False),
        ({"days_before": 0}, False),
        ({"days_before": -1}, False),
        # Invited after the mark, or a day ago: the letter is still fresh.
        ({"days_before": 5, "sent": 6}, False),
        ({"days_before": 6.5, "sent": 8}, False),
        ({"days_before": 5.9, "sent": 8}, True),
        # A sweep that comes late sends one reminder, for the newest mark, and no second one soon after.
        ({"days_before": 2}, True),
        ({"days_before": 1.5, "reminders": 1, "last": 2}, False),
        ({"days_before": 3, "reminders": 1, "last": 4}, False),
        # After an extension both reminders are used up.
        ({"days_before": 7, "sent": 30, "reminders": 2, "last": 17}, False),
    ],
)
def test_reminders_come_seven_and_three_days_before_closing_and_never_a_third_time(case, expected):
    assert reminded(**case) is expected


def test_the_newest_mark_that_has_come_counts():
    assert last_mark(CLOSES, CLOSES - timedelta(days=8)) is None
    assert last_mark(CLOSES, CLOSES - timedelta(days=5)) == CLOSES - timedelta(days=7)
    assert last_mark(CLOSES, CLOSES - timedelta(hours=1)) == CLOSES - timedelta(days=3)
    assert last_mark(CLOSES, CLOSES) is None


def test_a_reason_is_one_of_the_list_and_another_reason_needs_words():
    assert [decline_refusal(code, "") for code in DECLINE_REASONS if code != "LAIN"] == [None] * (len(DECLINE_REASONS) - 1)
    assert "Tuliskan" in decline_refusal("LAIN", "  ")
    assert decline_refusal("LAIN", "Pindah ke Ambon") is None
    assert "Pilih satu alasan" in decline_refusal("", "kata")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("budi.santoso@kemen.example", "b…o@kemen.example"),
        ("ab@kemen.example", "a…@kemen.example"),
        ("", ""),
        ("tanpa-at", ""),
    ],
)
def test_a_masked_address_can_be_told_apart_but_not_written_to(address, shown):
    assert mask_address(address) == shown


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("550 5.1.1 <budi@uji.example>: Recipient address rejected", "Alamat surel tidak dikenal oleh server penerima."),
        ("552 5.2.2 Mailbox full", "Kotak surel penerima penuh."),
        ("5.2.2", "Kotak surel penerima penuh."),
        ("550 5.1.10 RESOLVER.ADR.NotFound", "Domain alamat ini tidak menerima surel."),
        ("554 5.7.26 unauthenticated mail", "Server surel penerima menolak surat dari portal ini."),
        ("550 5.4.310 DNS domain does not exist", "Server surel penerima tidak dapat dicapai."),
        ("550 no such user", "Alamat surel tidak dikenal oleh server penerima."),
        ("554 10.5.1.1 said no", UNKNOWN),
        ("571", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_refusal_is_told_in_plain_words_and_never_in_those_of_the_server(reply, words):
    assert refusal_sentence(reply) == words
