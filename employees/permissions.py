"""Who may do what with the register; the same answer shows a button and guards the act."""

from accounts.models import User
from core.refusals import Refusal
from employees.models import Employee


def can_switch_search_visibility(user: User, employee: Employee) -> Refusal | None:
    if employee.user_id != user.pk:
        return Refusal("Hanya pemilik data yang dapat mengatur apakah datanya dapat dicari.")
    return None
