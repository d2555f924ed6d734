"""One person as a searcher may see them, and up to four side by side. Every opening is logged before anything is shown."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core.access import allow
from core.uploads.responses import private_file_response
from employees.models import Employee
from talent import actions
from talent.forms import chosen_people
from talent.models import ViewKind
from talent.profiles import Profile, accepted_invitation, contact_of, profile_of, shown_documents
from talent.rules.explain import FIT, LATER, UNFIT, UNKNOWN, Reason
from talent.rules.limits import MOST_COMPARED
from talent.rules.standing import Standing
from talent.searchers import agency_of, chosen_vacancy
from talent.standings import standings_of
from talent.views.way_back import search_again, search_url
from vacancies.models import Vacancy

VERDICTS = {
    FIT: ("good", "Cocok"),
    UNFIT: ("wait", "Belum cocok"),
    UNKNOWN: ("plain", "Data belum ada"),
    LATER: ("plain", "Dibuktikan dalam seleksi"),
}


@allow(Role.AGENCY_ADMIN)
@require_safe
def show_talent(request: HttpRequest, public_id) -> HttpResponse:
    """Profile of one person; contact and papers only after acceptance of an invitation of the searcher's agency."""
    person = _person(request, public_id)
    vacancy = _vacancy(request)
    agency = agency_of(request.user, vacancy)
    accepted = accepted_invitation(person, request.user.agency_ids(Role.AGENCY_ADMIN))
    kind = ViewKind.CONTACT if accepted else ViewKind.PROFILE
    try:
        actions.log_views(actor=request.user, agency=agency, people=[person.pk], kind=kind, vacancy=vacancy)
    except actions.LimitReached as limit:
        return _refused(request, limit)
    standing = standings_of(vacancy, [person])[person.pk] if vacancy else None
    context = {
        "person": profile_of(person),
        "vacancy": vacancy,
        "standing": standing,
        "tone": standing.tone if standing else "",
        "label": standing.label if standing else "",
        "may_be_invited": standing is not None and standing.may_be_invited,
        "contact": contact_of(person, accepted) if accepted else None,
        "crumbs": [{"label": "Cari talenta", "url": search_url(vacancy)}, {"label": person.name}],
    }
    return render(request, "talent/person.html", context)


@allow(Role.AGENCY_ADMIN)
@require_safe
def open_talent_document(request: HttpRequest, public_id) -> FileResponse | HttpResponse:
    """A career paper of a person who accepted an invitation of the searcher's agency; 404 for anybody else."""
    document = get_object_or_404(shown_documents().select_related("employee"), public_id=public_id)
    accepted = accepted_invitation(document.employee, request.user.agency_ids(Role.AGENCY_ADMIN))
    if accepted is None:
        raise Http404
    try:
        actions.log_views(
            actor=request.user, agency=agency_of(request.user), people=[document.employee_id], kind=ViewKind.DOCUMENT
        )
    except actions.LimitReached as limit:
        return _refused(request, limit)
    return private_file_response(
        document.file, content_type=document.content_type, name=document.original_name, saves="unduh" in request.GET
    )


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def compare_talent(request: HttpRequest) -> HttpResponse:
    """Ticked people side by side. The form of the list posts here and is led to an address that can be kept; nothing changes."""
    given = request.POST if request.method == "POST" else request.GET
    chosen = chosen_people(given.getlist("orang"))
    vacancy = _vacancy(request, given.get("lowongan", ""))
    if not 2 <= len(chosen) <= MOST_COMPARED:
        messages.error(request, f"Centang 2 sampai {MOST_COMPARED} orang untuk dibandingkan.")
        return redirect(search_again(request, vacancy))
    if request.method == "POST":
        pairs = [("orang", str(each)) for each in chosen]
        if vacancy is not None:
            pairs.append(("lowongan", str(vacancy.public_id)))
        return redirect(f"{reverse('compare_talent')}?{urlencode(pairs)}")
    found = Employee.objects.searchable().filter(public_id__in=chosen).select_related("agency")
    people = {person.public_id: person for person in found.with_records().prefetch_related("competencies").order_by("pk")}
    in_order = [people[each] for each in chosen if each in people]
    agency = agency_of(request.user, vacancy)
    if in_order:
        try:
            actions.log_views(
                actor=request.user,
                agency=agency,
                people=[person.pk for person in in_order],
                kind=ViewKind.COMPARISON,
                vacancy=vacancy,
            )
        except actions.LimitReached as limit:
            return _refused(request, limit)
    standings = standings_of(vacancy, in_order) if vacancy and in_order else {}
    profiles = [profile_of(person) for person in in_order]
    context = {
        "columns": [
            _column(profile, in_order, standings.get(person.pk), vacancy)
            for profile, person in zip(profiles, in_order, strict=True)
        ],
        "rows": comparison_rows(profiles, [standings[person.pk] for person in in_order] if standings else []),
        "vacancy": vacancy,
        "may_invite_any": any(each.may_be_invited for each in standings.values()),
        "lead": vacancy.position_title if vacancy else "",
        "gone": len(chosen) - len(in_order),
        "crumbs": [{"label": "Cari talenta", "url": search_url(vacancy)}, {"label": "Bandingkan"}],
    }
    return render(request, "talent/compare.html", context)


def comparison_rows(profiles: Sequence[Profile], standings: Sequence[Standing]) -> list[dict[str, Any]]:
    """Lines of the table: title and one cell a person, each with text and maybe a tone or a score."""
    rows: list[dict[str, Any]] = [
        {"title": title, "cells": [{"text": getattr(profile, name) or "–"} for profile in profiles]}
        for title, name in (
            ("Jabatan", "post"),
            ("Instansi", "agency"),
            ("Golongan", "grade"),
            ("Pendidikan", "education"),
        )
    ]
    rows.append(
        {
            "title": "Kotak talenta",
            "cells": [{"text": str(profile.talent_box) if profile.talent_box else "–"} for profile in profiles],
        }
    )
    for place, line in enumerate(profiles[0].competencies if profiles else ()):
        lines = [profile.competencies[place] for profile in profiles]
        if any(each.score is not None for each in lines):
            rows.append({"title": line.label, "cells": [{"text": "–", "score": each.score} for each in lines]})
    if standings:
        for place, reason in enumerate(standings[0].reasons):
            answers = [standing.reasons[place] for standing in standings]
            rows.append({"title": reason.label, "is_rule": True, "cells": [_verdict_cell(answer) for answer in answers]})
    return rows


def _verdict_cell(reason: Reason) -> dict[str, str]:
    tone, label = VERDICTS[reason.verdict]
    return {"tone": tone, "label": label, "text": reason.note}


def _column(profile: Profile, people: Sequence[Employee], standing: Standing | None, vacancy: Vacancy | None) -> dict[str, Any]:
    """Head of one person's column, with the address of the comparison without them."""
    others = [str(person.public_id) for person in people if str(person.public_id) != profile.public_id]
    pairs = [("orang", each) for each in others] + ([("lowongan", str(vacancy.public_id))] if vacancy else [])
    return {
        "public_id": profile.public_id,
        "name": profile.name,
        "standing": standing,
        "drop_url": f"?{urlencode(pairs)}" if len(others) > 1 else "",
    }


def _person(request: HttpRequest, public_id) -> Employee:
    """Somebody who can be found, or whose invitation by the searcher's agency was accepted; 404 for anybody else."""
    found = Employee.objects.with_records().prefetch_related("competencies").select_related("agency", "user")
    person = get_object_or_404(found, public_id=public_id)
    if not person.is_searchable and accepted_invitation(person, request.user.agency_ids(Role.AGENCY_ADMIN)) is None:
        raise Http404
    return person


def _vacancy(request: HttpRequest, value: str | None = None) -> Vacancy | None:
    """The vacancy people are looked at for, or none."""
    return chosen_vacancy(request.user, request.GET.get("lowongan", "") if value is None else value)


def _refused(request: HttpRequest, limit: actions.LimitReached) -> HttpResponse:
    actions.report_limit(actor=request.user, agency=agency_of(request.user), reached=limit.reached)
    return render(request, "talent/limit.html", {"reason": limit.reason}, status=429)
