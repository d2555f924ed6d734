"""Moments of the demo worth jumping to: every registration that is about to open or to close."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.demo_clock import Landmark
from vacancies.models import Vacancy

JUST_AFTER = timedelta(minutes=1)
SHOWN = 12


def registration_moments(now: datetime) -> Iterable[Landmark]:
    """Openings and closings after `now`, soonest first, at most `SHOWN` of each."""
    listed = Vacancy.objects.select_related("agency")
    for vacancy in listed.filter(state="OPEN", closes_at__gt=now).order_by("closes_at", "id")[:SHOWN]:
        label = f"Pendaftaran {vacancy.position_title} ({vacancy.agency.name}) ditutup"
        yield Landmark(label, vacancy.closes_at + JUST_AFTER)
    for vacancy in listed.filter(state="PUBLISHED", opens_at__gt=now).order_by("opens_at", "id")[:SHOWN]:
        label = f"Pendaftaran {vacancy.position_title} ({vacancy.agency.name}) dibuka"
        yield Landmark(label, vacancy.opens_at + JUST_AFTER)
