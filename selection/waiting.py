"""Whose scores are missing, by person, and who was reminded today: for the control room and the reminder alike."""

from dataclasses import dataclass
from datetime import date

from accounts.enums import Role
from accounts.models import Membership, User
from core.models import Notification
from selection.scoreboard import Scoreboard
from vacancies.models import Vacancy


@dataclass(frozen=True)
class LatePerson:
    """One person with missing scores.

    Args:
        missing: (what, participant numbers), one entry a kind. is_member: of the panel, so the scoring room is the place.
        is_reminded: already today.
    """

    user: User
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    is_member: bool
    is_reminded: bool = False

    @property
    def count(self) -> int:
        return sum(len(keys) for _, keys in self.missing)


def reminder_key(vacancy: Vacancy, user: User, day: date) -> str:
    """The key of one day's reminder: bell and mail of the same key are written once."""
    return f"overdue:{vacancy.pk}:{user.pk}:{day:%Y%m%d}"


def late_people(board: Scoreboard, day: date) -> list[LatePerson]:
    """Members with sheets to hand in, then the secretariat when single values are missing; each person once.

    Args:
        day: today in the agency's zone.
    """
    found: dict[int, tuple[User, dict[str, list[str]]]] = {}
    office: dict[str, list[str]] = {}
    for gap in board.gaps():
        if gap.member is not None:
            subjects = found.setdefault(gap.member.user_id, (gap.member.user, {}))[1]
            subjects.setdefault(gap.subject, []).append(gap.candidate.key)
        elif gap.holder == "Sekretariat":
            office.setdefault(gap.subject, []).append(gap.candidate.key)
    members = frozenset(found)
    if office:
        for duty in Membership.objects.holders(Role.SECRETARIAT, board.vacancy.agency_id, day).order_by("id"):
            found.setdefault(duty.user_id, (duty.user, {}))[1].update(office)
    reminders = {reminder_key(board.vacancy, user, day): user.pk for user, _ in found.values()}
    told = set(Notification.objects.filter(key__in=reminders).values_list("key", flat=True)) if reminders else set()
    done = {reminders[key] for key in told}
    return [
        LatePerson(user, tuple((subject, tuple(keys)) for subject, keys in missing.items()), user.pk in members, user.pk in done)
        for user, missing in found.values()
    ]


def other_gaps(board: Scoreboard) -> list[tuple[str, str, tuple[str, ...]]]:
    """What no reminder can bring: (who must act, what is missing, participant numbers)."""
    found: dict[tuple[str, str], list[str]] = {}
    for gap in board.gaps():
        if gap.member is None and gap.holder != "Sekretariat":
            found.setdefault((gap.holder, gap.subject), []).append(gap.candidate.key)
    return [(holder, subject, tuple(keys)) for (holder, subject), keys in found.items()]
