"""Lets the seed act on earlier days: the portal's own demo clock is moved, and every act takes the time it shows."""

from datetime import datetime, timedelta

from core import clock
from core.models import DemoClock


class Timeline:
    """The clock of one seed, inside its transaction. `now` is the true time; no act happens later than that."""

    def __init__(self) -> None:
        DemoClock.objects.update_or_create(id=1, defaults={"seconds": 0})
        self.now = clock.transaction_now()

    def go_to(self, moment: datetime) -> datetime:
        """Make it this moment, or now when it lies ahead. Returns the time it is, whole seconds."""
        seconds = min(0, int((moment - self.now).total_seconds()))
        DemoClock.objects.filter(id=1).update(seconds=seconds)
        return self.now + timedelta(seconds=seconds)

    def come_back(self) -> None:
        """True time again."""
        DemoClock.objects.filter(id=1).update(seconds=0)
