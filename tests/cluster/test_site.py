"""The portal on eleven machines: what people do goes on over both web machines, and through the loss of six of them in turn.

Run by `make cluster`. This process keeps its own log of what each person was told, picks the moments of the faults from a printed
seed, and prints how long each took. The faults run in the order below on one site; each ends with all machines back.
"""

import hashlib
import http.client
import json
import smtplib
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable
from itertools import islice

import boto3
import psycopg2
import pytest
from botocore.exceptions import SSLError

from core.uploads.keys import MARK
from tests.cluster.certificates import Authority
from tests.cluster.crowd import PEOPLE, SEED, Crowd
from tests.cluster.topology import NAME, PASSWORDS, PORT, STREAMING, TOKEN, Site, wait_for
from tests.cluster.visiting import Guest
from tests.factories.files import heavy_pdf
from tests.faults.test_postgres_killed import kill_everything
from tests.harness.pair import HEADS, one
from tests.harness.sending import gather, send

PIECE = 256 * 1024
ALL_PEOPLE = 1 + 1 + 8 + 8 + 12 + 4 * PEOPLE


@pytest.fixture(scope="module")
def take(site) -> Callable[[int], list[dict[str, str]]]:
    """People with a complete draft who have not sent it yet, so many."""
    everybody = iter(gather(site, ALL_PEOPLE, 2))
    return lambda number: list(islice(everybody, number))


def deep(site: Site) -> dict[str, dict[str, object]]:
    """Parts of the deep health check of a web machine."""
    guest = Guest(site.webs[0].address, PORT)
    _, text = guest.exchange("GET", "/kesehatan/rinci/", headers={"Authorization": f"Bearer {TOKEN}"})
    return json.loads(text)["parts"]


def test_the_site_stands(site, tell):
    home = site.visitor().request("GET", "/")
    assert home[0] == 200
    assert site.visitor().request("GET", "/kesehatan/siap/")[0] == 404, "probes are none of the outside's business"
    assert site.visitor().request("GET", "/kesehatan/rinci/")[0] == 404
    wait_for(lambda: one(site.primary, "SELECT sync_state FROM pg_stat_replication") == "sync")
    assert deep(site)["standby"]["state"] == "ok"
    # Behind PgBouncer the limits of time come from the roles, not from the connection.
    limits = site.manage("shell", "-v", "0", "-c", SHOW_LIMITS, process="web").split()
    assert limits == ["5s", "15s"]
    tell("machines", machines=len(site.network.machines), processes=len(site.parts) + 2)


def test_lines_to_pooler_mail_and_store_are_encrypted_and_checked(site, take, tell):
    """Whoever is no part of the site's own authority is spoken to by nobody, and nobody is spoken to in the clear."""
    send(site, take(1)[0], {}, [])
    # The mail machine takes nothing in the clear, so this one came encrypted.
    wait_for(site.delivered)
    lines = [each["tls"] for each in site.pool_console("SHOW CLIENTS") if each["database"] == NAME]
    assert len(lines) >= len(site.webs)
    assert [line for line in lines if not line.startswith(("TLSv1.3", "TLSv1.2"))] == []
    other = Authority(site.home / "tls-other", "other")
    login = {"host": site.pool.address, "port": 6432, "dbname": NAME, "user": "asnkarier_web", "password": PASSWORDS["web"]}
    with pytest.raises(psycopg2.OperationalError, match="certificate verify failed"):
        psycopg2.connect(**login, sslmode="verify-full", sslrootcert=str(other.file))
    with pytest.raises(psycopg2.OperationalError, match="SSL required"):
        psycopg2.connect(**login, sslmode="disable")
    with smtplib.SMTP(site.post.address, 2525, timeout=10) as line:
        assert line.mail("siapa@uji.example")[0] == 530, "no mail before the line is encrypted"
        with pytest.raises(ssl.SSLCertVerificationError):
            line.starttls(context=ssl.create_default_context(cafile=str(other.file)))
    store = {
        "endpoint_url": f"https://{site.files.address}:9000",
        "aws_access_key_id": "kunci",
        "aws_secret_access_key": "rahasia",
    }
    with pytest.raises(SSLError):
        boto3.client("s3", **store, region_name="us-east-1", verify=str(other.file)).list_buckets()
    tell("encrypted", lines=Counter(line.split("/")[0] for line in lines), mails=len(site.delivered()))


SHOW_LIMITS = """
from django.db import connection
with connection.cursor() as cursor:
    for name in ('lock_timeout', 'statement_timeout'):
        cursor.execute(f'SHOW {name}')
        print(cursor.fetchone()[0])
"""


def test_a_file_in_pieces_over_both_machines_and_its_letter_from_either(site, take):
    """Pieces go to one machine and the other by turns; the file, and the receipt's letter, come byte for byte from both."""
    (person,) = take(1)
    application, session = person["application"], person["session"]
    one_, two = (Guest(machine.address, PORT, session) for machine in site.webs)
    ((kind, old),) = site.rows(
        "SELECT d.type, d.file FROM vacancies_applicationdocument d JOIN vacancies_application a ON a.id = d.application_id"
        " WHERE a.public_id = %s ORDER BY d.type LIMIT 1", (application,),
    )  # fmt: skip
    action = f"/lamaran/{application}/dokumen/{kind}/unggah/"
    _, fields = one_.form(f"/lamaran/{application}/dokumen/", action)
    token, content = fields["csrfmiddlewaretoken"], heavy_pdf(900_000)
    start = {"purpose": f"application:{application}:{kind}", "name": "surat.pdf", "size": str(len(content))}
    start |= {"csrfmiddlewaretoken": token, "fingerprint": hashlib.sha256(content).hexdigest()}
    status, _, text = one_.request("POST", "/unggahan/", start)
    assert status == 200, text
    upload = json.loads(text)["id"]
    for place in range(0, len(content), PIECE):
        headers = {"Content-Type": "application/octet-stream", "X-CSRFToken": token}
        address = f"/unggahan/{upload}/potongan/?mulai={place}"
        status, answer = (one_, two)[place // PIECE % 2].exchange("POST", address, content[place : place + PIECE], headers)
        assert status == 200, answer
    status, _, text = two.request("POST", action, {"csrfmiddlewaretoken": token, "file-unggahan": upload})
    assert status == 302, text[:2000]
    ((path, mark, document),) = site.rows(
        "SELECT d.file, d.sha256, d.public_id FROM vacancies_applicationdocument d"
        " JOIN vacancies_application a ON a.id = d.application_id WHERE a.public_id = %s AND d.type = %s", (application, kind),
    )  # fmt: skip
    assert path != old
    # The store holds it under its key, whoever asks may read it byte for byte.
    assert site.bucket().Object(path).get()["Body"].read().startswith(MARK)
    assert [guest.exchange("GET", f"/dokumen/{document}/")[1] for guest in (one_, two)] == [content, content]
    assert mark == hashlib.sha256(content).hexdigest()
    assert list(site.bucket().objects.filter(Prefix="uploads/")) == []

    told: dict[str, str] = {}
    send(site, person, told, [])
    letter = f"/lamaran/{application}/tanda-terima.pdf"
    first, second = (guest.exchange("GET", letter)[1] for guest in (one_, two))
    assert first.startswith(b"%PDF")
    assert first == second
    assert site.rows("SELECT sha256 FROM core_letter WHERE sha256 = %s", (hashlib.sha256(first).hexdigest(),))


def test_mail_of_what_was_sent_arrives_once(site, take, tell):
    crowd = Crowd(site, take(8))
    before = delivered_so_far(site)
    with crowd.sending(after=0):
        pass
    crowd.assert_kept()
    seconds = wait_for(lambda: mails_of(site, before) >= len(crowd.people), 90)
    time.sleep(2)
    assert mails_of(site, before) == len(crowd.people)
    tell("mail", people=len(crowd.people), seconds=round(seconds, 1))


def delivered_so_far(site: Site) -> int:
    """How many mails have arrived, once none of the walks before is still on its way."""
    wait_for(lambda: site.rows("SELECT count(*) FROM core_outboxmessage WHERE state = 'PENDING'") == [(0,)], 90)
    return len(site.delivered())


def mails_of(site: Site, start: int) -> int:
    return len({mail["id"] for mail in site.delivered()[start:] if "Lamaran diterima" in mail["subject"]})


def test_slow_clients_occupy_the_proxy_alone(site, tell):
    """Two hundred people on a line that hardly moves; a web process, of which there are four, would wait for each of them."""
    head = f"POST /akun/masuk/ HTTP/1.1\r\nHost: {site.proxy.address}\r\nContent-Length: 500000\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin="
    lines = []
    try:
        for _ in range(200):
            line = socket.create_connection((site.proxy.address, 80), timeout=10)
            line.sendall(head.encode())
            lines.append(line)
        pages = []
        for _ in range(20):
            began = time.monotonic()
            assert site.visitor("sesi-yang-tidak-ada").request("GET", "/lamaran/")[0] == 302
            pages.append(time.monotonic() - began)
    finally:
        for line in lines:
            line.close()
    assert max(pages) < 5
    tell("slow clients", held_open=len(lines), slowest_page_seconds=round(max(pages), 2))


def test_a_crowd_of_readers_is_answered_by_the_proxy_and_sees_a_change_within_two_seconds(site, tell):
    def read(path: str = "/", **headers: str) -> tuple[int, str | None, str]:
        line = http.client.HTTPConnection(site.proxy.address, 80, timeout=10)
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        found = answer.status, answer.getheader("X-Request-ID"), answer.read().decode()
        line.close()
        return found

    began = time.monotonic()
    answers = [read() for _ in range(300)]
    spent = time.monotonic() - began
    assert {status for status, _, _ in answers} == {200}
    # Whoever is answered by the proxy gets the number of the one request for whom the page was fetched.
    fetched = len({number for _, number, _ in answers})
    assert fetched <= spent + 2
    strangers = {number for _, number, _ in answers}
    known = [read(Cookie="sesi=tidak-ada") for _ in range(5)]
    assert not strangers & {number for _, number, _ in known}
    title = f"Kepala Biro yang Berganti Nama {SEED}"
    site.rows("UPDATE vacancies_vacancy SET position_title = %s WHERE state = 'OPEN'", (title,))
    began = time.monotonic()
    while title not in read()[2]:
        assert time.monotonic() - began < 2
    tell("result of a crowd", readers=300, asked=fetched, seen_after_s=round(time.monotonic() - began, 2))


def test_a_web_machine_is_lost(site, take, tell):
    crowd = Crowd(site, take(PEOPLE))
    with crowd.sending():
        site.kill("web1")
        began = time.monotonic()
        for _ in range(20):
            assert site.visitor().request("GET", "/")[0] == 200
        pages = time.monotonic() - began
    site.start_again("web1")
    wait_for(lambda: site.is_ready(site.webs[0]))
    crowd.assert_kept()
    tell(
        "web machine lost", sent=len(crowd.told), asked_again=len(crowd.lost), silence_seconds=round(crowd.longest_silence, 2),
        twenty_pages_seconds=round(pages, 2),
    )  # fmt: skip


def test_a_worker_machine_is_lost_with_the_beat_that_had_its_turn(site, take, tell):
    before = delivered_so_far(site)
    crowd = Crowd(site, take(PEOPLE))
    holder = holder_of_beat(site)
    with crowd.sending():
        began = time.monotonic()
        site.kill(f"{holder}-worker")
        site.kill(f"{holder}-beat")
    wait_for(lambda: holder_of_beat(site) not in ("", holder))
    taken_over = time.monotonic() - began
    crowd.assert_kept()
    seconds = wait_for(lambda: mails_of(site, before) >= len(crowd.people), 120)
    assert mails_of(site, before) == len(crowd.people)
    doubles = len([mail for mail in site.delivered()[before:] if "Lamaran diterima" in mail["subject"]]) - len(crowd.people)
    for name in (f"{holder}-worker", f"{holder}-beat"):
        site.start_again(name)
    tell(
        "worker machine lost", mails=len(crowd.people), twice_with_the_same_id=doubles,
        beat_taken_over_seconds=round(taken_over, 1), all_mails_seconds=round(seconds, 1),
    )  # fmt: skip


def holder_of_beat(site: Site) -> str:
    """The worker machine whose beat has its turn, "" while none has."""
    # PgBouncer stands between, so PostgreSQL does not know the machine; the beats' own words tell.
    mine = []
    for machine in site.workers:
        said = [line for line in (site.logs / f"{machine.name}-beat.log").read_text().splitlines() if "turn" in line]
        runs = site.parts[f"{machine.name}-beat"][1].process.poll() is None
        if runs and said and "takes its turn" in said[-1]:
            mine.append(machine.name)
    return mine[0] if len(mine) == 1 else ""


def test_valkey_is_lost(site, take, tell):
    crowd = Crowd(site, take(8))
    with crowd.sending(after=0):
        site.kill("cache")
        assert site.visitor().request("GET", "/")[0] == 200
    site.start_again("cache")
    crowd.assert_kept()
    tell("valkey lost", sent=len(crowd.told), asked_again=len(crowd.lost), silence_seconds=round(crowd.longest_silence, 2))


def test_the_cable_of_a_web_machine_is_pulled(site, take, tell):
    crowd = Crowd(site, take(PEOPLE))
    with crowd.sending():
        site.webs[1].pull_cable()
        began = time.monotonic()
        pages = []
        for _ in range(10):
            start = time.monotonic()
            # What was just asked of the machine waits until the proxy gives it up and asks the other.
            assert site.visitor().request("GET", "/bantuan/")[0] == 200
            pages.append(time.monotonic() - start)
        time.sleep(max(0, 3 - (time.monotonic() - began)))
        site.webs[1].plug_in()
    wait_for(lambda: site.is_ready(site.webs[1]))
    crowd.assert_kept()
    tell(
        "cable of a web machine pulled", sent=len(crowd.told), asked_again=len(crowd.lost),
        silence_seconds=round(crowd.longest_silence, 2), slowest_page_seconds=round(max(pages), 2),
    )  # fmt: skip


def test_the_cable_of_the_standby_is_pulled(site, take, tell):
    """Nothing is confirmed that the standby has not, until the operator says that it may be; then it goes on."""
    crowd = Crowd(site, take(12))
    with crowd.sending(after=2):
        site.second.pull_cable()
        time.sleep(1)
        before = len(crowd.told)
        time.sleep(3)
        during = len(crowd.told) - before
        # The step of docs/operations.md, "When the standby is lost".
        site.wait_for_standby(False)
        released = time.monotonic()
        wait_for(lambda: len(crowd.told) > before + during or not crowd.waiting)
        on = time.monotonic() - released
    site.second.plug_in()
    follows_again = wait_for(lambda: one(site.primary, STREAMING) == 1, 90)
    site.wait_for_standby(True)
    assert during == 0, "confirmed though the standby could not have it"
    crowd.assert_kept()
    tell(
        "cable of the standby pulled", sent=len(crowd.told), on_after_release_seconds=round(on, 2),
        follows_again_seconds=round(follows_again, 1),
    )  # fmt: skip


def test_the_primary_is_lost(site, take, tell):
    """`kill -9` of all of PostgreSQL on db1; the standby takes over, and a new copy on db1 follows it."""
    crowd = Crowd(site, take(PEOPLE))
    with crowd.sending():
        heads = one(site.primary, HEADS, NAME)
        dead = site.primary
        kill_everything(dead.process.pid)
        dead.process.wait()
        began = time.monotonic()
        public = site.visitor().request("GET", "/")[0]
        page = time.monotonic() - began
        site.promote_second()
        moved = time.monotonic() - began - page
        wait_for(site.asks_the_database)
        back = time.monotonic() - began
    crowd.assert_kept()
    began = time.monotonic()
    site.follow(site.primary, site.second, site.first, "db1")
    site.wait_for_standby(True)
    redundant = time.monotonic() - began
    wait_for(lambda: one(site.standby, HEADS, NAME) == one(site.primary, HEADS, NAME))
    missing = one(
        site.primary,
        f"SELECT count(*) FROM json_each('{heads}'::json) AS h(chain, head) WHERE NOT EXISTS ("
        " SELECT FROM core_auditentry e WHERE e.chain = h.chain AND e.sequence = (head->>0)::bigint AND e.hash = head->>1)",
        NAME,
    )
    assert missing == 0
    assert public == 200, "what is public is read from the standby meanwhile"
    tell(
        "primary lost", sent=len(crowd.told), asked_again=len(crowd.lost), acknowledged_lost=0,
        public_page_meanwhile_seconds=round(page, 2), promoted_and_moved_seconds=round(moved, 2),
        writes_again_seconds=round(back, 2),
        silence_seconds=round(crowd.longest_silence, 2), followed_again_seconds=round(redundant, 1),
    )  # fmt: skip
