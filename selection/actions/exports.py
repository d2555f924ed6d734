"""Traces of what somebody took out of the portal as a file about several people."""

from typing import Any

from django.db import transaction

from accounts.enums import DECIDING_ROLES, Role
from accounts.models import User
from core import audit
from core.refusals import Refused, require
from selection.actions.moves import lock_vacancy
from selection.models import Ranking, StageSession
from selection.permissions import OFFICE_ROLES, can_import_scores, can_run_selection, duty_of, seat_of
from selection.scoring_permissions import can_export_scores
from selection.visibility import reachable_rankings
from vacancies.models import Vacancy


@transaction.atomic
def record_score_export(*, vacancy_id: int, actor: User, ranking: Ranking) -> None:
    """Leave a trace that somebody took the scores out of the portal as a file."""
    vacancy = lock_vacancy(vacancy_id)
    require(can_export_scores(actor, vacancy))
    _record(vacancy, "export_scores", actor, duty_of(actor, vacancy), ranking, _version_of(ranking))


@transaction.atomic
def record_score_form_export(*, vacancy_id: int, actor: User) -> None:
    """The same for the empty form of the scores, which names every participant."""
    vacancy = lock_vacancy(vacancy_id)
    require(can_import_scores(actor, vacancy))
    _record(vacancy, "export_score_form", actor, duty_of(actor, vacancy), vacancy, {"people": vacancy.candidates.count()})


@transaction.atomic
def record_attendance_export(*, session: StageSession, actor: User, people: int) -> None:
    """The same for the attendance sheet of a session.

    Args:
        people: how many lines the sheet has.
    """
    vacancy = lock_vacancy(session.vacancy_id)
    require(can_run_selection(actor, vacancy))
    _record(vacancy, "export_attendance", actor, duty_of(actor, vacancy), session, {"people": people})


@transaction.atomic
def record_packet_export(*, ranking: Ranking, actor: User) -> None:
    """The same for the packet of a ranking, which holds everybody's scores.

    Raises:
        Refused: the ranking is none of the person's.
    """
    vacancy = lock_vacancy(ranking.vacancy_id)
    if not reachable_rankings(actor).filter(pk=ranking.pk).exists():
        raise Refused("Paket peringkat ini hanya untuk pengelola seleksi, pemutus, dan pengawasnya.")
    _record(vacancy, "export_packet", actor, _reading_duty(actor, vacancy), ranking, _version_of(ranking))


def _version_of(ranking: Ranking) -> dict[str, Any]:
    return {"version": ranking.version, "sha256": ranking.sha256}


def _record(
    vacancy: Vacancy, act: str, actor: User, duty: str, thing: Vacancy | Ranking | StageSession, details: dict[str, Any]
) -> None:
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty,
        object_type=type(thing).__name__,
        object_id=thing.public_id,
        details=details,
    )


def _reading_duty(user: User, vacancy: Vacancy) -> str:
    """The duty of whoever reads the result: one in the selection first, then one that decides on it or oversees it."""
    in_it = seat_of(user, vacancy) is not None or any(user.holds(role, vacancy.agency_id) for role in OFFICE_ROLES)
    if in_it:
        return duty_of(user, vacancy)
    reading = (*DECIDING_ROLES, Role.AUDITOR)
    role = next((role for role in reading if user.holds(role, vacancy.agency_id)), Role.ACTING)
    return user.duty_label(role, vacancy.agency_id)
