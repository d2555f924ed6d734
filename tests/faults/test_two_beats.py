"""Beat runs twice, and a sweep is repeated (docs/security.md section 3, row 25): whatever is due happens once.

Each sweep is started by four workers at the same instant, on connections of their own, and once more when they are done.
"""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.enums import Role
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.tasks import remind_of_steps
from asnkarier.celery import app
from core.beat import ASKED_EVERY, LOCK, OneAtATime, Turn
from core.models import AuditEntry, NoticePreference, Notification, OutboxMessage
from core.outbox import queue_mail
from core.tasks import write_daily_digests
from tests.factories.applications import ApplicationFactory, DocumentRequestFactory
from tests.factories.people import AgencyFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies import tasks
from vacancies.models import Announcement, ApplicationEvent, RegistrationExtension, Vacancy, VacancyAlert

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4
# A Friday; alerts go out at 06.00 and digests at 07.00.
FRIDAY = datetime(2026, 12, 4, 7, 15, tzinfo=ZoneInfo("Asia/Jakarta"))
SUBJECTS = ("Satu", "Dua")


def swept(sweep: Callable[[], int]) -> tuple[int, int]:
    """Run a sweep in four workers at once, then again. How many things all four did together, and how many the last one did."""
    gate, done = threading.Barrier(WORKERS), []

    def work() -> None:
        gate.wait()
        try:
            done.append(sweep())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == WORKERS, "a worker fell"
    return sum(done), sweep()


def assert_nothing_twice(kind: str, people: int) -> None:
    """One mail and one notice of a kind for each person, whatever ran beside."""
    for rows in (OutboxMessage.objects.filter(kind=kind), Notification.objects.filter(kind=kind)):
        assert Counter(rows.values_list("recipient", flat=True)).most_common(1)[0][1] == 1
        assert rows.count() == people


def test_opening():
    due = timezone.now() - timedelta(minutes=1)
    opened = [VacancyFactory(state="PUBLISHED", opens_at=due) for _ in range(3)]
    VacancyFactory(state="PUBLISHED")
    assert swept(tasks.open_due_vacancies) == (3, 0)
    assert set(Vacancy.objects.filter(state="OPEN")) == set(opened)
    assert AuditEntry.objects.filter(act="open_registration").count() == 3


def test_closing_and_extending_by_itself():
    due = timezone.now() - timedelta(minutes=1)
    closed = [VacancyFactory(state="OPEN", closes_at=due) for _ in range(3)]
    drafts = [ApplicationFactory(vacancy=vacancy) for vacancy in closed]
    extended = VacancyFactory(state="OPEN", closes_at=due, auto_extend=True)
    ApplicationFactory(vacancy=extended)
    assert swept(tasks.close_due_vacancies) == (4, 0)
    assert Vacancy.objects.filter(state="VERIFICATION").count() == 3
    assert AuditEntry.objects.filter(act="close_registration").count() == 3
    assert Announcement.objects.filter(kind="CLOSING").count() == 3
    expiries = ApplicationEvent.objects.filter(application__in=drafts, action="expire")
    assert Counter(expiries.values_list("application", flat=True)) == Counter(draft.pk for draft in drafts)
    assert RegistrationExtension.objects.get().vacancy == extended
    extended.refresh_from_db()
    assert (extended.state, extended.closes_at > timezone.now()) == ("OPEN", True)
    keys = Counter(OutboxMessage.objects.values_list("recipient", "subject"))
    assert set(keys.values()) == {1}


def test_reminding():
    vacancy = VacancyFactory(state="OPEN", closes_at=timezone.now() + timedelta(days=2, hours=12))
    for draft in [ApplicationFactory(vacancy=vacancy) for _ in range(3)]:
        draft.state_since = timezone.now() - timedelta(days=30)
        draft.save(update_fields=["state_since"])
    now = timezone.now()
    DocumentRequestFactory(asked_by=UserFactory(), asked_at=now - timedelta(days=3), due_at=now + timedelta(hours=12))
    _, again = swept(tasks.send_reminders)
    assert again == 0
    assert_nothing_twice("draft_reminder", 3)
    assert_nothing_twice("document_request_reminder", 1)


def test_reminding_of_late_steps():
    agency, today = AgencyFactory(), timezone.localdate()
    sender = UserFactory(role=Role.AGENCY_ADMIN, agency=agency)
    UserFactory(role=Role.PYB, agency=agency)
    request = ApprovalRequest.objects.create(
        chain_code="UJI", title="Rencana uji", level_label="JPT Pratama", agency=agency, digest="d" * 64,
        trail_chain="vacancy:uji", sender=sender,
    )  # fmt: skip
    ApprovalStep.objects.create(
        request=request, sender=sender, position=1, code="pyb", title="Persetujuan PyB", role=Role.PYB, scope="AGENCY",
        agency=agency, verdicts=["APPROVE"], working_days=3, state="OPEN", opened_at=timezone.now() - timedelta(days=10),
        due_on=today - timedelta(days=4),
    )  # fmt: skip
    _, again = swept(remind_of_steps)
    assert again == 0
    assert_nothing_twice("step_late", 2)


def test_lapsing_requests_for_documents():
    now, secretary = timezone.now(), UserFactory()
    times = {"asked_at": now - timedelta(days=3), "due_at": now - timedelta(minutes=1)}
    late = [DocumentRequestFactory(asked_by=secretary, **times) for _ in range(3)]
    DocumentRequestFactory(asked_by=secretary)
    assert swept(tasks.lapse_due_document_requests) == (3, 0)
    entries = AuditEntry.objects.filter(act="lapse_document_request")
    assert Counter(entries.values_list("object_id", flat=True)) == Counter(str(each.application.public_id) for each in late)
    assert OutboxMessage.objects.filter(recipient__in=[each.application.employee.user for each in late]).count() == 3


def test_alerts():
    with time_machine.travel(FRIDAY, tick=False):
        last = FRIDAY - timedelta(days=1)
        for number in range(3):
            times = {"created_at": last, "confirmed_at": last, "sent_until": last}
            VacancyAlert.objects.create(email=f"pembaca{number}@uji.example", label="Semua", **times)
        # The database knows the true time only; what is published is dated by the test.
        fresh = VacancyFactory(state="OPEN", published_at=last + timedelta(hours=1))
        Vacancy.objects.filter(pk=fresh.pk).update(closes_at=FRIDAY + timedelta(days=400))
    later = FRIDAY + timedelta(seconds=1)

    def sweep() -> int:
        return tasks.send_due_alerts()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.clock.now", lambda: later)
        patch.setattr("core.clock.transaction_now", lambda: later)
        assert swept(sweep) == (3, 0)
    mails = OutboxMessage.objects.filter(kind="vacancy_alert")
    assert sorted(mails.values_list("to_address", flat=True)) == [f"pembaca{number}@uji.example" for number in range(3)]


def test_digests(monkeypatch):
    monkeypatch.setattr("core.notices.still_true", {})
    monkeypatch.setattr("core.outbox.still_true", {})
    people = [UserFactory() for _ in range(3)]
    for person in people:
        NoticePreference.objects.create(user=person, kind="registration_extended", way="DIGEST")
        for word in SUBJECTS:
            queue_mail(
                kind="registration_extended",
                key=f"{word}:{person.pk}",
                to_address=person.email,
                recipient=person,
                subject=word,
                text=f"Isi {word}.\n",
            )
    OutboxMessage.objects.update(created_at=FRIDAY - timedelta(hours=12))
    monkeypatch.setattr("core.clock.now", lambda: FRIDAY)
    assert swept(write_daily_digests) == (3, 0)
    digests = OutboxMessage.objects.filter(kind="daily_digest")
    assert Counter(digests.values_list("recipient", flat=True)) == Counter(person.pk for person in people)
    assert all(digest.text.count(f"Isi {word}.") == 1 for digest in digests for word in SUBJECTS)
    assert OutboxMessage.objects.filter(state="DIGESTED").count() == 6


# In this database: the lists of locks hold those of every database of the server, other tests' portals among them.
HELD = (
    "FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def in_a_beat_of_its_own(asked: list[bool], steps: list[threading.Event], over: threading.Event) -> threading.Thread:
    """A beat in a thread, which has a connection of its own; at each step it asks for its turn."""

    def run() -> None:
        turn = Turn()
        try:
            for step in steps:
                assert step.wait(20)
                turn.sure_until = 0
                asked.append(turn.is_mine())
                over.set()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def ask(step: threading.Event, over: threading.Event) -> None:
    over.clear()
    step.set()
    assert over.wait(20)


def test_of_two_beats_one_has_its_turn_and_the_other_follows_it(owner_connection):
    first, second, over = [], [], threading.Event()
    steps = [[threading.Event() for _ in range(3)] for _ in range(2)]
    one, two = in_a_beat_of_its_own(first, steps[0], over), in_a_beat_of_its_own(second, steps[1], over)
    ask(steps[0][0], over)
    ask(steps[1][0], over)
    assert (first, second) == ([True], [False])
    with owner_connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) {HELD}", [LOCK])
        assert cursor.fetchall() == [(True,)]
        held = [(1,)]
        while held != [(0,)]:
            cursor.execute(f"SELECT count(*) {HELD}", [LOCK])
            held = cursor.fetchall()
    ask(steps[1][1], over)
    ask(steps[0][1], over)
    assert (first, second) == ([True, False], [False, True])
    ask(steps[0][2], over)
    ask(steps[1][2], over)
    one.join()
    two.join()
    assert (first, second) == ([True, False, False], [False, True, True])


def test_a_beat_without_its_turn_sends_nothing(monkeypatch, tmp_path):
    sent = []
    monkeypatch.setattr(OneAtATime, "apply_async", lambda self, entry, **kwargs: sent.append(entry.task))
    beat = OneAtATime(app=app, schedule_filename=str(tmp_path / "beat"), lazy=True)
    beat.setup_schedule()
    for entry in beat.schedule.values():
        entry.last_run_at = timezone.now() - timedelta(days=2)
    monkeypatch.setattr(beat.turn, "is_mine", lambda: False)
    for _ in range(3):
        assert beat.tick() == ASKED_EVERY
    assert sent == []
    monkeypatch.setattr(beat.turn, "is_mine", lambda: True)
    for _ in range(200):
        beat.tick()
    assert set(sent) >= {entry["task"] for entry in app.conf.beat_schedule.values()}
    beat.close()
