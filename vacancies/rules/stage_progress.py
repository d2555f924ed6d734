"""Where a selection stands in its calendar, stage by stage: done, running, still to come, or late.

Clocks remind and never decide (docs/product.md decision 6): the state of the vacancy says which stage runs, the dates only
say whether it is late.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

DONE = "done"
NOW = "now"
NEXT = "next"
LATE = "late"

# Order in which the stages follow each other; all kinds of scoring share one place.
STAGE_PLACES = {
    "ANNOUNCEMENT": 1,
    "VERIFICATION": 2,
    "ASSESSMENT": 3,
    "CAT": 3,
    "PAPER": 3,
    "TRACK_RECORD": 3,
    "INTERVIEW": 3,
    "HEALTH": 3,
    "RANKING": 4,
    "APPROVAL": 5,
    "DETERMINATION": 6,
}
VACANCY_PLACES = {
    "PUBLISHED": 0,
    "OPEN": 1,
    "VERIFICATION": 2,
    "SCORING": 3,
    "RANKED": 4,
    "RESULT_REVIEW": 5,
    "DETERMINED": 6,
    "ANNOUNCED": 7,
}


@dataclass(frozen=True)
class StageFact:
    """One planned stage, both days included. `code` is a key of STAGE_PLACES."""

    code: str
    label: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class StageProgress:
    """A stage and where it stands: DONE, NOW, NEXT or LATE. `is_followed`: whether the person takes part in it."""

    stage: StageFact
    state: str
    is_followed: bool = True


def stage_progress(stages: Sequence[StageFact], vacancy_state: str, today: date) -> tuple[StageProgress, ...]:
    """Every stage in process order. A vacancy that was ended (cancelled, failed) has no running stage.

    Raises:
        KeyError: a stage of an unknown code.
    """
    ordered = sorted(stages, key=lambda stage: (STAGE_PLACES[stage.code], stage.starts_on, stage.code))
    place = VACANCY_PLACES.get(vacancy_state)
    if place is None:
        return tuple(StageProgress(stage, NEXT) for stage in ordered)
    running = [stage for stage in ordered if STAGE_PLACES[stage.code] == place]
    return tuple(StageProgress(stage, _state(stage, place, running, today)) for stage in ordered)


def followed(
    rows: Sequence[StageProgress], *, last_place: int | None = None, left_on: date | None = None
) -> tuple[StageProgress, ...]:
    """The calendar as one person follows it: stages after the person left are not theirs any more.

    Args:
        last_place: place (STAGE_PLACES) of the last stage the person took part in; None for all.
        left_on: day of a withdrawal; stages that were not over by then are not followed.
    """

    def follows(row: StageProgress) -> bool:
        if last_place is not None and STAGE_PLACES[row.stage.code] > last_place:
            return False
        return left_on is None or (row.state == DONE and row.stage.ends_on <= left_on)

    return tuple(
        row if follows(row) else replace(row, state=row.state if row.state == DONE else NEXT, is_followed=False) for row in rows
    )


def day_words(stage: StageFact, since: date, today: date) -> str:
    """How far a running stage is: "Hari ke-4 dari 10 yang direncanakan".

    Args:
        since: day on which it really began; before the planned start the planned one counts.
    """
    planned = (stage.ends_on - stage.starts_on).days + 1
    number = max((today - max(since, stage.starts_on)).days + 1, 1)
    return f"Hari ke-{number} dari {planned} yang direncanakan"


def days_late(stage: StageFact, today: date) -> int:
    """Calendar days since the planned end; 0 or less while the stage is in time."""
    return (today - stage.ends_on).days


def _state(stage: StageFact, place: int, running: Sequence[StageFact], today: date) -> str:
    own = STAGE_PLACES[stage.code]
    if own < place:
        return DONE
    if own > place:
        return NEXT
    later = running[running.index(stage) + 1 :]
    if today > stage.ends_on:
        # Scoring sheets are handed in across its kinds: an earlier kind is over once a later one has begun.
        return DONE if any(other.starts_on <= today for other in later) else LATE
    if today < stage.starts_on and any(other.ends_on >= today for other in running if other is not stage and other not in later):
        return NEXT
    return NOW
