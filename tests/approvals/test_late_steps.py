"""Steps nearly late and late: who is told, when, once, and not after the decision."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Agency
from approvals.actions import remind_of_due_steps
from approvals.models import ApprovalStep
from approvals.notifications import is_step_waiting
from approvals.rules.clock import LAST_DAY, LATE, reminder_mark
from core.models import Notification, OutboxMessage

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 12, 10).date()


@pytest.mark.parametrize(
    ("local", "mark"),
    [
        (datetime(2026, 12, 9, 23, 59), None),
        (datetime(2026, 12, 10, 6, 59), None),
        (datetime(2026, 12, 10, 7, 0), LAST_DAY),
        (datetime(2026, 12, 11, 6, 59), LAST_DAY),
        (datetime(2026, 12, 11, 7, 0), LATE),
        (datetime(2027, 3, 1, 12, 0), LATE),
    ],
)
def test_reminders_come_when_the_office_opens(local, mark):
    assert reminder_mark(DUE, local) == mark
    assert reminder_mark(None, local) is None


@pytest.fixture
def step(send):
    """The first step of a sent request, due on 10 December 2026."""
    request = send()
    ApprovalStep.objects.filter(request=request, state="OPEN").update(due_on=DUE)
    Notification.objects.all().delete()
    OutboxMessage.objects.all().delete()
    return ApprovalStep.objects.get(request=request, state="OPEN")


def told():
    return sorted(OutboxMessage.objects.values_list("recipient__full_name", "subject"))


def test_holder_hears_on_the_last_day_and_both_when_late(step, people):
    seven = datetime(2026, 12, 10, 0, 0, tzinfo=UTC)
    assert remind_of_due_steps(now=seven - timedelta(minutes=1)) == 0
    assert remind_of_due_steps(now=seven) == 1
    assert remind_of_due_steps(now=seven + timedelta(hours=3)) == 0
    first = ("Nama pyb", "Hari terakhir, 10 Desember 2026: Rencana uji, Badan Uji")
    assert told() == [first]
    assert remind_of_due_steps(now=seven + timedelta(days=1)) == 3
    assert remind_of_due_steps(now=seven + timedelta(days=9)) == 0
    late = "Lewat tenggat, 10 Desember 2026: Rencana uji, Badan Uji"
    assert told() == [first, ("Nama pyb", late), ("Nama sender", late), ("Nama wasdal", late)]
    assert Notification.objects.filter(kind="step_late").count() == 3
    assert Notification.objects.filter(kind="step_escalated").count() == 1
    texts = {mail.recipient.full_name: mail.text for mail in OutboxMessage.objects.filter(subject=late)}
    assert "menunggu keputusan Anda" in texts["Nama pyb"]
    assert "pemutusnya sudah diingatkan" in texts["Nama sender"]
    assert "sebagai pengawas" in texts["Nama wasdal"]


def test_sweep_that_slept_tells_the_late_one_only(step):
    assert remind_of_due_steps(now=datetime(2026, 12, 14, 5, 0, tzinfo=UTC)) == 3
    assert {subject.partition(",")[0] for _, subject in told()} == {"Lewat tenggat"}


def test_morning_is_the_agencys_own(step, agency):
    Agency.objects.filter(pk=agency.pk).update(zone="Asia/Jayapura")
    assert remind_of_due_steps(now=datetime(2026, 12, 9, 22, 0, tzinfo=UTC)) == 1


def test_reminder_of_a_decided_step_is_not_sent(step, people):
    remind_of_due_steps(now=datetime(2026, 12, 10, 1, 0, tzinfo=UTC))
    key = OutboxMessage.objects.get().key
    assert is_step_waiting(key)
    ApprovalStep.objects.filter(pk=step.pk).update(opened_at=step.opened_at + timedelta(hours=1))
    assert not is_step_waiting(key)
    ApprovalStep.objects.filter(pk=step.pk).update(opened_at=step.opened_at, state="APPROVED")
    assert not is_step_waiting(key)
    assert remind_of_due_steps(now=datetime(2026, 12, 20, 1, 0, tzinfo=UTC)) == 0
