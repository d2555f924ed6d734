"""Taking a sent application back: it counts no longer, and nothing of it is deleted."""

from django.db import transaction

from accounts.models import User
from core import clock
from core.refusals import require
from vacancies.actions.applications import lock_application, move, record_act
from vacancies.actions.document_requests import end_open_request
from vacancies.models import Application, WithdrawnSubmission
from vacancies.notifications import applications as notices
from vacancies.permissions import applications as permissions
from vacancies.sending_function import count_submitted

REASON_LENGTH = 500


@transaction.atomic
def withdraw_application(*, application_id: int, actor: User, reason: str = "") -> Application:
    """Take a sent application back. The receipt and the frozen copy stay as proof, also when the person sends again.

    Args:
        reason: the applicant's own words, optional, at most 500 characters; kept with the taken-back submission and not
            in the trail, which others read.

    Raises:
        Refused: not the owner's, or the result is already determined.
    """
    now = clock.transaction_now()
    application = lock_application(application_id)
    if application.state == "WITHDRAWN" and permissions.is_own(actor, application):
        return application
    require(permissions.can_withdraw(actor, application))
    end_open_request(application, now)
    WithdrawnSubmission.objects.create(
        application=application,
        receipt_number=application.receipt_number,
        receipt=application.receipt,
        submitted_at=application.submitted_at,
        snapshot=application.snapshot,
        snapshot_sha256=application.snapshot_sha256,
        reason=reason.strip()[:REASON_LENGTH],
        withdrawn_at=now,
    )
    move(application, "withdraw", now)
    notices.tell_withdrawn(application, actor, now)
    record_act(
        application,
        "withdraw_application",
        actor,
        {
            "receipt_number": application.receipt_number,
            "gave_reason": bool(reason.strip()),
            "submitted": count_submitted(application.vacancy_id),
        },
    )
    return application
