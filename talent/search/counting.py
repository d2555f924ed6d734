"""Counts from the count files: whom a search without words finds, and what a list of people looks like.

`Base` is the files of the build in force with what changed since laid over them; each process keeps one.
"""

import logging
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection

from talent.search import columns
from talent.search.codes import COLUMNS, COMPETENCIES, GROUPED, LANGUAGES, SERVICE_STEPS, STEPS, TRAININGS
from talent.search.columns import Bits, Files, Numbers
from talent.search.facets import Tally
from talent.search.projection import TABLE
from talent.search.sql import Query, filters_of, years_before

logger = logging.getLogger(__name__)
# Up to here the columns of the people found are read; beyond, the bits of every value are counted.
GATHERED_UP_TO = 150_000
CURRENT_SQL = """
SELECT b.started_at, b.folder, b.bounds, b.since, coalesce((SELECT max(id) FROM talent_searchfresh), 0)
FROM talent_searchbuild b WHERE b.is_current"""
# The bands of an empty database, before the first rebuild.
FIRST_BOUNDS = (200, 300, 400, 500, 600, 700, 800)


@dataclass
class Base:
    """The files of the build that began at `build`, as of change `change`.

    Args:
        rows: person -> present row of the projection, None for nobody's any more, of all who changed since the build;
        alive: bits of the people of the files who have not changed.
    """

    build: datetime
    change: int
    files: Files
    alive: Bits
    rows: dict[int, tuple[Any, ...] | None] = field(default_factory=dict)
    fresh: dict[str, Numbers] = field(default_factory=columns.empty)
    service: dict[date, Bits] = field(default_factory=dict)

    def take(self, cursor: Any, since: int, change: int) -> None:
        """Lay the changes after `since` up to now over the files."""
        cursor.execute("SELECT DISTINCT employee_id FROM talent_searchfresh WHERE id > %s", [since])
        changed = [row[0] for row in cursor.fetchall()]
        if changed:
            cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE id = ANY(%s)", [changed])  # noqa: S608
            self.rows |= dict.fromkeys(changed) | {row[0]: row for row in cursor.fetchall()}
            places = self.files.places(np.array(changed, "i8"))
            np.bitwise_and.at(self.alive, places // 64, ~(np.uint64(1) << (places % 64).astype(np.uint64)))
            self.fresh = columns.of_rows([row for row in self.rows.values() if row is not None])
        self.change = change

    def began_by(self, day: date) -> Bits:
        """Bits of everybody whose CPNS date is not after a day; kept, because a day's thresholds are few."""
        if day not in self.service:
            if len(self.service) > 50:
                self.service.clear()
            self.service[day] = columns.packed(self.files.columns["cpns"] <= columns.day_number(day)) & self.files.filled
        return self.service[day]

    def people(self, ids: list[int]) -> dict[str, Numbers]:
        """Columns of some people, present ones."""
        wanted = np.array(ids, "i8")
        if not self.rows:
            return self.files.at(self.files.places(wanted))
        is_changed = np.isin(wanted, np.fromiter(self.rows, "i8", len(self.rows)))
        changed = [row for person in wanted[is_changed].tolist() if (row := self.rows[person]) is not None]
        return columns.joined(self.files.at(self.files.places(wanted[~is_changed])), columns.of_rows(changed))


_kept: Base | None = None


@dataclass(frozen=True)
class InForce:
    """Lowest scores of all bands but the first, rising; and the count files, None for a small register, which needs none."""

    bounds: tuple[int, ...]
    base: Base | None


def base_in_force(cursor: Any) -> InForce:
    """What the newest build left, with all changes since."""
    cursor.execute(CURRENT_SQL)
    row = cursor.fetchone()
    if row is None:
        return InForce(FIRST_BOUNDS, None)
    build, folder, bounds, since, change = row
    return InForce(tuple(bounds), _base(cursor, build, folder, since, max(change, since)) if folder else None)


def _base(cursor: Any, build: datetime, folder: str, since: int, change: int) -> Base | None:
    global _kept
    if _kept is not None and (_kept.build, _kept.change) == (build, change):
        return _kept
    base = _kept if _kept is not None and _kept.build == build and _kept.change < change else None
    if base is None or connection.in_atomic_block:
        try:
            files = Files(Path(settings.TALENT_COUNTS_ROOT) / folder) if base is None else base.files
        except OSError:
            logger.warning("count files of the build of %s are not on this machine: counts take longer", build)
            return None
        base = Base(build, since, files, np.array(files.filled))
    base.take(cursor, base.change, change)
    # What a transaction has not committed yet is not kept for others.
    if not connection.in_atomic_block:
        _kept = base
    return base


def number_of_filters(base: Base, query: Query, today: date) -> int:
    """Exact number of people of a search without words."""
    return columns.number_of_bits(_mask(base, query, today)) + int(np.count_nonzero(_fits(base.fresh, query, today)))


def tally_of_filters(base: Base, query: Query, today: date) -> Tally:
    """Exact counts of a search without words."""
    found = _mask(base, query, today)
    number = columns.number_of_bits(found)
    fresh = {name: values[_fits(base.fresh, query, today)] for name, values in base.fresh.items()}
    if number <= GATHERED_UP_TO:
        return tally_of_people(columns.joined(base.files.at(columns.unpacked(found)), fresh), today)
    return _added(_tally_of_bits(base, found, number, today), tally_of_people(fresh, today))


def tally_of_people(people: dict[str, Numbers], today: date) -> Tally:
    """Counts of a list of people by their columns."""
    tally = Tally({}, {}, {}, len(people["agency"]))
    for name in GROUPED:
        numbers = np.bincount(people[name])
        tally.columns[name] = {int(value): int(numbers[value]) for value in np.flatnonzero(numbers)}
    for years in SERVICE_STEPS:
        tally.service[years] = int(np.count_nonzero(people["cpns"] <= columns.day_number(years_before(today, years))))
    for code in COMPETENCIES:
        scores = np.bincount(people[code.lower()], minlength=101)
        tally.competencies |= {(code, step): int(scores[step:].sum()) for step in STEPS}
    return tally


def _tally_of_bits(base: Base, found: Bits, number: int, today: date) -> Tally:
    files = base.files
    tally = Tally({name: {} for name in GROUPED}, {}, {}, number)
    counts = np.add.reduceat(np.bitwise_count(found), files.starts[:-1], dtype=np.int64)
    tally.columns["agency"] = {int(agency): int(count) for agency, count in zip(files.agencies, counts, strict=True) if count}
    # The same memory for every row: new pages for each would cost more than the counting.
    both, bits_of_words = np.empty_like(found), np.empty(len(found), np.uint8)
    for (name, value), row in files.rows.items():
        np.bitwise_and(found, files.bits[row], out=both)
        np.bitwise_count(both, out=bits_of_words)
        tally.columns[name][value] = int(bits_of_words.sum(dtype=np.int64))
    for years in SERVICE_STEPS:
        tally.service[years] = columns.number_of_bits(found & base.began_by(years_before(today, years)))
    # Few are assessed: their columns are read instead of 72 bit rows.
    assessed = files.assessed
    words = found[assessed // 64] >> (assessed % 64).astype(np.uint64)
    chosen = (words & np.uint64(1)).astype(bool)
    for code in COMPETENCIES:
        scores = np.bincount(files.scores[code.lower()][chosen], minlength=101)
        tally.competencies |= {(code, step): int(scores[step:].sum()) for step in STEPS}
    return tally


def _added(first: Tally, second: Tally) -> Tally:
    for name, numbers in second.columns.items():
        for value, count in numbers.items():
            first.columns[name][value] = first.columns[name].get(value, 0) + count
    for years, count in second.service.items():
        first.service[years] += count
    for key, count in second.competencies.items():
        first.competencies[key] += count
    first.total += second.total
    return first


def _mask(base: Base, query: Query, today: date) -> Bits:
    """Bits of the people of the files who fulfil the filters and have not changed."""
    files = base.files
    found = np.array(base.alive)
    for each in filters_of(query):
        any_of = np.zeros_like(found)
        for value in each.values:
            if each.column == "agency":
                any_of[files.piece(value)] = ~np.uint64(0)
            elif (row := files.row(each.column, value)) is not None:
                any_of |= row
        found &= any_of
    for code, least in query.competencies:
        found &= files.bits_of_assessed(files.scores[code.lower()] >= least)
    if query.service_from is not None:
        found &= base.began_by(years_before(today, query.service_from))
    for name, codes, wanted in (("languages", LANGUAGES, query.languages), ("trainings", TRAININGS, query.training)):
        if wanted:
            any_of = np.zeros_like(found)
            for code in wanted:
                row = files.row(name, 1 << codes.index(code)) if code in codes else None
                if row is not None:
                    any_of |= row
            found &= any_of
    return found


def _fits(people: dict[str, Numbers], query: Query, today: date) -> Numbers:
    """Which of some people fulfil the filters."""
    fits = np.ones(len(people["agency"]), bool)
    for each in filters_of(query):
        fits &= np.isin(people[each.column], each.values)
    for code, least in query.competencies:
        fits &= people[code.lower()] >= least
    if query.service_from is not None:
        fits &= people["cpns"] <= columns.day_number(years_before(today, query.service_from))
    for name, codes, wanted in (("languages", LANGUAGES, query.languages), ("trainings", TRAININGS, query.training)):
        if wanted:
            fits &= people[name] & sum(1 << codes.index(code) for code in set(wanted) if code in codes) > 0
    return fits
