"""The register's answer to who is behind an account."""

from collections.abc import Iterable, Mapping

from employees.models import Employee


def nips_of_accounts(user_ids: Iterable[int]) -> Mapping[int, str]:
    """NIP behind accounts that carry none themselves, by id of the account."""
    return dict(Employee.objects.filter(user_id__in=list(user_ids)).values_list("user_id", "nip"))
