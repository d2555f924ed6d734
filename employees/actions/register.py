"""Writes to the register itself: the import, and whether a person may be found."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import require
from employees import permissions
from employees.importing.parsing import ImportedEmployee
from employees.importing.planning import BatchPlan, first_histories, plan_batch, read_known
from employees.models import EducationRecord, Employee, GradeRecord, PerformanceRecord, PositionRecord

IMPORTED_FIELDS = (
    "name", "name_key", "email", "phone", "sex", "birth_date", "cpns_on", "kind", "agency", "province", "unit",
    "position_title", "position_level", "functional_grade", "field", "grade", "pppk_grade", "education_level",
    "education_program", "updated_at",
)  # fmt: skip
ALTERED_FIELDS: dict[type, tuple[str, ...]] = {
    PositionRecord: ("started_on", "ended_on"),
    GradeRecord: ("since",),
    EducationRecord: ("institution", "year"),
    PerformanceRecord: ("predicate",),
}


@transaction.atomic
def save_import_batch(*, rows: Sequence[ImportedEmployee], source: str, actor: User | None) -> BatchPlan:
    """Write one batch of an import; what the register already says is left alone.

    Args:
        rows: at most a few thousand, each NIP once; source: name of the file, for the trail.
        actor: who runs the import, None from the command line.

    Returns:
        The plan that was carried out, with counts and the rows that contradict the register.
    """
    plan = plan_batch(rows, read_known([row.nip for row in rows], lock=True))
    if not plan.writes:
        return plan
    _link_accounts([employee for _, employee in plan.created])
    # One statement for new and known people alike: what the file does not carry (account, talent box, switches) stays.
    Employee.objects.bulk_create(
        [employee for _, employee in (*plan.created, *plan.changed)],
        update_conflicts=True,
        unique_fields=["nip"],
        update_fields=IMPORTED_FIELDS,
    )
    for model, altered in _by_model(plan.altered).items():
        model.objects.bulk_update(altered, ALTERED_FIELDS[model])
    born = [record for row, employee in plan.created for record in first_histories(row, employee)]
    for model, added in _by_model([*plan.added, *born]).items():
        model.objects.bulk_create(added)
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act="import_employees",
        actor=actor,
        object_type="Employee",
        object_id="",
        details={
            "source": source,
            "created": [row.nip for row, _ in plan.created],
            "changed": [row.nip for row, _ in plan.changed],
            "unchanged": plan.unchanged,
            "refused": len(plan.refused),
        },
    )
    return plan


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


def _link_accounts(employees: Sequence[Employee]) -> None:
    """A person who can already sign in by this NIP gets their register row."""
    accounts = dict(User.objects.filter(nip__in=[e.nip for e in employees]).values_list("nip", "id"))
    for employee in employees:
        employee.user_id = accounts.get(employee.nip)


def _by_model(records: Sequence[Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for record in records:
        groups[type(record)].append(record)
    return groups
