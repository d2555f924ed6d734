"""Which documents have come to the end of their time; the times stand in privacy/rules/retention.py."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from employees.models import EvidenceDocument
from privacy.models import DestroyedFile
from privacy.rules.retention import APPLICATION_DOCUMENTS, CLASSES, PUT_AWAY_EVIDENCE
from vacancies.models import Application, ApplicationDocument

OVER = ("ANNOUNCED", "CANCELLED", "FAILED")
# What a page counts; beyond it stands "more than".
COUNTED = 10_000


def due_documents(code: str, now: datetime) -> QuerySet[Any]:
    """Documents of a class whose time is over at `now`, oldest row first, without those destroyed already.

    Raises:
        KeyError: a class of which nothing is destroyed.
    """
    found = {APPLICATION_DOCUMENTS: _application_documents, PUT_AWAY_EVIDENCE: _put_away}[code](now)
    gone = DestroyedFile.objects.filter(object_type=found.model.__name__).values("object_id")
    return found.exclude(public_id__in=gone).order_by("pk")


def due_counts(now: datetime) -> dict[str, int]:
    """How many documents of each class are due, counted as far as `COUNTED`."""
    return {row.code: due_documents(row.code, now)[:COUNTED].count() for row in CLASSES.values() if row.destroys}


def _over(now: datetime) -> Q:
    kept = CLASSES[APPLICATION_DOCUMENTS].kept
    assert kept is not None
    return Q(vacancy__state__in=OVER, vacancy__state_since__lte=now - kept)


def _application_documents(now: datetime) -> QuerySet[ApplicationDocument]:
    applications = Application.objects.filter(_over(now))
    return ApplicationDocument.objects.filter(application__in=applications)


def _put_away(now: datetime) -> QuerySet[EvidenceDocument]:
    """Put away long ago, and nobody's frozen copy within its own time may still refer to them."""
    kept = CLASSES[PUT_AWAY_EVIDENCE].kept
    assert kept is not None
    alive = Application.objects.exclude(_over(now)).values("employee")
    found = EvidenceDocument.objects.filter(archived_at__lte=now - kept, own_records=None, reports=None)
    return found.exclude(employee__in=alive)
