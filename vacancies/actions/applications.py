"""Writes of an applicant: start, reopen, discard. Filling in, sending and withdrawing have files of their own."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from employees.models import Employee
from vacancies.actions.states import lock_vacancy
from vacancies.models import Application, ApplicationEvent, Vacancy
from vacancies.permissions import applications as permissions
from vacancies.rules.lifecycle import APPLICATION
from vacancies.rules.submission import registration_refusal

RECEIPT_TEMPLATE = "pdf/vacancies/receipt.html"


@transaction.atomic
def start_application(*, vacancy_id: int, actor: User, was_invited: bool = False) -> Application:
    """Open a draft for one person and one vacancy, or return the one there is.

    A withdrawn or expired application becomes a draft again while registration is open.

    Args:
        was_invited: the person comes through an accepted invitation; opens a door, gives no score (R1).

    Raises:
        Refused: registration is not open, no register row, or a duty on this selection (security.md 4.3, S3).
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(permissions.can_start_application(actor, vacancy))
    employee = Employee.objects.select_related("agency").get(user=actor)
    existing = Application.objects.select_for_update(of=("self",), no_key=True).filter(vacancy=vacancy, employee=employee).first()
    if existing is not None:
        return _resume(existing, vacancy, actor, now, was_invited)
    require_open(vacancy, now)
    application = Application.objects.create(
        vacancy=vacancy,
        employee=employee,
        state="DRAFT",
        state_since=now,
        email=employee.email or actor.email,
        phone=employee.phone,
        was_invited=was_invited,
    )
    ApplicationEvent.objects.create(application=application, action="start", state="DRAFT", at=now)
    record_act(application, "start_application", actor, {"was_invited": was_invited})
    return application


def _resume(application: Application, vacancy: Vacancy, actor: User, now: datetime, was_invited: bool) -> Application:
    application.vacancy = vacancy
    if was_invited and not application.was_invited:
        application.was_invited = True
        application.save(update_fields=["was_invited"])
    if application.state in ("WITHDRAWN", "EXPIRED"):
        require_open(vacancy, now)
        _reopen(application, actor, now)
    return application


@transaction.atomic
def reopen_draft(*, application_id: int, actor: User) -> Application:
    """Turn a withdrawn or expired application into a draft again while registration is open."""
    now = clock.transaction_now()
    application = lock_application(application_id)
    require(permissions.can_reopen_draft(actor, application))
    require_open(application.vacancy, now)
    _reopen(application, actor, now)
    return application


def _reopen(application: Application, actor: User, now: datetime) -> None:
    action = "reopen_draft" if application.state == "WITHDRAWN" else "revive"
    move(application, action, now)
    application.verified_by = application.verified_at = None
    application.reason_codes, application.verification_note = [], ""
    application.agrees = False
    application.save(update_fields=["verified_by", "verified_at", "reason_codes", "verification_note", "agrees"])
    application.checks.all().delete()
    record_act(application, action, actor, {})


@transaction.atomic
def discard_application(*, application_id: int, actor: User) -> None:
    """Delete a draft that was never sent, with its files.

    Raises:
        Refused: not the owner's, or it was sent before.
    """
    application = lock_application(application_id)
    require(permissions.can_discard(actor, application))
    if application.submitted_at is not None:
        raise Refused("Lamaran ini pernah dikirim, jadi jejaknya tidak dapat dihapus. Anda boleh membiarkannya sebagai draf.")
    files = [document.file for document in application.documents.all()]
    chain, public_id = application.vacancy.trail_chain, application.public_id
    application.delete()
    transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
    audit.record(
        chain=chain,
        act="discard_application",
        actor=actor,
        object_type="Application",
        duty="Pelamar",
        object_id=public_id,
        details={"documents": len(files)},
    )


def lock_application(application_id: int) -> Application:
    """The application row, locked after its vacancy's."""
    vacancy_id = Application.objects.values_list("vacancy_id", flat=True).get(pk=application_id)
    vacancy = lock_vacancy(vacancy_id)
    application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("employee", "employee__agency", "employee__user")
        .get(pk=application_id)
    )
    application.vacancy = vacancy
    return application


def move(application: Application, action: str, now: datetime) -> None:
    """Change the state by the lifecycle table and keep the event for the applicant's timeline."""
    application.state = APPLICATION.target(application.state, action)
    application.state_since = now
    application.version += 1
    application.save(update_fields=["state", "state_since", "version"])
    ApplicationEvent.objects.create(application=application, action=action, state=application.state, at=now)


def require_open(vacancy: Vacancy, now: datetime, comfort: str = "") -> None:
    sentence = registration_refusal(vacancy.state, vacancy.opens_at, vacancy.closes_at, now, vacancy.zone)
    if sentence is not None:
        raise Refused(f"{sentence} {comfort}".strip())


def record_act(application: Application, act: str, actor: User, details: dict[str, object], *, rule_version: str = "") -> None:
    audit.record(
        chain=application.vacancy.trail_chain,
        act=act,
        actor=actor,
        duty="Pelamar",
        rule_version=rule_version,
        object_type="Application",
        object_id=application.public_id,
        details=details,
    )
