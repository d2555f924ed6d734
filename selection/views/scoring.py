"""Pages of a panel member: the queue, the scoring room, the score sheet, conflicts of interest."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from accounts.models import User
from core.access import allow
from core.refusals import Refused, Stale
from selection import actions
from selection.assignments import RUNNING_STATES, assigned_vacancies, own_sheet_rows, sheet_status
from selection.forms import ConflictForm, ReasonForm, SheetForm
from selection.models import Candidate, ScoreSheet
from selection.permissions import can_judge, can_open_sheet, can_recuse, can_reopen_sheet, can_score, seat_of
from selection.rules.score_values import written
from selection.scoreboard import read_scoreboard
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
    rows = []
    for vacancy in page:
        needed = vacancy.present_count - vacancy.recused_count
        is_done = vacancy.done_count >= needed
        rows.append(
            {
                "url": reverse("show_scoring_room", args=[vacancy.public_id]),
                "title": vacancy.position_title,
                "agency": vacancy.agency.name,
                "state": VACANCY_LABELS[vacancy.state],
                "since": vacancy.state_since,
                "zone": vacancy.zone_label,
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
    context = {
        "vacancy": vacancy,
        "state": VACANCY_LABELS[vacancy.state],
        "refusal": refusal,
        "rows": rows,
        "components": board.panel_components,
        "single_components": board.single_components,
        "done": len(due) - len(waiting),
        "due": len(due),
        "next": waiting[0] if waiting and vacancy.state == "SCORING" else None,
        "is_chair": seat is not None and seat.is_chair,
    }
    return render(request, "selection/scoring_room.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def score_candidate(request: HttpRequest, public_id) -> HttpResponse:
    """The own score sheet: evidence left, criteria right. The others' scores appear once the own sheet is handed in."""
    candidate = _judged_candidate(request.user, public_id)
    vacancy = candidate.vacancy
    refusal = can_open_sheet(request.user, candidate)
    if refusal is not None:
        context = {
            "vacancy": vacancy,
            "candidate": candidate,
            "refusal": refusal,
            "may_retract": _may_retract(request, candidate),
        }
        return render(request, "selection/sheet_closed.html", context, status=403)
    sheet = _own_sheet(request.user, candidate)
    components = [c for c in vacancy.components.order_by("position", "id") if c.is_scored_by_panel]
    act = request.POST.get("act", "draft")
    submit = act in ("submit", "submit_next")
    if request.method == "POST":
        form = SheetForm(request.POST, components=components, submit=submit)
        answer = _save(request, candidate, form, act, submit)
        if answer is not None:
            return answer
        sheet = _own_sheet(request.user, candidate)
    else:
        form = SheetForm(initial=_initial(sheet), components=components)
    return render(request, "selection/sheet.html", _sheet_context(request, candidate, sheet, form))


def _save(request: HttpRequest, candidate: Candidate, form: SheetForm, act: str, submit: bool) -> HttpResponse | None:
    """Try to save; None means: draw the page again with the errors and the typed values."""
    if not form.is_valid():
        return _autosave_refused(request)
    try:
        sheet = actions.save_sheet(
            candidate_id=candidate.pk,
            actor=request.user,
            values=form.values,
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"],
            submit=submit,
        )
    except Stale as error:
        form.add_error(None, error.reason)
        # Both versions are on the page now, so the next save is made knowingly.
        form.data = form.data.copy()
        form.data["version"] = _initial(_own_sheet(request.user, candidate))["version"]
        return _autosave_refused(request)
    except Refused as error:
        form.add_error(f"score_{error.field}" if error.field else None, error.reason)
        return _autosave_refused(request)
    if request.htmx:
        return render(request, "selection/_sheet_version.html", {"version": sheet.version})
    if not submit:
        messages.success(request, "Draf tersimpan. Lembar ini belum terkirim.")
        return redirect("score_candidate", public_id=candidate.public_id)
    messages.success(request, f"Lembar peserta {candidate.key} terkirim.")
    following = _next_candidate(request.user, candidate) if act == "submit_next" else None
    if following is not None:
        return redirect("score_candidate", public_id=following.public_id)
    if act == "submit_next":
        return redirect("show_scoring_room", public_id=candidate.vacancy.public_id)
    return redirect("score_candidate", public_id=candidate.public_id)


def _autosave_refused(request: HttpRequest) -> HttpResponse | None:
    """An autosave that was refused leaves the page as it is; the note under the form says so."""
    return HttpResponse(status=422) if request.htmx else None


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def declare_conflict(request: HttpRequest, public_id) -> HttpResponse:
    """Declare a conflict of interest with one candidate; POST with act=retract takes the declaration back."""
    candidate = _judged_candidate(request.user, public_id)
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
@allow(Role.PANEL_CHAIR)
def reopen_sheet(request: HttpRequest, public_id) -> HttpResponse:
    """The chair gives a handed-in sheet back to its scorer, with a reason."""
    sheet = get_object_or_404(
        ScoreSheet.objects.filter(candidate__in=Candidate.objects.run_by(request.user).values("pk")).select_related(
            "candidate__vacancy__agency", "candidate__application__employee", "member__user"
        ),
        public_id=public_id,
    )
    vacancy = sheet.candidate.vacancy
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"version": vacancy.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_sheet(sheet_id=sheet.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, f"Lembar {sheet.member.user.full_name} untuk peserta {sheet.candidate.key} dibuka kembali.")
            return redirect("show_selection", public_id=vacancy.public_id)
    context = {"vacancy": vacancy, "sheet": sheet, "form": form, "refusal": can_reopen_sheet(request.user, sheet)}
    return render(request, "selection/reopen_sheet.html", context)


def _judged_candidate(user: User, public_id) -> Candidate:
    """The candidate when the person sits on the panel; strangers get 404."""
    return get_object_or_404(
        Candidate.objects.judged_by(user).select_related("vacancy__agency", "application__employee__agency"),
        public_id=public_id,
    )


def _own_sheet(user: User, candidate: Candidate) -> ScoreSheet | None:
    return ScoreSheet.objects.filter(candidate=candidate, member__user=user).prefetch_related("scores__component").first()


def _initial(sheet: ScoreSheet | None) -> dict[str, Any]:
    if sheet is None:
        return {"version": 0}
    values = {f"score_{score.component.code}": written(score.value) for score in sheet.scores.all()}
    return {"version": sheet.version, "note": sheet.note, **values}


def _may_retract(request: HttpRequest, candidate: Candidate) -> bool:
    declared = candidate.recusals.filter(member__user=request.user).exists()
    return declared and can_recuse(request.user, candidate) is None


def _next_candidate(user: User, candidate: Candidate) -> Candidate | None:
    """The next present candidate, by number and then from the start, whose sheet this person has not handed in."""
    waiting = list(
        Candidate.objects.filter(vacancy=candidate.vacancy)
        .present()
        .exclude(pk=candidate.pk)
        .exclude(recusals__member__user=user)
        .exclude(sheets__in=ScoreSheet.objects.filter(member__user=user, submitted_at__isnull=False))
        .order_by("number")
    )
    return next((each for each in waiting if each.number > candidate.number), waiting[0] if waiting else None)


def _other_sheets(user: User, candidate: Candidate, components) -> list[dict[str, Any]]:
    """Handed-in sheets of the other members; only asked for when the own one is in."""
    sheets = (
        ScoreSheet.objects.filter(candidate=candidate, submitted_at__isnull=False)
        .exclude(member__user=user)
        .exclude(member__recusals__candidate=candidate)
        .select_related("member__user")
        .prefetch_related("scores")
        .order_by("member__id")
    )
    rows = []
    for sheet in sheets:
        values = {score.component_id: score.value for score in sheet.scores.all()}
        rows.append(
            {
                "name": sheet.member.user.full_name,
                "values": [{"label": c.label, "value": values.get(c.pk)} for c in components],
                "note": sheet.note,
            }
        )
    return rows


def _sheet_context(request: HttpRequest, candidate: Candidate, sheet: ScoreSheet | None, form: SheetForm) -> dict[str, Any]:
    vacancy = candidate.vacancy
    employee = candidate.application.employee
    is_submitted = sheet is not None and sheet.submitted_at is not None
    refusal = can_score(request.user, candidate, sheet)
    tone, status = sheet_status(candidate, sheet, False)
    stored = (
        [
            {"label": score.component.label, "value": score.value}
            for score in sorted(sheet.scores.all(), key=lambda score: (score.component.position, score.component_id))
        ]
        if sheet
        else []
    )
    following = _next_candidate(request.user, candidate)
    return {
        "vacancy": vacancy,
        "candidate": candidate,
        "place": f"{vacancy.position_title} · peserta {candidate.key}",
        "person": [
            ("Jabatan sekarang", employee.position_title),
            ("Unit kerja", employee.unit or "–"),
            ("Instansi", employee.agency.name),
            ("Pendidikan", f"{employee.get_education_level_display()} {employee.education_program}".strip()),
        ],
        "motivation": candidate.application.motivation,
        "documents": list(candidate.application.documents.order_by("type", "id")),
        "competencies": list(vacancy.competencies.order_by("position", "id")),
        "form": form,
        "sheet": sheet,
        "stored": stored,
        "is_submitted": is_submitted,
        "refusal": refusal,
        "others": _other_sheets(request.user, candidate, form.components) if is_submitted else [],
        "tone": tone,
        "status": status,
        "may_recuse": can_recuse(request.user, candidate) is None,
        "next_url": reverse("score_candidate", args=[following.public_id]) if following else "",
        "show_stored": bool(form.errors) and bool(stored),
    }
