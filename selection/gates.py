"""What the gates of a selection read from the database; the gates themselves are `selection.rules.gates`."""

from django.db.models import QuerySet

from core import clock
from selection.calibration import is_closed
from selection.conflicts import open_conflicts
from selection.entries import differences
from selection.models import ConflictProposal, OfficialMinutes, Ranking, RankingLine, ScoreCorrection, ShortfallAnswer, TieAnswer
from selection.rules.gates import Gate, RankingFacts, ResultFacts, ranking_gates, result_gates
from selection.rules.ranking import RankingRefused
from selection.rules.shortfall import CONTINUE, ShortfallFacts, is_unanswered
from selection.rules.ties import TieFacts, is_unsettled, running_way
from selection.scoreboard import ALONE, SHEET, Scoreboard, read_scoreboard
from vacancies.enums import AggregateKind
from vacancies.models import Objection, Vacancy
from vacancies.objections import administration_announcement
from vacancies.rules.deadline import format_deadline

# Code of the gate that stands for all closed files of a viewer.
CLOSED = "CLOSED"


def latest_ranking(vacancy: Vacancy) -> Ranking | None:
    """The version in force."""
    return Ranking.objects.filter(vacancy=vacancy).order_by("-version").first()


def gates_before_ranking(board: Scoreboard, closed: frozenset[int] = frozenset()) -> tuple[Gate, ...]:
    """The gates before the ranking. Under the vacancy's lock when the ranking hangs on them.

    Args:
        closed: candidates (primary keys) whose keyed values are left out of the count, for a viewer with a conflict.
    """
    gaps = board.gaps()
    sheets = sum(gap.kind == SHEET for gap in gaps)
    alone = sum(gap.kind == ALONE for gap in gaps)
    keyed = any(component.aggregate == AggregateKind.ENTRY for component in board.components)
    takes_objections = board.vacancy.pack.takes_objections
    return ranking_gates(
        RankingFacts(
            present=len(board.candidates),
            sheets=sheets,
            values=len(gaps) - sheets - alone,
            alone=alone,
            entries=sum(each.candidate.pk not in closed for each in differences(board.vacancy)) if keyed else 0,
            objections=Objection.objects.of_vacancy(board.vacancy).open().count() if takes_objections else 0,
            objections_until=objection_window(board.vacancy) if takes_objections else "",
            takes_objections=takes_objections,
            is_calibrated=is_closed(board.vacancy),
            takes_entries=keyed,
            conflicts=open_conflicts(board.vacancy, board.vacancy.agency.day(clock.now())),
            corrections=ScoreCorrection.objects.waiting(board.vacancy).count(),
            takes_values=bool(board.single_components),
            takes_panel=bool(board.panel_components),
        )
    )


def objection_window(vacancy: Vacancy) -> str:
    """The last moment to object to the administrative result in words, while it is still to come; "" afterwards."""
    announced = administration_announcement(vacancy)
    until = announced.objections_until if announced else None
    return format_deadline(until, vacancy.zone) if until is not None and clock.now() < until else ""


def gates_for(board: Scoreboard, closed: frozenset[int]) -> tuple[Gate, ...]:
    """The same gates as one person may read them: what a closed file lacks is one gate without names and numbers.

    That the file is complete has to be told, or nobody could press the button; what stands in it is not (docs/product.md 3.8).

    Args:
        closed: `closed_candidates` of the person.
    """
    if not closed:
        return gates_before_ranking(board)
    visible = gates_before_ranking(board.without(closed), closed)
    is_lacking = len(board.gaps()) != len(board.without(closed).gaps()) or any(
        each.candidate.pk in closed for each in differences(board.vacancy)
    )
    hidden = Gate(
        CLOSED,
        "Peserta yang tertutup bagi Anda siap diperingkat",
        "Belum siap" if is_lacking else "",
        "Nilai peserta yang tertutup bagi Anda belum lengkap. Sekretariat tahu apa yang kurang." if is_lacking else "",
    )
    # Whether anybody takes part is asked of everybody, also of those whose file is closed.
    return (*(Gate(each.code, each.label) if each.code == "PRESENT" and board.candidates else each for each in visible), hidden)


def gates_before_signature(vacancy: Vacancy, ranking: Ranking, *, outdated: str) -> tuple[Gate, ...]:
    """The gates between the ranking in force and the chair's signature.

    Args:
        outdated: `outdated_sentence` of it, read once by the caller.
    """
    tie = tie_facts(vacancy, ranking)
    return result_gates(
        ResultFacts(
            outdated=outdated,
            conflicts=ConflictProposal.objects.waiting(vacancy).count(),
            listed=ranking.lines.filter(is_shortlisted=True).count(),
            is_shortfall_open=is_unanswered(shortfall_facts(vacancy, ranking)),
            is_tie_open=is_unsettled(tie),
            is_tie_running=running_way(tie) is not None,
            has_minutes=current_minutes(vacancy, ranking) is not None,
        )
    )


def shortfall_facts(vacancy: Vacancy, ranking: Ranking | None, extension_refusal: str | None = None) -> ShortfallFacts:
    """What the rule on too few qualified people reads."""
    answers = ShortfallAnswer.objects.filter(ranking__vacancy=vacancy, way=CONTINUE)
    return ShortfallFacts(
        state=vacancy.state,
        qualified=ranking.lines.filter(rank__isnull=False).count() if ranking else 0,
        cut=ranking.cut if ranking else vacancy.quota * vacancy.pack.shortlist_multiple,
        is_ranked=ranking is not None,
        answered=frozenset(answers.values_list("qualified", flat=True)),
        extension_refusal=extension_refusal,
    )


def tie_facts(vacancy: Vacancy, ranking: Ranking | None) -> TieFacts:
    """What the rule on a tie at the cut reads."""
    answers = TieAnswer.objects.filter(ranking__vacancy=vacancy).select_related("ranking").order_by("id")
    return TieFacts(
        state=vacancy.state,
        tied=tuple(line.candidate.key for line in tied_lines(ranking)) if ranking else (),
        answers=[(answer.way, answer.numbers, answer.ranking.version) for answer in answers],
        version=ranking.version if ranking else 0,
    )


def tied_lines(ranking: Ranking) -> QuerySet[RankingLine]:
    """Lines that share the last place, with their people, in the order of the list."""
    lines = ranking.lines.filter(is_tied_at_cut=True)
    return lines.select_related("candidate__application__employee__agency").order_by("position")


def current_minutes(vacancy: Vacancy, ranking: Ranking) -> OfficialMinutes | None:
    """The newest minutes when they are about this ranking and still wait for the chair."""
    newest = OfficialMinutes.objects.of(vacancy).first()
    if newest is None or newest.ranking_id != ranking.pk or hasattr(newest, "signature"):
        return None
    return newest


def is_overtaken(vacancy: Vacancy, ranking: Ranking) -> bool:
    """Whether the packet that every approver signed no longer follows from the values that count now.

    A corrected value that leaves each component as it was (a median, an informative component) touches nobody's approval.
    """
    try:
        _, packet = read_scoreboard(vacancy).result()
    except RankingRefused:
        return True
    return packet.sha256 != ranking.sha256


def outdated_sentence(vacancy: Vacancy, ranking: Ranking, board: Scoreboard | None = None) -> str:
    """Why the stored ranking no longer follows from the stored scores, "" when it does.

    A withdrawal, a corrected import or a reopened sheet after the ranking must lead to a new version first.

    Args:
        board: of the vacancy with everybody in it, when the caller has read it already.
    """
    if ScoreCorrection.objects.waiting(vacancy).exists():
        return "Ada usul koreksi nilai yang menunggu keputusan. Putuskan lebih dahulu."
    board = board or read_scoreboard(vacancy)
    gaps = board.gaps()
    if gaps:
        return (
            f"Ada {len(gaps)} nilai yang belum lengkap sejak peringkat versi {ranking.version} disusun. "
            "Lengkapi, lalu susun ulang peringkat."
        )
    try:
        _, packet = board.result()
    except RankingRefused as error:
        return error.reason
    if packet.sha256 != ranking.sha256:
        return f"Nilai atau peserta berubah sejak peringkat versi {ranking.version} disusun. Susun ulang peringkat lebih dahulu."
    return ""
