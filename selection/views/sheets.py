"""The own score sheet: evidence, criteria, draft, check, hand in. With a name here, without one in `papers`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from accounts.models import User
from core.access import allow
from core.refusals import Refused, Stale
from employees.actions.readings import record_reading
from employees.enums import DocumentType
from selection import actions
from selection.assignments import sheet_status
from selection.conflicts import closed_candidates
from selection.forms import VersionForm
from selection.justification import explains
from selection.models import Candidate, ScoreSheet
from selection.permissions import can_open_sheet, can_recuse, can_score, duty_of
from selection.rules.score_values import written
from selection.scoring_forms import REASON_MISSING, SheetForm
from selection.shown_results import match_words, shown_results
from vacancies.models import ScoreComponent


@dataclass(frozen=True)
class Desk:
    """One sheet as its scorer works on it, whether the person behind it is named or not.

    Args:
        words: what it is called in a sentence ("peserta 003", "makalah 07").
        sheet_url, check_url: of this sheet; room_url: the list it stands in; next_url: the next one that waits, or "".
    """

    candidate: Candidate
    components: list[ScoreComponent]
    is_blind: bool
    words: str
    sheet_url: str
    check_url: str
    room_url: str
    next_url: str

    def own_sheet(self, user: User) -> ScoreSheet | None:
        return (
            ScoreSheet.objects.filter(candidate=self.candidate, member__user=user, is_blind=self.is_blind)
            .prefetch_related("scores__component")
            .first()
        )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def score_candidate(request: HttpRequest, public_id) -> HttpResponse:
    """The own score sheet: evidence left, criteria right. The others' scores appear once the own sheet is handed in."""
    candidate = judged_candidate(request.user, public_id=public_id)
    closed = closed_sheet(request, candidate)
    if closed is None and request.method == "GET":
        record_reading(
            subject=candidate.application.employee,
            actor=request.user,
            duty=duty_of(request.user, candidate.vacancy),
            act="view_score_sheet",
            object_type="Candidate",
            object_id=candidate.public_id,
            about=candidate.vacancy.position_title,
        )
    return closed or work_on_sheet(request, _named_desk(request.user, candidate), _named_context, "selection/sheet.html")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def check_sheet(request: HttpRequest, public_id) -> HttpResponse:
    """What will be handed in, once more; POST hands it in."""
    candidate = judged_candidate(request.user, public_id=public_id)
    closed = closed_sheet(request, candidate)
    return closed or check_and_hand_in(request, _named_desk(request.user, candidate))


def judged_candidate(user: User, **address: Any) -> Candidate:
    """The candidate when the person sits on the panel; strangers get 404."""
    return get_object_or_404(
        Candidate.objects.judged_by(user).select_related("vacancy__agency", "application__employee__agency"), **address
    )


def closed_sheet(request: HttpRequest, candidate: Candidate) -> HttpResponse | None:
    """The page of somebody for whom this candidate is closed; None for everybody else."""
    refusal = can_open_sheet(request.user, candidate)
    if refusal is None:
        return None
    context = {
        "vacancy": candidate.vacancy,
        "candidate": candidate,
        "refusal": refusal,
        "may_retract": _may_retract(request.user, candidate),
    }
    return render(request, "selection/sheet_closed.html", context, status=403)


def work_on_sheet(
    request: HttpRequest, desk: Desk, describe: Callable[[HttpRequest, Desk, ScoreSheet | None], dict[str, Any]], template: str
) -> HttpResponse:
    """Show the sheet, keep what was typed, and go where the pressed button leads.

    `act` is draft (stay), next (go on to the next sheet) or check (look at everything once more, then hand in).

    Args:
        describe: the part of the page's context that only this kind of sheet has.
    """
    sheet = desk.own_sheet(request.user)
    versions: list[dict[str, Any]] = []
    if request.method == "POST":
        form = SheetForm(request.POST, initial=_initial(sheet), components=desk.components)
        answer, is_stale = _keep(request, desk, form)
        if answer is not None:
            return answer
        sheet = desk.own_sheet(request.user)
        versions = both_versions(form, sheet) if is_stale else []
    else:
        form = SheetForm(initial=_initial(sheet), components=desk.components)
    context = sheet_context(request.user, desk, sheet, form) | describe(request, desk, sheet) | {"versions": versions}
    return render(request, template, context)


def _keep(request: HttpRequest, desk: Desk, form: SheetForm) -> tuple[HttpResponse | None, bool]:
    """Save as a draft; (None, ...) means: draw the page again, and whether another page was faster."""
    act = request.POST.get("act", "draft")
    if not form.is_valid():
        return _autosave_refused(request), False
    try:
        sheet = actions.save_sheet(
            candidate_id=desk.candidate.pk,
            actor=request.user,
            values=form.values,
            reasons=form.reasons,
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"],
            blind=desk.is_blind,
        )
    except Stale as error:
        if request.htmx:
            context = {"versions": both_versions(form, desk.own_sheet(request.user)), "desk": desk, "oob": True}
            return render(request, "selection/_both_versions.html", context, status=409), True
        form.add_error(None, error.reason)
        # Both versions are on the page now, so the next save is made knowingly.
        _set_version(form, desk.own_sheet(request.user))
        return None, True
    except Refused as error:
        name = f"score_{error.field}"
        form.add_error(name if error.field and name in form.fields else None, error.reason)
        return _autosave_refused(request), False
    if request.htmx:
        tone, status = sheet_status(desk.candidate, sheet, False)
        return render(request, "selection/_sheet_version.html", {"version": sheet.version, "tone": tone, "status": status}), False
    if act == "check":
        if form.mark_unfinished():
            _set_version(form, sheet)
            return None, False
        return redirect(desk.check_url), False
    messages.success(request, f"Draf lembar {desk.words} tersimpan. Lembar ini belum terkirim.")
    if act == "next":
        return redirect(desk.next_url or desk.room_url), False
    return redirect(desk.sheet_url), False


def check_and_hand_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The stored draft as it will be handed in; POST hands it in."""
    sheet = desk.own_sheet(request.user)
    refusal = can_score(request.user, desk.candidate, sheet)
    form = VersionForm(request.POST if request.method == "POST" else None, initial={"version": sheet.version if sheet else 0})
    rows = _check_rows(desk, sheet)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_sheet(
                candidate_id=desk.candidate.pk,
                actor=request.user,
                values={},
                note=sheet.note if sheet else "",
                version=form.cleaned_data["version"],
                submit=True,
                blind=desk.is_blind,
            )
        except Refused as error:
            form.add_error(None, error.reason)
        else:
            messages.success(request, f"Lembar {desk.words} terkirim.")
            return redirect(_after_handing_in(desk, request.POST.get("act", "")))
    context = {
        "vacancy": desk.candidate.vacancy,
        "desk": desk,
        "title": f"Periksa lembar {desk.words}",
        "rows": rows,
        "note": sheet.note if sheet else "",
        "missing": [row for row in rows if row["problem"]],
        "refusal": refusal,
        "form": form,
    }
    return render(request, "selection/check_sheet.html", context)


def _after_handing_in(desk: Desk, act: str) -> str:
    if act == "next":
        return desk.next_url or desk.room_url
    return desk.sheet_url


def _check_rows(desk: Desk, sheet: ScoreSheet | None) -> list[dict[str, Any]]:
    values = {score.component_id: score.value for score in sheet.scores.all()} if sheet else {}
    reasons = sheet.reasons if sheet else {}
    rows = []
    for component in desk.components:
        value, reason = values.get(component.pk), reasons.get(component.code, "")
        problem, field = "", f"score_{component.code}"
        if value is None:
            problem = "Nilai belum diisi."
        elif explains(component, value) and not reason:
            problem, field = REASON_MISSING, f"reason_{component.code}"
        rows.append(
            {
                "label": component.label,
                "weight": written(component.weight) if component.is_weighted else "",
                "value": value,
                "reason": reason,
                "problem": problem,
                "url": f"{desk.sheet_url}#id_{field}",
            }
        )
    return rows


def both_versions(form: SheetForm, sheet: ScoreSheet | None) -> list[dict[str, Any]]:
    """One row a field in which the stored sheet and the typed page differ."""
    stored = _initial(sheet)
    typed = form.typed()
    rows = []
    scores = {f"score_{code}": "" if value is None else written(value) for code, value in form.values.items()}
    for name, mine in {**typed, **scores}.items():
        kept = str(stored.get(name, "")).strip()
        if kept != mine:
            rows.append({"label": form.fields[name].label, "stored": kept, "typed": mine})
    return rows


def sheet_context(user: User, desk: Desk, sheet: ScoreSheet | None, form: SheetForm) -> dict[str, Any]:
    """What both kinds of sheets show."""
    candidate = desk.candidate
    is_submitted = sheet is not None and sheet.submitted_at is not None
    tone, status = sheet_status(candidate, sheet, False)
    return {
        "vacancy": candidate.vacancy,
        "desk": desk,
        "form": form,
        "sheet": sheet,
        "criteria": form.criteria,
        "stored": _check_rows(desk, sheet) if sheet else [],
        "is_submitted": is_submitted,
        "refusal": can_score(user, candidate, sheet),
        "others": _other_sheets(user, desk) if is_submitted else [],
        "tone": tone,
        "status": status,
    }


def panel_components(candidate: Candidate, *, is_blind: bool) -> list[ScoreComponent]:
    """What stands on this kind of sheet, in plan order."""
    components = candidate.vacancy.components.order_by("position", "id")
    return [component for component in components if component.is_scored_by_panel and component.is_blind is is_blind]


def waiting_candidates(user: User, candidate: Candidate, *, is_blind: bool):
    """Present candidates, this one aside, whose sheet of this kind the person has not handed in."""
    done = ScoreSheet.objects.filter(member__user=user, is_blind=is_blind, submitted_at__isnull=False)
    return (
        Candidate.objects.filter(vacancy=candidate.vacancy)
        .present()
        .exclude(pk=candidate.pk)
        .exclude(pk__in=closed_candidates(user, candidate.vacancy))
        .exclude(sheets__in=done)
    )


def _named_desk(user: User, candidate: Candidate) -> Desk:
    waiting = list(waiting_candidates(user, candidate, is_blind=False).order_by("number"))
    following = next((each for each in waiting if each.number > candidate.number), waiting[0] if waiting else None)
    return Desk(
        candidate=candidate,
        components=panel_components(candidate, is_blind=False),
        is_blind=False,
        words=f"peserta {candidate.key}",
        sheet_url=reverse("score_candidate", args=[candidate.public_id]),
        check_url=reverse("check_sheet", args=[candidate.public_id]),
        room_url=reverse("show_scoring_room", args=[candidate.vacancy.public_id]),
        next_url=reverse("score_candidate", args=[following.public_id]) if following else "",
    )


def _named_context(request: HttpRequest, desk: Desk, sheet: ScoreSheet | None) -> dict[str, Any]:
    candidate, vacancy = desk.candidate, desk.candidate.vacancy
    employee = candidate.application.employee
    documents = candidate.application.documents.order_by("type", "id")
    if vacancy.components.filter(is_blind=True).exists():
        # Whoever marks papers without a name must not meet the same paper under one.
        documents = documents.exclude(type=DocumentType.MAKALAH)
    # The order in which the kinds are declared: the letter and the life first, proofs after them.
    kinds = list(DocumentType.values)
    documents = sorted(documents, key=lambda document: kinds.index(document.type))
    return {
        "candidate": candidate,
        "place": f"{vacancy.position_title} · peserta {candidate.key}",
        "person": [
            ("Jabatan sekarang", employee.position_title),
            ("Unit kerja", employee.unit or "–"),
            ("Instansi", employee.agency.name),
            ("Pendidikan", f"{employee.get_education_level_display()} {employee.education_program}".strip()),
        ],
        "motivation": candidate.application.motivation,
        "documents": documents,
        "first_document": next((each for each in documents if each.content_type == "application/pdf"), None),
        "competencies": list(vacancy.competencies.order_by("position", "id")),
        "match": _match_words(candidate),
        "may_recuse": can_recuse(request.user, candidate) is None,
    }


def _match_words(candidate: Candidate) -> str:
    """The job person match in words, "" while it is not known. What other members said is never part of it."""
    vacancy = candidate.vacancy
    levels = [row for row in vacancy.components.order_by("position", "id") if row.competency_code]
    result = shown_results(vacancy, levels, pk=candidate.pk).get(candidate.pk)
    return match_words(result.match) if result and result.match else ""


def _other_sheets(user: User, desk: Desk) -> list[dict[str, Any]]:
    """Handed-in sheets of the other members; only asked for when the own one is in."""
    sheets = (
        ScoreSheet.objects.filter(candidate=desk.candidate, is_blind=desk.is_blind, submitted_at__isnull=False)
        .exclude(member__user=user)
        .exclude(member__recusals__candidate=desk.candidate)
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
                "values": [
                    {"label": each.label, "value": values.get(each.pk), "reason": sheet.reasons.get(each.code, "")}
                    for each in desk.components
                ],
                "note": sheet.note,
            }
        )
    return rows


def _initial(sheet: ScoreSheet | None) -> dict[str, Any]:
    if sheet is None:
        return {"version": 0}
    values = {f"score_{score.component.code}": written(score.value) for score in sheet.scores.all()}
    reasons = {f"reason_{code}": why for code, why in sheet.reasons.items()}
    return {"version": sheet.version, "note": sheet.note, **values, **reasons}


def _set_version(form: SheetForm, sheet: ScoreSheet | None) -> None:
    form.data = form.data.copy()
    form.data["version"] = sheet.version if sheet else 0


def _may_retract(user: User, candidate: Candidate) -> bool:
    declared = candidate.recusals.filter(member__user=user, imposed_by=None).exists()
    return declared and can_recuse(user, candidate) is None


def _autosave_refused(request: HttpRequest) -> HttpResponse | None:
    """An autosave that was refused leaves the page as it is; the note under the form says so."""
    return HttpResponse(status=422) if request.htmx else None
