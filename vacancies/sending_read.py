"""Everything that sending an application reads, in one statement.

The pages read the same rows by some fifteen queries. On the evening of a deadline each of them costs more of the server than
the sending itself (core/rows_at_once.py).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from accounts.models import Agency, User
from core import clock
from core.letter_models import Letterhead, LetterWording
from core.letters import dress_of
from core.prepared import read_prepared
from core.rows_at_once import fill, instance, list_sql, loaded, place
from employees.models import HISTORIES, Employee, EvidenceDocument, OwnRecord
from vacancies.models import Application, ApplicationDocument, RequiredDocument, Requirement, Vacancy
from vacancies.sending_words import LETTER_KIND

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class KnownDraft:
    """An application with all it is judged by, as one statement saw it.

    Args:
        application: with vacancy, agencies, employee, histories, documents and requirements in place; reads nothing more.
        now: the portal's time of the statement.
        sits_on_panel: whether the person sits on the panel of this vacancy.
        marks: place and transaction of every row read here, so that any change of any of them is another text.
        dress: the agency's wording of the receipt and its letterhead (`core.letters.letter_dress`).
    """

    application: Application
    now: datetime
    sits_on_panel: bool
    marks: str
    dress: dict[str, Any]


def read_own(user: User, public_id: UUID) -> KnownDraft | None:
    """The person's own application; None when there is none of this id."""
    rows = read_prepared(_statement(), {"person": user.pk, "public_id": str(public_id)})
    if not rows:
        return None
    read_at, marks, sits_on_panel, has_duties, text = rows[0]
    if not has_duties:
        # Never a duty on any day: one query less for nearly everybody who applies.
        user.duties = []
    found = loaded(text)
    # The account was read before: what is written of it must be as old as the marks.
    user.email, user.full_name = found["person"]
    vacancy = instance(Vacancy, found["vacancy"])
    employee = instance(Employee, found["employee"])
    application = instance(Application, found["application"])
    place(vacancy, "agency", instance(Agency, found["agency"]))
    place(employee, "agency", instance(Agency, found["employer"]))
    place(employee, "user", user)
    place(application, "vacancy", vacancy)
    place(application, "employee", employee)
    fill(vacancy, "requirements", Requirement, found["requirements"])
    fill(vacancy, "required_documents", RequiredDocument, found["required_documents"])
    fill(application, "documents", ApplicationDocument, found["documents"])
    for name in HISTORIES:
        fill(employee, name, _related(name), found[name])
    proofs = {row["id"]: instance(EvidenceDocument, row) for row in found["proofs"]}
    for record in fill(employee, "own_records", OwnRecord, found["own_records"]):
        place(record, "proof", proofs[record.proof_id])
    dress = dress_of(_newest(LetterWording, found["wordings"]), _newest(Letterhead, found["letterheads"]))
    return KnownDraft(application, read_at + clock.demo_offset(), sits_on_panel, marks, dress)


def _newest(model: type[M], rows: list[dict[str, Any]]) -> M | None:
    return instance(model, max(rows, key=lambda row: row["version"])) if rows else None


@cache
def _statement() -> str:
    """The statement, with the order of each list as its model says."""
    lists = [
        list_sql("requirements", Requirement, "vacancy_id = v.id"),
        list_sql("required_documents", RequiredDocument, "vacancy_id = v.id"),
        list_sql("documents", ApplicationDocument, "application_id = p.id"),
        *(list_sql(name, _related(name), "employee_id = e.id") for name in HISTORIES),
        list_sql("own_records", OwnRecord, "employee_id = e.id"),
        # An agency rewrites its words a few times in its life; all versions are read, and the newest taken.
        list_sql("wordings", LetterWording, f"register = upper(a.code) AND kind = '{LETTER_KIND}'"),
        list_sql("letterheads", Letterhead, "register = upper(a.code)"),
        list_sql("proofs", EvidenceDocument, "id IN (SELECT proof_id FROM employees_ownrecord WHERE employee_id = e.id)"),
    ]
    return f"""
        SELECT now(), vacancies_sending_marks(p.id),
            EXISTS (SELECT FROM vacancies_panelmember m JOIN vacancies_selectionpanel s ON s.id = m.panel_id
                WHERE s.vacancy_id = v.id AND m.user_id = %(person)s),
            EXISTS (SELECT FROM accounts_membership WHERE user_id = %(person)s),
            json_build_object('person', json_build_array(u.email, u.full_name), 'application', p, 'vacancy', v, 'agency', a,
                'employee', e, 'employer', w, {", ".join(lists)})::text
        FROM vacancies_application p
        JOIN vacancies_vacancy v ON v.id = p.vacancy_id JOIN accounts_agency a ON a.id = v.agency_id
        JOIN employees_employee e ON e.id = p.employee_id JOIN accounts_agency w ON w.id = e.agency_id
        JOIN accounts_user u ON u.id = e.user_id
        WHERE p.public_id = %(public_id)s AND e.user_id = %(person)s
    """  # noqa: S608 - names of our own models


def _related(name: str) -> type[models.Model]:
    return Employee._meta.get_field(name).related_model  # type: ignore[return-value]
