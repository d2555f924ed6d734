"""Pages of a panel member: the queue, the scoring room, the score sheet, conflicts of interest."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from accounts.models import User
from core.access import allow
from core.refusals import Refused
from selection import actions
from selection.assignments import RUNNING_STATES, assigned_vacancies, own_sheet_rows
from selection.calibration import is_complete
from selection.forms import ConflictForm, ReasonForm
from selection.gates import current_minutes, latest_ranking, tie_facts
from selection.giving_back import keeper_of, returnable_rows
from selection.models import Candidate, ConflictProposal, ScoreSheet
from selection.permissions import can_judge, can_recuse, seat_of, stands_in
from selection.rules.ties import is_unsettled
from selection.scoreboard import read_scoreboard
from selection.scoring_permissions import can_reopen_sheet
from selection.views.sheets import judged_candidate
from vacancies.models import Vacancy
from vacancies.rules.lifecycle import VACANCY_LABELS

PAGE_SIZE = 20
TABS = (("berjalan", "Berjalan"), ("akan-datang", "Akan datang"), ("selesai", "Selesai"))
TAB_STATES = {
    "berjalan": RUNNING_STATES,
    "akan-datang": ("PUBLISHED", "OPEN", "VERIFICATION"),
    "selesai": ("RESULT_REVIEW", "DETERMINED", "ANNOUNCED"),
}


@require_safe
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def list_assignments(request: HttpRequest) -> HttpResponse:
    """Queue of a panel member: vacancies with the own progress."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TAB_STATES else "berjalan"
    words = request.GET.get("cari", "").strip()
    vacancies = assigned_vacancies(request.user).filter(state__in=TAB_STATES[tab])
    if words:
        vacancies = vacancies.filter(position_title__icontains=words)
    page = Paginator(vacancies, PAGE_SIZE).get_page(request.GET.get("halaman"))
    asked = Counter(
        ConflictProposal.objects.waiting_for(request.user)
        .filter(candidate__vacancy__in=[vacancy.pk for vacancy in page])
        .values_list("candidate__vacancy_id", flat=True)
    )
    rows = []
    for vacancy in page:
        needed = (vacancy.present_count - vacancy.recused_count) * (vacancy.has_named + vacancy.has_blind)
        is_done = vacancy.done_count >= needed
        rows.append(
            {
                "url": reverse("show_scoring_room", args=[vacancy.public_id]),
                "title": vacancy.position_title,
                "agency": vacancy.agency.name,
                "state": VACANCY_LABELS[vacancy.state],
                "since": vacancy.state_since,
                "zone": vacancy.zone_label,
                "asked": asked[vacancy.pk],
                "done": vacancy.done_count,
                "needed": needed,
                "is_started": vacancy.state not in TAB_STATES["akan-datang"],
                "tone": "good" if is_done else "wait",
                "label": "Semua lembar terkirim" if is_done else f"{needed - vacancy.done_count} lembar menunggu Anda",
            }
        )
    tabs = [{"label": label, "url": f"{reverse('list_assignments')}?tab={code}", "current": code == tab} for code, label in TABS]
    context = {"tabs": tabs, "tab": tab, "rows": rows, "page": page, "words": words}
    return render(request, "selection/assignments.html", context)


@require_safe
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def show_scoring_room(request: HttpRequest, public_id) -> HttpResponse:
    """Candidates of one vacancy with the person's own sheets."""
    vacancy = get_object_or_404(Vacancy.objects.assigned_to(request.user).select_related("agency"), public_id=public_id)
    refusal = can_judge(request.user, vacancy)
    board = read_scoreboard(vacancy)
    candidates = list(Candidate.objects.filter(vacancy=vacancy).for_list()) if refusal is None else []
    rows = own_sheet_rows(board, candidates, request.user)
    due = [row for row in rows if row["must_score"]]
    waiting = [row for row in due if not row["is_done"]]
    seat = seat_of(request.user, vacancy)
    is_chair = seat is not None and seat.is_chair
    named = [component for component in board.panel_components if not component.is_blind]
    context = {
        "vacancy": vacancy,
        "state": VACANCY_LABELS[vacancy.state],
        "refusal": refusal,
        "rows": rows,
        "components": named,
        "is_calibrating": refusal is None and is_complete(board),
        "has_papers": len(named) < len(board.panel_components),
        "single_components": board.single_components,
        "done": len(due) - len(waiting),
        "due": len(due),
        "asked": ConflictProposal.objects.waiting_for(request.user).filter(candidate__vacancy=vacancy).count(),
        "next": waiting[0] if waiting and vacancy.state == "SCORING" else None,
        "is_chair": is_chair,
        # The chair finds them in the control room.
        "returnable": [] if is_chair or refusal is not None else returnable_rows(board, request.user),
        "stand_in": _stand_in_links(request.user, vacancy) if refusal is None else None,
    }
    return render(request, "selection/scoring_room.html", context)


def _stand_in_links(user: User, vacancy: Vacancy) -> list[dict[str, str]] | None:
    """What waits for this person in the stead of a chair with a conflict; None when the person does not stand in now."""
    ranking = latest_ranking(vacancy) if vacancy.state == "RANKED" else None
    if ranking is None or not stands_in(user, vacancy):
        return None
    links = []
    if is_unsettled(tie_facts(vacancy, ranking)):
        links.append({"url": reverse("settle_tie", args=[vacancy.public_id]), "label": "Putuskan nilai sama pada batas"})
    if current_minutes(vacancy, ranking) is not None:
        links.append({"url": reverse("sign_minutes", args=[vacancy.public_id]), "label": "Baca dan tanda tangani berita acara"})
    return links


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def declare_conflict(request: HttpRequest, public_id) -> HttpResponse:
    """Declare a conflict of interest with one candidate; POST with act=retract takes the declaration back."""
    candidate = judged_candidate(request.user, public_id=public_id)
    if request.method == "POST" and request.POST.get("act") == "retract":
        actions.retract_conflict(candidate_id=candidate.pk, actor=request.user)
        messages.success(request, f"Pernyataan konflik kepentingan dengan peserta {candidate.key} dicabut.")
        return redirect("score_candidate", public_id=public_id)
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_conflict(candidate_id=candidate.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(
                request, f"Konflik kepentingan dengan peserta {candidate.key} tercatat. Berkasnya tertutup bagi Anda."
            )
            return redirect("show_scoring_room", public_id=candidate.vacancy.public_id)
    context = {
        "vacancy": candidate.vacancy,
        "candidate": candidate,
        "form": form,
        "refusal": can_recuse(request.user, candidate),
    }
    return render(request, "selection/declare_conflict.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_CHAIR, Role.PANEL_MEMBER)
def reopen_sheet(request: HttpRequest, public_id) -> HttpResponse:
    """Give a handed-in sheet back to its scorer, with a reason: the chair's act, or of who does it where the chair must not."""
    sheet = get_object_or_404(
        ScoreSheet.objects.filter(candidate__in=Candidate.objects.judged_by(request.user).values("pk")).select_related(
            "candidate__vacancy__agency", "candidate__application__employee", "member__user"
        ),
        public_id=public_id,
    )
    vacancy = sheet.candidate.vacancy
    seat = seat_of(request.user, vacancy)
    is_chair = seat is not None and seat.is_chair
    if not is_chair and keeper_of(sheet) != seat:
        raise Http404
    room = reverse("show_selection" if is_chair else "show_scoring_room", args=[vacancy.public_id])
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"version": vacancy.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_sheet(sheet_id=sheet.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, f"Lembar {sheet.member.user.full_name} untuk peserta {sheet.candidate.key} dibuka kembali.")
            return redirect(room)
    refusal = can_reopen_sheet(request.user, sheet)
    context = {"vacancy": vacancy, "sheet": sheet, "form": form, "refusal": refusal, "room_url": room, "is_chair": is_chair}
    return render(request, "selection/reopen_sheet.html", context)
