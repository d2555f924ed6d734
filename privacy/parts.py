"""What an archive of own data is made of: parts with lines, and files that belong to lines."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from employees.models import Employee

PAGE = 500
Cells = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Subject:
    """Whose data: the account, and the row of the register behind it (None for people without one)."""

    user: User
    employee: Employee | None


@dataclass(frozen=True)
class CopiedFile:
    """A file that goes along byte for byte.

    Args:
        folder, name: where in the archive; read: gives the bytes, FileNotFoundError when they are gone.
        sha256: digest the portal keeps of it, "" when it keeps none.
    """

    folder: str
    name: str
    read: Callable[[], bytes]
    sha256: str = ""


@dataclass(frozen=True)
class Line:
    """One record: pairs of label and text, and the files that belong to it."""

    cells: Cells
    files: tuple[CopiedFile, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part of the archive.

    Args:
        code: name of its two files in the archive; title: for people; purpose: what the portal keeps it for.
        lines: reads the lines, one page of the database after the other.
        left_out: what of this part the archive does not hold, and why; "" when it holds all.
    """

    code: str
    title: str
    purpose: str
    lines: Callable[[], Iterable[Line]] = field(repr=False)
    left_out: str = ""


Source = Callable[[Subject], Iterable[Part]]


def paged(rows: QuerySet[Any]) -> Iterator[Any]:
    """Rows by primary key, some hundred at a time: memory stays the same however many there are."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:PAGE]):
        yield from found
        last = found[-1].pk


def line(*cells: tuple[str, object], files: tuple[CopiedFile, ...] = ()) -> Line:
    """A line of what is known; empty values are left out."""
    return Line(tuple((label, str(value)) for label, value in cells if value not in (None, "")), files)


def yes_no(value: bool) -> str:
    """ "Ya" or "Tidak"."""
    return "Ya" if value else "Tidak"
