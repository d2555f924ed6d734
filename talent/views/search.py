"""Search the register, tick people, confirm, invite."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import number_words
from core.refusals import Refused
from employees.models import Employee
from talent import actions
from talent.documents import invitation_words
from talent.forms import InviteForm, TalentSearchForm, chosen_people
from talent.permissions import can_invite
from talent.searchers import agency_of
from talent.standings import narrow, person_rows, standings_of
from vacancies.models import Vacancy

PAGE_SIZE = 20
# How many people are judged by every rule for one page of "only those who may be invited".
MOST_JUDGED = 500
PREVIEW_LINK = "tautan pribadi dikirim bersama surat"


@allow(Role.AGENCY_ADMIN)
@require_safe
def search_talent(request: HttpRequest) -> HttpResponse:
    """Search page. Nothing is searched, and nothing logged, before the person asks."""
    asked = bool(request.GET)
    form = TalentSearchForm(request.GET if asked else None, user=request.user)
    context = {"form": form, "asked": asked, "count": None, "rows": [], "vacancy": None, "page": None, "active": []}
    context["too_many"] = None
    if asked and form.is_valid():
        context |= _search(request, form)
    return render(request, "talent/search.html", context)


def _search(request: HttpRequest, form: TalentSearchForm) -> dict:
    vacancy = form.cleaned_data["lowongan"]
    found = Employee.objects.searchable().matching(**form.filters()).for_list()
    too_many = None
    if form.cleaned_data["layak"]:
        found = narrow(found, vacancy).with_records()
        number = found.count()
        too_many = number if number > MOST_JUDGED else None
        found = [] if too_many else list(found)
        judged = standings_of(vacancy, found) if found else {}
        found = [person for person in found if judged[person.pk].may_be_invited]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    people = list(page.object_list if isinstance(found, list) or not vacancy else page.object_list.with_records())
    standings = standings_of(vacancy, people) if vacancy else {}
    query = {name: request.GET.getlist(name) for name in request.GET if name in (*form.fields, "halaman") and request.GET[name]}
    actions.log_search(
        actor=request.user,
        agency=agency_of(request.user, vacancy),
        query=query,
        result_count=page.paginator.count,
        people=[person.pk for person in people],
        vacancy=vacancy,
    )
    return {
        "page": page,
        "count": None if too_many else page.paginator.count,
        "too_many": too_many,
        "rows": person_rows(people, standings),
        "vacancy": vacancy,
        "active": [
            {"label": f"{label}: {words}" if words else label, "url": _without(request, name)}
            for name, label, words in form.in_words()
        ],
    }


def _without(request: HttpRequest, name: str) -> str:
    """The same search without one filter, from its first page. Keeps one parameter so that the page still searches."""
    query = request.GET.copy()
    for each in (name, "halaman"):
        query.pop(each, None)
    if not query:
        query["cari"] = ""
    return f"{request.path}?{query.urlencode()}"


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_talent(request: HttpRequest) -> HttpResponse:
    """Confirm page for ticked people, then the act. Only the POST with `kirim` invites anybody."""
    if request.method != "POST":
        return redirect("search_talent")
    is_filled = "kirim" in request.POST or "pratinjau" in request.POST
    form = InviteForm(request.POST if is_filled else None, initial={"lowongan": request.POST.get("lowongan")})
    vacancy = _target(request)
    chosen = chosen_people(request.POST.getlist("orang"))
    if not chosen:
        messages.error(request, "Centang dulu orang yang ingin Anda undang.")
        return redirect(f"{reverse('search_talent')}?lowongan={vacancy.public_id}")
    if "kirim" in request.POST and form.is_valid():
        try:
            made = actions.invite_talent(
                vacancy_id=vacancy.pk, people=chosen, message=form.cleaned_data["pesan"], actor=request.user
            )
        except Refused as refused:
            if _all_invited(vacancy, chosen):
                messages.info(request, "Orang yang Anda pilih sudah diundang; tidak ada undangan kedua yang dibuat.")
                return redirect("list_invitations", vacancy.public_id)
            form.add_error(None, refused.reason)
        else:
            messages.success(
                request, f"{number_words(len(made))} undangan sedang dikirim. Surat dan surel keluar dalam beberapa detik."
            )
            return redirect("list_invitations", vacancy.public_id)
    return render(request, "talent/confirm_invitations.html", _confirmation(request, form, vacancy, chosen))


def _target(request: HttpRequest) -> Vacancy:
    """The vacancy named in the form, if it belongs to the person's agency; 404 otherwise."""
    own = Vacancy.objects.filter(agency_id__in=request.user.agency_ids(Role.AGENCY_ADMIN)).select_related("agency", "region")
    found = chosen_people([request.POST.get("lowongan", "")])
    return get_object_or_404(own, public_id=found[0] if found else None)


def _all_invited(vacancy: Vacancy, chosen: list) -> bool:
    """Whether everybody chosen has an invitation already, as after a second press of the button."""
    return vacancy.invitations.filter(employee__public_id__in=chosen).count() == len(chosen)


def _confirmation(request: HttpRequest, form: InviteForm, vacancy: Vacancy, chosen: list) -> dict:
    now = clock.now()
    people = list(
        Employee.objects.searchable().filter(public_id__in=chosen[: actions.MAX_PEOPLE_A_TIME]).with_records().for_list()
    )
    standings = standings_of(vacancy, people)
    rows = person_rows(people, standings)
    allowed = [row for row in rows if row.standing is not None and row.standing.may_be_invited]
    first = next((person for person in people if standings[person.pk].may_be_invited), None)
    message = form["pesan"].value() or ""
    preview = None
    if first is not None and vacancy.closes_at is not None:
        preview = invitation_words(
            vacancy, first, message=message, sender_name=request.user.full_name, link=PREVIEW_LINK, now=now
        )
    return {
        "form": form,
        "vacancy": vacancy,
        "allowed": allowed,
        "refused": [row for row in rows if row not in allowed],
        "left_out": len(chosen) - len(people),
        "refusal": can_invite(request.user, vacancy, now),
        "preview": preview,
        "back_url": f"{reverse('search_talent')}?lowongan={vacancy.public_id}",
        "crumbs": [{"label": "Cari talenta", "url": reverse("search_talent")}, {"label": "Periksa undangan"}],
    }
