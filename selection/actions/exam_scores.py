"""The one way from a result of a computer test to a score."""

from collections.abc import Iterable

from accounts.models import User
from selection.cat.models import ExamResult
from selection.models.candidate import PRESENT_STATES, Candidate
from selection.models.scores import Score
from vacancies.models import Vacancy


def record_exam_scores(vacancy: Vacancy, results: Iterable[ExamResult], *, entered_by: User) -> None:
    """Write the value of the component for everybody who still takes part. The vacancy is locked.

    After the first ranking scores are locked too, so nothing is written then.
    """
    if vacancy.state != "SCORING":
        return
    rows = []
    for result in results:
        candidate: Candidate = result.sitting.candidate
        if candidate.is_absent or candidate.application.state not in PRESENT_STATES:
            continue
        component = result.sitting.session.exam.component
        rows.append(Score(candidate=candidate, component=component, value=result.value, entered_by=entered_by))
    Score.objects.bulk_create(rows)


def bring_scores_back(candidate: Candidate, *, entered_by: User) -> None:
    """Somebody returns to the selection who sat the test while recorded as absent: the result in force becomes the score now."""
    results = (
        ExamResult.objects.filter(sitting__candidate=candidate, sitting__session__exam__component__isnull=False)
        .exclude(annulments__verdict__is_accepted=True)
        .exclude(sitting__session__exam__component__in=Score.objects.filter(candidate=candidate, sheet=None).values("component"))
        .select_related("sitting__session__exam__component")
    )
    found = list(results)
    for result in found:
        result.sitting.candidate = candidate
    record_exam_scores(candidate.vacancy, found, entered_by=entered_by)
