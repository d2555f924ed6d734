"""Many mails and bells of one act in two statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Notification, OutboxMessage
from core.outbox import gathered, queue_bell, queue_mail
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def tell(people):
    for person in people:
        queue_bell(kind="step_decided", key=f"k:{person.pk}", recipient=person, title="Kabar", url="/")
        queue_mail(
            kind="step_decided", key=f"k:{person.pk}", to_address=person.email, recipient=person, subject="Kabar", text="Isi"
        )


@gathered()
def tell_and_fail(people):
    tell(people)
    raise ValueError("halt")


def test_a_gathered_block_writes_all_rows_in_two_statements():
    people = UserFactory.create_batch(5)
    with CaptureQueriesContext(connection) as queries, gathered():
        tell(people)
        with gathered():
            tell(people)
    inserts = [each for each in queries.captured_queries if each["sql"].startswith("INSERT")]
    assert len(inserts) == 2
    assert (OutboxMessage.objects.count(), Notification.objects.count()) == (5, 5)


def test_a_block_that_raises_writes_nothing_and_ends_the_gathering():
    people = UserFactory.create_batch(1)
    with pytest.raises(ValueError, match="halt"):
        tell_and_fail(people)
    assert not OutboxMessage.objects.exists()
    tell(people)
    assert OutboxMessage.objects.count() == 1
