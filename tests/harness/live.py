"""A whole portal on loopback for browser and fault tests: web server, Celery worker and beat, on a database of its own."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg2.extensions
import pytest

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from asnkarier.embedded.environment import OWNER_COMMANDS
from asnkarier.embedded.static_files import static_key
from asnkarier.embedded.supervisor import Part, beat_part, stop_parts, wait_for_web, web_part, worker_part
from tests.harness.fixtures import free_port
from tests.harness.instance import Instance
from tests.harness.visitor import Visitor


@dataclass(frozen=True)
class Mail:
    """One row of the portal's demo mailbox."""

    to: str
    subject: str
    text: str
    attachment_name: str
    attachment: bytes
    received_at: datetime


class LivePortal:
    """A running portal.

    Args:
        instance: its servers.
        name: name of its database and folder.
        template: database its own is copied from.
    """

    opened = 0

    def __init__(self, instance: Instance, name: str, template: str) -> None:
        self.instance, self.name = instance, name
        self.place = LivePortal.opened
        LivePortal.opened += 1
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.home = instance.places.home / name
        shutil.rmtree(self.home, ignore_errors=True)
        self.logs = self.home / "log"
        self.logs.mkdir(parents=True)
        if instance.demo_media.exists():
            shutil.copytree(instance.demo_media, self.home / "media")
        instance.copy(template, name)
        self.web = web_part(self.environment("web"), self.logs, self.port)
        self.worker = worker_part(self.environment("worker"), self.logs)
        self.beat = beat_part(self.environment("worker"), self.logs)

    @property
    def parts(self) -> list[Part]:
        """The three processes."""
        return [self.web, self.worker, self.beat]

    def environment(self, process: str) -> dict[str, str]:
        """Environment of one kind of process (web, worker, owner)."""
        return (
            dict(os.environ)
            | self.instance.environment(process, self.name)
            | {
                "ASN_LOCAL_DIR": str(self.home),
                "STATIC_ROOT": str(self.instance.places.home / "static"),
                "STATIC_MANIFEST": "1",
                "PORTAL_URL": self.url,
                "REDIS_URL": self.instance.broker.url(self.instance.portal_number(self.place)),
            }
        )

    def collect_static(self) -> None:
        """Collect the static files once for all portals of the instance."""
        key_file, collected = self.instance.places.home / "static.key", self.instance.places.home / "static"
        with self.instance.alone():
            if key := static_key(key_file, collected):
                self.run_command("collectstatic", "--noinput", "--verbosity", "0")
                key_file.write_text(key)

    def start(self) -> None:
        """Start all three and wait for the first page."""
        self.collect_static()
        for part in self.parts:
            part.start()
        status = wait_for_web(self.web, self.port)
        assert status < 500, f"the first page answered {status}:\n{(self.logs / 'web.log').read_text()[-4000:]}"

    def stop(self) -> None:
        """Stop all three."""
        stop_parts(self.parts)

    def run_command(self, *words: str) -> str:
        """Run `manage.py words...` on this portal's database and return what it printed."""
        process = "owner" if words[0] in OWNER_COMMANDS else "worker"
        command = [sys.executable, "-W", "ignore", "manage.py", *words]
        done = subprocess.run(command, env=self.environment(process), cwd=PROJECT_ROOT, capture_output=True, text=True)
        assert done.returncode == 0, f"manage.py {' '.join(words)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def connect(self, user: str = "postgres") -> psycopg2.extensions.connection:
        """A psycopg2 connection to this portal's database, in autocommit."""
        connection = self.instance.connect(self.name, user)
        connection.autocommit = True
        return connection

    def rows(self, statement: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows of one SQL statement, run as superuser."""
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def visitor(self, session: str = "") -> Visitor:
        """A person at a browser."""
        return Visitor(self.port, session)

    def mailbox(self, to: str = "") -> list[Mail]:
        """Mails in the demo mailbox, oldest first; `to` keeps one recipient's."""
        found = self.rows(
            "SELECT to_address, subject, text, attachment_name, attachment, received_at FROM core_mailboxmessage"
            " WHERE %s IN ('', to_address) ORDER BY id",
            (to.lower(),),
        )
        return [Mail(*row[:4], bytes(row[4] or b""), row[5]) for row in found]

    def attachments_to(self, address: str) -> list[str]:
        """Names of the files that came by mail to an address."""
        return [mail.attachment_name for mail in self.mailbox(address) if mail.attachment_name]

    def wait_for(self, question: Callable[[], Any], seconds: float = 30) -> Any:
        """Ask again and again until `question()` is true; return its answer. Fails after `seconds`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if answer := question():
                return answer
            time.sleep(0.1)
        pytest.fail(f"waited {seconds} s in vain; logs in {self.logs}")

    def log(self, name: str) -> str:
        """What the process `name` (web, worker, beat) wrote."""
        path: Path = self.logs / f"{name}.log"
        return path.read_text() if path.exists() else ""


@pytest.fixture(scope="session")
def live_portal(test_instance: Instance) -> Iterator[LivePortal]:
    """The demo portal, as `make run` shows it, shared by the tests of one process."""
    name = f"asnkarier_live{test_instance.worker and '_' + test_instance.worker}"
    portal = LivePortal(test_instance, name, test_instance.demo_template())
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()


@pytest.fixture
def empty_portal(test_instance: Instance) -> Iterator[LivePortal]:
    """A portal without a single account, for this test alone."""
    name = f"asnkarier_empty{test_instance.worker and '_' + test_instance.worker}"
    portal = LivePortal(test_instance, name, test_instance.template())
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()
