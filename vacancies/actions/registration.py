"""Publishing, opening, extending, closing and ending a vacancy. Lock order: vacancy, applications, head of the trail."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core import audit, clock
from core.canonical import sha256_hex
from core.refusals import Refused, require
from vacancies.actions.states import STATE_FIELDS, lock_vacancy, move, refuse_stale
from vacancies.actions.window import Grounds, announce, expire_drafts, move_deadline
from vacancies.assessment_plan import assessment_plan_text
from vacancies.enums import AnnouncementKind, ExtensionKind, ExtensionReason
from vacancies.facts import extension_facts
from vacancies.models import AssessmentPlan, RegistrationExtension, Vacancy
from vacancies.notifications.registration import announce_closing, announce_ending, window_audience
from vacancies.permissions.plan import can_publish
from vacancies.permissions.window import can_cancel, can_extend, can_fail
from vacancies.rounds import FAILED, refusing_note
from vacancies.rules.deadline import format_deadline, format_opening, settles_at
from vacancies.rules.extension import automatic_extension_due, new_deadline


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
    frozen = freeze_assessment_plan(vacancy, actor, now)
    announce(
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
        rule_version=vacancy.rule_mark,
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={
            "opens_at": vacancy.opens_at,
            "closes_at": vacancy.closes_at,
            "short_window_reason": reason,
            "state": vacancy.state,
            "assessment_plan": frozen.sha256,
        },
    )
    return vacancy


def freeze_assessment_plan(vacancy: Vacancy, actor: User, now: datetime) -> AssessmentPlan:
    """Keep how people will be assessed, with its digest; from here on the database refuses to change it."""
    text = assessment_plan_text(vacancy)
    return AssessmentPlan.objects.create(vacancy=vacancy, content=text, sha256=sha256_hex(text), locked_by=actor, locked_at=now)


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
    # A sending within the grace seconds still counts, so nothing is counted or closed before they are over.
    if vacancy is None or vacancy.state != "OPEN" or settles_at(vacancy.closes_at, vacancy.pack.grace_seconds) > now:
        return ""
    submitted = vacancy.applications.submitted().count()
    used = vacancy.extensions.ordinary().count()
    if vacancy.auto_extend and automatic_extension_due(extension_facts(vacancy, submitted=submitted, used=used), now):
        _extend(vacancy, actor=None, reason="", submitted=submitted, now=now)
        return "extended"
    expired = expire_drafts(vacancy, now)
    move(vacancy, "close", now)
    vacancy.save(update_fields=STATE_FIELDS)
    announce(
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
        rule_version=vacancy.rule_mark,
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
    used = vacancy.extensions.ordinary().count()
    require(can_extend(actor, vacancy, submitted=submitted, used=used, now=now))
    refuse_stale(vacancy, version)
    if not reason.strip():
        raise Refused("Tuliskan alasan perpanjangan; alasan ini dibaca publik.", field="reason")
    return _extend(vacancy, actor=actor, reason=reason.strip(), submitted=submitted, now=now)


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
    """End a selection that found too few applicants (docs/domain.md 11-4); the ledger keeps the count of this instant.

    Raises:
        Refused: no right, enough applications, a request to go on still runs, or no reason. Stale: an older page.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    refuse_stale(vacancy, version)
    submitted = vacancy.applications.submitted().count()
    require(can_fail(actor, vacancy, submitted=submitted))
    row = {"decision": FAILED, "submitted": submitted, "threshold": vacancy.pack.min_submitted, "note": refusing_note(vacancy)}
    title = "Seleksi tidak dilanjutkan"
    return _end(vacancy, "fail", actor=actor, reason=reason, now=now, title=title, act="fail_vacancy", rows=[row])


def _extend(vacancy: Vacancy, *, actor: User | None, reason: str, submitted: int, now: datetime) -> RegistrationExtension:
    grounds = Grounds(
        kind=ExtensionKind.AUTOMATIC if actor is None else ExtensionKind.MANUAL,
        code=ExtensionReason.FEW_APPLICANTS,
        reason=reason,
        act="extend_registration",
        duty=actor.duty_label(Role.AGENCY_ADMIN, vacancy.agency_id) if actor else "",
    )
    closes_at = new_deadline(vacancy.closes_at, now, vacancy.pack)
    return move_deadline(vacancy, closes_at=closes_at, grounds=grounds, submitted=submitted, actor=actor, now=now)


def _end(
    vacancy: Vacancy, action: str, *, actor: User, reason: str, now: datetime, title: str, act: str, rows: list | None = None
) -> Vacancy:
    if not reason.strip():
        raise Refused("Tuliskan alasannya; alasan ini dibaca publik dan para pelamar.", field="reason")
    before = vacancy.state
    expire_drafts(vacancy, now)
    move(vacancy, action, now)
    vacancy.closed_reason = reason.strip()
    vacancy.save(update_fields=[*STATE_FIELDS, "closed_reason"])
    told: dict[str, int] = {}
    if vacancy.published_at is not None:
        announce(
            vacancy,
            AnnouncementKind.CANCELLATION,
            title=title,
            body=vacancy.closed_reason,
            rows=rows or [],
            actor=actor,
            now=now,
        )
        audience = window_audience(vacancy)
        announce_ending(vacancy, audience, title=title)
        told = audience.counts()
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
