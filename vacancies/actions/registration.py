"""Publishing, opening, extending, closing and ending a vacancy. Lock order: vacancy, applications, head of the trail."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core import audit, clock
from core.indonesian import date_words
from core.refusals import Refused, require
from vacancies.actions.states import STATE_FIELDS, lock_vacancy, move, refuse_stale
from vacancies.enums import AnnouncementKind, ExtensionKind, StageCode
from vacancies.facts import extension_facts
from vacancies.models import Announcement, Application, ApplicationEvent, RegistrationExtension, Stage, Vacancy
from vacancies.notifications.registration import (
    announce_closing,
    announce_ending,
    announce_extension,
    applicants,
    window_audience,
)
from vacancies.permissions.plan import can_cancel, can_extend, can_fail, can_publish
from vacancies.rules.deadline import format_deadline, format_opening, in_three_zones
from vacancies.rules.extension import automatic_extension_due, new_deadline
from vacancies.rules.lifecycle import APPLICATION


@transaction.atomic
def publish_vacancy(*, vacancy_id: int, actor: User, version: int | None = None, short_window_reason: str = "") -> Vacancy:
    """Make an approved plan public; registration opens at once when its opening time has passed.

    Raises:
        Refused: no right, wrong state, the window is over, or what is left of it is short and no reason is given.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    refuse_stale(vacancy, version)
    require(can_publish(actor, vacancy, now))
    reason = short_window_reason.strip() or vacancy.short_window_reason.strip()
    if window_gets_short(vacancy, now) and not reason:
        raise Refused(
            f"Sisa masa pendaftaran kurang dari {vacancy.pack.announcement_days} hari; tuliskan alasannya.",
            field="short_window_reason",
        )
    vacancy.short_window_reason = reason
    move(vacancy, "publish", now)
    vacancy.published_at = now
    vacancy.first_closes_at = vacancy.closes_at
    vacancy.opens_at = max(vacancy.opens_at, now)
    opens_now = vacancy.opens_at <= now
    if opens_now:
        move(vacancy, "open", now)
    vacancy.save(update_fields=[*STATE_FIELDS, "published_at", "first_closes_at", "opens_at", "short_window_reason"])
    _announce(
        vacancy,
        AnnouncementKind.OPENING,
        title="Lowongan diumumkan",
        body=(
            f"Pendaftaran dibuka {format_opening(vacancy.opens_at, vacancy.zone)} dan ditutup "
            f"{format_deadline(vacancy.closes_at, vacancy.zone)}."
        ),
        actor=actor,
        now=now,
    )
    audit.record(
        chain=vacancy.trail_chain,
        act="publish_vacancy",
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id),
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={
            "opens_at": vacancy.opens_at,
            "closes_at": vacancy.closes_at,
            "short_window_reason": reason,
            "state": vacancy.state,
        },
    )
    return vacancy


def window_gets_short(vacancy: Vacancy, now: datetime) -> bool:
    """Whether publishing now leaves less than the usual shortest window (docs/domain.md 11-35)."""
    return vacancy.closes_at - max(vacancy.opens_at, now) < timedelta(days=vacancy.pack.announcement_days)


@transaction.atomic
def open_vacancy(*, vacancy_id: int) -> bool:
    """Open the registration of a scheduled vacancy whose opening time has come. Returns False when there is nothing to do."""
    now = clock.transaction_now()
    vacancy = _lock_due(vacancy_id)
    if vacancy is None or vacancy.state != "PUBLISHED" or vacancy.opens_at > now:
        return False
    move(vacancy, "open", now)
    vacancy.save(update_fields=STATE_FIELDS)
    audit.record(
        chain=vacancy.trail_chain,
        act="open_registration",
        actor=None,
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={"opens_at": vacancy.opens_at, "closes_at": vacancy.closes_at},
    )
    return True


@transaction.atomic
def close_vacancy(*, vacancy_id: int) -> str:
    """Close a registration whose deadline has passed, or extend it when the vacancy asks for that and the rule allows it.

    Returns:
        "closed", "extended", or "" when there was nothing to do (not due, or another worker holds the row).
    """
    now = clock.transaction_now()
    vacancy = _lock_due(vacancy_id)
    if vacancy is None or vacancy.state != "OPEN" or vacancy.closes_at > now:
        return ""
    submitted = vacancy.applications.submitted().count()
    used = vacancy.extensions.count()
    if vacancy.auto_extend and automatic_extension_due(extension_facts(vacancy, submitted=submitted, used=used), now):
        _extend(vacancy, actor=None, reason="", submitted=submitted, used=used, now=now)
        return "extended"
    expired = _expire_drafts(vacancy, now)
    move(vacancy, "close", now)
    vacancy.save(update_fields=STATE_FIELDS)
    _announce(
        vacancy,
        AnnouncementKind.CLOSING,
        title="Pendaftaran ditutup",
        body=f"Pendaftaran ditutup {format_deadline(vacancy.closes_at, vacancy.zone)} dengan {submitted} lamaran terkirim.",
        rows=[{"submitted": submitted}],
        actor=None,
        now=now,
    )
    announce_closing(vacancy, submitted=submitted, expired=expired, now=now)
    audit.record(
        chain=vacancy.trail_chain,
        act="close_registration",
        actor=None,
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={"closes_at": vacancy.closes_at, "submitted": submitted, "expired_drafts": len(expired)},
    )
    return "closed"


@transaction.atomic
def extend_registration(*, vacancy_id: int, actor: User, reason: str, version: int | None = None) -> RegistrationExtension:
    """Move the deadline by the days of the rule pack, while fewer than four applications are in (product.md decision 2).

    The count is taken here, under the lock that every submission takes as well: whatever the page showed does not matter.

    Raises:
        Stale: the page was drawn from an older version. Refused: no right, or the rule says no.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    submitted = vacancy.applications.submitted().count()
    used = vacancy.extensions.count()
    require(can_extend(actor, vacancy, submitted=submitted, used=used, now=now))
    refuse_stale(vacancy, version)
    if not reason.strip():
        raise Refused("Tuliskan alasan perpanjangan; alasan ini dibaca publik.", field="reason")
    return _extend(vacancy, actor=actor, reason=reason.strip(), submitted=submitted, used=used, now=now)


@transaction.atomic
def cancel_vacancy(*, vacancy_id: int, actor: User, reason: str, version: int | None = None) -> Vacancy:
    """End a vacancy before its result is determined. Raises Refused without a right, a possible state or a reason."""
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    refuse_stale(vacancy, version)
    require(can_cancel(actor, vacancy))
    return _end(vacancy, "cancel", actor=actor, reason=reason, now=now, title="Lowongan dibatalkan", act="cancel_vacancy")


@transaction.atomic
def fail_vacancy(*, vacancy_id: int, actor: User, reason: str, version: int | None = None) -> Vacancy:
    """End a selection that found too few applicants (docs/domain.md 11-4)."""
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    refuse_stale(vacancy, version)
    require(can_fail(actor, vacancy, submitted=vacancy.applications.submitted().count()))
    return _end(vacancy, "fail", actor=actor, reason=reason, now=now, title="Seleksi tidak dilanjutkan", act="fail_vacancy")


def later_stages(vacancy: Vacancy) -> list[Stage]:
    """Stages after registration, in order of their start."""
    return [stage for stage in vacancy.stages.all() if stage.code != StageCode.ANNOUNCEMENT]


def _extend(
    vacancy: Vacancy, *, actor: User | None, reason: str, submitted: int, used: int, now: datetime
) -> RegistrationExtension:
    previous = vacancy.closes_at
    closes_at = new_deadline(previous, now, vacancy.pack)
    reopened = vacancy.state != "OPEN"
    move(vacancy, "reopen" if reopened else "extend", now)
    vacancy.closes_at = closes_at
    vacancy.save(update_fields=[*STATE_FIELDS, "closes_at"])
    extension = RegistrationExtension.objects.create(
        vacancy=vacancy,
        number=used + 1,
        kind=ExtensionKind.AUTOMATIC if actor is None else ExtensionKind.MANUAL,
        submitted_count=submitted,
        threshold=vacancy.pack.min_submitted,
        previous_closes_at=previous,
        closes_at=closes_at,
        reason=reason,
        decided_by=actor,
        decided_at=now,
    )
    revived = _revive_drafts(vacancy, now)
    shift = (closes_at - previous).days
    moved = _shift_stages(vacancy, shift)
    body = (
        f"Pendaftaran diperpanjang dari {format_deadline(previous, vacancy.zone)} menjadi "
        f"{format_deadline(closes_at, vacancy.zone)}, karena {submitted} lamaran terkirim, kurang dari "
        f"{vacancy.pack.min_submitted}."
    )
    if moved:
        body += f" Tahap berikutnya digeser {shift} hari; {moved[0].get_code_display()} mulai {date_words(moved[0].starts_on)}."
    _announce(
        vacancy,
        AnnouncementKind.EXTENSION,
        title=f"Perpanjangan pendaftaran ke-{extension.number}",
        body=body,
        rows=[{"submitted": submitted, "threshold": vacancy.pack.min_submitted, "zones": list(in_three_zones(closes_at))}],
        actor=actor,
        now=now,
    )
    told = announce_extension(vacancy, extension, window_audience(vacancy))
    audit.record(
        chain=vacancy.trail_chain,
        act="extend_registration",
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id) if actor else "",
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={
            "number": extension.number,
            "kind": extension.kind,
            "submitted": submitted,
            "threshold": extension.threshold,
            "previous_closes_at": previous,
            "closes_at": closes_at,
            "reason": reason,
            "revived_drafts": revived,
            "stages_shifted_days": shift if moved else 0,
            "told": told,
        },
    )
    return extension


def _end(vacancy: Vacancy, action: str, *, actor: User, reason: str, now: datetime, title: str, act: str) -> Vacancy:
    if not reason.strip():
        raise Refused("Tuliskan alasannya; alasan ini dibaca publik dan para pelamar.", field="reason")
    before = vacancy.state
    _expire_drafts(vacancy, now)
    move(vacancy, action, now)
    vacancy.closed_reason = reason.strip()
    vacancy.save(update_fields=[*STATE_FIELDS, "closed_reason"])
    told = 0
    if vacancy.published_at is not None:
        _announce(vacancy, AnnouncementKind.CANCELLATION, title=title, body=vacancy.closed_reason, actor=actor, now=now)
        people = {person.pk: person for person in [*applicants(vacancy), *window_audience(vacancy)]}
        told = announce_ending(vacancy, people.values(), title=title)
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=actor.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id),
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={"from": before, "reason": vacancy.closed_reason, "told": told},
    )
    return vacancy


def _lock_due(vacancy_id: int) -> Vacancy | None:
    """The vacancy, locked, or None when another transaction holds it: the next sweep comes in seconds."""
    rows = Vacancy.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    return rows.select_related("agency").filter(pk=vacancy_id).first()


def _announce(
    vacancy: Vacancy,
    kind: str,
    *,
    title: str,
    body: str,
    actor: User | None,
    now: datetime,
    rows: list | None = None,
) -> Announcement:
    return Announcement.objects.create(
        vacancy=vacancy,
        kind=kind,
        title=title,
        body=body,
        rows=rows or [],
        published_by=actor,
        published_at=now,
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


def _expire_drafts(vacancy: Vacancy, now: datetime) -> list[User]:
    rows = _change_applications(vacancy, source="DRAFT", action="expire", now=now)
    return [row.employee.user for row in rows if row.employee.user is not None]


def _revive_drafts(vacancy: Vacancy, now: datetime) -> int:
    return len(_change_applications(vacancy, source="EXPIRED", action="revive", now=now))


def _shift_stages(vacancy: Vacancy, days: int) -> list[Stage]:
    """Move every later stage by as many days as the deadline moved, so that the public calendar stays true."""
    moved = later_stages(vacancy)
    for stage in moved:
        stage.starts_on += timedelta(days=days)
        stage.ends_on += timedelta(days=days)
    Stage.objects.bulk_update(moved, ["starts_on", "ends_on"])
    return moved
