"""The test bench itself: role, cleaning, guards."""

import socket

import psycopg2
import pytest
from django.db import ProgrammingError, connection, transaction
from django.http import FileResponse
from django.template import Context, Template
from django.utils import timezone

from accounts.models import Session
from asnkarier.embedded import database
from core.roles import append_only_tables
from tests.harness import guards
from tests.harness.order import dealt


@pytest.mark.django_db
def test_suite_connects_as_the_web_role():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (database.WEB, False, False, False, False)


@pytest.mark.django_db
@pytest.mark.parametrize("role", database.ROLES)
def test_no_role_of_the_portal_is_a_superuser(role, owner_connection):
    with owner_connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", [role])
        assert cursor.fetchone() == (False, False, False, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE intruder (id int)",
        "ALTER TABLE accounts_user ADD COLUMN intruder int",
        "DROP TABLE accounts_user",
        "TRUNCATE accounts_user",
        "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
        "SET ROLE asnkarier_owner",
        "SET session_replication_role = replica",
        "DELETE FROM django_migrations",
    ],
)
def test_web_role_may_not(statement):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_web_and_worker_may_not_change_append_only_rows(test_instance):
    tables = append_only_tables()
    assert tables
    for role in (database.WEB, database.WORKER):
        for table in tables:
            for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
                line = test_instance.connect(user=role)
                with line.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    cursor.execute(statement)
                line.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_gone_in_the_next_test(turn, second_connection):
    assert Session.objects.count() == 0
    Session.objects.create(session_key=f"turn{turn}", session_data="", expire_date=timezone.now())
    with second_connection.cursor() as cursor:
        cursor.execute("SELECT session_key FROM django_session")
        assert cursor.fetchall() == [(f"turn{turn}",)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_rows_written_behind_djangos_back_do_not_stay(turn, owner_connection):
    with owner_connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_content_type")
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('uji', %s)", (f"baris{turn}",))


@pytest.mark.django_db
def test_unordered_rows_come_shuffled():
    Session.objects.bulk_create(Session(session_key=f"{n:03}", session_data="", expire_date=timezone.now()) for n in range(50))
    in_order = [f"{n:03}" for n in range(50)]
    assert list(Session.objects.order_by("session_key").values_list("session_key", flat=True)) == in_order
    assert [row.session_key for row in Session.objects.order_by("session_key")] == in_order
    unordered = list(Session.objects.values_list("session_key", flat=True))
    assert unordered != in_order
    assert sorted(unordered) == in_order
    assert sorted(row.session_key for row in Session.objects.all().iterator(chunk_size=7)) == in_order


@pytest.mark.django_db
def test_lock_without_of_fails():
    with pytest.raises(AssertionError, match="of="), transaction.atomic():
        list(Session.objects.select_for_update())
    with transaction.atomic():
        assert list(Session.objects.select_for_update(of=("self",), no_key=True).order_by("pk")) == []


@pytest.mark.django_db
def test_file_left_open_fails(tmp_path):
    """With a database: the end of an answer looks after the connections there are."""
    path = tmp_path / "surat.pdf"
    path.write_bytes(b"isi")
    with pytest.raises(AssertionError, match="not read to the end"), guards.closed_files():
        FileResponse(path.open("rb"))
    with guards.closed_files():
        FileResponse(path.open("rb")).close()


def test_undefined_template_variable_fails():
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable"):
        Template("{{ missing.thing }}").render(Context({}))


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("contoh.example", 443), ("2001:db8::1", 80)])
def test_network_is_closed(address):
    with pytest.raises(AssertionError, match="loopback"):
        socket.create_connection(address, timeout=1)


@pytest.mark.parametrize("address", [("127.0.0.1", 80), ("localhost", 80), ("::1", 80), "/tmp/some.sock"])
def test_loopback_is_open(address):
    assert guards.refuse_outside(address) is None


def test_smtp_sink_keeps_and_refuses(smtp_sink):
    from smtplib import SMTPException

    from django.core.mail import send_mail

    send_mail("Undangan", "Isi", "a@contoh.example", ["b@contoh.example"])
    assert [message["Subject"] for message in smtp_sink.messages] == ["Undangan"]
    assert smtp_sink.recipients == ["b@contoh.example"]
    smtp_sink.refusal = "451 Coba lagi"
    with pytest.raises(SMTPException):
        send_mail("Undangan kedua", "Isi", "a@contoh.example", ["b@contoh.example"])
    assert len(smtp_sink.messages) == 1


def test_broker_answers(broker):
    import redis

    line = redis.Redis(unix_socket_path=str(broker.socket), db=15)
    line.set("kunci", "nilai")
    assert line.get("kunci") == b"nilai"
    line.flushdb()
    line.close()


@pytest.mark.parametrize("workers", [1, 2, 3, 4, 7])
@pytest.mark.parametrize(("long", "short"), [(0, 0), (0, 5), (9, 0), (9, 40), (40, 9)])
def test_every_test_is_dealt_once_and_half_of_the_shares_begin_with_long_ones(workers, long, short):
    slow, quick = [("slow", number) for number in range(long)], [("quick", number) for number in range(short)]
    order = dealt(slow, quick, workers, lambda item: item[1] // 3)
    assert sorted(order) == sorted(slow + quick)
    if (workers, long, short) == (4, 9, 40):
        # Shares as pytest-xdist cuts them: 12, 12, 12 and 13.
        assert [order[start][0] for start in (0, 12, 24, 36)] == ["slow", "slow", "quick", "quick"]
        assert order[:6] == [("slow", number) for number in (0, 1, 2, 6, 7, 8)]
