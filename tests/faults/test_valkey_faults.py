"""Valkey refused, silent or wiped stops nothing a person does: sessions, limits, codes and mail live in PostgreSQL."""

import contextlib
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator

from asnkarier.demo.accounts import DEMO_PASSWORD, account
from asnkarier.embedded.supervisor import beat_part, wait_for_web, web_part, worker_part
from asnkarier.embedded.valkey import binary
from core.front_store import SOCKET_SECONDS
from tests.e2e.people import unused_code
from tests.harness.fixtures import free_port
from tests.harness.instance import Instance
from tests.harness.live import LivePortal
from tests.harness.sending import gather
from tests.harness.visitor import Forms, Lost, Visitor

ADMIN, OFFICIAL = "admin.kementerian", "pyb.kementerian"
EXTENDABLE = "Kepala Biro Keuangan"
# The front cache asks Valkey on a leash; nothing else of a request may talk to it at all.
LINES_AT_MOST = 20


class SilentServer:
    """Takes every connection and never says a word; counts them."""

    def __init__(self) -> None:
        self.lines: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.take, daemon=True).start()

    def take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self.lines.append(self.door.accept()[0])

    def close(self) -> None:
        self.door.close()
        for line in self.lines:
            line.close()


@contextlib.contextmanager
def portal_with(test_instance: Instance, name: str, redis_url: str, *, whole: bool = False) -> Iterator[LivePortal]:
    """The demo portal with another broker address; only the web server, unless `whole`."""
    running = LivePortal(test_instance, f"asnkarier_{name}_{test_instance.worker}", test_instance.demo_template())
    broker = {"REDIS_URL": redis_url}
    running.web = web_part(running.environment("web") | broker, running.logs, running.port)
    running.worker = worker_part(running.environment("worker") | broker, running.logs)
    running.beat = beat_part(running.environment("worker") | broker, running.logs)
    running.collect_static()
    try:
        for part in running.parts if whole else [running.web]:
            part.start()
        assert wait_for_web(running.web, running.port) == 200
        yield running
    finally:
        running.stop()


def sign_in(portal: LivePortal, key: str) -> Visitor:
    """Password, then a fresh code where the account has an authenticator."""
    person, visitor = account(key), Visitor(portal.port)
    status, onward, _ = visitor.send("/akun/login/", "/akun/login/", login=person.email, password=DEMO_PASSWORD)
    assert status == 302, onward
    if person.totp_secret:
        assert onward == "/akun/2fa/authenticate/"
        status, onward, _ = visitor.send(onward, onward, code=unused_code(portal, person))
        assert (status, onward) == (302, "/papan/")
    return visitor


def send_application(portal: LivePortal, person: dict[str, str]) -> str:
    """Send a complete draft; returns its receipt number as the table has it."""
    visitor = Visitor(portal.port, person["session"])
    status, onward, _ = visitor.send(f"/lamaran/{person['application']}/periksa/", "/kirim/")
    assert (status, onward) == (302, f"/lamaran/{person['application']}/terkirim/")
    ((number,),) = portal.rows(
        "SELECT receipt_number FROM vacancies_application WHERE public_id = %s AND state = 'SUBMITTED'", (person["application"],)
    )
    assert number in visitor.request("GET", onward)[2]
    return number


def receipts_waiting(portal: LivePortal) -> list[str]:
    return [row[0] for row in portal.rows("SELECT state FROM core_outboxmessage WHERE key LIKE 'application-sent:%%'")]


def walk(portal: LivePortal) -> None:
    """What people do on an evening like any other."""
    anonymous = Visitor(portal.port)
    for page in ("/", "/lowongan/", "/hasil/"):
        assert anonymous.request("GET", page)[0] == 200
    before = len(receipts_waiting(portal))
    for person in gather(portal, 3):
        send_application(portal, person)
    assert len(receipts_waiting(portal)) == before + 3
    admin = sign_in(portal, ADMIN)
    extend(portal, admin)
    decide(portal, sign_in(portal, OFFICIAL))
    status, onward, _ = anonymous.send("/akun/password/reset/", "/akun/password/reset/", email=account(ADMIN).email)
    assert (status, onward) == (302, "/akun/password/reset/done/")
    assert "Traceback" not in portal.log("web")


def extend(portal: LivePortal, admin: Visitor) -> None:
    ((vacancy, used),) = portal.rows(
        "SELECT v.public_id, (SELECT count(*) FROM vacancies_registrationextension e WHERE e.vacancy_id = v.id)"
        " FROM vacancies_vacancy v WHERE v.position_title = %s",
        (EXTENDABLE,),
    )
    page = f"/instansi/lowongan/{vacancy}/perpanjang/"
    status, _, text = admin.send(page, "perpanjang", reason="Kabar lowongan terlambat sampai ke dua wilayah.")
    assert status == 200, re.sub(r"\s+", " ", text)[:2000]
    # The page that shows the effect has two buttons; this one is meant.
    ((target, fields),) = [found for found in Forms(text).found if "pasti" in found[1]]
    status, onward, text = admin.request("POST", target or page, {name: fields[name] for name in fields if name != "ubah"})
    assert (status, onward) == (302, f"{page}selesai/"), re.sub(r"\s+", " ", text)[:2000]
    assert portal.rows(
        "SELECT count(*) FROM vacancies_registrationextension e JOIN vacancies_vacancy v ON v.id = e.vacancy_id"
        " WHERE v.public_id = %s",
        (vacancy,),
    ) == [(used + 1,)], onward


def decide(portal: LivePortal, official: Visitor) -> None:
    """The first plan in an official's inbox, signed by the code of the sign-in a moment ago."""
    taken = "SELECT count(*) FROM approvals_decision WHERE actor_id = (SELECT id FROM accounts_user WHERE email = %s)"
    ((before,),) = portal.rows(taken, (account(OFFICIAL).email,))
    status, _, inbox = official.request("GET", "/persetujuan/?jenis=PLAN")
    assert status == 200
    page = re.findall(r"/persetujuan/[0-9a-f]{8}-[0-9a-f-]{27}/", inbox)[0]
    status, onward, text = official.send(page, page, verdict="APPROVE")
    assert (status, onward) == (302, "/persetujuan/"), re.sub(r"\s+", " ", text)[:2000]
    assert portal.rows(taken, (account(OFFICIAL).email,)) == [(before + 1,)]


def test_refused_valkey_stops_nothing(test_instance):
    with portal_with(test_instance, "refused", f"redis://127.0.0.1:{free_port()}/0") as portal:
        walk(portal)


def test_silent_valkey_stops_nothing_and_is_hardly_asked(test_instance):
    silent = SilentServer()
    try:
        with portal_with(test_instance, "silent", f"redis://127.0.0.1:{silent.port}/0") as portal:
            walk(portal)
            assert len(silent.lines) <= LINES_AT_MOST
            # All the waiting there was, over the whole walk: less than the second that one page might have lost.
            assert len(silent.lines) * SOCKET_SECONDS <= 1
    finally:
        silent.close()


class Valkey:
    """A server of this test's own, on a port, that may be wiped and killed."""

    def __init__(self, folder) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [str(binary()), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while self.say("PING") != b"+PONG":
            assert time.monotonic() < deadline, "Valkey did not start"
            time.sleep(0.05)

    def say(self, words: str) -> bytes:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=2) as line:
            line.sendall(words.encode() + b"\r\n")
            return line.recv(64).strip()
        return b""

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()


def test_wiped_and_restarted_valkey_loses_no_mail_and_the_worker_goes_on(test_instance, tmp_path):
    valkey, over = Valkey(tmp_path), threading.Event()
    valkey.start()
    try:
        with portal_with(test_instance, "wiped", f"redis://127.0.0.1:{valkey.port}/0", whole=True) as portal:
            *people, last = gather(portal, 13)
            failures: list[Exception] = []

            def stream() -> None:
                try:
                    for person in people:
                        send_application(portal, person)
                except (AssertionError, Lost) as error:
                    failures.append(error)

            def supervise() -> None:
                # A task that ends while the line is cut ends the whole worker (kombu asks a closed connection for its address);
                # the supervisor of the portal starts it again, and so does this one.
                while not over.wait(0.2):
                    for part in portal.parts:
                        part.revive(time.monotonic())

            watch = threading.Thread(target=supervise)
            watch.start()
            sending = threading.Thread(target=stream)
            sending.start()
            for _ in range(3):
                assert valkey.say("FLUSHALL") == b"+OK"
                valkey.kill()
                assert Visitor(portal.port).request("GET", "/lowongan/")[0] == 200
                valkey.start()
            # Wiped once more under people who sign in and extend.
            assert valkey.say("FLUSHALL") == b"+OK"
            extend(portal, sign_in(portal, ADMIN))
            sending.join()
            assert failures == []
            # Beat asks again, the worker takes again: every receipt leaves, once.
            portal.wait_for(lambda: set(receipts_waiting(portal)) == {"SENT"}, seconds=120)
            # A worker that reconnects and then takes nothing any more would show here. One that notices the cut only now ends and
            # is started again as before.
            send_application(portal, last)
            portal.wait_for(lambda: receipts_waiting(portal) == ["SENT"] * 13, seconds=60)
            over.set()
            watch.join()
            keys = portal.rows("SELECT message_id, count(*) FROM core_mailboxmessage GROUP BY message_id HAVING count(*) > 1")
            assert keys == []
            assert len(portal.rows("SELECT 1 FROM core_mailboxmessage WHERE subject LIKE 'Lamaran diterima:%%'")) >= len(people)
    finally:
        over.set()
        valkey.kill()
