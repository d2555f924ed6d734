"""A computer test on a portal that runs: `python -m tests.harness.exam_stage MINUTES PEOPLE` in the portal's environment.

Writes a vacancy being scored, an exam with six numbers, a rehearsal, a session that begins in MINUTES, and PEOPLE participants;
prints their addresses, ids, passwords and the codes of the two keys as JSON. The paper is sealed unless they sit already.
Django's test database is not involved.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django


def set_up(minutes: float, people: int, checked_in: bool) -> dict[str, Any]:
    """Everything, through the factories."""
    from django.utils import timezone

    from accounts.enums import Role
    from tests.factories.exams import (
        CODES,
        QuestionFactory,
        candidate_with_account,
        case,
        exam_keys,
        exam_of,
        session_of,
        weighted,
    )
    from tests.factories.people import PASSWORD, UserFactory
    from tests.factories.vacancies import VacancyFactory

    vacancy = VacancyFactory(state="SCORING", position_title="Direktur Perencanaan Uji")
    made = {"agency": vacancy.agency}
    questions = [QuestionFactory(**made), QuestionFactory(**made), weighted(**made), case(**made), QuestionFactory(**made)]
    exam = exam_of(vacancy, questions, is_open=checked_in)
    rehearsal = exam_of(vacancy, practice=True)
    candidates = [candidate_with_account(vacancy, number) for number in range(1, people + 1)]
    session = session_of(exam, timezone.now() + timedelta(minutes=minutes), people=candidates)
    sittings = list(session.sittings.select_related("user").order_by("number"))
    for sitting in sittings if checked_in else []:
        sitting.desk, sitting.checked_in_at = f"meja-{sitting.number}", session.starts_at
        sitting.save()
    proctor = UserFactory(role=Role.SECRETARIAT, agency=vacancy.agency)
    return {
        "vacancy": str(vacancy.public_id),
        "session": str(session.public_id),
        "session_id": session.pk,
        "rehearsal": str(rehearsal.public_id),
        "proctor": proctor.email,
        "password": PASSWORD,
        "exam": str(exam.public_id),
        "holders": [[key.holder.email, code] for key, code in zip(exam_keys(vacancy.agency), CODES, strict=True)],
        "people": [
            {"number": each.number, "email": each.user.email, "id": str(each.public_id), "pk": each.pk, "user": each.user_id}
            for each in sittings
        ],
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(set_up(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] == ["duduk"])))
