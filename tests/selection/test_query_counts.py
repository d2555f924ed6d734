"""The decision page of a result: as many queries for nine candidates as for three."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from selection import actions
from tests.factories.people import UserFactory
from tests.factories.selection import chair_of, fill_scores, official, scoring_vacancy, send_result

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("candidates", [1, 3, 9])
def test_decision_page_of_a_result_costs_the_same_at_every_length(django_assert_num_queries, candidates):
    vacancy = scoring_vacancy(candidates=candidates)
    fill_scores(vacancy, [Decimal(90 - number) for number in range(candidates)])
    officials = {role: official(role, vacancy) for role in (Role.PYB, Role.PPK, Role.WASDAL)}
    actions.compute_ranking(vacancy_id=vacancy.pk, actor=chair_of(vacancy))
    sender = UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    request = send_result(vacancy, preparer=sender)
    client = Client()
    client.force_login(officials[Role.PYB])
    address = reverse("decide_step", args=[request.public_id])
    client.get(address)
    # A list that is too short carries its reason: one query more, whatever its length.
    with django_assert_num_queries(35 if candidates < 3 else 34):
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(answer.context["subject"]["shortlist"]) == min(candidates, 3)
