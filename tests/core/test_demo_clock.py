"""The demo clock: forward and back to true time, in the demo only, on the record."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import actions, clock, demo_clock
from core.models import AuditEntry, DemoClock
from core.refusals import Refused
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
URL = "show_demo_clock"


def lead():
    return clock.demo_offset()


def test_page_shows_both_times_and_the_difference(client):
    actions.advance_demo_clock(by=timedelta(days=8, hours=3), actor=None)
    body = client.get(reverse(URL)).content.decode()
    for words in ("Jam portal", "Waktu nyata", "8 hari 3 jam di depan waktu nyata", "Kembali ke waktu nyata"):
        assert words in body


def test_page_at_true_time_offers_no_way_back(client):
    body = client.get(reverse(URL)).content.decode()
    assert "Sama dengan waktu nyata" in body
    assert "Kembali ke waktu nyata" not in body


@pytest.mark.parametrize(("step", "span"), [("jam", 3600), ("hari", 86_400), ("minggu", 7 * 86_400)])
def test_buttons_move_the_clock_forward(client, step, span):
    assert client.post(reverse(URL), {"langkah": step}).status_code == 302
    client.post(reverse(URL), {"langkah": step})
    assert lead() == timedelta(seconds=2 * span)


def test_reset_returns_to_true_time(client):
    client.post(reverse(URL), {"langkah": "minggu"})
    client.post(reverse(URL), {"langkah": "nyata"})
    assert lead() == timedelta(0)


def test_chosen_moment_is_read_as_western_time(client):
    target = (timezone.localtime() + timedelta(days=2)).replace(second=0, microsecond=0, tzinfo=None)
    response = client.post(reverse(URL), {"langkah": "saat", "at": target.isoformat(timespec="minutes")})
    assert response.status_code == 302
    assert abs((timezone.localtime(clock.now()).replace(tzinfo=None) - target).total_seconds()) < 5


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Pilih tanggal dan jam tujuan."),
        ("besok", "Tulis tanggal dan jam yang benar"),
        ("2020-01-01T00:00", "jam demo hanya dapat maju"),
        ("2099-01-01T00:00", "paling jauh 3 tahun"),
    ],
)
def test_impossible_moment_is_refused_beside_the_field(client, typed, sentence):
    response = client.post(reverse(URL), {"langkah": "saat", "at": typed})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert lead() == timedelta(0)


@pytest.mark.parametrize("sent", [{}, {"langkah": "mundur"}, {"tujuan": "kemarin"}, {"tujuan": "2026-01-01T00:00:00"}])
def test_unknown_step_changes_nothing(client, sent):
    assert client.post(reverse(URL), sent).status_code == 302
    assert lead() == timedelta(0)


def test_landmarks_lead_past_the_event(client, monkeypatch):
    at = timezone.now() + timedelta(days=5)
    past = demo_clock.Landmark("Sudah lewat", timezone.now() - timedelta(days=1))
    monkeypatch.setattr(demo_clock, "sources", [lambda now: [demo_clock.Landmark("Pendaftaran Direktur Uji ditutup", at), past]])
    page = client.get(reverse(URL))
    assert [each["label"] for each in page.context["landmarks"]] == ["Pendaftaran Direktur Uji ditutup"]
    client.post(reverse(URL), {"tujuan": page.context["landmarks"][0]["value"]})
    assert abs(clock.now() - at) < timedelta(seconds=5)


def test_every_move_is_on_the_record_under_true_time():
    person = UserFactory(full_name="Rini Admin")
    actions.advance_demo_clock(by=timedelta(days=400), actor=person)
    entry = AuditEntry.objects.get(act="move_demo_clock")
    assert (entry.chain, entry.actor_id) == ("portal", person.pk)
    assert '"after_seconds":34560000' in entry.body
    assert abs(entry.at_us / 1_000_000 - timezone.now().timestamp()) < 60


@pytest.mark.parametrize("span", [timedelta(0), timedelta(days=-1)])
def test_clock_never_goes_back_by_a_step(span):
    with pytest.raises(Refused, match="hanya dapat maju"):
        actions.advance_demo_clock(by=span, actor=None)
    assert not AuditEntry.objects.exists()


def test_clock_cannot_be_moved_outside_the_demo(client, settings):
    settings.DEMO = False
    assert client.get(reverse(URL)).status_code == 404
    assert client.post(reverse(URL), {"langkah": "hari"}).status_code == 404
    with pytest.raises(Refused, match="hanya dapat digeser pada peragaan"):
        actions.reset_demo_clock(actor=None)
    assert not DemoClock.objects.exists()


def test_offset_counts_in_the_demo_only(settings):
    actions.advance_demo_clock(by=timedelta(days=1), actor=None)
    settings.DEMO = False
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)
    assert abs(clock.transaction_now() - timezone.now()) < timedelta(seconds=60)


def test_get_changes_nothing(client):
    client.get(reverse(URL), {"langkah": "hari"})
    assert lead() == timedelta(0)
