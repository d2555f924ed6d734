"""The catalogue: one table, tied to the code; what a preference does to the mail of each kind."""

import ast
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from core import notices
from core.models import NoticePreference, NoticeWay, Notification, OutboxMessage, OutboxState
from core.notices import EVERYBODY, Muting, Way, catalogue
from core.outbox import gathered, queue_bell, queue_mail
from core.refusals import Refused
from tests.factories.people import UserFactory

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "accounts", "approvals", "employees", "vacancies", "talent", "selection", "privacy", "asnkarier")
CODES = {row.code for row in catalogue()}


def kinds_in_code():
    """Every literal `kind="..."` given to a function of the outbox, or to one that hands it on."""
    found = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            tells = "notifications" in path.as_posix()
            for node in ast.walk(ast.parse(path.read_text())):
                if tells and isinstance(node, ast.Constant) and node.value in CODES:
                    # Handed on in a row of its own, not as an argument.
                    found.add(node.value)
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("queue_mail", "queue_bell") or name.lstrip("_").startswith("tell"):
                    found |= {
                        word.value.value for word in node.keywords if word.arg == "kind" and isinstance(word.value, ast.Constant)
                    }
    return found


def test_every_kind_in_code_is_a_row_and_every_row_with_an_event_is_used():
    used = kinds_in_code()
    assert used - CODES == set()
    assert {row.code for row in catalogue() if row.exists} - used == set()
    assert {row.code for row in catalogue() if not row.exists} & used == set()


def test_rows_are_whole():
    roles = {EVERYBODY, *Role.values}
    for row in catalogue():
        assert len(row.code) <= 40
        assert set(row.receivers) <= roles
        assert Way.LETTER not in row.ways or row.muting is Muting.LETTER, f"{row.code}: letters cannot be switched off"
        assert not (row.is_locked and row.default != NoticeWay.AT_ONCE)


def test_a_code_stands_once():
    table = catalogue()
    with pytest.raises(ValueError, match="twice"):
        notices.bind([table[0], table[0]])
    assert catalogue() == table


@pytest.mark.django_db
def test_an_unknown_kind_is_refused_before_anything_is_written():
    person = UserFactory()
    with pytest.raises(ValueError, match="tidak-ada"):
        queue_mail(kind="tidak-ada", key="k", to_address=person.email, recipient=person, subject="S", text="T")
    with pytest.raises(ValueError, match="tidak-ada"):
        queue_bell(kind="tidak-ada", key="k", recipient=person, title="T", url="/")
    assert (OutboxMessage.objects.count(), Notification.objects.count()) == (0, 0)


def expected(row, way):
    """What product.md section 8 promises, written again by hand."""
    if row.muting is not Muting.FREE:
        return OutboxState.PENDING
    chosen = row.default if way is None else way
    return {NoticeWay.AT_ONCE: OutboxState.PENDING, NoticeWay.DIGEST: OutboxState.HELD, NoticeWay.BELL: None}[chosen]


@pytest.mark.django_db
@pytest.mark.parametrize("way", [None, *NoticeWay])
def test_every_kind_under_every_preference(way):
    person = UserFactory()
    if way is not None:
        NoticePreference.objects.bulk_create([NoticePreference(user=person, kind=code, way=way) for code in CODES])
    for row in catalogue():
        queue_bell(kind=row.code, key=f"k:{row.code}", recipient=person, title="T", url="/")
        queue_mail(kind=row.code, key=f"k:{row.code}", to_address=person.email, recipient=person, subject="S", text="T")
    assert set(Notification.objects.values_list("kind", flat=True)) == CODES, "the bell always rings"
    states = dict(OutboxMessage.objects.values_list("kind", "state"))
    assert {code: states.get(code) for code in CODES} == {row.code: expected(row, way) for row in catalogue()}


@pytest.mark.django_db
@pytest.mark.parametrize(("way", "state"), [("AT_ONCE", "PENDING"), ("DIGEST", "PENDING"), ("BELL", None)])
def test_what_is_late_does_not_wait_for_the_digest(way, state):
    person = UserFactory()
    NoticePreference.objects.create(user=person, kind="draft_reminder", way=way)
    queue_mail(kind="draft_reminder", key="k", to_address=person.email, recipient=person, subject="S", text="T", urgent=True)
    assert OutboxMessage.objects.values_list("state", flat=True).first() == state


@pytest.mark.django_db
def test_an_address_without_account_has_no_preferences():
    queue_mail(kind="draft_reminder", key="k", to_address="a@uji.example", subject="S", text="T")
    assert OutboxMessage.objects.get().state == OutboxState.PENDING


@pytest.mark.django_db
def test_five_hundred_people_cost_one_read_of_preferences():
    counts = []
    for size in (1, 20):
        people = UserFactory.create_batch(size)
        NoticePreference.objects.create(user=people[0], kind="registration_extended", way="BELL")
        with CaptureQueriesContext(connection) as queries, gathered():
            for person in people:
                queue_mail(
                    kind="registration_extended", key=f"k:{person.pk}", to_address=person.email, recipient=person,
                    subject="S", text="T",
                )  # fmt: skip
        counts.append([each["sql"].split()[0] for each in queries.captured_queries if "SAVEPOINT" not in each["sql"]])
    assert counts == [["SELECT"], ["SELECT", "INSERT"]]
    assert OutboxMessage.objects.count() == 19


def letter(key, decision, **more):
    queue_mail(
        kind="stage_result", key=key, to_address="a@uji.example", subject=f"Hasil {key}", text="T", decision=decision, **more
    )


@pytest.mark.django_db
def test_two_letters_on_one_decision_never_wait_together():
    letter("lolos", "stage_result:1")
    letter("lolos", "stage_result:1")
    letter("lain", "stage_result:2")
    with pytest.raises(Refused, match="Hasil lolos"):
        letter("gagal", "stage_result:1")
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db
def test_the_second_letter_may_follow_once_the_first_has_left():
    letter("lolos", "stage_result:1")
    OutboxMessage.objects.update(state=OutboxState.SENT)
    letter("gagal", "stage_result:1")
    assert OutboxMessage.objects.count() == 2


@gathered()
def pass_and_fail():
    letter("lolos", "stage_result:1")
    letter("gagal", "stage_result:1")


@pytest.mark.django_db
def test_two_contradicting_letters_of_one_act_are_refused():
    with pytest.raises(Refused):
        pass_and_fail()
    assert not OutboxMessage.objects.exists()
