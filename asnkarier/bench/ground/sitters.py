"""A computer test that runs now, with so many people signed in at their desks: `python -m asnkarier.bench.ground.sitters PEOPLE`.

Prints as JSON: the session's id, and for each person the address that takes answers, cookie and CSRF secret.
"""

import json
import secrets
import sys
from datetime import timedelta
from decimal import Decimal
from typing import Any

import django

# Then four digits, so that the number is unique.
NIP_STEM = "19820517200601"
QUESTIONS = 100
MINUTES = 240


def fill(people: int) -> dict[str, Any]:
    """Write everything; the test began a minute ago and has hundred questions with five options."""
    from django.conf import settings
    from django.db import connection, transaction
    from django.urls import reverse
    from django.utils import timezone

    from accounts.models import User
    from asnkarier.bench.ground.applicants import SQL_PEOPLE, make_vacancies, sessions
    from selection.cat.models import ExamSession, ExamSitting
    from selection.models import Candidate
    from vacancies.models import Application, ScoreComponent, Vacancy

    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL_PEOPLE, {"nip": NIP_STEM, "people": people})
        (vacancy_id,) = make_vacancies(1)
        Vacancy.objects.filter(pk=vacancy_id).update(state="SCORING")
        vacancy = Vacancy.objects.get(pk=vacancy_id)
        component = ScoreComponent.objects.create(
            vacancy=vacancy, position=1, code="CAT", label="Ujian", weight=Decimal(100), aggregate="CAT"
        )
        exam = _exam(vacancy, component, now)
        session = ExamSession.objects.create(
            exam=exam,
            title="Sesi ukur",
            place="Ruang ukur",
            starts_at=now - timedelta(minutes=1),
            ends_at=now + timedelta(minutes=MINUTES),
            seats=people,
            created_by=vacancy.created_by,
            created_at=now,
        )
        users = {user.employee.pk: user for user in User.objects.filter(employee__isnull=False).select_related("employee")}
        applications = Application.objects.bulk_create(
            Application(vacancy=vacancy, employee_id=pk, state="CANDIDATE", state_since=now, submitted_at=now) for pk in users
        )
        candidates = Candidate.objects.bulk_create(
            Candidate(vacancy=vacancy, application=each, number=number) for number, each in enumerate(applications, start=1)
        )
        sittings = ExamSitting.objects.bulk_create(
            ExamSitting(
                session=session,
                candidate=each,
                user=users[each.application.employee_id],
                number=each.key,
                seat=each.number,
                seed=secrets.token_hex(16),
                desk=secrets.token_hex(16),
                checked_in_at=now,
            )
            for each in candidates
        )
        places = {each.candidate.application.employee_id: each for each in sittings}
        more = {pk: {f"exam:{each.public_id}": each.desk} for pk, each in places.items()}
        cookies = dict(sessions(users, more))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {
        "session": session.pk,
        "questions": QUESTIONS,
        "cookie": settings.SESSION_COOKIE_NAME,
        "people": [
            {
                "id": each.pk,
                "path": reverse("save_exam_answers", args=[each.public_id]),
                "key": cookies[pk][0],
                "secret": cookies[pk][1],
            }
            for pk, each in places.items()
        ],
    }


def _exam(vacancy: Any, component: Any, now: Any) -> Any:
    """A paper laid open; its questions stay drafts, because nobody is here to hold their keys."""
    from selection.cat.key_models import ExamItemText
    from selection.cat.models import Exam, ExamItem, ExamQuestion
    from selection.cat.paper import drawn_fields, drawn_items
    from selection.cat.rules.questions import Content, Option, Part

    part = Part("", tuple(Option(f"Pilihan {place}", int(place == 3)) for place in range(1, 6)))
    contents = [Content("SINGLE", f"Pertanyaan ukur nomor {number}?", (part,)) for number in range(1, QUESTIONS + 1)]
    questions = []
    for number, content in enumerate(contents, start=1):
        question = ExamQuestion(
            agency=vacancy.agency,
            code=f"UKUR-{number}",
            competency="Ukur",
            difficulty="MEDIUM",
            author=vacancy.created_by,
            created_at=now,
            updated_at=now,
        )
        question.keep(content)
        questions.append(question)
    ExamQuestion.objects.bulk_create(questions)
    exam = Exam.objects.create(
        vacancy=vacancy,
        component=component,
        title="Ujian ukur",
        minutes=MINUTES,
        blueprint=[],
        draw_seed="0" * 32,
        **drawn_fields(questions),
        created_by=vacancy.created_by,
        created_at=now,
    )
    items = ExamItem.objects.bulk_create(drawn_items(exam, questions))
    ExamItemText.objects.bulk_create(
        ExamItemText(item=item, text=content.text) for item, content in zip(items, contents, strict=True)
    )
    return exam


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(fill(int(sys.argv[1]))))
