"""The public list of vacancies at the size of a country: twenty rows and a capped total, both from indexes alone.

The order is that of `VacancyQuerySet.closing_soon_first`, but instead of sorting every vacancy by a phase that depends on the
time, each phase is read in the order of an index of its own and stops as soon as the page is full. A test compares both over
generated lists, and another reads the plan at 20,000 rows (docs/performance.md).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from accounts.models import Agency, Region
from core.prepared import read_prepared
from core.publication import Remembered
from core.quick_select import KnownChoices
from core.standby import reading_connection
from vacancies.models import Vacancy
from vacancies.models.vacancy import PUBLIC_STATES
from vacancies.rules.public_status import CLOSED, REGISTERING, UPCOMING

PHASES = {"dibuka": (REGISTERING,), "segera": (REGISTERING,), "akan": (UPCOMING,), "ditutup": (CLOSED,)}
CLOSING_SOON = timedelta(days=7)
# A reader with more hits than this narrows the search; nobody turns fifty pages.
MOST = 1000
# Pages of the list without filters are few; whatever comes after these is planned each time.
MOST_PLANNED_ONCE = 32

# Branches read this table alone; names are joined to the rows of one page, which keeps planning short.
_FROM = "FROM vacancies_vacancy v WHERE v.published_at IS NOT NULL"
_PUBLIC = "v.state IN (" + ", ".join(f"'{state}'" for state in PUBLIC_STATES) + ")"
_COLUMNS = (
    "v.id, v.public_id, v.position_title, v.unit, v.level, v.quota, v.state, v.opens_at, v.closes_at,"
    " a.name AS agency, a.zone, r.name AS region"
)
_TAKING = "v.state IN ('PUBLISHED', 'OPEN')"
_OVER = "v.state IN (" + ", ".join(f"'{state}'" for state in PUBLIC_STATES if state not in ("PUBLISHED", "OPEN")) + ")"


class Branch(NamedTuple):
    """One run of rows that an index gives in the right order."""

    phase: str
    place: int
    condition: str
    order: str
    soonest: str


# The last two are one phase: a vacancy whose deadline has passed is closed before the job has moved its state.
_BRANCHES = (
    Branch(REGISTERING, 0, f"{_TAKING} AND v.opens_at <= %(now)s AND v.closes_at > %(now)s", "v.closes_at, v.id", "v.closes_at"),
    Branch(UPCOMING, 1, f"{_TAKING} AND v.opens_at > %(now)s", "v.opens_at, v.closes_at DESC, v.id", "v.opens_at"),
    Branch(CLOSED, 2, f"{_TAKING} AND v.closes_at <= %(now)s", "v.closes_at DESC, v.id", "NULL::timestamptz"),
    Branch(CLOSED, 2, _OVER, "v.closes_at DESC, v.id", "NULL::timestamptz"),
)


_FILTERS = {
    "instansi": "v.agency_id = (SELECT id FROM accounts_agency WHERE code = %(instansi)s)",
    "provinsi": "v.region_id IN (SELECT code FROM accounts_region WHERE province_id = %(provinsi)s)",
    "tingkat": "v.level = %(tingkat)s",
    "rumpun": "v.field = %(rumpun)s",
}
_WORD = (
    " AND (v.position_title ILIKE {0} OR v.unit ILIKE {0} OR v.reference ILIKE {0}"
    " OR v.agency_id IN (SELECT id FROM accounts_agency WHERE name ILIKE {0}))"
)


# Statements that are planned once a connection.
_FEW: set[str] = set()


class ListedVacancy(NamedTuple):
    """What one card shows."""

    id: int
    public_id: UUID
    position_title: str
    unit: str
    level: str
    quota: int
    state: str
    opens_at: datetime
    closes_at: datetime
    agency: str
    zone: str
    region: str


@dataclass
class PublicList:
    """Vacancies that fit some filters, soonest closing first or newest first; counted and sliced as a Paginator asks.

    Args:
        chosen: valid filters of the public list (`PublicFilterForm.chosen`), "" where nothing is chosen.
        now: the portal's time.
    """

    chosen: dict[str, str]
    now: datetime

    def count(self) -> int:
        """How many there are, at most `MOST`."""
        return min(self.total, MOST)

    @property
    def is_capped(self) -> bool:
        """Whether there are more than the list shows."""
        return self.total > MOST

    @cached_property
    def total(self) -> int:
        """How many there are, counted to one more than `MOST` and no further."""
        where, values = self._filters()
        conditions = [branch.condition for branch in self._branches()] if self.chosen.get("status") else [_PUBLIC]
        parts = " UNION ALL ".join(f"SELECT 1 {_FROM} AND {condition}{where}" for condition in conditions)
        ((number,),) = self._read(f"SELECT count(*) FROM ({parts} LIMIT {MOST + 1}) AS found", values)  # noqa: S608 - own text
        return int(number)

    def __getitem__(self, part: slice) -> list[ListedVacancy]:
        start, stop = part.start or 0, min(part.stop, MOST)
        where, values = self._filters()
        if self.chosen.get("urut") == "terbaru":
            conditions = " OR ".join(f"({branch.condition})" for branch in self._branches())
            if not self.chosen.get("status"):
                conditions = _PUBLIC
            order = "v.published_at DESC, v.id DESC"
            numbered = f"SELECT v.id, row_number() OVER (ORDER BY {order}) AS place"
            found = f"{numbered} {_FROM} AND ({conditions}){where} ORDER BY {order}"
        else:
            parts = " UNION ALL ".join(
                f"(SELECT v.id, {branch.place} AS phase, {branch.soonest} AS soonest, v.closes_at {_FROM} AND {branch.condition}"
                f"{where} ORDER BY {branch.order} LIMIT {stop})"
                for branch in self._branches()
            )
            order = "phase, soonest, closes_at DESC, id"
            found = f"SELECT id, row_number() OVER (ORDER BY {order}) AS place FROM ({parts}) AS drawn ORDER BY {order}"  # noqa: S608
        statement = (
            f"SELECT {_COLUMNS} FROM ({found} LIMIT {stop - start} OFFSET {start}) AS page"  # noqa: S608 - own text
            " JOIN vacancies_vacancy v ON v.id = page.id JOIN accounts_agency a ON a.id = v.agency_id"
            " JOIN accounts_region r ON r.code = v.region_id ORDER BY page.place"
        )
        return [ListedVacancy(*row) for row in self._read(statement, values)]

    def _read(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Rows of a statement. Pages without filters, which most readers ask for, are planned once a connection."""
        if statement in _FEW or (not values.keys() - {"now"} and len(_FEW) < MOST_PLANNED_ONCE):
            _FEW.add(statement)
            return read_prepared(
                statement,
                {name: value for name, value in values.items() if f"%({name})s" in statement},
                over=reading_connection(),
            )
        with reading_connection().cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    def __len__(self) -> int:
        return self.count()

    def _branches(self) -> list[Branch]:
        phases = PHASES.get(self.chosen.get("status", ""), (REGISTERING, UPCOMING, CLOSED))
        return [branch for branch in _BRANCHES if branch.phase in phases]

    def _filters(self) -> tuple[str, dict[str, Any]]:
        """SQL after the conditions of a branch, and its values."""
        values: dict[str, Any] = {"now": self.now}
        where = ""
        for name, condition in _FILTERS.items():
            if chosen := self.chosen.get(name):
                where += f" AND {condition}"
                values[name] = chosen
        if self.chosen.get("status") == "segera":
            where += " AND v.closes_at <= %(soon)s"
            values["soon"] = self.now + CLOSING_SOON
        for number, word in enumerate(self.chosen.get("cari", "").split()[:8]):
            pattern = f"%(word{number})s"
            where += _WORD.format(pattern)
            values[f"word{number}"] = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        return where, values


def _read_choices() -> tuple[KnownChoices, KnownChoices]:
    agencies = Agency.objects.filter(vacancies__published_at__isnull=False).distinct().order_by("name")
    provinces = Region.objects.filter(pk__in=Vacancy.objects.published_provinces()).order_by("name")
    return (
        KnownChoices([("", "Semua"), *agencies.values_list("code", "name")]),
        KnownChoices([("", "Semua"), *provinces.values_list("code", "name")]),
    )


# Agencies and provinces that ever published something, for the search; every reader gets the same.
filter_choices = Remembered(_read_choices)
