"""A second server follows the first: who reads where, and what remains when the first one dies (security.md section 3, row 9).

The primary confirms nothing before the standby has it (`synchronous_commit`), is killed with all its processes while people
send, and the standby takes its place behind the same address.
"""

import http.client
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from asnkarier.embedded import database, processes
from asnkarier.embedded.postgres import Cluster
from asnkarier.embedded.supervisor import wait_for_web
from tests.faults.test_postgres_killed import kill_everything
from tests.harness.instance import Instance
from tests.harness.live import LivePortal
from tests.harness.pair import FOLLOWED, HEADS, follower, one, promote, wait_until
from tests.harness.sending import assert_told_is_kept, gather, send

NAME = "asnkarier_pasangan"
FOLLOWER = "pengikut"
LAG_SECONDS = 3
PEOPLE, AT_ONCE = 12, 4


class Pair:
    """Portal, primary and standby; `address` is a folder of sockets that stands for whichever is the primary."""

    def __init__(self, servers: Instance) -> None:
        self.servers = servers
        home = servers.places.home
        servers.template()
        self.primary = servers.cluster
        self.standby = follower(self.primary, home / "second", FOLLOWER)
        self.address = home / "address"
        self.address.symlink_to(self.primary.places.sockets)
        self.portal = PairedPortal(self)
        one(self.primary, f"ALTER SYSTEM SET synchronous_standby_names = '{FOLLOWER}'")
        one(self.primary, "SELECT pg_reload_conf()")
        self.portal.web.start()

    def move_address(self, to: Cluster) -> None:
        """What a floating address or PgBouncer does in a real site."""
        fresh = self.address.with_name("fresh")
        fresh.symlink_to(to.places.sockets)
        os.replace(fresh, self.address)
        self.servers._cluster = to


class PairedPortal(LivePortal):
    """A portal that knows the standby and asks for every page anew."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        super().__init__(pair.servers, NAME, pair.servers.template())

    def environment(self, process: str) -> dict[str, str]:
        role = {"web": database.WEB, "worker": database.WORKER, "owner": database.OWNER}[process]
        return super().environment(process) | {
            "DATABASE_URL": f"postgres://{role}@/{NAME}?host={self.pair.address}",
            "DATABASE_STANDBY_URL": self.pair.standby.url(NAME, role),
            "STANDBY_LAG_SECONDS": str(LAG_SECONDS),
            "ASN_FRONT_CACHE": "0",
            # A demo asks the primary for the hour of every page.
            "ASN_DEMO": "0",
            "ASN_HTTPS": "0",
            "STATIC_MANIFEST": "0",
        }


@pytest.fixture
def pair(test_instance: Instance) -> Iterator[Pair]:
    name = f"{test_instance.name}-{test_instance.worker or 'single'}-pasangan"
    servers = Instance(name, "", False, durable=True, settings=FOLLOWED, drawn=True)
    shutil.rmtree(servers.places.postgres, ignore_errors=True)
    made = None
    try:
        made = Pair(servers)
        yield made
    finally:
        if made is not None:
            # Nothing of it is wanted any more, so nobody waits for a last page or checkpoint.
            processes.signal_group(made.portal.web.process, signal.SIGKILL)
            made.portal.web.process.wait()
            for server in (made.standby, made.primary):
                processes.stop(server.process, signal.SIGQUIT, 5)
                server.process = None
        servers.stop()
        shutil.rmtree(servers.places.home, ignore_errors=True)


def page(portal: LivePortal, path: str, cookie: str = "") -> str:
    line = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=20)
    line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    assert answer.status == 200, text[:500]
    return text


def cookies_of_a_post(portal: LivePortal) -> list[str]:
    """Cookies a browser gets for any post, here one that is refused."""
    line = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=20)
    line.request("POST", "/akun/masuk/", "login=x", {"Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.headers.get_all("Set-Cookie", [])


def rename(server: Cluster, title: str) -> None:
    one(server, f"UPDATE vacancies_vacancy SET position_title = '{title}' RETURNING 1", NAME)


def assert_readings(pair: Pair, path: str) -> None:
    """Strangers read from the standby while it is near, whoever wrote from the primary; far behind it answers nobody."""
    # A measurement made while a row was on its way holds for a second.
    time.sleep(1.1)
    rename(pair.primary, "Kepala Pusat Satu")
    wait_until(pair.primary, "SELECT replay_lsn >= pg_current_wal_lsn() FROM pg_stat_replication", True)
    one(pair.standby, "SELECT pg_wal_replay_pause()")
    wait_until(pair.standby, "SELECT pg_get_wal_replay_pause_state()", "paused")
    # `on` waits for the standby's disk only, so a row may be confirmed that the standby does not show yet.
    rename(pair.primary, "Kepala Pusat Dua")
    assert "Kepala Pusat Satu" in page(pair.portal, path)
    assert "Kepala Pusat Dua" in page(pair.portal, path, "baru=1")
    pair.portal.wait_for(lambda: "Kepala Pusat Dua" in page(pair.portal, path), seconds=3 * LAG_SECONDS)
    one(pair.standby, "SELECT pg_wal_replay_resume()")
    (noted,) = (each for each in cookies_of_a_post(pair.portal) if each.startswith("baru="))
    assert "HttpOnly" in noted
    assert "Max-Age=10" in noted


def test_readings_and_failover(pair, capsys):
    seed = random.SystemRandom().randrange(2**32)
    dice = random.Random(seed)
    people = gather(pair.portal, PEOPLE, 2)
    path = f"/lowongan/{people[0]['vacancy_page']}/"
    assert wait_for_web(pair.portal.web, pair.portal.port) == 200
    wait_until(pair.primary, "SELECT sync_state FROM pg_stat_replication", "sync")
    assert_readings(pair, path)

    told: dict[str, str] = {}
    lost: list[str] = []
    failures: list[BaseException] = []
    waiting = list(people)

    def stream() -> None:
        try:
            while waiting:
                send(pair.portal, waiting.pop(), told, lost)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=stream) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    pair.portal.wait_for(lambda: len(told) >= 3 or failures)
    heads = one(pair.primary, HEADS, NAME)
    time.sleep(dice.uniform(0, 0.3))
    kill_everything(pair.primary.process.pid)
    pair.primary.process.wait()
    began = time.monotonic()
    # Nothing newer can be had, so what is public goes on.
    wait_until(pair.standby, "SELECT pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()", True)
    assert "Kepala Pusat Dua" in page(pair.portal, path)
    promoted = promote(pair.standby)
    pair.move_address(pair.standby)
    for thread in threads:
        thread.join()
    back = time.monotonic() - began
    assert not failures, failures
    figures = {
        "seed": seed, "sent": len(told), "asked again": len(lost),
        "promoted after": f"{promoted:.2f} s", "all sent after": f"{back:.2f} s",
    }  # fmt: skip
    with capsys.disabled():
        print(f"\nfailover to a standby: {figures}")
    assert_heads_are_kept(pair, heads)
    assert_told_is_kept(pair.portal, people, told, figures)


def assert_heads_are_kept(pair: Pair, heads: object) -> None:
    """Every head the dead primary showed stands in the standby's chains, hash for hash."""
    missing = one(
        pair.standby,
        f"SELECT count(*) FROM json_each('{heads}'::json) AS h(chain, head) WHERE NOT EXISTS ("
        " SELECT FROM core_auditentry e WHERE e.chain = h.chain AND e.sequence = (head->>0)::bigint AND e.hash = head->>1)",
        NAME,
    )
    assert missing == 0, heads
