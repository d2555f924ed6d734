"""The disk of PostgreSQL is full while people send (docs/security.md section 3, row 17).

The data folder lies on a small file system of its own in memory, so this wants the right to mount one. First no table can grow:
writes are refused with the calm page, readings go on, and with room again everybody gets what they were told. Then the log has no
room either, for which PostgreSQL stops itself: it must come back clean.
"""

import contextlib
import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from asnkarier.embedded.supervisor import wait_for_web
from tests.faults.test_postgres_killed import kill_everything
from tests.harness.instance import Instance
from tests.harness.live import LivePortal
from tests.harness.sending import assert_told_is_kept, gather, send

pytestmark = pytest.mark.owasp("A10")

DISK = 400 * 1024 * 1024
PEOPLE, LATER, AT_ONCE, VACANCIES = 16, 4, 4, 2
# Without autovacuum: cleaning a catalog throws away a file that every new connection needs, and a full disk cannot take it again.
SMALL = {
    "shared_buffers": "64MB",
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
}
GIVES_UP_SECONDS = 20


class Disk:
    """A file system that can be filled to its last byte.

    Args:
        place: where it is mounted.
    """

    def __init__(self, place: Path) -> None:
        self.place, self.filling = place, place / "isian.bin"
        place.mkdir()
        place.chmod(0o755)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "tmpfs", place], capture_output=True, text=True
        )
        assert done.returncode == 0, f"this test mounts a file system and wants root for it: {done.stderr}"

    def fill(self) -> None:
        """Take what is free, also while the server takes of it."""
        with self.filling.open("wb") as file:
            while free := shutil.disk_usage(self.place).free:
                with contextlib.suppress(OSError):
                    os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), free)

    def make_room(self) -> None:
        self.filling.unlink(missing_ok=True)

    def remove(self) -> None:
        subprocess.run(["umount", self.place], check=True)


@pytest.fixture
def place(test_instance: Instance) -> Iterator[tuple[LivePortal, Disk]]:
    """A web server over a PostgreSQL whose data folder lies on the small disk; every page is made anew."""
    servers = Instance(
        f"{test_instance.name}-{test_instance.worker or 'single'}-penuh", "", False, durable=True, settings=SMALL, drawn=True
    )
    home = servers.places.home
    shutil.rmtree(home / "postgres", ignore_errors=True)
    template = servers.template()
    servers.cluster.stop()
    disk = Disk(home / "disk")
    portal = None
    try:
        subprocess.run(["cp", "-a", home / "postgres", disk.place / "data"], check=True)
        shutil.rmtree(home / "postgres")
        (home / "postgres").symlink_to(disk.place / "data")
        servers.cluster.begin_start()
        servers.cluster.finish_start()
        portal = LivePortal(servers, "asnkarier_penuh", template)
        portal.web.env = portal.environment("web") | {"ASN_FRONT_CACHE": "0"}
        portal.collect_static()
        portal.web.start()
        assert wait_for_web(portal.web, portal.port) == 200
        yield portal, disk
    finally:
        disk.make_room()
        if portal is not None:
            portal.stop()
        servers.cluster.stop()
        servers.stop()
        disk.remove()
        shutil.rmtree(home, ignore_errors=True)


def stop_for_want_of_log(portal: LivePortal, connection: psycopg2.extensions.connection) -> None:
    """Write to the log until there is no room for its next file; PostgreSQL then stops itself."""
    with contextlib.suppress(psycopg2.Error):
        for _ in range(64):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_logical_emit_message(true, 'ukur', repeat('x', 4000)), pg_switch_wal()")
    assert connection.closed, "there was room for 64 files of the log"
    process = portal.instance.cluster.process
    deadline = time.monotonic() + GIVES_UP_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    if process.poll() is None:
        kill_everything(process.pid)
        process.wait()


def test_full_disk_refuses_writes_keeps_reading_and_comes_back_clean(place, capsys):
    portal, disk = place
    seed = random.SystemRandom().randrange(2**32)
    dice = random.Random(seed)
    people = gather(portal, PEOPLE + LATER, VACANCIES)
    now, later = people[:PEOPLE], people[PEOPLE:]
    told: dict[str, str] = {}
    lost: list[str] = []
    failures: list[BaseException] = []
    waiting = list(now)

    def stream() -> None:
        try:
            while waiting:
                send(portal, waiting.pop(), told, lost)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=stream) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    portal.wait_for(lambda: told or failures)
    time.sleep(dice.uniform(0, 0.2))
    disk.fill()
    # Everybody who is at it stands before the calm page, and asks again.
    portal.wait_for(lambda: lost.count("500") >= 2 * AT_ONCE or failures)
    read = {
        page: portal.visitor(later[0]["session"]).request("GET", page)[0]
        for page in (
            "/",
            "/bantuan/",
            f"/lowongan/{later[0]['vacancy_page']}/",
            f"/lamaran/{later[0]['application']}/",
            "/lamaran/",
        )
    }
    refused = len(lost)
    disk.make_room()
    for thread in threads:
        thread.join()
    assert not failures, failures
    assert set(read.values()) == {200}, read

    # Begun while there is room: what is tried here is the log, not a new connection.
    connection = portal.connect()
    disk.fill()
    stop_for_want_of_log(portal, connection)
    assert portal.visitor(later[0]["session"]).request("GET", "/lamaran/")[0] == 500
    disk.make_room()
    began = time.monotonic()
    portal.instance.cluster.begin_start()
    portal.instance.cluster.finish_start()
    back = time.monotonic() - began
    for person in later:
        send(portal, person, told, lost)
    figures = {"seed": seed, "sent": len(told), "refused while full": refused, "recovery seconds": round(back, 2)}
    with capsys.disabled():
        print(f"\ndisk of PostgreSQL full: {figures}")
    assert_told_is_kept(portal, people, told, figures)
