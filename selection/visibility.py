"""Which rankings and minutes a person may read outside the control room: deciders, oversight, and who runs the selection."""

from django.db.models import Q, QuerySet

from accounts.models import User
from approvals.models import ApprovalRequest
from selection.models import ConflictProposal, OfficialMinutes, Ranking, Recusal
from vacancies.models import Application, Vacancy


def reachable_rankings(user: User) -> QuerySet[Ranking]:
    """Rankings of selections the person runs, and of those whose result ever came before them; never where they applied, and
    before the announcement never where they have a conflict with a participant, or have not answered whether they have one.
    """
    unfinished = ~Q(candidate__vacancy__state="ANNOUNCED")
    veiled = Recusal.objects.filter(unfinished, member__user=user)
    asked = ConflictProposal.objects.waiting_for(user).filter(unfinished)
    requests = ApprovalRequest.objects.visible_to(user).filter(chain_code__startswith="RESULT_")
    seen = Q(vacancy__rankings__request__in=requests.values("pk"))
    runs = Q(vacancy__in=Vacancy.objects.run_by(user).values("pk"))
    found = Ranking.objects.filter(seen | runs).exclude(vacancy__in=Application.objects.of(user).values("vacancy"))
    found = found.exclude(vacancy__in=asked.values("candidate__vacancy"))
    return found.exclude(vacancy__in=veiled.values("candidate__vacancy")).distinct()


def reachable_minutes(user: User) -> QuerySet[OfficialMinutes]:
    """Minutes of the rankings above."""
    return OfficialMinutes.objects.filter(ranking__in=reachable_rankings(user).values("pk"))
