"""Every write of the computer-assisted test."""

from selection.cat.actions.annulment import decide_annulment, propose_annulment
from selection.cat.actions.answers import save_answers
from selection.cat.actions.attendance import mark_missed
from selection.cat.actions.closing import close_session, finish_exam
from selection.cat.actions.exams import build_exam
from selection.cat.actions.keys import clear_key, make_key, take_over_key
from selection.cat.actions.opening import open_paper
from selection.cat.actions.places import check_in, issue_pins
from selection.cat.actions.practice import finish_practice, save_practice, start_practice, sweep_practices
from selection.cat.actions.questions import (
    import_questions,
    record_question_view,
    restore_question,
    retire_question,
    review_question,
    send_question,
    take_back_question,
    write_question,
)
from selection.cat.actions.sessions import cancel_session, move_session, note_incident, plan_session, sign_minutes

__all__ = [
    "build_exam",
    "cancel_session",
    "check_in",
    "clear_key",
    "close_session",
    "decide_annulment",
    "finish_exam",
    "finish_practice",
    "import_questions",
    "issue_pins",
    "make_key",
    "mark_missed",
    "move_session",
    "note_incident",
    "open_paper",
    "plan_session",
    "propose_annulment",
    "record_question_view",
    "restore_question",
    "retire_question",
    "review_question",
    "save_answers",
    "save_practice",
    "send_question",
    "sign_minutes",
    "start_practice",
    "sweep_practices",
    "take_back_question",
    "take_over_key",
    "write_question",
]
