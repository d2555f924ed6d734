"""Which applications carry a document of somebody's locker: the answer to `employees.uses`."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from employees.uses import EvidenceUse
from vacancies.models import ApplicationDocument
from vacancies.progress import status_of, tone_of


def uses_in_applications(evidence_ids: Sequence[int]) -> Iterator[EvidenceUse]:
    """One query, whatever the number of documents."""
    rows = ApplicationDocument.objects.filter(evidence_id__in=evidence_ids).select_related(
        "application", "application__vacancy", "application__vacancy__agency", "application__employee"
    )
    for row in rows.order_by("-uploaded_at", "-id"):
        application = row.application
        line = status_of(application)
        yield EvidenceUse(
            evidence_id=row.evidence_id,
            title=application.vacancy.position_title,
            place=application.vacancy.agency.name,
            url=reverse("show_application", args=[application.public_id]),
            state=line.title,
            tone=tone_of(line),
            at=row.uploaded_at,
        )
