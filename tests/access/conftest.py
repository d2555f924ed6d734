"""The world of these tests: written once a module in a transaction that is never committed."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.access.world import World, build, checksum
from tests.harness.guards import around_acts


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), around_acts():
        world = build()
        world.content = checksum()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world, django_db_blocker) -> Iterator[World]:
    """The world, as it was built: what the test changes is taken back."""
    with django_db_blocker.unblock(), around_acts():
        yield standing_world
        transaction.set_rollback(True)
