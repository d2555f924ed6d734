"""The document check: the verifier's answer per document and per rule, and the verdict that follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localtime

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, Stale, require
from vacancies.actions.applications import lock_application, move
from vacancies.enums import CheckVerdict
from vacancies.models import Application, DocumentCheck
from vacancies.permissions import applications as permissions
from vacancies.rules.verification import FAILED, NOT_OK, OK, PASSED, UNCHECKED, CheckFact, verification_problem
from vacancies.verification import VerificationLine, verification_lines

_RESULTS = {CheckVerdict.PASS: OK, CheckVerdict.FAIL: NOT_OK, "": UNCHECKED}


@dataclass(frozen=True)
class CheckAnswer:
    """The verifier's answer to one line.

    Args:
        subject: "DOC:<type>" or "RULE:<requirement id>".
        verdict: code of CheckVerdict, "" when not answered.
        reason_code: code from rules/verification.py when the verdict is FAIL.
        note: free text for the applicant, at most 300 characters.
    """

    subject: str
    verdict: str
    reason_code: str = ""
    note: str = ""


@transaction.atomic
def verify_application(
    *, application_id: int, actor: User, version: int, outcome: str, answers: Sequence[CheckAnswer], note: str = ""
) -> Application:
    """Keep the answers and the verdict on one application; changeable until the result is announced.

    Args:
        version: `Application.version` of the page; outcome: PASSED or FAILED; note: free text for the applicant.

    Raises:
        Refused: not the office of this agency, not the time, an answer or a reason is missing, or the verdict
            contradicts the answers.
        Stale: somebody else saved a verdict since the page was opened.
    """
    now = clock.transaction_now()
    application = lock_application(application_id)
    require(permissions.can_verify(actor, application))
    if application.version != version:
        raise Stale(_stale_sentence(application))
    given = {answer.subject: answer for answer in answers}
    lines = verification_lines(application)
    problem = verification_problem([_fact(line, given.get(line.subject)) for line in lines], outcome)
    if problem is not None:
        raise Refused(problem)
    kept = [(line, given[line.subject]) for line in lines if line.subject in given and given[line.subject].verdict]
    application.checks.all().delete()
    DocumentCheck.objects.bulk_create(
        [
            DocumentCheck(
                application=application,
                subject=line.subject,
                verdict=answer.verdict,
                reason_code=answer.reason_code if answer.verdict == CheckVerdict.FAIL else "",
                note=answer.note[:300],
                checked_by=actor,
                checked_at=now,
            )
            for line, answer in kept
        ]
    )
    before = application.state
    reasons = [answer.reason_code for _, answer in kept if answer.verdict == CheckVerdict.FAIL]
    application.reason_codes = reasons if outcome == FAILED else []
    application.verification_note = note
    application.verified_by, application.verified_at = actor, now
    # Another verdict, or the same one for other reasons, is new to the second pair of eyes.
    application.second_checked_by = application.second_checked_at = None
    if application.state == outcome:
        application.version += 1
    else:
        move(application, "pass_verification" if outcome == PASSED else "fail_verification", now)
    verdict = ("reason_codes", "verification_note", "verified_by", "verified_at", "second_checked_by", "second_checked_at")
    application.save(update_fields=[*verdict, "version"])
    audit.record(
        chain=application.vacancy.trail_chain,
        act="verify_application",
        actor=actor,
        duty=permissions.verifying_duty(actor, application.vacancy.agency_id),
        rule_version=application.vacancy.rule_mark,
        object_type="Application",
        object_id=application.public_id,
        details={
            "before": before,
            "after": outcome,
            "reasons": application.reason_codes,
            "checks": [[line.subject, answer.verdict, answer.reason_code] for line, answer in kept],
        },
    )
    return application


@transaction.atomic
def confirm_failure(*, application_id: int, actor: User, version: int) -> Application:
    """The second pair of eyes agrees that an application does not meet the requirements.

    Raises:
        Refused: no right, the first verifier, or nothing to confirm. Stale: the verdict changed since the page was drawn.
    """
    now = clock.transaction_now()
    application = lock_application(application_id)
    require(permissions.can_confirm_failure(actor, application))
    if application.version != version:
        raise Stale(_stale_sentence(application))
    application.second_checked_by, application.second_checked_at = actor, now
    application.version += 1
    application.save(update_fields=["second_checked_by", "second_checked_at", "version"])
    audit.record(
        chain=application.vacancy.trail_chain,
        act="confirm_failure",
        actor=actor,
        duty=permissions.verifying_duty(actor, application.vacancy.agency_id),
        rule_version=application.vacancy.rule_mark,
        object_type="Application",
        object_id=application.public_id,
        details={"reasons": application.reason_codes},
    )
    return application


@transaction.atomic
def rate_reasons(*, application_id: int, actor: User, helped: bool) -> Application:
    """Keep the applicant's one answer to "did these reasons help?".

    Raises:
        Refused: not the owner's, nothing published, or answered before.
    """
    application = lock_application(application_id)
    require(permissions.can_rate_reasons(actor, application))
    application.reasons_helped = helped
    application.save(update_fields=["reasons_helped"])
    audit.record(
        chain=application.vacancy.trail_chain,
        act="rate_reasons",
        actor=actor,
        duty="Pelamar",
        object_type="Application",
        object_id=application.public_id,
        details={"helped": helped},
    )
    return application


def _fact(line: VerificationLine, answer: CheckAnswer | None) -> CheckFact:
    if answer is None or answer.verdict not in _RESULTS:
        return CheckFact(line.code, line.label, line.is_rule, line.is_required, UNCHECKED)
    failed = answer.verdict == CheckVerdict.FAIL
    return CheckFact(
        line.code, line.label, line.is_rule, line.is_required, _RESULTS[answer.verdict], answer.reason_code if failed else ""
    )


def _stale_sentence(application: Application) -> str:
    if application.verified_by is None or application.verified_at is None:
        return "Lamaran ini berubah sejak halaman dibuka. Jawaban Anda belum disimpan; muat ulang lalu periksa lagi."
    at = localtime(application.verified_at)
    return (
        f"{application.verified_by.full_name} sudah menyimpan hasil verifikasi pukul {at:%H.%M}, sesudah halaman ini Anda buka. "
        "Jawaban Anda belum disimpan dan hasil itu tidak tertimpa."
    )
