"""Pages of a list in fewer and narrower readings than Django's paginator makes; templates see the same page."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class ShortPaginator(Paginator):
    """For lists that nearly always fit on one page, as one's own do: read first, and counted only where more is left."""

    object_list: QuerySet[Any] | list[Any]

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        found = self.object_list
        if isinstance(found, QuerySet):
            first = self._first
            if len(first) > self.per_page:
                return found.count()
            self.object_list = first
            return len(first)
        return len(found)

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        if number == 1:
            # Read already, to see whether more is left.
            return self._get_page(self._first[: self.per_page], number, self)
        return super().page(number)

    @cached_property
    def _first(self) -> list[Any]:
        """The rows of the first page, and one more where there is one."""
        return list(self.object_list[: self.per_page + 1])


class KeyPaginator(Paginator):
    """For lists whose rows are wide: chosen and put in order by their keys, and read afterwards, a page of them.

    A list sorted with all its joins carries every row of it through them to show twenty.

    Args:
        known_count: how many rows there are, where the caller has counted them already.
        keys: the same rows in the same order without what is only shown of them, where that spares joins.
    """

    object_list: QuerySet[Any]

    def __init__(
        self, object_list: QuerySet[Any], per_page: int, *, known_count: int | None = None, keys: QuerySet[Any] | None = None
    ) -> None:
        super().__init__(object_list, per_page)
        self._keys = object_list if keys is None else keys
        if known_count is not None:
            self.count = known_count  # type: ignore[misc]

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = list(self._keys.values_list("pk", flat=True)[first : first + self.per_page])
        # Under the same conditions: what has changed between the two readings is not shown as if it still met them.
        rows = {row.pk: row for row in self.object_list.order_by().filter(pk__in=keys)} if keys else {}
        return self._get_page([rows[key] for key in keys if key in rows], number, self)
