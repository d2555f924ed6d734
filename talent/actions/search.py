"""Every write of talent search."""

from django.db import transaction

from accounts.models import User
from talent.models import TalentSearch
from vacancies.models import Vacancy


@transaction.atomic
def log_search(*, actor: User, query: dict[str, str], result_count: int, vacancy: Vacancy | None) -> TalentSearch:
    """Keep who searched for what, and how many were found (product.md 3.20)."""
    return TalentSearch.objects.create(user=actor, vacancy=vacancy, query=query, result_count=result_count)
