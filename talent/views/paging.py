"""Turning pages of a search: the marks of the pages before, signed together so that nobody starts deep inside the register."""

from dataclasses import dataclass

from django.core import signing

from talent.rules.limits import DEEPEST_PAGE

_SALT = "talent.pages"
_BETWEEN = "~"


@dataclass(frozen=True)
class Place:
    """Where in a search a page stands.

    Args:
        marks: marks of the engine that lead here, one for each page before; empty on the first page.
    """

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
        return _signed((*self.marks, mark))

    def previous(self) -> str:
        """Parameter of the page before; "" for the first page, whose address needs none."""
        return _signed(self.marks[:-1]) if len(self.marks) > 1 else ""


def read_place(parameter: str) -> Place:
    """The place a parameter names; the first page for anything that was not signed here."""
    if not parameter:
        return Place()
    try:
        marks = tuple(signing.Signer(salt=_SALT).unsign(parameter).split(_BETWEEN))
    except signing.BadSignature:
        return Place()
    return Place(marks[: DEEPEST_PAGE - 1])


def _signed(marks: tuple[str, ...]) -> str:
    return signing.Signer(salt=_SALT).sign(_BETWEEN.join(marks))
