"""The official determines somebody at the moment at which that person withdraws: one of the two comes first, for everybody."""

import pytest
from django.db import connections

from core.refusals import Refused
from selection.models import Candidate, Determination
from tests.harness.hands import Hands
from tests.selection.test_selection_walk import at_determination, seats_form, verdict
from vacancies.actions.withdrawal import withdraw_application
from vacancies.models import Application

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS = 5


def test_nobody_who_withdrew_is_determined_and_nobody_determined_withdraws(rounds):
    hands = Hands(2)
    try:
        for _ in range(TRIALS * rounds):
            vacancy, officials, request = at_determination()
            application = Candidate.objects.get(vacancy=vacancy, number=1).application
            form, leaver = seats_form(request, ("001", "")), application.employee.user
            determining, leaving = hands.act(
                [
                    lambda r=request, p=officials, f=form: verdict(r, p["PPK"], "DETERMINE", form=f) and "done",
                    lambda key=application.pk, who=leaver: withdraw_application(application_id=key, actor=who) and "done",
                ]
            )
            assert all(each == "done" or isinstance(each, Refused) for each in (determining, leaving)), (determining, leaving)
            has_left = Application.objects.get(pk=application.pk).state == "WITHDRAWN"
            assert has_left == (leaving == "done")
            assert Determination.objects.filter(vacancy=vacancy).exists() == (determining == "done") == (not has_left)
    finally:
        hands.end()
        connections.close_all()
