"""`make run`: from an empty folder, or from yesterday's, to a portal that answers."""

import contextlib
import fcntl
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from asnkarier.embedded import bootstrap, database, processes
from asnkarier.embedded.bootstrap import PROJECT_ROOT, Unready, say
from asnkarier.embedded.environment import write_portal_file
from asnkarier.embedded.places import Places, load_secrets
from asnkarier.embedded.postgres import Cluster
from asnkarier.embedded.schema import load_schema, usable_schema
from asnkarier.embedded.static_files import static_key
from asnkarier.embedded.supervisor import Part, allow_open_files, beat_part, stop_parts, wait_for_web, web_part, worker_part
from asnkarier.embedded.valkey import Broker

DATABASE = "asnkarier"


class StopAsked(BaseException):
    """Ctrl-C or SIGTERM: unwinds whatever is going on, through `finally` blocks that stop what was started."""


class Launch:
    """One run of the portal.

    Args:
        environ: the environment `make run` was called with.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = dict(environ)
        self.port = bootstrap.port_number(environ)
        self.places = Places(Path(bootstrap.local_folder(environ)))
        self.env = self.environ | {"DJANGO_SETTINGS_MODULE": "asnkarier.settings", "ASN_LOCAL_DIR": str(self.places.home)}
        self.env.setdefault("ASN_DEMO", "1")
        self.env.setdefault("PORTAL_URL", f"http://127.0.0.1:{self.port}")
        self.owner_url = environ.get("DATABASE_OWNER_URL") or environ.get("DATABASE_URL", "")
        self.cluster: Cluster | None = None
        self.broker: Broker | None = None
        self.parts: list[Part] = []
        self.preparing: subprocess.Popen[str] | None = None
        self.lock: io.TextIOWrapper | None = None
        # Text that makes the tables of an empty database, "" when the migrations must make them.
        self.schema = ""
        self.started = time.monotonic()
        self.steps: dict[str, float] = {}

    @property
    def demo(self) -> bool:
        """True when the demo may be seeded and its accounts shown."""
        return self.env["ASN_DEMO"].lower() in {"1", "true", "yes", "on"}

    @contextlib.contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Note how many seconds the block took, for `manage.py bench boot`."""
        started = time.monotonic()
        yield
        self.steps[step] = round(time.monotonic() - started, 3)

    def take_lock(self) -> None:
        """Make sure nobody else runs from this folder. Raise Unready otherwise."""
        self.places.home.mkdir(parents=True, exist_ok=True)
        self.lock = open(self.places.lock, "a+")  # noqa: SIM115 - held until the process ends
        self.places.lock.chmod(0o644)
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.lock.seek(0)
            raise Unready(bootstrap.already_running(self.lock.read())) from None
        self.lock.truncate(0)
        self.lock.write(self.env["PORTAL_URL"])
        self.lock.flush()

    def environment(self, process: str) -> dict[str, str]:
        """Environment of one kind of process: it gets its own database address and nobody else's.

        Args:
            process: web, worker or owner, as settings.py knows them.
        """
        env = self.env | {"ASN_PROCESS": process}
        if process != "owner":
            env.pop("DATABASE_OWNER_URL", None)
        if process != "worker":
            env.pop("DATABASE_WORKER_URL", None)
        if self.cluster:
            role = {"web": database.WEB, "worker": database.WORKER, "owner": database.OWNER}[process]
            env["DATABASE_URL"] = self.cluster.url(DATABASE, role)
        return env

    def leave_addresses(self) -> None:
        """Write what `manage.py` in another window needs to reach this portal."""
        names = (
            "SECRET_KEY",
            "SECOND_FACTOR_KEYS",
            "EXAM_KEYS",
            "DOCUMENT_KEYS",
            "ASN_DEMO",
            "PORTAL_URL",
            "REDIS_URL",
            "DATABASE_URL",
            "DATABASE_OWNER_URL",
        )
        left = {name: self.env[name] for name in names if self.env.get(name)}
        if self.cluster:
            left["DATABASE_URL"] = self.cluster.url(DATABASE, database.WEB)
            left["DATABASE_WORKER_URL"] = self.cluster.url(DATABASE, database.WORKER)
            left["DATABASE_OWNER_URL"] = self.cluster.url(DATABASE, database.OWNER)
        write_portal_file(self.places.home, left)

    def begin_servers(self) -> None:
        """Start creating or starting our own servers, unless addresses of others were given."""
        account = self.places.make()
        if not self.environ.get("DATABASE_URL"):
            self.cluster = Cluster(self.places, account)
            if self.cluster.exists:
                self.cluster.begin_start()
            else:
                say("Membuat basis data baru ...")
                self.cluster.begin_creation()
        if not self.environ.get("REDIS_URL"):
            self.broker = Broker(self.places, account)
            self.broker.begin_start()
            self.env["REDIS_URL"] = self.broker.url()

    def finish_servers(self) -> None:
        """Wait until PostgreSQL answers and has our roles and database."""
        if self.cluster is None:
            if not self.environ.get("DATABASE_OWNER_URL"):
                self.env |= database.step_down(self.owner_url)
            return
        if not self.cluster.exists:
            with self.timed("data directory"):
                self.cluster.finish_creation()
            self.cluster.begin_start()
        with self.timed("server start"):
            self.cluster.finish_start()
        if DATABASE not in database.database_names(self.cluster):
            with self.timed("roles and database"):
                database.create_roles(self.cluster)
                database.create_database(self.cluster, DATABASE)
            if self.schema:
                with self.timed("tables"):
                    load_schema(self.cluster, DATABASE, self.schema)

    def begin_preparation(self, note: str, wanted_static: str, *, migrate: bool = True) -> None:
        """Start the process that loads Django; it waits for a line from `follow_preparation` before it touches the database."""
        order = {
            "migrate": migrate,
            "static_key": wanted_static,
            "static_key_file": str(self.places.static_key),
            "reference": True,
            "seed": self.demo,
            "accounts": str(self.places.accounts) if self.demo else "",
            "note": note if self.cluster or not self.environ.get("DATABASE_URL") else "",
        }
        with open(self.places.log / "prepare.log", "ab") as log:
            self.preparing = subprocess.Popen(
                [sys.executable, "-m", "asnkarier.embedded.prepare", json.dumps(order)],
                env=self.environment("owner"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                preexec_fn=processes.die_with_parent(signal.SIGTERM),
                cwd=PROJECT_ROOT,
            )

    def follow_preparation(self) -> Iterator[str]:
        """Let the preparation go on and yield the name of each finished step. Raise Unready when it failed."""
        assert self.preparing
        assert self.preparing.stdin
        assert self.preparing.stdout
        with contextlib.suppress(BrokenPipeError):
            self.preparing.stdin.write("lanjut\n")
            self.preparing.stdin.flush()
        for text in self.preparing.stdout:
            line: dict[str, Any] = json.loads(text)
            if "say" in line:
                say(line["say"])
            elif "step" in line:
                if line["seconds"]:
                    self.steps[line["step"]] = line["seconds"]
                yield line["step"]
        if self.preparing.wait() != 0:
            raise Unready(f"Basis data tidak dapat disiapkan. Rinciannya di {self.places.log / 'prepare.log'}")
        self.preparing = None

    def start(self) -> None:
        """Bring everything up; returns when the first page answers. Raise Unready with a sentence."""
        refusal = bootstrap.disk_refusal(str(self.places.home)) or bootstrap.folder_refusal(str(self.places.home))
        if refusal:
            raise Unready(refusal)
        self.take_lock()
        allow_open_files()
        refusal = bootstrap.port_refusal(self.port)
        if refusal:
            raise Unready(refusal)
        for name, secret in load_secrets(self.places.secrets).items():
            self.env.setdefault(name, secret)
        self.begin_servers()
        self.leave_addresses()
        note = f"{database.schema_key()} {'demo' if self.demo else 'kosong'}"
        wanted_static = static_key(self.places.static_key, self.places.home / "static")
        fresh = self.cluster is None or not self.cluster.exists
        is_complete = False
        if self.cluster and fresh:
            self.schema, is_complete = usable_schema()
        if fresh or wanted_static:
            self.begin_preparation(note, wanted_static, migrate=not is_complete)
        self.finish_servers()
        if self.preparing is None and self.must_prepare(note):
            self.begin_preparation(note, wanted_static)
        web = web_part(self.environment("web"), self.places.log, self.port)
        self.parts = [web]
        if self.preparing is None:
            web.start()
        else:
            for step in self.follow_preparation():
                if step == "web may start":
                    web.start()
        if self.broker:
            with self.timed("broker"):
                self.broker.finish_start()
        with self.timed("web up after the rest"):
            status = wait_for_web(web, self.port)
        self.steps["first page"] = round(time.monotonic() - self.started, 3)
        self.greet(status)
        for part in (
            worker_part(self.environment("worker"), self.places.log),
            beat_part(self.environment("worker"), self.places.log),
        ):
            self.parts.append(part)
            part.start()

    def must_prepare(self, note: str) -> bool:
        """True unless the database says that exactly this version was prepared in it before."""
        if self.cluster is None or (self.demo and not self.places.accounts.exists()):
            return True
        return database.read_note(self.cluster, DATABASE) != note

    def greet(self, status: int) -> None:
        """Print the address and the demo accounts, and leave the measured steps for `bench boot`."""
        if self.demo and self.places.accounts.exists():
            say("")
            say(self.places.accounts.read_text().rstrip())
        say("")
        if status >= 500:
            say(f"Halaman pertama gagal dibuka (kode {status}). Rinciannya di {self.places.log / 'web.log'}")
        seconds = self.steps["first page"]
        say(f"Portal siap di {self.env['PORTAL_URL']} dalam {seconds:.1f} detik. Tekan Ctrl-C untuk menghentikannya.")
        if report := self.environ.get("ASN_BOOT_REPORT"):
            Path(report).write_text(json.dumps({"steps": self.steps, "status": status}))

    def watch(self) -> None:
        """Restart what falls over, until asked to stop. Raise Unready when going on makes no sense."""
        while True:
            time.sleep(0.25)
            for part in self.parts:
                part.revive(time.monotonic())
            if self.broker and self.broker.process and self.broker.process.poll() is not None:
                say("Valkey berhenti dan dijalankan kembali. Tidak ada lamaran atau surel yang hilang.")
                self.broker.begin_start()
            if self.cluster and self.cluster.process and self.cluster.process.poll() is not None:
                raise Unready(f"PostgreSQL berhenti, jadi portal dihentikan. Rinciannya di {self.cluster.log}")

    def stop(self) -> None:
        """Stop everything that was started, the database last."""
        if self.preparing is not None:
            processes.stop(self.preparing, signal.SIGTERM, 5)  # type: ignore[arg-type]
        if "first page" not in self.steps:
            # Nobody is being served yet, so there is nothing to finish.
            for part in self.parts:
                part.stop_seconds = 1
        stop_parts(self.parts)
        if self.broker:
            self.broker.stop()
        if self.cluster:
            self.cluster.stop()
        if self.lock:
            self.lock.truncate(0)
            self.lock.close()


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """Signal handler: once is enough, further ones are ignored while stopping."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise StopAsked


def main(environ: Mapping[str, str]) -> int:
    """Run the portal until asked to stop. Return the exit code: 0 stopped as asked, 1 with a sentence printed."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, ask_to_stop)
    launch = None
    try:
        try:
            launch = Launch(environ)
            launch.start()
            launch.watch()
        except StopAsked:
            say("")
            say("Menghentikan portal ...")
        except Unready as unready:
            say(str(unready))
            return 1
        finally:
            for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(each, signal.SIG_IGN)
            if launch:
                launch.stop()
    except OSError as error:
        say(f"Portal tidak dapat dijalankan: {error.strerror or error} ({error.filename or 'sistem'}).")
        return 1
    say("Portal berhenti. Semua yang tersimpan tetap ada.")
    return 0


if __name__ == "__main__":
    sys.exit(main(dict(os.environ)))
