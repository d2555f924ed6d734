"""The machines of a real site and what runs on each: the programs, settings and files of deploy/docker-compose.yml.

proxy (nginx)  web1 web2 (granian)  work1 work2 (worker, beat)  pool (PgBouncer)
db1 (primary)  db2 (standby)  cache (Valkey)  files (S3-style store)  post (mail)
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import psycopg2

from asnkarier.bench.ground.network import Machine, Network
from asnkarier.bench.ground.proxy import filled, write_settings
from asnkarier.embedded import database, processes
from asnkarier.embedded.bootstrap import PROJECT_ROOT
from asnkarier.embedded.places import Places
from asnkarier.embedded.postgres import Cluster, statements
from asnkarier.embedded.schema import load_schema, usable_schema
from asnkarier.embedded.supervisor import Part, stop_parts
from asnkarier.embedded.valkey import binary as valkey_binary
from tests.cluster.certificates import Authority
from tests.cluster.visiting import Guest
from tests.harness.guards import OWN_NETWORKS
from tests.harness.instance import SECRETS, project_path
from tests.harness.pair import FOLLOWED, base_copy, one
from tests.harness.visitor import Lost

NAME = "asnkarier"
FOLLOWER = "standby"
PASSWORDS = {role: f"sandi-{role}" for role in ("owner", "web", "worker", "auditor", "reader", "replica", "pool")}
BUCKET = "asnkarier-berkas"
STREAMING = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
TOKEN = "kunci-pengamat"
PORT = 8000
PREFIX = "10.77.31"
PROXY = f"{PREFIX}.10"


class Site:
    """A running site.

    Args:
        home: folder of everything it writes, emptied first.
        webs: how many web machines there are.
        demo: True fills it with the demo's people and plans and gives it the demo's clock; its mails go to the mail machine too.
    """

    def __init__(self, home: Path, webs: int = 2, *, demo: bool = False) -> None:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        home.chmod(0o711)
        self.home, self.logs, self.demo = home, home / "log", demo
        self.logs.mkdir()
        self.network = Network(prefix=PREFIX)
        OWN_NETWORKS.add(self.network.addresses)
        new = self.network.machine
        self.proxy, self.pool = new("proxy", 10), new("pool", 30)
        self.webs = [new(f"web{number}", 10 + number) for number in range(1, webs + 1)]
        self.workers = [new(f"work{number}", 20 + number) for number in (1, 2)]
        self.first, self.second = new("db1", 41), new("db2", 42)
        self.cache, self.files, self.post = new("cache", 50), new("files", 60), new("post", 70)
        # Lines to the pooler, the mail machine and the store are encrypted, and each of them is known by this authority.
        self.authority = Authority(home / "tls")
        self.parts: dict[str, tuple[Machine, Part]] = {}
        self.primary: Cluster | None = None
        self.standby: Cluster | None = None

    @property
    def url(self) -> str:
        return f"http://{self.proxy.address}"

    def start(self) -> None:
        """Everything, in the order in which compose waits; afterwards every web machine calls itself ready."""
        certified = [str(path) for path in self.authority.certify("files", self.files.address)]
        store = [sys.executable, "-W", "ignore", "-m", "tests.cluster.store", self.files.address, *certified]
        self.run_part(self.files, "files", store)
        self.run_part(self.cache, "cache", self.valkey_command())
        certified = [str(path) for path in self.authority.certify("post", self.post.address)]
        mail = [sys.executable, "-m", "tests.cluster.post", self.post.address, str(self.mails), *certified]
        self.run_part(self.post, "post", mail)
        self.start_databases()
        self.start_pool(self.first)
        self.manage("grant_roles")
        self.manage("load_reference")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        wait_for(self.store_answers)
        if self.demo:
            self.manage("seed_demo")
        for machine in self.webs:
            self.run_part(machine, machine.name, self.web_command())
        for machine in self.workers:
            self.run_part(machine, f"{machine.name}-worker", self.celery("worker", "--concurrency", "1", "--without-gossip"))
            self.run_part(machine, f"{machine.name}-beat", self.celery("beat", "--pidfile", ""))
        self.start_proxy()
        for machine in self.webs:
            wait_for(lambda machine=machine: self.is_ready(machine))

    def stop(self) -> None:
        """Everything ends, and the machines are gone."""
        stop_parts([part for _, part in self.parts.values()])
        for server in (self.standby, self.primary):
            if server is not None:
                server.stop()
        self.network.remove()

    # What runs where

    def run_part(self, machine: Machine, name: str, command: list[str], *, account: bool = False) -> Part:
        """Start a program on a machine."""
        part = Part(name, command, self.environment_of(name), self.logs / f"{name}.log")
        self.parts[name] = (machine, part)
        with machine.inside():
            if account:
                user = Places(self.home / "accounts").make()
                part.process = processes.spawn(command, env=part.env, log=part.log, account=user, cwd=self.home)
            else:
                part.start()
        return part

    def kill(self, name: str) -> None:
        """`kill -9` of a program and all its children."""
        _, part = self.parts[name]
        processes.signal_group(part.process, signal.SIGKILL)
        part.process.wait()

    def start_again(self, name: str) -> None:
        machine, part = self.parts[name]
        with machine.inside():
            part.start()

    def environment_of(self, name: str) -> dict[str, str]:
        """Environment of a program by its name: web machines, workers, beats; others get a bare one."""
        if name.startswith("web"):
            return self.environment("web", name)
        if name.startswith("work"):
            return self.environment("worker", name)
        return {"PATH": os.environ["PATH"], "PYTHONPATH": PROJECT_ROOT, "HOME": "/tmp"}

    def environment(self, process: str, machine: str = "post") -> dict[str, str]:
        """Settings of a process, named as in deploy/docker-compose.yml."""
        home = self.home / machine
        home.mkdir(exist_ok=True)
        role = {"web": database.WEB, "worker": database.WORKER, "owner": database.OWNER}[process]
        login = f"{role}:{PASSWORDS[process]}"
        hosts = [self.proxy.address, *(each.address for each in self.webs)]
        checked = f"sslmode=verify-full&sslrootcert={self.authority.file}"
        pooled = f"postgres://{login}@{self.pool.address}:6432/{NAME}?{checked}"
        return SECRETS | {
            "PATH": os.environ["PATH"],
            "HOME": "/tmp",
            "DJANGO_SETTINGS_MODULE": "asnkarier.settings",
            "ASN_PROCESS": process,
            "ASN_DEMO": "1" if self.demo else "0",
            # The proxy speaks plain HTTP here: a certificate would prove nothing about the portal.
            "ASN_HTTPS": "0",
            # The people of the faults come with a session made for them; those of the demo sign in and set up what they lack.
            "DUTY_NEEDS_FACTOR": "1" if self.demo else "0",
            "ASN_LOCAL_DIR": str(home),
            "METERS_FOLDER": str(home / "meters"),
            "MONITOR_TOKEN": TOKEN,
            "STATIC_ROOT": str(self.home / "static"),
            "ASN_SEAL_FOLDER": str(self.home / "seals"),
            "ASN_LETTER_KEY_FOLDER": str(self.home / "letter-keys"),
            "PORTAL_URL": self.url,
            "ALLOWED_HOSTS": ",".join(hosts),
            "TRUSTED_PROXY_COUNT": "1",
            "DATABASE_URL": pooled,
            "DATABASE_STANDBY_URL": f"postgres://{login}@{self.second.address}:5432/{NAME}" if process == "web" else "",
            "REDIS_URL": f"redis://{self.cache.address}:6379/0",
            "FILES_BUCKET": BUCKET,
            "FILES_ENDPOINT_URL": f"https://{self.files.address}:9000",
            "AWS_CA_BUNDLE": str(self.authority.file),
            "FILES_ACCESS_KEY": "kunci",
            "FILES_SECRET_KEY": "rahasia",
            # A demo would keep its mails in a mailbox of its own.
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": self.post.address,
            "EMAIL_PORT": "2525",
            "EMAIL_USE_TLS": "1",
            # The authorities Python knows.
            "SSL_CERT_FILE": str(self.authority.file),
        }

    def web_command(self) -> list[str]:
        """The image's own command, with one machine's share of the cores."""
        command = [sys.executable, "-m", "granian", "asnkarier.wsgi:application", "--interface", "wsgi", "--host", "0.0.0.0"]
        command += ["--port", str(PORT), "--workers", "2", "--blocking-threads", "1", "--no-ws", "--log-level", "warning"]
        command += ["--backlog", "2048", "--backpressure", "2048"]
        return [*command, "--respawn-failed-workers", "--workers-kill-timeout", "5"]

    def celery(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", "asnkarier", *words, "--loglevel", "WARNING"]

    def valkey_command(self) -> list[str]:
        command = [str(valkey_binary()), "--bind", self.cache.address, "--port", "6379", "--protected-mode", "no"]
        return [*command, "--save", "", "--appendonly", "no", "--maxmemory", "64mb", "--maxmemory-policy", "noeviction"]

    # PostgreSQL and PgBouncer

    def start_databases(self) -> None:
        """Primary with roles and tables, then the standby, then the promise to confirm nothing the standby has not."""
        self.primary = self.server(self.first, "db1")
        with self.first.inside():
            self.primary.begin_creation()
            self.primary.finish_creation()
            self.open_to_network(self.primary)
            self.primary.begin_start()
        self.primary.finish_start()
        database.create_roles(self.primary)
        self.give_passwords()
        database.create_database(self.primary, NAME)
        text, is_whole = usable_schema()
        assert is_whole, "schema.sql is older than the migrations: make schema"
        load_schema(self.primary, NAME, text)
        self.follow(self.primary, self.first, self.second, "db2")
        self.wait_for_standby(True)

    def server(self, machine: Machine, name: str) -> Cluster:
        home = self.home / name
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        places = Places(home)
        # A cut link must be noticed in seconds here; a site takes the server's own minute.
        more = {"listen_addresses": machine.address, "wal_sender_timeout": "5s", "wal_receiver_timeout": "5s"}
        more |= {"max_connections": "100", "wal_keep_size": "256MB"}
        return Cluster(places, places.make(), settings=FOLLOWED | more)

    def open_to_network(self, server: Cluster) -> None:
        lines = [f"host {what} all {self.network.prefix}.0/24 scram-sha-256\n" for what in ("all", "replication")]
        with (server.places.postgres / "pg_hba.conf").open("a") as file:
            file.writelines(lines)

    def give_passwords(self) -> None:
        """What deploy/roles.sh does besides making the roles: passwords, limits of time, the role that copies."""
        text = project_path("deploy", "roles.sh").read_text()
        with statements(self.primary.connect("postgres")) as cursor:
            for role in ("owner", "web", "worker", "auditor", "reader"):
                cursor.execute(f"ALTER ROLE asnkarier_{role} PASSWORD '{PASSWORDS[role]}'")
            cursor.execute(f"CREATE ROLE asnkarier_replica LOGIN REPLICATION PASSWORD '{PASSWORDS['replica']}'")
            for limit in re.findall(r"ALTER ROLE (\w+) IN DATABASE \w+ (SET .*);", text):
                cursor.execute(f"ALTER ROLE {limit[0]} {limit[1]}")

    def follow(self, server: Cluster, at: Machine, onto: Machine, name: str) -> None:
        """A standby on machine `onto`, in an empty folder `name`: a copy of `server`, fed over the network from machine `at`."""
        self.standby = self.server(onto, name)
        base_copy(server, self.standby.places.postgres, "-R", "-X", "stream")
        line = f"host={at.address} user=asnkarier_replica password={PASSWORDS['replica']} application_name={FOLLOWER}"
        with (self.standby.places.postgres / "postgresql.auto.conf").open("a") as file:
            file.write(f"primary_conninfo = '{line}'\n")
        with onto.inside():
            self.standby.begin_start()
        self.standby.finish_start()
        wait_for(lambda: one(server, STREAMING) == 1)

    def wait_for_standby(self, wanted: bool) -> None:
        """Say whether anything may be confirmed before the standby has it."""
        names = f"SET synchronous_standby_names = '{FOLLOWER}'" if wanted else "RESET synchronous_standby_names"
        one(self.primary, f"ALTER SYSTEM {names}")
        one(self.primary, "SELECT pg_reload_conf()")
        if wanted:
            wait_for(lambda: one(self.primary, "SELECT sync_state FROM pg_stat_replication") == "sync")

    def pool_settings(self, primary: Machine) -> Path:
        """deploy/pgbouncer/pgbouncer.ini.template for this site, pointing at the primary."""
        folder = self.home / "pool"
        folder.mkdir(exist_ok=True)
        users = folder / "users.txt"
        users.write_text("".join(f'"asnkarier_{role}" "{word}"\n' for role, word in PASSWORDS.items()))
        certificate, key = self.authority.certify("pool", self.pool.address)
        # The words the container adds when it is given a certificate.
        script = project_path("deploy", "pgbouncer", "start.sh").read_text()
        (tls,) = re.findall(r"printf '(client_tls[^']*)'", script)
        tls = tls.replace("\\n", "\n") % (certificate, key)
        words = {
            "PRIMARY_HOST": primary.address,
            "PRIMARY_PORT": "5432",
            "LISTEN_ADDR": self.pool.address,
            "AUTH_FILE": str(users),
            "POOL_SIZE": "40",
            "MORE": f"unix_socket_dir = {folder}\nlogfile = {self.logs / 'pgbouncer.log'}\n{tls}",
        }
        settings = folder / "pgbouncer.ini"
        settings.write_text(filled(project_path("deploy", "pgbouncer", "pgbouncer.ini.template"), words))
        (self.logs / "pgbouncer.log").touch()
        self.give_away(folder, settings, users, key, self.logs / "pgbouncer.log", self.logs)
        return settings

    def give_away(self, *paths: Path) -> None:
        """Let the servers' account use these; PgBouncer refuses to run as root."""
        account = Places(self.home / "accounts").make()
        for path in paths if account else ():
            os.chown(path, account.pw_uid, account.pw_gid)

    def start_pool(self, primary: Machine) -> None:
        self.run_part(self.pool, "pool", ["pgbouncer", str(self.pool_settings(primary))], account=True)
        wait_for(self.pool_answers)

    def pool_answers(self) -> bool:
        try:
            self.pool_console("SHOW VERSION")
        except psycopg2.OperationalError:
            return False
        return True

    def pool_console(self, command: str) -> list[dict[str, Any]]:
        """One command of PgBouncer's own console. Returns what it answers, rows by the names of their columns."""
        login = {"user": "asnkarier_pool", "password": PASSWORDS["pool"], "dbname": "pgbouncer"}
        connection = psycopg2.connect(host=self.pool.address, port=6432, connect_timeout=5, **login)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(command)
                names = [column.name for column in cursor.description or ()]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()] if names else []
        finally:
            connection.close()

    def promote_second(self) -> None:
        """The steps of docs/operations.md, "When the primary is lost": promote, point PgBouncer there."""
        assert one(self.standby, "SELECT pg_promote(true, 30)") is True
        self.primary, self.standby = self.standby, None
        self.wait_for_standby(False)
        self.pool_settings(self.second)
        self.pool_console("RELOAD")

    # The proxy

    def start_proxy(self) -> None:
        folder = self.home / "nginx"
        servers = [f"{each.address}:{PORT}" for each in self.webs]
        limits = {"requests_per_second": 2000, "connections": 1000}
        listen, names = f"{self.proxy.address}:80", self.proxy.address
        kept = {"log": self.logs / "nginx.log", "answers": self.answers}
        settings = write_settings(folder, servers, listen, names, **limits, **kept)
        self.run_part(self.proxy, "proxy", ["nginx", "-c", str(settings), "-p", str(folder)])

    # Questions

    @property
    def mails(self) -> Path:
        """One line of JSON for each mail the mail machine took."""
        return self.home / "mails.jsonl"

    def delivered(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.mails.read_text().splitlines()] if self.mails.exists() else []

    def attachments_to(self, address: str) -> list[str]:
        """Names of the files that came by mail to an address."""
        return [name for mail in self.delivered() if mail["to"] == address for name in mail["attachments"]]

    @property
    def answers(self) -> Path:
        """One line for each request that came to the proxy."""
        return self.logs / "answers.log"

    def answered(self, start: int = 0) -> Counter[str]:
        """How many requests each web machine answered, without the first `start` that any of them did; by its name."""
        names = {f"{each.address}:{PORT}": each.name for each in self.webs}
        # Who was asked in vain stands before who answered; the proxy's own answers have nobody.
        last = [line.rsplit(" ", 3)[0].split(", ")[-1] for line in self.answers.read_text().splitlines()]
        return Counter([names[address] for address in last if address in names][start:])

    def store_answers(self) -> bool:
        try:
            self.bucket().create()
        except Exception:
            return False
        return True

    def bucket(self):
        """The bucket, for looking into it."""
        address = f"https://{self.files.address}:9000"
        login = {"aws_access_key_id": "kunci", "aws_secret_access_key": "rahasia", "region_name": "us-east-1"}
        return boto3.resource("s3", endpoint_url=address, verify=str(self.authority.file), **login).Bucket(BUCKET)

    def visitor(self, session: str = "") -> Guest:
        """A person who comes through the proxy."""
        return Guest(self.proxy.address, 80, session)

    def is_ready(self, machine: Machine) -> bool:
        """Whether a web machine calls itself ready."""
        try:
            return Guest(machine.address, PORT).request("GET", "/kesehatan/siap/")[0] == 200
        except Lost:
            return False

    def asks_the_database(self) -> bool:
        """Whether a page that needs the primary is answered through the proxy."""
        try:
            return self.visitor("sesi-yang-tidak-ada").request("GET", "/lamaran/")[0] < 500
        except Lost:
            return False

    def rows(self, statement: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows of one statement at the present primary, as superuser."""
        connection = self.primary.connect(NAME)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def wait_for(self, question: Callable[[], object], seconds: float = 30) -> float:
        return wait_for(question, seconds)

    def run_command(self, *words: str) -> str:
        """`manage.py words...` as the worker."""
        return self.manage(*words, process="worker")

    def manage(self, *words: str, process: str = "owner") -> str:
        """`manage.py words...`, from this side of the network."""
        command = [sys.executable, "-W", "ignore", "manage.py", *words]
        done = subprocess.run(command, env=self.environment(process), cwd=PROJECT_ROOT, capture_output=True, text=True)
        assert done.returncode == 0, f"manage.py {' '.join(words)}:\n{done.stdout}{done.stderr}"
        return done.stdout


def wait_for(question: Callable[[], object], seconds: float = 60) -> float:
    """Ask until the answer is true. Returns how many seconds it took."""
    began = time.monotonic()
    while not question():
        assert time.monotonic() - began < seconds, "waited in vain"
        time.sleep(0.05)
    return time.monotonic() - began
