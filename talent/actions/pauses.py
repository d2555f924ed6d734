"""A person's wishes not to be invited."""

from datetime import date

from django.db import transaction

from accounts.models import Agency, User
from core import audit, clock
from core.indonesian import local_date
from core.refusals import Refused
from employees.models import Employee
from talent.models import InvitationPause
from talent.rules.pause import pause_refusal

MOST_RUNNING = 30


@transaction.atomic
def pause_invitations(
    *, actor: User, scope: str, until: date, agency: Agency | None = None, field: str = "", level: str = ""
) -> InvitationPause:
    """Take no invitation of one kind until a day. It holds for every mailing that is confirmed after this.

    The person's row is locked: a mailing that is judging this person right now ends first, any later one sees the wish.

    Args:
        scope: one of `talent.rules.pause.SCOPES`; until: last day, in the person's zone; agency, field, level: what the scope
            names, the others empty.

    Raises:
        Refused: no row in the register, no subject, a day in the past or too far, or too many wishes at once.
    """
    now = clock.transaction_now()
    employee = _own_row(actor)
    subject = {"AGENCY": str(agency.pk) if agency else "", "FIELD": field, "LEVEL": level}.get(scope, "")
    today = local_date(now, employee.agency.zone)
    reason = pause_refusal(scope, subject, until, today)
    if reason is not None:
        raise Refused(reason)
    running = InvitationPause.objects.filter(employee=employee).running(today)
    if running.count() >= MOST_RUNNING:
        raise Refused("Jeda Anda sudah sangat banyak. Akhiri yang tidak diperlukan, atau jeda semua undangan.")
    pause = InvitationPause.objects.create(
        employee=employee,
        scope=scope,
        agency=agency if scope == "AGENCY" else None,
        field=field if scope == "FIELD" else "",
        level=level if scope == "LEVEL" else "",
        until=until,
        created_at=now,
    )
    _record(actor, "pause_invitations", pause)
    return pause


@transaction.atomic
def lift_pause(*, pause_id: int, actor: User) -> InvitationPause:
    """End a wish before its day. Ending it twice changes nothing more. Raises Refused when it is not this person's."""
    now = clock.transaction_now()
    employee = _own_row(actor)
    rows = InvitationPause.objects.select_for_update(of=("self",), no_key=True)
    pause = rows.filter(pk=pause_id, employee=employee).first()
    if pause is None:
        raise Refused("Hanya orang yang membuat jeda ini yang dapat mengakhirinya.")
    if pause.lifted_at is None:
        pause.lifted_at = now
        pause.save(update_fields=["lifted_at"])
        _record(actor, "lift_pause", pause)
    return pause


def _own_row(actor: User) -> Employee:
    row = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("agency").filter(user=actor).first()
    if row is None:
        raise Refused("Akun Anda belum tersambung dengan data kepegawaian.")
    return row


def _record(actor: User, act: str, pause: InvitationPause) -> None:
    # Which wish it is stays out of the trail, which officers of other agencies may read.
    audit.record(chain=audit.SYSTEM_CHAIN, act=act, actor=actor, object_type="InvitationPause", object_id=str(pause.public_id))
