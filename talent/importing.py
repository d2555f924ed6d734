"""Reading results of an assessment centre: a CSV or XLSX file becomes checked rows or a list of row errors.

One row a person: NIP, potential score and job person match, 0 to 100. Day, centre and kind belong to the whole file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from core.spreadsheets import Formula, RowError, csv_line
from employees.models import Employee
from talent.models import ImportedAssessment

NIP, POTENTIAL, MATCH, NAME = "NIP", "POTENSIAL", "JPM", "NAMA"
HEADING_WORDS = f"{NIP} dan {POTENTIAL}"
REQUIRED, OPTIONAL = (NIP, POTENTIAL, MATCH), (NAME,)
_PLACES = Decimal("0.01")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")


@dataclass(frozen=True)
class AssessmentValue:
    """One checked row: person by NIP, potential score and job person match, 0 to 100, two decimals."""

    nip: str
    potential: Decimal
    match: Decimal


@dataclass(frozen=True)
class AssessmentPlan:
    """What an import would do. With one error nothing may be imported; the rest compares with what is stored."""

    values: tuple[AssessmentValue, ...]
    errors: tuple[RowError, ...]
    added: int = 0
    changed: int = 0
    same: int = 0


def plan_assessments(rows: Sequence[Sequence[str]], *, agency_id: int, provider: str, assessed_on: date) -> AssessmentPlan:
    """Check every row against the agency's people; nothing is written. Four queries whatever the size.

    Args:
        rows: from `core.spreadsheets.read_table`.
    """
    heading = [cell.strip().upper() for cell in rows[0]]
    errors = _heading_errors(heading)
    if errors:
        return AssessmentPlan((), tuple(errors))
    place = {name: heading.index(name) for name in (*REQUIRED, *OPTIONAL) if name in heading}
    lines = [
        (number, list(cells) + [""] * len(heading)) for number, cells in enumerate(rows[1:], 2) if any(map(str.strip, cells))
    ]
    numbers = {"".join(cells[place[NIP]].split()) for _, cells in lines}
    people = dict(Employee.objects.filter(agency_id=agency_id, nip__in=numbers).values_list("nip", "name"))
    found: dict[str, AssessmentValue] = {}
    for number, cells in lines:
        nip = "".join(cells[place[NIP]].split())
        problem = _person_problem(cells, place, nip, people, found)
        if problem is not None:
            errors.append(RowError(number, *problem))
            continue
        scores = []
        for column in (POTENTIAL, MATCH):
            score = _score(cells[place[column]])
            if isinstance(score, str):
                errors.append(RowError(number, column, cells[place[column]], score))
            else:
                scores.append(score)
        if len(scores) == 2:
            found[nip] = AssessmentValue(nip, *scores)
    if not found and not errors:
        errors.append(RowError(1, "", "", "Berkas ini tidak memuat satu hasil pun."))
    return _compared(tuple(found.values()), tuple(errors), provider, assessed_on)


def assessment_form_csv(people: Sequence[tuple[str, str]]) -> str:
    """An empty form to fill in: NIP and name of each person. Args: people: (NIP, name)."""
    # In groups, or a spreadsheet reads eighteen digits as a number and loses the last ones.
    rows = ([f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}", name, "", ""] for nip, name in people)
    return "".join(csv_line(row, ";") for row in ([NIP, NAME, POTENTIAL, MATCH], *rows))


def _person_problem(
    cells: list[str], place: dict[str, int], nip: str, people: dict[str, str], found: dict[str, AssessmentValue]
) -> tuple[str, str, str] | None:
    """Column, text and reason, or None when the row names one known person for the first time."""
    text = cells[place[NIP]]
    if isinstance(text, Formula):
        return NIP, text, "Sel ini berisi rumus. Salin sebagai nilai."
    if not re.fullmatch(r"\d{18}", nip):
        return NIP, text, "NIP terdiri dari 18 angka. Simpan kolom NIP sebagai teks."
    if nip not in people:
        return NIP, text, "Tidak ada pegawai instansi Anda dengan NIP ini."
    if nip in found:
        return NIP, text, "NIP ini muncul dua kali."
    given = cells[place[NAME]].strip() if NAME in place else ""
    if given and _letters(given) != _letters(people[nip]):
        return NAME, given, f"Nama tidak cocok: NIP ini milik {people[nip]}."
    return None


def _score(text: str) -> Decimal | str:
    """A score of 0 to 100, or the sentence why not."""
    if isinstance(text, Formula):
        return "Sel ini berisi rumus. Salin sebagai nilai."
    if not _NUMBER.fullmatch(text.strip()):
        return "Nilai harus angka 0 sampai 100."
    try:
        value = Decimal(text.strip().replace(",", ".")).quantize(_PLACES)
    except InvalidOperation:
        return "Nilai harus angka 0 sampai 100."
    return value if 0 <= value <= 100 else "Nilai harus 0 sampai 100."


def _heading_errors(heading: list[str]) -> list[RowError]:
    names = [name for name in heading if name]
    errors = [RowError(1, name, name, "Kolom ini muncul dua kali.") for name in dict.fromkeys(names) if names.count(name) > 1]
    errors += [RowError(1, name, "", f"Kolom {name} tidak ada.") for name in REQUIRED if name not in names]
    known = (*REQUIRED, *OPTIONAL)
    reason = f"Kolom ini tidak dikenal. Yang dibaca: {', '.join(known)}."
    errors += [RowError(1, name, name, reason) for name in names if name not in known]
    return errors


def _compared(
    values: tuple[AssessmentValue, ...], errors: tuple[RowError, ...], provider: str, assessed_on: date
) -> AssessmentPlan:
    stored = {
        nip: (potential, match)
        for nip, potential, match in ImportedAssessment.objects.filter(
            employee__nip__in=[value.nip for value in values], provider=provider, assessed_on=assessed_on
        ).values_list("employee__nip", "potential_score", "job_person_match")
    }
    same = sum(stored.get(value.nip) == (value.potential, value.match) for value in values)
    known = sum(value.nip in stored for value in values)
    return AssessmentPlan(values, errors, added=len(values) - known, changed=known - same, same=same)


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
