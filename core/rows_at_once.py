"""Rows of many tables in one statement: as JSON from PostgreSQL, as models in Python, as if they had been prefetched.

For the few pages that everybody asks for at the same time; each query of the ORM costs the server more than reading its rows.
A statement names its parts itself and puts `list_sql` for each list; a test compares the models with those of the ORM.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

M = TypeVar("M", bound=models.Model)
# Where JSON gives less than the column held; the first that fits counts, and a moment is a day to Django.
_READERS: tuple[tuple[type[models.Field], Callable[[Any], Any]], ...] = (
    (models.DateTimeField, datetime.fromisoformat),
    (models.DateField, date.fromisoformat),
    (models.DecimalField, Decimal),
    (models.UUIDField, UUID),
)


def list_sql(name: str, model: type[models.Model], condition: str) -> str:
    """One member of `json_build_object`: rows of `model` in its own order.

    Args:
        condition: SQL over the columns of `model`; a text of ours, never input.
    """
    words = model._meta.ordering or ["id"]
    columns = [(model._meta.get_field(word.lstrip("-")).column, word.startswith("-")) for word in words]
    order = ", ".join(f"r.{column}{' DESC' if is_falling else ''}" for column, is_falling in columns)
    table = model._meta.db_table
    return f"'{name}', (SELECT coalesce(json_agg(r ORDER BY {order}), '[]') FROM {table} r WHERE {condition})"  # noqa: S608


def loaded(text: str) -> dict[str, Any]:
    """The JSON text of a statement; a number with a point comes from a numeric column and keeps its last digit."""
    return dict(json.loads(text, parse_float=Decimal))


@cache
def _columns(model: type[models.Model]) -> tuple[tuple[str, str, Callable[[Any], Any] | None], ...]:
    return tuple(
        (each.column, each.attname, next((read for kind, read in _READERS if isinstance(each, kind)), None))
        for each in model._meta.concrete_fields
    )


def instance(model: type[M], row: dict[str, Any]) -> M:
    """A model as the database would give it."""
    names, values = [], []
    for column, name, read in _columns(model):
        given = row[column]
        names.append(name)
        values.append(read(given) if read is not None and given is not None else given)
    return model.from_db("default", names, values)


def place(owner: models.Model, name: str, other: models.Model | None) -> None:
    """Set a related row as `select_related` does; None when it found none."""
    owner._state.fields_cache[name] = other


def fill(owner: models.Model, name: str, model: type[M], rows: list[dict[str, Any]]) -> list[M]:
    """Set a list of related rows as `prefetch_related` does, and return it."""
    made = [instance(model, row) for row in rows]
    kept = model._default_manager.none()
    kept._result_cache = made
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = kept
    return made
