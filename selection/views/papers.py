"""Papers scored without a name. Neither page, address, file nor file name says who wrote one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from accounts.models import User
from core.access import allow
from core.uploads.keys import open_document
from core.uploads.kinds import PDF
from core.uploads.responses import VIEWER_POLICY
from selection.assignments import sheet_status
from selection.conflicts import closed_candidates
from selection.models import PRESENT_STATES, Candidate, ScoreSheet
from selection.papers import neutral_copy, paper_numbers, paper_of
from selection.permissions import can_judge, can_open_sheet
from selection.views.sheets import Desk, check_and_hand_in, judged_candidate, panel_components, waiting_candidates, work_on_sheet
from vacancies.actions.documents import record_document_view
from vacancies.models import Vacancy
from vacancies.permissions.applications import reading_duty


@require_safe
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def list_papers(request: HttpRequest, public_id) -> HttpResponse:
    """Papers of one vacancy by number, with the person's own sheets."""
    vacancy = get_object_or_404(Vacancy.objects.assigned_to(request.user).select_related("agency"), public_id=public_id)
    components = [each for each in vacancy.components.order_by("position", "id") if each.is_scored_by_panel and each.is_blind]
    if not components:
        raise Http404
    refusal = can_judge(request.user, vacancy)
    rows = _paper_rows(request.user, vacancy, components) if refusal is None else []
    waiting = [row for row in rows if not row["is_done"]]
    context = {
        "vacancy": vacancy,
        "refusal": refusal,
        "components": components,
        "rows": rows,
        "done": len(rows) - len(waiting),
        "next": waiting[0] if waiting and vacancy.state == "SCORING" else None,
    }
    return render(request, "selection/papers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def mark_paper(request: HttpRequest, public_id) -> HttpResponse:
    """The own sheet for one paper: the paper left, criteria right."""
    candidate = _open_paper(request.user, public_id)
    return work_on_sheet(request, _paper_desk(request.user, candidate), _paper_context, "selection/paper.html")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def check_paper(request: HttpRequest, public_id) -> HttpResponse:
    """What will be handed in for one paper, once more; POST hands it in."""
    candidate = _open_paper(request.user, public_id)
    return check_and_hand_in(request, _paper_desk(request.user, candidate))


@require_safe
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def read_paper(request: HttpRequest, public_id) -> HttpResponse:
    """The paper itself under a neutral name, without what the file says about its making. The view is recorded."""
    candidate = _open_paper(request.user, public_id)
    document = paper_of(candidate)
    if document is None or document.content_type != PDF:
        raise Http404
    try:
        with open_document(document.file) as stream:
            content = neutral_copy(stream.read())
    except FileNotFoundError:
        raise Http404 from None
    vacancy = candidate.vacancy
    record_document_view(document=document, actor=request.user, duty=reading_duty(request.user, vacancy))
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="makalah-{paper_numbers(vacancy)[candidate.paper_id]}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = VIEWER_POLICY
    return response


def _open_paper(user: User, paper_id) -> Candidate:
    """The candidate behind a paper the person marks. Whoever may not is told nothing, not even that there is one."""
    candidate = judged_candidate(user, paper_id=paper_id)
    has_left = candidate.is_absent or candidate.application.state not in PRESENT_STATES
    if has_left or not panel_components(candidate, is_blind=True) or can_open_sheet(user, candidate) is not None:
        raise Http404
    return candidate


def _paper_desk(user: User, candidate: Candidate) -> Desk:
    number = paper_numbers(candidate.vacancy)[candidate.paper_id]
    waiting = list(waiting_candidates(user, candidate, is_blind=True).order_by("paper_id"))
    following = next((each for each in waiting if each.paper_id > candidate.paper_id), waiting[0] if waiting else None)
    return Desk(
        candidate=candidate,
        components=panel_components(candidate, is_blind=True),
        is_blind=True,
        words=f"makalah {number}",
        sheet_url=reverse("mark_paper", args=[candidate.paper_id]),
        check_url=reverse("check_paper", args=[candidate.paper_id]),
        room_url=reverse("list_papers", args=[candidate.vacancy.public_id]),
        next_url=reverse("mark_paper", args=[following.paper_id]) if following else "",
    )


def _paper_context(request: HttpRequest, desk: Desk, sheet: ScoreSheet | None) -> dict[str, Any]:
    document = paper_of(desk.candidate)
    has_file = document is not None and document.content_type == PDF
    return {
        "paper_url": reverse("read_paper", args=[desk.candidate.paper_id]) if has_file else "",
        "pages": document.pages if document else None,
    }


def _paper_rows(user: User, vacancy: Vacancy, components) -> list[dict[str, Any]]:
    """One row a paper by number. Papers of people with a conflict are left out, so that nothing tells which ones they are."""
    numbers = paper_numbers(vacancy)
    closed = closed_candidates(user, vacancy)
    # Nobody who left appears: "withdrawn" beside a number would name its writer.
    candidates = (
        Candidate.objects.filter(vacancy=vacancy)
        .present()
        .exclude(pk__in=closed)
        .select_related("application")
        .order_by("paper_id")
    )
    stored = ScoreSheet.objects.filter(candidate__vacancy=vacancy, member__user=user, is_blind=True).prefetch_related("scores")
    sheets = {sheet.candidate_id: sheet for sheet in stored}
    rows = []
    for candidate in candidates:
        sheet = sheets.get(candidate.pk)
        tone, status = sheet_status(candidate, sheet, False)
        values = {score.component_id: score.value for score in sheet.scores.all()} if sheet else {}
        rows.append(
            {
                "number": numbers[candidate.paper_id],
                "url": reverse("mark_paper", args=[candidate.paper_id]),
                "tone": tone,
                "status": status,
                "is_done": sheet is not None and sheet.submitted_at is not None,
                "values": [{"label": each.label, "value": values.get(each.pk)} for each in components],
            }
        )
    return rows
