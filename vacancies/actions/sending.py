"""Sending an application: freeze it, number it, confirm it."""

import secrets
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from core import clock
from core.canonical import sha256_hex
from core.letters import write_letter
from core.refusals import Refused, Stale, require
from employees.models import Employee
from vacancies.actions.applications import lock_application, move, record_act
from vacancies.applicants import assess_employee, content_digest, problems_of, snapshot_text
from vacancies.models import Application, ApplicationDocument
from vacancies.models.vacancy import COUNTED_APPLICATION_STATES
from vacancies.notifications import applications as notices
from vacancies.permissions import applications as permissions
from vacancies.reviews import Review
from vacancies.rules.deadline import format_deadline, late_sentence
from vacancies.rules.receipt import RANDOM_DIGITS, make_receipt
from vacancies.rules.submission import GRACED, IN_TIME, LATE, SHUT, sending_verdict

RECEIPT_TEMPLATE = "pdf/vacancies/receipt.html"


class TooLate(Refused):
    """A sending after closing. The draft is kept and the attempt noted; `at` is its transaction timestamp.

    Args:
        reason: the sentence with the exact time; at: when it arrived; closes_at: the closing it missed.
    """

    def __init__(self, reason: str, *, at: datetime, closes_at: datetime) -> None:
        super().__init__(reason)
        self.at, self.closes_at = at, closes_at


def submit_application(*, application_id: int, actor: User, review: Review | None = None) -> Application:
    """Send a draft: freeze it, number it, confirm it. Sending twice gives the first receipt.

    Args:
        review: the review page it is sent from; None skips the check that it showed the present contents, and earns no grace.

    Raises:
        TooLate: arrived after closing (and grace); the attempt is noted and the contents stay a draft.
        Refused: not open, something missing, a requirement not met, or a right lost meanwhile; the draft stays.
        Stale: the draft changed after the review page was opened.
    """
    with transaction.atomic():
        application, late = _send(application_id, actor, review)
    # Told outside, so that the note of the attempt is not rolled back with it.
    if late is not None:
        raise late
    return application


def _send(application_id: int, actor: User, review: Review | None) -> tuple[Application, TooLate | None]:
    now = clock.transaction_now()
    application = lock_application(application_id)
    vacancy = application.vacancy
    if application.state in COUNTED_APPLICATION_STATES and permissions.is_own(actor, application):
        return application, None
    verdict = sending_verdict(vacancy.sending_window(), now, review.opened_at if review else None)
    if verdict.outcome == LATE and permissions.can_keep_text(actor, application) is None:
        return application, _note_late(application, actor, now)
    if verdict.outcome in (IN_TIME, GRACED) and application.state == "EXPIRED" and application.state_since > now:
        # The clock closed the registration while this sending, begun before it, waited for its turn.
        move(application, "revive", now)
    require(permissions.can_submit(actor, application))
    if verdict.outcome == SHUT:
        raise Refused(f"{verdict.reason} Draf Anda tetap tersimpan, tetapi tidak terkirim.")
    documents = list(application.documents.all())
    if review is not None and review.digest != content_digest(application, documents):
        raise Stale("Isi draf berubah sesudah halaman periksa dibuka. Periksa sekali lagi, lalu kirim.")
    application.employee = Employee.objects.select_related("agency").with_records().get(pk=application.employee_id)
    problems = problems_of(application, localdate(now))
    if problems:
        more = f" Masih ada {len(problems) - 1} hal lain." if len(problems) > 1 else ""
        raise Refused(f"Lamaran belum dapat dikirim. {problems[0].sentence}{more}")
    results = assess_employee(vacancy, application.employee, localdate(now))
    application.submitted_at = now
    if verdict.outcome == GRACED:
        application.graced_seconds = _milliseconds(verdict.late_by)
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
    application.save(update_fields=["submitted_at", "graced_seconds", "receipt_number", "snapshot", "snapshot_sha256", "receipt"])
    move(application, "submit", now)
    notices.tell_received(application, actor)
    grace = {"graced_seconds": application.graced_seconds, "reviewed_at": review.opened_at} if verdict.outcome == GRACED else {}
    record_act(
        application,
        "submit_application",
        actor,
        {
            "receipt_number": application.receipt_number,
            "snapshot_sha256": application.snapshot_sha256,
            "documents": len(documents),
            "submitted": vacancy.applications.submitted().count(),
            **grace,
        },
    )
    return application, None


def _note_late(application: Application, actor: User, now: datetime) -> TooLate:
    """Keep the first attempt after a closing, for the applicant and for whoever examines a complaint."""
    closes_at = application.vacancy.closes_at
    if application.late_attempt_at is None or application.late_attempt_at < closes_at:
        application.late_attempt_at = now
        application.save(update_fields=["late_attempt_at"])
        late_seconds = _milliseconds(now - closes_at)
        record_act(application, "attempt_late_submission", actor, {"closes_at": closes_at, "late_seconds": late_seconds})
    return TooLate(late_sentence(now, closes_at, application.vacancy.zone), at=now, closes_at=closes_at)


def _milliseconds(span: timedelta) -> Decimal:
    """Seconds to three places, cut off, never rounded up past the instant."""
    return Decimal(span // timedelta(milliseconds=1)) / 1000


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
