"""Calendar files (iCalendar, RFC 5545): deadlines and dates a person can put into the own calendar.

Instants are written in UTC with "Z", so that no time-zone table has to travel along; whole days are written as dates. One
thing keeps one UID for ever and counts SEQUENCE up whenever it moves: a calendar then moves its entry instead of adding one.

The library is imported where it is used, because loading it costs every process 70 ms and few requests need it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//ASN Karier//Tenggat//ID"
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class CalendarEntry:
    """One date in a calendar.

    Args:
        uid: stable name, the same for every version of the entry.
        title: what happens, Indonesian; names the post.
        starts, ends: both aware datetimes (end exclusive), or both dates (end inclusive).
        sequence: 0 at first, plus one each time the entry moved.
        changed_at: when this version was made (aware); the file is the same byte for byte until it changes again.
        description: sentences; url: absolute address of the page; location: where, if anywhere.
        reminders: how long before the start the calendar should remind.
        is_cancelled: strikes the entry out. takes_time: marks the person as busy; a deadline does not.
    """

    uid: str
    title: str
    starts: datetime | date
    ends: datetime | date
    sequence: int
    changed_at: datetime
    description: str = ""
    url: str = ""
    location: str = ""
    reminders: tuple[timedelta, ...] = ()
    is_cancelled: bool = False
    takes_time: bool = False


def calendar_text(entries: Iterable[CalendarEntry]) -> str:
    """The file (method PUBLISH): CRLF at line ends, lines folded at 75 octets."""
    from icalendar import Event

    calendar = _empty_calendar()
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", entry.changed_at.astimezone(UTC))
        event.add("sequence", entry.sequence)
        event.add("summary", entry.title)
        if isinstance(entry.starts, datetime) and isinstance(entry.ends, datetime):
            event.add("dtstart", entry.starts.astimezone(UTC))
            event.add("dtend", entry.ends.astimezone(UTC))
        else:
            event.add("dtstart", entry.starts)
            event.add("dtend", entry.ends + timedelta(days=1))
        for name in ("description", "location", "url"):
            if getattr(entry, name):
                event.add(name, getattr(entry, name))
        event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
        event.add("transp", "OPAQUE" if entry.takes_time else "TRANSPARENT")
        for reminder in () if entry.is_cancelled else entry.reminders:
            event.add_component(_alarm(entry.title, reminder))
        calendar.add_component(event)
    return calendar.to_ical().decode()


def merge_calendars(texts: Iterable[str]) -> str:
    """One file with the entries of several, the newest version of each; "" without any."""
    from icalendar import Calendar

    newest: dict[str, tuple[int, object]] = {}
    for text in texts:
        for event in Calendar.from_ical(text).walk("VEVENT"):
            sequence = int(event.get("sequence", 0))
            if str(event["uid"]) not in newest or newest[str(event["uid"])][0] <= sequence:
                newest[str(event["uid"])] = (sequence, event)
    if not newest:
        return ""
    merged = _empty_calendar()
    for _, event in newest.values():
        merged.add_component(event)
    return merged.to_ical().decode()


def _empty_calendar():
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def _alarm(title: str, before: timedelta):
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm
