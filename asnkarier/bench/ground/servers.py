"""Servers for one benchmark: PostgreSQL that really writes to disk, Valkey, and web servers as `make run` starts them."""

import contextlib
import http.client
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg2.extensions

from asnkarier.embedded import database
from asnkarier.embedded.bootstrap import PROJECT_ROOT
from asnkarier.embedded.places import Places, load_secrets
from asnkarier.embedded.postgres import Cluster, binaries
from asnkarier.embedded.static_files import static_key
from asnkarier.embedded.supervisor import Part, wait_for_web, web_part
from asnkarier.embedded.valkey import Broker

DATABASE = "asnkarier_ukur"
# Nothing of the shell that started the benchmark may reach the servers.
FOREIGN = ("ASN_", "DATABASE_", "REDIS_", "PORTAL_", "EMAIL_", "SECRET_KEY", "SECOND_FACTOR", "STATIC_", "MEDIA_", "DJANGO_")


class Ground:
    """A portal without demo in a temporary folder: migrated, with regions and agencies, nobody in it.

    Args:
        home: the folder.
    """

    def __init__(self, home: Path) -> None:
        self.places = Places(home)
        account = self.places.make()
        self.cluster, self.broker = Cluster(self.places, account), Broker(self.places, account)
        self.secrets = load_secrets(self.places.secrets)
        self.webs: list[Part] = []
        self.ports: dict[str, int] = {}

    def start(self) -> None:
        """Create and start the servers, migrate, load the reference rows, collect the static files."""
        self.broker.begin_start()
        self.cluster.begin_creation()
        self.cluster.finish_creation()
        self.cluster.begin_start()
        self.cluster.finish_start()
        database.create_roles(self.cluster)
        database.create_database(self.cluster, DATABASE)
        order = {
            "static_key": static_key(self.places.static_key, self.places.home / "static"),
            "static_key_file": str(self.places.static_key),
            "migrate": True,
            "reference": True,
            "seed": False,
            "accounts": "",
            "note": "",
        }
        self.run("asnkarier.embedded.prepare", json.dumps(order), said="lanjut\n")
        self.broker.finish_start()

    def stop(self) -> None:
        """Stop everything, the database last."""
        for web in self.webs:
            web.begin_stop()
        for web in self.webs:
            web.finish_stop()
        self.broker.stop()
        self.cluster.stop()

    def environment(self, process: str, **more: str) -> dict[str, str]:
        """Environment of one kind of process (web, worker, owner); `more` is added."""
        role = {"web": database.WEB, "worker": database.WORKER, "owner": database.OWNER}[process]
        kept = {name: text for name, text in os.environ.items() if not name.startswith(FOREIGN)}
        return (
            kept
            | self.secrets
            | {
                "DJANGO_SETTINGS_MODULE": "asnkarier.settings",
                "ASN_PROCESS": process,
                "ASN_DEMO": "0",
                "ASN_HTTPS": "0",
                # People of the bench have a password only.
                "DUTY_NEEDS_FACTOR": "0",
                "ASN_LOCAL_DIR": str(self.places.home),
                "PORTAL_URL": "http://127.0.0.1:8000",
                "DATABASE_URL": self.cluster.url(DATABASE, role),
                "REDIS_URL": self.broker.url(),
            }
            | more
        )

    def run(self, module: str, *words: str, said: str = "", process: str = "owner") -> str:
        """Run `python -m module words...` as a kind of process and return what it printed.

        Raises:
            RuntimeError: it failed; with the end of what it said.
        """
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment(process),
            cwd=PROJECT_ROOT,
            input=said,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{module}: {done.stderr[-3000:]}{done.stdout[-1000:]}")
        return done.stdout

    def run_with(self, module: str, *words: str, said: Any) -> str:
        """As `run`, with `said` as JSON on its standard input."""
        return self.run(module, *words, said=json.dumps(said))

    def python(self, code: str) -> str:
        """What a piece of Python prints in an environment of the web server."""
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment("web"), cwd=PROJECT_ROOT, capture_output=True, text=True
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout

    def manage(self, *words: str) -> bool:
        """Run `manage.py words...` as the worker; whether it ended well."""
        command = [sys.executable, "-W", "ignore", "manage.py", *words]
        return subprocess.run(command, env=self.environment("worker"), cwd=PROJECT_ROOT, capture_output=True).returncode == 0

    def web(self, name: str, *, workers: int | None = None, **more: str) -> int:
        """Start a web server, workers as cores unless said and one thread each; returns its port."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        part = web_part(self.environment("web", **more), self.places.log, port, workers=workers or os.cpu_count() or 1)
        part.log = self.places.log / f"{name}.log"
        self.webs.append(part)
        self.ports[name] = port
        part.start()
        wait_for_web(part, port)
        return port

    def connect(self) -> psycopg2.extensions.connection:
        """Superuser connection in autocommit."""
        connection = self.cluster.connect(DATABASE)
        connection.autocommit = True
        return connection

    def rows(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Rows of one statement, run as superuser; [] for one that answers nothing."""
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(statement, parameters or None)
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def fresh_ground() -> Iterator[Ground]:
    """A started ground in a temporary folder, stopped and removed afterwards."""
    home = Path(tempfile.mkdtemp(prefix="asnkarier-ukur-"))
    ground = Ground(home / "local")
    try:
        ground.start()
        yield ground
    finally:
        ground.stop()
        shutil.rmtree(home, ignore_errors=True)


def load(port: int, requests: Iterable[bytes], *, clients: int, seconds: float, repeat: bool) -> dict[str, Any]:
    """Run the load generator in a process of its own.

    Args:
        requests: whole requests; with `repeat` again and again in this order, otherwise each once.
        clients: connections, each with one request on its way; seconds: how long at most.

    Returns:
        What `asnkarier/bench/ground/load.py` measured.
    """
    with tempfile.NamedTemporaryFile(prefix="asnkarier-permintaan-") as file:
        file.write(b"\0".join(requests))
        file.flush()
        return load_file(port, Path(file.name), clients=clients, seconds=seconds, repeat=repeat)


def load_file(port: int, requests: Path, *, clients: int, seconds: float, repeat: bool) -> dict[str, Any]:
    """As `load`, with the requests from a file, separated by NUL."""
    words = [str(port), str(requests), str(clients), str(seconds), "1" if repeat else "0"]
    script = str(Path(__file__).with_name("load.py"))
    done = subprocess.run([sys.executable, script, *words], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"load generator: {done.stderr[-2000:]}")
    return dict(json.loads(done.stdout))


def get_request(path: str, **headers: str) -> bytes:
    """A whole GET request; header names with underscores for hyphens."""
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {words}" for name, words in named(headers).items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def named(headers: dict[str, str]) -> dict[str, str]:
    """Headers under their real names, with the host every server here is asked by."""
    return {"Host": "127.0.0.1"} | {name.replace("_", "-"): words for name, words in headers.items()}


def fetch(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One GET over a connection of its own: status, headers by lower-case name, body."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", path, headers=named(headers))
        answer = line.getresponse()
        return answer.status, {name.lower(): words for name, words in answer.getheaders()}, answer.read()


def spread(values: list[float], places: int = 1) -> dict[str, float]:
    """Median and range of some rounds."""
    return {
        "median": round(statistics.median(values), places),
        "least": round(min(values), places),
        "most": round(max(values), places),
    }


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    version = subprocess.run([str(binaries() / "postgres"), "--version"], capture_output=True, text=True).stdout.strip()
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load before": [round(each, 2) for each in os.getloadavg()],
        "python": platform.python_version(),
        "postgres": version,
        "server": f"granian, {os.cpu_count()} workers, 1 thread each, on loopback, the load generator on the same cores",
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
