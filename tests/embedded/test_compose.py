"""docker-compose.yml cannot be started here, so what it says is held against settings.py instead."""

import json
import os
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import yaml
from django.urls import reverse

from asnkarier.embedded import bootstrap, database
from tests.harness.instance import project_path

pytestmark = pytest.mark.owasp("A02")

PORTAL_SERVICES = ("migrate", "web", "worker", "beat")
COMPOSE = yaml.safe_load(project_path("docker-compose.yml").read_text())


def example() -> dict[str, str]:
    """Values of deploy/example.env as a shell reads them."""
    command = ["sh", "-c", "set -a && . ./deploy/example.env && env -0"]
    done = subprocess.run(command, env={"PATH": os.environ["PATH"]}, cwd=bootstrap.PROJECT_ROOT, capture_output=True, check=True)
    return dict(entry.split("=", 1) for entry in done.stdout.decode().split("\0") if "=" in entry)


def filled(text: str) -> str:
    """A value of docker-compose.yml with ${NAME}, ${NAME:-default} and ${NAME:?} replaced from the example."""

    def replace(found: re.Match[str]) -> str:
        name, default = found[1], found[3]
        if found[2] == ":?":
            assert example().get(name), f"{name} is required but deploy/example.env does not name it"
        return example().get(name) or default or ""

    return re.sub(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}", replace, str(text))


def environment(service: str) -> dict[str, str]:
    return {name: filled(text) for name, text in COMPOSE["services"][service].get("environment", {}).items()}


def image_environment() -> dict[str, str]:
    """ENV of the Dockerfile."""
    text = project_path("deploy", "Dockerfile").read_text()
    block = re.search(r"^ENV (.*?[^\\])$", text, re.M | re.S)[1]
    return dict(entry.split("=", 1) for entry in re.findall(r"\w+=\S+", block))


def names_settings_reads() -> set[str]:
    text = project_path("asnkarier", "settings.py").read_text()
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', text)) | {
        "DATABASE_ROLE_WEB",
        "DATABASE_ROLE_WORKER",
        "PYTHONUNBUFFERED",
        "HOME",
    }


def last_line(code: str, env: dict[str, str]) -> str:
    """The last line that a Python program with the portal's settings prints."""
    asked = subprocess.run(
        [sys.executable, "-c", code],
        env=env | {"DJANGO_SETTINGS_MODULE": "asnkarier.settings"},
        cwd=bootstrap.PROJECT_ROOT,
        capture_output=True,
        text=True,
    )
    assert asked.returncode == 0, asked.stderr
    return asked.stdout.splitlines()[-1]


def test_every_kind_of_service_is_there():
    assert set(COMPOSE["services"]) == {"postgres", "valkey", "mail", *PORTAL_SERVICES}


@pytest.mark.parametrize("service", PORTAL_SERVICES)
def test_settings_reads_every_name(service):
    unread = set(environment(service)) - names_settings_reads()
    assert unread == set()


def test_settings_reads_every_name_of_the_image():
    assert set(image_environment()) - names_settings_reads() == {"DJANGO_SETTINGS_MODULE"}


@pytest.mark.parametrize(
    ("service", "process", "role"),
    [
        ("migrate", "owner", database.OWNER),
        ("web", "web", database.WEB),
        ("worker", "worker", database.WORKER),
        ("beat", "worker", database.WORKER),
    ],
)
def test_production_settings_boot_without_a_warning(service, process, role):
    env = {"PATH": os.environ["PATH"]} | environment(service)
    assert env["ASN_PROCESS"] == process
    assert env["ASN_DEMO"] == "0"
    # One start of Django for both questions.
    code = (
        "import django; django.setup();"
        " from django.core.management import call_command as c; c('check', deploy=True, fail_level='WARNING');"
        " from django.conf import settings as s; d = s.DATABASES['default'];"
        " print('\\n' + ' '.join((d['USER'], d['HOST'], d['NAME'], s.EMAIL_HOST)))"
    )
    assert last_line(code, env).split() == [role, "postgres", "asnkarier", "mail"]


TLS = {
    "DATABASE_URL": "postgres://asnkarier_web:x@db.contoh:5432/asnkarier?sslmode=verify-full&sslrootcert=/srv/ca.pem",
    "DATABASE_STANDBY_URL": "postgres://asnkarier_web:x@db2.contoh:5432/asnkarier?sslmode=verify-full&sslrootcert=/srv/ca.pem",
    "REDIS_URL": "rediss://cache.contoh:6379/0?ssl_cert_reqs=required&ssl_ca_certs=/srv/ca.pem",
    "EMAIL_USE_TLS": "1",
}


def test_addresses_that_ask_for_checked_tls_are_obeyed():
    """What docs/operations.md names for lines between machines comes through the settings to whoever opens the line."""
    code = (
        "import json, django; django.setup();"
        " from django.conf import settings as s; from django.core.mail import get_connection;"
        " from core.front_store import valkey_client; valkey = valkey_client(s.REDIS_URL).connection_pool;"
        " words = lambda name: [s.DATABASES[name]['OPTIONS'].get(word) for word in ('sslmode', 'sslrootcert')];"
        " told = [valkey.connection_class.__name__, *map(valkey.connection_kwargs.get, ('ssl_cert_reqs', 'ssl_ca_certs'))];"
        " print(json.dumps([words('default'), words('standby'), told, get_connection().use_tls]))"
    )
    env = {"PATH": os.environ["PATH"]} | environment("web") | TLS
    checked = ["verify-full", "/srv/ca.pem"]
    assert json.loads(last_line(code, env)) == [checked, checked, ["SSLConnection", "required", "/srv/ca.pem"], True]


def test_no_service_sees_the_password_of_another_role():
    env = example()
    passwords = {"migrate": env["OWNER_PASSWORD"], "web": env["WEB_PASSWORD"], "worker": env["WORKER_PASSWORD"]}
    for service in PORTAL_SERVICES:
        seen = " ".join(environment(service).values())
        for owner, password in passwords.items():
            expected = owner == {"beat": "worker"}.get(service, service)
            assert (password in seen) == expected


def test_roles_are_those_of_the_portal():
    text = project_path("deploy", "roles.sh").read_text()
    created = re.findall(r"CREATE ROLE (\w+) LOGIN NOSUPERUSER NOBYPASSRLS", text)
    assert tuple(created) == database.ROLES


def test_nothing_but_loopback_is_published():
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_example_holds_every_required_name_and_no_other():
    text = project_path("docker-compose.yml").read_text() + project_path("deploy", "docker-compose.yml").read_text()
    used = set(re.findall(r"\$\{(\w+)", text))
    assert set(re.findall(r"^(\w+)=", project_path("deploy", "example.env").read_text(), re.M)) == used


@pytest.mark.parametrize("service", PORTAL_SERVICES)
def test_no_service_of_the_portal_may_write_into_its_image_or_gain_rights(service):
    found = COMPOSE["services"][service]
    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]
    written = {volume.split(":")[1] for volume in found.get("volumes", [])} | {mount.split(":")[0] for mount in found["tmpfs"]}
    env = image_environment() | environment(service)
    needed = {env["METERS_FOLDER"], env["HOME"]} | ({env["MEDIA_ROOT"], env["ASN_LOCAL_DIR"]} if service != "migrate" else set())
    assert [place for place in needed if not any(place == root or place.startswith(f"{root}/") for root in written)] == []


def test_web_and_worker_sign_letters_with_one_seal_that_outlives_them():
    code = "from django.conf import settings as s; print(s.LETTER_KEY_FOLDER, s.LETTER_SIGNER, s.MEDIA_ROOT)"
    found = {}
    for service in ("web", "worker"):
        env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "asnkarier.settings"} | image_environment()
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=env | environment(service),
            cwd=bootstrap.PROJECT_ROOT,
            capture_output=True,
            text=True,
        )
        folder, signer, media = done.stdout.split()
        mounts = [volume.split(":")[:2] for volume in COMPOSE["services"][service]["volumes"]]
        found[service] = (folder, signer, *(next(m for m in mounts if p.startswith(f"{m[1]}/")) for p in (folder, media)))
        # The folder is put in place whole by a rename, so its parent has to be in the volume as well.
        assert folder != found[service][2][1]
    assert found["web"] == found["worker"]
    assert found["web"][:2] == ("/srv/asnkarier/data/letter-keys", "core.signing.LocalAuthority")
    assert found["web"][2][0] in COMPOSE["volumes"]


def test_the_image_runs_as_nobody_in_particular():
    lines = project_path("deploy", "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER portal"]
    after = lines[lines.index("USER portal") :]
    assert not any(line.startswith(("RUN", "COPY", "ADD")) for line in after)


def test_the_probe_asks_what_the_portal_answers():
    command = COMPOSE["services"]["web"]["healthcheck"]["test"]
    assert command == ["CMD", "python", "deploy/probe.py"]
    asked = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Host"]))
            self.send_response(200 if self.path == reverse("show_ready") else 503)
            self.end_headers()

        def log_message(self, *words):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        env = {"PATH": os.environ["PATH"], "PORT": str(server.server_port), "ALLOWED_HOSTS": "karier.contoh.go.id,lain"}
        script = [sys.executable, str(project_path("deploy", "probe.py"))]
        assert subprocess.run(script, env=env).returncode == 0
        assert subprocess.run([*script, "/lain/"], env=env).returncode == 1
    finally:
        server.shutdown()
        server.server_close()
    assert asked == [("/kesehatan/siap/", "karier.contoh.go.id"), ("/lain/", "karier.contoh.go.id")]
    assert subprocess.run(script, env=env).returncode == 1


def test_locks_name_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = project_path(name).read_text()
        assert not re.search(r"^\s*--(?:extra-)?index-url|^\s*--find-links|://", text, re.M)
        pinned = re.findall(r"^[a-z0-9].*==", text, re.M)
        assert len(pinned) > 40
        assert text.count("--hash=sha256:") >= len(pinned)
