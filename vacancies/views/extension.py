"""Extending a registration: the button with its reason, the effect, a confirmation, the result. Asking BKN after an outage."""

import json
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import moment_words
from core.models import AuditEntry
from core.refusals import Refused, Stale
from vacancies.actions import incident as incident_actions
from vacancies.actions import registration
from vacancies.actions.window import later_stages
from vacancies.enums import ExtensionKind, ExtensionReason
from vacancies.facts import extension_facts
from vacancies.forms.window import ExtensionForm, IncidentRequestForm
from vacancies.models import RegistrationExtension, Vacancy
from vacancies.notifications.registration import window_audience
from vacancies.permissions.window import can_ask_incident, can_extend
from vacancies.rules.deadline import format_deadline, in_three_zones
from vacancies.rules.extension import effect, extension_refusal, new_deadline, shifted_days
from vacancies.views.fork import is_at_fork
from vacancies.views.ledger import ledger_rows
from vacancies.views.plan import own_vacancy
from vacancies.views.plan_rows import zone_name
from vacancies.views.version import posted_version

GROUPS = (
    ("drafts", "Pemilik draf"),
    ("senders", "Pengirim lamaran"),
    ("invitees", "Orang yang diundang"),
    ("followers", "Penyimpan lowongan dan pelanggan kabar"),
)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def extend_registration(request: HttpRequest, public_id) -> HttpResponse:
    """Three steps on one address: the page with reason and effect, the confirmation, the act. Only the last one writes."""
    vacancy = own_vacancy(request, public_id)
    now = clock.now()
    form = ExtensionForm(request.POST or None)
    refused = ""
    if request.method == "POST" and "ubah" not in request.POST and form.is_valid():
        if form.cleaned_data["reason_code"] == ExtensionReason.INCIDENT:
            # Another office decides on these; what was typed goes along.
            asking = IncidentRequestForm(now=now, initial={"description": form.cleaned_data["reason"]})
            return render(request, "vacancies/registration/ask_incident.html", asking_context(request, vacancy, asking, now))
        try:
            if "pasti" in request.POST:
                registration.extend_registration(
                    vacancy_id=vacancy.pk,
                    actor=request.user,
                    reason=form.cleaned_data["reason"],
                    version=posted_version(request),
                )
                return redirect("show_extension", vacancy.public_id)
        except Stale:
            raise
        except Refused as error:
            # The world moved while the page was open: draw it again from what is true now, the typed reason kept.
            refused = error.reason
            vacancy = own_vacancy(request, public_id)
        context = extension_context(request.user, vacancy, now)
        if not refused and context["refusal"] is None:
            return render(request, "vacancies/registration/confirm_extension.html", {"vacancy": vacancy, "form": form, **context})
        refused = refused or context["refusal"].reason
    else:
        context = extension_context(request.user, vacancy, now)
    context |= {"vacancy": vacancy, "form": form, "refused": refused}
    return render(request, "vacancies/registration/extend.html", context, status=409 if refused else 200)


@allow(Role.AGENCY_ADMIN)
@require_safe
def show_extension(request: HttpRequest, public_id) -> HttpResponse:
    """What the newest extension changed and who was told."""
    vacancy = own_vacancy(request, public_id)
    extension = vacancy.extensions.order_by("-number").first()
    if extension is None:
        return redirect("extend_registration", vacancy.public_id)
    context = {
        "vacancy": vacancy,
        "deadline": format_deadline(extension.closes_at, vacancy.zone),
        "zones": other_zones(vacancy, extension.closes_at),
        "facts": [
            ("Semula ditutup", format_deadline(extension.previous_closes_at, vacancy.zone)),
            ("Diputuskan", f"{moment_words(extension.decided_at, zone_name(vacancy))}, {extension.get_kind_display().lower()}"),
            ("Lamaran terkirim saat itu", str(extension.submitted_count)),
            ("Alasan", extension.reason or "Otomatis menurut aturan"),
        ],
        "told": told_rows(told_of(vacancy, extension)),
        "ledger": ledger_rows(vacancy),
    }
    return render(request, "vacancies/registration/extended.html", context)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def ask_incident(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    now = clock.now()
    form = IncidentRequestForm(request.POST if request.method == "POST" else None, now=now)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            incident_actions.ask_incident_extension(vacancy_id=vacancy.pk, actor=request.user, **form.cleaned_data)
        except Refused as error:
            refused = "" if error.field else error.reason
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, "Permintaan terkirim kepada admin BKN. Jawabannya muncul di sini dan di surel Anda.")
            return redirect("show_own_vacancy", vacancy.public_id)
    context = asking_context(request, vacancy, form, now)
    return render(request, "vacancies/registration/ask_incident.html", context, status=409 if refused else 200)


def asking_context(request: HttpRequest, vacancy: Vacancy, form: IncidentRequestForm, now: datetime) -> dict[str, Any]:
    opens, closes = moment_words(vacancy.opens_at, zone_name(vacancy)), format_deadline(vacancy.closes_at, vacancy.zone)
    return {
        "vacancy": vacancy,
        "form": form,
        "refusal": can_ask_incident(request.user, vacancy, now),
        "action": reverse("ask_incident", args=[vacancy.public_id]),
        "window": f"{opens} sampai {closes}",
    }


def extension_context(user, vacancy: Vacancy, now: datetime) -> dict[str, Any]:
    """Counts, the rule's answer now and what an extension would change."""
    submitted = vacancy.applications.submitted().count()
    drafts = vacancy.applications.filter(state__in=("DRAFT", "EXPIRED")).count()
    used = vacancy.extensions.ordinary().count()
    pack = vacancy.pack
    facts = extension_facts(vacancy, submitted=submitted, used=used)
    possible = vacancy.closes_at is not None and extension_refusal(facts, now) is None
    closes_at = new_deadline(vacancy.closes_at, now, pack) if possible else None
    audience = window_audience(vacancy) if possible else None
    return {
        "refusal": can_extend(user, vacancy, submitted=submitted, used=used, now=now),
        "effects": effect(facts, now) if possible else (),
        "deadline": format_deadline(closes_at, vacancy.zone) if closes_at else "",
        "zones": other_zones(vacancy, closes_at) if closes_at else (),
        "shift": shifted_days(vacancy.closes_at, closes_at, vacancy.zone) if closes_at else 0,
        "stage_count": len(later_stages(vacancy)),
        "told": told_rows(audience.counts()) if audience else [],
        "told_count": sum(audience.counts().values()) if audience else 0,
        "figures": [
            {"label": "Lamaran terkirim", "value": submitted, "note": f"Batas: kurang dari {pack.min_submitted}"},
            {"label": "Draf belum terkirim", "value": drafts, "note": "Draf tidak dihitung"},
            {"label": "Perpanjangan terpakai", "value": used, "note": f"Paling banyak {pack.max_extensions} kali"},
        ],
        "asks_incident": can_ask_incident(user, vacancy, now) is None,
        "at_fork": is_at_fork(vacancy, submitted=submitted, used=used, now=now),
        "ledger": ledger_rows(vacancy),
    }


def other_zones(vacancy: Vacancy, closes_at: datetime) -> list[str]:
    """The deadline on the two official clocks the agency does not use."""
    own = format_deadline(closes_at, vacancy.zone)
    return [line for line in in_three_zones(closes_at) if line != own]


def told_rows(counts: dict[str, int]) -> list[tuple[str, str]]:
    """Facts: group of people and how many."""
    return [(label, f"{counts.get(key, 0)} orang") for key, label in GROUPS]


def told_of(vacancy: Vacancy, extension: RegistrationExtension) -> dict[str, int]:
    """How many of each group were told, as the trail of the act says; empty for acts that only counted the whole."""
    act = "extend_for_incident" if extension.kind == ExtensionKind.INCIDENT else "extend_registration"
    for entry in AuditEntry.objects.filter(chain=vacancy.trail_chain, act=act).order_by("-sequence")[:5]:
        details = json.loads(entry.body)["details"]
        if details.get("number") == extension.number and isinstance(details.get("told"), dict):
            return details["told"]
    return {}
