"""Messages about a selection that has too few applications: it goes on, or Wasdal BKN does not recommend it."""

from datetime import datetime

from django.urls import reverse

from approvals.models import ApprovalRequest
from core.outbox import gathered
from vacancies.models import Vacancy
from vacancies.notifications.registration import applicants, office, office_url, tell
from vacancies.rules.lifecycle import COUNTED_AS_SUBMITTED


@gathered()
def announce_continuation(vacancy: Vacancy, *, submitted: int, request: ApprovalRequest, note: str, now: datetime) -> int:
    """Tell every applicant and the office that the selection goes on; returns how many."""
    title = f"Seleksi dilanjutkan dengan {submitted} pelamar"
    event = f"continuation:{request.public_id}"
    words = {"submitted": submitted, "threshold": vacancy.pack.min_submitted, "reason": request.note, "note": note}
    senders = applicants(vacancy, sorted(COUNTED_AS_SUBMITTED))
    told = tell(
        senders,
        kind="selection_continued",
        vacancy=vacancy,
        event=f"{event}:sent",
        title=title,
        template="email/vacancies/continued.txt",
        url=reverse("list_applications"),
        **words,
    )
    # The sender hears of every verdict from the approval engine.
    others = [person for person in office(vacancy, now) if person.pk != request.sender_id]
    return told + tell(
        others,
        kind="continuation_decided",
        vacancy=vacancy,
        event=f"{event}:office",
        title=title,
        template="email/vacancies/continued.txt",
        url=office_url(vacancy),
        **words,
    )


def announce_continuation_refused(vacancy: Vacancy, *, note: str, request: ApprovalRequest, now: datetime) -> int:
    """Tell the office that Wasdal BKN does not recommend it, with the note; returns how many."""
    others = [person for person in office(vacancy, now) if person.pk != request.sender_id]
    return tell(
        others,
        kind="continuation_decided",
        vacancy=vacancy,
        event=f"continuation:{request.public_id}:refused",
        title="Melanjutkan dengan pelamar yang ada tidak direkomendasikan",
        template="email/vacancies/continuation_refused.txt",
        url=reverse("show_fork", args=[vacancy.public_id]),
        note=note,
    )
