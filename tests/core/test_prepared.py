"""Statements planned once a connection: what runs before them in the same round trip, and lists a process keeps for a while."""

import pytest
from django.db import transaction

from core.prepared import HeldList, Reading, read_prepared
from tests.factories.people import AgencyFactory

NAMES = "SELECT id, name FROM accounts_agency ORDER BY id"


@pytest.mark.django_db
def test_what_runs_before_is_done_first_and_in_the_same_round_trip(django_assert_num_queries):
    before = Reading("SELECT set_config('asnkarier.tried', %(word)s, true)", {"word": "lebih dulu"})
    with django_assert_num_queries(1):
        rows = read_prepared("SELECT current_setting('asnkarier.tried', true), %(number)s::int", {"number": 7}, after=before)
    assert rows == [("lebih dulu", 7)]


@pytest.mark.django_db(transaction=True)
def test_a_list_is_read_now_and_then_or_when_it_lacks_something(django_assert_num_queries):
    agency = AgencyFactory(name="Badan Lama")
    held = HeldList(NAMES, dict)
    assert held.read()[agency.pk] == "Badan Lama"
    late = AgencyFactory(name="Badan Baru")
    with django_assert_num_queries(0):
        assert late.pk not in held.read()
    assert held.read(anew=True)[late.pk] == "Badan Baru"
    held.seconds = 0
    late.name = "Badan Terbaru"
    late.save()
    assert held.read()[late.pk] == "Badan Terbaru"


@pytest.mark.django_db(transaction=True)
def test_a_list_that_may_be_undone_is_not_kept():
    held = HeldList(NAMES, dict)
    with transaction.atomic():
        agency = AgencyFactory(name="Badan Batal")
        assert agency.pk in held.read()
        transaction.set_rollback(True)
    assert agency.pk not in held.read()
