"""Writes to the register itself: the import, and whether a person may be found."""

from collections.abc import Sequence

from django.db import connection, transaction

from accounts.models import User
from core import audit, clock
from core.refusals import require
from employees import permissions
from employees.importing import merging
from employees.importing.merging import BatchOutcome
from employees.importing.parsing import ImportedEmployee
from employees.importing.waiting import put_with_waiting
from employees.models import Employee


@transaction.atomic
def save_import_batch(
    *, rows: Sequence[ImportedEmployee], batch: int, source: str, actor: User | None, bulk: bool = False
) -> BatchOutcome:
    """Write one batch of an import; what the register already says is left alone.

    Args:
        rows: at most some thousands; batch: number of this batch within its file, whose earlier rows still wait.
        source: name of the file, for the trail; actor: who runs the import, None from the command line.
        bulk: True when the search is built anew afterwards, so that it need not follow person by person.

    Returns:
        Counts, and the rows that repeat a NIP or contradict the register.
    """
    now = clock.transaction_now()
    repeated = put_with_waiting(rows, batch)
    with connection.cursor() as cursor:
        cursor.execute(merging.LOCK, {"batch": batch})
        if bulk:
            cursor.execute("SET LOCAL asnkarier.bulk_load = 'on'")
        cursor.execute(merging.BY_INDEX)
        cursor.execute(merging.MERGE, {"batch": batch, "now": now})
        found = merging.outcome_of(cursor.fetchall(), repeated)
    if not found.created and not found.changed:
        return found
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act="import_employees",
        actor=actor,
        object_type="Employee",
        object_id="",
        details={
            "source": source,
            "created": found.created,
            "changed": found.changed,
            "unchanged": found.unchanged,
            "refused": len(found.repeated) + len(found.contradicting),
        },
    )
    return found


@transaction.atomic
def switch_search_visibility(*, employee_id: int, actor: User, visible: bool) -> Employee:
    """Let other agencies find this person in talent search, or no longer."""
    clock.transaction_now()
    employee = Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=employee_id)
    require(permissions.can_switch_search_visibility(actor, employee))
    if employee.is_searchable == visible:
        return employee
    employee.is_searchable = visible
    # `updated_at` stays: it says when the register was copied, and the switch copies nothing.
    employee.save(update_fields=["is_searchable"])
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act="switch_search_visibility",
        actor=actor,
        object_type="Employee",
        object_id=str(employee.public_id),
        details={"visible": visible},
    )
    return employee
