"""Sending an application: freeze it, number it, confirm it."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from core import clock
from core.canonical import sha256_hex
from core.letters import write_letter
from core.refusals import Refused, Stale, require
from core.row_sight import whole_portal
from employees.models import Employee
from vacancies import sending_words
from vacancies.actions.applications import lock_application, move, record_act
from vacancies.applicants import assess_employee, content_digest, problems_of, snapshot_text
from vacancies.frozen_profile import ADDITIONS
from vacancies.models import Application
from vacancies.models.vacancy import COUNTED_APPLICATION_STATES
from vacancies.notifications import applications as notices
from vacancies.permissions import applications as permissions
from vacancies.reviews import Review
from vacancies.rules.deadline import late_sentence
from vacancies.rules.submission import GRACED, IN_TIME, LATE, SHUT, sending_verdict
from vacancies.sending_function import SENT, Answer, call, count_submitted
from vacancies.sending_preparation import code_mark, prepare
from vacancies.sending_read import KnownDraft


class TooLate(Refused):
    """A sending after closing. The draft is kept and the attempt noted; `at` is its transaction timestamp.

    Args:
        reason: the sentence with the exact time; at: when it arrived; closes_at: the closing it missed.
    """

    def __init__(self, reason: str, *, at: datetime, closes_at: datetime) -> None:
        super().__init__(reason)
        self.at, self.closes_at = at, closes_at


def submit_application(
    *,
    application_id: int,
    actor: User,
    review: Review | None = None,
    known: KnownDraft | None = None,
    arrived_at: datetime | None = None,
) -> Application | None:
    """Send a draft: freeze it, number it, confirm it. Sending twice gives the first receipt.

    Args:
        known: the application as the caller has just read it; then a sending that nothing stands against is two statements,
            the second of which looks again under the locks, and nothing is returned. Whatever it finds changed goes the
            ordinary way.
        review: the review page it is sent from; None skips the check that it showed the present contents, and earns no grace.
        arrived_at: when the database first heard of this sending, by an answer of `send_prepared`.

    Raises:
        TooLate: arrived after closing (and grace); the attempt is noted and the contents stay a draft.
        Refused: not open, something missing, a requirement not met, or a right lost meanwhile; the draft stays.
        Stale: the draft changed after the review page was opened.
    """
    if known is not None:
        answer = _send_at_once(known, actor, review)
        if answer is not None and answer.outcome == SENT:
            return None
        # It arrived when the database first heard of it, not when its second try begins.
        arrived_at = arrived_at or (answer.at if answer is not None else None)
    with transaction.atomic():
        application, late = _send(application_id, actor, review, arrived_at)
    # Told outside, so that the note of the attempt is not rolled back with it.
    if late is not None:
        raise late
    return application


def send_prepared(*, public_id: UUID, actor: User, review: Review) -> Answer:
    """Send a draft just as its check page prepared it: one statement, which looks again whether anything has changed.

    Returns:
        SENT, or what it missed; then nothing was written, and `submit_application` decides by the instant of the answer.
    """
    return call(application=public_id, person=actor.pk, digest=review.digest, code=code_mark(), lead=clock.demo_offset())


def _send_at_once(known: KnownDraft, actor: User, review: Review | None) -> Answer | None:
    """The sending that nothing stands against, prepared and sent; None when there is something to say about it."""
    digest = prepare(known, actor)
    if digest is None or (review is not None and review.digest != digest):
        return None
    return send_prepared(public_id=known.application.public_id, actor=actor, review=Review(digest, None))


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
        kind=sending_words.LETTER_KIND,
        register=vacancy.agency.code,
        form=sending_words.LETTER_FORM.replace("{number}", "{number:03d}"),
        title=sending_words.letter_title(vacancy),
        template=sending_words.RECEIPT_TEMPLATE,
        words=sending_words.receipt_words(application, documents),
    )
    application.save(update_fields=["submitted_at", "graced_seconds", "receipt_number", "snapshot", "snapshot_sha256", "receipt"])
    move(application, "submit", now)
    notices.tell_received(application, actor)
    grace = {"graced_seconds": application.graced_seconds, "reviewed_at": review.opened_at} if verdict.outcome == GRACED else {}
    record_act(
        application,
        "submit_application",
        actor,
        sending_words.trail_details(application, documents, submitted=count_submitted(vacancy.pk)) | grace,
        rule_version=vacancy.rule_mark,
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


def _free_receipt_number() -> str:
    """A random number nobody has yet; the unique constraint guards the rest."""
    while True:
        number = sending_words.draw_receipt_number()
        # Anybody's application may bear it; only that one does is learnt.
        with whole_portal():
            is_taken = Application.objects.filter(receipt_number=number).exists()
        if not is_taken:
            return number
