"""A crowd of applicants with complete drafts and open sessions, made in the database of a running portal.

Run as a program with that portal's environment; prints one JSON line a person:

    python -m tests.harness.crowd PEOPLE [VACANCIES [ADMINS]]
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.utils import timezone


@transaction.atomic
def gather(people: int, vacancies: int = 1, admins_wanted: int = 0) -> list[dict[str, str]]:
    """Make `people` drafts that may be sent, spread over `vacancies`, each with a session of its owner.

    Args:
        admins_wanted: for how many of the vacancies an admin of the agency is signed in as well.
    """
    # Models exist only after setup, and this module is imported by nobody who has done it.
    from accounts.enums import Role
    from tests.factories.applications import complete_draft
    from tests.factories.people import UserFactory
    from tests.factories.vacancies import VacancyFactory

    now = timezone.now()
    posts = [
        VacancyFactory(state="OPEN", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9))
        for _ in range(vacancies)
    ]
    admins = {post.pk: open_session(UserFactory(role=Role.AGENCY_ADMIN, agency=post.agency)) for post in posts[:admins_wanted]}
    crowd = []
    for place in range(people):
        draft = complete_draft(posts[place % vacancies])
        user = draft.employee.user
        crowd.append(
            {
                "application": str(draft.public_id),
                "user": str(user.pk),
                "session": open_session(user),
                "vacancy": str(draft.vacancy_id),
                "vacancy_page": str(draft.vacancy.public_id),
                "admin_session": admins.get(draft.vacancy_id, ""),
            }
        )
    return crowd


def open_session(user: Any) -> str:
    """Key of a new session in which `user` is signed in."""
    from accounts.sessions import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    django.setup()
    for person in gather(*(int(word) for word in sys.argv[1:])):
        print(json.dumps(person))
