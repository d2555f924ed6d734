"""Nine boxes: from axis values to a number, and what is advised for each.

Source: docs/domain.md 8.5 (grid 4-7-9 / 2-5-8 / 1-3-6, PermenPANRB 3/2020), 8.4 (bands of the job person match) and section 11
rows 36 and 37. Thresholds are an agency's rule pack, never a constant in a rule; the number of a box is always derived.
"""

from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

LOW, MIDDLE, HIGH = 1, 2, 3
POTENTIAL_WORDS = {LOW: "rendah", MIDDLE: "menengah", HIGH: "tinggi"}
PERFORMANCE_WORDS = {LOW: "di bawah ekspektasi", MIDDLE: "sesuai ekspektasi", HIGH: "di atas ekspektasi"}
COMPETENCE_WORDS = {LOW: "kurang memenuhi", MIDDLE: "masih memenuhi", HIGH: "memenuhi"}

# What the lower axis is called is the same in both modes; the upright one is performance, or competence where none is measured.
PERFORMANCE, COMPETENCE = "PERFORMANCE", "COMPETENCE"
UPRIGHT_WORDS = {PERFORMANCE: PERFORMANCE_WORDS, COMPETENCE: COMPETENCE_WORDS}
UPRIGHT_NAMES = {PERFORMANCE: "Kinerja", COMPETENCE: "Kompetensi"}

# Rows of the grid from the top: (upright, lying) -> box.
GRID = ((4, 7, 9), (2, 5, 8), (1, 3, 6))
BOXES: dict[tuple[int, int], int] = {
    (HIGH - row, column + 1): box for row, boxes in enumerate(GRID) for column, box in enumerate(boxes)
}
AXES: dict[int, tuple[int, int]] = {box: axes for axes, box in BOXES.items()}

PREDICATE_LEVELS = {
    "SANGAT_BAIK": HIGH,
    "BAIK": MIDDLE,
    "BUTUH_PERBAIKAN": LOW,
    "KURANG": LOW,
    "SANGAT_KURANG": LOW,
}
# How the register and assessment centres write a potential that comes without a score.
POTENTIAL_LEVELS = {"LOW": LOW, "MIDDLE": MIDDLE, "HIGH": HIGH}

ADVICE = {
    1: "Sangat disarankan untuk tidak menduduki jabatan setingkat lebih tinggi. Disarankan menduduki jabatan yang sejenis dan "
    "setara.",
    2: "Disarankan memperoleh bimbingan kinerja dan pengembangan kompetensi serta penempatan dalam jabatan yang sesuai.",
    3: "Disarankan memperoleh bimbingan kinerja, konseling kinerja, dan pengembangan kompetensi serta penempatan dalam jabatan "
    "yang sesuai.",
    4: "Disarankan menjalani rotasi jabatan dan pengembangan kompetensi.",
    5: "Disarankan ditempatkan dalam jabatan yang sesuai, memperoleh bimbingan kinerja dan pengembangan kompetensi.",
    6: "Disarankan ditempatkan dalam jabatan yang sesuai, memperoleh bimbingan kinerja dan konseling kinerja.",
    7: "Disarankan dipertahankan dalam jabatan, masuk kelompok rencana suksesi instansi, rotasi atau pengayaan jabatan, "
    "pengembangan kompetensi, dan tugas atau izin belajar.",
    8: "Disarankan dipertahankan dalam jabatan, masuk kelompok rencana suksesi instansi, rotasi atau perluasan jabatan, dan "
    "bimbingan kinerja.",
    9: "Disarankan dipromosikan dalam jabatan dan dipertahankan, masuk kelompok rencana suksesi instansi dan nasional, dan "
    "memperoleh penghargaan.",
}
# Where the regulation says something else than the seed's advice (docs/domain.md section 11 row 37).
NOTES = {1: "PermenPANRB 3/2020: ditangani sesuai peraturan perundang-undangan."}


@dataclass(frozen=True)
class NineBoxPack:
    """Thresholds of one agency from one day on.

    Args:
        mode: PERFORMANCE when performance is measured, else COMPETENCE (docs/domain.md 8.5, seed 003).
        potential_high, potential_middle: lowest potential score (0 to 100) of "tinggi" and of "menengah".
        match_high, match_middle: lowest job person match in percent of the upper and the middle band; COMPETENCE only.
        assessment_years: how old an assessment may be at the end of the period, whole years.

    Raises:
        ValueError: a number outside its meaning.
    """

    mode: str = PERFORMANCE
    potential_high: Decimal = Decimal(80)
    potential_middle: Decimal = Decimal(60)
    match_high: Decimal = Decimal(80)
    match_middle: Decimal = Decimal(68)
    assessment_years: int = 3

    def __post_init__(self) -> None:
        if self.mode not in UPRIGHT_WORDS:
            raise ValueError("mode is PERFORMANCE or COMPETENCE")
        for middle, high in ((self.potential_middle, self.potential_high), (self.match_middle, self.match_high)):
            if not 0 < middle < high <= 100:
                raise ValueError("thresholds rise from 0 to 100")
        if self.assessment_years < 1:
            raise ValueError("assessments count for at least a year")

    def as_json(self) -> dict[str, Any]:
        """Plain values to freeze in a period; decimals as text."""
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "NineBoxPack":
        """The pack that `as_json` wrote; names it does not know are left out."""
        kinds = {each.name: each.type for each in fields(cls)}
        known: dict[str, Any] = {
            name: Decimal(value) if kinds[name] is Decimal else value for name, value in values.items() if name in kinds
        }
        return cls(**known)


@dataclass(frozen=True)
class AxisFacts:
    """What is known of a person in a period. None and "" mean: nothing.

    Args:
        predicate: of the last rated year. potential_score, match: 0 to 100. potential: LOW, MIDDLE or HIGH, used without a score.
    """

    predicate: str = ""
    potential_score: Decimal | None = None
    potential: str = ""
    match: Decimal | None = None


@dataclass(frozen=True)
class Axes:
    """A place in the grid: upright and lying value, 1 to 3."""

    upright: int
    lying: int

    @property
    def box(self) -> int:
        """The number printed in the grid."""
        return box_of(self.upright, self.lying)


def box_of(upright: int, lying: int) -> int:
    """Number of the box; KeyError for a value outside 1 to 3."""
    return BOXES[upright, lying]


def band(value: Decimal, middle: Decimal, high: Decimal) -> int:
    """1, 2 or 3; a threshold itself belongs to the band above it."""
    return HIGH if value >= high else MIDDLE if value >= middle else LOW


def upright_of(pack: NineBoxPack, facts: AxisFacts) -> int | None:
    """Value of the upright axis, None when the register says nothing."""
    if pack.mode == PERFORMANCE:
        return PREDICATE_LEVELS.get(facts.predicate)
    return None if facts.match is None else band(facts.match, pack.match_middle, pack.match_high)


def lying_of(pack: NineBoxPack, facts: AxisFacts) -> int | None:
    """Value of the lying axis; a score counts before a word."""
    if facts.potential_score is not None:
        return band(facts.potential_score, pack.potential_middle, pack.potential_high)
    return POTENTIAL_LEVELS.get(facts.potential)


def place(pack: NineBoxPack, facts: AxisFacts) -> Axes | None:
    """Where a person stands, or None while one of both axes is unknown."""
    upright, lying = upright_of(pack, facts), lying_of(pack, facts)
    return None if upright is None or lying is None else Axes(upright, lying)


def missing_words(pack: NineBoxPack, facts: AxisFacts) -> str:
    """What keeps a person out of the grid, "" when nothing does."""
    missing = []
    if upright_of(pack, facts) is None:
        missing.append("predikat kinerja" if pack.mode == PERFORMANCE else "hasil uji kompetensi")
    if lying_of(pack, facts) is None:
        missing.append("hasil asesmen potensi")
    return " dan ".join(missing)


def axis_words(mode: str, upright: int, lying: int) -> str:
    """Like “Kinerja sesuai ekspektasi, potensial tinggi”."""
    return f"{UPRIGHT_NAMES[mode]} {UPRIGHT_WORDS[mode][upright]}, potensial {POTENTIAL_WORDS[lying]}"


def assessed_since(pack: NineBoxPack, ends_on: date) -> date:
    """The first day whose assessments still count in a period that ends on `ends_on`."""
    try:
        return ends_on.replace(year=ends_on.year - pack.assessment_years)
    except ValueError:
        return ends_on.replace(year=ends_on.year - pack.assessment_years, day=28)
