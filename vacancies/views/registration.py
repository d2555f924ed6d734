"""Weighty acts on a registration, each with a page that says what will happen before it happens."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from core import clock
from core.access import allow
from core.refusals import Refused, Stale
from vacancies.actions import registration
from vacancies.forms.reasons import PublishForm, ReasonForm
from vacancies.models import Vacancy
from vacancies.notifications.registration import window_audience
from vacancies.permissions.plan import can_publish
from vacancies.permissions.window import can_cancel, can_fail
from vacancies.rules.deadline import format_deadline, format_opening, in_three_zones
from vacancies.views.plan import own_vacancy
from vacancies.views.version import posted_version


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def publish_vacancy(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    now = clock.now()
    refusal = can_publish(request.user, vacancy, now)
    form = PublishForm(request.POST or None, initial={"short_window_reason": vacancy.short_window_reason})
    if request.method == "POST" and form.is_valid():
        try:
            published = registration.publish_vacancy(
                vacancy_id=vacancy.pk,
                actor=request.user,
                version=posted_version(request),
                short_window_reason=form.cleaned_data["short_window_reason"],
            )
        except Stale:
            raise
        except Refused as error:
            if error.field is None:
                raise
            form.add_error(error.field, error.reason)
        else:
            opened = "Pendaftaran sudah dibuka." if published.state == "OPEN" else "Pendaftaran dibuka pada waktunya."
            messages.success(request, f"Lowongan diterbitkan. {opened}")
            return redirect("show_own_vacancy", vacancy.public_id)
    context: dict[str, Any] = {"vacancy": vacancy, "refusal": refusal, "form": form}
    if refusal is None:
        opens_now = vacancy.opens_at <= now
        context |= {
            "needs_reason": registration.window_gets_short(vacancy, now),
            "opens": "Segera setelah diterbitkan" if opens_now else format_opening(vacancy.opens_at, vacancy.zone),
            "closes": format_deadline(vacancy.closes_at, vacancy.zone),
            "zones": in_three_zones(vacancy.closes_at),
        }
    return render(request, "vacancies/registration/publish.html", context)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def cancel_vacancy(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    return _end(
        request,
        vacancy,
        act=registration.cancel_vacancy,
        refusal=can_cancel(request.user, vacancy),
        title="Batalkan lowongan",
        effect="Lowongan berhenti dan tidak dapat dibuka kembali. Halaman publik tetap ada dengan alasan pembatalan.",
        done="Lowongan dibatalkan.",
    )


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def fail_vacancy(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    return _end(
        request,
        vacancy,
        act=registration.fail_vacancy,
        refusal=can_fail(request.user, vacancy, submitted=vacancy.applications.submitted().count()),
        title="Nyatakan gagal karena kurang pelamar",
        effect="Seleksi berhenti dan tidak dapat dilanjutkan. Halaman publik tetap ada dengan alasannya.",
        done="Seleksi dinyatakan tidak dilanjutkan.",
    )


def _end(request: HttpRequest, vacancy: Vacancy, *, act, refusal, title: str, effect: str, done: str) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act(
            vacancy_id=vacancy.pk,
            actor=request.user,
            reason=form.cleaned_data["reason"],
            version=posted_version(request),
        )
        messages.success(request, done)
        return redirect("show_own_vacancy", vacancy.public_id)
    context = {
        "vacancy": vacancy,
        "refusal": refusal,
        "form": form,
        "title": title,
        "effect": effect,
        "told": len(window_audience(vacancy).people) if vacancy.published_at else 0,
    }
    return render(request, "vacancies/registration/end.html", context)
