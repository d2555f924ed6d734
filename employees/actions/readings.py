"""Somebody else opened what belongs to a person: one row of a chain of the person's own, so that reading pages never wait
for each other and "siapa membuka data saya" is one look into one chain (UU PDP article 32)."""

from typing import Any

from accounts.models import User
from core import audit
from employees.models import Employee


def record_reading(
    *,
    subject: Employee,
    actor: User,
    duty: str,
    act: str,
    object_type: str,
    object_id: Any,
    about: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Note a look, before what was asked for is shown. One statement, which is a transaction of its own.

    Args:
        subject: whose data; actor: who looks; duty: label of the duty under which.
        act: a key of `employees.readings.WORDS`; object_type, object_id: what was opened.
        about: the post it was opened for, as the person knows it.
    """
    audit.record(
        chain=subject.reading_chain,
        act=act,
        actor=actor,
        duty=duty,
        object_type=object_type,
        object_id=str(object_id),
        details={"about": about, **(details or {})},
    )
