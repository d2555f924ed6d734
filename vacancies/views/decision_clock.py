"""The public line of a vacancy that waits for a decision: whose turn it is and for how many working days (product.md 3.13)."""

from collections.abc import Callable
from datetime import datetime

from approvals.models import ApprovalStep
from approvals.pages import public_line
from core.row_sight import whole_portal
from vacancies.models import Vacancy

# Rooms above say which step a result waits for: (vacancy) -> open step or None. Filled by the composition root.
open_step_sources: list[Callable[[Vacancy], ApprovalStep | None]] = []


def waiting_line(vacancy: Vacancy, now: datetime) -> str:
    """ "menunggu PPK, hari ke-4 dari 10", "" when nothing of this vacancy waits for a decision.

    Reads nothing in states in which nothing public can wait.
    """
    if vacancy.state != "RESULT_REVIEW" and (vacancy.state != "VERIFICATION" or vacancy.continue_request_id is None):
        return ""
    # Whose turn it is, since when and until when is public; nothing else of the step is shown.
    with whole_portal():
        if vacancy.state == "VERIFICATION":
            step = ApprovalStep.objects.open().filter(request_id=vacancy.continue_request_id).order_by("pk").first()
        else:
            step = next((found for source in open_step_sources if (found := source(vacancy)) is not None), None)
    return public_line(step, vacancy.agency, now) if step is not None else ""
