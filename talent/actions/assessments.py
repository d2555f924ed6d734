"""Results of an assessment centre: all rows of a checked file, or none."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.enums import Role
from accounts.models import Agency, User
from core import audit, clock
from core.refusals import Refused, require
from employees.models import Employee
from talent.actions.placements import trail_of
from talent.importing import AssessmentValue
from talent.mapping_permissions import can_prepare_mapping
from talent.models import ImportedAssessment


@transaction.atomic
def import_assessments(
    *,
    agency_id: int,
    actor: User,
    values: Sequence[AssessmentValue],
    source: str,
    provider: str,
    assessed_on: date,
    file_name: str,
) -> int:
    """Write the rows of one file; a row that is stored already changes nothing, so a file may come twice.

    Args:
        values: checked by `plan_assessments`; people are looked up again. source: code of AssessmentSource.

    Returns:
        How many rows were added or changed.

    Raises:
        Refused: no right, a day in the future, or somebody left the agency since the file was checked.
    """
    now = clock.transaction_now()
    require(can_prepare_mapping(actor, agency_id))
    agency = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency_id)
    if assessed_on > agency.day(now):
        raise Refused("Tanggal asesmen belum tiba.", field="assessed_on")
    people = dict(Employee.objects.filter(agency=agency, nip__in=[value.nip for value in values]).values_list("nip", "pk"))
    if len(people) != len(values):
        raise Refused("Daftar pegawai berubah sejak berkas diperiksa. Periksa berkas sekali lagi.")
    stored = {
        row.employee_id: row
        for row in ImportedAssessment.objects.select_for_update(of=("self",), no_key=True)
        .filter(employee__in=people.values(), provider=provider, assessed_on=assessed_on)
        .order_by("pk")
    }
    added, changed = [], []
    for value in values:
        row = stored.get(people[value.nip])
        if row is None:
            row = ImportedAssessment(employee_id=people[value.nip], provider=provider, assessed_on=assessed_on)
            added.append(row)
        elif (row.potential_score, row.job_person_match, row.source) == (value.potential, value.match, source):
            continue
        else:
            changed.append(row)
        row.source, row.file_name, row.imported_by, row.imported_at = source, file_name, actor, now
        row.potential_score, row.job_person_match = value.potential, value.match
    ImportedAssessment.objects.bulk_create(added, batch_size=1000)
    fields = ("source", "file_name", "imported_by", "imported_at", "potential_score", "job_person_match")
    ImportedAssessment.objects.bulk_update(changed, fields, batch_size=1000)
    audit.record(
        chain=trail_of(agency),
        act="import_assessments",
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, agency_id),
        object_type="Agency",
        object_id=str(agency.public_id),
        details={
            "file": file_name,
            "provider": provider,
            "kind": source,
            "assessed_on": assessed_on,
            "added": len(added),
            "changed": len(changed),
        },
    )
    return len(added) + len(changed)
