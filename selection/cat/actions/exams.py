"""Building an exam: the bank is asked by the blueprint, the paper is drawn by a seed, and from then on it never changes.

Nothing is opened for it: sealed questions are copied as they are, and the paper's digest is taken over their digests.
"""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count

from accounts.models import Agency, User
from core import audit, clock
from core.refusals import Refused, require
from selection.actions.moves import lock_vacancy
from selection.cat.enums import Difficulty
from selection.cat.key_models import ExamItemText
from selection.cat.models import Exam, ExamItem, ExamQuestion
from selection.cat.paper import drawn_fields, drawn_items
from selection.cat.permissions import CAT, can_build_exam
from selection.cat.rules.blueprint import BlueprintLine, Cell, Shortage, draw, shortages
from selection.cat.sealing import open_here
from selection.permissions import duty_of

QUESTIONS_AT_MOST = 300


@transaction.atomic
def build_exam(
    *,
    vacancy_id: int,
    actor: User,
    title: str,
    minutes: int,
    lines: Sequence[BlueprintLine],
    is_practice: bool = False,
    component_id: int | None = None,
) -> Exam:
    """Draw a paper from the reviewed questions of the agency's bank.

    Args:
        minutes: how long the test lasts. is_practice: for rehearsal, from questions kept for it; belongs to no component.
        component_id: which component of the plan the test scores; the first one of this kind when not given.

    Raises:
        Refused: no right, an empty blueprint, or a bank that lacks questions; the sentence names what is missing.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id)
    require(can_build_exam(actor, vacancy))
    wanted = [line for line in lines if line.count > 0]
    if not wanted:
        raise Refused("Isi jumlah soal paling sedikit pada satu baris kisi-kisi.")
    if sum(line.count for line in wanted) > QUESTIONS_AT_MOST:
        raise Refused(f"Satu ujian memuat paling banyak {QUESTIONS_AT_MOST} soal.")
    bank = ExamQuestion.objects.filter(agency=vacancy.agency).usable(practice=is_practice)
    questions = {
        str(each.public_id): each
        for each in bank.select_for_update(of=("self",), no_key=True)
        .filter(competency__in={line.competency for line in wanted})
        .order_by("pk")
    }
    stock: dict[Cell, list[str]] = {}
    for name, each in questions.items():
        stock.setdefault((each.competency, each.difficulty), []).append(name)
    lacking = shortages(wanted, {cell: len(names) for cell, names in stock.items()})
    if lacking:
        raise Refused(f"Bank soal belum cukup: {shortage_words(lacking)}.")
    components = vacancy.components.filter(aggregate=CAT).order_by("position", "id")
    component = components.first() if component_id is None else components.filter(pk=component_id).first()
    if component is None:
        raise Refused("Pilih komponen rencana yang dinilai dengan ujian ini.", field="component")
    seed = secrets.token_hex(16)
    drawn = [questions[name] for name in draw(wanted, stock, seed)]
    exam = Exam.objects.create(
        vacancy=vacancy,
        component=None if is_practice else component,
        title=title.strip(),
        minutes=minutes,
        blueprint=[{"competency": each.competency, "difficulty": each.difficulty, "count": each.count} for each in wanted],
        draw_seed=seed,
        **drawn_fields(drawn),
        created_by=actor,
        created_at=now,
    )
    items = ExamItem.objects.bulk_create(drawn_items(exam, drawn))
    if is_practice:
        # What counts for nobody is no secret: it lay under the portal's key alone.
        ExamItemText.objects.bulk_create(ExamItemText(item=each, text=open_here(each.sealed_text)) for each in items)
    audit.record(
        chain=vacancy.trail_chain,
        act="build_exam",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Exam",
        object_id=exam.public_id,
        details={
            "title": exam.title,
            "minutes": minutes,
            "practice": is_practice,
            "blueprint": exam.blueprint,
            "draw_seed": seed,
            "questions": [each.code for each in drawn],
            "paper_sha256": exam.paper_sha256,
        },
    )
    return exam


def stock_of(agency: Agency, *, practice: bool) -> dict[Cell, int]:
    """Reviewed questions of a bank by competency and difficulty."""
    bank = ExamQuestion.objects.filter(agency=agency).usable(practice=practice)
    rows = bank.values("competency", "difficulty").annotate(number=Count("pk")).order_by("competency", "difficulty")
    return {(row["competency"], row["difficulty"]): row["number"] for row in rows}


def shortage_words(lacking: Sequence[Shortage]) -> str:
    """What a bank lacks, as one list of words."""
    return "; ".join(
        f"{each.competency}, tingkat {Difficulty(each.difficulty).label.lower()}: ada {each.has}, perlu {each.wants}, "
        f"kurang {each.missing}"
        for each in lacking
    )
