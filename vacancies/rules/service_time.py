"""Length of service: days in posts, where days that overlap count once (domain.md section 7, section 11 row 29)."""

from collections.abc import Iterable
from datetime import date, timedelta

from core.indonesian import date_words
from employees.rules.facts import PositionFact

# One year of service counts as 365 days: a sum of days can only grow when a record is added, and a continuous
# calendar year always reaches it.
DAYS_PER_YEAR = 365


def days_served(spells: Iterable[PositionFact], on: date) -> int:
    """Days in any of these posts before `on`, each day once."""
    return sum((min(end, on) - start).days for start, end in merged(spells) if start < on)


def merged(spells: Iterable[PositionFact]) -> list[tuple[date, date]]:
    """Spells as half-open intervals of days without overlap, sorted; a spell that lasts has no end in sight."""
    spans: list[tuple[date, date]] = []
    raw = [(spell.started_on, spell.ended_on + timedelta(days=1) if spell.ended_on else date.max) for spell in spells]
    for start, end in sorted(raw):
        if end <= start:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def day_reached(spells: Iterable[PositionFact], years: int) -> date | None:
    """The first day by which so many years have been served, None when the spells never reach it."""
    left = years * DAYS_PER_YEAR
    for start, end in merged(spells):
        length = (end - start).days
        if length >= left:
            return start + timedelta(days=left)
        left -= length
    return None


def duration_words(days: int) -> str:
    """ "5 tahun 12 hari"."""
    years, rest = divmod(days, DAYS_PER_YEAR)
    return f"{years} tahun {rest} hari" if rest else f"{years} tahun"


def spell_words(spells: Iterable[PositionFact]) -> str:
    """The posts counted, oldest first, each with its first and last day: enough to count again by hand."""
    return "; ".join(_spell_text(spell) for spell in sorted(spells, key=_spell_order))


def _spell_order(spell: PositionFact) -> tuple[date, date, str]:
    return spell.started_on, spell.ended_on or date.max, spell.title


def _spell_text(spell: PositionFact) -> str:
    end = date_words(spell.ended_on) if spell.ended_on else "sekarang"
    return f"{spell.title} ({date_words(spell.started_on)} – {end})"
