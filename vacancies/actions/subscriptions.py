"""Writes of visitors who follow vacancies: saved posts and alerts.

No audit rows: nothing about a selection changes, and what somebody looks for belongs in no trail that is kept for ever.
"""

from datetime import timedelta

from django.db import transaction

from accounts.models import User
from core import clock
from core.outbox import gathered
from core.refusals import Refused
from vacancies.enums import AlertFrequency, AlertStopReason
from vacancies.models import SavedVacancy, Vacancy, VacancyAlert
from vacancies.notifications.alerts import ask_confirmation, tell_news, tell_running
from vacancies.rules.alerts import wish_fits
from vacancies.subscriptions import FILTERS_AT_MOST, address_of, posted, wish_of

ALERTS_AN_ADDRESS = 20
# Asked for and never confirmed, and stopped ones: kept no longer than the links in the mails could still be used.
UNCONFIRMED_DAYS = 7
STOPPED_DAYS = 30


@transaction.atomic
def save_vacancy(*, vacancy_id: int, actor: User) -> None:
    """Put a published vacancy aside for its reader; a second time changes nothing."""
    now = clock.transaction_now()
    SavedVacancy.objects.bulk_create([SavedVacancy(user=actor, vacancy_id=vacancy_id, saved_at=now)], ignore_conflicts=True)


@transaction.atomic
def unsave_vacancy(*, vacancy_id: int, actor: User) -> None:
    """Take a vacancy out of the saved ones; one that is not there changes nothing."""
    SavedVacancy.objects.filter(user=actor, vacancy_id=vacancy_id).delete()


@transaction.atomic
def request_alert(*, actor: User | None, email: str, filters: str, label: str, frequency: str) -> VacancyAlert:
    """Ask for mails about new vacancies. An account's own address is known to be its own; any other must be confirmed first.

    Args:
        actor: who is signed in, or None; email: where to, used only without an account.
        filters, label: what is wanted, as `subscriptions.filters_text` writes it, and in words; frequency: AlertFrequency.

    Raises:
        Refused: the filters are too long to keep, or the address has `ALERTS_AN_ADDRESS` alerts already.
    """
    now = clock.transaction_now()
    address = (actor.email if actor is not None else email).strip().lower()
    if len(filters) > FILTERS_AT_MOST:
        raise Refused("Kata pencarian terlalu panjang untuk langganan. Pakai kata yang lebih sedikit.")
    running = VacancyAlert.objects.filter(email=address, stopped_at=None)
    if running.exclude(filters=filters).count() >= ALERTS_AN_ADDRESS:
        raise Refused(f"Satu alamat paling banyak memiliki {ALERTS_AN_ADDRESS} langganan. Hentikan salah satu dahulu.")
    wanted = VacancyAlert(email=address, filters=filters, label=label[:300], frequency=frequency, created_at=now, sent_until=now)
    VacancyAlert.objects.bulk_create([wanted], ignore_conflicts=True)
    alert = running.select_for_update(of=("self",), no_key=True).get(filters=filters)
    if actor is not None:
        if alert.confirmed_at is None:
            alert.confirmed_at = alert.sent_until = now
        alert.user, alert.frequency = actor, frequency
        alert.save(update_fields=["user", "frequency", "confirmed_at", "sent_until"])
    elif alert.confirmed_at is None:
        alert.frequency = frequency
        alert.save(update_fields=["frequency"])
        ask_confirmation(alert, now)
    else:
        # Whoever typed the address is not known to own it, so nothing changes but a mail to the owner.
        tell_running(alert, now)
    return alert


@transaction.atomic
def confirm_alert(*, alert_id: int, actor: User | None) -> VacancyAlert:
    """Begin an alert at its owner's word; news count from now on. A second time changes nothing.

    Raises:
        Refused: it was stopped meanwhile.
    """
    now = clock.transaction_now()
    alert = _locked(alert_id)
    if alert.stopped_at is not None:
        raise Refused("Langganan ini sudah dihentikan. Buat langganan baru dari daftar lowongan.")
    if alert.confirmed_at is None:
        alert.confirmed_at = alert.sent_until = now
        alert.save(update_fields=["confirmed_at", "sent_until"])
    return alert


@transaction.atomic
def change_alert_frequency(*, alert_id: int, frequency: str, actor: User | None) -> VacancyAlert:
    """Let an alert speak every day or every week.

    Raises:
        Refused: it was stopped, or the frequency does not exist.
    """
    alert = _locked(alert_id)
    if alert.stopped_at is not None:
        raise Refused("Langganan ini sudah dihentikan.")
    if frequency not in AlertFrequency.values:
        raise Refused("Pilih seberapa sering surel dikirim.", field="frequency")
    alert.frequency = frequency
    alert.save(update_fields=["frequency"])
    return alert


@transaction.atomic
def stop_alert(*, alert_id: int, actor: User | None, reason: str = "") -> VacancyAlert:
    """End an alert, with or without saying why. A second time only keeps the reason, if one is given now.

    Args:
        reason: code of AlertStopReason; any other text counts as no reason, because a machine may post anything.
    """
    now = clock.transaction_now()
    alert = _locked(alert_id)
    if alert.stopped_at is None:
        alert.stopped_at = now
    if reason in AlertStopReason.values:
        alert.stop_reason = reason
    alert.save(update_fields=["stopped_at", "stop_reason"])
    return alert


@transaction.atomic
@gathered()
def send_alerts(*, alert_ids: list[int]) -> int:
    """Write the mails of these alerts about what was published since their last one; returns how many mails.

    Each alert moves on in the same transaction that writes its mail, and the mail's key names the moment: running twice, or
    two workers at once, sends nothing twice. An alert without news moves on in silence.

    Args:
        alert_ids: alerts whose news are due; one that is no longer due, or that another worker holds, is passed over.
    """
    now = clock.transaction_now()
    waiting = VacancyAlert.objects.running().filter(pk__in=alert_ids).select_related("user").order_by("pk")
    locked = waiting.select_for_update(skip_locked=True, of=("self",), no_key=True)
    due = [(alert, since) for alert in locked if alert.sent_until < (since := alert.due_since(now))]
    if not due:
        return 0
    oldest, newest = min(alert.sent_until for alert, _ in due), max(since for _, since in due)
    fresh = Vacancy.objects.published_between(oldest, newest).taking_applications(now).for_list().order_by("closes_at", "pk")
    posts = [(vacancy, posted(vacancy)) for vacancy in fresh]
    mails = 0
    for alert, since in due:
        wish = wish_of(alert.filters)
        news = [v for v, facts in posts if alert.sent_until < v.published_at <= since and wish_fits(wish, facts)]
        if news and address_of(alert):
            tell_news(alert, news, since)
            mails += 1
        alert.sent_until = since
    VacancyAlert.objects.bulk_update([alert for alert, _ in due], ["sent_until"])
    return mails


@transaction.atomic
def forget_alerts(*, actor: User | None) -> int:
    """Delete alerts nobody confirmed and alerts stopped a while ago, addresses and all; returns how many."""
    now = clock.transaction_now()
    stale = VacancyAlert.objects.filter(confirmed_at=None, created_at__lt=now - timedelta(days=UNCONFIRMED_DAYS))
    over = VacancyAlert.objects.filter(stopped_at__lt=now - timedelta(days=STOPPED_DAYS))
    return stale.delete()[0] + over.delete()[0]


def _locked(alert_id: int) -> VacancyAlert:
    rows = VacancyAlert.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    return rows.get(pk=alert_id)
