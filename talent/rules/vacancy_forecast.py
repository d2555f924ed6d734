"""Which posts fall vacant, when, and whether enough ready people stand behind them.

Source: UU 20/2023 article 55 and PP 11/2017 article 239 as amended (age limits), docs/domain.md section 6 (target posts of the
next year, ratio 1 to 3).
"""

from dataclasses import dataclass
from datetime import date

JPT_LEVELS = ("JPT_UTAMA", "JPT_MADYA", "JPT_PRATAMA")
# Age limit (BUP) by level of post, years.
AGE_LIMITS = {
    "JPT_UTAMA": 60,
    "JPT_MADYA": 60,
    "JPT_PRATAMA": 60,
    "ADMINISTRATOR": 58,
    "PENGAWAS": 58,
    "PELAKSANA": 58,
}
FUNCTIONAL_AGE_LIMITS = {"AHLI_UTAMA": 65, "AHLI_MADYA": 60}
OTHER_AGE_LIMIT = 58

# From short to plenty; the tones of a heat map cell.
NOBODY, SHORT, ENOUGH = "NOBODY", "SHORT", "ENOUGH"


def age_limit(level: str, functional_grade: str = "") -> int:
    """Age limit of a post in years."""
    return AGE_LIMITS.get(level) or FUNCTIONAL_AGE_LIMITS.get(functional_grade, OTHER_AGE_LIMIT)


def retires_on(birth_date: date, level: str, functional_grade: str = "") -> date:
    """First day without the holder: the first of the month after the birthday of the age limit."""
    year = birth_date.year + age_limit(level, functional_grade)
    return date(year + birth_date.month // 12, birth_date.month % 12 + 1, 1)


def falls_vacant_within(vacant_on: date, today: date, months: int) -> bool:
    """Whether a day lies from today on and not further than so many months ahead, the last day counted."""
    return today <= vacant_on <= months_later(today, months)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


@dataclass(frozen=True)
class Cover:
    """Posts that fall vacant against people ready for them.

    Args:
        posts: how many fall vacant; ready: how many are confirmed Ready Now for that level and family.
    """

    posts: int
    ready: int

    def missing(self, per_post: int) -> int:
        """How many ready people are missing to so many a post."""
        return max(self.posts * per_post - self.ready, 0)

    def state(self, per_post: int) -> str:
        """NOBODY, SHORT or ENOUGH; "" when no post falls vacant."""
        if not self.posts:
            return ""
        return ENOUGH if not self.missing(per_post) else SHORT if self.ready else NOBODY

    def words(self) -> str:
        """Like “2 : 5”: posts to ready people."""
        return f"{self.posts} : {self.ready}"
