"""The servers of one test run: which folder, which names, who starts and who stops them."""

import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg2.extensions
import pytest

from asnkarier.embedded import database
from asnkarier.embedded.places import Places
from asnkarier.embedded.postgres import Cluster
from asnkarier.embedded.schema import load_schema, usable_schema
from asnkarier.embedded.valkey import Broker

TEMPLATE = "asnkarier_template"
DEMO_TEMPLATE = "asnkarier_demo_template"
HELD = "TEST_INSTANCE_HELD"
# Only for tests: invented once, so that a run is repeatable.
SECRETS = {
    "SECRET_KEY": "kunci-untuk-uji-saja-" + "0123456789" * 4,
    "SECOND_FACTOR_KEYS": "dWppLXVqaS11amktdWppLXVqaS11amktdWppLXVqaS0=",
}

# Databases of the broker: as many for processes, for what a test wants alone, and for portals (eight processes, 64 portals).
ROOM = 512


class Instance:
    """Servers and databases of this run, shared by all xdist workers.

    Args:
        name: folder name under `.local/test/`.
        worker: xdist worker name, "" when the run is not spread.
        keep: True leaves the servers running for the next run.
        durable: True lets PostgreSQL keep what it promised when it is killed, as in a real installation.
        settings: settings of PostgreSQL that differ from the built-in server's.
        drawn: True makes the template from schema.sql (docs/decisions/0013) instead of playing the migrations.
    """

    def __init__(
        self,
        name: str,
        worker: str,
        keep: bool,
        *,
        durable: bool = False,
        settings: Mapping[str, str] | None = None,
        drawn: bool = False,
    ) -> None:
        self.name, self.worker, self.keep, self.durable = name, worker, keep, durable
        self.settings, self.drawn = settings, drawn
        self.places = Places(database.PROJECT / ".local" / "test" / name)
        self.places.home.mkdir(parents=True, exist_ok=True)
        self.database = f"asnkarier_test_{worker}" if worker else "asnkarier_test"
        self.started: list[Cluster | Broker] = []
        self._hold: io.TextIOWrapper | None = None
        self._cluster: Cluster | None = None
        self._broker: Broker | None = None

    @property
    def spare_number(self) -> int:
        """Database of the broker that no portal and no other process uses."""
        return ROOM + self.number % ROOM

    def portal_number(self, place: int) -> int:
        """Database of the broker for a portal of this process, so that one portal's worker never takes another's tasks."""
        return 2 * ROOM + (self.number * 64 + place) % ROOM

    @property
    def number(self) -> int:
        """Number of this process among the workers of a spread run, from 0."""
        return int(self.worker.removeprefix("gw")) if self.worker else 0

    def try_to_hold(self) -> bool:
        """Keep other runs out of this instance until this process ends; False when one is already in."""
        hold = open(self.places.home / "hold.lock", "w")  # noqa: SIM115 - held until the process ends
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            hold.close()
            return False
        self._hold = hold
        return True

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process at a time: starting servers, building templates, copying them."""
        with open(self.places.home / "work.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @property
    def cluster(self) -> Cluster:
        """The PostgreSQL server, started when it does not answer yet."""
        if self._cluster is None:
            cluster = Cluster(self.places, self.places.make(), durable=self.durable, outlives=self.keep, settings=self.settings)
            with self.alone():
                if not cluster.exists:
                    cluster.begin_creation()
                    cluster.finish_creation()
                if not cluster.answers():
                    cluster.begin_start()
                    cluster.finish_start()
                    self.started.append(cluster)
                database.create_roles(cluster)
            self._cluster = cluster
        return self._cluster

    @property
    def broker(self) -> Broker:
        """The Valkey server, started when it does not answer yet."""
        if self._broker is None:
            broker = Broker(self.places, self.places.make(), outlives=self.keep, databases=3 * ROOM)
            with self.alone():
                if not broker.answers():
                    broker.begin_start()
                    broker.finish_start()
                    self.started.append(broker)
            self._broker = broker
        return self._broker

    def stop(self) -> None:
        """Stop what this process started, unless it is to be kept."""
        if not self.keep:
            for server in reversed(self.started):
                server.stop()
        self.started = []

    def environment(self, process: str = "web", name: str = "") -> dict[str, str]:
        """Settings of one kind of process on database `name` (this worker's own when empty)."""
        role = {"web": database.WEB, "worker": database.WORKER, "owner": database.OWNER}[process]
        home = self.places.home / (self.worker or "single")
        places = Places(self.places.home)
        return SECRETS | {
            "DJANGO_SETTINGS_MODULE": "asnkarier.settings",
            "ASN_PROCESS": process,
            "ASN_DEMO": "1",
            "ASN_LOCAL_DIR": str(home),
            "STATIC_MANIFEST": "0",
            "PORTAL_URL": "http://127.0.0.1:8000",
            "DATABASE_URL": f"postgres://{role}@/{name or self.database}?host={places.sockets}",
            "REDIS_URL": f"redis+socket://{places.sockets / 'valkey.sock'}?virtual_host={self.number % ROOM}",
        }

    def template(self) -> str:
        """Name of a migrated and granted database, built again when migrations or rights changed."""
        self._build(TEMPLATE, database.schema_key(), seed=False)
        return TEMPLATE

    def demo_template(self) -> str:
        """Name of a migrated database with the demo seed in it, built again when any code or fixture changed."""
        rooms = [path.parent for path in database.PROJECT.glob("*/__init__.py")]
        files = [path for room in rooms for path in room.glob("**/*.py")]
        files += [path for path in database.PROJECT.glob("fixtures/**/*") if path.is_file()]
        self._build(DEMO_TEMPLATE, database.fingerprint(files) + database.schema_key(), seed=True)
        return DEMO_TEMPLATE

    @property
    def demo_media(self) -> Path:
        """Uploaded files that belong to the demo template."""
        return self.places.home / "demo-media"

    def _build(self, name: str, note: str, *, seed: bool) -> None:
        cluster = self.cluster
        environ = dict(os.environ) | self.environment("owner", name)
        if seed:
            environ["MEDIA_ROOT"] = str(self.demo_media)
        with self.alone():
            if name in database.database_names(cluster) and database.read_note(cluster, name) == note:
                return
            if seed:
                shutil.rmtree(self.demo_media, ignore_errors=True)
            database.drop_database(cluster, name)
            database.create_database(cluster, name)
            text, is_whole = usable_schema() if self.drawn else ("", False)
            if text:
                load_schema(cluster, name, text)
            if is_whole and not seed:
                # Nothing is left but the rights, which this process can give without starting another Django.
                from core.roles import grant_statements, reader_statements

                with database.statements(cluster.connect(name, database.OWNER)) as cursor:
                    cursor.execute(";\n".join(grant_statements() + reader_statements()))
                with database.statements(cluster.connect(name)) as cursor:
                    cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [note])
                return
            order = {"static_key": "", "migrate": not is_whole, "reference": seed, "seed": seed, "accounts": "", "note": note}
            done = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "asnkarier.embedded.prepare", json.dumps(order)],
                env=environ,
                input="lanjut\n",
                capture_output=True,
                text=True,
                cwd=database.PROJECT,
            )
            if done.returncode != 0:
                pytest.exit(f"Basis data uji {name} tidak dapat disiapkan:\n{done.stderr[-6000:]}", returncode=3)

    def copy(self, template: str, name: str) -> None:
        """Replace database `name` by a fresh copy of `template`."""
        with self.alone():
            database.drop_database(self.cluster, name)
            database.create_database(self.cluster, name, template)

    def connect(self, name: str = "", user: str = "postgres") -> psycopg2.extensions.connection:
        """A psycopg2 connection to database `name` (this worker's own when empty) as `user`."""
        return self.cluster.connect(name or self.database, user)


def choose() -> Instance:
    """Instance of this process: the controller's when this is an xdist worker, else the first one nobody is using.

    With TEST_INSTANCE that one, or the run ends with a sentence when it is in use.
    """
    keep = os.environ.get("TEST_KEEP") == "1"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        return Instance(os.environ[HELD], worker, keep)
    wanted = os.environ.get("TEST_INSTANCE")
    names = [wanted] if wanted else ["default"] + [f"default-{number}" for number in range(2, 20)]
    for name in names:
        instance = Instance(name, "", keep)
        if instance.try_to_hold():
            os.environ[HELD] = name
            return instance
    pytest.exit(f"Server uji {names[0]} sedang dipakai. Pilih nama lain: TEST_INSTANCE=nama make test", returncode=3)


def put_into(environ: "os._Environ[str]", instance: Instance) -> None:
    """Set the environment before Django reads its settings, and remove what a developer's shell may have set."""
    for name in [each for each in environ if each.startswith(("DATABASE_", "ASN_", "EMAIL_"))]:
        environ.pop(name, None)
    environ.update(instance.environment())


def project_path(*parts: str) -> Path:
    """A path inside the project."""
    return database.PROJECT.joinpath(*parts)
