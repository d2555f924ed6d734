"""Reading a file of questions: checked questions or a list of row errors, never something in between; nothing is written.

Columns: selection/cat/rules/sheet_columns.py. A formula is no text anybody wrote, so it is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Agency
from core.spreadsheets import Formula, RowError, csv_line
from selection.cat.actions.questions import QuestionText
from selection.cat.models import ExamQuestion
from selection.cat.rules import sheet_columns as columns
from selection.cat.rules.questions import CASE, SINGLE, Option, Part, problems

HEADING_WORDS = f"{columns.CODE} dan {columns.COMPETENCY}"
CODE_LENGTH, COMPETENCY_LENGTH, TEXT_LENGTH = 24, 150, 6000


@dataclass(frozen=True)
class QuestionPlan:
    """What an import would do: checked questions, or errors; with an error nothing may be imported."""

    questions: tuple[QuestionText, ...]
    errors: tuple[RowError, ...]


@dataclass
class _Open:
    """A question while its rows are read."""

    row: int
    text: QuestionText
    parts: list[Part]


def plan_questions(rows: Sequence[Sequence[str]], agency: Agency) -> QuestionPlan:
    """Check every row against the columns, the rules of questions, and the codes of the bank.

    Args:
        rows: from `core.spreadsheets.read_table`, heading first.
    """
    heading = [cell.strip().upper() for cell in rows[0]]
    errors = _heading_errors(heading)
    if errors:
        return QuestionPlan((), tuple(errors))
    reader = _Reader(heading)
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            reader.take(number, list(cells) + [""] * (len(heading) - len(cells)))
    questions = reader.finish()
    taken = set(
        ExamQuestion.objects.filter(agency=agency, code__in=[text.code for _, text in questions]).values_list("code", flat=True)
    )
    errors = reader.errors + [
        RowError(row, columns.CODE, text.code, "Kode soal ini sudah dipakai di bank soal.")
        for row, text in questions
        if text.code in taken
    ]
    if not questions and not errors:
        errors.append(RowError(1, "", "", "Berkas ini tidak memuat satu soal pun."))
    errors.sort(key=lambda error: error.row)
    return QuestionPlan(() if errors else tuple(text for _, text in questions), tuple(errors))


def example_csv() -> str:
    """A file to fill in, with one invented question of each kind."""
    return "".join(csv_line(row, ";") for row in (columns.ALLOWED, *columns.EXAMPLES))


class _Reader:
    """Collects questions and errors row by row."""

    def __init__(self, heading: list[str]) -> None:
        self.heading = heading
        self.errors: list[RowError] = []
        self.open: dict[str, _Open] = {}
        self.spoilt: set[str] = set()

    def take(self, row: int, cells: list[str]) -> None:
        by_name = dict(zip(self.heading, cells, strict=False))
        for name, text in by_name.items():
            if isinstance(text, Formula):
                self.wrong(row, name, text, "Sel ini berisi rumus. Salin sebagai teks.", by_name.get(columns.CODE, ""))
                return
        code = by_name[columns.CODE].strip().upper()
        if not code or len(code) > CODE_LENGTH:
            self.wrong(row, columns.CODE, code, f"Isi kode soal, paling panjang {CODE_LENGTH} huruf.", code)
            return
        known = self.open.get(code)
        if known is not None and known.text.kind != CASE:
            self.wrong(
                row, columns.CODE, code, f"Kode ini sudah ada di baris {known.row}; hanya kasus yang beberapa baris.", code
            )
            return
        if known is None and code not in self.spoilt:
            known = self._begin(row, code, by_name)
        if known is None:
            self.spoilt.add(code)
            return
        part = self._part(row, code, known.text.kind, by_name)
        if part is not None:
            known.parts.append(part)

    def wrong(self, row: int, column: str, text: str, reason: str, code: str) -> None:
        self.errors.append(RowError(row, column, text, reason))
        self.spoilt.add(code.strip().upper())

    def finish(self) -> list[tuple[int, QuestionText]]:
        """Whole questions with their first row; what a rule finds wrong becomes an error of that row."""
        whole = []
        for code, each in self.open.items():
            text = QuestionText(
                code=code,
                competency=each.text.competency,
                kind=each.text.kind,
                difficulty=each.text.difficulty,
                stem=each.text.stem,
                parts=tuple(each.parts),
                is_practice=each.text.is_practice,
            )
            found = [] if code in self.spoilt else problems(text.kind, text.stem, text.parts)
            self.errors += [RowError(each.row, "", code, sentence) for sentence in found]
            whole.append((each.row, text))
        return whole

    def _begin(self, row: int, code: str, by_name: dict[str, str]) -> _Open | None:
        kind = columns.KIND_WORDS.get(by_name[columns.KIND].strip().upper())
        difficulty = columns.DIFFICULTY_WORDS.get(by_name[columns.DIFFICULTY].strip().upper())
        practice = columns.YES_WORDS.get(by_name.get(columns.PRACTICE, "").strip().upper())
        competency = " ".join(by_name[columns.COMPETENCY].split())
        stem = by_name[columns.STEM].strip()
        checks = (
            (kind is None, columns.KIND, f"Tulis {', '.join(columns.KIND_WORDS)}."),
            (difficulty is None, columns.DIFFICULTY, f"Tulis {', '.join(columns.DIFFICULTY_WORDS)}."),
            (practice is None, columns.PRACTICE, "Tulis YA, TIDAK, atau kosongkan."),
            (not 0 < len(competency) <= COMPETENCY_LENGTH, columns.COMPETENCY, "Isi nama kompetensi, paling panjang 150 huruf."),
            (not 0 < len(stem) <= TEXT_LENGTH, columns.STEM, "Isi pertanyaan atau naskah kasus, paling panjang 6.000 huruf."),
        )
        failed = [(column, reason) for is_wrong, column, reason in checks if is_wrong]
        for column, reason in failed:
            self.wrong(row, column, by_name.get(column, "")[:200], reason, code)
        if failed:
            return None
        self.open[code] = _Open(row, QuestionText(code, competency, kind, difficulty, stem, (), bool(practice)), [])
        return self.open[code]

    def _part(self, row: int, code: str, kind: str, by_name: dict[str, str]) -> Part | None:
        texts = [by_name.get(letter, "").strip() for letter in columns.OPTIONS]
        while texts and not texts[-1]:
            texts.pop()
        key, weights = by_name.get(columns.KEY, ""), by_name.get(columns.POINTS, "")
        if kind == SINGLE or (kind == CASE and key.strip()):
            points, column, reason = columns.key_points(key, len(texts)), columns.KEY, "Tulis huruf pilihan yang benar."
        else:
            points, column = columns.read_points(weights, len(texts)), columns.POINTS
            reason = "Tulis satu angka 0 sampai 5 untuk tiap pilihan, dipisah spasi."
        if points is None:
            self.wrong(row, column, by_name.get(column, ""), reason, code)
            return None
        text = by_name.get(columns.PART, "").strip() if kind == CASE else ""
        return Part(text, tuple(Option(each, worth) for each, worth in zip(texts, points, strict=True)))


def _heading_errors(heading: list[str]) -> list[RowError]:
    names = [name for name in heading if name]
    errors = [RowError(1, name, name, "Kolom ini muncul dua kali.") for name in dict.fromkeys(names) if names.count(name) > 1]
    errors += [RowError(1, name, "", f"Kolom {name} tidak ada.") for name in columns.NEEDED if name not in names]
    errors += [
        RowError(1, name, name, "Kolom ini tidak dikenal.") for name in dict.fromkeys(names) if name not in columns.ALLOWED
    ]
    return errors
