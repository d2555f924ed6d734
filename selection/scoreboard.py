"""All scores of one vacancy at one moment: what the gates, the ranking and the progress pages read.

Built in a fixed number of queries, whatever the number of candidates and members.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from selection.models import Candidate, Recusal, Score, ScoreCorrection, ScoreSheet
from selection.rules.declaration import Declaration
from selection.rules.packet import Packet, packet
from selection.rules.ranking import CandidateScores, ComponentFact, RankingResult, rank
from vacancies.enums import AggregateKind
from vacancies.models import Application, PanelMember, ScoreComponent, Vacancy

# Kinds of gaps that hang on no single value.
SHEET, ALONE = "SHEET", "ALONE"


@dataclass(frozen=True)
class Gap:
    """One thing that is still missing before the ranking: which candidate, who must act, what.

    `kind` is SHEET, ALONE (nobody without a conflict is left), or the kind of the component whose one value is missing.
    """

    candidate: Candidate
    holder: str
    subject: str
    kind: str
    member: PanelMember | None = None


@dataclass(frozen=True)
class Scoreboard:
    """One vacancy's scoring.

    Args:
        candidates: present ones, by number. components: in plan order. members: panel members who must score.
        barred: members who applied themselves. recused: (candidate id, member id).
        sheets: (candidate id, member id) -> sheet, drafts too; papers: the same for sheets without a name.
        single: (candidate id, component id) -> the one value of a component that no sheet carries.
        panel: (candidate id, component id) -> values of the handed-in sheets that count.
    """

    vacancy: Vacancy
    candidates: list[Candidate]
    components: list[ScoreComponent]
    members: list[PanelMember]
    barred: list[PanelMember]
    recused: frozenset[tuple[int, int]]
    sheets: dict[tuple[int, int], ScoreSheet]
    papers: dict[tuple[int, int], ScoreSheet]
    single: dict[tuple[int, int], Decimal]
    panel: dict[tuple[int, int], tuple[Decimal, ...]]

    @property
    def panel_components(self) -> list[ScoreComponent]:
        return [component for component in self.components if component.is_scored_by_panel]

    @property
    def single_components(self) -> list[ScoreComponent]:
        """The ones with one value: imported, computed by the computer test, or keyed by two operators."""
        return [component for component in self.components if not component.is_scored_by_panel]

    @property
    def ranked_components(self) -> list[ScoreComponent]:
        """What the ranking and its packet know; informative ones are only shown."""
        return [component for component in self.components if component.is_ranked]

    def without(self, candidates: frozenset[int]) -> "Scoreboard":
        """The same board as if these candidates (primary keys) were not there: what a viewer with a conflict may read."""
        return replace(self, candidates=[each for each in self.candidates if each.pk not in candidates]) if candidates else self

    def must_score(self, candidate: Candidate, member: PanelMember) -> bool:
        return (candidate.pk, member.pk) not in self.recused

    def sheets_due(self) -> list[tuple[str, dict[tuple[int, int], ScoreSheet]]]:
        """The kinds of sheets everybody hands in here: what each is called, and the stored ones."""
        blind = [component.is_blind for component in self.panel_components]
        due = [] if all(blind) else [("Lembar penilaian", self.sheets)]
        return [*due, ("Lembar makalah", self.papers)] if any(blind) else due

    def handed_in(self, candidate: Candidate, member: PanelMember) -> list[ScoreSheet]:
        """Sheets of this member for this candidate that are in, at most one a kind."""
        found = (sheets.get((candidate.pk, member.pk)) for _, sheets in self.sheets_due())
        return [sheet for sheet in found if sheet is not None and sheet.submitted_at is not None]

    def is_handed_in(self, candidate: Candidate, member: PanelMember) -> bool:
        """Whether every sheet of this member for this candidate is in."""
        return len(self.handed_in(candidate, member)) == len(self.sheets_due())

    def gaps(self) -> list[Gap]:
        """What is missing, by candidate; a candidate whom the whole panel has to leave alone is a gap of its own."""
        found = []
        for candidate in self.candidates:
            scorers = [member for member in self.members if self.must_score(candidate, member)]
            found += [
                Gap(candidate, member.user.full_name, subject, SHEET, member)
                for member in scorers
                for subject, sheets in self.sheets_due()
                if not _is_in(sheets.get((candidate.pk, member.pk)))
            ]
            if self.panel_components and not scorers:
                found.append(Gap(candidate, "Ketua pansel", "Tidak ada penilai tanpa konflik kepentingan", ALONE))
            found += [
                Gap(candidate, *missing_value(component), component.aggregate)
                for component in self.single_components
                if component.is_ranked and (candidate.pk, component.pk) not in self.single
            ]
        return found

    def component_facts(self) -> list[ComponentFact]:
        return [
            ComponentFact(
                code=component.code,
                weight=component.weight,
                minimum=component.minimum,
                scale_min=component.scale_min,
                scale_max=component.scale_max,
                aggregate=component.aggregate,
            )
            for component in self.ranked_components
        ]

    def candidate_scores(self) -> list[CandidateScores]:
        return [CandidateScores(candidate.key, self._scores_of(candidate)) for candidate in self.candidates]

    def declaration(self) -> Declaration:
        """The rules of this selection as the database ranks by them."""
        vacancy, pack = self.vacancy, self.vacancy.pack
        return Declaration(
            vacancy.reference, vacancy.quota, pack.shortlist_multiple, self.component_facts(), vacancy.tie_order, pack
        )

    def result(self) -> tuple[RankingResult, Packet]:
        """The ranking of this moment and its packet.

        Raises:
            RankingRefused: a score is missing or outside its scale.
        """
        vacancy, pack = self.vacancy, self.vacancy.pack
        facts, scores = self.component_facts(), self.candidate_scores()
        order, multiple = vacancy.tie_order, pack.shortlist_multiple
        outcome = rank(scores, facts, order, vacancy.quota, multiple, pack)
        written = packet(vacancy.reference, vacancy.quota, multiple, facts, order, scores, pack, outcome)
        return outcome, written

    def _scores_of(self, candidate: Candidate) -> dict[str, tuple[Decimal, ...]]:
        scores = {}
        for component in self.ranked_components:
            place = (candidate.pk, component.pk)
            if component.is_scored_by_panel:
                scores[component.code] = self.panel.get(place, ())
            else:
                scores[component.code] = (self.single[place],) if place in self.single else ()
        return scores


def _is_in(sheet: ScoreSheet | None) -> bool:
    return sheet is not None and sheet.submitted_at is not None


def missing_value(component: ScoreComponent) -> tuple[str, str]:
    """Who must bring the one value of a component, and what the gap is called."""
    if component.aggregate == AggregateKind.CAT:
        return "Panitia tes", f"Hasil {component.label}"
    if component.aggregate == AggregateKind.ENTRY:
        return "Sekretariat", f"Entri nilai {component.label}"
    return "Sekretariat", f"Impor nilai {component.label}"


def accepted_values(vacancy: Vacancy) -> dict[int, Decimal]:
    """The value that counts instead of a locked one, by primary key of the score; the newest accepted correction wins."""
    accepted = ScoreCorrection.objects.filter(score__candidate__vacancy=vacancy, verdict__is_accepted=True)
    return dict(accepted.order_by("verdict__decided_at", "verdict__id").values_list("score_id", "after"))


def read_scoreboard(vacancy: Vacancy, trial: Mapping[int, Decimal] | None = None) -> Scoreboard:
    """Read everything about one vacancy's scores. Under the vacancy's lock when a decision hangs on it.

    Args:
        trial: values to put in the place of stored ones, by primary key of the score: what a correction would do.
    """
    candidates = list(Candidate.objects.filter(vacancy=vacancy).present().for_list())
    components = list(vacancy.components.order_by("position", "id"))
    everyone = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id"))
    applicants = set(
        Application.objects.filter(vacancy=vacancy, employee__user__in=[m.user_id for m in everyone]).values_list(
            "employee__user_id", flat=True
        )
    )
    members = [member for member in everyone if member.user_id not in applicants]
    recused = frozenset(Recusal.objects.filter(candidate__vacancy=vacancy).values_list("candidate_id", "member_id"))
    stored = list(ScoreSheet.objects.filter(candidate__vacancy=vacancy).order_by("id"))
    sheets, papers = (
        {(sheet.candidate_id, sheet.member_id): sheet for sheet in stored if sheet.is_blind is is_blind}
        for is_blind in (False, True)
    )
    scoring = {member.pk for member in members}
    counted = {
        sheet.pk
        for sheet in stored
        if _is_in(sheet) and (sheet.candidate_id, sheet.member_id) not in recused and sheet.member_id in scoring
    }
    single: dict[tuple[int, int], Decimal] = {}
    panel: dict[tuple[int, int], list[Decimal]] = {}
    of_panel = {component.pk for component in components if component.is_scored_by_panel}
    corrected = accepted_values(vacancy) | dict(trial or {})
    for score in Score.objects.filter(candidate__vacancy=vacancy).order_by("id"):
        place = (score.candidate_id, score.component_id)
        value = corrected.get(score.pk, score.value)
        if score.sheet_id is None and score.component_id not in of_panel:
            single[place] = value
        elif score.sheet_id in counted and score.component_id in of_panel:
            panel.setdefault(place, []).append(value)
    return Scoreboard(
        vacancy=vacancy,
        candidates=candidates,
        components=components,
        members=members,
        barred=[member for member in everyone if member.user_id in applicants],
        recused=recused,
        sheets=sheets,
        papers=papers,
        single=single,
        panel={place: tuple(values) for place, values in panel.items()},
    )
