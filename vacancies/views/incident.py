"""BKN's pages about outages: what agencies ask, which windows an outage met, and the extension of each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from accounts import second_factor
from accounts.enums import Role
from accounts.models import Agency, Region
from core import clock
from core.access import allow
from core.indonesian import moment_words, since_words
from core.refusals import Refused
from vacancies.actions.incident import decline_incident_request
from vacancies.actions.incident import extend_for_incident as extend_window
from vacancies.facts import window_facts
from vacancies.forms.window import MOMENT, DeclineForm, IncidentForm, SecondFactorForm
from vacancies.models import IncidentRequest, RegistrationExtension, Vacancy
from vacancies.numbers import count_applications
from vacancies.permissions.window import can_decline_incident
from vacancies.rules.deadline import format_deadline
from vacancies.rules.incident import Incident, incident_deadline, incident_refusal, length_words, span_words
from vacancies.views.filters import page_of
from vacancies.views.plan_rows import zone_name
from vacancies.views.version import version_number

SHOWN = 20
PER_PAGE = 50
OUTCOME = "incident_outcome"
# Fields of the form that travel along until the act is confirmed.
KEPT = ("mulai", "selesai", "nomor", "kejadian", "hari", "jam", "instansi", "provinsi", "tingkat")


@allow(Role.BKN_ADMIN)
@require_safe
def show_incident_board(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    waiting = IncidentRequest.objects.waiting()
    waiting_count = waiting.count()
    given = RegistrationExtension.objects.for_incidents()
    recent = given.select_related("vacancy__agency").order_by("-decided_at", "-pk")[:SHOWN]
    context = {
        "figures": [
            {"label": "Permintaan menunggu", "value": waiting_count, "tone": "wait" if waiting_count else "plain"},
            {"label": "Pendaftaran dibuka", "value": Vacancy.objects.open_for_registration(now).count()},
            {"label": "Perpanjangan karena gangguan", "value": given.count(), "note": "Sejak portal dipakai"},
        ],
        "requests": [_request_row(row, now) for row in waiting.for_list()[:SHOWN]],
        "recent": [
            {
                "reference": row.incident_reference,
                "title": row.vacancy.position_title,
                "agency": row.vacancy.agency.name,
                "url": reverse("show_vacancy", args=[row.vacancy.public_id]),
                "decided": moment_words(row.decided_at, zone_name(row.vacancy)),
                "after": format_deadline(row.closes_at, row.vacancy.zone),
                "count": row.submitted_count,
            }
            for row in recent
        ],
    }
    return render(request, "vacancies/incident/board.html", context)


@allow(Role.BKN_ADMIN)
@require_http_methods(["GET", "POST"])
def extend_for_incident(request: HttpRequest) -> HttpResponse:
    """Describe the outage and tick the vacancies (the URL holds it all), look at the effect of each, then confirm with a code."""
    now = clock.now()
    # A link from a request brings only what is known of the outage; the rest is still to be typed.
    bound = request.POST if request.method == "POST" else request.GET if "nomor" in request.GET else None
    form = IncidentForm(bound, initial=request.GET.dict(), now=now, agencies=_agencies(), provinces=_provinces())
    if not form.is_valid():
        return render(request, "vacancies/incident/choose.html", {"form": form, "page": None, "rows": []})
    incident = form.incident()
    if request.method == "POST" and "ubah" not in request.POST:
        ticked = [value for value in request.POST.getlist("pilih") if value.count(":") == 1]
        if ticked:
            return _confirm(request, form, incident, ticked[:PER_PAGE], now)
    found = Vacancy.objects.met_by(incident.started_at, incident.ended_at).in_public_filter(**form.chosen())
    listed = found.for_list().select_related("continue_request").prefetch_related("extensions")
    page = page_of(request, Paginator(listed.order_by("closes_at", "pk"), PER_PAGE))
    rows = [_candidate(vacancy, incident, now) for vacancy in page]
    kept = set(request.POST.getlist("pilih"))
    for row in rows:
        row["ticked"] = row["box"] in kept
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "hidden": _hidden(form),
        "nothing_ticked": request.method == "POST" and "ubah" not in request.POST,
        "length": length_words(incident.length),
        "lost": length_words(incident.ended_at - incident.started_at),
    }
    return render(request, "vacancies/incident/choose.html", context)


@allow(Role.BKN_ADMIN)
@require_safe
def show_incident_outcome(request: HttpRequest) -> HttpResponse:
    """What became of each ticked vacancy: done, or refused and why. Kept in the session until the next act."""
    outcome = request.session.get(OUTCOME)
    if outcome is None:
        return redirect("show_incident_board")
    return render(request, "vacancies/incident/outcome.html", outcome)


@allow(Role.BKN_ADMIN)
@require_http_methods(["GET", "POST"])
def answer_incident_request(request: HttpRequest, public_id) -> HttpResponse:
    """One request: look at the window, extend it (the other page, filled in), or decline with a reason."""
    asked = get_object_or_404(
        IncidentRequest.objects.select_related("vacancy__agency", "vacancy__region", "asked_by"), public_id=public_id
    )
    vacancy = asked.vacancy
    form = DeclineForm(request.POST if request.method == "POST" else None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            decline_incident_request(request_id=asked.pk, actor=request.user, answer=form.cleaned_data["answer"])
        except Refused as error:
            refused = error.reason
        else:
            messages.success(request, "Jawaban terkirim kepada instansi.")
            return redirect("show_incident_board")
    zone = zone_name(vacancy)
    context = {
        "asked": asked,
        "vacancy": vacancy,
        "form": form,
        "refused": refused,
        "refusal": can_decline_incident(request.user, asked),
        "extend_url": _prefilled(asked),
        "facts": [
            ("Waktu gangguan", span_words(asked.started_at, asked.ended_at, vacancy.zone)),
            ("Lama gangguan", length_words(asked.ended_at - asked.started_at)),
            {
                "label": "Pendaftaran",
                "value": f"{moment_words(vacancy.opens_at, zone)} sampai {format_deadline(vacancy.closes_at, vacancy.zone)}",
            },
            ("Diminta", f"{moment_words(asked.asked_at, zone)}, oleh {asked.asked_by.full_name}"),
        ],
        "state": vacancy.get_state_display(),
    }
    return render(request, "vacancies/incident/request.html", context, status=409 if refused else 200)


def _confirm(request: HttpRequest, form: IncidentForm, incident: Incident, ticked: list[str], now: datetime) -> HttpResponse:
    """The last page before the act, and the act itself when it was confirmed with a fresh second factor."""
    seen = dict(value.split(":") for value in ticked)
    rows = Vacancy.objects.filter(public_id__in=[key for key in seen if _is_uuid(key)], published_at__isnull=False)
    chosen = list(rows.for_list().select_related("continue_request").prefetch_related("extensions").order_by("closes_at", "pk"))
    count_applications(chosen)
    lacks_factor = not second_factor.has_second_factor(request.user)
    confirmed = "pasti" in request.POST
    code_form = SecondFactorForm(request.POST if confirmed else None, needs_code=not second_factor.is_fresh(request))
    if confirmed and not lacks_factor and _factor_used(request, code_form):
        request.session[OUTCOME] = _extend_each(request, chosen, seen, incident) | {"again": _address(form)}
        return redirect("show_incident_outcome")
    candidates = [_candidate(vacancy, incident, now) for vacancy in chosen]
    context = {
        "form": form,
        "code_form": code_form,
        "lacks_factor": lacks_factor,
        "hidden": [*_hidden(form), *(("pilih", value) for value in ticked)],
        "rows": [row for row in candidates if not row["reason"]],
        "left_out": [row for row in candidates if row["reason"]],
        "facts": [
            ("Nomor gangguan", incident.reference),
            ("Waktu gangguan", span_words(incident.started_at, incident.ended_at, "WIB")),
            ("Waktu pengganti", length_words(incident.length)),
            ("Yang terjadi", incident.sentence),
        ],
    }
    return render(request, "vacancies/incident/confirm.html", context)


def _factor_used(request: HttpRequest, code_form: SecondFactorForm) -> bool:
    if not code_form.is_valid():
        return False
    if "code" not in code_form.fields:
        return True
    sentence = second_factor.use_code(request, code_form.cleaned_data["code"])
    if sentence is not None:
        code_form.add_error("code", sentence)
    return sentence is None


def _extend_each(request: HttpRequest, chosen: list[Vacancy], seen: dict[str, str], incident: Incident) -> dict[str, Any]:
    """One act and one transaction a vacancy: a refusal of one leaves the others done."""
    done, refused = [], []
    for vacancy in chosen:
        row = {
            "title": vacancy.position_title,
            "agency": vacancy.agency.name,
            "url": reverse("show_vacancy", args=[vacancy.public_id]),
        }
        version = seen[str(vacancy.public_id)]
        try:
            extension = extend_window(
                vacancy_id=vacancy.pk,
                actor=request.user,
                incident=incident,
                second_factor=second_factor.fresh_method(request),
                version=version_number(version),
            )
        except Refused as error:
            refused.append(row | {"reason": error.reason})
        else:
            done.append(
                row
                | {
                    "before": format_deadline(extension.previous_closes_at, vacancy.zone),
                    "after": format_deadline(extension.closes_at, vacancy.zone),
                }
            )
    return {"reference": incident.reference, "done": done, "refused": refused}


def _candidate(vacancy: Vacancy, incident: Incident, now: datetime) -> dict[str, Any]:
    """A vacancy with what the extension would make of it, or why it cannot be extended.

    No numbers of applications: before closing they are the agency's own business (docs/security.md 4.2).
    """
    reason = incident_refusal(window_facts(vacancy), incident, now)
    after = incident_deadline(vacancy.closes_at, now, incident.length)
    return {
        "box": f"{vacancy.public_id}:{vacancy.version}",
        "title": vacancy.position_title,
        "agency": vacancy.agency.name,
        "place": vacancy.region.name,
        "url": reverse("show_vacancy", args=[vacancy.public_id]),
        "before": format_deadline(vacancy.closes_at, vacancy.zone),
        "after": format_deadline(after, vacancy.zone),
        "reason": reason or "",
    }


def _request_row(row: IncidentRequest, now: datetime) -> dict[str, Any]:
    vacancy = row.vacancy
    return {
        "title": vacancy.position_title,
        "agency": vacancy.agency.name,
        "url": reverse("answer_incident_request", args=[row.public_id]),
        "span": span_words(row.started_at, row.ended_at, vacancy.zone),
        "description": row.description,
        "since": since_words(row.asked_at, now, zone_name(vacancy)),
        "closes": format_deadline(vacancy.closes_at, vacancy.zone),
    }


def _hidden(form: IncidentForm) -> list[tuple[str, str]]:
    """Names and values of what was typed, to be posted again."""
    return [(name, form[name].value()) for name in KEPT if form[name].value()]


def _address(form: IncidentForm) -> str:
    query = QueryDict(mutable=True)
    query.update(dict(_hidden(form)))
    return f"{reverse('extend_for_incident')}?{query.urlencode()}"


def _prefilled(asked: IncidentRequest) -> str:
    """The page of the extension with the outage of a request filled in; the time given back starts as what was lost."""
    hours = -(-int((asked.ended_at - asked.started_at).total_seconds()) // 3600)
    query = QueryDict(mutable=True)
    query.update(
        {
            "mulai": localtime(asked.started_at).strftime(MOMENT),
            "selesai": localtime(asked.ended_at).strftime(MOMENT),
            "hari": str(hours // 24),
            "jam": str(hours % 24),
            "instansi": asked.vacancy.agency.code,
        }
    )
    return f"{reverse('extend_for_incident')}?{query.urlencode()}"


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _agencies() -> list[Agency]:
    return list(Agency.objects.filter(vacancies__published_at__isnull=False).distinct().order_by("name"))


def _provinces() -> list[Region]:
    return list(Region.objects.filter(pk__in=Vacancy.objects.published_provinces()).order_by("name"))
