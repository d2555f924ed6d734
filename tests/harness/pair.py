"""A PostgreSQL server with a second one that follows it, both by the programs the portal starts its own with."""

import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from asnkarier.embedded.places import Places, make_private
from asnkarier.embedded.postgres import SUPERUSER, Cluster, binaries

# The end of every chain of the trail, as JSON: chain -> [sequence, hash].
HEADS = "SELECT json_object_agg(chain, json_build_array(sequence, hash) ORDER BY chain)::text FROM core_audithead"
# What lets somebody copy a server's log; the built-in server alone has no need of it.
FOLLOWED = {"wal_level": "replica", "max_wal_senders": "4", "hot_standby": "on", "shared_buffers": "64MB"}


def base_copy(server: Cluster, target: Path, *options: str) -> None:
    """Copy a running server's data folder to `target`, which the servers' account owns afterwards."""
    make_private(target, server.account)
    command = [str(binaries() / "pg_basebackup"), "-D", str(target), "-h", str(server.places.sockets), "-U", SUPERUSER]
    command += ["--checkpoint=fast", "--no-sync", *options]
    identity = {"user": server.account.pw_uid, "group": server.account.pw_gid} if server.account else {}
    done = subprocess.run(command, capture_output=True, text=True, cwd=target, **identity)
    assert done.returncode == 0, done.stderr


def follower(server: Cluster, home: Path, name: str, settings: Mapping[str, str] | None = None) -> Cluster:
    """A second server that follows `server` by streaming, started.

    Args:
        home: folder of its own, emptied first; name: under which the first one knows it (`synchronous_standby_names`).
    """
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    places = Places(home)
    account = places.make()
    address = f"host={server.places.sockets} user={SUPERUSER} application_name={name}"
    base_copy(server, places.postgres, "-R", "-X", "stream")
    with (places.postgres / "postgresql.auto.conf").open("a") as file:
        file.write(f"primary_conninfo = '{address}'\n")
    second = Cluster(places, account, durable=server.durable, settings=FOLLOWED | dict(settings or {}))
    second.begin_start()
    second.finish_start()
    return second


def one(server: Cluster, statement: str, database_name: str = "postgres") -> object:
    """The single value a statement answers, as superuser."""
    connection = server.connect(database_name)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None
    finally:
        connection.close()


def promote(server: Cluster) -> float:
    """Make a follower the primary. Returns the seconds until it took a write."""
    began = time.monotonic()
    assert one(server, "SELECT pg_promote(true, 30)") is True
    return time.monotonic() - began


def wait_until(server: Cluster, statement: str, wanted: object, seconds: float = 20) -> None:
    """Ask a server until it answers `wanted`."""
    deadline = time.monotonic() + seconds
    while (answer := one(server, statement)) != wanted:
        if time.monotonic() > deadline:
            pytest.fail(f"{statement}: {answer}, not {wanted}")
        time.sleep(0.02)
