"""The last place of a daily limit, asked for by two pages at once on two real connections: one of them gets it."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.enums import Role
from talent.actions import LimitReached, log_search, log_views
from talent.models import TalentSearch, TalentView, ViewKind
from talent.rules import limits
from tests.factories.people import AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20


def both(act: Callable[[int], object]) -> list[BaseException | None]:
    """Run `act(0)` and `act(1)` at the same moment; what each raised."""
    start = threading.Barrier(2)
    raised: list[BaseException | None] = [None, None]

    def run(place: int) -> None:
        try:
            start.wait(PATIENCE)
            act(place)
        except BaseException as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return raised


def test_only_one_of_two_searches_takes_the_last_place_of_a_person_or_an_agency(monkeypatch):
    agency = AgencyFactory()
    users = [UserFactory(role=Role.AGENCY_ADMIN, agency=agency) for _ in range(2)]

    def search(user):
        return log_search(actor=user, agency=agency, query={}, result_count=1, people=[user.pk], vacancy=None)

    for numbers, actors in (((1, 100), (users[0], users[0])), ((100, 2), users)):
        monkeypatch.setattr(limits, "SEARCHES", limits.Limit("searches", "pencarian", *numbers))
        before = TalentSearch.objects.count()
        raised = both(lambda place, actors=actors: search(actors[place]))
        assert sorted(type(error) for error in raised if error) == [LimitReached]
        assert TalentSearch.objects.count() == before + 1


def test_only_one_of_two_profiles_takes_the_last_place(monkeypatch):
    monkeypatch.setattr(limits, "OPENED", limits.Limit("opened", "profil yang dibuka", 1, 100))
    agency = AgencyFactory()
    user = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    raised = both(lambda place: log_views(actor=user, agency=agency, people=[place + 1], kind=ViewKind.PROFILE))
    assert sorted(type(error) for error in raised if error) == [LimitReached]
    assert TalentView.objects.count() == 1
