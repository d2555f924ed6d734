"""Calendar files: read back by the library, folded, in UTC, one entry a UID."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from core.calendar_files import CalendarEntry, calendar_text, merge_calendars

CLOSES = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)
MADE = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)


def entry(**more):
    words = {
        "uid": "tenggat-1@asnkarier",
        "title": "Pendaftaran ditutup: Direktur Uji",
        "starts": CLOSES - timedelta(minutes=1),
        "ends": CLOSES,
        "sequence": 0,
        "changed_at": MADE,
    }
    return CalendarEntry(**(words | more))


def events(text):
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_an_instant_is_written_in_utc_without_a_zone_table():
    text = calendar_text([entry()])
    assert "DTSTART:20261204T165900Z\r\n" in text
    assert "DTEND:20261204T170000Z\r\n" in text
    assert "TZID" not in text
    assert "METHOD:PUBLISH\r\n" in text


def test_whole_days_end_with_their_last_day():
    (event,) = events(calendar_text([entry(starts=date(2026, 12, 7), ends=date(2026, 12, 9))]))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 7), date(2026, 12, 10))


def test_reminders_ring_before_the_deadline_and_not_for_a_cancelled_one():
    reminders = (timedelta(days=1), timedelta(hours=3))
    (event,) = events(calendar_text([entry(reminders=reminders)]))
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [timedelta(days=-1), timedelta(hours=-3)]
    (cancelled,) = events(calendar_text([entry(reminders=reminders, is_cancelled=True)]))
    assert str(cancelled["status"]) == "CANCELLED"
    assert cancelled.walk("VALARM") == []


# What a title may hold in the register: no control characters, the forms refuse them.
words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=200).map(str.strip).filter(bool)


@given(title=words, description=words)
def test_lines_are_folded_and_words_come_back_whole(title, description):
    text = calendar_text([entry(title=title, description=description)])
    assert text.endswith("\r\n")
    lines = text.encode().split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    (event,) = events(text)
    assert (str(event["summary"]), str(event["description"])) == (title, description)


def test_a_merge_keeps_the_newest_version_of_each_entry():
    old, new = entry(), entry(sequence=1, starts=CLOSES, ends=CLOSES + timedelta(minutes=1))
    other = entry(uid="tenggat-2@asnkarier")
    merged = events(merge_calendars([calendar_text([new, other]), calendar_text([old])]))
    assert {(str(event["uid"]), int(event["sequence"])) for event in merged} == {
        ("tenggat-1@asnkarier", 1),
        ("tenggat-2@asnkarier", 0),
    }
    assert merge_calendars([]) == ""


def test_the_same_entry_is_the_same_bytes():
    assert calendar_text([entry()]) == calendar_text([entry()])
