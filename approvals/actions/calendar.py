"""The calendar of working days is changed: joint leave decreed late, a holiday that was moved."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.enums import Zone
from accounts.models import User
from approvals import holidays
from approvals.models import CalendarChange
from approvals.permissions import can_change_calendar
from approvals.rules.calendar import change_refusal
from core import audit, clock
from core.indonesian import local_date
from core.refusals import Refused, Stale, require


@transaction.atomic
def change_calendar(*, actor: User, day: date, is_off: bool, name: str, decree: str) -> CalendarChange:
    """Make a day a day off, or a working day again. Due days that were told already stay as they are.

    Args:
        name: what the day is called, "" for a working day; decree: number and date of what it rests on.

    Raises:
        Refused: no right, or the day cannot be changed so; Stale: somebody changed the same day just now.
    """
    require(can_change_calendar(actor))
    now = clock.transaction_now()
    holidays.read_again()
    reason = change_refusal(
        day=day,
        becomes_off=is_off,
        name=name,
        decree=decree,
        today=local_date(now, Zone.WIB),
        is_off=day in holidays.named_holidays(),
    )
    if reason is not None:
        raise Refused(reason[1], field=reason[0])
    before = CalendarChange.objects.filter(day=day).order_by("-revision").first()
    try:
        with transaction.atomic():
            row = CalendarChange.objects.create(
                day=day,
                revision=before.revision + 1 if before else 1,
                is_off=is_off,
                name=name.strip()[:120] if is_off else "",
                decree=decree.strip()[:200],
                written_by=actor,
                written_at=now,
            )
    except IntegrityError as error:
        raise Stale("Hari itu baru saja diubah orang lain. Muat ulang kalendernya.") from error
    # Other processes read it again within seconds by themselves; this one need not wait.
    transaction.on_commit(holidays.read_again)
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act="change_calendar",
        actor=actor,
        object_type="CalendarChange",
        object_id=day.isoformat(),
        details={"is_off": is_off, "name": row.name, "decree": row.decree, "revision": row.revision},
    )
    return row
