"""Saved vacancies of whoever is signed in."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.access import signed_in
from vacancies.actions import subscriptions
from vacancies.models import Vacancy
from vacancies.subscriptions import is_saved
from vacancies.views.filters import page_of
from vacancies.views.public import public_row

PER_PAGE = 20


@signed_in
@require_safe
def list_saved_vacancies(request: HttpRequest) -> HttpResponse:
    """Own saved vacancies: open ones by deadline, then coming ones, then closed ones."""
    now = clock.now()
    found = Vacancy.objects.published().filter(saved_by__user=request.user).with_phase(now).closing_soon_first().for_list()
    page = page_of(request, Paginator(found, PER_PAGE))
    context: dict[str, Any] = {
        "page": page,
        "rows": [
            public_row(vacancy, now) | {"drop_url": reverse("unsave_vacancy", args=[vacancy.public_id])} for vacancy in page
        ],
    }
    return render(request, "vacancies/saved/list.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def save_vacancy(request: HttpRequest, public_id) -> HttpResponse:
    """Save a vacancy. GET is where somebody lands who had to sign in first: one button, nothing is saved by the visit."""
    vacancy = get_object_or_404(Vacancy.objects.published().select_related("agency"), public_id=public_id)
    if request.method == "POST":
        subscriptions.save_vacancy(vacancy_id=vacancy.pk, actor=request.user)
        messages.success(request, "Lowongan disimpan.")
        return redirect("show_vacancy", vacancy.public_id)
    if is_saved(request.user, vacancy):
        return redirect("list_saved_vacancies")
    return render(request, "vacancies/saved/save.html", {"vacancy": vacancy})


@signed_in
@require_POST
def unsave_vacancy(request: HttpRequest, public_id) -> HttpResponse:
    """Take a vacancy out of the saved ones; the way back leads to the page it was done on."""
    vacancy = get_object_or_404(Vacancy.objects.published(), public_id=public_id)
    subscriptions.unsave_vacancy(vacancy_id=vacancy.pk, actor=request.user)
    messages.success(request, "Lowongan dilepas dari simpanan.")
    if request.POST.get("dari") == "simpanan":
        return redirect("list_saved_vacancies")
    return redirect("show_vacancy", vacancy.public_id)
