"""What was sent into a chain stays as it was sent, and what has ended stays ended: the database says so, not only the code."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from approvals.actions import write_stake
from approvals.models import ApprovalRequest, ApprovalStep, CalendarChange, Stake
from tests.approvals.test_approval_actions import give

pytestmark = pytest.mark.django_db
# The only columns an act writes later.
LATER = {
    ApprovalRequest: {"state", "closed_at"},
    ApprovalStep: {"state", "opened_at", "due_on", "paused_until"},
    Stake: {"ended_at"},
}


def refused(act):
    """Whether the database says no."""
    said = ""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        said = str(error)
    assert not said or any(words in said for words in ("written once", "append-only", "permission denied")), said
    return bool(said)


@pytest.fixture
def rows(send, people):
    """A row of each model, with another value for each of its columns."""
    request, other = send(), send(title="Berkas lain")
    stake = write_stake(subject=request.trail_chain, official=people["ppk"], actor=people["ppk"], tie="Adik ipar pelamar.")
    another = write_stake(subject="vacancy:lain", official=people["pyb"], actor=people["pyb"], tie="Kakak pelamar.")
    return {
        ApprovalRequest: (request, other),
        ApprovalStep: (request.steps.get(position=1), other.steps.get(position=2)),
        Stake: (stake, another),
    }


@pytest.mark.parametrize("model", LATER, ids=lambda model: model.__name__)
def test_only_what_becomes_of_it_is_written_later(rows, model):
    row, other = rows[model]
    changed = set()
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        value = getattr(other, field.attname)
        if value == getattr(row, field.attname):
            value = 1 if value is None and field.is_relation else OTHER_VALUES[field.get_internal_type()]
        if not refused(lambda name=field.attname, value=value: model.objects.filter(pk=row.pk).update(**{name: value})):
            changed.add(field.name)
    assert changed == LATER[model]
    assert refused(lambda: model.objects.filter(pk=row.pk)._raw_delete("default"))


OTHER_VALUES = {
    "CharField": "lain", "TextField": "lain", "JSONField": ["lain"], "PositiveSmallIntegerField": 9, "ForeignKey": None,
    "DateTimeField": timezone.now(), "DateField": timezone.localdate(),
}  # fmt: skip


def test_a_request_that_ended_never_moves_again(send, people):
    request = send()
    give(request, people["pyb"], "REJECT", 1, "Tidak jadi.")
    closed = ApprovalRequest.objects.filter(pk=request.pk)
    assert refused(lambda: closed.update(state="IN_PROGRESS"))
    assert refused(lambda: closed.update(closed_at=None))
    assert closed.get().state == "REJECTED"


def test_a_change_of_the_calendar_is_never_edited(people):
    row = CalendarChange.objects.create(
        day="2026-12-28", revision=1, is_off=True, name="Cuti bersama", decree="SKB uji", written_by=people["pyb"],
        written_at=timezone.now(),
    )  # fmt: skip
    assert refused(lambda: CalendarChange.objects.filter(pk=row.pk).update(decree="lain"))
