"""Writes of an applicant: start, fill in, send, withdraw, reopen, discard."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from core import audit, clock
from core.canonical import sha256_hex
from core.letters import write_letter
from core.refusals import Refused, Stale, require
from employees.models import Employee
from vacancies.actions.states import lock_vacancy
from vacancies.applicants import assess_employee, content_digest, problems_of, snapshot_text
from vacancies.models import Application, ApplicationDocument, ApplicationEvent, Vacancy
from vacancies.models.vacancy import COUNTED_APPLICATION_STATES
from vacancies.notifications import applications as notices
from vacancies.permissions import applications as permissions
from vacancies.rules.deadline import format_deadline
from vacancies.rules.lifecycle import APPLICATION
from vacancies.rules.receipt import RANDOM_DIGITS, make_receipt
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
    _require_open(vacancy, now)
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
    _record(application, "start_application", actor, {"was_invited": was_invited})
    return application


def _resume(application: Application, vacancy: Vacancy, actor: User, now: datetime, was_invited: bool) -> Application:
    application.vacancy = vacancy
    if was_invited and not application.was_invited:
        application.was_invited = True
        application.save(update_fields=["was_invited"])
    if application.state in ("WITHDRAWN", "EXPIRED"):
        _require_open(vacancy, now)
        _reopen(application, actor, now)
    return application


@transaction.atomic
def reopen_draft(*, application_id: int, actor: User) -> Application:
    """Turn a withdrawn or expired application into a draft again while registration is open."""
    now = clock.transaction_now()
    application = lock_application(application_id)
    require(permissions.can_reopen_draft(actor, application))
    _require_open(application.vacancy, now)
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
    _record(application, action, actor, {})


@transaction.atomic
def save_applicant_details(*, application_id: int, actor: User, version: int, email: str, phone: str) -> Application:
    """Keep the contact data of a draft.

    Raises:
        Stale: the draft was saved elsewhere since the page was opened.
    """
    return _save_section(application_id, actor, version, {"email": email, "phone": phone})


@transaction.atomic
def save_statement(
    *, application_id: int, actor: User, version: int, motivation: str, special_needs: str, agrees: bool
) -> Application:
    """Keep motivation, special needs and the statement of truth of a draft.

    Raises:
        Stale: the draft was saved elsewhere since the page was opened.
    """
    return _save_section(
        application_id, actor, version, {"motivation": motivation, "special_needs": special_needs, "agrees": agrees}
    )


def _save_section(application_id: int, actor: User, version: int, values: dict[str, object]) -> Application:
    now = clock.transaction_now()
    application = lock_application(application_id)
    require(permissions.can_edit_draft(actor, application))
    _require_open(application.vacancy, now)
    changed = [name for name, value in values.items() if getattr(application, name) != value]
    if not changed:
        return application
    if application.version != version:
        raise Stale("Draf ini sudah diubah di halaman atau perangkat lain sejak Anda membukanya. Belum ada yang ditimpa.")
    for name in changed:
        setattr(application, name, values[name])
    application.version += 1
    application.save(update_fields=[*changed, "version"])
    # Names of fields only: the trail is read by others, the contents belong to the applicant.
    _record(application, "edit_draft", actor, {"fields": sorted(changed)})
    return application


@transaction.atomic
def submit_application(*, application_id: int, actor: User, reviewed: str | None = None) -> Application:
    """Send a draft: freeze it, number it, confirm it. Sending twice gives the first receipt.

    Args:
        reviewed: `content_digest` of the page the person reviewed; None skips this check.

    Raises:
        Refused: closed, something missing, a requirement not met, or a right lost meanwhile; the draft stays.
        Stale: the draft changed after the review page was opened.
    """
    now = clock.transaction_now()
    application = lock_application(application_id)
    vacancy = application.vacancy
    if application.state in COUNTED_APPLICATION_STATES and permissions.is_own(actor, application):
        return application
    require(permissions.can_submit(actor, application))
    _require_open(vacancy, now, "Draf Anda tetap tersimpan, tetapi tidak terkirim.")
    documents = list(application.documents.all())
    if reviewed is not None and reviewed != content_digest(application, documents):
        raise Stale("Isi draf berubah sesudah halaman periksa dibuka. Periksa sekali lagi, lalu kirim.")
    application.employee = Employee.objects.select_related("agency").with_records().get(pk=application.employee_id)
    problems = problems_of(application, localdate(now))
    if problems:
        more = f" Masih ada {len(problems) - 1} hal lain." if len(problems) > 1 else ""
        raise Refused(f"Lamaran belum dapat dikirim. {problems[0].sentence}{more}")
    results = assess_employee(vacancy, application.employee, localdate(now))
    application.submitted_at = now
    application.receipt_number = _free_receipt_number()
    application.snapshot = snapshot_text(application, documents, results, now)
    application.snapshot_sha256 = sha256_hex(application.snapshot)
    application.receipt = write_letter(
        kind="TANDA_TERIMA",
        register=vacancy.agency.code,
        form="{number:03d}/TT/{register}/{year}",
        title=f"Tanda terima lamaran {vacancy.position_title}"[:200],
        template=RECEIPT_TEMPLATE,
        words=receipt_words(application, documents),
    )
    application.save(update_fields=["submitted_at", "receipt_number", "snapshot", "snapshot_sha256", "receipt"])
    move(application, "submit", now)
    notices.tell_received(application, actor)
    _record(
        application,
        "submit_application",
        actor,
        {
            "receipt_number": application.receipt_number,
            "snapshot_sha256": application.snapshot_sha256,
            "documents": len(documents),
            "submitted": vacancy.applications.submitted().count(),
        },
    )
    return application


def receipt_words(application: Application, documents: list[ApplicationDocument]) -> dict[str, object]:
    """Words of the receipt PDF, plain JSON."""
    vacancy, employee = application.vacancy, application.employee
    return {
        "receipt_number": application.receipt_number,
        "name": employee.name,
        "nip": employee.nip,
        "employer": employee.agency.name,
        "position_title": vacancy.position_title,
        "unit": vacancy.unit,
        "agency": vacancy.agency.name,
        "city": vacancy.agency.city,
        "level": vacancy.get_level_display(),
        "reference": vacancy.reference,
        "submitted_at": application.submitted_at.isoformat(),
        "zone": vacancy.zone_label,
        "closes": format_deadline(vacancy.closes_at, vacancy.zone),
        "snapshot_sha256": application.snapshot_sha256,
        "documents": [
            {"label": document.get_type_display(), "name": document.original_name, "sha256": document.sha256}
            for document in documents
        ],
    }


def _free_receipt_number() -> str:
    """A random number nobody has yet; the unique constraint guards the rest."""
    while True:
        number = make_receipt("".join(secrets.choice("0123456789") for _ in range(RANDOM_DIGITS)))
        if not Application.objects.filter(receipt_number=number).exists():
            return number


@transaction.atomic
def withdraw_application(*, application_id: int, actor: User) -> Application:
    """Take a sent application back; it no longer counts and nothing of it is deleted.

    Raises:
        Refused: not the owner's, or the result is already determined.
    """
    now = clock.transaction_now()
    application = lock_application(application_id)
    if application.state == "WITHDRAWN" and permissions.is_own(actor, application):
        return application
    require(permissions.can_withdraw(actor, application))
    move(application, "withdraw", now)
    notices.tell_withdrawn(application, actor, now)
    _record(application, "withdraw_application", actor, {"submitted": application.vacancy.applications.submitted().count()})
    return application


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


def _require_open(vacancy: Vacancy, now: datetime, comfort: str = "") -> None:
    sentence = registration_refusal(vacancy.state, vacancy.opens_at, vacancy.closes_at, now, vacancy.zone)
    if sentence is not None:
        raise Refused(f"{sentence} {comfort}".strip())


def _record(application: Application, act: str, actor: User, details: dict[str, object]) -> None:
    audit.record(
        chain=application.vacancy.trail_chain,
        act=act,
        actor=actor,
        duty="Pelamar",
        object_type="Application",
        object_id=application.public_id,
        details=details,
    )
