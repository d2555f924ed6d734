"""A computer test in every stage: a session that is over, one that runs, one whose sealed paper waits for its two keys.

Rows as the acts of selection/cat leave them behind; the database counts the results again like all others.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.enums import Role
from accounts.models import User
from asnkarier.demo.questions import DemoBank
from asnkarier.demo.trail import Trail
from asnkarier.demo.vacancy_list import ALL_KINDS
from selection.cat.enums import EndedBy, IncidentKind
from selection.cat.key_models import ExamItemText, ExamOpening
from selection.cat.models import (
    Exam,
    ExamAnswer,
    ExamIncident,
    ExamItem,
    ExamQuestion,
    ExamResult,
    ExamSession,
    ExamSitting,
)
from selection.cat.paper import Paper, PaperItem, drawn_fields, drawn_items
from selection.cat.rules.blueprint import BlueprintLine, draw
from selection.cat.rules.grading import Answer, answers_digest, grade, newest, scaled
from selection.cat.rules.order import Slot
from selection.cat.sealing import half_of, seal_here
from selection.models import Candidate, Score
from vacancies.models import ScoreComponent, Vacancy

MINUTES, PRACTICE_MINUTES = 240, 20
# From now: over since yesterday, running for a quarter of an hour, check-in open.
OVER, RUNNING, SOON = timedelta(days=-1), timedelta(minutes=-15), timedelta(minutes=40)
PLACE = "Laboratorium komputer, gedung B lantai 2"
INCIDENT = "Lampu ruang padam empat menit; komputer tetap menyala dan tidak ada jawaban yang hilang."
# Somebody of the printed table sits in the session that begins soon.
OWN = "admin.kabupaten"


def sit_exams(bank: DemoBank, users: Mapping[str, User], now: datetime, rng: Random) -> None:
    """Write papers, sessions, answers and results of the one selection that has a computer test."""
    vacancy = Vacancy.objects.select_related("agency").get(position_title=ALL_KINDS)
    component = vacancy.components.get(code="CAT")
    office = users["sekretariat.kementerian"]
    drawn = {True: bank.usable(practice=True), False: bank.usable(practice=False)}
    first, second, rehearsal = (
        _exam(vacancy, component, office, drawn[False], "Ujian kompetensi teknis", now + OVER * 3, "0a" * 16),
        _exam(vacancy, component, office, drawn[False][:6], "Ujian susulan", now + OVER, "0b" * 16),
        _exam(vacancy, None, office, drawn[True], "Latihan ujian", now + OVER * 3, "0c" * 16),
    )
    Exam.objects.bulk_create([each[0] for each in (first, second, rehearsal)])
    items = ExamItem.objects.bulk_create(drawn_items(*first) + drawn_items(*second) + drawn_items(*rehearsal))
    opened = {first[0].pk, rehearsal[0].pk}
    ExamItemText.objects.bulk_create(
        ExamItemText(item=item, text=bank.contents[item.question].text) for item in items if item.exam_id in opened
    )
    _open(first, bank, users, now + RUNNING - timedelta(minutes=20))
    sessions = ExamSession.objects.bulk_create(
        ExamSession(
            exam=exam,
            title=title,
            place=PLACE,
            starts_at=now + distance,
            ends_at=now + distance + timedelta(minutes=exam.minutes),
            seats=20,
            state=state,
            created_by=office,
            created_at=now + OVER * 2,
        )
        for exam, title, distance, state in (
            (first[0], "Sesi 1", OVER, "ENDED"),
            (first[0], "Sesi 2", RUNNING, "PLANNED"),
            (second[0], "Sesi susulan", SOON, "PLANNED"),
        )
    )
    ExamIncident.objects.create(
        session=sessions[0], kind=IncidentKind.INCIDENT, text=INCIDENT, noted_by=office, noted_at=now + OVER + timedelta(hours=1)
    )
    _seat(sessions, first, bank, component, vacancy, users[OWN], now, rng)
    trail = Trail()
    duty = office.duty_label(Role.SECRETARIAT, vacancy.agency_id)
    for exam, drawn_from in (first, second, rehearsal):
        details = {"title": exam.title, "minutes": exam.minutes, "questions": [each.code for each in drawn_from]}
        trail.add(exam, vacancy.trail_chain, "build_exam", office, details | {"paper_sha256": exam.paper_sha256}, duty=duty)
    for session in sessions:
        details = {"title": session.title, "starts_at": session.starts_at, "place": session.place}
        trail.add(session, vacancy.trail_chain, "plan_exam_session", office, details, duty=duty)
    trail.add(sessions[0], vacancy.trail_chain, "close_exam_session", None, {"title": sessions[0].title})
    trail.flush()


def _exam(
    vacancy: Vacancy,
    component: ScoreComponent | None,
    office: User,
    stock: Sequence[ExamQuestion],
    title: str,
    at: datetime,
    seed: str,
) -> tuple[Exam, list[ExamQuestion]]:
    """A paper of all these questions, in the order of the draw; not saved."""
    by_name = {str(each.public_id): each for each in stock}
    cells = Counter((each.competency, each.difficulty) for each in stock)
    lines = [BlueprintLine(competency, difficulty, count) for (competency, difficulty), count in cells.items()]
    by_cell: dict[tuple[str, str], list[str]] = {}
    for name, each in by_name.items():
        by_cell.setdefault((each.competency, each.difficulty), []).append(name)
    drawn = [by_name[name] for name in draw(lines, by_cell, seed)]
    exam = Exam(
        vacancy=vacancy,
        component=component,
        title=title,
        minutes=MINUTES if component else PRACTICE_MINUTES,
        blueprint=[{"competency": each.competency, "difficulty": each.difficulty, "count": each.count} for each in lines],
        draw_seed=seed,
        **drawn_fields(drawn),
        created_by=office,
        created_at=at,
    )
    return exam, drawn


def _open(paper: tuple[Exam, list[ExamQuestion]], bank: DemoBank, users: Mapping[str, User], at: datetime) -> None:
    exam, drawn = paper
    rows: list[ExamOpening] = []
    for key, private in bank.keys:
        halves = [half_of(each.sealed_text, private, str(each.public_id), key.slot) for each in drawn]
        sealed = seal_here(json.dumps(halves))
        rows.append(ExamOpening(exam=exam, slot=key.slot, key=key, opened_by=key.holder, opened_at=at, sealed_halves=sealed))
    ExamOpening.objects.bulk_create(rows)


def _seat(
    sessions: Sequence[ExamSession],
    paper: tuple[Exam, list[ExamQuestion]],
    bank: DemoBank,
    component: ScoreComponent,
    vacancy: Vacancy,
    own: User,
    now: datetime,
    rng: Random,
) -> None:
    """Two people are done, everybody else but one answers now, and the one from the table has the check-in before them."""
    _, drawn = paper
    read = Paper(tuple(PaperItem(q.competency, q.kind, bank.contents[q].stem, bank.contents[q].parts) for q in drawn))
    people = list(
        Candidate.objects.filter(vacancy=vacancy).present().select_related("application__employee__user").order_by("number")
    )
    with_account = [each for each in people if each.application.employee.user]
    others = [each for each in with_account if each.application.employee.user != own]
    mine = [each for each in with_account if each.application.employee.user == own]
    sittings = ExamSitting.objects.bulk_create(
        ExamSitting(
            session=session,
            candidate=each,
            user=each.application.employee.user,
            number=each.key,
            seat=seat,
            seed=f"{rng.getrandbits(128):032x}",
            checked_in_at=None if session is sessions[2] else session.starts_at - timedelta(minutes=20),
            closed_at=session.ends_at if session is sessions[0] else None,
            desk="" if session is sessions[2] else f"{rng.getrandbits(128):032x}",
        )
        for session, group in zip(sessions, (others[:2], others[2:], mine), strict=True)
        for seat, each in enumerate(group, start=1)
    )
    chosen: dict[int, list[Answer]] = {}
    for sitting in sittings:
        if sitting.checked_in_at is None:
            continue
        slots = read.slots(sitting.seed)
        count = len(slots) if sitting.closed_at else len(slots) * 2 // 3
        for slot in slots[:count]:
            best = max(range(len(slot.options)), key=lambda place: _points(read, slot, place))
            place = best if rng.random() < 0.72 else rng.randrange(len(slot.options))
            at = sitting.session.starts_at + timedelta(seconds=40 * slot.number)
            answer = Answer(slot.number, place + 1, rng.random() < 0.1, int(at.timestamp() * 1000))
            chosen.setdefault(sitting.pk, []).append(answer)
    ExamAnswer.objects.bulk_create(
        ExamAnswer(
            sitting=sitting,
            number=each.number,
            choice=each.choice,
            is_doubtful=each.is_doubtful,
            sequence=each.sequence,
            saved_at=sitting.session.starts_at + timedelta(seconds=40 * each.number),
        )
        for sitting in sittings
        for each in chosen.get(sitting.pk, ())
    )
    done = [sitting for sitting in sittings if sitting.closed_at]
    results = [_result(sitting, read, chosen[sitting.pk], component.scale_min, component.scale_max) for sitting in done]
    ExamResult.objects.bulk_create(results)
    Score.objects.bulk_create(
        Score(candidate=each.sitting.candidate, component=component, value=each.value, entered_by=each.sitting.session.created_by)
        for each in results
    )


def _points(paper: Paper, slot: Slot, place: int) -> int:
    return paper.items[slot.item].parts[slot.part].options[slot.options[place]].points


def _result(sitting: ExamSitting, paper: Paper, answers: Sequence[Answer], low: Decimal, high: Decimal) -> ExamResult:
    counted = newest(answers)
    outcome = grade(paper.slots(sitting.seed), paper.parts, counted)
    return ExamResult(
        sitting=sitting,
        points=outcome.points,
        max_points=outcome.max_points,
        answered=outcome.answered,
        value=scaled(outcome, low, high),
        answers_sha256=answers_digest(counted),
        ended_by=EndedBy.SELF,
        closed_at=sitting.closed_at,
    )
