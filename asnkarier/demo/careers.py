"""A believable career from a few given facts: posts, grades, education, training, ratings, all fitting together.

Pure: randomness comes from the `Random` handed in, so one seed gives one register.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from asnkarier.demo.agencies import DemoAgency
from asnkarier.demo.vocabulary import FIELDS, INSTITUTIONS, LEADERSHIP_OF, LEADERSHIP_TITLES, post_title, unit_name
from employees.enums import Competency

STRUCTURAL = ("PELAKSANA", "PENGAWAS", "ADMINISTRATOR", "JPT_PRATAMA", "JPT_MADYA")
EXPERT = ("AHLI_PERTAMA", "AHLI_MUDA", "AHLI_MADYA", "AHLI_UTAMA")
SKILLED = ("TERAMPIL", "MAHIR", "PENYELIA")
GRADE_LADDER = (21, 22, 23, 24, 31, 32, 33, 34, 41, 42, 43, 44, 45)
# Rung -> lowest and highest present grade, youngest and oldest age.
RUNGS: dict[str, tuple[int, int, int, int]] = {
    "PELAKSANA": (23, 33, 25, 56),
    "PENGAWAS": (33, 34, 33, 57),
    "ADMINISTRATOR": (34, 42, 38, 57),
    "JPT_PRATAMA": (42, 43, 43, 59),
    "JPT_MADYA": (43, 45, 49, 59),
    "AHLI_PERTAMA": (31, 32, 26, 40),
    "AHLI_MUDA": (33, 34, 32, 55),
    "AHLI_MADYA": (41, 43, 40, 59),
    "AHLI_UTAMA": (44, 45, 50, 63),
    "TERAMPIL": (23, 24, 24, 40),
    "MAHIR": (31, 32, 30, 50),
    "PENYELIA": (33, 34, 38, 57),
}
HIGHER_DEGREE = {
    "PENGAWAS": (25, 0), "ADMINISTRATOR": (55, 2), "JPT_PRATAMA": (90, 12), "JPT_MADYA": (100, 35), "AHLI_MUDA": (25, 1),
    "AHLI_MADYA": (60, 8), "AHLI_UTAMA": (100, 70),
}  # fmt: skip
PREDICATES = ("SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG")


@dataclass(frozen=True)
class Post:
    title: str
    level: str
    functional_grade: str
    unit: str
    started_on: date
    ended_on: date | None


@dataclass(frozen=True)
class Identity:
    """What an NIP is made of, and a name. `sex` is "L" or "P"; `cpns_on` is the first of a month."""

    name: str
    sex: str
    birth_date: date
    cpns_on: date


@dataclass
class Person:
    """One invented ASN with all histories, newest last."""

    identity: Identity
    agency: str
    rung: str
    field: str
    posts: list[Post]
    grades: list[tuple[int, date]]
    educations: list[tuple[int, str, str, int]]
    trainings: list[tuple[str, str, int, int]]
    performances: list[tuple[int, str]]
    assessment: tuple[date, str, str] | None = None
    disciplines: list[tuple[str, date, date, str]] = field(default_factory=list)
    talent_box: int | None = None


def level_of(rung: str) -> tuple[str, str]:
    """Position level and functional grade of a rung."""
    return (rung, "") if rung in STRUCTURAL else ("FUNGSIONAL", rung)


def ladder_to(rung: str) -> tuple[str, ...]:
    """Rungs passed on the way up, this one included."""
    ladder = next(each for each in (STRUCTURAL, EXPERT, SKILLED) if rung in each)
    return ladder[: ladder.index(rung) + 1]


def build_career(
    rng: Random, identity: Identity, agency: DemoAgency, *, rung: str, field_code: str, today: date, spotless: bool = False
) -> Person:
    """Invent the career that ends today on `rung`.

    Args:
        spotless: True for people who are to meet the usual requirements: at least four years on the present rung, top of
            the grade range, good ratings, the leadership training of the rung, no sanction.
    """
    posts = _posts(rng, identity, agency, rung, field_code, today, spotless)
    grades = _grades(rng, identity, rung, today, spotless)
    return Person(
        identity=identity,
        agency=agency.code,
        rung=rung,
        field=field_code,
        posts=posts,
        grades=grades,
        educations=_educations(rng, identity, rung, field_code, today, spotless),
        trainings=_trainings(rng, posts, field_code, today, spotless),
        performances=_performances(rng, identity, today, spotless),
        assessment=_assessment(rng, rung, today),
        disciplines=[] if spotless else _disciplines(rng, today),
        talent_box=rng.choices((None, 5, 7, 8, 9, 4, 2), (55, 16, 9, 9, 6, 3, 2))[0] if not spotless else rng.choice((7, 8, 9)),
    )


def _posts(
    rng: Random, identity: Identity, agency: DemoAgency, rung: str, field_code: str, today: date, spotless: bool
) -> list[Post]:
    ladder = ladder_to(rung)
    months = (today.year - identity.cpns_on.year) * 12 + today.month - identity.cpns_on.month
    last = min(rng.randint(50, 80) if spotless else rng.randint(8, 70), months)
    before = [rng.randint(3, 7) for _ in ladder[:-1]]
    total = sum(before) or 1
    starts = [0]
    for share in before:
        starts.append(starts[-1] + (months - last) * share // total)
    turn = rng.randrange(12)
    posts = []
    for index, step in enumerate(ladder):
        level, functional = level_of(step)
        started = _month_after(identity.cpns_on, starts[index])
        ended = _month_after(identity.cpns_on, starts[index + 1]) - timedelta(days=1) if index + 1 < len(ladder) else None
        if ended is not None and ended <= started:
            continue
        title = post_title(level, functional, field_code, central=agency.is_central, turn=turn)
        posts.append(Post(title, level, functional, unit_name(level, field_code, central=agency.is_central), started, ended))
    return posts


def _grades(rng: Random, identity: Identity, rung: str, today: date, spotless: bool) -> list[tuple[int, date]]:
    low, high, _, _ = RUNGS[rung]
    target = high if spotless else rng.choice([grade for grade in GRADE_LADDER if low <= grade <= high])
    first = min(31 if low >= 31 else 23, target)
    steps = [grade for grade in GRADE_LADDER if first <= grade <= target]
    newest = today - timedelta(days=rng.randint(200, 1200))
    months = max((newest.year - identity.cpns_on.year) * 12 + newest.month - identity.cpns_on.month, len(steps))
    # Promotions take effect in April and October.
    dates = [identity.cpns_on]
    for index in range(1, len(steps)):
        day = _month_after(identity.cpns_on, months * index // (len(steps) - 1))
        dates.append(max(day.replace(month=4 if day.month < 10 else 10), dates[-1] + timedelta(days=1)))
    return list(zip(steps, dates, strict=True))


def _educations(
    rng: Random, identity: Identity, rung: str, field_code: str, today: date, spotless: bool
) -> list[tuple[int, str, str, int]]:
    programs = FIELDS[field_code][2]
    master, doctor = HIGHER_DEGREE.get(rung, (4, 0))
    first = 30 if rung in SKILLED or (rung == "PELAKSANA" and rng.random() < 0.5) else 40
    graduated = min(identity.birth_date.year + 22, identity.cpns_on.year)
    found = [(first, rng.choice(programs), rng.choice(INSTITUTIONS), graduated)]
    if first == 40 and (spotless or rng.randrange(100) < master):
        year = min(graduated + rng.randint(5, 12), today.year - 1)
        found.append((45, programs[0], rng.choice(INSTITUTIONS), year))
        if rng.randrange(100) < doctor:
            found.append((50, programs[0], rng.choice(INSTITUTIONS), min(year + rng.randint(4, 8), today.year - 1)))
    return found


def _trainings(rng: Random, posts: list[Post], field_code: str, today: date, spotless: bool) -> list[tuple[str, str, int, int]]:
    found = []
    for post in posts:
        code = LEADERSHIP_OF.get(post.level)
        if code and (spotless or rng.random() < 0.75):
            title, hours = LEADERSHIP_TITLES[code]
            found.append((code, title, min(post.started_on.year + 1, today.year - 1), hours))
    if rng.random() < 0.7:
        found.append(("", FIELDS[field_code][3], today.year - rng.randint(1, 6), rng.choice((20, 40, 80))))
    return found


def _performances(rng: Random, identity: Identity, today: date, spotless: bool) -> list[tuple[int, str]]:
    weights = (40, 60, 0, 0) if spotless else (22, 70, 6, 2)
    return [
        (year, rng.choices(PREDICATES, weights)[0]) for year in range(today.year - 3, today.year) if year > identity.cpns_on.year
    ]


def _assessment(rng: Random, rung: str, today: date) -> tuple[date, str, str] | None:
    if rung not in ("ADMINISTRATOR", "JPT_PRATAMA", "JPT_MADYA", "AHLI_MADYA", "AHLI_UTAMA") or rng.random() < 0.3:
        return None
    match = rng.randint(6200, 9800)
    potential = "HIGH" if match > 8800 else "MIDDLE" if match > 7200 else "LOW"
    return today - timedelta(days=rng.randint(60, 1000)), f"{match // 100}.{match % 100:02d}", potential


# Competency level usually required on a rung (domain.md 8.3).
_REQUIRED = {"ADMINISTRATOR": 3, "JPT_PRATAMA": 4, "JPT_MADYA": 5, "AHLI_MADYA": 4, "AHLI_UTAMA": 5}
_SPEAKERS = frozenset({"JPT_PRATAMA", "JPT_MADYA", "AHLI_MADYA", "AHLI_UTAMA"})


def competency_results(person: Person) -> list[tuple[str, int, int]]:
    """(code, level, score) of somebody who was assessed, near the job-person match; the same for the same person."""
    if person.assessment is None:
        return []
    # A source of its own: what else was drawn for this person stays as it is.
    rng = Random(f"{person.identity.name}{person.identity.birth_date}")  # noqa: S311 - invents scores, guards nothing
    required, match = _REQUIRED[person.rung], int(person.assessment[1].partition(".")[0])
    found = []
    for code in Competency.values:
        score = min(match + rng.randint(-8, 8), 100)
        found.append((code, min(max(required + (score >= 88) - (score < 66), 1), 5), score))
    return found


def spoken_languages(person: Person) -> list[tuple[str, str]]:
    """(language, level) of every third who leads or advises; the same for the same person."""
    rng = Random(f"{person.identity.birth_date}{person.identity.name}")  # noqa: S311 - invents a person, guards nothing
    if person.rung not in _SPEAKERS or rng.randrange(3):
        return []
    first = rng.choices(("en", "ar", "ja", "zh", "fr"), (60, 15, 10, 8, 7))[0]
    return [(first, rng.choice(("B1", "B2", "C1")))] + ([("en", "B2")] if first != "en" else [])


def _disciplines(rng: Random, today: date) -> list[tuple[str, date, date, str]]:
    if rng.random() > 0.015:
        return []
    started = today - timedelta(days=rng.randint(100, 2500))
    severity = rng.choice(("RINGAN", "RINGAN", "SEDANG", "BERAT"))
    return [(severity, started, started + timedelta(days=365), "PP 94/2021")]


def _month_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, 1)
