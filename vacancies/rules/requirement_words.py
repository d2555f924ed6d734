"""The standard wording of a requirement, so that the sentence applicants read never contradicts the number that is checked."""

from employees.rules.facts import EDUCATION_LEVELS, FUNCTIONAL_GRADES, POSITION_LEVELS, TRAINING_LABELS
from employees.rules.grades import GRADES


def requirement_words(kind: str, number: int | None, text: str) -> str:
    """The standard sentence of one requirement; arguments as in rules/eligibility.py `RequirementFact`.

    Raises:
        KeyError: an unknown kind or code.
    """
    return _WORDS[kind](number, text)


def _education(number: int | None, text: str) -> str:
    # A programme of four years counts the same whether it was called S-1 or D-IV.
    name = "S-1 atau D-IV" if number in (35, 40) else EDUCATION_LEVELS[number or 0]
    return f"Pendidikan paling rendah {name}"


def _held(number: int | None, text: str) -> str:
    names = {**POSITION_LEVELS, **FUNCTIONAL_GRADES}
    held = " atau ".join(names[code] for code in text.split(","))
    return f"Sedang atau pernah menduduki {held} paling singkat {number} tahun"


_WORDS = {
    "EMPLOYMENT_KIND": lambda number, text: f"Berstatus {text}",
    "MIN_EDUCATION": _education,
    "MIN_GRADE": lambda number, text: f"Golongan ruang paling rendah {GRADES[number or 0][0]}",
    "HELD_LEVEL": _held,
    "FIELD_EXPERIENCE": lambda number, text: f"Pengalaman di bidang terkait paling singkat {number} tahun",
    "MAX_AGE": lambda number, text: f"Usia paling tinggi {number} tahun",
    "PERFORMANCE": lambda number, text: f"Predikat kinerja paling rendah Baik dalam {number} tahun terakhir",
    "NO_DISCIPLINE": lambda number, text: f"Tidak dijatuhi hukuman disiplin sedang atau berat dalam {number} tahun terakhir",
    "LEADERSHIP_TRAINING": lambda number, text: f"Telah mengikuti {TRAINING_LABELS[text]} atau yang setara",
}
