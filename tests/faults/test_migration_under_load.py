"""Tables change while people work (docs/security.md section 3, row 20): nobody waits longer than the migration itself may wait.

The worst moment: somebody reads the table for long (a backup, an export), the change waits behind them, and everybody else behind
the change. What is measured is how long a page waits for a lock in PostgreSQL; how long the page took depends on the machine.
"""

import importlib
import io
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from asnkarier.embedded.database import WEB
from asnkarier.embedded.supervisor import wait_for_web
from core.management.commands.migrate import WAIT, DjangoMigrate
from core.migration_rules import dangers
from tests.architecture.test_migrations import statements_of
from tests.harness.instance import Instance
from tests.harness.live import LivePortal
from tests.harness.sending import assert_told_is_kept, gather, send

PEOPLE, AT_ONCE = 24, 3
LONGEST_WAIT = 2.0
# How long pages of the web role have waited for a lock so far, at this moment.
WAITING = (
    "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - l.waitstart)), 0)::float, count(*)"
    f" FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.usename = '{WEB}'"
)
COLUMNS = (
    "SELECT count(*) FROM information_schema.columns WHERE table_name = 'vacancies_application' AND column_name LIKE 'ukur%%'"
)
STATE = (
    "SELECT (SELECT convalidated FROM pg_constraint WHERE conname = 'ukur_check'),"
    " (SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('ukur_index'))"
)


@pytest.fixture
def portal(test_instance: Instance) -> Iterator[LivePortal]:
    """A web server, which makes every page anew."""
    running = LivePortal(test_instance, f"asnkarier_changing_{test_instance.worker or 'single'}", test_instance.template())
    running.web.env = running.environment("web") | {"ASN_FRONT_CACHE": "0"}
    running.collect_static()
    try:
        running.web.start()
        assert wait_for_web(running.web, running.port) == 200
        yield running
    finally:
        running.stop()


class Work:
    """People who read and send, one after the other, until nobody is left; and a look at who waits for whom."""

    def __init__(self, portal: LivePortal, people: list[dict[str, str]]) -> None:
        self.portal, self.waiting = portal, list(people)
        self.told: dict[str, str] = {}
        self.lost: list[str] = []
        self.failures: list[BaseException] = []
        self.pages: list[float] = []
        self.longest_lock, self.behind = 0.0, 0
        self.over = threading.Event()
        self.hurry = threading.Event()

    def stream(self) -> None:
        try:
            while self.waiting:
                person = self.waiting.pop()
                send(self.portal, person, self.told, self.lost)
                # The table is read all the while; nobody has sent everything before the tables have changed.
                while True:
                    began = time.monotonic()
                    status, _, text = self.portal.visitor(person["session"]).request("GET", f"/lamaran/{person['application']}/")
                    assert status == 200, text[:1000]
                    self.pages.append(time.monotonic() - began)
                    if self.hurry.is_set() or len(self.waiting) > PEOPLE // 2:
                        break
        except BaseException as error:
            self.failures.append(error)

    def watch(self) -> None:
        connection = self.portal.connect()
        try:
            with connection.cursor() as cursor:
                while not self.over.wait(0.02):
                    cursor.execute(WAITING)
                    longest, number = cursor.fetchone()
                    self.longest_lock, self.behind = max(self.longest_lock, longest), max(self.behind, number)
        finally:
            connection.close()


def test_tables_change_while_people_send_and_one_reads_for_long(portal, capsys):
    people = gather(portal, PEOPLE, 3)
    work = Work(portal, people)
    threads = [threading.Thread(target=work.stream) for _ in range(AT_ONCE)] + [threading.Thread(target=work.watch)]
    reader = portal.connect(WEB)
    reader.autocommit = False
    command = [sys.executable, "-W", "ignore", "manage.py", "migrate", "changing", "--pause", "0.3", "--attempts", "60"]
    settings = {"DJANGO_SETTINGS_MODULE": "tests.harness.changing.settings", "PYTHONPATH": PROJECT_ROOT}
    migrating = None
    try:
        with reader.cursor() as cursor:
            # Held to the end of the transaction, as a dump holds it.
            cursor.execute("SELECT count(*) FROM vacancies_application")
        for thread in threads:
            thread.start()
        migrating = subprocess.Popen(
            command,
            env=portal.environment("owner") | settings,
            cwd=PROJECT_ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = []
        while line := migrating.stdout.readline():
            said.append(line)
            if sum("dicoba lagi" in each for each in said) == 2:
                reader.rollback()
        assert migrating.wait() == 0, "".join(said)
    finally:
        if migrating is not None:
            migrating.kill()
            migrating.stdout.close()
            migrating.wait()
        reader.close()
        work.hurry.set()
        for thread in threads[:AT_ONCE]:
            thread.join()
        work.over.set()
        threads[-1].join()
    refused = sum("dicoba lagi" in line for line in said)
    figures = {
        "attempts refused": refused,
        "pages": len(work.pages),
        "sent": len(work.told),
        "longest wait for a lock": round(work.longest_lock, 3),
        "pages waiting at once": work.behind,
        "slowest page": round(max(work.pages), 2),
    }
    with capsys.disabled():
        print(f"\nmigration under load: {figures}")
    assert not work.failures, work.failures
    assert work.lost == [], "somebody got no answer, or the calm page"
    assert refused >= 2
    assert work.behind >= 1, "nobody ever stood behind the change"
    assert work.longest_lock <= LONGEST_WAIT
    assert portal.rows(COLUMNS) == [(2,)]
    assert portal.rows(STATE) == [(True, True)]
    assert_told_is_kept(portal, people, work.told, figures)


@pytest.mark.django_db
def test_a_table_in_use_for_too_long_is_told_in_the_end(monkeypatch):
    tried = []

    def refused(self, *args, **options):
        tried.append(options["database"])
        raise OperationalError("lock timeout") from psycopg2.errors.LockNotAvailable()

    monkeypatch.setattr(DjangoMigrate, "handle", refused)
    out = io.StringIO()
    with pytest.raises(CommandError, match="Tabel terus dipakai"):
        call_command("migrate", attempts=3, pause=0, stdout=out)
    assert tried == ["default"] * 3
    assert out.getvalue().count("dicoba lagi") == 2


def test_the_changes_are_those_the_rule_allows():
    names = ("0001_columns", "0002_validate", "0003_index")
    steps = [importlib.import_module(f"tests.harness.changing.migrations.{name}").Migration(name, "changing") for name in names]
    assert [danger for step in steps for danger in dangers(statements_of(step))] == []
    assert WAIT == "500ms"
