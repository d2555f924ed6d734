"""Computer tests for tests: `running_exam(candidates=2)` is a session that runs, `cat_score(candidate, value)` a finished one."""

import secrets
from datetime import datetime, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import User
from selection.cat.models import Exam, ExamItem, ExamQuestion, ExamResult, ExamSession, ExamSitting
from selection.cat.paper import paper_digest
from selection.models import Candidate, Score
from tests.factories.applications import ApplicationFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory
from tests.factories.selection import CandidateFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import ScoreComponent, Vacancy

FIELD = "Perencanaan pembangunan"


def options(*points: int) -> list[dict]:
    """Stored options with these points."""
    return [{"text": f"Pilihan bernilai {place}", "points": worth} for place, worth in enumerate(points)]


class QuestionFactory(DjangoModelFactory):
    """A reviewed single-best question with four options, the second one right."""

    class Meta:
        model = ExamQuestion

    agency = factory.SubFactory(AgencyFactory)
    code = factory.Sequence(lambda n: f"UJI-{n:04d}")
    competency = FIELD
    kind = "SINGLE"
    difficulty = "MEDIUM"
    stem = factory.LazyAttribute(lambda o: f"Pertanyaan rahasia {o.code}?")
    parts = factory.LazyFunction(lambda: [{"text": "", "options": options(0, 1, 0, 0)}])
    state = "APPROVED"
    author = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.LazyFunction(timezone.now)


def weighted(**fields) -> ExamQuestion:
    """Options worth 1 to 5."""
    return QuestionFactory(kind="WEIGHTED", parts=[{"text": "", "options": options(3, 1, 5, 2, 4)}], **fields)


def case(**fields) -> ExamQuestion:
    """Two parts, worth 1 and 4."""
    parts = [{"text": "Bagian satu?", "options": options(1, 0, 0)}, {"text": "Bagian dua?", "options": options(0, 4)}]
    return QuestionFactory(kind="CASE", parts=parts, **fields)


def cat_component(vacancy: Vacancy) -> ScoreComponent:
    """The component of the computer test, made from the assessment's when the plan has none."""
    found = vacancy.components.filter(aggregate="CAT").first()
    if found is None:
        found = vacancy.components.get(code="ASSESS")
        ScoreComponent.objects.filter(pk=found.pk).update(aggregate="CAT")
        found.refresh_from_db()
    return found


def exam_of(vacancy: Vacancy, questions: list[ExamQuestion] | None = None, *, practice: bool = False, minutes: int = 60) -> Exam:
    """A paper of three questions (single, weighted, case: four numbers, eleven points) or of the given ones."""
    made_by = {"agency": vacancy.agency, "is_practice": practice}
    questions = questions or [QuestionFactory(**made_by), weighted(**made_by), case(**made_by)]
    exam = Exam.objects.create(
        vacancy=vacancy,
        component=None if practice else cat_component(vacancy),
        title="Latihan ujian" if practice else "Ujian kompetensi teknis",
        minutes=minutes,
        blueprint=[{"competency": FIELD, "difficulty": "MEDIUM", "count": len(questions)}],
        draw_seed="00" * 16,
        units=sum(len(each.parts) for each in questions),
        max_points=sum(part.max_points for each in questions for part in each.part_facts),
        paper_sha256=paper_digest((each.kind, each.stem, each.parts) for each in questions),
        created_by=vacancy.created_by,
        created_at=timezone.now(),
    )
    ExamItem.objects.bulk_create(
        ExamItem(
            exam=exam,
            position=position,
            question=each,
            competency=each.competency,
            difficulty=each.difficulty,
            kind=each.kind,
            stem=each.stem,
            parts=each.parts,
        )
        for position, each in enumerate(questions)
    )
    return exam


def candidate_with_account(vacancy: Vacancy, number: int) -> Candidate:
    """A participant who can sign in."""
    employee = EmployeeFactory(with_user=True)
    application = ApplicationFactory(vacancy=vacancy, employee=employee, state="CANDIDATE")
    return CandidateFactory(vacancy=vacancy, application=application, number=number)


def session_of(exam: Exam, starts_at: datetime | None = None, *, people: list[Candidate] = (), **fields) -> ExamSession:
    """A session; by default it begins in two hours. Everybody gets a seat, nobody has checked in."""
    starts_at = starts_at or timezone.now() + timedelta(hours=2)
    session = ExamSession.objects.create(
        exam=exam,
        title=fields.pop("title", "Sesi 1"),
        place="Laboratorium komputer",
        starts_at=starts_at,
        ends_at=fields.pop("ends_at", starts_at + timedelta(minutes=exam.minutes)),
        seats=max(len(people), 1),
        created_by=exam.created_by,
        created_at=timezone.now(),
        **fields,
    )
    for seat, each in enumerate(people, start=1):
        ExamSitting.objects.create(
            session=session,
            candidate=each,
            user=each.application.employee.user,
            number=each.key,
            seat=seat,
            seed=secrets.token_hex(16),
        )
    return session


def running_exam(*, candidates: int = 2, checked_in: bool = True, vacancy: Vacancy | None = None) -> ExamSession:
    """A session that began ten minutes ago, everybody at the desk "meja-<number>"."""
    vacancy = vacancy or VacancyFactory(state="SCORING")
    people = [candidate_with_account(vacancy, number) for number in range(1, candidates + 1)]
    session = session_of(exam_of(vacancy), timezone.now() - timedelta(minutes=10), people=people)
    if checked_in:
        for sitting in session.sittings.order_by("pk"):
            sitting.desk, sitting.checked_in_at = f"meja-{sitting.number}", session.starts_at - timedelta(minutes=20)
            sitting.save()
    return session


def cat_score(candidate: Candidate, value: Decimal, *, entered_by: User | None = None) -> Score:
    """A finished test whose result is `value`, and its score. A score of a computer test cannot be written without one."""
    vacancy = candidate.vacancy
    exam = Exam.objects.filter(vacancy=vacancy, component__isnull=False).first() or exam_of(vacancy)
    session = session_of(exam, timezone.now() - timedelta(hours=3), state="ENDED", title=f"Sesi {candidate.key}")
    sitting = ExamSitting.objects.create(
        session=session,
        candidate=candidate,
        user=candidate.application.employee.user or vacancy.created_by,
        number=candidate.key,
        seat=1,
        seed="11" * 16,
        checked_in_at=session.starts_at,
        closed_at=session.ends_at,
    )
    ExamResult.objects.create(
        sitting=sitting,
        points=5,
        max_points=11,
        answered=4,
        value=value,
        answers_sha256="0" * 64,
        ended_by="SELF",
        closed_at=session.ends_at,
    )
    entered_by = entered_by or vacancy.created_by
    return Score.objects.create(candidate=candidate, component=exam.component, value=value, entered_by=entered_by)


def proctor_of(session: ExamSession) -> User:
    """Somebody of the office of the vacancy."""
    return UserFactory(role=Role.SECRETARIAT, agency=session.exam.vacancy.agency)
