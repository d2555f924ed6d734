"""Health for machines, the row of every round, samples, sweeps, and the page for BKN's admins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings as portal
from django.core.cache import cache
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from accounts import actions as account_actions
from accounts.models import Session
from asnkarier.celery import app
from asnkarier.condition_page import TASKS, hours_of
from core import meters, tasks
from core.condition.reading import HEARTBEAT, Condition, Round, Standby, read_condition
from core.condition.sampling import forget_expired_limits, schedule_intervals, take_sample
from core.condition.verdicts import findings, late_tasks, size_words, span_words, worst
from core.models import ConditionSample, OutboxMessage, TaskRound
from core.slow_queries import watch
from tests.factories.people import MembershipFactory

WELL = Condition(
    at=datetime(2026, 11, 20, tzinfo=UTC),
    mails_waiting=0,
    mail_overdue=0,
    bulk_overdue=0,
    seal_age=30,
    seal_number=7,
    sessions=3,
    trail_rows=10,
    database_bytes=10**7,
    disk_free=50,
    disk_total=100,
    rounds=(Round(HEARTBEAT, 4.0, 0.1, None, 0),),
    standby=None,
)
TOKEN = {"Authorization": "Bearer kunci-pengamat"}


@pytest.fixture
def watched(settings, tmp_path):
    settings.MONITOR_TOKEN = "kunci-pengamat"
    settings.METERS_FOLDER = str(tmp_path)


def overdue_mail(seconds, **values):
    return OutboxMessage.objects.create(
        key=f"uji-{seconds}-{values}",
        to_address="a@contoh.go.id",
        subject="s",
        text="t",
        next_attempt_at=timezone.now() - timedelta(seconds=seconds),
        **values,
    )


@pytest.mark.parametrize(
    ("change", "code", "state"),
    [
        ({}, None, "good"),
        ({"mail_overdue": 301}, "outbox", "wait"),
        ({"mail_overdue": 3601}, "outbox", "stop"),
        ({"bulk_overdue": 3 * 3600}, None, "good"),
        ({"bulk_overdue": 7 * 3600}, "bulk_outbox", "wait"),
        ({"seal_age": 8 * 60}, "seal", "wait"),
        ({"seal_age": 16 * 60}, "seal", "stop"),
        ({"rounds": ()}, "heartbeat", "stop"),
        ({"rounds": (Round(HEARTBEAT, 61, 0, None, 0),)}, "heartbeat", "wait"),
        ({"rounds": (Round(HEARTBEAT, 181, 0, None, 0),)}, "heartbeat", "stop"),
        ({"disk_free": 14}, "disk", "wait"),
        ({"disk_free": 4}, "disk", "stop"),
        ({"standby": Standby(0, 0.0)}, None, "good"),
        ({"standby": Standby(9000, 31.0)}, "standby", "wait"),
        ({"standby": Standby(None, None)}, "standby", "stop"),
    ],
)
def test_each_figure_has_its_border(change, code, state):
    found = findings(replace(WELL, **change), {})
    assert worst(found) == state
    assert [each.code for each in found if each.state != "good"] == ([code] if code else [])


def test_a_task_is_late_after_three_of_its_intervals_and_two_minutes():
    rounds = (Round("a", 180.0, 0, None, 0), Round("b", 181.0, 0, None, 0), Round("c", None, 0, 3.0, 1))
    assert late_tasks(replace(WELL, rounds=rounds), {"a": 20, "b": 20, "c": 20, "d": 20}) == ["b"]


@pytest.mark.parametrize(
    ("seconds", "words"), [(4.9, "4 detik"), (60, "1 menit"), (7500, "2 jam 5 menit"), (90000, "1 hari 1 jam")]
)
def test_spans_are_told_in_two_units(seconds, words):
    assert span_words(seconds) == words


@pytest.mark.parametrize(("size", "words"), [(512, "512 bita"), (1536, "1,5 KB"), (2 * 1024**3, "2 GB"), (3 * 1024**4, "3 TB")])
def test_sizes_are_told_in_one_unit(size, words):
    assert size_words(size) == words


def test_the_condition_is_read_from_rows(db):
    overdue_mail(600)
    overdue_mail(9000, is_bulk=True)
    overdue_mail(5000, state="SENT")
    overdue_mail(-600)
    condition = read_condition()
    assert condition.mails_waiting == 3
    assert 600 <= condition.mail_overdue < 660
    assert 9000 <= condition.bulk_overdue < 9060
    assert condition.heartbeat_age is None
    assert condition.standby is None
    assert 0 < condition.disk_free < condition.disk_total


def test_live_asks_nothing_and_ready_one_thing(client, db, django_assert_num_queries, monkeypatch):
    with django_assert_num_queries(0):
        live = client.get(reverse("show_live"))
    assert (live.status_code, live.content, live["Cache-Control"]) == (200, b"ok\n", "no-store")
    assert client.get(reverse("show_ready")).status_code == 200
    monkeypatch.setattr("core.condition.reading.connection", SimpleNamespace(cursor=refuse))
    assert client.get(reverse("show_ready")).status_code == 503


def refuse(*args, **kwargs):
    raise OperationalError("kenari-dsn-rahasia")


@pytest.mark.owasp("A01")
@pytest.mark.parametrize("name", ["show_deep", "show_meters"])
@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer salah", "Basic kunci-pengamat", "kunci-pengamat"])
def test_figures_do_not_exist_without_the_token(client, db, watched, name, sent):
    assert client.get(reverse(name), headers={"Authorization": sent} if sent else {}).status_code == 404


@pytest.mark.parametrize("name", ["show_deep", "show_meters"])
def test_figures_do_not_exist_where_no_token_is_set(client, db, settings, name):
    settings.MONITOR_TOKEN = ""
    assert client.get(reverse(name), headers={"Authorization": "Bearer "}).status_code == 404


def test_deep_names_every_part_and_fails_with_the_worst(client, db, watched):
    silent = client.get(reverse("show_deep"), headers=TOKEN)
    assert silent.status_code == 503
    assert silent.json()["parts"]["heartbeat"] == {"state": "failed", "value": -1}
    TaskRound.objects.create(name=HEARTBEAT, ended_at=timezone.now())
    TaskRound.objects.create(name="core.tasks.seal_trail", ended_at=timezone.now() - timedelta(hours=1))
    answer = client.get(reverse("show_deep"), headers=TOKEN)
    assert set(answer.json()["parts"]) == {"heartbeat", "outbox", "bulk_outbox", "seal", "tasks", "disk"}
    assert answer.json()["late_tasks"] == ["core.tasks.seal_trail"]
    assert answer.json()["parts"]["tasks"]["state"] == "late"
    assert answer.json()["last_rounds"]["core.tasks.seal_trail"] >= 3600


def test_deep_tells_of_a_silent_database_without_its_address(client, db, watched, monkeypatch):
    monkeypatch.setattr("core.condition.reading.connection", SimpleNamespace(cursor=refuse))
    answer = client.get(reverse("show_deep"), headers=TOKEN)
    assert answer.status_code == 503
    assert answer.json() == {"state": "failed", "parts": {"database": {"state": "failed"}}}
    assert b"asnkarier_database_up 0.0" in client.get(reverse("show_meters"), headers=TOKEN).content


def test_meters_add_up_what_was_counted(client, db, watched):
    TaskRound.objects.create(name=HEARTBEAT, ended_at=timezone.now(), seconds=0.25, failures=2)
    meters.count_request("list_vacancies", "GET", "200", 0.03)
    meters.count_request("list_vacancies", "GET", "200", 0.3)
    text = client.get(reverse("show_meters"), headers=TOKEN).content.decode()
    assert 'asnkarier_requests_total{method="GET",route="list_vacancies",status="200"} 2.0' in text
    assert 'asnkarier_request_seconds_bucket{le="0.05",route="list_vacancies"} 1.0' in text
    assert f'asnkarier_task_failures{{task="{HEARTBEAT}"}} 2.0' in text
    assert "asnkarier_database_up 1.0" in text


def test_a_task_leaves_a_row_of_its_round(db, monkeypatch):
    task = app.tasks[HEARTBEAT]
    monkeypatch.setattr(task, "recorded", 0.0, raising=False)
    tasks.mark_heartbeat.apply()
    first = TaskRound.objects.get()
    assert timezone.now() - first.ended_at < timedelta(seconds=60)
    tasks.mark_heartbeat.apply()
    assert TaskRound.objects.get().ended_at == first.ended_at, "not more than one row in ten seconds"
    monkeypatch.setattr(task, "run", refuse)
    tasks.mark_heartbeat.apply()
    found = TaskRound.objects.get()
    assert (found.failures, found.ended_at) == (1, first.ended_at)
    assert found.failed_at is not None
    connection.execute_wrappers.remove(watch)


def test_every_repeated_task_has_words_and_an_interval():
    app.loader.import_default_modules()
    assert set(TASKS) == set(schedule_intervals())
    assert all(name in app.tasks for name in TASKS)
    assert len(portal.CELERY_BEAT_SCHEDULE) == len(TASKS)


def test_samples_come_every_five_minutes_and_go_after_a_month(db):
    old = timezone.now() - timedelta(days=32)
    values = dict.fromkeys(
        ("mail_overdue_seconds", "seal_age_seconds", "late_tasks", "sessions", "trail_rows", "database_bytes"), 0
    )
    ConditionSample.objects.create(at=old, mails_waiting=0, disk_free_bytes=0, **values)
    overdue_mail(10)
    first = take_sample()
    assert first.mails_waiting == 1
    assert take_sample() is None
    assert list(ConditionSample.objects.all()) == [first]


def test_expired_sessions_and_limits_are_deleted_and_no_others(db, monkeypatch):
    now = timezone.now()
    for key, hours in (("lama-1", -3), ("lama-2", -2), ("lama-3", -1), ("kini", 1)):
        Session.objects.create(session_key=key, session_data="x", expire_date=now + timedelta(hours=hours))
    monkeypatch.setattr(account_actions, "BATCH", 2)
    assert [account_actions.sweep_sessions() for _ in range(3)] == [2, 1, 0]
    assert [each.session_key for each in Session.objects.order_by("pk")] == ["kini"]
    cache.set("hitungan-lama", 1, timeout=60)
    cache.set("hitungan-kini", 1, timeout=60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_cache SET expires = now() - interval '2 hours' WHERE cache_key LIKE '%lama'")
    assert forget_expired_limits() == 1
    assert cache.get("hitungan-kini") == 1


def sample(at, **values):
    named = dict.fromkeys(("mails_waiting", "mail_overdue_seconds", "late_tasks", "trail_rows"), 0)
    return ConditionSample(
        at=at, **named | {"seal_age_seconds": 60, "sessions": 1, "database_bytes": 1, "disk_free_bytes": 1} | values
    )


def test_hours_hold_the_highest_and_the_growth_and_show_gaps():
    start = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    samples = [
        sample(start, trail_rows=100, mails_waiting=3),
        sample(start + timedelta(minutes=55), trail_rows=140, mails_waiting=9),
        sample(start + timedelta(hours=2), trail_rows=150, seal_age_seconds=90),
    ]
    rows = hours_of(samples, start + timedelta(hours=2, minutes=10))
    assert [(row["label"], row["acts"], row["mails"], row["is_empty"]) for row in rows] == [
        ("08.00", 40, 9, False),
        ("09.00", 0, 0, True),
        ("10.00", 10, 0, False),
    ]
    assert rows[-1]["seal"] == 1.5


def test_the_page_tells_the_condition_in_words(client, db, monkeypatch):
    # The machine that runs the suite may be short of room; the borders have their own test.
    room = SimpleNamespace(total=WELL.disk_total, free=WELL.disk_free)
    monkeypatch.setattr("core.condition.reading.shutil.disk_usage", lambda _: room)
    admin = MembershipFactory(role="BKN_ADMIN", agency=None).user
    now = timezone.now()
    ConditionSample.objects.bulk_create(sample(now - timedelta(minutes=5 * place), trail_rows=900 - place) for place in range(60))
    TaskRound.objects.create(name=HEARTBEAT, ended_at=now, seconds=0.2)
    TaskRound.objects.create(name="core.tasks.deliver_outbox", ended_at=now - timedelta(hours=2))
    client.force_login(admin)
    page = client.get(reverse("show_condition")).content.decode()
    assert "Portal berjalan, ada bagian yang perlu dilihat" in page
    assert "1 terlambat" in page
    assert page.index("Mengirim surel") < page.index("Menyegel jejak")
    assert page.count('role="img"') == 4
    assert "<script" not in page.split("<main", 1)[1].split("</main", 1)[0]


def test_the_page_says_so_when_the_database_is_too_busy(client, db, monkeypatch):
    client.force_login(MembershipFactory(role="BKN_ADMIN", agency=None).user)
    monkeypatch.setattr("asnkarier.condition_page.read_condition", refuse)
    page = client.get(reverse("show_condition")).content.decode()
    assert "Keadaan belum dapat dibaca" in page
    assert "kenari-dsn-rahasia" not in page
