"""Seals: every new row once, outside the database before anybody relies on it, and a refusal when the sealer stands still."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from core import audit, seals
from core.chain_hash import GENESIS_HASH
from core.models import AuditEntry, Seal, SealedRange, SealReceipt
from core.seal_file import read_lines, seal_file
from core.seal_lines import RangeOfRows, root_of
from core.seals import SealsGoneBack, export_seals, latest_root, seal_and_export, seal_new_rows, seal_refusal
from core.time_stamps import TimeStamp
from selection.actions import determination
from talent.actions import fills

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.owasp("A08")]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A seal file of this test's own."""
    settings.SEAL_FOLDER = str(tmp_path / "seals")
    return tmp_path / "seals"


def write(chain: str, count: int = 1) -> None:
    for number in range(count):
        audit.record(chain=chain, act="try_something", actor=None, object_type="Thing", object_id=str(number))


def age_seals(owner, **gap: float) -> None:
    """Make every seal and row older, as the superuser with triggers off."""
    seconds = timedelta(**gap).total_seconds()
    with owner.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE core_seal SET sealed_at = sealed_at - make_interval(secs => %s)", [seconds])
        cursor.execute("UPDATE core_auditentry SET at_us = at_us - %s * 1000000", [seconds])
        cursor.execute("SET session_replication_role = origin")


def lines() -> list[dict]:
    return [json.loads(line) for line in read_lines(seal_file())]


def test_each_row_is_sealed_once_in_the_order_of_chains_and_rows(owner_connection):
    write("vacancy:b", 2)
    write("vacancy:a", 3)
    first = seal_and_export()
    age_seals(owner_connection, minutes=1)
    write("vacancy:b", 1)
    second = seal_and_export()
    assert [(s.number, s.entries) for s in (first, second)] == [(1, 5), (2, 1)]
    assert second.previous_hash == first.hash
    assert list(SealedRange.objects.order_by("seal_id", "chain").values_list("seal_id", "chain", "first", "last")) == [
        (1, "vacancy:a", 1, 3),
        (1, "vacancy:b", 1, 2),
        (2, "vacancy:b", 3, 3),
    ]
    hashes = dict(AuditEntry.objects.filter(chain="vacancy:a").order_by("pk").values_list("sequence", "hash"))
    assert lines()[0]["ranges"][0] == {"chain": "vacancy:a", "first": 1, "hashes": [hashes[1], hashes[2], hashes[3]]}
    parts = [RangeOfRows(p["chain"], p["first"], tuple(p["hashes"])) for p in lines()[0]["ranges"]]
    assert root_of(GENESIS_HASH, parts) == first.root == lines()[0]["root"]


def test_not_twice_in_a_minute_and_without_rows_only_every_five(owner_connection):
    write("vacancy:a")
    assert seal_new_rows().number == 1
    write("vacancy:a")
    assert seal_new_rows() is None
    age_seals(owner_connection, minutes=1)
    assert seal_new_rows().number == 2
    age_seals(owner_connection, minutes=4)
    assert seal_new_rows() is None
    age_seals(owner_connection, minutes=1)
    empty = seal_new_rows()
    assert (empty.number, empty.entries) == (3, 0)


def test_a_long_backlog_takes_several_seals_at_once(monkeypatch):
    monkeypatch.setattr(seals, "MOST_ROWS", 3)
    write("vacancy:a", 5)
    write("vacancy:b", 2)
    assert [seal_and_export().entries for _ in range(3)] == [3, 3, 1]
    assert list(SealedRange.objects.order_by("pk").values_list("chain", "first", "last")) == [
        ("vacancy:a", 1, 3),
        ("vacancy:a", 4, 5),
        ("vacancy:b", 1, 1),
        ("vacancy:b", 2, 2),
    ]


def test_rows_of_an_old_chain_are_found_when_all_heads_are_compared(owner_connection, monkeypatch):
    write("vacancy:a")
    seal_new_rows()
    write("vacancy:b")
    age_seals(owner_connection, hours=2)
    monkeypatch.setattr(seals, "COMPARE_ALL", 2)
    assert seal_new_rows().entries == 1


def test_only_one_process_seals(second_connection):
    write("vacancy:a")
    with second_connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [seals.LOCK])
    assert seal_new_rows() is None
    second_connection.rollback()
    assert seal_new_rows().number == 1


def test_a_root_counts_only_once_it_is_outside():
    write("vacancy:a")
    sealed = seal_new_rows()
    assert latest_root() is None
    export_seals()
    assert (latest_root().root, latest_root().number) == (sealed.root, 1)
    assert SealReceipt.objects.get(keeper="time-stamp").is_certified is False


def test_export_goes_on_where_it_was_cut_off(owner_connection):
    write("vacancy:a")
    seal_new_rows()
    export_seals()
    age_seals(owner_connection, minutes=1)
    write("vacancy:a")
    seal_new_rows()
    with seal_file().open("ab") as file:
        file.write(b'{"number":2,"torn')
    assert export_seals() == 1
    assert [line["number"] for line in lines()] == [1, 2]
    assert export_seals() == 0


def test_receipts_lost_by_a_kill_are_written_later(monkeypatch):
    write("vacancy:a")
    seal_new_rows()
    with monkeypatch.context() as cut_off:
        cut_off.setattr(seals, "_acknowledge", lambda *_, **__: None)
        export_seals()
    assert not SealReceipt.objects.exists()
    export_seals()
    assert latest_root().number == 1


def test_an_older_database_put_back_is_refused(owner_connection):
    write("vacancy:a")
    seal_and_export()
    with owner_connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM core_sealreceipt; DELETE FROM core_sealedrange; DELETE FROM core_seal")
        cursor.execute("SET session_replication_role = origin")
    with pytest.raises(SealsGoneBack):
        seal_and_export()
    with pytest.raises(SealsGoneBack):
        export_seals()
    assert latest_root() is None


def test_a_silent_time_stamp_service_is_asked_again(monkeypatch):
    answers = [OSError("no route"), TimeStamp("Penyedia contoh", True, b"token")]

    class Service:
        def stamp(self, digest: bytes) -> TimeStamp:
            assert len(digest) == 32
            answer = answers.pop(0)
            if isinstance(answer, OSError):
                raise answer
            return answer

    monkeypatch.setattr(seals, "time_stamper", Service)
    write("vacancy:a")
    seal_and_export()
    assert not SealReceipt.objects.filter(keeper="time-stamp").exists()
    assert latest_root().number == 1
    export_seals()
    stamp = SealReceipt.objects.get(keeper="time-stamp")
    assert (stamp.authority, stamp.is_certified, stamp.token) == ("Penyedia contoh", True, "dG9rZW4=")


@pytest.mark.parametrize(("minutes", "is_refused"), [(14.9, False), (15.1, True)])
def test_nothing_is_determined_over_an_old_seal(owner_connection, minutes, is_refused):
    write("vacancy:a")
    seal_and_export()
    age_seals(owner_connection, minutes=minutes)
    assert (seal_refusal() is not None) == is_refused


def test_a_portal_that_never_sealed_is_refused_after_15_minutes(owner_connection):
    assert seal_refusal() is None
    write("vacancy:a")
    assert seal_refusal() is None
    age_seals(owner_connection, minutes=16)
    assert seal_refusal().startswith("Penetapan ditunda")


def test_the_question_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        seal_refusal()


def test_a_determination_asks_first(monkeypatch):
    monkeypatch.setattr(determination, "seal_refusal", lambda: "Belum disegel.")
    with pytest.raises(determination.Refused, match=r"Belum disegel\."):
        determination.write_determination(vacancy=None, request=None, step=None, actor=None, duty="", choices=[], now=None)
    monkeypatch.setattr(fills, "seal_refusal", lambda: "Belum disegel.")
    with pytest.raises(determination.Refused, match=r"Belum disegel\."):
        fills.determine_fill(fill=None, step=None, actor=None, duty="", place=1, reason="", now=None)


@pytest.mark.parametrize("table", ["core_seal", "core_sealedrange", "core_sealreceipt"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_web_role_changes_no_seal(table, statement):
    write("vacancy:a")
    seal_and_export()
    column = "seal_id" if table != "core_seal" else "number"
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))
    assert Seal.objects.count() == 1
