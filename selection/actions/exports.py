"""Traces of what somebody took out of the portal as a file about several people."""

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
    audit.record(
        chain=vacancy.trail_chain,
        act="export_scores",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Ranking",
        object_id=ranking.public_id,
        details={"version": ranking.version, "sha256": ranking.sha256},
    )


@transaction.atomic
def record_score_form_export(*, vacancy_id: int, actor: User) -> None:
    """The same for the empty form of the scores, which names every participant."""
    vacancy = lock_vacancy(vacancy_id)
    require(can_import_scores(actor, vacancy))
    audit.record(
        chain=vacancy.trail_chain,
        act="export_score_form",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details={"people": vacancy.candidates.count()},
    )


@transaction.atomic
def record_attendance_export(*, session: StageSession, actor: User, people: int) -> None:
    """The same for the attendance sheet of a session.

    Args:
        people: how many lines the sheet has.
    """
    vacancy = lock_vacancy(session.vacancy_id)
    require(can_run_selection(actor, vacancy))
    audit.record(
        chain=vacancy.trail_chain,
        act="export_attendance",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="StageSession",
        object_id=session.public_id,
        details={"people": people},
    )


@transaction.atomic
def record_packet_export(*, ranking: Ranking, actor: User) -> None:
    """The same for the packet of a ranking, which holds everybody's scores.

    Raises:
        Refused: the ranking is none of the person's.
    """
    vacancy = lock_vacancy(ranking.vacancy_id)
    if not reachable_rankings(actor).filter(pk=ranking.pk).exists():
        raise Refused("Paket peringkat ini hanya untuk pengelola seleksi, pemutus, dan pengawasnya.")
    audit.record(
        chain=vacancy.trail_chain,
        act="export_packet",
        actor=actor,
        duty=_reading_duty(actor, vacancy),
        object_type="Ranking",
        object_id=ranking.public_id,
        details={"version": ranking.version, "sha256": ranking.sha256},
    )


def _reading_duty(user: User, vacancy: Vacancy) -> str:
    """The duty of whoever reads the result: one in the selection first, then one that decides on it or oversees it."""
    in_it = seat_of(user, vacancy) is not None or any(user.holds(role, vacancy.agency_id) for role in OFFICE_ROLES)
    if in_it:
        return duty_of(user, vacancy)
    reading = (*DECIDING_ROLES, Role.AUDITOR)
    role = next((role for role in reading if user.holds(role, vacancy.agency_id)), Role.ACTING)
    return user.duty_label(role, vacancy.agency_id)
