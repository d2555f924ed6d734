"""Writes of the pages every room shares: the demo clock and the bell."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core import audit, clock, notices
from core.models import DemoClock, NoticePreference, Notification
from core.refusals import Refused

# Further than any selection reaches; keeps a mistyped year from making every date on the portal absurd.
FURTHEST = timedelta(days=3 * 366)


def advance_demo_clock(*, by: timedelta, actor: Any) -> timedelta:
    """Move the portal's time forward by a span. Returns the new lead over true time.

    Raises:
        Refused: not a demo, not forward, or further than `FURTHEST` ahead of true time.
    """
    if by <= timedelta(0):
        raise Refused("Jam demo hanya dapat maju. Untuk mundur, kembalilah ke waktu nyata.", field="at")
    with transaction.atomic():
        row = _locked_clock()
        return _set_clock(row, row.seconds + int(by.total_seconds()), actor)


def move_demo_clock(*, to: datetime, actor: Any) -> timedelta:
    """Move the portal's time to a later moment (aware). Returns and raises like `advance_demo_clock`."""
    with transaction.atomic():
        row = _locked_clock()
        lead = to - _true_now()
        seconds = int(lead.total_seconds())
        if seconds <= row.seconds:
            raise Refused("Waktu itu sudah lewat menurut jam portal; jam demo hanya dapat maju.", field="at")
        return _set_clock(row, seconds, actor)


def reset_demo_clock(*, actor: Any) -> timedelta:
    """Return to true time. Raises `Refused` outside the demo."""
    with transaction.atomic():
        return _set_clock(_locked_clock(), 0, actor)


@transaction.atomic
def mark_notifications_read(*, actor: Any, up_to: int) -> int:
    """Mark a person's own lines in the bell as read.

    Args:
        actor: whose bell.
        up_to: id of the newest line the person has seen, so that one that came in meanwhile stays unread.

    Returns:
        How many lines were unread. Writes no audit row: nothing about a selection changes.
    """
    lines = Notification.objects.filter(recipient=actor, pk__lte=up_to).unread()
    return lines.update(read_at=clock.transaction_now())


@transaction.atomic
def mark_notification_read(*, actor: Any, notification_id: int) -> Notification | None:
    """Mark one own line as read; None when the person has no such line."""
    line = Notification.objects.filter(recipient=actor, pk=notification_id).first()
    if line is not None and line.read_at is None:
        line.read_at = clock.transaction_now()
        line.save(update_fields=["read_at"])
    return line


@transaction.atomic
def set_notice_preferences(*, actor: Any, choices: Mapping[str, str]) -> int:
    """Keep how a person wants to hear about each kind of event.

    Args:
        actor: whose preferences.
        choices: kind -> way (`NoticeWay`); a kind that is not named stays as it is.

    Returns:
        How many kinds changed. What equals the catalogue's default is not stored, so that a better default reaches everybody
        who never chose otherwise.

    Raises:
        Refused: a kind that is locked, unknown, or meant for other duties.
    """
    tunable = {row.code: row for row in notices.tunable_for(actor.role_codes) if not row.is_locked}
    if unknown := set(choices) - set(tunable):
        raise Refused("Kabar ini tidak dapat diatur.", field=min(unknown))
    kept = dict(NoticePreference.objects.filter(user=actor).values_list("kind", "way"))
    changed = {code: way for code, way in choices.items() if notices.way_of(tunable[code], kept) != way}
    if not changed:
        return 0
    usual = [code for code, way in changed.items() if way == tunable[code].default]
    NoticePreference.objects.filter(user=actor, kind__in=usual).delete()
    NoticePreference.objects.bulk_create(
        [NoticePreference(user=actor, kind=code, way=way) for code, way in changed.items() if code not in usual],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["way"],
    )
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act="set_notice_preferences",
        actor=actor,
        object_type="User",
        object_id=str(actor.public_id),
        details={"ways": {code: str(way) for code, way in changed.items()}},
    )
    return len(changed)


def _true_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (moment,) = cursor.fetchone()
    return moment


def _locked_clock() -> DemoClock:
    if not settings.DEMO:
        raise Refused("Jam portal hanya dapat digeser pada peragaan.")
    DemoClock.objects.bulk_create([DemoClock(id=1)], ignore_conflicts=True)
    return DemoClock.objects.select_for_update(of=("self",), no_key=True).get(pk=1)


def _set_clock(row: DemoClock, seconds: int, actor: Any) -> timedelta:
    if seconds > FURTHEST.total_seconds():
        raise Refused("Jam demo paling jauh 3 tahun di depan waktu nyata.", field="at")
    before, row.seconds = row.seconds, seconds
    row.save(update_fields=["seconds"])
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act="move_demo_clock",
        actor=actor if actor is not None and actor.is_authenticated else None,
        object_type="DemoClock",
        object_id="1",
        details={"before_seconds": before, "after_seconds": seconds},
    )
    return timedelta(seconds=seconds)
