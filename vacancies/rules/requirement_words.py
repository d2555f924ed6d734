"""The standard wording of a requirement, so that the sentence applicants read never contradicts the number that is checked."""

from employees.rules.facts import EDUCATION_LEVELS, FUNCTIONAL_GRADES, POSITION_LEVELS, TRAINING_LABELS
from employees.rules.grades import GRADES
from vacancies.rules.ladders import age_exception
from vacancies.rules.statements import STATEMENTS


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


def _age(number: int | None, text: str) -> str:
    if not text:
        return f"Usia paling tinggi {number} tahun"
    code, longer = age_exception(text)
    return f"Usia paling tinggi {number} tahun, atau {longer} tahun bagi yang sedang menduduki {POSITION_LEVELS[code]}"


def _competence(number: int | None, text: str) -> str:
    limit = f", kesesuaian jabatan paling rendah {number} persen" if number else ""
    return f"Memiliki kompetensi sesuai standar kompetensi jabatan{limit}"


_WORDS = {
    "EMPLOYMENT_KIND": lambda number, text: f"Berstatus {' atau '.join(text.split(','))}",
    "MIN_EDUCATION": _education,
    "MIN_GRADE": lambda number, text: f"Golongan ruang paling rendah {GRADES[number or 0][0]}",
    "HELD_LEVEL": _held,
    "FIELD_EXPERIENCE": lambda number, text: f"Pengalaman di bidang terkait paling singkat {number} tahun",
    "MAX_AGE": _age,
    "PERFORMANCE": lambda number, text: f"Predikat kinerja paling rendah Baik dalam {number} tahun terakhir",
    "NO_DISCIPLINE": lambda number, text: f"Tidak dijatuhi hukuman disiplin sedang atau berat dalam {number} tahun terakhir",
    "LEADERSHIP_TRAINING": lambda number, text: f"Telah mengikuti {TRAINING_LABELS[text]} atau yang setara",
    "COMPETENCE": _competence,
    "INTEGRITY": lambda number, text: "Memiliki rekam jejak jabatan, integritas, dan moralitas yang baik",
    "STATEMENT": lambda number, text: STATEMENTS[text].words,
}
