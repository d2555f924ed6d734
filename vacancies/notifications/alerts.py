"""Mails to people who follow vacancies. Each carries the links to tune it and to stop it; opening a link changes nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from core.outbox import queue_mail
from vacancies.models import Vacancy, VacancyAlert
from vacancies.rules.deadline import format_deadline, format_opening
from vacancies.subscriptions import CONFIRM, CONFIRM_SECONDS, MANAGE, STOP, address_of, alert_url, chosen_filters

# More than this nobody reads in a mail; the rest is one link away.
SHOWN = 30
DAY_SECONDS = 24 * 60 * 60
TYPED = "dengan kata yang diketik; lengkapnya di halaman konfirmasi"


def ask_confirmation(alert: VacancyAlert, now: datetime) -> None:
    """Ask the owner of an address whether the alert is really wanted; leads to a page whose button says yes.

    Words typed into the search stay on that page: anybody may ask with any address, and a mail of the portal must not carry a
    stranger's sentences and links to it.
    """
    wish = TYPED if "cari" in chosen_filters(alert.filters) else alert.label
    words = {"link": alert_url(alert, CONFIRM), "days": CONFIRM_SECONDS // DAY_SECONDS, "wish": wish}
    _mail(
        alert,
        f"alert-confirm:{alert.pk}:{_instant(now)}",
        "Konfirmasi langganan lowongan",
        "email/vacancies/alert_confirm.txt",
        **words,
    )


def tell_running(alert: VacancyAlert, now: datetime) -> None:
    """Somebody asked for an alert that runs already: say so, with the way to tune or stop it."""
    _mail(
        alert,
        f"alert-running:{alert.pk}:{_instant(now)}",
        "Langganan lowongan Anda sudah aktif",
        "email/vacancies/alert_running.txt",
    )


def tell_news(alert: VacancyAlert, vacancies: Sequence[Vacancy], since: datetime) -> None:
    """New vacancies that fit, soonest deadline first. `since` is the sending moment and makes the key."""
    first = vacancies[0]
    subject = f"{first.position_title}, {first.agency.name}"
    if len(vacancies) > 1:
        subject = f"{subject}, dan {len(vacancies) - 1} lowongan baru lain"
    rows = [
        {
            "title": vacancy.position_title,
            "place": vacancy.agency.name,
            "facts": f"{vacancy.get_level_display()}, {vacancy.quota} formasi, {vacancy.region.name}",
            "opens": f"Dibuka {format_opening(vacancy.opens_at, vacancy.zone)}" if vacancy.opens_at > since else "",
            "closes": f"Ditutup {format_deadline(vacancy.closes_at, vacancy.zone)}",
            "link": settings.PORTAL_URL + reverse("show_vacancy", args=[vacancy.public_id]),
        }
        for vacancy in vacancies[:SHOWN]
    ]
    query = f"?{alert.filters}" if alert.filters else ""
    words = {
        "rows": rows,
        "count": len(vacancies),
        "more": len(vacancies) - len(rows),
        "list_link": f"{settings.PORTAL_URL}{reverse('list_vacancies')}{query}",
    }
    _mail(alert, f"alert:{alert.pk}:{_instant(since)}", f"Lowongan baru: {subject}", "email/vacancies/alert_news.txt", **words)


def _mail(alert: VacancyAlert, key: str, subject: str, template: str, **words: object) -> None:
    stop = alert_url(alert, STOP)
    text = render_to_string(template, {"alert": alert, "manage_link": alert_url(alert, MANAGE), "stop_link": stop, **words})
    queue_mail(
        kind="vacancy_alert",
        key=key,
        to_address=address_of(alert),
        recipient=alert.user,
        subject=subject,
        text=text,
        stop_url=stop,
    )


def _instant(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)
