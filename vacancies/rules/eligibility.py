"""Does this person meet the requirements of this vacancy, rule by rule, and by which record of the register.

Source: PP 11/2017 Pasal 107 as amended (docs/domain.md section 7), open points 28 and 29 of section 11.
A rule reads records, never their order, and its verdict can be recomputed from the printed record alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.indonesian import add_years, date_words, whole_years
from employees.rules.facts import (
    PREDICATES,
    TRAINING_LABELS,
    TRAINING_TIERS,
    EmployeeFacts,
    PositionFact,
)
from employees.rules.grades import grade_label
from vacancies.rules.ladders import accepted_codes, age_exception, level_name
from vacancies.rules.sanctions import longest_sanction
from vacancies.rules.service_time import day_reached, days_served, duration_words, spell_words
from vacancies.rules.statements import STATEMENTS

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
    "COMPETENCE": "Kompetensi",
    "INTEGRITY": "Rekam jejak dan integritas",
    "STATEMENT": "Dibuktikan dokumen atau tes",
}

GOOD_PREDICATES = frozenset({"SANGAT_BAIK", "BAIK"})


@dataclass(frozen=True)
class RequirementFact:
    """One requirement of a vacancy.

    Args:
        kind: key of KINDS.
        number: what the kind counts: tingkat_id (MIN_EDUCATION), grade code (MIN_GRADE), years (HELD_LEVEL,
            FIELD_EXPERIENCE, MAX_AGE, NO_DISCIPLINE), number of years looked at (PERFORMANCE), lowest job person match
            in percent or None for no limit (COMPETENCE); None otherwise.
        text: field code or "" for any field (FIELD_EXPERIENCE); codes of levels and functional grades separated by
            commas, any one of which is enough (HELD_LEVEL); code of the training (LEADERSHIP_TRAINING); "PNS",
            "PPPK" or both with a comma (EMPLOYMENT_KIND); "" or a longer limit for holders of a level,
            "JPT_PRATAMA=58" (MAX_AGE); key of STATEMENTS (STATEMENT).
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
        explanation: Indonesian, one or two sentences.
        is_proven_later: MISSING although nothing is wrong: a document or a stage of the selection decides, not the register.
    """

    kind: str
    label: str
    outcome: str
    from_date: date | None
    record: str
    explanation: str
    is_proven_later: bool = False


@dataclass(frozen=True)
class _Finding:
    outcome: str
    record: str
    explanation: str
    from_date: date | None = None
    is_proven_later: bool = False


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
        results.append(
            RuleResult(
                requirement.kind,
                requirement.label,
                outcome,
                from_date,
                finding.record,
                finding.explanation,
                finding.is_proven_later,
            )
        )
    return tuple(results)


def is_eligible(results: Iterable[RuleResult]) -> bool:
    """True when nothing stands in the way on the day of counting."""
    return not obstacles(results)


def obstacles(results: Iterable[RuleResult]) -> tuple[RuleResult, ...]:
    """The rules that stand in the way of sending.

    A rule that is met on the day of counting (MET, or MET_FROM a day that is not after it) does not, nor does one that only
    a document or a stage of the selection can prove.
    """
    return tuple(result for result in results if result.outcome not in (MET, MET_FROM) and not result.is_proven_later)


def tally(results: Sequence[RuleResult]) -> tuple[int, int]:
    """(met, judged): how many rules do not stand in the way, of those the register can answer."""
    judged = [result for result in results if not result.is_proven_later]
    return len(judged) - len(obstacles(judged)), len(judged)


def _employment_kind(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    accepted = requirement.text.split(",")
    met = employee.employment_kind in accepted
    return _Finding(
        MET if met else NOT_MET,
        employee.employment_kind,
        f"Status kepegawaian tercatat {employee.employment_kind}; diperlukan {' atau '.join(accepted)}.",
    )


def _min_education(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    if not employee.education:
        return _Finding(MISSING, "", "Riwayat pendidikan belum ada di data induk ASN.")
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
        return _Finding(MISSING, "", "Golongan ruang belum ada di data induk ASN.")
    best_grade = max(known)
    since = min((item.since for item in dated if item.grade == best_grade), default=None)
    record = grade_label(best_grade) + (f" sejak {date_words(since)}" if since else "")
    later = min((item.since for item in employee.grades if item.since > on and item.grade >= needed), default=None)
    return _Finding(NOT_MET, record, _grade_sentence(record, needed), later)


def _grade_sentence(record: str, needed: int) -> str:
    return f"Golongan ruang tercatat {record}; diperlukan paling rendah {grade_label(needed)}."


def _held_level(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    if not employee.positions:
        return _Finding(MISSING, "", "Riwayat jabatan belum ada di data induk ASN.")
    accepted = accepted_codes(requirement.text)
    counted = [spell for spell in employee.positions if spell.level in accepted or spell.functional_grade in accepted]
    unclear = [spell for spell in employee.positions if spell.level == "FUNGSIONAL" and not spell.functional_grade]
    names = " atau ".join(level_name(code) for code in requirement.text.split(","))
    deed = f"menduduki {names} atau yang lebih tinggi"
    return _service(counted, unclear, _number(requirement), on, deed, "Jenjang jabatan fungsional")


def _field_experience(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    if not employee.positions:
        return _Finding(MISSING, "", "Riwayat jabatan belum ada di data induk ASN.")
    wanted = _folded(requirement.text)
    counted = [spell for spell in employee.positions if not wanted or _folded(spell.field) == wanted]
    unclear = [spell for spell in employee.positions if wanted and not spell.field]
    return _service(counted, unclear, _number(requirement), on, "bekerja di bidang terkait", "Rumpun jabatan")


def _max_age(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    """Allowed until the day before the next birthday (domain.md section 11 row 28)."""
    limit, holding = _age_limit(requirement, employee, on)
    last_day = add_years(employee.birth_date, limit + 1) - timedelta(days=1)
    age = whole_years(employee.birth_date, on)
    record = f"Lahir {date_words(employee.birth_date)}"
    reason = ""
    if holding is not None:
        record += f"; {spell_words([holding])}"
        reason = " bagi yang sedang menduduki jabatan itu"
    return _Finding(
        MET if on <= last_day else NOT_MET,
        record,
        f"Usia {age} tahun pada {date_words(on)}; batas {limit} tahun{reason} berlaku sampai {date_words(last_day)}.",
    )


def _age_limit(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> tuple[int, PositionFact | None]:
    """The limit, and the post held on the day when a longer one rests on it."""
    limit = _number(requirement)
    if not requirement.text:
        return limit, None
    code, longer = age_exception(requirement.text)
    accepted = accepted_codes(code)
    held = [
        spell
        for spell in employee.positions
        if spell.level in accepted and spell.started_on <= on and (spell.ended_on is None or spell.ended_on >= on)
    ]
    if longer <= limit or not held:
        return limit, None
    return longer, min(held, key=lambda spell: (spell.started_on, spell.title))


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
        return _Finding(MISSING, record, f"Predikat kinerja tahun {' dan '.join(absent)} belum ada di data induk ASN.")
    return _Finding(MET, record, f"Predikat kinerja {span} tahun terakhir paling rendah Baik ({record}).")


def _no_discipline(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    """No sanction in force on the day, and no medium or heavy one that ended within the last years."""
    record, free_from = longest_sanction(employee, on, _number(requirement))
    if not record:
        return _Finding(MET, "", "Tidak ada hukuman disiplin di data induk ASN.")
    if free_from is None:
        return _Finding(NOT_MET, record, f"{record} belum tercatat berakhir.")
    if on >= free_from:
        return _Finding(MET, record, f"{record} sudah tidak menghalangi sejak {date_words(free_from)}.", free_from)
    return _Finding(NOT_MET, record, f"{record} masih menghalangi sampai sebelum {date_words(free_from)}.", free_from)


def _integrity(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    """No sanction in force on the day. The panel traces the record further; the register knows no more."""
    record, free_from = longest_sanction(employee, on, 0)
    if not record:
        return _Finding(MET, "", "Tidak ada hukuman disiplin di data induk ASN; rekam jejak ditelusuri lagi oleh pansel.")
    if free_from is None:
        return _Finding(NOT_MET, record, f"{record} belum tercatat berakhir.")
    if on >= free_from:
        return _Finding(MET, record, f"{record} sudah selesai; rekam jejak ditelusuri lagi oleh pansel.", free_from)
    return _Finding(NOT_MET, record, f"{record} masih berjalan pada {date_words(on)}.", free_from)


def _leadership_training(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    needed = TRAINING_TIERS[requirement.text]
    name = TRAINING_LABELS[requirement.text]
    known = [item for item in employee.trainings if item.code in TRAINING_TIERS and item.year <= on.year]
    if not known:
        return _Finding(MISSING, "", f"Pelatihan kepemimpinan belum ada di data induk ASN; diperlukan {name} atau yang setara.")
    best = min(known, key=lambda item: (TRAINING_TIERS[item.code], item.year, item.title))
    record = f"{TRAINING_LABELS[best.code]}: {best.title} ({best.year})"
    if TRAINING_TIERS[best.code] <= needed:
        return _Finding(MET, record, f"Pelatihan tercatat {record}.")
    return _Finding(NOT_MET, record, f"Pelatihan tertinggi tercatat {record}; diperlukan {name} atau yang setara.")


def _competence(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    """The newest assessment. Without one the selection itself assesses; a limit holds only where the vacancy sets one."""
    known = [item for item in employee.assessments if item.assessed_on <= on]
    if not known:
        return _Finding(
            MISSING,
            "",
            "Hasil asesmen belum ada di data induk ASN; kompetensi dinilai pada tahap asesmen seleksi ini.",
            None,
            True,
        )
    newest = max(known, key=lambda item: (item.assessed_on, item.job_person_match, item.provider))
    percent = f"{newest.job_person_match:.2f}".replace(".", ",")
    record = f"Asesmen {date_words(newest.assessed_on)} oleh {newest.provider}, kesesuaian jabatan {percent} persen"
    if requirement.number is None:
        return _Finding(MET, record, f"{record}. Kompetensi dinilai lagi dalam seleksi ini.")
    met = newest.job_person_match >= requirement.number
    return _Finding(MET if met else NOT_MET, record, f"{record}; diperlukan paling rendah {requirement.number} persen.")


def _statement(requirement: RequirementFact, employee: EmployeeFacts, on: date) -> _Finding:
    """What no register knows: shown, proven by a document or a stage, never in the way of sending."""
    return _Finding(MISSING, "", STATEMENTS[requirement.text].proof, None, True)


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
    "COMPETENCE": _competence,
    "INTEGRITY": _integrity,
    "STATEMENT": _statement,
}


def _service(
    counted: Sequence[PositionFact], unclear: Sequence[PositionFact], years: int, on: date, deed: str, gap: str
) -> _Finding:
    """Judge a sum of spells: days that overlap count once.

    Args:
        counted: posts that count; unclear: posts of which the register does not say enough to tell.
        deed: what was done in them, gap: what the register does not say, both as parts of an Indonesian sentence.
    """
    first = day_reached(counted, years)
    record = spell_words(counted)
    sentence = f"Tercatat {duration_words(days_served(counted, on))} {deed} sampai {date_words(on)}; diperlukan {years} tahun."
    if first is not None and first <= on:
        return _Finding(MET, record, sentence, first)
    with_unclear = day_reached((*counted, *unclear), years) if unclear else None
    if with_unclear is not None and with_unclear <= on:
        return _Finding(MISSING, record, f"{sentence} {gap} belum tercatat untuk {spell_words(unclear)}.")
    if first is not None:
        sentence += f" Terpenuhi mulai {date_words(first)} bila jabatan sekarang berlanjut."
    return _Finding(NOT_MET, record, sentence, first)


def _predicate_rank(code: str) -> int:
    order = tuple(PREDICATES)
    return order.index(code) if code in order else len(order)


def _folded(text: str) -> str:
    return "_".join(text.upper().replace("_", " ").split())


def _number(requirement: RequirementFact) -> int:
    if requirement.number is None:
        raise ValueError(f"{requirement.kind} needs a number")
    return requirement.number
