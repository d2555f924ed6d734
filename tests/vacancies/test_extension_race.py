"""The extension against the fourth application, on two real connections, in both orders. 300 times: test_sending_races.py.

Both sides lock the vacancy row, so one of them always sees what the other did: an extension with four applications in can
never be written, whichever came first by the clock.
"""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.enums import Role
from approvals.actions import decide
from core.refusals import Refused, Stale
from tests.factories.applications import ApplicationFactory, complete_draft
from tests.factories.people import AgencyFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.actions.continuation import ask_continuation
from vacancies.actions.incident import extend_for_incident
from vacancies.actions.registration import close_vacancy, extend_registration
from vacancies.actions.sending import submit_application
from vacancies.actions.withdrawal import withdraw_application
from vacancies.permissions.window import start_barrier
from vacancies.rules.incident import Incident

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20


class Act(threading.Thread):
    """One action on a connection of its own; with `hold`, its transaction stays open until `release` is set."""

    def __init__(self, act: Callable[[], object], *, hold: bool = False) -> None:
        super().__init__(daemon=True)
        self.act, self.hold = act, hold
        self.acted, self.release, self.done = threading.Event(), threading.Event(), threading.Event()
        self.result: object = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            with transaction.atomic():
                self.result = self.act()
                self.acted.set()
                if self.hold:
                    self.release.wait(PATIENCE)
        except BaseException as error:
            self.error = error
        finally:
            self.acted.set()
            self.done.set()
            connection.close()


@pytest.fixture
def scene():
    """See `set_scene`."""
    return set_scene()


def set_scene():
    """An open vacancy near its end with three applications in, an admin, and a fourth draft that is ready to be sent."""
    agency = AgencyFactory()
    admin = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    vacancy = VacancyFactory(agency=agency, state="OPEN", closes_at=timezone.now() + timedelta(hours=5))
    for _ in range(3):
        ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    fourth = complete_draft(vacancy)
    return vacancy, admin, fourth


def extending(vacancy, admin):
    return lambda: extend_registration(vacancy_id=vacancy.pk, actor=admin, reason="Belum cukup.", version=vacancy.version)


def submitting(application):
    return lambda: submit_application(application_id=application.pk, actor=application.employee.user)


def after(first: Act, second: Act) -> None:
    """Let `first` act and hold its transaction open, show that `second` waits for it, then let both end."""
    first.start()
    assert first.acted.wait(PATIENCE)
    assert first.error is None
    second.start()
    assert not second.done.wait(0.7), "the second act did not wait for the first one's lock"
    first.release.set()
    first.join(PATIENCE)
    second.join(PATIENCE)


def test_fourth_application_first_then_the_extension_is_refused(scene):
    vacancy, admin, fourth = scene
    sent, extension = Act(submitting(fourth), hold=True), Act(extending(vacancy, admin))
    after(sent, extension)
    assert sent.error is None
    assert isinstance(extension.error, Refused)
    assert extension.error.reason == "4 lamaran sudah terkirim; perpanjangan hanya boleh bila kurang dari 4."
    assert not vacancy.extensions.exists()
    assert vacancy.applications.submitted().count() == 4


def test_extension_first_then_the_fourth_application_still_arrives(scene):
    vacancy, admin, fourth = scene
    extension, sent = Act(extending(vacancy, admin), hold=True), Act(submitting(fourth))
    after(extension, sent)
    assert (extension.error, sent.error) == (None, None)
    assert vacancy.extensions.get().submitted_count == 3
    assert vacancy.applications.submitted().count() == 4


def test_two_admins_extend_once(scene):
    vacancy, admin, _ = scene
    colleague = UserFactory(role=Role.AGENCY_ADMIN, agency=vacancy.agency)
    first, second = Act(extending(vacancy, admin), hold=True), Act(extending(vacancy, colleague))
    after(first, second)
    # The new deadline is a week away, so the rule itself already says no to the second.
    assert isinstance(second.error, Refused | Stale)
    assert vacancy.extensions.count() == 1


def incident():
    now = timezone.now()
    return Incident("GGN-1", now - timedelta(hours=3), now - timedelta(hours=1), "Jaringan putus.", timedelta(hours=4))


def test_incident_first_then_the_ordinary_extension_sees_its_new_window(scene):
    vacancy, admin, _ = scene
    vacancy.closes_at = timezone.now() + timedelta(hours=21)
    vacancy.save()
    bkn = UserFactory(role=Role.BKN_ADMIN)
    given = Act(lambda: extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=incident()), hold=True)
    ordinary = Act(lambda: extend_registration(vacancy_id=vacancy.pk, actor=admin, reason="Belum cukup."))
    after(given, ordinary)
    assert given.error is None
    assert "Perpanjangan baru dapat dilakukan mulai" in ordinary.error.reason
    assert list(vacancy.extensions.values_list("number", "kind")) == [(1, "INCIDENT")]


def test_ordinary_first_then_the_incident_counts_from_the_new_deadline(scene):
    vacancy, admin, _ = scene
    before, bkn = vacancy.closes_at, UserFactory(role=Role.BKN_ADMIN)
    ordinary = Act(extending(vacancy, admin), hold=True)
    given = Act(lambda: extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=incident()))
    after(ordinary, given)
    assert (ordinary.error, given.error) == (None, None)
    vacancy.refresh_from_db()
    assert vacancy.closes_at == before + timedelta(days=7, hours=4)
    assert list(vacancy.extensions.values_list("number", "kind")) == [(1, "MANUAL"), (2, "INCIDENT")]


def test_the_beat_never_closes_a_window_that_is_being_extended_for_an_incident(scene):
    """The sweep steps over a locked row and finds it open when it comes again; closing first, BKN opens it again."""
    vacancy, _, _ = scene
    vacancy.closes_at = timezone.now() - timedelta(minutes=1)
    vacancy.save()
    bkn = UserFactory(role=Role.BKN_ADMIN)
    given = Act(lambda: extend_for_incident(vacancy_id=vacancy.pk, actor=bkn, incident=incident()), hold=True)
    given.start()
    assert given.acted.wait(PATIENCE)
    assert close_vacancy(vacancy_id=vacancy.pk) == ""
    given.release.set()
    given.join(PATIENCE)
    assert given.error is None
    assert close_vacancy(vacancy_id=vacancy.pk) == ""
    vacancy.refresh_from_db()
    assert vacancy.state == "OPEN"


@pytest.fixture
def asked():
    """A vacancy at the fork with three applications and a request that waits for Wasdal: (vacancy, request, wasdal)."""
    agency = AgencyFactory()
    wasdal = UserFactory(role=Role.WASDAL)
    vacancy = VacancyFactory(agency=agency, state="VERIFICATION", closes_at=timezone.now() - timedelta(days=4))
    for _ in range(3):
        ApplicationFactory(vacancy=vacancy, state="SUBMITTED")
    admin = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    return vacancy, ask_continuation(vacancy_id=vacancy.pk, actor=admin, reason="Calon memadai."), wasdal


def judging(request, wasdal):
    words = {"verdict": "RECOMMEND_WITH_NOTES", "note": "Cukup.", "digest_seen": request.digest, "position_seen": 1}
    return lambda: decide(request_id=request.pk, actor=wasdal, **words)


def leaving(vacancy):
    application = vacancy.applications.select_related("employee__user").order_by("pk").first()
    return lambda: withdraw_application(application_id=application.pk, actor=application.employee.user)


def test_withdrawal_first_then_the_note_releases_nothing(asked):
    vacancy, request, wasdal = asked
    left, note = Act(leaving(vacancy), hold=True), Act(judging(request, wasdal))
    after(left, note)
    assert left.error is None
    assert isinstance(note.error, Refused)
    assert "Hanya 2 lamaran terkirim" in note.error.reason
    vacancy.refresh_from_db()
    request.refresh_from_db()
    assert (vacancy.continued_at, request.state) == (None, "IN_PROGRESS")


def test_note_first_then_the_withdrawal_leaves_scoring_closed(asked):
    vacancy, request, wasdal = asked
    note, left = Act(judging(request, wasdal), hold=True), Act(leaving(vacancy))
    after(note, left)
    assert (note.error, left.error) == (None, None)
    vacancy.refresh_from_db()
    assert vacancy.continued_at is not None
    assert "Hanya 2 lamaran" in start_barrier(vacancy, submitted=vacancy.applications.submitted().count()).reason
