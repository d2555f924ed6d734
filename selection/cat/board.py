"""The board everybody may watch: participant numbers, how far each has come, and the value of the moment."""

import time
from datetime import datetime
from typing import Any

from selection.cat.documents import is_annulled, session_results
from selection.cat.models import ExamSession, ExamSitting
from selection.cat.paper import Paper, PaperSealed, newest_answers, read_paper
from selection.cat.rules.grading import grade, scaled

# However many people watch, a process counts a running session at most once in so many seconds.
SECONDS = 8.0
_kept: dict[tuple[str, int, int], tuple[float, list[dict[str, Any]]]] = {}


def board_rows(session: ExamSession, at: datetime) -> list[dict[str, Any]]:
    """One row a participant, by number; no name, no agency, nothing that leads to the person."""
    key = (str(session.public_id), session.version, session.pk)
    now = time.monotonic()
    found = _kept.get(key)
    if found is not None and now - found[0] < SECONDS:
        return found[1]
    rows = _rows(session, at)
    if len(_kept) > 50:
        _kept.clear()
    _kept[key] = (now, rows)
    return rows


def _rows(session: ExamSession, at: datetime) -> list[dict[str, Any]]:
    exam = session.exam
    component = exam.component
    sittings = list(ExamSitting.objects.filter(session=session).order_by("number"))
    results = {each.sitting_id: each for each in session_results(session)}
    going = [each for each in sittings if each.checked_in_at is not None and each.pk not in results]
    answers = newest_answers([each.pk for each in going])
    paper = _paper_or_none(session, at) if going else None
    rows: list[dict[str, Any]] = []
    for sitting in sittings:
        result = results.get(sitting.pk)
        row: dict[str, Any] = {"number": sitting.number, "answered": 0, "units": exam.units, "value": None, "tone": "plain"}
        if result is not None:
            row.update(answered=result.answered, value=result.value, tone="good", label="Selesai")
            if is_annulled(result):
                row.update(value=None, tone="stop", label="Dibatalkan")
        elif sitting.checked_in_at is not None and paper is None:
            row.update(tone="info", label="Siap di tempat")
        elif sitting.checked_in_at is not None and paper is not None:
            outcome = grade(paper.slots(sitting.seed), paper.parts, answers[sitting.pk])
            value = scaled(outcome, component.scale_min, component.scale_max)
            row.update(answered=outcome.answered, value=value, tone="info", label="Mengerjakan")
        else:
            row.update(label="Belum hadir" if session.state == "PLANNED" else "Tidak hadir")
        row["share"] = f"{100 * row['answered'] / exam.units:.0f}" if exam.units else "0"
        rows.append(row)
    return rows


def _paper_or_none(session: ExamSession, at: datetime) -> Paper | None:
    """The paper once its session runs; before that nobody's answers can be worth anything."""
    if at < session.starts_at:
        return None
    try:
        return read_paper(session.exam)
    except PaperSealed:
        return None
