"""Alerts: asked for, confirmed by their owner only, sent once, stopped by one click; nobody's letter box is filled."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as portal
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import OutboxMessage
from tests.factories.people import AgencyFactory, RegionFactory, UserFactory
from tests.factories.vacancies import VacancyFactory
from vacancies.models import SavedVacancy, Vacancy, VacancyAlert
from vacancies.rules.alerts import wish_fits
from vacancies.subscriptions import (
    CONFIRM,
    MANAGE,
    STOP,
    alert_token,
    chosen_filters,
    filters_text,
    posted,
    subscribers_of,
    wish_of,
)  # fmt: skip
from vacancies.tasks import send_due_alerts

pytestmark = pytest.mark.django_db
CREATE = reverse("create_alert")
ADDRESS = "ibu.sari@kemen.example"
# Friday, a quarter past six in the morning.
FRIDAY = datetime(2026, 12, 4, 6, 15, tzinfo=ZoneInfo("Asia/Jakarta"))


def ask(client, query="", **values):
    return client.post(CREATE + query, {"email": ADDRESS, "frequency": "DAILY", **values})


def mails(key=""):
    return list(OutboxMessage.objects.filter(key__startswith=key).order_by("pk"))


def page(name, alert, purpose):
    return reverse(name, args=[alert_token(alert, purpose)])


def an_alert(**fields):
    now = timezone.now()
    values = {"email": ADDRESS, "label": "Semua", "created_at": now, "confirmed_at": now, "sent_until": now}
    return VacancyAlert.objects.create(**values | fields)


def link_in(text, path):
    (found,) = set(re.findall(rf"{re.escape(portal.PORTAL_URL)}({re.escape(path)}\S+)", text))
    return found


def test_nothing_runs_before_the_owner_confirms_by_a_button(client):
    RegionFactory(code="31", name="Jakarta")
    VacancyFactory(state="OPEN", level="MADYA", plan=False)
    assert "JPT Madya, berisi “kepala biro”" not in client.get(CREATE).content.decode()
    answer = ask(client, "?tingkat=MADYA&cari=kepala++biro&status=dibuka&urut=terbaru")
    assert answer["Location"] == reverse("show_alert_requested")
    alert = VacancyAlert.objects.get()
    assert (alert.email, alert.filters, alert.confirmed_at) == (ADDRESS, "cari=kepala+biro&tingkat=MADYA", None)
    assert alert.label == "berisi “kepala biro”, JPT Madya"
    (mail,) = mails()
    assert (mail.kind, mail.to_address, mail.subject) == ("vacancy_alert", ADDRESS, "Konfirmasi langganan lowongan")
    assert mail.stop_url == portal.PORTAL_URL + page("stop_alert", alert, STOP)
    link = link_in(mail.text, "/langganan/konfirmasi/")
    # A scanner opens every link, twice.
    for _ in range(2):
        assert "Ya, mulai langganan" in Client().get(link).content.decode()
        assert Client().head(link).status_code == 200
    alert.refresh_from_db()
    assert alert.confirmed_at is None
    send_due_alerts()
    assert len(mails()) == 1
    assert client.post(link)["Location"].startswith("/langganan/kelola/")
    alert.refresh_from_db()
    confirmed = alert.confirmed_at
    assert confirmed is not None
    assert client.post(link).status_code == 302
    alert.refresh_from_db()
    assert alert.confirmed_at == confirmed
    assert client.get(link).status_code == 302


def test_the_mail_to_an_unproven_address_carries_no_words_of_whoever_asked(client):
    ask(client, "?cari=Anda+menang,+buka+https://hadiah.example&tingkat=MADYA")
    (mail,) = mails()
    assert "hadiah" not in f"{mail.subject}{mail.text}{mail.html}"
    assert "dengan kata yang diketik" in mail.text
    assert "hadiah.example" in client.get(link_in(mail.text, "/langganan/konfirmasi/")).content.decode()
    ask(client, "?tingkat=MADYA")
    assert "Pencarian : JPT Madya" in mails()[-1].text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"email": ""}, "Tuliskan alamat surel Anda."),
        ({"email": "bukan alamat"}, "Alamat surel ini belum lengkap"),
        ({"frequency": ""}, "Pilih seberapa sering surel dikirim."),
        ({"frequency": "HOURLY"}, "bukan salah satu dari pilihan"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_typed_words_stay(client, values, sentence):
    answer = ask(client, "?cari=biro", **values)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in text
    assert "berisi “biro”" in text
    if values.get("email") is None:
        assert f'value="{ADDRESS}"' in text
    assert not VacancyAlert.objects.exists()
    assert not mails()


def test_search_too_long_to_keep_is_refused_with_a_sentence(client):
    answer = ask(client, "?cari=" + "%E4%B8%AD" * 100)
    assert "Kata pencarian terlalu panjang untuk langganan" in answer.content.decode()
    assert not VacancyAlert.objects.exists()


def test_an_address_is_written_to_three_times_a_day_at_most(client, monkeypatch):
    # Every request is a moment of its own; the transaction of a test would make them one.
    moments = iter(timezone.now() + timedelta(seconds=number) for number in range(9))
    monkeypatch.setattr("core.clock.transaction_now", lambda: next(moments))
    for _ in range(3):
        assert ask(client).status_code == 302
    answer = ask(client, email=ADDRESS.upper())
    assert answer.status_code == 200
    assert "sudah kami kirimi surel beberapa kali hari ini" in answer.content.decode()
    assert len(mails("alert-confirm:")) == 3
    assert VacancyAlert.objects.count() == 1
    assert ask(client, email="lain@kemen.example").status_code == 302


def test_one_network_asks_twenty_times_an_hour_at_most(client):
    answers = [ask(client, email=f"orang{number}@kemen.example").status_code for number in range(21)]
    assert answers == [302] * 20 + [200]
    assert len(mails()) == 20


def test_a_stranger_learns_nothing_and_changes_nothing_of_a_running_alert(client):
    """Same page as for a new address; only the owner reads, by mail, that it runs already."""
    alert = an_alert()
    first, second = ask(client, frequency="WEEKLY"), ask(client, email="baru@kemen.example")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    alert.refresh_from_db()
    assert alert.frequency == "DAILY"
    (mail,) = mails("alert-running:")
    assert "sudah berlangganan" in mail.text
    assert page("stop_alert", alert, STOP) in mail.text


def test_an_account_needs_no_confirmation_and_no_address_field(client):
    user = UserFactory(email="pegawai@uji.example")
    client.force_login(user)
    assert 'name="email"' not in client.get(CREATE).content.decode()
    assert ask(client, email="lain@uji.example")["Location"] == reverse("list_alerts")
    alert = VacancyAlert.objects.get()
    assert (alert.user, alert.email) == (user, "pegawai@uji.example")
    assert alert.confirmed_at is not None
    assert not mails()
    assert "Semua lowongan baru" in client.get(reverse("list_alerts")).content.decode()
    # Asking again for the same only changes how often.
    ask(client, frequency="WEEKLY")
    alert = VacancyAlert.objects.get()
    assert alert.frequency == "WEEKLY"


def test_an_account_takes_over_what_its_owner_asked_for_before_signing_in(client):
    user = UserFactory(email=ADDRESS)
    ask(client)
    client.force_login(user)
    ask(client)
    alert = VacancyAlert.objects.get()
    assert alert.user == user
    assert alert.confirmed_at is not None


def test_an_address_holds_twenty_alerts_at_most(client):
    for number in range(20):
        an_alert(filters=f"cari={number}")
    user = UserFactory(email=ADDRESS)
    client.force_login(user)
    assert "paling banyak memiliki 20 langganan" in ask(client, "?cari=baru").content.decode()
    assert ask(client, "?cari=7").status_code == 302


def test_alerts_of_others_are_not_listed(client):
    an_alert(user=UserFactory(), label="Milik orang lain")
    client.force_login(UserFactory())
    text = client.get(reverse("list_alerts")).content.decode()
    assert "Milik orang lain" not in text
    assert "Belum ada langganan" in text


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_alerts_costs_the_same_at_every_size(client, django_assert_num_queries, count):
    user = UserFactory()
    for number in range(count):
        an_alert(user=user, email=user.email, filters=f"cari={number}")
    client.force_login(user)
    with django_assert_num_queries(8):
        client.get(reverse("list_alerts"))


def test_manage_changes_how_often(client):
    alert = an_alert()
    link = page("manage_alert", alert, MANAGE)
    text = client.get(link).content.decode()
    assert "i•••@kemen.example" in text
    assert ADDRESS not in text
    assert client.post(link, {"frequency": "WEEKLY"})["Location"] == link
    alert.refresh_from_db()
    assert alert.frequency == "WEEKLY"
    assert "bukan salah satu dari pilihan" in client.post(link, {"frequency": "X"}).content.decode()


def test_one_click_stops_without_cookie_token_or_account():
    """RFC 8058: the mail program posts this body to the address of the header, and follows no redirect."""
    alert = an_alert()
    machine = Client(enforce_csrf_checks=True)
    answer = machine.post(page("stop_alert", alert, STOP), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    alert.refresh_from_db()
    assert alert.stopped_at is not None
    stopped = alert.stopped_at
    machine.post(page("stop_alert", alert, STOP), {"List-Unsubscribe": "One-Click"})
    alert.refresh_from_db()
    assert alert.stopped_at == stopped


def test_opening_the_stop_page_stops_nothing_and_its_button_does(client):
    alert = an_alert()
    link = page("stop_alert", alert, STOP)
    assert "Berhenti berlangganan?" in client.get(link).content.decode()
    alert.refresh_from_db()
    assert alert.stopped_at is None
    text = client.post(link).content.decode()
    assert "Anda berhenti berlangganan" in text
    assert "Mengapa Anda berhenti?" in text
    assert "Pilih salah satu" in client.post(link, {"jawab": "ya"}).content.decode()
    assert "Terima kasih" in client.post(link, {"jawab": "ya", "alasan": "TOO_MANY"}).content.decode()
    alert.refresh_from_db()
    assert alert.stop_reason == "TOO_MANY"
    assert "Mengapa Anda berhenti?" not in client.get(link).content.decode()
    # Every other link of its mails leads here now.
    assert client.get(page("manage_alert", alert, MANAGE))["Location"] == link
    assert client.get(page("confirm_alert", alert, CONFIRM))["Location"] == link


def test_a_stopped_alert_is_not_revived_by_an_old_link(client):
    alert = an_alert(confirmed_at=None, stopped_at=timezone.now())
    assert client.post(page("confirm_alert", alert, CONFIRM)).status_code == 409
    assert client.post(page("manage_alert", alert, MANAGE), {"frequency": "WEEKLY"}).status_code == 302
    alert.refresh_from_db()
    assert (alert.confirmed_at, alert.frequency) == (None, "DAILY")


@pytest.mark.parametrize("name", ["confirm_alert", "manage_alert", "stop_alert"])
def test_a_link_that_was_not_signed_for_this_opens_nothing(client, name):
    alert = an_alert(confirmed_at=None)
    purposes = {"confirm_alert": CONFIRM, "manage_alert": MANAGE, "stop_alert": STOP}
    wrong = [alert_token(alert, purpose) for other, purpose in purposes.items() if other != name]
    for token in [*wrong, alert.public_id.hex, "x", alert_token(alert, purposes[name])[:-1] + "_"]:
        for method in (client.get, client.post):
            answer = method(reverse(name, args=[token]))
            assert answer.status_code == 404, token
            assert "Tautan ini tidak berlaku lagi" in answer.content.decode()
    alert.refresh_from_db()
    assert (alert.confirmed_at, alert.stopped_at) == (None, None)


def test_a_link_to_confirm_ages_and_a_link_to_stop_does_not(client):
    alert = an_alert(confirmed_at=None)
    confirm, stop = page("confirm_alert", alert, CONFIRM), page("stop_alert", alert, STOP)
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=1), tick=True):
        assert client.get(confirm).status_code == 404
        assert client.get(stop).status_code == 200


@pytest.fixture
def friday(monkeypatch):
    """The portal's time stands still on a Friday at a quarter past six, WIB."""
    monkeypatch.setattr("core.clock.now", lambda: FRIDAY)
    monkeypatch.setattr("core.clock.transaction_now", lambda: FRIDAY)
    return FRIDAY


def opened(published, **fields):
    return VacancyFactory(
        state="OPEN", published_at=published, opens_at=published, closes_at=FRIDAY + timedelta(days=10), plan=False, **fields
    )


def test_news_since_the_last_mail_go_out_once(friday):
    last = FRIDAY - timedelta(days=1)
    alert = an_alert(sent_until=last, confirmed_at=last)
    old = opened(last - timedelta(hours=1), position_title="Sudah dikabarkan")
    fresh = opened(last + timedelta(hours=1), position_title="Direktur Baru", agency=AgencyFactory(name="Kementerian Alam"))
    coming = opened(FRIDAY - timedelta(minutes=5), position_title="Besok saja")
    assert send_due_alerts() == 1
    (mail,) = mails("alert:")
    assert mail.subject == "Lowongan baru: Direktur Baru, Kementerian Alam"
    assert f"/lowongan/{fresh.public_id}/" in mail.text
    assert "Ditutup" in mail.text
    assert old.position_title not in mail.text
    assert coming.position_title not in mail.text
    assert mail.stop_url in mail.text
    assert page("manage_alert", alert, MANAGE) in mail.text
    alert.refresh_from_db()
    assert alert.sent_until == FRIDAY.replace(hour=6, minute=0)
    assert send_due_alerts() == 0
    assert len(mails()) == 1


def test_a_worker_that_died_after_writing_sends_nothing_twice(friday):
    """The key names the alert and the moment: the same mail written again is no second mail."""
    last = FRIDAY - timedelta(days=1)
    alert = an_alert(sent_until=last, confirmed_at=last)
    opened(last + timedelta(hours=1))
    send_due_alerts()
    VacancyAlert.objects.filter(pk=alert.pk).update(sent_until=last)
    send_due_alerts()
    assert len(mails("alert:")) == 1


def test_weekly_alert_waits_for_monday(friday):
    monday = FRIDAY.replace(day=30, month=11, hour=6, minute=0)
    an_alert(frequency="WEEKLY", sent_until=monday, confirmed_at=monday)
    opened(monday + timedelta(days=2))
    assert send_due_alerts() == 0


def test_what_no_longer_takes_applications_is_no_news(friday):
    last = FRIDAY - timedelta(days=1)
    an_alert(sent_until=last, confirmed_at=last)
    VacancyFactory(state="CANCELLED", published_at=last + timedelta(hours=1), plan=False)
    VacancyFactory(state="OPEN", published_at=last + timedelta(hours=1), opens_at=last, closes_at=FRIDAY, plan=False)
    assert send_due_alerts() == 0


def test_silent_alerts_stay_silent(friday):
    last = FRIDAY - timedelta(days=1)
    for number, fields in enumerate(({"confirmed_at": None}, {"stopped_at": last}, {"user": UserFactory(is_active=False)})):
        an_alert(**{"email": f"a{number}@uji.example", "confirmed_at": last, "sent_until": last, "created_at": last} | fields)
    opened(last + timedelta(hours=1))
    assert send_due_alerts() == 0


def test_mail_goes_to_the_present_address_of_the_account(friday):
    last = FRIDAY - timedelta(days=1)
    user = UserFactory(email="baru@uji.example")
    an_alert(user=user, email="lama@uji.example", sent_until=last, confirmed_at=last)
    opened(last + timedelta(hours=1))
    send_due_alerts()
    (mail,) = mails("alert:")
    assert (mail.to_address, mail.recipient) == ("baru@uji.example", user)


@pytest.mark.parametrize("count", [1, 3])
def test_sending_costs_the_same_at_every_size(friday, django_assert_num_queries, count):
    last = FRIDAY - timedelta(days=1)
    for number in range(count):
        an_alert(email=f"orang{number}@uji.example", sent_until=last, confirmed_at=last)
        opened(last + timedelta(hours=1))
    # Cleaning (4), who is due, then one batch: savepoint, lock, vacancies, marks, mails, release.
    with django_assert_num_queries(11):
        assert send_due_alerts() == count


def test_a_long_list_is_cut_and_leads_on(friday):
    last = FRIDAY - timedelta(days=1)
    an_alert(sent_until=last, confirmed_at=last)
    for _ in range(32):
        opened(last + timedelta(hours=1))
    send_due_alerts()
    (mail,) = mails("alert:")
    assert mail.subject.endswith("dan 31 lowongan baru lain")
    assert "Masih ada 2 lowongan baru lain." in mail.text
    assert mail.text.count("Ditutup") == 30


def test_addresses_are_forgotten():
    now = timezone.now()
    an_alert(email="lama@uji.example", confirmed_at=None, created_at=now - timedelta(days=8))
    an_alert(email="berhenti@uji.example", stopped_at=now - timedelta(days=31))
    kept = [
        an_alert(email="muda@uji.example", confirmed_at=None, created_at=now - timedelta(days=6)),
        an_alert(email="baru.berhenti@uji.example", stopped_at=now - timedelta(days=29)),
        an_alert(created_at=now - timedelta(days=900)),
    ]
    send_due_alerts()
    assert set(VacancyAlert.objects.values_list("pk", flat=True)) == {alert.pk for alert in kept}


def test_followers_of_a_vacancy(client):
    vacancy = VacancyFactory(state="OPEN", level="MADYA", plan=False)
    saver = UserFactory(email="simpan@uji.example")
    SavedVacancy.objects.create(user=saver, vacancy=vacancy, saved_at=timezone.now())
    SavedVacancy.objects.create(user=UserFactory(is_active=False), vacancy=vacancy, saved_at=timezone.now())
    an_alert(user=saver, email=saver.email)
    fits = an_alert(filters="tingkat=MADYA")
    an_alert(filters="")
    an_alert(email="lain@uji.example", filters="tingkat=UTAMA")
    an_alert(email="belum@uji.example", confirmed_at=None)
    an_alert(email="stop@uji.example", stopped_at=timezone.now())
    found = [(each.email, each.user, each.stop_url) for each in subscribers_of(vacancy)]
    assert found == [
        (saver.email, saver, ""),
        (ADDRESS, None, portal.PORTAL_URL + page("stop_alert", fits, STOP)),
    ]


def test_filters_survive_being_written_down():
    chosen = {"cari": " kepala  biro & umum ", "instansi": "", "provinsi": "31", "tingkat": "", "rumpun": "", "status": "dibuka"}
    text = filters_text(chosen)
    assert chosen_filters(text) == {"cari": "kepala biro & umum", "provinsi": "31"}
    assert filters_text({**chosen, **chosen_filters(text)}) == text


WORDS = ["direktur", "BIRO", "alam", "%", "_", "jpt", "hutan laut", "é"]
CHOICES = st.fixed_dictionaries(
    {
        "cari": st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
        "instansi": st.sampled_from(["", "ALAM", "LAUT"]),
        "provinsi": st.sampled_from(["", "31", "91"]),
        "tingkat": st.sampled_from(["", "PRATAMA", "MADYA"]),
        "rumpun": st.sampled_from(["", "PEMERINTAHAN", "PENGAWASAN"]),
    }
)


@pytest.fixture
def assorted(db):
    jakarta, papua = RegionFactory(code="31", name="Jakarta"), RegionFactory(code="91", name="Papua")
    alam, laut = AgencyFactory(code="ALAM", name="Kementerian Alam"), AgencyFactory(code="LAUT", name="Badan Laut 100%")
    titles = ["Direktur Hutan", "Kepala Biro Umum", "Kepala_Biro É"]
    for number, title in enumerate(titles * 2):
        VacancyFactory(
            state="OPEN", position_title=title, plan=False, agency=(alam, laut)[number % 2], region=(jakarta, papua)[number // 3],
            level=("PRATAMA", "MADYA")[number % 2], field=("PEMERINTAHAN", "PENGAWASAN")[number // 3],
        )  # fmt: skip


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(chosen=CHOICES)
def test_wish_fits_what_the_list_would_show(assorted, chosen):
    shown = (
        Vacancy.objects.published()
        .matching(chosen["cari"])
        .in_public_filter(agency=chosen["instansi"], province=chosen["provinsi"], level=chosen["tingkat"], field=chosen["rumpun"])
    )
    wish = wish_of(filters_text(chosen))
    fits = {vacancy.pk for vacancy in Vacancy.objects.published().for_list() if wish_fits(wish, posted(vacancy))}
    assert fits == set(shown.values_list("pk", flat=True))
