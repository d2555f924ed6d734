"""Leaving the search and coming back: the register and the search change in one transaction."""

from django.db import connection, transaction

from accounts.models import User
from core import audit
from employees.actions import switch_search_visibility
from talent.search import projection


@transaction.atomic
@audit.written_last()
def switch_own_visibility(*, employee_id: int, visible: bool, actor: User) -> None:
    """Whether a person can be found. From the commit on no search lists or counts a person who left.

    The lock of the projection is taken first: waiting for it must not hold up everybody who writes into the trail.

    Raises:
        Refused: somebody else's profile (see `employees.permissions`).
    """
    with connection.cursor() as cursor:
        projection.lock(cursor)
    switch_search_visibility(employee_id=employee_id, actor=actor, visible=visible)
    if visible:
        projection.refresh([employee_id])
    else:
        projection.remove([employee_id])
