"""Reading imported scores: a CSV or XLSX file becomes checked values or a list of row errors, never something in between.

The web page and `manage.py import_scores` both use this. The format is described in docs/import-scores.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.spreadsheets import Formula, RowError, csv_line
from selection.models import PRESENT_STATES, Candidate, Score
from selection.rules.score_values import ScoreRefused, read_pass_or_fail, read_score
from vacancies.enums import AggregateKind
from vacancies.models import ScoreComponent, Vacancy

NUMBER, COMPONENT, VALUE, NAME = "NOMOR_PESERTA", "KOMPONEN", "NILAI", "NAMA"
# What the sentence about a missing heading names.
HEADING_WORDS = f"{NUMBER} dan ASSESS"
_NUMBER_SHAPE = re.compile(r"0*(\d{1,5})(?:[.,]0+)?")


@dataclass(frozen=True)
class ImportedValue:
    """One checked score: participant number, component code, value on the component's own scale."""

    number: int
    component: str
    value: Decimal


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do.

    Args:
        values: all checked values. errors: when there is one, nothing may be imported.
        added, changed, same: how the values compare with the stored ones.
        skipped: participant keys left out because they are absent or have withdrawn.
        missing: participant keys that stay without a value for some imported component.
    """

    values: tuple[ImportedValue, ...]
    errors: tuple[RowError, ...]
    added: int = 0
    changed: int = 0
    same: int = 0
    skipped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def plan_import(rows: Sequence[Sequence[str]], vacancy: Vacancy) -> ImportPlan:
    """Check every row against the vacancy's candidates and components; nothing is written.

    Args:
        rows: from `core.spreadsheets.read_table`.
    """
    components = list(vacancy.components.order_by("position", "id"))
    single = {component.code: component for component in components if component.is_imported}
    candidates = {
        candidate.number: candidate
        for candidate in Candidate.objects.filter(vacancy=vacancy).select_related("application__employee").order_by("number")
    }
    heading = [cell.strip().upper() for cell in rows[0]]
    errors = _heading_errors(heading, components, single)
    if errors:
        return ImportPlan((), tuple(errors))
    reader = _RowReader(heading, single, candidates)
    for row, cells in enumerate(rows[1:], start=2):
        reader.take(row, list(cells) + [""] * (len(heading) - len(cells)))
    if not reader.found and not reader.errors and not reader.skipped:
        reader.errors.append(RowError(1, "", "", "Berkas ini tidak memuat satu nilai pun."))
    values = tuple(ImportedValue(number, code, value) for (number, code), value in reader.found.items())
    return _compared(values, tuple(reader.errors), tuple(sorted(reader.skipped)), candidates, single)


def score_form_rows(vacancy: Vacancy) -> list[list[str | None]]:
    """An empty form to fill in: participant numbers and names, one column a component with imported values."""
    single = [c for c in vacancy.components.order_by("position", "id") if c.is_imported]
    rows: list[list[str | None]] = [[NUMBER, NAME, *(component.code for component in single)]]
    for candidate in Candidate.objects.filter(vacancy=vacancy).present().for_list():
        rows.append([candidate.key, candidate.application.employee.name, *(None for _ in single)])
    return rows


def score_form_csv(vacancy: Vacancy) -> str:
    """The same form as CSV."""
    return "".join(csv_line(row, ";") for row in score_form_rows(vacancy))


class _RowReader:
    """Collects values and errors row by row."""

    def __init__(self, heading: list[str], single: dict[str, ScoreComponent], candidates: dict[int, Candidate]):
        self.heading, self.single, self.candidates = heading, single, candidates
        self.found: dict[tuple[int, str], Decimal] = {}
        self.errors: list[RowError] = []
        self.skipped: set[str] = set()

    def take(self, row: int, cells: list[str]) -> None:
        if not any(cell.strip() for cell in cells):
            return
        if len(cells) > len(self.heading) and any(cell.strip() for cell in cells[len(self.heading) :]):
            self.errors.append(RowError(row, "", "", "Baris ini memuat lebih banyak kolom daripada judulnya."))
            return
        by_name = dict(zip(self.heading, cells, strict=False))
        candidate = self._candidate(row, by_name)
        if candidate is None:
            return
        if candidate.is_absent or candidate.application.state not in PRESENT_STATES:
            self.skipped.add(candidate.key)
            return
        if VALUE in by_name:
            code = by_name[COMPONENT].strip().upper()
            if code not in self.single:
                reason = f"Komponen ini tidak diimpor pada lowongan ini. Yang diimpor: {', '.join(self.single)}."
                self.errors.append(RowError(row, COMPONENT, by_name[COMPONENT], reason))
                return
            self._value(row, VALUE, candidate, self.single[code], by_name[VALUE])
            return
        for code, component in self.single.items():
            if code in by_name:
                self._value(row, code, candidate, component, by_name[code])

    def _candidate(self, row: int, by_name: dict[str, str]) -> Candidate | None:
        text = by_name[NUMBER]
        shape = None if isinstance(text, Formula) else _NUMBER_SHAPE.fullmatch(text.strip())
        if shape is None:
            reason = "Sel ini berisi rumus. Salin sebagai nilai." if isinstance(text, Formula) else "Nomor peserta harus angka."
            self.errors.append(RowError(row, NUMBER, text, reason))
            return None
        candidate = self.candidates.get(int(shape.group(1)))
        if candidate is None:
            self.errors.append(RowError(row, NUMBER, text, "Tidak ada peserta dengan nomor ini."))
            return None
        given, known = by_name.get(NAME, "").strip(), candidate.application.employee.name
        if given and _letters(given) != _letters(known):
            reason = f"Nama tidak cocok: peserta {candidate.key} adalah {known}."
            self.errors.append(RowError(row, NAME, given, reason))
            return None
        return candidate

    def _value(self, row: int, column: str, candidate: Candidate, component: ScoreComponent, text: str) -> None:
        if isinstance(text, Formula):
            self.errors.append(RowError(row, column, text, "Sel ini berisi rumus. Salin sebagai nilai."))
            return
        if not text.strip():
            return
        place = (candidate.number, component.code)
        if place in self.found:
            self.errors.append(RowError(row, column, text, f"Nilai {component.code} peserta {candidate.key} muncul dua kali."))
            return
        try:
            if component.aggregate == AggregateKind.PASS_FAIL:
                self.found[place] = read_pass_or_fail(text)
            else:
                self.found[place] = read_score(text, component.scale_min, component.scale_max)
        except ScoreRefused as error:
            self.errors.append(RowError(row, column, text, error.reason))


def _compared(
    values: tuple[ImportedValue, ...],
    errors: tuple[RowError, ...],
    skipped: tuple[str, ...],
    candidates: dict[int, Candidate],
    single: dict[str, ScoreComponent],
) -> ImportPlan:
    codes = {component.pk: code for code, component in single.items()}
    stored = {
        (score.candidate_id, codes[score.component_id]): score.value
        for score in Score.objects.filter(
            candidate__in=[c.pk for c in candidates.values()], component__in=list(codes), sheet=None
        ).order_by("id")
    }
    added = changed = same = 0
    for value in values:
        before = stored.get((candidates[value.number].pk, value.component))
        added += before is None
        changed += before is not None and before != value.value
        same += before == value.value
    covered = {(candidates[value.number].pk, value.component) for value in values} | set(stored)
    missing = [
        candidate.key
        for candidate in candidates.values()
        if not candidate.is_absent
        and candidate.application.state in PRESENT_STATES
        and any((candidate.pk, code) not in covered for code in single)
    ]
    return ImportPlan(values, errors, added, changed, same, skipped, tuple(missing))


def _heading_errors(heading: list[str], components: list[ScoreComponent], single: dict[str, ScoreComponent]) -> list[RowError]:
    errors = []
    if not single:
        return [RowError(1, "", "", "Lowongan ini tidak punya komponen dengan nilai impor.")]
    names = [name for name in heading if name]
    errors += [RowError(1, name, name, "Kolom ini muncul dua kali.") for name in dict.fromkeys(names) if names.count(name) > 1]
    if NUMBER not in names:
        errors.append(RowError(1, NUMBER, "", "Kolom NOMOR_PESERTA tidak ada."))
    is_long = COMPONENT in names or VALUE in names
    if is_long and not {COMPONENT, VALUE} <= set(names):
        errors.append(RowError(1, "", "", "Kolom KOMPONEN dan NILAI harus ada berdua."))
    panel_codes = {component.code for component in components if component.is_scored_by_panel}
    own_codes = {component.code for component in components} - panel_codes - set(single)
    allowed = {NUMBER, NAME} | ({COMPONENT, VALUE} if is_long else set(single))
    for name in dict.fromkeys(names):
        if name in allowed:
            continue
        if name in panel_codes:
            errors.append(RowError(1, name, name, "Komponen ini dinilai panitia seleksi di portal, tidak diimpor."))
        elif name in own_codes:
            errors.append(RowError(1, name, name, "Nilai komponen ini dibuat di portal, tidak diimpor."))
        else:
            errors.append(RowError(1, name, name, f"Kolom ini tidak dikenal. Yang diimpor: {', '.join(single)}."))
    if not is_long and not set(single) & set(names):
        errors.append(RowError(1, "", "", f"Tidak ada kolom nilai. Tambahkan kolom {' atau '.join(single)}."))
    return errors


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
