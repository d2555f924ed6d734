"""The page that announces the administrative result and opens the selection."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from core.access import allow
from selection import actions
from selection.actions.opening import administration_applications, unconfirmed_failures
from selection.documents import reason_sentences
from selection.forms import VersionForm
from selection.permissions import can_open_selection, stake_refusal
from vacancies.models import Vacancy


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.SECRETARIAT, Role.AGENCY_ADMIN)
def open_selection(request: HttpRequest, public_id) -> HttpResponse:
    """Confirm page: who passed, who failed and why, what the act sets in motion; POST does it."""
    vacancy = get_object_or_404(Vacancy.objects.owned_by(request.user).select_related("agency"), public_id=public_id)
    form = VersionForm(request.POST if request.method == "POST" else None, initial={"version": vacancy.version})
    if request.method == "POST" and form.is_valid():
        actions.open_selection(vacancy_id=vacancy.pk, actor=request.user, version=form.cleaned_data["version"])
        messages.success(
            request,
            "Hasil administrasi diumumkan dan penilaian dibuka. Panitia seleksi sudah diberi tahu. Surel kepada para pelamar "
            "menunggu di kotak keluar sampai admin instansi memeriksa dan melepasnya.",
        )
        return redirect("show_selection", public_id=public_id)
    # Who applied here too learns nothing about the others (docs/security.md 4.3, S3).
    applications = [] if stake_refusal(request.user, vacancy) else administration_applications(vacancy)
    rows = [
        {
            "name": application.employee.name,
            "agency": application.employee.agency.name,
            "state": application.state,
            "tone": {"PASSED": "good", "FAILED": "stop"}.get(application.state, "wait"),
            "label": {"PASSED": "Lolos", "FAILED": "Tidak lolos"}.get(application.state, "Belum diverifikasi"),
            "reasons": reason_sentences(application.reason_codes) if application.state == "FAILED" else [],
        }
        for application in applications
    ]
    passed = sum(row["state"] == "PASSED" for row in rows)
    waiting = sum(row["state"] in ("SUBMITTED", "NEEDS_DOCUMENT") for row in rows)
    refusal = can_open_selection(
        request.user,
        vacancy,
        waiting=waiting,
        unconfirmed=unconfirmed_failures(vacancy, [each for each in applications if each.state == "FAILED"]),
        passed=passed,
        submitted=len(rows),
    )
    context = {
        "vacancy": vacancy,
        "form": form,
        "rows": rows,
        "passed": passed,
        "failed": len(rows) - passed - waiting,
        "waiting": waiting,
        "cut": vacancy.quota * vacancy.pack.shortlist_multiple,
        "is_few": passed < vacancy.quota * vacancy.pack.shortlist_multiple,
        "refusal": refusal,
    }
    return render(request, "selection/open_selection.html", context)
