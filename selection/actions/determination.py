"""The final decision: who fills the seats, with its numbered letter."""

from datetime import datetime

from accounts.models import User
from approvals.models import ApprovalRequest, ApprovalStep
from core import audit
from core.letters import write_letter
from core.refusals import Refused
from core.seals import seal_refusal
from selection import notifications
from selection.actions.moves import lock_applications, move_applications, move_vacancy
from selection.actions.result import choosable_lines
from selection.documents import determination_words
from selection.gates import latest_ranking
from selection.models import Determination, DeterminationSeat, Ranking
from selection.rules.determination import ChoiceFact, choice_problem, needs_reason
from selection.shortlist import reserve_words
from vacancies.models import Application, Vacancy


def write_determination(
    *,
    vacancy: Vacancy,
    request: ApprovalRequest,
    step: ApprovalStep,
    actor: User,
    duty: str,
    choices: list[ChoiceFact],
    now: datetime,
) -> Determination:
    """Write the determination. Called by the engine inside its transaction, with the vacancy locked.

    Args:
        choices: candidate key, kind of reason and reason per seat, first seat first.

    Raises:
        Refused: somebody outside the shortlist, twice the same person, a missing reason, somebody who withdrew, or a trail
            whose newest seal is older than 15 minutes.
    """
    unsealed = seal_refusal()
    if unsealed is not None:
        raise Refused(unsealed)
    ranking = latest_ranking(vacancy)
    if ranking is None or ranking.request_id != request.pk:
        raise Refused("Peringkat yang diajukan bukan lagi peringkat yang berlaku.")
    lock_applications(vacancy)
    lines = {line.candidate.key: line for line in choosable_lines(ranking)}
    _refuse_withdrawn(ranking, choices, set(lines))
    ranks = {key: line.rank for key, line in lines.items()}
    problem = choice_problem(choices, ranks, vacancy.quota)
    if problem is not None:
        raise Refused(problem)
    keys = [choice.key for choice in choices]
    rows = [
        DeterminationSeat(
            seat=number,
            line=lines[choice.key],
            **({"reason_code": choice.code, "reason": choice.reason.strip()} if needs_reason(choice.key, keys, ranks) else {}),
        )
        for number, choice in enumerate(choices, start=1)
    ]
    seats = [(row.seat, row.line, row.published_reason) for row in rows]
    letter = write_letter(
        kind="PENETAPAN",
        register="SETKAB" if step.role == "SETKAB" else vacancy.agency.code.upper(),
        form="{number:03d}/TAP/{register}/{year}",
        title=f"Penetapan hasil seleksi {vacancy.position_title}"[:200],
        template="pdf/selection/determination.html",
        words=determination_words(vacancy, ranking, request, seats, actor, duty, now),
    )
    determination = Determination.objects.create(
        vacancy=vacancy, ranking=ranking, decided_by=actor, duty=duty, decided_at=now, letter=letter
    )
    for row in rows:
        row.determination = determination
    DeterminationSeat.objects.bulk_create(rows)
    chosen = [line.candidate.application for _, line, _ in seats]
    others = list(
        Application.objects.filter(vacancy=vacancy, state__in=("SHORTLISTED", "NOT_SHORTLISTED"))
        .exclude(pk__in=[application.pk for application in chosen])
        .order_by("pk")
    )
    move_applications(chosen, "select", now, is_public=False)
    move_applications(others, "not_select", now, is_public=False)
    move_vacancy(vacancy, "determine", now)
    notifications.call_for_announcement(vacancy, determination)
    audit.record(
        chain=vacancy.trail_chain,
        act="determine",
        actor=actor,
        duty=duty,
        rule_version=vacancy.rule_mark,
        object_type="Determination",
        object_id=determination.public_id,
        details={
            "ranking": ranking.version,
            "sha256": ranking.sha256,
            "letter": letter.number,
            "seats": [[number, line.candidate.key, line.rank, reason] for number, line, reason in seats],
        },
    )
    return determination


def _refuse_withdrawn(ranking: Ranking, choices: list[ChoiceFact], choosable: set[str]) -> None:
    """Whoever left meanwhile blocks the determination; the sentence proposes who comes next."""
    for choice in choices:
        if choice.key in choosable:
            continue
        gone = ranking.vacancy.candidates.filter(number=int(choice.key), application__state="WITHDRAWN").select_related(
            "application__employee"
        )
        for candidate in gone.order_by("pk"):
            raise Refused(
                f"{candidate.application.employee.name} mengundurkan diri, jadi tidak dapat ditetapkan. "
                "Pilih nama lain dari daftar pendek, atau kembalikan hasil agar peringkat disusun ulang. "
                + reserve_words(ranking)
            )
