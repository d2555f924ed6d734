"""`make run` as a person lives it: start, look, start twice, stop, start again, pull the plug."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
import psycopg2
import pytest

from asnkarier.embedded.bootstrap import PROJECT_ROOT, port_refusal
from asnkarier.embedded.places import Places
from asnkarier.embedded.supervisor import first_page_status
from tests.harness.fixtures import free_port

READY = re.compile(r"^Portal siap di (\S+) dalam \d+\.\d detik\. Tekan Ctrl-C untuk menghentikannya\.$")
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


class Terminal:
    """One `make run` in a window: what it printed, and how it ended."""

    def __init__(self, folder, port, prefix=(), **extra):
        self.folder, self.port = folder, port
        env = {"PATH": os.environ["PATH"], "ASN_LOCAL_DIR": str(folder), "PORT": str(port), "ASN_DEMO": "0", "ASN_HTTPS": "0"}
        self.process = subprocess.Popen(
            [*prefix, sys.executable, str(Path(PROJECT_ROOT, "asnkarier", "embedded", "bootstrap.py")), "run"],
            env=env | extra,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def wait_for(self, pattern, seconds=90):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := next((line for line in list(self.lines) if re.search(pattern, line)), None):
                return found
            assert self.process.poll() is None, self.lines
            time.sleep(0.05)
        pytest.fail(f"{pattern} did not come in {seconds} s: {self.lines}")

    def end(self, how=signal.SIGINT, seconds=60):
        """Send a signal and return the exit code."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        code = self.process.wait(seconds)
        self.reader.join(10)
        self.process.stdout.close()
        return code

    def descendants(self):
        return psutil.Process(self.process.pid).children(recursive=True)


def wait_until_gone(processes, seconds=20):
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


@pytest.fixture
def folder():
    """A short path that other accounts may pass through: pytest's own folders are closed to them."""
    path = Path(tempfile.mkdtemp(prefix="asnkarier-run-"))
    path.chmod(0o711)
    yield path / "local"
    shutil.rmtree(path)


@pytest.fixture
def terminals(folder):
    """Function that opens a window; whatever is still running at the end is stopped."""
    opened = []

    def open_terminal(port, prefix=(), **extra):
        opened.append(Terminal(folder, port, prefix, **extra))
        return opened[-1]

    yield open_terminal
    for terminal in opened:
        terminal.end(signal.SIGTERM)


def sockets(folder):
    return str(Places(folder).sockets)


def test_start_stop_and_start_again(terminals, folder):
    port = free_port()
    first = terminals(port)
    ready = READY.match(first.wait_for("^Portal siap"))
    assert ready[1] == f"http://127.0.0.1:{port}"
    assert first_page_status(port) == 200
    assert Places(folder).secrets.stat().st_mode & 0o777 == 0o600
    secrets = Places(folder).secrets.read_text()

    second = terminals(free_port())
    assert second.process.wait(30) == 1
    second.reader.join(10)
    assert len(second.lines) == 1
    assert "sudah berjalan dari folder yang sama" in second.lines[0]
    assert f"http://127.0.0.1:{port}" in second.lines[0]
    assert first_page_status(port) == 200

    line = psycopg2.connect(host=sockets(folder), dbname="asnkarier", user="asnkarier_web")
    with line, line.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('jejak', '', now())")
    line.close()

    manage = {"PATH": os.environ["PATH"], "ASN_LOCAL_DIR": str(folder)}
    command = [sys.executable, "manage.py", "grant_roles"]
    granted = subprocess.run(command, env=manage, cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert granted.returncode == 0, granted.stderr

    children = first.descendants()
    assert len(children) >= 6
    assert first.end(signal.SIGINT) == 0
    assert first.lines[-2:] == ["Menghentikan portal ...", "Portal berhenti. Semua yang tersimpan tetap ada."]
    assert not [line for line in first.lines if "Traceback" in line]
    wait_until_gone(children)
    assert port_refusal(port) is None

    third = terminals(port)
    third.wait_for("^Portal siap")
    assert not [line for line in third.lines if "basis data baru" in line]
    assert Places(folder).secrets.read_text() == secrets
    line = psycopg2.connect(host=sockets(folder), dbname="asnkarier", user="asnkarier_web")
    with line, line.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE session_key = 'jejak'")
        assert cursor.fetchone() == (1,)
    line.close()
    assert third.end(signal.SIGTERM) == 0


def test_pulled_plug_leaves_nothing_running_and_the_next_start_works(terminals, folder):
    port = free_port()
    first = terminals(port)
    first.wait_for("^Portal siap")
    children = first.descendants()
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    wait_until_gone(children)
    second = terminals(port)
    second.wait_for("^Portal siap")
    assert first_page_status(port) == 200
    assert second.end() == 0


def test_stopped_while_still_starting(terminals, folder):
    first = terminals(free_port())
    first.wait_for("Membuat basis data baru")
    time.sleep(0.3)
    children = first.descendants()
    assert first.end(signal.SIGINT) == 0
    assert not [line for line in first.lines if "Traceback" in line]
    wait_until_gone(children)
    port = free_port()
    second = terminals(port)
    second.wait_for("^Portal siap")
    assert second.end() == 0


def test_killed_while_seeding_starts_again_with_the_whole_demo(terminals, folder):
    first = terminals(free_port(), ASN_DEMO="1")
    first.wait_for("Data contoh: .* pegawai")
    deadline = time.monotonic() + 60
    while not list(folder.glob("media/documents/*/*.pdf")) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert list(folder.glob("media/documents/*/*.pdf"))
    children = first.descendants()
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    wait_until_gone(children)
    port = free_port()
    second = terminals(port, ASN_DEMO="1")
    second.wait_for("^Portal siap")
    assert first_page_status(port) == 200
    assert second.wait_for("Kata sandi semua akun")
    line = psycopg2.connect(host=sockets(folder), dbname="asnkarier", user="asnkarier_web")
    with line, line.cursor() as cursor:
        cursor.execute("SET asnkarier.reach = 'PORTAL'")
        cursor.execute("SELECT (SELECT count(*) FROM employees_employee) >= 2000, (SELECT count(*) FROM vacancies_vacancy) > 0")
        assert cursor.fetchone() == (True, True)
    line.close()
    assert second.end() == 0


def test_dead_postgres_ends_the_portal_with_a_sentence(terminals, folder):
    first = terminals(free_port())
    first.wait_for("^Portal siap")
    children = first.descendants()
    os.kill(int((Places(folder).postgres / "postmaster.pid").read_text().split("\n")[0]), signal.SIGKILL)
    assert first.process.wait(60) == 1
    first.reader.join(10)
    assert re.search(r"^PostgreSQL berhenti, jadi portal dihentikan\. Rinciannya di .*postgres\.log$", first.lines[-1])
    wait_until_gone(children)


def become_nobody():
    """Words before a command that make root an ordinary user.

    A Python under /root is closed to that user; then the right to read everything is kept, and nothing else of root's.
    """
    reach = subprocess.run([*NOBODY, "/bin/sh", "-c", 'test -r "$0"', os.path.realpath(sys.executable)])
    return NOBODY if reach.returncode == 0 else [*NOBODY, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]


def test_ordinary_user_can_run_it(terminals, folder):
    """As root the suite becomes `nobody` for this; otherwise it is an ordinary user already."""
    prefix = []
    if os.geteuid() == 0:
        folder.mkdir()
        os.chown(folder, 65534, 65534)
        prefix = become_nobody()
    port = free_port()
    first = terminals(port, prefix, HOME=str(folder))
    first.wait_for("^Portal siap")
    assert first_page_status(port) == 200
    owners = {process.uids().effective for process in [psutil.Process(first.process.pid), *first.descendants()]}
    assert len(owners) == 1
    assert 0 not in owners
    assert first.end() == 0


def test_addresses_of_other_servers_are_used(terminals, folder, test_instance):
    """DATABASE_URL and REDIS_URL of somebody else's servers: none of our own is started, web steps down to its role."""
    name = "asnkarier_elsewhere"
    cluster = test_instance.cluster
    with contextlib.closing(cluster.connect("postgres")) as line:
        line.autocommit = True
        with line.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute("DROP ROLE IF EXISTS elsewhere")
            cursor.execute("CREATE ROLE elsewhere LOGIN CREATEROLE")
            cursor.execute(f"CREATE DATABASE {name} OWNER elsewhere")
            cursor.execute("GRANT asnkarier_web, asnkarier_worker, asnkarier_auditor TO elsewhere WITH ADMIN OPTION, SET TRUE")
    port = free_port()
    addresses = {
        "DATABASE_URL": cluster.url(name, "elsewhere"),
        "REDIS_URL": test_instance.broker.url(test_instance.spare_number),
    }
    first = terminals(port, **addresses)
    first.wait_for("^Portal siap")
    assert first_page_status(port) == 200
    assert not Places(folder).postgres.exists()
    with contextlib.closing(cluster.connect(name)) as line, line.cursor() as cursor:
        cursor.execute("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'accounts_user'")
        assert cursor.fetchone() == ("elsewhere",)
    assert first.end() == 0
    wrong = terminals(free_port(), DATABASE_URL="postgres://elsewhere@127.0.0.1:1/x", REDIS_URL=addresses["REDIS_URL"])
    assert wrong.process.wait(60) == 1
    wrong.reader.join(10)
    assert wrong.lines[-1].startswith("Basis data pada DATABASE_URL tidak dapat dihubungi.")


def test_failed_preparation_is_a_sentence(terminals, folder):
    first = terminals(free_port(), TRUSTED_PROXY_COUNT="bukan-angka")
    assert first.process.wait(60) == 1
    first.reader.join(10)
    assert first.lines[0] == "Membuat basis data baru ..."
    assert first.lines[1:] == [f"Basis data tidak dapat disiapkan. Rinciannya di {folder / 'log' / 'prepare.log'}"]
    assert "bukan-angka" in (folder / "log" / "prepare.log").read_text()
