"""Who follows what on the public portal: wishes as text of an address, links in mails, and the followers of one vacancy."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User
from vacancies.models import SavedVacancy, Vacancy, VacancyAlert
from vacancies.rules.alerts import AlertWish, PostedVacancy, wish_fits

# Filters of the public list an alert keeps, in this order; status and order of the list say nothing about new vacancies.
KEPT_FILTERS = ("cari", "instansi", "provinsi", "tingkat", "rumpun")
CONFIRM, MANAGE, STOP = "confirm", "manage", "stop"
PAGES = {CONFIRM: "confirm_alert", MANAGE: "manage_alert", STOP: "stop_alert"}
# A link to confirm ages, because it makes mail begin; the link to stop never does.
CONFIRM_SECONDS = 3 * 24 * 60 * 60
WORDS_AT_MOST = 8
# Length of the column.
FILTERS_AT_MOST = 500


@dataclass(frozen=True)
class Follower:
    """Somebody to tell about a change of a vacancy.

    Args:
        email: where to; user: the account, if the address belongs to one; stop_url: address (absolute) that ends an alert with
            one click, "" for the owner of a saved post, who has an account and its settings.
    """

    email: str
    user: User | None
    stop_url: str


def filters_text(chosen: dict[str, str]) -> str:
    """The filters of a list as they are stored: those an alert keeps, in one order, written like in an address."""
    return urlencode([(name, " ".join(chosen[name].split())) for name in KEPT_FILTERS if chosen.get(name, "").strip()])


def chosen_filters(filters: str) -> dict[str, str]:
    """Back from the stored text; unknown names are left out."""
    return {name: value for name, value in parse_qsl(filters) if name in KEPT_FILTERS}


def wish_of(filters: str) -> AlertWish:
    """The stored filters as the rule reads them."""
    chosen = chosen_filters(filters)
    return AlertWish(
        words=tuple(chosen.get("cari", "").split()[:WORDS_AT_MOST]),
        agency=chosen.get("instansi", ""),
        province=chosen.get("provinsi", ""),
        level=chosen.get("tingkat", ""),
        field=chosen.get("rumpun", ""),
    )


def posted(vacancy: Vacancy) -> PostedVacancy:
    """A vacancy as the rule reads it. Reads agency and region; take it from `for_list`."""
    return PostedVacancy(
        texts=(vacancy.position_title, vacancy.unit, vacancy.agency.name, vacancy.reference),
        agency=vacancy.agency.code,
        province=vacancy.region.province_id,
        level=vacancy.level,
        field=vacancy.field,
    )


def alert_token(alert: VacancyAlert, purpose: str) -> str:
    """A signed text that stands in a link and lets whoever holds it do one thing with this alert.

    Args:
        purpose: CONFIRM, MANAGE or STOP; a token of one purpose opens no page of another.
    """
    return _signer(purpose).sign(alert.public_id.hex)


def alert_url(alert: VacancyAlert, purpose: str) -> str:
    """Absolute address of the page for one purpose."""
    return settings.PORTAL_URL + reverse(PAGES[purpose], args=[alert_token(alert, purpose)])


def alert_of(token: str, purpose: str) -> VacancyAlert | None:
    """The alert a token names; None when it was not signed here for this purpose, is too old, or the alert is gone."""
    signer = _signer(purpose)
    try:
        ident = signer.unsign(token, max_age=CONFIRM_SECONDS) if purpose == CONFIRM else signer.unsign(token)
    except signing.BadSignature:
        return None
    return VacancyAlert.objects.filter(public_id=ident).select_related("user").first()


def address_of(alert: VacancyAlert) -> str:
    """Where its mails go: the present address of the account, or the one that was confirmed."""
    return alert.user.email if alert.user is not None else alert.email


def subscribers_of(vacancy: Vacancy) -> list[Follower]:
    """Everybody who saved this vacancy or has a running alert that fits it, each address once, savers first.

    Takes two queries. The caller leaves out whom it tells anyway.
    """
    found: dict[str, Follower] = {}
    saved = SavedVacancy.objects.filter(vacancy=vacancy, user__is_active=True).select_related("user").order_by("pk")
    for row in saved:
        found.setdefault(row.user.email.lower(), Follower(email=row.user.email, user=row.user, stop_url=""))
    facts = posted(vacancy)
    for alert in VacancyAlert.objects.running().select_related("user").order_by("pk").iterator():
        email = address_of(alert)
        if email.lower() not in found and wish_fits(wish_of(alert.filters), facts):
            found[email.lower()] = Follower(email=email, user=alert.user, stop_url=alert_url(alert, STOP))
    return list(found.values())


def is_saved(user: Any, vacancy: Vacancy) -> bool:
    """Whether this reader has put the vacancy aside; False for somebody not signed in, without a query."""
    return user.is_authenticated and SavedVacancy.objects.filter(user=user, vacancy=vacancy).exists()


def _signer(purpose: str) -> Any:
    salt = f"vacancies.alert.{purpose}"
    return signing.TimestampSigner(salt=salt, sep=".") if purpose == CONFIRM else signing.Signer(salt=salt, sep=".")
