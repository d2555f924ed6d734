"""The register's answer to who is behind an account."""

from collections.abc import Iterable, Mapping

from django.db import models

from accounts.models import User
from core.row_sight import whole_portal
from employees.models import Employee


def same_person(user: User, path: str = "") -> models.Q:
    """Rows about the employee behind an account, also where the register knows the NIP under another account.

    Args:
        path: lookups that lead to the employee, ending in "__"; empty for the register itself.
    """
    mine = models.Q(**{f"{path}user": user})
    return mine | models.Q(**{f"{path}nip": user.nip}) if user.nip else mine


def nips_of_accounts(user_ids: Iterable[int]) -> Mapping[int, str]:
    """NIP behind accounts that carry none themselves, by id of the account."""
    rows = Employee.objects.filter(user_id__in=list(user_ids)).values_list("user_id", "nip")
    # A rule against one person in two duties would let pass whom it cannot see; NIPs are compared and none is shown.
    with whole_portal():
        return dict(rows)
