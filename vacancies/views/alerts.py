"""Alerts: ask for one, confirm it, tune it, stop it. Links of mails open pages; only their buttons change something."""

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.access import public, signed_in
from core.indonesian import date_words
from core.refusals import Refused
from vacancies.actions import subscriptions
from vacancies.forms.alerts import AlertForm, FrequencyForm, StopReasonForm
from vacancies.forms.filters import PublicFilterForm
from vacancies.models import VacancyAlert
from vacancies.subscriptions import CONFIRM, KEPT_FILTERS, MANAGE, STOP, address_of, alert_of, alert_token, filters_text
from vacancies.views.public import public_filter_form

# Nobody's letter box is filled by somebody else: mails to one address a day, and requests from one network.
LIMITS = {"address": "3/d/key", "network": "20/h/ip"}
TOO_MANY_MAILS = (
    "Alamat ini sudah kami kirimi surel beberapa kali hari ini. Cari surel kami di kotak masuk atau folder spam, atau coba besok."
)
TOO_MANY_REQUESTS = "Terlalu banyak permintaan dari jaringan ini. Coba lagi satu jam lagi."
EVERYTHING = "Semua lowongan baru"
FREQUENCY = "Seberapa sering"
METHODS = ["GET", "HEAD", "POST"]


@public
@require_http_methods(METHODS)
@cache_control(private=True, no_store=True)
def create_alert(request: HttpRequest) -> HttpResponse:
    """Ask for mails about the search in the address. Without an account nothing runs before the address is confirmed."""
    search = public_filter_form(request)
    chosen = search.chosen()
    is_known = request.user.is_authenticated
    form = AlertForm(request.POST or None, is_known=is_known)
    if request.method == "POST" and form.is_valid():
        answer = _request_alert(request, form, filters_text(chosen), wish_words(search, chosen))
        if answer is not None:
            return answer
    context = {
        "form": form,
        "wish": [{"label": "Pencarian", "value": wish_words(search, chosen)}],
        "account_address": request.user.email if is_known else "",
        "list_url": _list_url(filters_text(chosen)),
    }
    return render(request, "vacancies/alerts/create.html", context)


@public
@require_safe
def show_alert_requested(request: HttpRequest) -> HttpResponse:
    """What happens next; the same words whether or not the address had an alert before."""
    return render(request, "vacancies/alerts/requested.html")


@signed_in
@require_safe
def list_alerts(request: HttpRequest) -> HttpResponse:
    """Own alerts that run."""
    alerts = VacancyAlert.objects.running().filter(user=request.user)
    rows = [
        {
            "label": alert.label,
            "frequency": alert.get_frequency_display(),
            "since": f"Sejak {date_words(alert.confirmed_at)}",
            "list_url": _list_url(alert.filters),
            "manage_url": reverse("manage_alert", args=[alert_token(alert, MANAGE)]),
        }
        for alert in alerts
    ]
    return render(request, "vacancies/alerts/list.html", {"rows": rows, "address": request.user.email})


@public
@require_http_methods(METHODS)
@cache_control(private=True, no_store=True)
def confirm_alert(request: HttpRequest, token: str) -> HttpResponse:
    """Where the confirming mail leads. Mail scanners open it and change nothing; the button begins the alert."""
    alert = alert_of(token, CONFIRM)
    if alert is None:
        return _expired(request)
    if request.method == "POST":
        subscriptions.confirm_alert(alert_id=alert.pk, actor=_actor(request))
        messages.success(request, "Langganan aktif. Kabar pertama dikirim begitu ada lowongan baru yang cocok.")
        return redirect("manage_alert", alert_token(alert, MANAGE))
    if alert.stopped_at is not None:
        return redirect("stop_alert", alert_token(alert, STOP))
    if alert.confirmed_at is not None:
        return redirect("manage_alert", alert_token(alert, MANAGE))
    return render(request, "vacancies/alerts/confirm.html", {"facts": alert_facts(alert)})


@public
@require_http_methods(METHODS)
@cache_control(private=True, no_store=True)
def manage_alert(request: HttpRequest, token: str) -> HttpResponse:
    """One alert: how often it speaks, and the way to stop it. Whoever holds a mail of the alert may."""
    alert = alert_of(token, MANAGE)
    if alert is None:
        return _expired(request)
    if alert.stopped_at is not None:
        return redirect("stop_alert", alert_token(alert, STOP))
    form = FrequencyForm(request.POST or None, initial={"frequency": alert.frequency})
    if request.method == "POST" and form.is_valid():
        frequency = form.cleaned_data["frequency"]
        subscriptions.change_alert_frequency(alert_id=alert.pk, frequency=frequency, actor=_actor(request))
        messages.success(request, "Langganan diubah.")
        return redirect("manage_alert", token)
    context = {
        "form": form,
        "facts": [row for row in alert_facts(alert) if row["label"] != FREQUENCY],
        "is_confirmed": alert.confirmed_at is not None,
        "stop_url": reverse("stop_alert", args=[alert_token(alert, STOP)]),
        "list_url": _list_url(alert.filters),
        "is_own": request.user.is_authenticated and alert.user_id == request.user.pk,
    }
    return render(request, "vacancies/alerts/manage.html", context)


@public
@csrf_exempt  # RFC 8058: the mail program posts here by itself, without a cookie; the signed address is the right to do it.
@require_http_methods(METHODS)
@cache_control(private=True, no_store=True)
def stop_alert(request: HttpRequest, token: str) -> HttpResponse:
    """Stop by one POST, from a mail program or from the button of this page; then ask why, once."""
    alert = alert_of(token, STOP)
    if alert is None:
        return _expired(request)
    form = StopReasonForm()
    if request.method == "POST":
        if "alasan" in request.POST or "jawab" in request.POST:
            form = StopReasonForm(request.POST)
            form.is_valid()
        alert = subscriptions.stop_alert(
            alert_id=alert.pk, actor=_actor(request), reason=request.POST.get("alasan", "") if not form.errors else ""
        )
    context = {
        "facts": alert_facts(alert),
        "is_stopped": alert.stopped_at is not None,
        "form": form,
        "is_asked": alert.stopped_at is not None and not alert.stop_reason,
        "again_url": f"{reverse('create_alert')}{'?' + alert.filters if alert.filters else ''}",
    }
    return render(request, "vacancies/alerts/stop.html", context)


def wish_words(search: PublicFilterForm, chosen: dict[str, str]) -> str:
    """What the search asks for, in words."""
    parts = []
    for name in KEPT_FILTERS:
        value = chosen[name]
        if value:
            choices = dict(getattr(search.fields[name], "choices", []))
            parts.append(str(choices.get(value, f"berisi “{' '.join(value.split())}”")))
    return ", ".join(parts) or EVERYTHING


def alert_facts(alert: VacancyAlert) -> list[dict[str, str]]:
    """What the alert is. The address is shown in part: a forwarded mail must not hand it on."""
    return [
        {"label": "Pencarian", "value": alert.label},
        {"label": FREQUENCY, "value": alert.get_frequency_display()},
        {"label": "Dikirim ke", "value": veiled(address_of(alert))},
    ]


def veiled(address: str) -> str:
    """ "b•••@kemen.example": enough to be known again, too little to be used."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}"


def _request_alert(request: HttpRequest, form: AlertForm, filters: str, label: str) -> HttpResponse | None:
    """Do it and lead on; None when the form must be shown again with what is wrong."""
    actor, address = _actor(request), form.cleaned_data.get("email", "")
    if actor is None:
        if not _allowed(request, "network"):
            form.add_error(None, TOO_MANY_REQUESTS)
            return None
        if not _allowed(request, "address", key=address.strip().lower()):
            form.add_error("email", TOO_MANY_MAILS)
            return None
    try:
        subscriptions.request_alert(
            actor=actor, email=address, filters=filters, label=label, frequency=form.cleaned_data["frequency"]
        )
    except Refused as refused:
        form.add_error(None, refused.reason)
        return None
    if actor is None:
        return redirect("show_alert_requested")
    messages.success(request, "Langganan aktif. Kabar pertama dikirim begitu ada lowongan baru yang cocok.")
    return redirect("list_alerts")


def _allowed(request: HttpRequest, limit: str, key: str | None = None) -> bool:
    """Count one request against a limit; the counters lie in PostgreSQL, so a dead broker opens nothing."""
    return ratelimit.consume(request, app="vacancies", action=limit, config=LIMITS, key=key) is not None


def _expired(request: HttpRequest) -> HttpResponse:
    return render(request, "vacancies/alerts/expired.html", status=404)


def _actor(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _list_url(filters: str) -> str:
    return reverse("list_vacancies") + (f"?{filters}" if filters else "")
