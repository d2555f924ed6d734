"""Dates of a vacancy as calendar entries: the closing of registration and the planned stages after it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from core.calendar_files import CalendarEntry, calendar_text
from core.indonesian import other_zones_words
from vacancies.enums import StageCode
from vacancies.models import Vacancy
from vacancies.rules.deadline import MINUTE, format_deadline

REMINDERS = (timedelta(days=3), timedelta(days=1), timedelta(hours=3))


def vacancy_calendar(vacancy: Vacancy) -> str:
    """The calendar file of one published vacancy: its deadline with reminders, and each later stage as whole days.

    An extension raises SEQUENCE under the same UID, so that a calendar moves the entry it has. Reads extensions and stages.
    """
    extensions = list(vacancy.extensions.order_by("number"))
    is_over = vacancy.state in ("CANCELLED", "FAILED")
    changed_at = max([each.decided_at for each in extensions] + [vacancy.published_at])
    if is_over:
        changed_at = max(changed_at, vacancy.state_since)
    version = len(extensions) + is_over
    entries = [_deadline_entry(vacancy, version, changed_at, is_over)]
    for stage in vacancy.stages.exclude(code=StageCode.ANNOUNCEMENT).order_by("starts_on", "pk"):
        entries.append(
            CalendarEntry(
                uid=f"tahap-{stage.code.lower()}-{vacancy.public_id}@asnkarier",
                title=f"{stage.get_code_display()}: {vacancy.position_title}",
                starts=stage.starts_on,
                ends=stage.ends_on,
                sequence=version,
                changed_at=changed_at,
                description=f"{vacancy.agency.name}. Jadwal dapat berubah; yang berlaku adalah jadwal di portal.",
                url=_page(vacancy),
                is_cancelled=is_over,
            )
        )
    if vacancy.pack.takes_objections:
        announced = vacancy.announcements.exclude(objections_until=None).order_by("version", "pk").first()
        if announced is not None and announced.objections_until is not None:
            entries.append(_objections_entry(vacancy, announced.objections_until, announced.published_at, is_over))
    return calendar_text(entries)


def _objections_entry(vacancy: Vacancy, until: datetime, announced_at: datetime, is_over: bool) -> CalendarEntry:
    return CalendarEntry(
        uid=f"sanggahan-{vacancy.public_id}@asnkarier",
        title=f"Masa sanggah hasil administrasi berakhir: {vacancy.position_title}",
        starts=until - MINUTE,
        ends=until,
        sequence=int(is_over),
        changed_at=vacancy.state_since if is_over else announced_at,
        description=f"Sampai {format_deadline(until, vacancy.zone)}. {vacancy.agency.name}.",
        url=_page(vacancy),
        is_cancelled=is_over,
    )


def _deadline_entry(vacancy: Vacancy, version: int, changed_at: datetime, is_over: bool) -> CalendarEntry:
    # One minute long: the last one that counts, so that a calendar shows 23.59 of the right day.
    return CalendarEntry(
        uid=f"tenggat-{vacancy.public_id}@asnkarier",
        title=f"Pendaftaran ditutup: {vacancy.position_title}, {vacancy.agency.name}",
        starts=vacancy.closes_at - MINUTE,
        ends=vacancy.closes_at,
        sequence=version,
        changed_at=changed_at,
        description=(
            f"Batas pendaftaran {format_deadline(vacancy.closes_at, vacancy.zone)} "
            f"({other_zones_words(vacancy.closes_at - MINUTE, vacancy.zone_label)}). Nomor acuan {vacancy.reference}."
        ),
        url=_page(vacancy),
        reminders=REMINDERS,
        is_cancelled=is_over,
    )


def _page(vacancy: Vacancy) -> str:
    return settings.PORTAL_URL + reverse("show_vacancy", args=[vacancy.public_id])
