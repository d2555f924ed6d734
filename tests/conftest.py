"""The suite's house rules. How to run:

    make test                                    everything, on four processes: many tests wait for something
    .venv/bin/python -m pytest tests/vacancies   one folder (add -n 2 to spread it)
    .venv/bin/python -m pytest -k extension -x   by name, stop at the first failure

The run starts its own PostgreSQL and Valkey under `.local/test/default` (the next free `default-2`, ... when another run is
using it) and stops them at the end. `TEST_INSTANCE=name` picks a folder of its own, so that several people can run suites
side by side; `TEST_KEEP=1` leaves the servers running, which makes the next run start faster.

Every test connects as the role `asnkarier_web`, never as the owner: what the portal may not do, a test may not do either.
For the rest there are `owner_connection` (superuser) and `second_connection` (another web connection, for races). Row security
is in force in every page a test opens; the test itself sees all rows.

Guards in every test: rows of unordered queries come shuffled, `select_for_update` must name `of`, an answered file must
be read to its end, nothing is written behind the row of the trail, an undefined template variable fails, a warning is an
error, sockets reach loopback only. No drawn test is timed.
"""

import contextlib
import gc
import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import psycopg2.extensions
import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.harness import guards, instance
from tests.harness.cleaning import Cleaner
from tests.harness.order import dealt

# Fixtures by which a test asks how many rounds it is to make.
OWN_ROUNDS = {"rounds", "killed"}
INSTANCE = instance.choose()
instance.put_into(os.environ, INSTANCE)
# The static-file server warns about a missing folder, and a warning is an error here.
(Path(os.environ["ASN_LOCAL_DIR"]) / "static").mkdir(parents=True, exist_ok=True)
# A folder's own conftest may import models, and pytest reads it before its Django plugin sets up. Pure rules need no Django.
if "no:django" not in sys.argv:
    django.setup()
    from core import row_sight

    # What a test writes and compares is seen whole; a page is seen as whoever asks for it (core/row_sight.py).
    row_sight.is_command()

# How long an example takes to draw or to run tells about the machine, not about the portal.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = ["tests.harness.fixtures", "tests.harness.live"]


def is_controller(config: pytest.Config) -> bool:
    """True in the process that spreads tests, and in the only process of a run that is not spread."""
    return not hasattr(config, "workerinput")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of `make test` (pictures), `make soak` and `make cluster`."""
    parser.addoption("--shots", action="store_true", help="photograph the screens of the browser tests into .local/shots")
    parser.addoption("--cluster", action="store_true", help="collect tests/cluster: the portal on eleven machines (make cluster)")
    parser.addoption("--rounds", type=int, default=1, help="how often each fault and race is tried")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The drills over many machines want root and minutes, so they run by themselves."""
    return True if collection_path.name == "cluster" and not config.getoption("--cluster") else None


def pytest_configure(config: pytest.Config) -> None:
    """Load Django before test modules import models; pure rules can be tested without it (`-p no:django`)."""
    if config.pluginmanager.hasplugin("django"):
        import django

        django.setup()
        # An xdist worker that inherited this name would load settings before its own database is known.
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)


# These mostly wait, for a server that was killed or a mail that is late: begun first, they wait while others work. At the end of
# a run each would keep one worker busy and the others idle.
BEGUN_FIRST = ("test_walks.py", "faults", "e2e")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first, in each process of a spread run; the order within a file or folder stays."""
    places = {name: place for place, name in enumerate(BEGUN_FIRST)}

    def place(item: pytest.Item) -> int:
        return min(places.get(name, len(places)) for name in (item.path.name, item.path.parent.name))

    items.sort(key=place)
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = sum(place(item) < len(places) for item in items)
    items[:] = dealt(items[:long], items[long:], workers, lambda item: item.path)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare the collector of garbage what stays until the end: it would look at every module again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Around the whole test, its fixtures too: see `guards.no_loop`."""
    has_browser = "browser" in getattr(item, "fixturenames", ())
    with contextlib.nullcontext() if has_browser else guards.no_loop():
        return (yield)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """In a soak each fault is tried again and again; tests that count their own rounds do it themselves."""
    rounds = metafunc.config.getoption("rounds")
    # Every test has `request` among its fixtures; one that names it itself asks it for the option.
    asks = "request" in inspect.signature(metafunc.function).parameters or OWN_ROUNDS & {*metafunc.fixturenames}
    if rounds > 1 and metafunc.definition.path.parent.name == "faults" and not asks:
        metafunc.fixturenames.append("_round")
        metafunc.parametrize("_round", range(1, rounds + 1))


def pytest_sessionstart(session: pytest.Session) -> None:
    """A spread run starts the servers before its workers need them, so that they end with the controller."""
    if is_controller(session.config) and getattr(session.config.option, "numprocesses", None):
        INSTANCE.template()
        INSTANCE.broker.answers()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this process started."""
    INSTANCE.stop()


@pytest.fixture(scope="session")
def test_instance() -> instance.Instance:
    """Servers and databases of this run."""
    return INSTANCE


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> Iterator[None]:
    """A fresh copy of the migrated template as this process's database, instead of pytest-django's own."""
    INSTANCE.copy(INSTANCE.template(), INSTANCE.database)
    keeper = INSTANCE.connect()
    cleaner = Cleaner(keeper)
    from django.test import TransactionTestCase

    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: cleaner.clean()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]
    keeper.close()


@pytest.fixture
def owner_connection(django_db_setup: None) -> Iterator[psycopg2.extensions.connection]:
    """Superuser psycopg2 connection to the test database, in autocommit; sees committed rows only."""
    connection = INSTANCE.connect()
    connection.autocommit = True
    yield connection
    connection.close()


@pytest.fixture
def second_connection(django_db_setup: None) -> Iterator[psycopg2.extensions.connection]:
    """Another psycopg2 connection as the web role, inside its own transaction; sees committed rows only."""
    connection = INSTANCE.connect(user="asnkarier_web")
    with connection.cursor() as cursor:
        cursor.execute("SET asnkarier.reach = 'PORTAL'")
    connection.commit()
    yield connection
    with contextlib.suppress(Exception):
        connection.rollback()
    connection.close()


@pytest.fixture(scope="session")
def broker(test_instance: instance.Instance) -> Any:
    """The running Valkey (`.url()`, `.stop()`, `.begin_start()`, `.finish_start()`)."""
    return test_instance.broker


@pytest.fixture
def rounds(pytestconfig: pytest.Config) -> int:
    """How often a fault or race test repeats itself: 1 in a normal run, more with `--rounds`."""
    return int(pytestconfig.getoption("--rounds"))


@pytest.fixture
def reference_rows(db: None) -> dict[str, int]:
    """Regions, agencies and study programmes, for a test that needs the real ones; gone again after it."""
    from asnkarier.reference import load_reference

    return load_reference()


@pytest.fixture(autouse=True)
def _guards(request: pytest.FixtureRequest) -> Iterator[None]:
    """See the top of this file."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(guards.loopback_only())
        if "django.db.models" in sys.modules:
            stack.enter_context(guards.shuffled_rows(request.node.nodeid))
            stack.enter_context(guards.named_locks())
            stack.enter_context(guards.closed_files())
            guards.shipped_calendar()
            stack.enter_context(guards.trail_last())
        yield
