"""Everything that sending an application reads, in one statement.

The pages read the same rows by some fifteen queries. On the evening of a deadline each of them costs more of the server than
the sending itself, so the rows come as one JSON text and are given to the models as if they had been prefetched.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

from accounts.models import Agency, User
from core import clock
from employees.models import HISTORIES, Employee
from vacancies.models import Application, ApplicationDocument, RequiredDocument, Requirement, Vacancy

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class KnownDraft:
    """An application with all it is judged by, as one statement saw it.

    Args:
        application: with vacancy, agencies, employee, histories, documents and requirements in place; reads nothing more.
        now: the portal's time of the statement.
        sits_on_panel: whether the person sits on the panel of this vacancy.
        application_mark, vacancy_mark, documents_mark: place and transaction of the rows they are named after, so any
            change of them is a change of the mark.
    """

    application: Application
    now: datetime
    sits_on_panel: bool
    application_mark: str
    vacancy_mark: str
    documents_mark: str


def read_own(user: User, public_id: UUID) -> KnownDraft | None:
    """The person's own application; None when there is none of this id."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [user.pk, user.pk, public_id, user.pk])
        row = cursor.fetchone()
    if row is None:
        return None
    read_at, application_mark, vacancy_mark, documents_mark, sits_on_panel, has_duties, text = row
    if not has_duties:
        # Never a duty on any day: one query less for nearly everybody who applies.
        user.__dict__["duties"] = []
    # Every number with a point is a numeric column, kept to its last digit.
    found = json.loads(text, parse_float=Decimal)
    vacancy = _instance(Vacancy, found["vacancy"])
    employee = _instance(Employee, found["employee"])
    application = _instance(Application, found["application"])
    _place(vacancy, "agency", _instance(Agency, found["agency"]))
    _place(employee, "agency", _instance(Agency, found["employer"]))
    _place(employee, "user", user)
    _place(application, "vacancy", vacancy)
    _place(application, "employee", employee)
    _fill(vacancy, "requirements", Requirement, found)
    _fill(vacancy, "required_documents", RequiredDocument, found)
    _fill(application, "documents", ApplicationDocument, found)
    for name in HISTORIES:
        _fill(employee, name, _related(Employee, name), found)
    return KnownDraft(application, read_at + clock.demo_offset(), sits_on_panel, application_mark, vacancy_mark, documents_mark)


@cache
def _statement() -> str:
    """The statement, with the order of each list as its model says."""
    lists = [
        _list("requirements", Requirement, "vacancy_id = v.id"),
        _list("required_documents", RequiredDocument, "vacancy_id = v.id"),
        _list("documents", ApplicationDocument, "application_id = p.id"),
        *(_list(name, _related(Employee, name), "employee_id = e.id") for name in HISTORIES),
    ]
    return f"""
        SELECT now(), p.ctid || ':' || p.xmin, v.ctid || ':' || v.xmin,
            (SELECT coalesce(string_agg(ctid || ':' || xmin, ',' ORDER BY id), '')
                FROM vacancies_applicationdocument WHERE application_id = p.id),
            EXISTS (SELECT FROM vacancies_panelmember m JOIN vacancies_selectionpanel s ON s.id = m.panel_id
                WHERE s.vacancy_id = v.id AND m.user_id = %s),
            EXISTS (SELECT FROM accounts_membership WHERE user_id = %s),
            json_build_object('application', p, 'vacancy', v, 'agency', a, 'employee', e, 'employer', w, {", ".join(lists)})::text
        FROM vacancies_application p
        JOIN vacancies_vacancy v ON v.id = p.vacancy_id JOIN accounts_agency a ON a.id = v.agency_id
        JOIN employees_employee e ON e.id = p.employee_id JOIN accounts_agency w ON w.id = e.agency_id
        WHERE p.public_id = %s AND e.user_id = %s
    """  # noqa: S608 - names of our own models


def _list(name: str, model: type[models.Model], condition: str) -> str:
    order = ", ".join(f"{word.lstrip('-')}{' DESC' if word.startswith('-') else ''}" for word in model._meta.ordering)
    return f"'{name}', (SELECT coalesce(json_agg(r ORDER BY {order}), '[]') FROM {model._meta.db_table} r WHERE {condition})"  # noqa: S608


def _related(model: type[models.Model], name: str) -> type[models.Model]:
    return model._meta.get_field(name).related_model  # type: ignore[return-value]


@cache
def _readers(model: type[models.Model]) -> tuple[tuple[str, str, Callable[[Any], Any] | None], ...]:
    """Column, attribute and reader of each field, where JSON gives less than the column held."""
    special: tuple[tuple[type[models.Field], Callable[[Any], Any]], ...] = (
        (models.DateTimeField, datetime.fromisoformat),
        (models.DateField, date.fromisoformat),
        (models.DecimalField, Decimal),
        (models.UUIDField, UUID),
    )
    found = []
    for each in model._meta.concrete_fields:
        reader = next((read for kind, read in special if isinstance(each, kind)), None)
        found.append((each.column, each.attname, reader))
    return tuple(found)


def _instance(model: type[M], row: dict[str, Any]) -> M:
    """A model as the database would give it."""
    names, values = [], []
    for column, name, read in _readers(model):
        given = row[column]
        names.append(name)
        values.append(read(given) if read is not None and given is not None else given)
    return model.from_db("default", names, values)


def _place(instance: models.Model, name: str, other: models.Model) -> None:
    """Set a related row as `select_related` does."""
    instance._state.fields_cache[name] = other


def _fill(instance: models.Model, name: str, model: type[M], found: dict[str, Any]) -> None:
    """Set a list of rows as `prefetch_related` does."""
    rows = model._default_manager.none()
    rows._result_cache = [_instance(model, row) for row in found[name]]
    cached = instance.__dict__.setdefault("_prefetched_objects_cache", {})
    cached[name] = rows
