"""What rules may know about an employee: frozen facts, taken from the register by `Employee.facts()`.

The order of records never matters to a rule.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

POSITION_LEVELS = {
    "JPT_UTAMA": "JPT Utama",
    "JPT_MADYA": "JPT Madya",
    "JPT_PRATAMA": "JPT Pratama",
    "ADMINISTRATOR": "Administrator",
    "PENGAWAS": "Pengawas",
    "PELAKSANA": "Pelaksana",
    "FUNGSIONAL": "Jabatan fungsional",
}
# From the highest down. Functional posts have their own ladder and are never compared with these.
MANAGERIAL_ORDER = ("JPT_UTAMA", "JPT_MADYA", "JPT_PRATAMA", "ADMINISTRATOR", "PENGAWAS", "PELAKSANA")

FUNCTIONAL_GRADES = {
    "AHLI_UTAMA": "JF Ahli Utama",
    "AHLI_MADYA": "JF Ahli Madya",
    "AHLI_MUDA": "JF Ahli Muda",
    "AHLI_PERTAMA": "JF Ahli Pertama",
    "PENYELIA": "JF Penyelia",
    "MAHIR": "JF Mahir",
    "TERAMPIL": "JF Terampil",
    "PEMULA": "JF Pemula",
}
# Expert and skill functional posts are two ladders; each from the highest down.
EXPERT_ORDER = ("AHLI_UTAMA", "AHLI_MADYA", "AHLI_MUDA", "AHLI_PERTAMA")
SKILL_ORDER = ("PENYELIA", "MAHIR", "TERAMPIL", "PEMULA")

EDUCATION_LEVELS = {
    10: "SLTP",
    15: "SLTA",
    17: "SLTA kejuruan",
    18: "SLTA keguruan",
    25: "D-II",
    30: "D-III",
    35: "D-IV",
    40: "S-1/D-IV",
    45: "S-2 atau profesi",
    50: "S-3",
}

PREDICATES = {
    "SANGAT_BAIK": "Sangat Baik",
    "BAIK": "Baik",
    "BUTUH_PERBAIKAN": "Butuh Perbaikan",
    "KURANG": "Kurang",
    "SANGAT_KURANG": "Sangat Kurang",
}
DISCIPLINE_SEVERITIES = {"RINGAN": "Ringan", "SEDANG": "Sedang", "BERAT": "Berat"}

# Leadership training by tier; the older Diklatpim counts like the PKN, PKA or PKP of the same tier.
TRAINING_TIERS = {
    "PKN_I": 1,
    "DIKLATPIM_I": 1,
    "PKN_II": 2,
    "DIKLATPIM_II": 2,
    "PKA": 3,
    "DIKLATPIM_III": 3,
    "PKP": 4,
    "DIKLATPIM_IV": 4,
}
TRAINING_LABELS = {
    "PKN_I": "PKN Tingkat I",
    "DIKLATPIM_I": "Diklatpim Tingkat I",
    "PKN_II": "PKN Tingkat II",
    "DIKLATPIM_II": "Diklatpim Tingkat II",
    "PKA": "Pelatihan Kepemimpinan Administrator",
    "DIKLATPIM_III": "Diklatpim Tingkat III",
    "PKP": "Pelatihan Kepemimpinan Pengawas",
    "DIKLATPIM_IV": "Diklatpim Tingkat IV",
}


@dataclass(frozen=True)
class EducationFact:
    """One diploma. `level` is a tingkat_id of pendidikan.csv (10 to 50); `label` is the text to show."""

    level: int
    program: str
    label: str


@dataclass(frozen=True)
class PositionFact:
    """One spell in a post, both days included; `ended_on` is None while it lasts.

    Args:
        level: key of POSITION_LEVELS.
        functional_grade: key of FUNCTIONAL_GRADES, or "" when the post is not functional.
        field: code of the field of work, "" when none is recorded.
    """

    title: str
    level: str
    functional_grade: str
    field: str
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class PerformanceFact:
    """The predicate of one year; key or label of PREDICATES."""

    year: int
    predicate: str


@dataclass(frozen=True)
class DisciplineFact:
    """One sanction, both days included; `ended_on` is None while no end is known. Key of DISCIPLINE_SEVERITIES."""

    severity: str
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class TrainingFact:
    """One training; `code` is a key of TRAINING_TIERS when it is a leadership training."""

    code: str
    title: str
    year: int


@dataclass(frozen=True)
class GradeFact:
    """One promotion: the grade code (11 to 45) and the day it holds from (TMT), which may lie ahead."""

    grade: int
    since: date


@dataclass(frozen=True)
class AssessmentFact:
    """One competency assessment; `job_person_match` in percent, 0 to 100, two decimals."""

    assessed_on: date
    provider: str
    job_person_match: Decimal


@dataclass(frozen=True)
class EmployeeFacts:
    """One person of the register on the day of asking.

    Args:
        nip: 18 digits.
        sex: "M" or "F".
        grade: present code 11 to 45 (docs/domain.md 8.1), None when the register has none.
        grades: history of grades with their dates; may be empty although `grade` is known.
        employment_kind: "PNS" or "PPPK".
    """

    nip: str
    birth_date: date
    sex: str
    education: tuple[EducationFact, ...] = ()
    grade: int | None = None
    grades: tuple[GradeFact, ...] = ()
    positions: tuple[PositionFact, ...] = ()
    performance: tuple[PerformanceFact, ...] = ()
    discipline: tuple[DisciplineFact, ...] = ()
    trainings: tuple[TrainingFact, ...] = ()
    assessments: tuple[AssessmentFact, ...] = ()
    employment_kind: str = "PNS"
