"""Turning pages of a search: the marks of the pages before, signed together with the search they belong to.

So nobody starts deep inside the register, not even at a place that a narrower search led to.
"""

from dataclasses import dataclass

from django.core import signing

from talent.rules.limits import DEEPEST_PAGE

_SALT = "talent.pages"
_BETWEEN = "~"


@dataclass(frozen=True)
class Place:
    """Where in a search a page stands.

    Args:
        search: address of the search without its place; marks: marks of the engine that lead here, one for each page before;
            empty on the first page.
    """

    search: str
    marks: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return len(self.marks) + 1

    @property
    def after(self) -> str:
        return self.marks[-1] if self.marks else ""

    def next(self, mark: str | None) -> str:
        """Parameter of the following page, "" when there is none or it would be too deep."""
        if not mark or self.number >= DEEPEST_PAGE:
            return ""
        return _signer(self.search).sign(_BETWEEN.join((*self.marks, mark)))

    def previous(self) -> str:
        """Parameter of the page before; "" for the first page, whose address needs none."""
        return _signer(self.search).sign(_BETWEEN.join(self.marks[:-1])) if len(self.marks) > 1 else ""


def read_place(parameter: str, search: str) -> Place:
    """The place a parameter names; the first page for anything that was not signed here for this search."""
    if not parameter:
        return Place(search)
    try:
        marks = tuple(_signer(search).unsign(parameter).split(_BETWEEN))
    except signing.BadSignature:
        return Place(search)
    return Place(search, marks[: DEEPEST_PAGE - 1])


def _signer(search: str) -> signing.Signer:
    return signing.Signer(salt=f"{_SALT}:{search}")
