"""Computer tests for tests: `running_exam(candidates=2)` is a session that runs, `cat_score(candidate, value)` a finished one.

Papers are laid open, as after the first counting; `sealed_exam` is one that waits for its two keys, whose codes are `CODES`.
"""

import secrets
from datetime import datetime, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import Agency, User
from selection.cat.key_models import ExamItemText, ExamKey
from selection.cat.models import Exam, ExamAnswer, ExamItem, ExamQuestion, ExamResult, ExamSession, ExamSitting
from selection.cat.paper import drawn_fields, drawn_items, newest_answers, read_paper
from selection.cat.rules.grading import answers_digest, grade, scaled
from selection.cat.rules.questions import Content, read_content, read_parts
from selection.cat.sealing import half_of, lock_private, new_code, new_pair, open_here, open_with, seal_for_two
from selection.models import Candidate, Score
from tests.factories.applications import ApplicationFactory
from tests.factories.people import AgencyFactory, EmployeeFactory, UserFactory
from tests.factories.selection import CandidateFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import ScoreComponent, Vacancy

FIELD = "Perencanaan pembangunan"
# Made once a process: every bank of the tests lies under the same two keys.
PAIRS = (new_pair(), new_pair())
CODES = (new_code(), new_code())


def options(*points: int) -> list[dict]:
    """Stored options with these points."""
    return [{"text": f"Pilihan bernilai {place}", "points": worth} for place, worth in enumerate(points)]


class QuestionFactory(DjangoModelFactory):
    """A reviewed and sealed single-best question with four options, the second one right; `stem` and `parts` are what it says."""

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

    @classmethod
    def _create(cls, model_class, *args, stem: str, parts: list[dict], **fields) -> ExamQuestion:
        question = model_class(**fields)
        question.keep(Content(question.kind, stem, read_parts(parts)))
        if question.state == "APPROVED" and not question.is_practice:
            seal(question)
        question.save()
        return question


def exam_keys(agency: Agency) -> tuple[ExamKey, ExamKey]:
    """The two keys of an agency, held by two panel members, locked with `CODES`."""
    found = list(ExamKey.objects.in_force().filter(agency=agency).order_by("slot"))
    for slot, (public, private), code in zip((1, 2), PAIRS, CODES, strict=True):
        if len(found) == 2:
            break
        now = timezone.now()
        key = ExamKey(agency=agency, slot=slot, public_key=public, made_at=now, held_since=now)
        key.holder = UserFactory(role=Role.PANEL_MEMBER, agency=agency)
        key.locked_key = lock_private(private, code, str(key.public_id))
        key.save()
        found.append(key)
    return found[0], found[1]


def seal(question: ExamQuestion) -> None:
    """Under the keys of its agency, as an approval does it; the caller saves."""
    first, second = exam_keys(question.agency)
    content = open_here(question.sealed_text)
    question.sealed_text = seal_for_two(content, str(question.public_id), (first.public_key, second.public_key))
    question.first_key, question.second_key = first, second


def text_of(question: ExamQuestion) -> str:
    """What a question says, sealed or not."""
    if not question.is_sealed:
        return open_here(question.sealed_text)
    about = str(question.public_id)
    first, second = (
        half_of(question.sealed_text, private, about, slot) for slot, (_, private) in zip((1, 2), PAIRS, strict=True)
    )
    return open_with(question.sealed_text, (first, second), about)


def content_of(question: ExamQuestion) -> Content:
    return read_content(text_of(question))


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


def exam_of(
    vacancy: Vacancy,
    questions: list[ExamQuestion] | None = None,
    *,
    practice: bool = False,
    minutes: int = 60,
    is_open: bool = True,
) -> Exam:
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
        **drawn_fields(questions),
        created_by=vacancy.created_by,
        created_at=timezone.now(),
    )
    items = ExamItem.objects.bulk_create(drawn_items(exam, questions))
    if is_open:
        ExamItemText.objects.bulk_create(
            ExamItemText(item=item, text=text_of(each)) for item, each in zip(items, questions, strict=True)
        )
    return exam


def sealed_exam(vacancy: Vacancy, **fields) -> Exam:
    """A paper that waits for its two keys."""
    return exam_of(vacancy, is_open=False, **fields)


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


def result_of(sitting: ExamSitting, *, ended_by: str = "SELF") -> ExamResult:
    """The result of a place by its paper and answers; the database takes no other."""
    exam = sitting.session.exam
    paper, counted = read_paper(exam), newest_answers([sitting.pk])[sitting.pk]
    outcome = grade(paper.slots(sitting.seed), paper.parts, counted)
    return ExamResult.objects.create(
        sitting=sitting,
        points=outcome.points,
        max_points=outcome.max_points,
        answered=outcome.answered,
        value=scaled(outcome, exam.component.scale_min, exam.component.scale_max),
        answers_sha256=answers_digest(counted),
        ended_by=ended_by,
        closed_at=sitting.session.ends_at,
    )


def cat_score(candidate: Candidate, value: Decimal, *, entered_by: User | None = None) -> Score:
    """A finished test whose result is `value` on a scale of 100, and its score: a test of one question with that many points."""
    vacancy = candidate.vacancy
    parts = [{"text": "", "options": options(10_000, int(value * 100))}]
    exam = exam_of(vacancy, [QuestionFactory(agency=vacancy.agency, kind="WEIGHTED", parts=parts)])
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
    (slot,) = read_paper(exam).slots(sitting.seed)
    ExamAnswer.objects.create(
        sitting=sitting, number=1, choice=slot.options.index(1) + 1, is_doubtful=False, sequence=1, saved_at=session.starts_at
    )
    result = result_of(sitting)
    return Score.objects.create(
        candidate=candidate, component=exam.component, value=result.value, entered_by=entered_by or vacancy.created_by
    )


def proctor_of(session: ExamSession) -> User:
    """Somebody of the office of the vacancy."""
    return UserFactory(role=Role.SECRETARIAT, agency=session.exam.vacancy.agency)
