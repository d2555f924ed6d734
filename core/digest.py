"""The daily digest: what people asked not to get at once, as one mail a day."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from core import notices
from core.calendar_files import merge_calendars
from core.indonesian import moment_words
from core.models import OutboxMessage, OutboxState
from core.outbox import is_still_true, queue_mail

HOUR = time(7)


def digest_key(user_id: int, day) -> str:
    """One digest a person and day, however many sweeps run."""
    return f"digest:{day.isoformat()}:{user_id}"


def write_digests(now: datetime) -> int:
    """Write the digest of everybody whose 07.00 has passed and who has something held from before it.

    Safe to run at any time and twice at once; a sweep that comes late still sends the day's digest. Whoever has nothing held
    gets nothing.

    Args:
        now: the portal's time (aware), so that the demo clock brings the next morning.

    Returns:
        How many digests were written.
    """
    people = list(OutboxMessage.objects.held().order_by("recipient_id").values_list("recipient_id", flat=True).distinct())
    mornings = {}
    for person, zone in notices.zones_of(people).items():
        local = now.astimezone(ZoneInfo(zone))
        if local.time() >= HOUR:
            mornings[person] = datetime.combine(local.date(), HOUR, tzinfo=ZoneInfo(zone))
    keys = {digest_key(person, morning.date()): person for person, morning in mornings.items()}
    done = {keys[key] for key in OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True)}
    return sum(_write_digest(person, morning) for person, morning in mornings.items() if person not in done)


@transaction.atomic
def _write_digest(user_id: int, morning: datetime) -> bool:
    """Turn one person's held mails from before `morning` into one mail. False when there are none or it was done already."""
    # The person's row is the gate: a second sweep waits here and then sees the first one's digest.
    person = get_user_model().objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    key = digest_key(user_id, morning.date())
    if OutboxMessage.objects.filter(key=key).exists():
        return False
    held = OutboxMessage.objects.held().filter(recipient=person, created_at__lt=morning)
    if notices.is_day_off(morning.date()):
        held = held.exclude(kind__in=notices.held_at_weekends())
    rows = list(held.order_by("created_at", "id"))
    told = [row for row in rows if is_still_true(row)]
    _settle([row for row in rows if row not in told], OutboxState.DROPPED)
    if not told or not person.is_active:
        return False
    _settle(told, OutboxState.DIGESTED)
    queue_mail(
        kind="daily_digest",
        key=key,
        to_address=person.email,
        recipient=person,
        subject=_subject(told),
        text=render_to_string(
            "email/core/digest.txt",
            {
                "name": person.full_name,
                "day": moment_words(morning.date()),
                "parts": [_part(row) for row in told],
                "settings_link": settings.PORTAL_URL + reverse("tune_notices"),
            },
        ),
        calendar=merge_calendars([row.calendar for row in told if row.calendar]),
    )
    return True


def _settle(rows: list[OutboxMessage], state: str) -> None:
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows], state=OutboxState.HELD).update(state=state)


def _subject(rows: list[OutboxMessage]) -> str:
    """Names the first post and how many more there are: "Ringkasan harian: ... dan 2 kabar lain"."""
    if len(rows) == 1:
        return f"Ringkasan harian: {rows[0].subject}"
    rest = f" dan {len(rows) - 1} kabar lain"
    return f"Ringkasan harian: {rows[0].subject[: 180 - len(rest)]}{rest}"


def _part(row: OutboxMessage) -> dict[str, str]:
    """Subject and body of a held mail, without the closing lines that the digest has once."""
    return {"subject": row.subject, "text": row.text.rsplit("\n--\n", 1)[0].strip()}
