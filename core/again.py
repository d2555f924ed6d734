"""A task that has more to do lets the others go first: it ends, and stands in line again."""

import contextlib
from typing import Any

from kombu.exceptions import OperationalError


def come_again(task: Any) -> None:
    """Put a task behind those that wait. A message that the broker does not take is made good by beat.

    Called by workers only: a page or an action never talks to the broker (docs/decisions/0006-delivery-by-sweep.md).
    """
    with contextlib.suppress(OperationalError):
        task.delay()
