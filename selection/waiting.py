"""Whose scores are missing, by person, and who was reminded today: for the control room and the reminder alike."""

from dataclasses import dataclass
from datetime import date

from accounts.enums import Role
from accounts.models import Membership, User
from core.models import Notification
from selection.scoreboard import SHEET, Scoreboard
from vacancies.models import Vacancy


@dataclass(frozen=True)
class LatePerson:
    """One person with missing scores.

    Args:
        subject: what is missing. keys: participant numbers. is_reminded: already today.
    """

    user: User
    subject: str
    keys: tuple[str, ...]
    is_reminded: bool = False


def reminder_key(vacancy: Vacancy, user: User, day: date) -> str:
    """The key of one day's reminder: bell and mail of the same key are written once."""
    return f"overdue:{vacancy.pk}:{user.pk}:{day:%Y%m%d}"


def late_people(board: Scoreboard, day: date) -> list[LatePerson]:
    """Members with sheets to hand in, then the secretariat when single values are missing; each person once.

    Args:
        day: today in the agency's zone.
    """
    found: dict[int, tuple[User, str, list[str]]] = {}
    for candidate in board.candidates if board.panel_components else []:
        for member in board.members:
            if board.must_score(candidate, member) and not board.is_handed_in(candidate, member):
                found.setdefault(member.user_id, (member.user, "Lembar penilaian", []))[2].append(candidate.key)
    missing = [gap for gap in board.gaps() if gap.kind != SHEET and gap.holder == "Sekretariat"]
    if missing:
        keys = list(dict.fromkeys(gap.candidate.key for gap in missing))
        words = ", ".join(dict.fromkeys(gap.subject for gap in missing))
        holders = Membership.objects.holders(Role.SECRETARIAT, board.vacancy.agency_id, day).order_by("id")
        for duty in holders:
            found.setdefault(duty.user_id, (duty.user, words, keys))
    reminders = {reminder_key(board.vacancy, user, day): user.pk for user, _, _ in found.values()}
    told = set(Notification.objects.filter(key__in=reminders).values_list("key", flat=True)) if reminders else set()
    done = {reminders[key] for key in told}
    return [LatePerson(user, subject, tuple(keys), user.pk in done) for user, subject, keys in found.values()]
