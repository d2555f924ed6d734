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
from vacancies import notifications
from vacancies.actions import registration
from vacancies.facts import extension_facts
from vacancies.forms.reasons import ExtensionForm, PublishForm, ReasonForm
from vacancies.models import Vacancy
from vacancies.notifications.registration import applicants
from vacancies.permissions.plan import can_cancel, can_extend, can_fail, can_publish
from vacancies.rules.deadline import format_deadline, format_opening, in_three_zones
from vacancies.rules.extension import effect, extension_refusal, new_deadline
from vacancies.views.ledger import ledger_rows
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
def extend_registration(request: HttpRequest, public_id) -> HttpResponse:
    vacancy = own_vacancy(request, public_id)
    form = ExtensionForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            extension = registration.extend_registration(
                vacancy_id=vacancy.pk,
                actor=request.user,
                reason=form.cleaned_data["reason"],
                version=posted_version(request),
            )
        except Stale:
            raise
        except Refused as error:
            # The world moved while the page was open: draw it again from what is true now, the typed reason kept.
            refused = error.reason
            vacancy = own_vacancy(request, public_id)
        else:
            deadline = format_deadline(extension.closes_at, vacancy.zone)
            messages.success(request, f"Pendaftaran diperpanjang sampai {deadline}. Semua pelamar dan undangan diberi tahu.")
            return redirect("show_own_vacancy", vacancy.public_id)
    context = {"vacancy": vacancy, "form": form, "refused": refused, **extension_context(request.user, vacancy)}
    status = 409 if refused else 200
    return render(request, "vacancies/registration/extend.html", context, status=status)


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


def extension_context(user, vacancy: Vacancy) -> dict:
    """Counts, the rule's answer now and what an extension would change."""
    now = clock.now()
    submitted = vacancy.applications.submitted().count()
    drafts = vacancy.applications.filter(state__in=("DRAFT", "EXPIRED")).count()
    used = vacancy.extensions.count()
    facts = extension_facts(vacancy, submitted=submitted, used=used)
    possible = vacancy.closes_at is not None and extension_refusal(facts, now) is None
    invited = {person.pk for audience in notifications.extra_audiences for person in audience(vacancy)}
    told = invited | {person.pk for person in applicants(vacancy)}
    shift = (new_deadline(vacancy.closes_at, now, vacancy.pack) - vacancy.closes_at).days if possible else 0
    return {
        "refusal": can_extend(user, vacancy, submitted=submitted, used=used, now=now),
        "effects": effect(facts, now) if possible else (),
        "zones": in_three_zones(new_deadline(vacancy.closes_at, now, vacancy.pack)) if possible else (),
        "shift": shift,
        "stage_count": len(registration.later_stages(vacancy)),
        "figures": [
            {"label": "Lamaran terkirim", "value": submitted, "note": f"Batas: kurang dari {vacancy.pack.min_submitted}"},
            {"label": "Draf belum terkirim", "value": drafts, "note": "Draf tidak dihitung"},
            {"label": "Perpanjangan terpakai", "value": used, "note": f"Paling banyak {vacancy.pack.max_extensions} kali"},
            {"label": "Orang diberi tahu", "value": len(told), "note": "Pelamar, pemilik draf, dan undangan"},
        ],
        "ledger": ledger_rows(vacancy),
    }


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
        "told": len(applicants(vacancy)) if vacancy.published_at else 0,
    }
    return render(request, "vacancies/registration/end.html", context)
