"""deploy/docker-compose.yml, the real site: held against settings.py, the templates it fills in and the guide for operators.

No engine for containers runs on the machines of development; `make cluster` runs the same templates, settings and topology.
"""

import os
import re
import subprocess
import sys
from uuid import uuid4

import pytest
import yaml

from asnkarier.bench.ground.proxy import filled
from asnkarier.embedded import bootstrap, database
from tests.embedded.test_compose import example, image_environment, names_settings_reads
from tests.embedded.test_compose import filled as with_example
from tests.harness.instance import project_path

pytestmark = pytest.mark.owasp("A02")

TEXT = project_path("deploy", "docker-compose.yml").read_text()
SITE = yaml.safe_load(TEXT)["services"]
SMALL = yaml.safe_load(project_path("docker-compose.yml").read_text())["services"]
PORTAL = ("migrate", "web", "worker", "mailer", "long", "beat")
# What others made may need more; each says why.
MAY_WRITE = {
    "primary": "its data",
    "standby": "its data",
    "clamav": "its signatures, by its own program",
    "files": "its data",
    "relay": "its queue and configuration",
}


def environment(service: str) -> dict[str, str]:
    return {name: with_example(text) for name, text in SITE[service].get("environment", {}).items()}


def test_every_kind_of_machine_is_there():
    parts = {"proxy", "primary", "standby", "pool", "valkey", "clamav", "files", "relay"}
    assert set(SITE) == {*parts, *PORTAL, "archive-owner"}


@pytest.mark.parametrize("service", PORTAL)
def test_settings_reads_every_name(service):
    assert set(environment(service)) - names_settings_reads() == set()


def test_what_the_small_site_is_told_the_large_one_is_told_too():
    """A name of .env that only one of the two passes on would be set and do nothing."""
    for service in ("migrate", "web", "worker", "beat"):
        assert set(SMALL[service]["environment"]) - set(SITE[service]["environment"]) == set(), service


def test_every_volume_that_is_written_belongs_to_who_writes_it():
    """A new volume takes the owner of the folder it is laid over; where the image has none it belongs to root."""
    made = re.search(r"mkdir -p (.+?) && chown -R portal (.+)", project_path("deploy", "Dockerfile").read_text())
    for service in PORTAL:
        for volume in SITE[service].get("volumes", []):
            assert any(f"{place}/".startswith(f"{volume.split(':')[1]}/") for place in made[1].split()), (service, volume)
            assert volume.split(":")[1] in made[2].split()
    assert SITE["archive-owner"]["entrypoint"] == ["chown", "postgres:postgres", "/arsip"]
    assert SITE["primary"]["depends_on"] == {"archive-owner": {"condition": "service_completed_successfully"}}


def test_the_database_is_made_like_the_built_in_one():
    """Without its encoding `initdb` refuses PostgreSQL's own C.UTF-8, and the site never starts."""
    built_in = project_path("asnkarier", "embedded", "postgres.py").read_text()
    for site, name in ((SMALL, "postgres"), (SITE, "primary")):
        words = site[name]["environment"]["POSTGRES_INITDB_ARGS"].split()
        assert words == ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        assert [word for word in words if f'"{word}"' not in built_in] == []


def test_no_secret_beside_the_compose_file_gets_into_the_image():
    ignored = project_path(".dockerignore").read_text().split()
    assert {".env", "**/*.env", "**/*.pem", "**/*.key"} <= set(ignored)
    assert "COPY . ." in project_path("deploy", "Dockerfile").read_text()


@pytest.mark.parametrize(("service", "role"), [("migrate", database.OWNER), ("web", database.WEB), ("worker", database.WORKER)])
def test_settings_boot_with_what_compose_says(service, role):
    """One start of Django for each kind of process: deploy checks without a warning, and every server where compose puts it."""
    code = (
        "from django.conf import settings as s; from django.core.management import call_command as c; import django;"
        " django.setup(); c('check', deploy=True, fail_level='WARNING');"
        " d = s.DATABASES; o = s.STORAGES['default'];"
        " print(d['default']['USER'], d['default']['HOST'], d['default']['PORT'], d.get('standby', {}).get('HOST'),"
        " s.DATABASE_ROUTERS, o['BACKEND'], o['OPTIONS']['endpoint_url'], s.EMAIL_HOST, s.CLAMD_URL, s.DEMO)"
    )
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "asnkarier.settings"} | environment(service)
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=bootstrap.PROJECT_ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    place = ["primary", "5432"] if service == "migrate" else ["pool", "6432"]
    reads = ["standby", "['core.standby.StandbyRouter']"] if service == "web" else ["None", "[]"]
    rest = ["core.uploads.bucket.PrivateBucket", "http://files:8333", "relay", "tcp://clamav:3310", "False"]
    assert done.stdout.splitlines()[-1].split() == [role, *place, *reads, *rest]


def test_the_small_site_and_the_large_one_start_the_same_programs():
    assert SITE["migrate"]["command"] == SMALL["migrate"]["command"]
    assert SITE["web"]["healthcheck"]["test"] == SMALL["web"]["healthcheck"]["test"]
    for name in ("worker", "mailer", "long"):
        without = [word for word in SITE[name]["command"] if word not in ("--queues", "celery", "mail", "long")]
        assert set(without) - {"1"} <= set(SMALL["worker"]["command"])
    queues = {SITE[name]["command"][SITE[name]["command"].index("--queues") + 1] for name in ("worker", "mailer", "long")}
    from django.conf import settings

    assert queues == {queue.name for queue in settings.CELERY_TASK_QUEUES}
    assert {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} <= queues
    assert SITE["beat"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("service", sorted(SITE))
def test_no_container_may_gain_rights_or_write_where_it_need_not(service):
    found = SITE[service]
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in found
    assert found.get("read_only") is True or service in MAY_WRITE
    assert found.get("cap_drop") == ["ALL"] or service in MAY_WRITE


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, found in SITE.items() if found.get("ports")] == ["proxy"]
    assert yaml.safe_load(TEXT)["networks"]["inside"] == {"internal": True}
    outside = {name for name, found in SITE.items() if "outside" in found["networks"]}
    # The scanner fetches signatures, the relay sends mail; neither publishes a port.
    assert outside == {"proxy", "clamav", "relay"}


def test_no_service_sees_the_password_of_another_role():
    env = example()
    owners = {"OWNER_PASSWORD": {"migrate"}, "WEB_PASSWORD": {"web"}, "WORKER_PASSWORD": {"worker", "mailer", "long", "beat"}}
    owners |= {"REPLICA_PASSWORD": set(), "POOL_PASSWORD": set(), "POSTGRES_PASSWORD": set(), "AUDITOR_PASSWORD": set()}
    owners |= {"READER_PASSWORD": set()}
    for service in PORTAL:
        seen = " ".join(environment(service).values())
        for name, holders in owners.items():
            assert (env[name] in seen) == (service in holders), (service, name)


def test_roles_have_the_limits_of_time_that_settings_send():
    """PgBouncer drops what a connection asks for, so the roles carry the same limits."""
    roles = project_path("deploy", "roles.sh").read_text()
    told = {
        role: dict(re.findall(rf"ALTER ROLE asnkarier_{role} IN DATABASE asnkarier SET (\w+) = '(\w+)';", roles))
        for role in ("web", "worker", "owner")
    }
    code = project_path("asnkarier", "settings.py").read_text()
    sent = {
        role: dict(re.findall(r"-c (\w+)=(\w+)", re.search(rf'"{role}": "(-c [^"]*)"', code)[1]))
        for role in ("web", "worker", "owner")
    }
    assert told == sent
    assert "ignore_startup_parameters = extra_float_digits,options" in pooler()
    assert "pool_mode = session" in pooler()


def pooler() -> str:
    return project_path("deploy", "pgbouncer", "pgbouncer.ini.template").read_text()


def test_the_pooler_gets_every_word_of_its_template():
    script = project_path("deploy", "pgbouncer", "start.sh").read_text()
    assert set(re.findall(r"\$\{([A-Z_]+)\}", pooler())) == set(re.findall(r"s\|\\\$\{(\w+)\}", script))
    given = set(environment("pool"))
    unset = {"PRIMARY_PORT", "POOL_TLS_CERT", "POOL_TLS_KEY", "PRIMARY_TLS_CA"}
    assert set(re.findall(r"\$\{?([A-Z_]+)", script.replace("\\${", ""))) - given == unset


def test_the_proxy_gets_every_word_of_its_templates():
    given = environment("proxy")
    for name in ("portal", "redirect"):
        template = project_path("deploy", "nginx", f"{name}.conf.template")
        assert "${" not in filled(template, given)
    assert given["LISTEN"] == "8443 ssl"


def test_the_proxy_takes_requests_in_whole_and_hides_the_probes():
    text = project_path("deploy", "nginx", "portal.conf.template").read_text()
    for line in (
        "proxy_request_buffering on;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_set_header X-Request-ID $request_id;",
        "server_tokens off;",
    ):
        assert line in text
    from django.conf import settings

    most = int(re.search(r"client_max_body_size (\d+)m;", text)[1]) * 1024 * 1024
    assert settings.DOCUMENT_MAX_BYTES < most <= 2 * settings.DOCUMENT_MAX_BYTES
    assert re.search(r"location /kesehatan/ \{\s+return 404;", text)
    # Written once by the proxy, so exactly one address of the header is to be believed.
    assert environment("web")["TRUSTED_PROXY_COUNT"] == "1"
    assert "non_idempotent" not in text


def test_the_proxy_speaks_the_tls_of_today_alone():
    lines = environment("proxy")["TLS"]
    assert re.search(r"ssl_protocols ([^;]+);", lines)[1].split() == ["TLSv1.2", "TLSv1.3"]
    assert "ssl_ciphers" not in lines, "nginx and its library choose better than a list that ages"


def test_the_proxy_keeps_pages_of_strangers_alone_and_only_where_the_portal_says_so():
    from django.conf import settings

    from asnkarier.front_pages import ROUTES

    text = project_path("deploy", "nginx", "portal.conf.template").read_text()
    places = re.findall(r"location (?:~ )?(\S+) \{(.*?)\n    \}", text, re.S)
    (kept,) = [pattern for pattern, body in places if "proxy_cache pages;" in body]
    (body,) = [body for _, body in places if "proxy_cache pages;" in body]
    assert text.count("proxy_cache ") == 1
    for route in ROUTES:
        assert re.search(kept, route.path.replace("<uuid>", str(uuid4())).replace("<slug>", "a-b")), route.path
    for path in ("/akun/login/", "/lamaran/", "/persetujuan/", "/talenta/", "/dokumen/1/", "/privasi-saya/", "/kesehatan/siap/"):
        assert not re.search(kept, path), path
    # No word but the portal's own, and a session goes past what is kept in both directions.
    assert "proxy_ignore_headers Cache-Control Expires Vary;" in body
    assert "proxy_cache_valid" not in text
    assert "proxy_cache_use_stale" not in text
    for act in ("bypass", "no_cache"):
        assert f"proxy_{'cache_' if act == 'bypass' else ''}{act} $has_session $http_authorization;" in body
    session = re.search(r'"(~.*sesi=)" 1;', text)[1].removeprefix("~")
    for cookie in (settings.SESSION_COOKIE_NAME, "sesi", "__Host-sesi"):
        for given in (f"{cookie}=a", f"x=1; {cookie}=a", f"x=1;{cookie}=a"):
            assert re.search(session, given), given
    assert not re.search(session, "x=1")
    assert environment("proxy")["KEPT_PAGES"].startswith("/tmp/")


def test_what_the_proxy_says_by_itself_is_calm_and_needs_nothing():
    text = project_path("deploy", "nginx", "pages", "portal-sedang-terganggu.html").read_text()
    assert "<h1>Portal sedang terganggu</h1>" in text
    assert not re.search(r"<script|<style|style=|src=|href=", text)


@pytest.mark.parametrize("service", ["web", "worker", "mailer", "long", "beat"])
def test_written_places_of_the_portal_are_volumes_or_memory(service):
    found, env = SITE[service], image_environment() | environment(service)
    written = {volume.split(":")[1] for volume in found["volumes"]} | {mount.split(":")[0] for mount in found["tmpfs"]}
    needed = {env[name] for name in ("METERS_FOLDER", "HOME", "ASN_LOCAL_DIR", "ASN_SEAL_FOLDER")}
    assert [place for place in needed if not any(place == root or place.startswith(f"{root}/") for root in written)] == []


def test_the_standby_follows_under_the_name_the_guide_gives_the_primary():
    assert "application_name=standby" in project_path("deploy", "standby.sh").read_text()
    assert "synchronous_standby_names = 'standby'" in project_path("docs", "operations.md").read_text()
    assert SITE["primary"]["command"] == SITE["standby"]["command"]
    for script in ("standby.sh", "roles.sh", "pgbouncer/start.sh"):
        assert subprocess.run(["sh", "-n", f"deploy/{script}"], cwd=bootstrap.PROJECT_ROOT).returncode == 0
