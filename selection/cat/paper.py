"""Reading papers and answers: what a person has on the screen, what a session has answered so far."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection

from core.canonical import canonical_json, sha256_hex
from core.refusals import Refused
from selection.cat.key_models import ExamItemText, ExamOpening
from selection.cat.models import Exam, ExamItem, ExamQuestion
from selection.cat.rules.grading import Answer, newest
from selection.cat.rules.order import Slot, arrangement
from selection.cat.rules.questions import LETTERS, Part, read_content
from selection.cat.sealing import open_here, open_with

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


class PaperSealed(Refused):
    """The two holders of the keys have not both opened this paper."""

    def __init__(self) -> None:
        super().__init__("Naskah ujian ini masih tersegel: dua pemegang kunci belum keduanya membukanya.")


def read_paper(exam: Exam) -> Paper:
    """The paper of an exam. It never changes, so a process reads it once; the digest tells two databases apart.

    Ask only when the paper may be read: a released paper is readable here before the start of its session.

    Raises:
        PaperSealed: not yet opened with both keys.
    """
    return _paper(exam.pk, exam.paper_sha256)


@lru_cache(maxsize=16)
def _paper(exam_id: int, digest: str) -> Paper:
    rows = paper_texts(exam_id)
    if paper_digest(item.sha256 for item, _ in rows) != digest:
        raise RuntimeError("a paper whose questions are not those that were drawn")
    papers = ((item.competency, read_content(text)) for item, text in rows)
    return Paper(tuple(PaperItem(competency, each.kind, each.stem, each.parts) for competency, each in papers))


def paper_texts(exam_id: int) -> list[tuple[ExamItem, str]]:
    """The items of a paper with what they say, from the opened rows, or else from what two people have released.

    Raises:
        PaperSealed: neither.
    """
    items = list(ExamItem.objects.filter(exam_id=exam_id).select_related("question").order_by("position"))
    opened = dict(ExamItemText.objects.filter(item__exam_id=exam_id).values_list("item_id", "text"))
    if items and len(opened) == len(items):
        return [(item, opened[item.pk]) for item in items]
    released = [
        json.loads(open_here(each))
        for each in ExamOpening.objects.filter(exam_id=exam_id).order_by("slot").values_list("sealed_halves", flat=True)
    ]
    if len(released) < 2:
        raise PaperSealed
    first, second = released
    texts = [
        open_with(item.sealed_text, (one, two), str(item.question.public_id))
        for item, one, two in zip(items, first, second, strict=True)
    ]
    if any(sha256_hex(text) != item.sha256 for item, text in zip(items, texts, strict=True)):
        raise RuntimeError("a question that is not the one that was reviewed")
    return list(zip(items, texts, strict=True))


def is_opened(exam: Exam) -> bool:
    """Whether both keys have opened the paper, or it was never under them."""
    texts = ExamItemText.objects.filter(item__exam=exam)
    return texts.exists() or ExamOpening.objects.filter(exam=exam).count() == 2


def drawn_fields(questions: Sequence[ExamQuestion]) -> dict[str, Any]:
    """What an exam's row says about the questions of its paper, as fields of `Exam`.

    Args:
        questions: in the order of the paper.
    """
    return {
        "units": sum(each.units for each in questions),
        "max_points": sum(each.max_points for each in questions),
        "paper_sha256": paper_digest(each.sha256 for each in questions),
    }


def drawn_items(exam: Exam, questions: Sequence[ExamQuestion]) -> list[ExamItem]:
    """The rows of a paper, not saved: each question copied from the bank as it lies there, under the keys it lies under.

    Args:
        questions: in the order of the paper, which is that of `drawn_fields`.
    """
    return [
        ExamItem(
            exam=exam,
            position=position,
            question=each,
            competency=each.competency,
            difficulty=each.difficulty,
            kind=each.kind,
            sealed_text=each.sealed_text,
            sha256=each.sha256,
        )
        for position, each in enumerate(questions)
    ]


def paper_digest(digests: Iterable[str]) -> str:
    """SHA-256 over the digests of the questions in the order of the paper; nothing has to be opened for it."""
    return sha256_hex(canonical_json(list(digests)))


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
