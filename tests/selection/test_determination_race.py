"""Two acts at the same moment on one selection: one of the two comes first, for everybody.

300 trials a run over real connections, the scene put back after each; 10,000 in `make soak`.
"""

from decimal import Decimal

import pytest
from django.db import connections

from accounts.enums import Role
from core.models import AuditEntry
from core.refusals import Refused, Stale
from core.trail import verify_trail
from selection.actions.imports import import_scores
from selection.actions.ranking import compute_ranking
from selection.importing import ImportedValue
from selection.models import Candidate, Determination, LockedScore, Ranking
from tests.factories.selection import chair_of, official, scoring_vacancy
from tests.harness.hands import Hands, trials_of
from tests.harness.rewind import Rewind
from tests.selection.test_selection_walk import at_determination, seats_form, verdict
from vacancies.actions.withdrawal import withdraw_application
from vacancies.models import Application

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hands():
    pair = Hands(2)
    yield pair
    pair.end()
    connections.close_all()


@pytest.fixture
def bare(monkeypatch):
    """Words of mails and letters take most of the time and no lock; what is raced for stays as it is."""
    for place in (
        "approvals.actions.decisions.announce_decision",
        "selection.notifications.call_stand_in",
    ):
        monkeypatch.setattr(place, lambda *given: None)


@pytest.mark.usefixtures("bare")
def test_nobody_who_withdrew_is_determined_and_nobody_determined_withdraws(rounds, hands, owner_connection):
    vacancy, officials, request = at_determination(candidates=3)
    application = Candidate.objects.get(vacancy=vacancy, number=1).application
    leaver, form = application.employee.user, seats_form(request, ("001", ""))

    def determining():
        return verdict(request, officials["PPK"], "DETERMINE", form=form) and "done"

    def leaving():
        return withdraw_application(application_id=application.pk, actor=leaver) and "done"

    scene, won = Rewind(owner_connection, determining, leaving), set()
    for trial in range(trials_of(rounds)):
        pair = [determining, leaving]
        answers = hands.act(pair if trial % 2 else pair[::-1])
        chosen, left = answers if trial % 2 else answers[::-1]
        assert all(each == "done" or isinstance(each, Refused) for each in answers), answers
        has_left = Application.objects.get(pk=application.pk).state == "WITHDRAWN"
        assert has_left == (left == "done")
        assert Determination.objects.filter(vacancy=vacancy).exists() == (chosen == "done") == (not has_left)
        assert verify_trail(vacancy.trail_chain).faults == ()
        won.add(chosen == "done")
        scene.back()
    scene.assert_back()
    assert won == {True, False}


@pytest.mark.usefixtures("bare")
def test_no_score_changes_after_the_lock_that_ranks_it(rounds, hands, owner_connection):
    """Scores arrive by file while the chair ranks: they are in the ranking, or they are refused."""
    vacancy = scoring_vacancy(candidates=3, filled=True)
    secretary, chair = official(Role.SECRETARIAT, vacancy), chair_of(vacancy)
    component = next(each for each in vacancy.components.order_by("position") if each.is_imported)
    new = component.scale_min + (component.scale_max - component.scale_min) * Decimal("0.37")
    values = [ImportedValue(1, component.code, new)]

    def importing():
        return import_scores(vacancy_id=vacancy.pk, actor=secretary, values=values, source="nilai.csv") and "done"

    def ranking():
        return compute_ranking(vacancy_id=vacancy.pk, actor=chair) and "done"

    scene, won = Rewind(owner_connection, importing, ranking), set()
    for trial in range(trials_of(rounds)):
        pair = [importing, ranking]
        answers = hands.act(pair if trial % 2 else pair[::-1])
        brought, ranked = answers if trial % 2 else answers[::-1]
        assert ranked == "done", answers
        assert brought == "done" or isinstance(brought, (Refused, Stale)), answers
        assert Ranking.objects.filter(vacancy=vacancy).count() == 1
        (locked,) = LockedScore.objects.filter(candidate__vacancy=vacancy, candidate__number=1)
        stored = Candidate.objects.get(vacancy=vacancy, number=1).scores.get(component=component).value
        assert (stored == new) == (brought == "done")
        assert (new in locked.raw) == (brought == "done")
        acts = AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("sequence").values_list("act", flat=True)
        assert list(acts) == (["import_scores"] if brought == "done" else []) + ["compute_ranking"]
        won.add(brought == "done")
        scene.back()
    scene.assert_back()
    assert won == {True, False}
