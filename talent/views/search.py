"""Search the register and tick people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Role
from core.access import allow
from employees.models import Employee
from employees.rules.names import name_key
from talent import actions
from talent.forms import NipForm, SavedSearchForm, TalentSearchForm
from talent.forms.search import DIGITS_TAKEN_OUT, has_digits
from talent.rules.invitation_quota import room_left
from talent.rules.limits import DEEPEST_PAGE, MOST_JUDGED_TO_TICK, MOST_TICKED, PAGE_SIZE, search_limit
from talent.rules.standing import Standing
from talent.search.engine import Count, FacetCount, find
from talent.search.follow import is_behind
from talent.search.words import SHORTEST_PREFIX
from talent.searchers import agency_of, chosen_vacancy
from talent.standings import PersonRow, listed_rows, person_rows, standings_of
from talent.usage import searches_of
from talent.views.paging import Place, read_place
from talent.views.people_drawing import people
from talent.views.search_panel import count_words, panel
from talent.walking import Walk, people_in_order, walk
from vacancies.models import Vacancy

# Unbound, so one serves all pages.
_NIP_FORM = NipForm()


@allow(Role.AGENCY_ADMIN)
@require_safe
def search_talent(request: HttpRequest) -> HttpResponse:
    """Search page. Nothing is searched, and nothing logged, before the person asks."""
    asked = bool(request.GET)
    form = TalentSearchForm(request.GET if asked else None, user=request.user)
    if has_digits(request.GET.get("cari", "")):
        # A NIP does not stay in the address, nor in what is kept of it.
        return redirect(f"{reverse('search_talent')}?{form.address(**DIGITS_TAKEN_OUT)}")
    shown: dict[str, Any] = {"asked": asked}
    if asked and form.is_valid():
        try:
            shown |= _search(request, form)
        except actions.LimitReached as limit:
            shown["limit"] = told(request, limit)
    response = search_page(request, form, **shown)
    if asked and request.headers.get("HX-Request"):
        # Without the empty fields that a form sends.
        response["HX-Push-Url"] = f"{request.path}?{form.address() or 'cari='}"
    return response


def search_page(request: HttpRequest, form: TalentSearchForm, **shown: Any) -> HttpResponse:
    """The page around what was found. `shown` is the answer of a search, a limit that was reached, or another NIP form."""
    context: dict[str, Any] = {"asked": False, "rows": [], "vacancy": None, "active": [], "limit": "", "facets": {}} | shown
    context |= {"form": form, "panel": panel(form, context["facets"]), "saved_form": SavedSearchForm()}
    context.setdefault("nip_form", _NIP_FORM)
    context["nip_forms"] = [context["nip_form"]]
    return render(request, "talent/search.html", context, status=429 if context["limit"] else 200)


def told(request: HttpRequest, limit: actions.LimitReached) -> str:
    """Tell BKN of a limit that was reached, and return the sentence for the person."""
    actions.report_limit(actor=request.user, agency=agency_of(request.user), reached=limit.reached)
    return limit.reason


@allow(Role.AGENCY_ADMIN)
@require_POST
def look_up_nip(request: HttpRequest) -> HttpResponse:
    """Somebody by a whole NIP. The address that follows names the person by the public id."""
    vacancy = chosen_vacancy(request.user, request.POST.get("lowongan", ""))
    form = NipForm(request.POST)
    shown: dict[str, Any] = {"nip_form": form}
    if form.is_valid():
        agency = agency_of(request.user, vacancy)
        try:
            person = actions.find_by_nip(actor=request.user, agency=agency, nip=form.cleaned_data["nip"], vacancy=vacancy)
        except actions.LimitReached as limit:
            return search_page(request, TalentSearchForm(user=request.user), limit=told(request, limit))
        if person is not None:
            pairs = {"orang": str(person.public_id)} | ({"lowongan": str(vacancy.public_id)} if vacancy else {})
            return redirect(f"{reverse('search_talent')}?{urlencode(pairs)}")
        form.add_error("nip", "Tidak ada orang dengan NIP ini yang dapat dicari. Periksa angkanya.")
    start = {"lowongan": vacancy.public_id if vacancy else None}
    return search_page(request, TalentSearchForm(initial=start, user=request.user), **shown)


def _search(request: HttpRequest, form: TalentSearchForm) -> dict[str, Any]:
    """One page of the search: asked, judged, logged, in that order. Raises LimitReached before anything is shown."""
    vacancy = form.cleaned_data["lowongan"]
    agency = agency_of(request.user, vacancy)
    # The log asks for the limits under its lock; asking before as well is worth it only where the rules would judge hundreds.
    reached = search_limit(searches_of(request.user, agency)[1]) if vacancy is not None else None
    if reached is not None:
        raise actions.LimitReached(reached)
    here = form.address()
    place = read_place(request.GET.get("setelah", ""), here)
    ticks_all = vacancy is not None and request.GET.get("pilih") == "semua"
    room = _room_to_tick(vacancy) if vacancy is not None else 0
    found = _found(form, vacancy, place, room if ticks_all else None)
    actions.log_search(
        actor=request.user,
        agency=agency,
        query=form.asked(),
        result_count=found.total.number,
        people=list(found.rows),
        vacancy=vacancy,
        saved=request.GET.get("simpanan", ""),
        count_words=count_words(found.total).number,
    )
    rows = list(found.rows.values())
    follow = place.next(found.after) if not ticks_all else ""
    return {
        "found": found,
        "total": count_words(found.total),
        "facets": found.facets,
        "rows": rows,
        "people": people(rows, vacancy=str(vacancy.public_id) if vacancy else "", are_ticked=ticks_all),
        "is_for_vacancy": vacancy is not None,
        "vacancy": vacancy,
        "active": form.chips(),
        "query": here,
        "is_behind": not rows and is_behind(),
        "ticks_all": ticks_all,
        "tick_all_url": f"?{form.address(pilih='semua', layak='on')}" if room and rows and not ticks_all else "",
        "most_ticked": room,
        "corrections": _corrections(form, found) if not place.marks else [],
        "page_number": place.number,
        "next_url": f"?{form.address(setelah=follow)}" if follow else "",
        "previous_url": f"?{form.address(setelah=place.previous())}" if place.marks else "",
        "is_deepest": bool(found.after) and not follow and not ticks_all,
        "deepest": DEEPEST_PAGE,
    }


@dataclass(frozen=True)
class Found:
    """What one page shows: people by primary key. `judged` is 0 when the rules did not choose the people."""

    rows: dict[int, PersonRow]
    total: Count
    facets: dict[str, list[FacetCount]]
    after: str | None
    judged: int = 0
    corrections: tuple[tuple[str, tuple[str, ...]], ...] = ()


def _found(form: TalentSearchForm, vacancy: Vacancy | None, place: Place, room: int | None) -> Found:
    """The people of one page; with `room`, as many of those who fit as may be ticked at once."""
    query = form.query()
    if vacancy is not None and room is not None:
        way = walk(query, vacancy, wanted=room, most_judged=MOST_JUDGED_TO_TICK)
        return _walked(way, way.people[:room])
    if vacancy is not None and form.cleaned_data["layak"]:
        way = walk(query, vacancy, after=place.after)
        return _walked(way, way.people)
    page = find(query, after=place.after, size=PAGE_SIZE)
    if vacancy is None:
        rows = listed_rows(page.employee_ids)
    else:
        people = people_in_order(page.employee_ids)
        rows = _judged_rows(people, standings_of(vacancy, people) if people else {})
    return Found(rows, page.total, page.facets, page.after, corrections=page.corrections)


def _room_to_tick(vacancy: Vacancy) -> int:
    """How many people may be ticked at once for this vacancy: what its quota of invitations leaves, within one page."""
    return min(MOST_TICKED, room_left(vacancy.quota, vacancy.invitations.count()))


def _walked(way: Walk, people: Sequence[Employee]) -> Found:
    first = way.first
    return Found(_judged_rows(people, way.standings), first.total, first.facets, way.after, way.judged, first.corrections)


def _judged_rows(people: Sequence[Employee], standings: dict[int, Standing]) -> dict[int, PersonRow]:
    return {person.pk: row for person, row in zip(people, person_rows(people, standings), strict=True)}


def _corrections(form: TalentSearchForm, found: Found) -> list[dict[str, Any]]:
    """Typed names that nobody has, each with known names near to it and the same search under that name."""
    typed = form.cleaned_data["cari"]
    rows = []
    for word, nearest in found.corrections:
        names = [{"name": name.capitalize(), "url": f"?{form.address(cari=_instead(typed, word, name))}"} for name in nearest]
        rows.append({"word": word, "names": names, "is_short": len(word) < SHORTEST_PREFIX})
    return rows


def _instead(typed: str, word: str, name: str) -> str:
    """The typed name with one word put right."""
    return " ".join(name.capitalize() if name_key(each) == word else each for each in typed.split())
