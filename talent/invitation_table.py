"""Invitations in words, for the sender's page and its table: dates, reasons, what became of the applications."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Count, Q
from django.db.models.functions import JSONObject

from accounts.models import User
from core.indonesian import short_date_words
from core.mail_replies import refusal_sentence
from core.models import OutboxState
from core.spreadsheets import csv_line
from talent.models import GROUPS, Invitation, InvitationQuerySet
from vacancies.models import Application, Vacancy
from vacancies.rules.lifecycle import OFFICER_LABELS
from vacancies.rules.submission import REGISTRATION_STATES

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "Nama", "Jabatan", "Instansi", "Keadaan", "Nomor surat", "Dikirim", "Diingatkan", "Halaman dibuka", "Dijawab",
    "Alasan menolak", "Sebab gagal", "Lamaran",
)  # fmt: skip


class Outcomes:
    """What became of the applications of the invited, for one reader.

    Before registration closes an office may know numbers, not names (docs/security.md 4.2), so until then there is nothing to
    ask; and whoever takes part in the selection sees none but their own (`Application.visible_to`).
    """

    def __init__(self, user: User, vacancy: Vacancy) -> None:
        self.are_open = vacancy.state not in REGISTRATION_STATES
        invited = Invitation.objects.filter(vacancy=vacancy).values("employee")
        self._rows = Application.objects.visible_to(user).filter(vacancy=vacancy, employee__in=invited)
        self._count: int | None = None

    @property
    def count(self) -> int:
        """How many of the invited have applied; 0 while that may not be known."""
        if self._count is None:
            self._count = self._rows.count() if self.are_open else 0
        return self._count

    def applicants(self) -> Any:
        """Primary keys of employees who applied, for a sub-select."""
        return self._rows.values("employee")

    def labels(self, employee_ids: Iterable[int] | None = None) -> dict[int, str]:
        """Words of the office for the applications of these people, of all the invited without an argument.

        {} while they may not be known. One query or none; the one for some people counts all of them on its way.
        """
        if not self.are_open:
            return {}
        if employee_ids is None:
            return {employee: OFFICER_LABELS[state] for employee, state in self._rows.values_list("employee", "state")}
        states = JSONBAgg(JSONObject(employee="employee", state="state"), filter=Q(employee__in=list(employee_ids)), default=[])
        read = self._rows.aggregate(number=Count("pk"), states=states)
        self._count = read["number"]
        return {each["employee"]: OFFICER_LABELS[each["state"]] for each in read["states"]}


def dates_of(invitation: Invitation) -> str:
    """ "dikirim 4 Des 2026, dijawab 6 Des 2026"; only what has happened. Needs the annotations of `with_group`."""
    moments = (
        ("dikirim", _left_at(invitation)),
        ("diingatkan", invitation.reminded_at),
        ("dibuka", invitation.opened_at),  # type: ignore[attr-defined]
        ("dijawab", invitation.answered_at),
    )
    return ", ".join(f"{word} {short_date_words(moment)}" for word, moment in moments if moment)


def failure_of(invitation: Invitation) -> str:
    """Why it did not arrive, in a sentence; "" when it did, or nothing is known yet. Needs the annotations of `with_mail`."""
    if invitation.state == "SENT" and invitation.mail_state == OutboxState.FAILED:  # type: ignore[attr-defined]
        return refusal_sentence(invitation.mail_reply or "")  # type: ignore[attr-defined]
    return invitation.failure


def note_of(invitation: Invitation) -> str:
    """Why it failed or was declined; "" for all others."""
    return failure_of(invitation) or invitation.decline_words


def table_lines(invitations: InvitationQuerySet, outcomes: Outcomes) -> Iterator[str]:
    """The list line by line."""
    # Spreadsheets take a file for UTF-8 only when it says so.
    yield "\ufeff" + csv_line(COLUMNS)
    labels = outcomes.labels()
    for invitation in invitations.iterator(chunk_size=500):
        yield csv_line(_cells(invitation, labels))


def _cells(invitation: Invitation, labels: dict[int, str]) -> list[str]:
    employee = invitation.employee
    return [
        employee.name,
        employee.position_title,
        employee.agency.name,
        GROUPS[invitation.group],  # type: ignore[attr-defined]
        invitation.letter.number if invitation.letter else "",
        _day(_left_at(invitation)),
        f"{invitation.reminders} kali" if invitation.reminders else "",
        _day(invitation.opened_at),  # type: ignore[attr-defined]
        _day(invitation.answered_at),
        invitation.decline_words,
        failure_of(invitation),
        labels.get(employee.pk, ""),
    ]


def _left_at(invitation: Invitation) -> Any:
    """When the mail was handed over; None while it waits, although its letter is dated already."""
    return None if invitation.group == "menunggu" else invitation.sent_at  # type: ignore[attr-defined]


def _day(moment: Any) -> str:
    return short_date_words(moment) if moment else ""
