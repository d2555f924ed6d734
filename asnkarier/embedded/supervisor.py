"""The processes of a running portal: started, watched, restarted with a word, stopped in order."""

import http.client
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from asnkarier.embedded import processes
from asnkarier.embedded.bootstrap import PROJECT_ROOT, Unready, say

# A part that falls over this often within a minute will not come back by being started again.
MOST_FALLS = 5
FALL_WINDOW_SECONDS = 60
# Connections a process of the web server holds: granian counts those that are only kept open too, and leaves the next ones
# unanswered, so a thousand people in a computer test must fit into one process however the kernel deals them out.
LINES = 2048
# Connections, files and sockets of one process; many systems begin at 1,024.
OPEN_FILES = 8192


@dataclass
class Part:
    """One kind of process of the portal.

    Args:
        title: what the person at the keyboard reads.
        command: program and arguments.
        env: its whole environment.
        log: file its output is appended to.
        stop_seconds: how long it may take to finish what it is doing.
    """

    title: str
    command: list[str]
    env: Mapping[str, str]
    log: Path
    stop_seconds: float = 10
    process: subprocess.Popen[bytes] | None = None
    falls: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the process."""
        self.process = processes.spawn(self.command, env=self.env, log=self.log, cwd=Path(PROJECT_ROOT))

    def begin_stop(self) -> None:
        """Ask the process to finish, without waiting."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def finish_stop(self) -> None:
        """Wait for the process to finish; kill it when it takes too long."""
        if self.process is not None:
            processes.stop(self.process, signal.SIGTERM, self.stop_seconds)
            self.process = None

    def revive(self, now: float) -> None:
        """Start the process again when it has ended.

        Args:
            now: monotonic seconds.

        Raises:
            Unready: it ended too often.
        """
        if self.process is None or self.process.poll() is None:
            return
        # Children of the dead one would go on serving beside the new one.
        processes.signal_group(self.process, signal.SIGKILL)
        self.falls = [fall for fall in self.falls if now - fall < FALL_WINDOW_SECONDS] + [now]
        if len(self.falls) >= MOST_FALLS:
            raise Unready(
                f"{self.title} berhenti {MOST_FALLS} kali dalam satu menit, jadi portal dihentikan. Rinciannya di {self.log}"
            )
        say(f"{self.title} berhenti (kode {self.process.returncode}) dan dijalankan kembali.")
        self.start()


def allow_open_files() -> None:
    """Let the processes started from here on hold as many connections as they are set to, as far as the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= OPEN_FILES:
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard), hard))


def web_part(env: Mapping[str, str], logs: Path, port: int, workers: int = 2) -> Part:
    """The web server on loopback."""
    command = [sys.executable, "-m", "granian", "asnkarier.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--log-level", "warning"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "5", "--backlog", str(LINES), "--backpressure", str(LINES)]
    return Part("Server web", command, env, logs / "web.log")


def worker_part(env: Mapping[str, str], logs: Path) -> Part:
    """The Celery worker that delivers mail and runs the timed tasks."""
    command = [sys.executable, "-m", "celery", "-A", "asnkarier", "worker", "--concurrency", "2"]
    command += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--hostname", "asnkarier@%h"]
    return Part("Pekerja Celery", command, env, logs / "worker.log")


def beat_part(env: Mapping[str, str], logs: Path) -> Part:
    """Celery beat, the clock of the timed tasks."""
    command = [sys.executable, "-m", "celery", "-A", "asnkarier", "beat", "--loglevel", "WARNING", "--pidfile", ""]
    return Part("Penjadwal Celery", command, env, logs / "beat.log")


def stop_parts(parts: list[Part]) -> None:
    """Stop all at the same time, then wait for each."""
    for part in parts:
        part.begin_stop()
    for part in parts:
        part.finish_stop()


def first_page_status(port: int) -> int | None:
    """Status of the first page, None while nobody answers on `port`."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request("GET", "/")
        return line.getresponse().status
    except OSError:
        return None
    finally:
        line.close()


def wait_for_web(part: Part, port: int, seconds: float = 60) -> int:
    """Wait until the web server answers.

    Returns:
        The status of the first page.

    Raises:
        Unready: the server ended, or said nothing for `seconds`.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        status = first_page_status(port)
        if status is not None:
            return status
        if part.process is None or part.process.poll() is not None:
            break
        time.sleep(0.03)
    raise Unready(f"Server web tidak dapat dijalankan. Rinciannya di {part.log}")
