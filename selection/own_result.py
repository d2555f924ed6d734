"""The applicant's own result, for the status page of the room below; bound by the composition root."""

from typing import Any

from selection.models import Candidate
from vacancies.models import Application


def own_result(application: Application) -> dict[str, Any] | None:
    """Template and context of the own scores once the result is announced; None before that and for people not scored.

    The words come from the person's own frozen letter, so nobody else's number can appear.
    """
    if application.vacancy.state != "ANNOUNCED":
        return None
    candidate = (
        Candidate.objects.filter(application=application, result_letter__isnull=False).select_related("result_letter").first()
    )
    if candidate is None:
        return None
    return {
        "template": "selection/_own_result.html",
        "context": {"application": application, "words": candidate.result_letter.words},
    }
