"""Which applications carry a document of somebody's locker: the answer to `employees.uses`."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from employees.uses import EvidenceUse
from vacancies.models import ApplicationDocument
from vacancies.models.objections import open_objections
from vacancies.progress import status_of, tone_of


def uses_in_applications(evidence_ids: Sequence[int]) -> Iterator[EvidenceUse]:
    """One query, whatever the number of documents; a second one where a published failure can be objected to."""
    rows = ApplicationDocument.objects.filter(evidence_id__in=evidence_ids).select_related(
        "application", "application__vacancy", "application__vacancy__agency", "application__employee"
    )
    found = list(rows.order_by("-uploaded_at", "-id"))
    objected = open_objections(row.application for row in found)
    for row in found:
        application = row.application
        line = status_of(application, is_objected=application.pk in objected)
        yield EvidenceUse(
            evidence_id=row.evidence_id,
            title=application.vacancy.position_title,
            place=application.vacancy.agency.name,
            url=reverse("show_application", args=[application.public_id]),
            state=line.title,
            tone=tone_of(line),
            at=row.uploaded_at,
        )
