"""What is shown about a candidate and never counted: assessed competency levels with the job person match, and other criteria.

Values stand among the scores of informative components; a correction somebody else accepted counts here as everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.indonesian import number_words
from selection.models import Candidate, Score
from selection.rules.ranking import aggregate
from selection.scoreboard import accepted_values
from vacancies.models import ScoreComponent, Vacancy
from vacancies.rules.job_match import LOW_BAND, JobMatch, LevelFact, job_match


@dataclass(frozen=True)
class ShownResult:
    """One candidate: the match (None while a level is missing), (label, value) pairs of what else is shown."""

    match: JobMatch | None
    others: tuple[tuple[str, str], ...]

    @property
    def sentences(self) -> list[str]:
        """One line each, for a card or a row."""
        found = [f"{label}: {value}" for label, value in self.others]
        return [match_words(self.match), *found] if self.match else found

    @property
    def is_low(self) -> bool:
        """Whether the match is in the lowest band, which the people who decide are told (docs/domain.md 11-16)."""
        return self.match is not None and self.match.band == LOW_BAND


def match_words(match: JobMatch) -> str:
    return f"Kesesuaian dengan standar jabatan (job person match) {number_words(match.percent)}%, {match.words.lower()}"


def shown_results(vacancy: Vacancy, components: Sequence[ScoreComponent], **only: Any) -> dict[int, ShownResult]:
    """Results by primary key of the candidate; {} without a query when the vacancy shows nothing of the kind.

    Args:
        components: all of the vacancy. only: a filter on candidates, for instance pk=7.
    """
    informative = [component for component in components if component.is_informative]
    if not informative:
        return {}
    standards = {row.code: row.level for row in vacancy.competencies.all()}
    corrected = accepted_values(vacancy)
    values: dict[tuple[int, int], list[Decimal]] = {}
    candidates = list(Candidate.objects.filter(vacancy=vacancy, **only).order_by("number"))
    scores = Score.objects.filter(candidate__in=candidates, component__in=informative).select_related("sheet")
    for score in scores.order_by("id"):
        if score.sheet is None or score.sheet.submitted_at is not None:
            values.setdefault((score.candidate_id, score.component_id), []).append(corrected.get(score.pk, score.value))
    return {candidate.pk: _result(candidate.pk, informative, standards, values) for candidate in candidates}


def _result(
    pk: int, informative: Sequence[ScoreComponent], standards: dict[str, int], values: dict[tuple[int, int], list[Decimal]]
) -> ShownResult:
    levels, others = [], []
    for component in informative:
        found = values.get((pk, component.pk), [])
        if component.competency_code in standards:
            achieved = found[0] if found else None
            levels.append(LevelFact(component.competency_code, standards[component.competency_code], achieved))
        elif found:
            others.append((component.label, number_words(aggregate(found, component.aggregate), 2)))
    return ShownResult(job_match(levels), tuple(others))
