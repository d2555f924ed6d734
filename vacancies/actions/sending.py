"""Sending an application: freeze it, number it, confirm it."""

import secrets

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from core import clock
from core.canonical import sha256_hex
from core.letters import write_letter
from core.refusals import Refused, Stale, require
from employees.models import Employee
from vacancies.actions.applications import lock_application, move, record_act, require_open
from vacancies.applicants import assess_employee, content_digest, problems_of, snapshot_text
from vacancies.models import Application, ApplicationDocument
from vacancies.models.vacancy import COUNTED_APPLICATION_STATES
from vacancies.notifications import applications as notices
from vacancies.permissions import applications as permissions
from vacancies.rules.deadline import format_deadline
from vacancies.rules.receipt import RANDOM_DIGITS, make_receipt

RECEIPT_TEMPLATE = "pdf/vacancies/receipt.html"


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
    require_open(vacancy, now, "Draf Anda tetap tersimpan, tetapi tidak terkirim.")
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
    record_act(
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
