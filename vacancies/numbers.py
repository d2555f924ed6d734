"""How many applications a vacancy has, by state: numbers alone, for whoever may see the applications or oversees the vacancy.

Counted by a function of PostgreSQL, which asks once for a vacancy what the policy of the table would ask for each of its rows
(docs/decisions/0042-row-security.md). A vacancy out of reach has no numbers.
"""

from collections import Counter
from collections.abc import Iterable

from core.prepared import read_prepared
from vacancies.models import Vacancy
from vacancies.models.vacancy import COUNTED_APPLICATION_STATES

_NUMBERS = "SELECT vacancy_id, state, number FROM vacancies_application_numbers(%(vacancies)s)"


def application_numbers(keys: Iterable[int]) -> dict[int, Counter[str]]:
    """State -> how many applications, for each of these vacancies; nothing is read without one."""
    numbers: dict[int, Counter[str]] = {key: Counter() for key in keys}
    if numbers:
        for key, state, number in read_prepared(_NUMBERS, {"vacancies": list(numbers)}):
            numbers[key][state] = number
    return numbers


def count_applications(*lists: Iterable[Vacancy]) -> None:
    """Set `submitted_count` (sent, not withdrawn) and `draft_count` of every vacancy of these lists."""
    vacancies = [vacancy for each in lists for vacancy in each]
    numbers = application_numbers(vacancy.pk for vacancy in vacancies)
    for vacancy in vacancies:
        own = numbers[vacancy.pk]
        vacancy.submitted_count = sum(own[state] for state in COUNTED_APPLICATION_STATES)
        vacancy.draft_count = own["DRAFT"]
