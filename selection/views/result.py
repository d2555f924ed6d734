"""Taking back and announcing the result; the letters."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core.access import allow, public
from core.letters import letter_response
from core.refusals import Refused, Stale
from selection import actions
from selection.conflicts import closed_candidates
from selection.documents import announcement_rows
from selection.forms import VersionForm
from selection.gates import latest_ranking
from selection.minutes_words import announced_words
from selection.models import Candidate, Determination
from selection.permissions import can_announce_result, can_withdraw_result
from selection.views.control import RUNNERS, run_vacancy
from vacancies.models import Application, Vacancy


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def withdraw_result(request: HttpRequest, public_id) -> HttpResponse:
    """Confirm page for taking a running request back."""
    vacancy = run_vacancy(request, public_id)
    form = VersionForm(request.POST if request.method == "POST" else None, initial={"version": vacancy.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_result(vacancy_id=vacancy.pk, actor=request.user, version=form.cleaned_data["version"])
        except Stale:
            raise
        except Refused as error:
            form.add_error(None, error.reason)
        else:
            messages.success(request, "Hasil ditarik dari rangkaian persetujuan. Peringkat tetap tersimpan.")
            return redirect("show_selection", public_id=public_id)
    ranking = latest_ranking(vacancy)
    sender_id = ranking.request.sender_id if ranking and ranking.request else None
    refusal = can_withdraw_result(request.user, vacancy, sender_id=sender_id)
    context = {"vacancy": vacancy, "form": form, "refusal": refusal}
    return render(request, "selection/withdraw_result.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.AGENCY_ADMIN)
def announce_result(request: HttpRequest, public_id) -> HttpResponse:
    """Confirm page with a preview of the public result; POST announces."""
    vacancy = get_object_or_404(Vacancy.objects.owned_by(request.user).select_related("agency"), public_id=public_id)
    form = VersionForm(request.POST if request.method == "POST" else None, initial={"version": vacancy.version})
    if request.method == "POST" and form.is_valid():
        actions.announce_result(vacancy_id=vacancy.pk, actor=request.user, version=form.cleaned_data["version"])
        messages.success(request, "Hasil diumumkan. Surat untuk para peserta menunggu di kotak keluar; periksa, lalu lepas.")
        return redirect("list_outbox")
    determination = Determination.objects.filter(vacancy=vacancy).select_related("letter", "ranking").first()
    seats = (
        list(determination.seats.select_related("line__candidate__application__employee__agency").order_by("seat"))
        if determination
        else []
    )
    rows = announcement_rows(determination, seats) if determination else []
    context = {
        "vacancy": vacancy,
        "determination": determination,
        "rows": rows,
        "words": announced_words(vacancy, determination, rows) if determination else "",
        "recipients": Candidate.objects.filter(vacancy=vacancy).exclude(application__state="WITHDRAWN").count(),
        "form": form,
        "refusal": can_announce_result(request.user, vacancy),
    }
    return render(request, "selection/announce_result.html", context)


@require_safe
@public
def download_determination(request: HttpRequest, public_id) -> FileResponse:
    """The determination letter: for everybody once announced, before that for those who run the selection or decided."""
    determination = get_object_or_404(Determination.objects.select_related("letter", "vacancy"), public_id=public_id)
    if determination.vacancy.state != "ANNOUNCED":
        user = request.user
        runs = user.is_authenticated and (
            determination.decided_by_id == user.pk
            or (
                Vacancy.objects.run_by(user).filter(pk=determination.vacancy_id).exists()
                and not determination.vacancy.applications.of(user).exists()
                and not closed_candidates(user, determination.vacancy)
            )
        )
        if not runs:
            raise Http404
    return letter_response(determination.letter)


@require_safe
@allow(Role.APPLICANT)
def download_result_letter(request: HttpRequest, public_id) -> FileResponse:
    """The own result letter with the own scores."""
    application = get_object_or_404(Application.objects.of(request.user), public_id=public_id)
    candidate = get_object_or_404(
        Candidate.objects.select_related("result_letter").filter(application=application, result_letter__isnull=False)
    )
    return letter_response(candidate.result_letter)
