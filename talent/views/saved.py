"""Searches under a name: keep, run, rename, delete. Only the person who keeps one sees it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Role
from core.access import allow
from core.refusals import Refused
from talent import actions
from talent.forms import SavedSearchForm, TalentSearchForm
from talent.models import SavedSearch

LONGEST = 2000


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def list_saved_searches(request: HttpRequest) -> HttpResponse:
    """The list; a POST keeps the search of the address given in `saringan`."""
    form = SavedSearchForm(request.POST if request.method == "POST" else None)
    query = clean_query(request, request.POST.get("saringan", ""))
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_search(actor=request.user, name=form.cleaned_data["nama"], query=query)
        except Refused as refused:
            form.add_error("nama", refused.reason)
        else:
            messages.success(request, f"Pencarian “{saved.name}” disimpan.")
            return redirect("list_saved_searches")
    rows = [_row(saved) for saved in SavedSearch.objects.of(request.user).for_list()]
    context = {"form": form, "query": query, "rows": rows, "is_saving": request.method == "POST"}
    return render(request, "talent/saved_searches.html", context | {"crumbs": _way("Pencarian tersimpan")})


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def rename_saved_search(request: HttpRequest, public_id) -> HttpResponse:
    saved = get_object_or_404(SavedSearch.objects.of(request.user), public_id=public_id)
    form = SavedSearchForm(request.POST if request.method == "POST" else None, initial={"nama": saved.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_saved_search(saved_id=saved.pk, name=form.cleaned_data["nama"], actor=request.user)
        except Refused as refused:
            form.add_error("nama", refused.reason)
        else:
            messages.success(request, "Nama pencarian diganti.")
            return redirect("list_saved_searches")
    return render(request, "talent/rename_search.html", {"form": form, "saved": saved, "crumbs": _way(saved.name)})


@allow(Role.AGENCY_ADMIN)
@require_POST
def delete_saved_search(request: HttpRequest, public_id) -> HttpResponse:
    saved = get_object_or_404(SavedSearch.objects.of(request.user), public_id=public_id)
    actions.delete_saved_search(saved_id=saved.pk, actor=request.user)
    messages.success(request, f"Pencarian “{saved.name}” dihapus.")
    return redirect("list_saved_searches")


def clean_query(request: HttpRequest, given: str) -> str:
    """The part of an address that the search form knows; everything else is dropped."""
    form = TalentSearchForm(QueryDict(given[:LONGEST]), user=request.user)
    return form.address()[:LONGEST]


def _row(saved: SavedSearch) -> dict:
    return {
        "public_id": saved.public_id,
        "name": saved.name,
        "url": f"{reverse('search_talent')}?{saved.query}&{urlencode({'simpanan': saved.public_id})}",
        "count": saved.last_count,
        "last_run_at": saved.last_run_at,
    }


def _way(label: str) -> list[dict[str, str]]:
    way = [{"label": "Cari talenta", "url": reverse("search_talent")}]
    if label != "Pencarian tersimpan":
        way.append({"label": "Pencarian tersimpan", "url": reverse("list_saved_searches")})
    return [*way, {"label": label}]
