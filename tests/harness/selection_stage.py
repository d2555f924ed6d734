"""A selection on a portal that runs: `python -m tests.harness.selection_stage` in the portal's environment.

Writes a published vacancy for one post that is being scored: a panel of three, four participants, an imported component, two
that the panel scores, and a computer test. The first two participants have a seat in a session of that test in half an hour;
the last two sat it before and have the same result. Prints addresses, ids and secrets as JSON.
"""

import json
import sys
from datetime import timedelta
from decimal import Decimal
from typing import Any

import django

# Base32, invented: the chair's authenticator.
CHAIR_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
EARLIER_RESULT = Decimal(60)


def set_up() -> dict[str, Any]:
    """Everything, through the factories."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from django.utils import timezone

    from accounts.enums import Role
    from tests.factories.applications import ApplicationFactory
    from tests.factories.exams import QuestionFactory, candidate_with_account, cat_score, exam_of, session_of
    from tests.factories.people import PASSWORD, AgencyFactory, EmployeeFactory, UserFactory
    from tests.factories.selection import official, recast
    from tests.factories.vacancies import VacancyFactory, freeze_plan
    from vacancies.models import PanelMember

    # Another stage may have been set on the same portal by a process of its own, whose counters began at 0 as ours would.
    for each in (AgencyFactory, UserFactory, EmployeeFactory, QuestionFactory, VacancyFactory, ApplicationFactory):
        each.reset_sequence(2000, force=True)
    agency = AgencyFactory(name="Kementerian Uji Lengkap")
    vacancy = VacancyFactory(state="SCORING", agency=agency, position_title="Direktur Uji Lengkap", plan__panel_size=3)
    recast(vacancy, "TRACK", aggregate="SINGLE")
    candidates = [candidate_with_account(vacancy, number) for number in range(1, 5)]
    exam = exam_of(vacancy, [QuestionFactory(agency=agency), QuestionFactory(agency=agency)])
    session = session_of(exam, timezone.now() + timedelta(minutes=30), people=candidates[:2])
    for candidate in candidates[2:]:
        cat_score(candidate, EARLIER_RESULT)
    freeze_plan(vacancy)
    for role in (Role.PYB, Role.PPK, Role.WASDAL):
        official(role, vacancy)
    panel = PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id")
    chair, first, second = [member.user for member in panel]
    Authenticator.objects.create(user=chair, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(CHAIR_SECRET)})
    return {
        "vacancy": str(vacancy.public_id),
        "session": str(session.public_id),
        "session_id": session.pk,
        "sittings": [str(each.public_id) for each in session.sittings.order_by("number")],
        "candidates": [str(each.public_id) for each in candidates],
        "participants": [each.application.employee.user.email for each in candidates],
        "office": official(Role.SECRETARIAT, vacancy).email,
        "chair": chair.email,
        "members": [first.email, second.email],
        "password": PASSWORD,
        "secret": CHAIR_SECRET,
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(set_up()))
