"""Does this person meet the requirements of this vacancy, rule by rule, and by which record of the register.

Source: PP 11/2017 Pasal 107 as amended (docs/domain.md section 7), open points 28 and 29 of section 11.
A rule reads records, never their order, and its verdict can be recomputed from the printed record alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.indonesian import add_years, date_words, whole_years
from employees.rules.facts import (
    DISCIPLINE_SEVERITIES,
    EXPERT_ORDER,
    FUNCTIONAL_GRADES,
    MANAGERIAL_ORDER,
    POSITION_LEVELS,
    PREDICATES,
    SKILL_ORDER,
    TRAINING_LABELS,
    TRAINING_TIERS,
    EmployeeFacts,
    PositionFact,
)
from employees.rules.grades import grade_label

MET = "MET"
NOT_MET = "NOT_MET"
MISSING = "MISSING"
MET_FROM = "MET_FROM"
OUTCOMES = {
    MET: "Terpenuhi",
    NOT_MET: "Tidak terpenuhi",
    MISSING: "Data belum ada",
    MET_FROM: "Terpenuhi mulai tanggal tertentu",
}

KINDS = {
    "EMPLOYMENT_KIND": "Status kepegawaian",
    "MIN_EDUCATION": "Pendidikan paling rendah",
    "MIN_GRADE": "Golongan ruang paling rendah",
    "HELD_LEVEL": "Jabatan yang sedang atau pernah diduduki",
    "FIELD_EXPERIENCE": "Pengalaman di bidang terkait",
    "MAX_AGE": "Usia paling tinggi",
    "PERFORMANCE": "Predikat kinerja",
    "NO_DISCIPLINE": "Hukuman disiplin",
    "LEADERSHIP_TRAINING": "Pelatihan kepemimpinan",
}

# One year of service counts as 365 days: a sum of days can only grow when a record is added, and a continuous
# calendar year always reaches it.
DAYS_PER_YEAR = 365
GOOD_PREDICATES = frozenset({"SANGAT_BAIK", "BAIK"})
SERIOUS = frozenset({"SEDANG", "BERAT"})


@dataclass(frozen=True)
class RequirementFact:
    """One requirement of a vacancy.

    Args:
        kind: key of KINDS.
        number: what the kind counts: tingkat_id (MIN_EDUCATION), grade code (MIN_GRADE), years (HELD_LEVEL,
            FIELD_EXPERIENCE, MAX_AGE, NO_DISCIPLINE), number of years looked at (PERFORMANCE); None otherwise.
        text: field code or "" for any field (FIELD_EXPERIENCE); codes of levels and functional grades separated by
            commas, any one of which is enough (HELD_LEVEL); code of the training (LEADERSHIP_TRAINING); "PNS" or
            "PPPK" (EMPLOYMENT_KIND).
        label: the requirement as announced, Indonesian.
    """

    kind: str
    number: int | None
    text: str
    label: str


@dataclass(frozen=True)
class RuleResult:
    """The answer to one requirement.

    Args:
        outcome: MET; NOT_MET; MISSING (the register has no record to decide by); MET_FROM (not met today, but met
            by the passage of time on or before the day of counting).
        from_date: first day on which the rule is met by time alone; set for MET_FROM, and for NOT_MET when
            such a day exists after the day of counting.
        record: the record that decided, as text, "" when there is none.
        explanation: one Indonesian sentence.
    """

    kind: str
    label: str
    outcome: str
    from_date: date | None
    record: str
    explanation: str


@dataclass(frozen=True)
class _Finding:
    outcome: str
    record: str
    explanation: str
    from_date: date | None = None


def assess(
    requirements: Sequence[RequirementFact],
    employee: EmployeeFacts,
    on: date,
    today: date | None = None,
) -> tuple[RuleResult, ...]:
    """Check every requirement, in the order given.

    Args:
        on: the day of counting: planned inauguration when the vacancy names it, else the last day of registration.
        today: the day of asking. When given, a rule that time alone will fulfil between today and `on` reads
            MET_FROM instead of MET, so that the applicant sees from when.

    Raises:
        KeyError: a requirement of an unknown kind.
    """
    results = []
    for requirement in requirements:
        finding = _RULES[requirement.kind](requirement, employee, on)
        outcome, from_date = finding.outcome, finding.from_date
        if outcome == MET and from_date is not None:
            if today is not None and today < from_date:
                outcome = MET_FROM
            else:
                from_date = None
        results.append(RuleResult(requirement.kind, requirement.label, outcome, from_date, finding.record, finding.explanation))
    return tuple(results)


def is_eligible(results: Iterable[RuleResult]) -> bool:
    """True when every rule is met on the day of counting: MET, or MET_FROM a day that is not after it."""
    return all(result.outcome in (MET, MET_FROM) for result in results)


def obstacles(results: Iterable[RuleResult]) -> tuple[RuleResult, ...]:
    """The rules that stand in the way."""
    return tuple(result for result in results if result.outcome not in (MET, MET_FROM))


def _employment_kind(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    met = employee.employment_kind == requirement.text
    return _Finding(
        MET if met else NOT_MET,
        employee.employment_kind,
        f"Status kepegawaian tercatat {employee.employment_kind}; diperlukan {requirement.text}.",
    )


def _min_education(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    if not employee.education:
        return _Finding(MISSING, "", "Riwayat pendidikan belum ada di data kepegawaian.")
    best = max(employee.education, key=lambda item: (item.level, item.label, item.program))
    if best.level >= _number(requirement):
        return _Finding(MET, best.label, f"Pendidikan tertinggi tercatat {best.label}.")
    return _Finding(NOT_MET, best.label, f"Pendidikan tertinggi tercatat {best.label}; belum mencapai jenjang yang diperlukan.")


def _min_grade(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    """The highest grade that holds on the day; a promotion already decided counts from its date (TMT)."""
    needed = _number(requirement)
    dated = [item for item in employee.grades if item.since <= on]
    enough = [item for item in dated if item.grade >= needed]
    # The present grade has no date of its own: met by it, the rule is met already.
    held_now = employee.grade if employee.grade is not None and employee.grade >= needed else None
    if enough and (held_now is None or any(item.grade == held_now for item in enough)):
        first = min(enough, key=lambda item: (item.since, item.grade))
        best = max(enough, key=lambda item: (item.grade, -item.since.toordinal()))
        record = f"{grade_label(best.grade)} sejak {date_words(best.since)}"
        from_date = first.since if held_now is None else None
        return _Finding(MET, record, _grade_sentence(record, needed), from_date)
    if held_now is not None:
        return _Finding(MET, grade_label(held_now), _grade_sentence(grade_label(held_now), needed))
    known = [item.grade for item in dated] + ([employee.grade] if employee.grade is not None else [])
    if not known:
        return _Finding(MISSING, "", "Golongan ruang belum ada di data kepegawaian.")
    best_grade = max(known)
    since = min((item.since for item in dated if item.grade == best_grade), default=None)
    record = grade_label(best_grade) + (f" sejak {date_words(since)}" if since else "")
    later = min((item.since for item in employee.grades if item.since > on and item.grade >= needed), default=None)
    return _Finding(NOT_MET, record, _grade_sentence(record, needed), later)


def _grade_sentence(record: str, needed: int) -> str:
    return f"Golongan ruang tercatat {record}; diperlukan paling rendah {grade_label(needed)}."


def _held_level(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    if not employee.positions:
        return _Finding(MISSING, "", "Riwayat jabatan belum ada di data kepegawaian.")
    accepted = _accepted_codes(requirement.text)
    counted = [spell for spell in employee.positions if spell.level in accepted or spell.functional_grade in accepted]
    names = " atau ".join(_level_name(code) for code in requirement.text.split(","))
    return _service(counted, _number(requirement), on, f"menduduki {names} atau yang lebih tinggi")


def _field_experience(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    if not employee.positions:
        return _Finding(MISSING, "", "Riwayat jabatan belum ada di data kepegawaian.")
    wanted = _folded(requirement.text)
    counted = [spell for spell in employee.positions if not wanted or _folded(spell.field) == wanted]
    return _service(counted, _number(requirement), on, "bekerja di bidang terkait")


def _max_age(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    limit = _number(requirement)
    last_day = add_years(employee.birth_date, limit + 1) - timedelta(days=1)
    age = whole_years(employee.birth_date, on)
    record = f"Lahir {date_words(employee.birth_date)}"
    return _Finding(
        MET if on <= last_day else NOT_MET,
        record,
        f"Usia {age} tahun pada {date_words(on)}; batas {limit} tahun berlaku sampai {date_words(last_day)}.",
    )


def _performance(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    """The last rated years before the year of counting; the newest may be the year before last, as ratings come late.

    Two different predicates for one year: the lower one counts.
    """
    span = _number(requirement)
    worst: dict[int, str] = {}
    for item in employee.performance:
        code = _folded(item.predicate)
        if item.year < on.year and (item.year not in worst or _predicate_rank(code) > _predicate_rank(worst[item.year])):
            worst[item.year] = code
    newest = next((year for year in (on.year - 1, on.year - 2) if year in worst), on.year - 1)
    years = tuple(range(newest, newest - span, -1))
    record = ", ".join(f"{year}: {PREDICATES.get(worst[year], worst[year])}" for year in years if year in worst)
    absent = [str(year) for year in years if year not in worst]
    below = [str(year) for year in years if year in worst and worst[year] not in GOOD_PREDICATES]
    if below:
        return _Finding(NOT_MET, record, f"Predikat kinerja tahun {' dan '.join(below)} di bawah Baik.")
    if absent:
        return _Finding(MISSING, record, f"Predikat kinerja tahun {' dan '.join(absent)} belum ada di data kepegawaian.")
    return _Finding(MET, record, f"Predikat kinerja {span} tahun terakhir paling rendah Baik ({record}).")


def _no_discipline(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    """No sanction in force on the day, and no medium or heavy one that ended within the last years."""
    span = _number(requirement)
    free_from: date | None = None
    record = ""
    for item in sorted(employee.discipline, key=lambda one: (one.started_on, one.ended_on or date.max, one.severity)):
        if item.started_on > on:
            continue
        name = DISCIPLINE_SEVERITIES.get(item.severity, item.severity)
        if item.ended_on is None:
            spell = f"Hukuman disiplin {name.lower()} sejak {date_words(item.started_on)}"
            return _Finding(NOT_MET, spell, f"{spell} belum tercatat berakhir.")
        clean = item.ended_on + timedelta(days=1)
        if item.severity in SERIOUS:
            clean = add_years(clean, span)
        if free_from is None or clean > free_from:
            free_from = clean
            record = f"Hukuman disiplin {name.lower()} {date_words(item.started_on)} – {date_words(item.ended_on)}"
    if free_from is None:
        return _Finding(MET, "", "Tidak ada hukuman disiplin di data kepegawaian.")
    if on >= free_from:
        return _Finding(MET, record, f"{record} sudah tidak menghalangi sejak {date_words(free_from)}.", free_from)
    return _Finding(NOT_MET, record, f"{record} masih menghalangi sampai sebelum {date_words(free_from)}.", free_from)


def _leadership_training(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    needed = TRAINING_TIERS[requirement.text]
    name = TRAINING_LABELS[requirement.text]
    known = [item for item in employee.trainings if item.code in TRAINING_TIERS and item.year <= on.year]
    if not known:
        return _Finding(MISSING, "", f"Pelatihan kepemimpinan belum ada di data kepegawaian; diperlukan {name} atau yang setara.")
    best = min(known, key=lambda item: (TRAINING_TIERS[item.code], item.year, item.title))
    record = f"{best.title} ({best.year})"
    if TRAINING_TIERS[best.code] <= needed:
        return _Finding(MET, record, f"Pelatihan tercatat {record}.")
    return _Finding(NOT_MET, record, f"Pelatihan tertinggi tercatat {record}; diperlukan {name} atau yang setara.")


_RULES: dict[str, Callable[[RequirementFact, EmployeeFacts, date], _Finding]] = {
    "EMPLOYMENT_KIND": _employment_kind,
    "MIN_EDUCATION": _min_education,
    "MIN_GRADE": _min_grade,
    "HELD_LEVEL": _held_level,
    "FIELD_EXPERIENCE": _field_experience,
    "MAX_AGE": _max_age,
    "PERFORMANCE": _performance,
    "NO_DISCIPLINE": _no_discipline,
    "LEADERSHIP_TRAINING": _leadership_training,
}


def _service(counted: Sequence[PositionFact], years: int, on: date, deed: str) -> _Finding:
    """Judge a sum of spells: days that overlap count once."""
    spans = _merged(counted)
    served = sum((min(end, on) - start).days for start, end in spans if start < on)
    first = _day_reached(spans, years * DAYS_PER_YEAR)
    record = "; ".join(_spell_text(spell) for spell in sorted(counted, key=_spell_order))
    sentence = f"Tercatat {_duration(served)} {deed} sampai {date_words(on)}; diperlukan {years} tahun."
    if first is not None and first <= on:
        return _Finding(MET, record, sentence, first)
    if first is not None:
        sentence += f" Terpenuhi mulai {date_words(first)} bila jabatan sekarang berlanjut."
    return _Finding(NOT_MET, record, sentence, first)


def _merged(spells: Iterable[PositionFact]) -> list[tuple[date, date]]:
    """Spells as half-open intervals of days without overlap, sorted; a spell that lasts has no end in sight."""
    spans: list[tuple[date, date]] = []
    raw = [(spell.started_on, spell.ended_on + timedelta(days=1) if spell.ended_on else date.max) for spell in spells]
    for start, end in sorted(raw):
        if end <= start:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _day_reached(spans: Sequence[tuple[date, date]], days: int) -> date | None:
    """The first day by which so many days have been served, None when the spells never reach it."""
    left = days
    for start, end in spans:
        length = (end - start).days
        if length >= left:
            return start + timedelta(days=left)
        left -= length
    return None


def _accepted_codes(text: str) -> frozenset[str]:
    """The codes named and everything higher on the same ladder."""
    accepted: set[str] = set()
    for code in text.split(","):
        ladder = next((order for order in (MANAGERIAL_ORDER, EXPERT_ORDER, SKILL_ORDER) if code.strip() in order), None)
        if ladder is None:
            raise ValueError(f"unknown level {code!r}")
        accepted.update(ladder[: ladder.index(code.strip()) + 1])
    return frozenset(accepted)


def _level_name(code: str) -> str:
    return {**POSITION_LEVELS, **FUNCTIONAL_GRADES}[code.strip()]


def _predicate_rank(code: str) -> int:
    order = tuple(PREDICATES)
    return order.index(code) if code in order else len(order)


def _folded(text: str) -> str:
    return "_".join(text.upper().replace("_", " ").split())


def _number(requirement: RequirementFact) -> int:
    if requirement.number is None:
        raise ValueError(f"{requirement.kind} needs a number")
    return requirement.number


def _duration(days: int) -> str:
    years, rest = divmod(days, DAYS_PER_YEAR)
    return f"{years} tahun {rest} hari" if rest else f"{years} tahun"


def _spell_order(spell: PositionFact) -> tuple[date, date, str]:
    return spell.started_on, spell.ended_on or date.max, spell.title


def _spell_text(spell: PositionFact) -> str:
    end = date_words(spell.ended_on) if spell.ended_on else "sekarang"
    return f"{spell.title} ({date_words(spell.started_on)} – {end})"
