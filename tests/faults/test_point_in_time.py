"""Back to a moment before an accident, from a weekly copy and the archived log (docs/security.md section 3, row 22).

The archive command is the one docs/operations.md and deploy/docker-compose.yml tell operators to use.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from asnkarier.embedded import bootstrap, database
from asnkarier.embedded.places import Places, make_private
from asnkarier.embedded.postgres import Cluster
from core.audit import body_of
from tests.harness.instance import Instance, project_path
from tests.harness.pair import FOLLOWED, base_copy, one, wait_until

NAME = "asnkarier_arsip"
HEADS = "SELECT md5(string_agg(chain || sequence || hash, ',' ORDER BY chain)) FROM core_audithead"


def archive_command(archive: Path) -> str:
    """The command of the guide, which must be that of the compose file, with this archive's folder."""
    (told,) = re.findall(r"archive_command = '(.*)'", project_path("docs", "operations.md").read_text())
    assert f"--archive_command={told}" in project_path("deploy", "docker-compose.yml").read_text()
    return told.replace("/arsip/", f"{archive}/")


@pytest.fixture
def servers(test_instance: Instance) -> Iterator[Instance]:
    """A server that archives its log, with the portal's tables."""
    name = f"{test_instance.name}-{test_instance.worker or 'single'}-arsip"
    archive = Places(database.PROJECT / ".local" / "test" / name).home / "archive"
    settings = FOLLOWED | {"archive_mode": "on", "archive_command": archive_command(archive)}
    found = Instance(name, "", False, settings=settings, drawn=True)
    shutil.rmtree(found.places.postgres, ignore_errors=True)
    shutil.rmtree(archive, ignore_errors=True)
    make_private(archive, found.places.make())
    try:
        found.copy(found.template(), NAME)
        yield found
    finally:
        found.stop()
        shutil.rmtree(found.places.home, ignore_errors=True)


def act(server: Cluster, number: int) -> None:
    """Rows of the trail, spread over five chains, each in a transaction of its own."""
    connection = server.connect(NAME, database.WEB)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for place in range(number):
            body = body_of(act="try_something", actor=None, object_type="Thing", object_id=str(place))
            cursor.execute("SELECT core_audit_append(%s, %s)", [f"vacancy:{place % 5}", body])
    connection.close()


def restored(server: Cluster, base: Path, home: Path, moment: str) -> Cluster:
    """A new server from the copy and the archive, at that moment: the steps of the guide."""
    home.mkdir()
    places = Places(home)
    account = places.make()
    base.rename(places.postgres)
    archive = server.places.home / "archive"
    lines = {
        "restore_command": f"cp {archive}/%f %p",
        "recovery_target_time": moment,
        "recovery_target_action": "promote",
    }
    with (places.postgres / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in lines.items())
    signal = places.postgres / "recovery.signal"
    signal.touch()
    if account:
        os.chown(signal, account.pw_uid, account.pw_gid)
    second = Cluster(places, account, durable=False, settings=FOLLOWED)
    second.begin_start()
    second.finish_start()
    wait_until(second, "SELECT pg_is_in_recovery()", False)
    return second


def test_back_to_a_moment_before_an_accident(servers, capsys):
    server = servers.cluster
    act(server, 60)
    base = servers.places.home / "base"
    began = time.monotonic()
    base_copy(server, base, "-X", "fetch")
    copied = time.monotonic() - began
    act(server, 90)
    heads = one(server, HEADS, NAME)
    # The heartbeat writes every 15 s in a real site: a target must lie before some later transaction.
    moment = one(server, "SELECT clock_timestamp()::text")
    act(server, 40)
    one(server, "SELECT pg_switch_wal()")
    wait_until(server, "SELECT last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 16777216) FROM pg_stat_archiver", True)
    assert one(server, "SELECT failed_count FROM pg_stat_archiver") == 0
    assert one(server, HEADS, NAME) != heads

    began = time.monotonic()
    second = restored(server, base, servers.places.home / "restored", str(moment))
    took = time.monotonic() - began
    try:
        assert one(second, "SELECT count(*) FROM core_auditentry", NAME) == 150
        assert one(second, HEADS, NAME) == heads
        env = servers.environment("worker", NAME) | {
            "DATABASE_URL": second.url(NAME, database.WORKER),
            "PATH": os.environ["PATH"],
        }
        command = [sys.executable, "-W", "ignore", "manage.py", "verify_audit"]
        checked = subprocess.run(command, env=env, cwd=bootstrap.PROJECT_ROOT, capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout
        assert checked.stdout.startswith("Utuh: 5 rantai, 150 baris.")
        # It is a primary again.
        act(second, 1)
    finally:
        second.stop()
    with capsys.disabled():
        print(f"\npoint in time: base copy {copied:.2f} s, recovery {took:.2f} s, 150 of 150 rows")
