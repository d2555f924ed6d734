"""Some thirty thousand typical careers, each fitting together; people take one by the class of their agency and their service.

Pure: one seed gives the same careers everywhere. Dates are kept as shares of a person's service or as years back, so that one
career serves people who began at different times.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from employees.seeding.places import CENTRAL, PROVINCE
from employees.seeding.words import (
    FAMILIES,
    INSTITUTIONS,
    LANGUAGE_WEIGHTS,
    LANGUAGES,
    LEADERSHIP,
    MANAGER_TITLES,
    STAFF_TITLES,
    STEP_NAMES,
    WHOLE_TITLES,
    Family,
)

PER_BUCKET = 1024
# Bands 0 to 7: five years of service each; then those near retirement, and those on contract.
SENIOR, CONTRACT = 8, 9
BANDS = 10
CLASSES = 3
COMPETENCIES = ("M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "S01")

STRUCTURAL = ("PELAKSANA", "PENGAWAS", "ADMINISTRATOR", "JPT_PRATAMA", "JPT_MADYA", "JPT_UTAMA")
EXPERT = ("AHLI_PERTAMA", "AHLI_MUDA", "AHLI_MADYA", "AHLI_UTAMA")
SKILLED = ("TERAMPIL", "MAHIR", "PENYELIA")
LADDERS = (STRUCTURAL, EXPERT, SKILLED)
# Shares per mille of the rungs a manager or officer may hold after so many years; the lists run with the bands 0 to 8.
_MANAGERS = {
    "PELAKSANA": (1000, 960, 830, 700, 600, 540, 500, 480, 0),
    "PENGAWAS": (0, 40, 140, 200, 220, 220, 200, 180, 0),
    "ADMINISTRATOR": (0, 0, 29, 96, 155, 190, 210, 220, 0),
    "JPT_PRATAMA": (0, 0, 0, 2, 8, 16, 28, 40, 900),
    "JPT_MADYA": (0, 0, 0, 0, 1, 2, 4, 6, 95),
    "JPT_UTAMA": (0, 0, 0, 0, 0, 0, 0, 1, 5),
}
_EXPERTS = {
    "AHLI_PERTAMA": (970, 800, 330, 150, 80, 50, 30, 20, 0),
    "AHLI_MUDA": (30, 200, 620, 650, 520, 420, 350, 300, 0),
    "AHLI_MADYA": (0, 0, 50, 200, 395, 520, 600, 650, 850),
    "AHLI_UTAMA": (0, 0, 0, 0, 5, 10, 20, 30, 150),
}
_SKILLED = {
    "TERAMPIL": (1000, 750, 350, 180, 100, 60, 40, 30, 0),
    "MAHIR": (0, 250, 550, 450, 350, 300, 260, 240, 0),
    "PENYELIA": (0, 0, 100, 370, 550, 640, 700, 730, 1000),
}
GRADE_RANGES = {
    "PELAKSANA": (21, 34), "PENGAWAS": (33, 41), "ADMINISTRATOR": (34, 42), "JPT_PRATAMA": (42, 43), "JPT_MADYA": (43, 45),
    "JPT_UTAMA": (44, 45), "AHLI_PERTAMA": (31, 32), "AHLI_MUDA": (33, 34), "AHLI_MADYA": (41, 43), "AHLI_UTAMA": (44, 45),
    "TERAMPIL": (22, 24), "MAHIR": (31, 32), "PENYELIA": (33, 34),
}  # fmt: skip
_GRADES = (11, 12, 13, 14, 21, 22, 23, 24, 31, 32, 33, 34, 41, 42, 43, 44, 45)
# Chance in per cent of a master's and, having that, of a doctor's degree.
_HIGHER = {
    "PENGAWAS": (20, 1), "ADMINISTRATOR": (50, 3), "JPT_PRATAMA": (88, 12), "JPT_MADYA": (100, 35), "JPT_UTAMA": (100, 50),
    "AHLI_MUDA": (18, 1), "AHLI_MADYA": (45, 7), "AHLI_UTAMA": (100, 65),
}  # fmt: skip
# Chance in per cent that somebody on this rung was assessed.
_ASSESSED = {
    "PENGAWAS": 25, "ADMINISTRATOR": 60, "JPT_PRATAMA": 96, "JPT_MADYA": 100, "JPT_UTAMA": 100, "AHLI_MUDA": 1, "AHLI_MADYA": 5,
    "AHLI_UTAMA": 40,
}  # fmt: skip
_REQUIRED = {
    "PELAKSANA": 1, "PENGAWAS": 2, "ADMINISTRATOR": 3, "JPT_PRATAMA": 4, "JPT_MADYA": 5, "JPT_UTAMA": 5, "AHLI_PERTAMA": 2,
    "AHLI_MUDA": 3, "AHLI_MADYA": 4, "AHLI_UTAMA": 5,
}  # fmt: skip
# Grid 4-7-9 / 2-5-8 / 1-3-6 (domain.md 8.5): rows performance from high to low, columns potential from low to high.
_BOXES = {(2, 0): 4, (2, 1): 7, (2, 2): 9, (1, 0): 2, (1, 1): 5, (1, 2): 8, (0, 0): 1, (0, 1): 3, (0, 2): 6}
_POTENTIALS = ("LOW", "MIDDLE", "HIGH")


@dataclass(frozen=True)
class Post:
    """A post between two shares of the service, in per mille; `until` is None for the present one. `numbered` units get a
    number and the town."""

    title: str
    level: str
    functional_grade: str
    field: str
    unit: str
    numbered: bool
    begins: int
    until: int | None


@dataclass
class Career:
    """One typical career. Years are counted back from now (`ratings`, `courses`) or from birth (`schools`)."""

    posts: list[Post]
    grade: int | None
    contract_grade: str
    grade_years_back: int
    schools: list[tuple[int, str, str, int]]
    courses: list[tuple[str, str, int, int]]
    ratings: list[tuple[int, str]]
    languages: list[tuple[str, str]]
    sanctions_per_mille: int
    box: int | None = None
    match: int | None = None
    potential: str = ""
    results: list[tuple[str, int, int]] = field(default_factory=list)


def draw_careers(seed: int) -> Iterator[tuple[int, Career]]:
    """All careers with their numbers: (class * BANDS + band) * PER_BUCKET + n."""
    for kind_class in range(CLASSES):
        for band in range(BANDS):
            rng = Random(f"{seed}:{kind_class}:{band}")  # noqa: S311 - invents careers, guards nothing
            weights = [family.weights[kind_class] for family in FAMILIES]
            for n, family in enumerate(rng.choices(FAMILIES, weights, k=PER_BUCKET)):
                yield (kind_class * BANDS + band) * PER_BUCKET + n, _career(rng, family, kind_class, band)


def _career(rng: Random, family: Family, kind_class: int, band: int) -> Career:
    rung = _rung(rng, family, kind_class, band)
    # How good somebody is shows in ratings, assessment, box and sanctions alike: 0 to 2 for performance and for potential.
    performance = rng.choices((0, 1, 2), (8, 62, 30))[0]
    potential = min(max(performance + rng.choices((-1, 0, 1), (30, 50, 20))[0], 0), 2)
    grade = None if band == CONTRACT else _grade(rng, rung, band)
    career = Career(
        posts=_posts(rng, family, rung, kind_class, band),
        grade=grade,
        contract_grade=_contract_grade(rng, rung) if grade is None else "",
        grade_years_back=rng.randint(0, 4),
        schools=_schools(rng, family, rung),
        courses=_courses(rng, family, rung, band),
        ratings=[(back, _rating(rng, performance)) for back in (1, 2)],
        languages=_languages(rng, rung),
        sanctions_per_mille=(45, 9, 3)[performance],
    )
    if band != CONTRACT and rng.randrange(100) < _ASSESSED.get(rung, 0):
        career.match = min(max(7000 + 900 * (performance - 1) + 700 * (potential - 1) + rng.randint(-700, 900), 4000), 9900)
        career.potential = _POTENTIALS[potential]
        career.results = list(_results(rng, _REQUIRED[rung], career.match))
        career.box = _BOXES[performance, potential] if rng.randrange(100) < 85 else None
    return career


def _rung(rng: Random, family: Family, kind_class: int, band: int) -> str:
    teaching = family.experts == ("Guru",)
    nursing = family.field == "KESEHATAN"
    if band == CONTRACT:
        return "AHLI_PERTAMA" if teaching else rng.choices(("AHLI_PERTAMA", "TERAMPIL", "PELAKSANA"), (35, 35, 30))[0]
    managers = 6 if teaching else 22 if nursing else 62
    skilled = 0 if teaching else 45 if nursing else 12
    kind = rng.choices((_MANAGERS, _EXPERTS, _SKILLED), (managers, 100 - managers - skilled, skilled))[0]
    if band == SENIOR and kind is _MANAGERS and rng.randrange(100) < 94:
        kind = _EXPERTS  # few are managers beyond 58
    found = rng.choices(tuple(kind), [shares[band] for shares in kind.values()])[0]
    if found == "JPT_UTAMA" and kind_class != CENTRAL:
        return "JPT_PRATAMA"
    # A province has one Sekretaris Daerah; kabupaten and kota have no JPT Madya.
    if found == "JPT_MADYA" and (kind_class not in (CENTRAL, PROVINCE) or (kind_class == PROVINCE and rng.randrange(100) < 90)):
        return "JPT_PRATAMA"
    return found


def _posts(rng: Random, family: Family, rung: str, kind_class: int, band: int) -> list[Post]:
    ladder = next(each for each in LADDERS if rung in each)
    steps: Sequence[str] = ladder[max(ladder.index(rung) - (2 if ladder is STRUCTURAL else 1), 0) : ladder.index(rung) + 1]
    if band in (0, CONTRACT) or rng.randrange(100) < 25:
        steps = steps[-1:]
    # Newest last; the present post began in the last third of the service, the ones before share the rest.
    begins = [0] if len(steps) == 1 else [0, *sorted(rng.sample(range(350, 920, 60), len(steps) - 1))]
    topic = rng.choices(family.topics, [1 / (rank + 1) for rank in range(len(family.topics))])[0] if family.topics else ""
    units = family.central_units if kind_class == CENTRAL else family.units
    expert, skilled, unit = rng.choice(family.experts), rng.choice(family.skilled), rng.choice(units)
    posts = []
    for index, step in enumerate(steps):
        title = _title(rng, family, step, kind_class, topic, expert if step in EXPERT else skilled)
        level, functional = (step, "") if step in STRUCTURAL else ("FUNGSIONAL", step)
        managing = level in LEADERSHIP or level == "JPT_UTAMA"
        place = (f"Direktorat {family.noun}" if kind_class == CENTRAL else f"Dinas {family.noun}") if managing else unit
        posts.append(
            Post(
                title=title, level=level, functional_grade=functional, field=family.field, unit=place.removesuffix(" #"),
                numbered=place.endswith("#"), begins=begins[index], until=begins[index + 1] if index + 1 < len(steps) else None,
            )
        )  # fmt: skip
    return posts


def _title(rng: Random, family: Family, step: str, kind_class: int, topic: str, functional: str) -> str:
    if step in MANAGER_TITLES:
        title = rng.choice(MANAGER_TITLES[step][0 if kind_class == CENTRAL else 1])
        about = topic if topic and step in ("ADMINISTRATOR", "PENGAWAS") and family.experts != ("Guru",) else family.noun
        return title if title in WHOLE_TITLES else f"{title} {about}"
    if step in STRUCTURAL:
        return f"{rng.choice(STAFF_TITLES)} {topic or family.noun}"
    bare = f"{functional} {topic}" if functional == "Guru" else functional
    return f"{bare} {STEP_NAMES[step]}"


def _grade(rng: Random, rung: str, band: int) -> int:
    low, high = GRADE_RANGES[rung]
    ladder = [grade for grade in _GRADES if low <= grade <= high]
    # More years, higher within the range.
    place = min(band, 7) * (len(ladder) - 1) / 7 + rng.uniform(-1, 1)
    return ladder[min(max(round(place), 0), len(ladder) - 1)]


def _contract_grade(rng: Random, rung: str) -> str:
    if rung == "AHLI_PERTAMA":
        return rng.choices(("IX", "X", "XI"), (85, 10, 5))[0]
    return rng.choices(("V", "VII"), (50, 50))[0]


def _schools(rng: Random, family: Family, rung: str) -> list[tuple[int, str, str, int]]:
    program, school = rng.choice(family.programs), rng.choice(INSTITUTIONS)
    master, doctor = _HIGHER.get(rung, (3, 0))
    if rung in SKILLED:
        return [(30, program, school, 21)]
    if rung == "PELAKSANA":
        level = rng.choices((15, 30, 40), (35, 20, 45))[0]
        if level == 15:
            return [(15, "SLTA", "SMA Contoh Negeri", 18)]
        return [(level, program, school, 21 if level == 30 else 22)]
    found = [(40, program, school, 22)]
    if rng.randrange(100) < master:
        later = rng.randint(28, 34)
        found.append((45, rng.choice(family.programs), rng.choice(INSTITUTIONS), later))
        if rng.randrange(100) < doctor:
            found.append((50, rng.choice(family.programs), rng.choice(INSTITUTIONS), later + rng.randint(5, 9)))
    return found


def _courses(rng: Random, family: Family, rung: str, band: int) -> list[tuple[str, str, int, int]]:
    found = []
    if rung in LEADERSHIP and rng.randrange(100) < 78:
        code, title, hours = LEADERSHIP[rung]
        found.append((code, title, rng.randint(1, 6), hours))
    if rng.randrange(100) < (15 if band == CONTRACT else 32):
        title, hours = rng.choice(family.courses)
        found.append(("", title, rng.randint(1, 7), hours))
    return found


def _rating(rng: Random, performance: int) -> str:
    weights = ((0, 55, 33, 10, 2), (10, 87, 3, 0, 0), (72, 28, 0, 0, 0))[performance]
    return rng.choices(("SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG"), weights)[0]


def _languages(rng: Random, rung: str) -> list[tuple[str, str]]:
    high = rung in ("JPT_PRATAMA", "JPT_MADYA", "JPT_UTAMA", "AHLI_UTAMA", "AHLI_MADYA")
    if rng.randrange(100) >= (35 if high else 6):
        return []
    first = rng.choices(LANGUAGES, LANGUAGE_WEIGHTS)[0]
    found = [(first, rng.choices(("A2", "B1", "B2", "C1", "C2"), (20, 35, 30, 12, 3))[0])]
    if first != "en" and rng.randrange(100) < 60:
        found.append(("en", rng.choice(("B1", "B2", "C1"))))
    return found


def _results(rng: Random, required: int, match: int) -> Iterator[tuple[str, int, int]]:
    for code in COMPETENCIES:
        score = min(max(match // 100 + rng.randint(-9, 9), 5), 97)
        level = min(max(required + (1 if score >= 88 else -1 if score < 66 else 0), 1), 5)
        yield code, level, score
