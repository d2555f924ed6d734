"""Sending an application: freeze it, number it, confirm it."""

import json
import secrets
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts.models import User
from core import audit, clock
from core.canonical import sha256_hex
from core.letters import write_letter
from core.refusals import Refused, Stale, require
from employees.enums import DocumentType
from employees.models import Employee
from vacancies.actions.applications import lock_application, move, record_act
from vacancies.applicants import assess_employee, content_digest, problems_of, snapshot_text
from vacancies.frozen_profile import ADDITIONS
from vacancies.models import Application, ApplicationDocument, Vacancy
from vacancies.models.vacancy import COUNTED_APPLICATION_STATES
from vacancies.notifications import applications as notices
from vacancies.permissions import applications as permissions
from vacancies.reviews import Review
from vacancies.rules.deadline import format_deadline, late_sentence
from vacancies.rules.lifecycle import APPLICATION
from vacancies.rules.receipt import RANDOM_DIGITS, make_receipt
from vacancies.rules.submission import GRACED, IN_TIME, LATE, SHUT, sending_verdict
from vacancies.sending_function import SENT, Answer, around, call, member
from vacancies.sending_read import KnownDraft

RECEIPT_TEMPLATE = "pdf/vacancies/receipt.html"
LETTER_KIND = "TANDA_TERIMA"
LETTER_FORM = "{number}/TT/{register}/{year}"


class TooLate(Refused):
    """A sending after closing. The draft is kept and the attempt noted; `at` is its transaction timestamp.

    Args:
        reason: the sentence with the exact time; at: when it arrived; closes_at: the closing it missed.
    """

    def __init__(self, reason: str, *, at: datetime, closes_at: datetime) -> None:
        super().__init__(reason)
        self.at, self.closes_at = at, closes_at


def submit_application(
    *, application_id: int, actor: User, review: Review | None = None, known: KnownDraft | None = None
) -> Application | None:
    """Send a draft: freeze it, number it, confirm it. Sending twice gives the first receipt.

    Args:
        known: the application as the caller has just read it; then a sending that nothing stands against is one statement,
            which looks again under the locks, and nothing is returned. Whatever it finds changed goes the ordinary way.
        review: the review page it is sent from; None skips the check that it showed the present contents, and earns no grace.

    Raises:
        TooLate: arrived after closing (and grace); the attempt is noted and the contents stay a draft.
        Refused: not open, something missing, a requirement not met, or a right lost meanwhile; the draft stays.
        Stale: the draft changed after the review page was opened.
    """
    arrived_at = None
    if known is not None:
        answer = _send_at_once(known, actor, review)
        if answer is not None and answer.outcome == SENT:
            return None
        # It arrived when the database first heard of it, not when its second try begins.
        arrived_at = answer.at if answer is not None else None
    with transaction.atomic():
        application, late = _send(application_id, actor, review, arrived_at)
    # Told outside, so that the note of the attempt is not rolled back with it.
    if late is not None:
        raise late
    return application


def _send_at_once(known: KnownDraft, actor: User, review: Review | None) -> Answer | None:
    """The sending that nothing stands against, in one round trip; None when there is something to say about it."""
    application, now = known.application, known.now
    vacancy, employee = application.vacancy, application.employee
    standing = permissions.Standing(has_register_row=True, sits_on_panel=known.sits_on_panel)
    if permissions.can_submit(actor, application, standing) is not None:
        return None
    if sending_verdict(vacancy.sending_window(), now, review.opened_at if review else None).outcome != IN_TIME:
        return None
    documents = list(application.documents.all())
    if review is not None and review.digest != content_digest(application, documents):
        return None
    results = assess_employee(vacancy, employee, localdate(now))
    if problems_of(application, localdate(now), results):
        return None
    # Stand-ins for what only the database knows; the texts are cut open around them.
    application.submitted_at = now
    application.snapshot_sha256 = "0" * 64
    application.receipt_number = _receipt_number()
    snapshot = snapshot_text(application, documents, results, now)
    notice = notices.received(application, actor)
    details = _details(application, documents, submitted=-1)
    body = audit.body_of(
        act="submit_application",
        actor=actor,
        duty="Pelamar",
        object_type="Application",
        object_id=application.public_id,
        details=details,
    )
    head, tail = around(snapshot, member("submitted_at", now))
    body_head, body_middle, body_tail = around(
        body, member("snapshot_sha256", application.snapshot_sha256), member("submitted", -1)
    )
    try:
        return call(
            application=application.pk,
            application_mark=known.application_mark,
            vacancy=vacancy.pk,
            vacancy_mark=known.vacancy_mark,
            documents_mark=known.documents_mark,
            minute=now.replace(second=0, microsecond=0),
            lead=clock.demo_offset(),
            state=APPLICATION.target(application.state, "submit"),
            counted=list(COUNTED_APPLICATION_STATES),
            receipt=application.receipt_number,
            snapshot_head=head,
            snapshot_tail=tail,
            letter=str(uuid4()),
            letter_kind=LETTER_KIND,
            register=vacancy.agency.code,
            year=localdate(now - clock.demo_offset()).year,
            form=LETTER_FORM.format(number="#", register=vacancy.agency.code, year=localdate(now - clock.demo_offset()).year),
            letter_title=_letter_title(vacancy),
            template=RECEIPT_TEMPLATE,
            words=json.dumps(receipt_words(application, documents)),
            person=actor.pk,
            kind=notice.kind,
            key=notice.key,
            title=notice.subject[:200],
            subject=" ".join(notice.subject.split())[:200],
            path=notice.path,
            address=notice.address,
            text=notice.text,
            chain=vacancy.trail_chain,
            body_head=f'{body_head}"',
            body_middle=f'"{body_middle}',
            body_tail=body_tail,
        )
    except IntegrityError:
        # Somebody drew the same receipt number; the ordinary way draws until one is free.
        return None


def _send(
    application_id: int, actor: User, review: Review | None, arrived_at: datetime | None = None
) -> tuple[Application, TooLate | None]:
    now = arrived_at or clock.transaction_now()
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
    people = Employee.objects.select_related("agency").with_records().prefetch_related(*ADDITIONS)
    application.employee = people.get(pk=application.employee_id)
    results = assess_employee(vacancy, application.employee, localdate(now))
    problems = problems_of(application, localdate(now), results)
    if problems:
        more = f" Masih ada {len(problems) - 1} hal lain." if len(problems) > 1 else ""
        raise Refused(f"Lamaran belum dapat dikirim. {problems[0].sentence}{more}")
    application.submitted_at = now
    if verdict.outcome == GRACED:
        application.graced_seconds = _milliseconds(verdict.late_by)
    application.receipt_number = _free_receipt_number()
    application.snapshot = snapshot_text(application, documents, results, now)
    application.snapshot_sha256 = sha256_hex(application.snapshot)
    application.receipt = write_letter(
        kind=LETTER_KIND,
        register=vacancy.agency.code,
        form=LETTER_FORM.replace("{number}", "{number:03d}"),
        title=_letter_title(vacancy),
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
        _details(application, documents, submitted=vacancy.applications.submitted().count()) | grace,
    )
    return application, None


def _details(application: Application, documents: list[ApplicationDocument], *, submitted: int) -> dict[str, object]:
    """What the trail keeps of a sending; `submitted` counts it as well."""
    return {
        "receipt_number": application.receipt_number,
        "snapshot_sha256": application.snapshot_sha256,
        "documents": len(documents),
        "submitted": submitted,
    }


def _letter_title(vacancy: Vacancy) -> str:
    return f"Tanda terima lamaran {vacancy.position_title}"[:200]


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
            {"label": DocumentType(document.type).label, "name": document.original_name, "sha256": document.sha256}
            for document in documents
        ],
    }


def _free_receipt_number() -> str:
    """A random number nobody has yet; the unique constraint guards the rest."""
    while True:
        number = _receipt_number()
        if not Application.objects.filter(receipt_number=number).exists():
            return number


def _receipt_number() -> str:
    """A random number with its check digit."""
    return make_receipt(f"{secrets.randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}")
