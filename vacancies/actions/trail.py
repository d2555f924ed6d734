"""What auditors do leaves its own rows in the trail: the purpose, each search, each history read, each bundle."""

from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core import audit, clock
from core.models import TrailExport
from core.refusals import Refused
from employees.actions.readings import record_reading
from employees.models import Employee
from vacancies.models import Vacancy

MOST_WAITING = 3


@transaction.atomic
def state_trail_purpose(*, actor: User, purpose: str) -> None:
    """Keep why somebody is about to read names and details."""
    _record("state_trail_purpose", actor, "User", actor.public_id, {"purpose": purpose})


def record_trail_search(*, actor: User, filters: dict[str, str], purpose: str, subject: Employee | None = None) -> None:
    """Keep what an auditor looked for, before it is shown; the person a search is about reads of it as well."""
    _record("search_trail", actor, "User", actor.public_id, {"filters": filters, "purpose": purpose})
    if subject is not None:
        record_reading(
            subject=subject,
            actor=actor,
            duty=_duty(actor),
            act="search_person",
            object_type="Employee",
            object_id=subject.public_id,
            details={"purpose": purpose},
        )


def record_history_reading(*, actor: User, vacancy: Vacancy, at: str) -> None:
    """Keep that an auditor read the history of a selection, and as of when ("" for today)."""
    _record("read_history", actor, "Vacancy", vacancy.public_id, {"reference": vacancy.reference, "as_of": at})


@transaction.atomic
def request_trail_export(*, actor: User, purpose: str, rows: dict[str, Any], filters: dict[str, str]) -> TrailExport:
    """Ask for a signed bundle of what a search found; it is made in the background.

    Args:
        rows: arguments of `AuditEntryQuerySet.matching`; filters: the same as the person typed them.

    Raises:
        Refused: too many of the person's bundles wait already.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    if TrailExport.objects.of(actor).filter(state="WAITING").count() >= MOST_WAITING:
        raise Refused(f"{MOST_WAITING} bundel Anda masih dibuat. Tunggu salah satunya selesai, lalu minta lagi.")
    export = TrailExport.objects.create(
        requested_by=actor, purpose=purpose, filters={"rows": rows, "words": filters}, created_at=clock.transaction_now()
    )
    details = {"purpose": purpose, "filters": filters}
    _record("request_trail_export", actor, "TrailExport", export.public_id, details)
    return export


def record_export_download(*, actor: User, export: TrailExport) -> None:
    """Keep that a bundle left the portal."""
    _record("download_trail_export", actor, "TrailExport", export.public_id, {"sha256": export.sha256})


def _duty(actor: User) -> str:
    """Auditors read all of it, officers for data protection what concerns one person."""
    return actor.duty_label(Role.AUDITOR if actor.holds(Role.AUDITOR) else Role.DATA_PROTECTION)


def _record(act: str, actor: User, object_type: str, object_id: object, details: dict[str, Any]) -> None:
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act=act,
        actor=actor,
        duty=_duty(actor),
        object_type=object_type,
        object_id=str(object_id),
        details=details,
    )
