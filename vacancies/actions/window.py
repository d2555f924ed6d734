"""Steps of the acts that move or end a registration window; each works on a vacancy that is already locked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from core import audit
from core.indonesian import date_words
from vacancies.actions.states import STATE_FIELDS, move
from vacancies.enums import AnnouncementKind, ExtensionKind, StageCode
from vacancies.models import Announcement, Application, ApplicationEvent, RegistrationExtension, Stage, Vacancy
from vacancies.notifications.registration import announce_extension, window_audience
from vacancies.rules.deadline import format_deadline, in_three_zones
from vacancies.rules.extension import shifted_days
from vacancies.rules.lifecycle import APPLICATION


@dataclass(frozen=True)
class Grounds:
    """Why a deadline is moved, and under which duty.

    Args:
        kind: ExtensionKind; code: ExtensionReason; reason: sentence for the public, "" for an automatic one.
        act: name of the act in the trail; duty: label of the actor's duty, "" for the system.
        incident_reference: number of the incident, "" for any other kind; details: more values for the trail.
    """

    kind: str
    code: str
    reason: str
    act: str
    duty: str
    incident_reference: str = ""
    details: dict | None = None


def move_deadline(
    vacancy: Vacancy, *, closes_at: datetime, grounds: Grounds, submitted: int, actor: User | None, now: datetime
) -> RegistrationExtension:
    """Move the deadline with everything that follows: drafts revived, later stages shifted, ledger, messages, trail.

    Args:
        submitted: applications sent and not withdrawn at this instant, counted under the lock.
    """
    previous = vacancy.closes_at
    move(vacancy, "reopen" if vacancy.state != "OPEN" else "extend", now)
    vacancy.closes_at = closes_at
    # Whoever comes now changes the number that the note of Wasdal spoke about.
    vacancy.continued_at = None
    vacancy.save(update_fields=[*STATE_FIELDS, "closes_at", "continued_at"])
    given = list(vacancy.extensions.order_by("number"))
    extension = RegistrationExtension.objects.create(
        vacancy=vacancy,
        number=given[-1].number + 1 if given else 1,
        kind=grounds.kind,
        submitted_count=submitted,
        threshold=vacancy.pack.min_submitted,
        previous_closes_at=previous,
        closes_at=closes_at,
        reason_code=grounds.code,
        incident_reference=grounds.incident_reference,
        reason=grounds.reason,
        decided_by=actor,
        decided_at=now,
    )
    revived = len(_change_applications(vacancy, source="EXPIRED", action="revive", now=now))
    days = shifted_days(previous, closes_at, vacancy.zone)
    shifted = _shift_stages(vacancy, days) if days else []
    place = sum(row.kind != ExtensionKind.INCIDENT for row in given) + 1
    title, because = _public_words(extension, place)
    body = (
        f"Pendaftaran diperpanjang dari {format_deadline(previous, vacancy.zone)} menjadi "
        f"{format_deadline(closes_at, vacancy.zone)}{because}"
    )
    if shifted:
        body += (
            f" Tahap berikutnya digeser {days} hari; {shifted[0].get_code_display()} mulai {date_words(shifted[0].starts_on)}."
        )
    announce(
        vacancy,
        AnnouncementKind.EXTENSION,
        title=title,
        body=body,
        rows=[{"submitted": submitted, "threshold": extension.threshold, "zones": list(in_three_zones(closes_at))}],
        actor=actor,
        now=now,
    )
    audience = window_audience(vacancy)
    announce_extension(vacancy, extension, audience)
    audit.record(
        chain=vacancy.trail_chain,
        act=grounds.act,
        actor=actor,
        duty=grounds.duty,
        rule_version=vacancy.rule_mark,
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={
            "number": extension.number,
            "kind": extension.kind,
            "reason_code": extension.reason_code,
            "submitted": submitted,
            "threshold": extension.threshold,
            "previous_closes_at": previous,
            "closes_at": closes_at,
            "reason": grounds.reason,
            "revived_drafts": revived,
            "stages_shifted_days": days if shifted else 0,
            "told": audience.counts(),
            **(grounds.details or {}),
        },
    )
    return extension


def announce(
    vacancy: Vacancy,
    kind: str,
    *,
    title: str,
    body: str,
    actor: User | None,
    now: datetime,
    rows: list | None = None,
) -> Announcement:
    """Write a public line. `rows` are frozen values for readers that are not people."""
    return Announcement.objects.create(
        vacancy=vacancy,
        kind=kind,
        title=title,
        body=body,
        rows=rows or [],
        published_by=actor,
        published_at=now,
    )


def expire_drafts(vacancy: Vacancy, now: datetime) -> list[User]:
    """Mark every draft as expired; returns their owners with an account."""
    rows = _change_applications(vacancy, source="DRAFT", action="expire", now=now)
    return [row.employee.user for row in rows if row.employee.user is not None]


def later_stages(vacancy: Vacancy) -> list[Stage]:
    """Stages after registration, in order of their start."""
    return [stage for stage in vacancy.stages.all() if stage.code != StageCode.ANNOUNCEMENT]


def _public_words(extension: RegistrationExtension, place: int) -> tuple[str, str]:
    """Title of the announcement, and the end of its first sentence."""
    if extension.kind == ExtensionKind.INCIDENT:
        return (
            "Perpanjangan pendaftaran karena gangguan",
            f", karena gangguan nomor {extension.incident_reference}: {extension.reason} "
            f"Saat diputuskan, {extension.submitted_count} lamaran sudah terkirim. "
            "Perpanjangan karena gangguan tidak memakai jatah perpanjangan.",
        )
    return (
        f"Perpanjangan pendaftaran ke-{place}",
        f", karena {extension.submitted_count} lamaran terkirim, kurang dari {extension.threshold}.",
    )


def _change_applications(vacancy: Vacancy, *, source: str, action: str, now: datetime) -> list[Application]:
    target = APPLICATION.target(source, action)
    rows = list(
        vacancy.applications.filter(state=source)
        .select_for_update(of=("self",), no_key=True)
        .select_related("employee__user")
        .order_by("pk")
    )
    for row in rows:
        row.state = target
        row.state_since = now
        row.version += 1
    Application.objects.bulk_update(rows, ["state", "state_since", "version"], batch_size=500)
    ApplicationEvent.objects.bulk_create(ApplicationEvent(application=row, action=action, state=target, at=now) for row in rows)
    return rows


def _shift_stages(vacancy: Vacancy, days: int) -> list[Stage]:
    """Move every later stage by as many days as the deadline moved, so that the public calendar stays true."""
    moved = later_stages(vacancy)
    for stage in moved:
        stage.starts_on += timedelta(days=days)
        stage.ends_on += timedelta(days=days)
    Stage.objects.bulk_update(moved, ["starts_on", "ends_on"])
    return moved
