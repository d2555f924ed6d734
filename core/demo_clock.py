"""Moments worth jumping to with the demo clock. Core knows no vacancy, so the composition root adds the sources."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Landmark:
    """A moment somebody may want to reach.

    Args:
        label: what happens then, for example "Pendaftaran Direktur Y ditutup".
        at: the moment to jump to (aware), already past the event so that it has happened.
    """

    label: str
    at: datetime


Source = Callable[[datetime], Iterable[Landmark]]
sources: list[Source] = []


def landmarks(now: datetime) -> list[Landmark]:
    """All moments after `now` that the sources know, soonest first."""
    found = [each for source in sources for each in source(now) if each.at > now]
    return sorted(found, key=lambda each: (each.at, each.label))
