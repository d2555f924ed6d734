"""Lets the seed act on earlier days: every act takes the time the portal's clock is made to show."""

from datetime import datetime, timedelta

from core import clock


class Timeline:
    """The clock of one seed, inside its transaction. `now` is the true time; no act happens later than that."""

    def __init__(self) -> None:
        self.now = clock.transaction_now()

    def go_to(self, moment: datetime) -> datetime:
        """Make it this moment, or now when it lies ahead. Returns the time it is, whole seconds."""
        seconds = min(0, int((moment - self.now).total_seconds()))
        clock.pretend(timedelta(seconds=seconds))
        return self.now + timedelta(seconds=seconds)

    def come_back(self) -> None:
        """True time again."""
        clock.pretend(None)
