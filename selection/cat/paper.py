"""Reading papers and answers: what a person has on the screen, what a session has answered so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection

from core.canonical import canonical_json, sha256_hex
from selection.cat.models import Exam, ExamItem
from selection.cat.rules.grading import Answer, newest
from selection.cat.rules.order import Slot, arrangement
from selection.cat.rules.questions import LETTERS, Part, read_parts

# What is in force of each number, for any number of sittings at once.
NEWEST_SQL = """
SELECT DISTINCT ON (sitting_id, number) sitting_id, number, choice, is_doubtful, sequence FROM selection_examanswer
WHERE sitting_id = ANY(%s) ORDER BY sitting_id, number, sequence DESC, choice DESC
"""


@dataclass(frozen=True)
class PaperItem:
    """One question of a paper, as it was drawn."""

    competency: str
    kind: str
    stem: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Paper:
    """A whole paper, in its own order, the same for everybody."""

    items: tuple[PaperItem, ...]

    @property
    def shape(self) -> tuple[tuple[int, ...], ...]:
        """Options per part per item: all that an arrangement needs."""
        return tuple(tuple(len(part.options) for part in item.parts) for item in self.items)

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        return tuple(item.parts for item in self.items)

    def slots(self, seed: str) -> tuple[Slot, ...]:
        """The order of the person with this seed."""
        return arrangement(self.shape, seed)


def read_paper(exam: Exam) -> Paper:
    """The paper of an exam. It never changes, so a process reads it once; the digest tells two databases apart."""
    return _paper(exam.pk, exam.paper_sha256)


@lru_cache(maxsize=16)
def _paper(exam_id: int, digest: str) -> Paper:
    items = ExamItem.objects.filter(exam_id=exam_id).order_by("position")
    return Paper(tuple(PaperItem(item.competency, item.kind, item.stem, read_parts(item.parts)) for item in items))


def paper_digest(rows: Iterable[tuple[str, str, list[dict[str, Any]]]]) -> str:
    """SHA-256 over the paper: [[kind, stem, parts], ...] in its order."""
    return sha256_hex(canonical_json([list(row) for row in rows]))


def newest_answers(sitting_ids: list[int]) -> dict[int, dict[int, Answer]]:
    """Sitting -> number -> the answer that counts, in one query."""
    found: dict[int, dict[int, Answer]] = {pk: {} for pk in sitting_ids}
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_SQL, [sitting_ids])
        for sitting, *answer in cursor.fetchall():
            found[sitting][answer[0]] = Answer(*answer)
    return found


def practice_answers(stored: dict[str, list[Any]]) -> dict[int, Answer]:
    """The answers of a rehearsal, as its row keeps them."""
    return newest(Answer(int(number), *rest) for number, rest in stored.items())


def question_rows(paper: Paper, slots: Iterable[Slot], counted: dict[int, Answer]) -> list[dict[str, Any]]:
    """One row a question for the screen: text, options in the person's order with letters, what is chosen.

    The choice is the place on the screen, so the page says nothing about which option was stored first.
    """
    rows = []
    for slot in slots:
        item = paper.items[slot.item]
        part = item.parts[slot.part]
        answer = counted.get(slot.number)
        chosen = answer.choice if answer else 0
        rows.append(
            {
                "number": slot.number,
                "competency": item.competency,
                "stem": item.stem,
                "case_part": slot.part + 1 if len(item.parts) > 1 else 0,
                "case_parts": len(item.parts),
                "text": part.text,
                "options": [
                    {"value": place, "letter": LETTERS[place - 1], "text": part.options[stored].text, "chosen": place == chosen}
                    for place, stored in enumerate(slot.options, start=1)
                ],
                "is_answered": bool(chosen),
                "is_doubtful": bool(answer and answer.is_doubtful),
            }
        )
    return rows


def clock_sql() -> str:
    """SQL of the portal's time inside a statement: the transaction's timestamp, moved in the demo by its clock."""
    if not settings.DEMO:
        return "now()"
    return "now() + coalesce((SELECT seconds FROM core_democlock WHERE id = 1), 0) * interval '1 second'"
