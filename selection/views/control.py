"""The control room: gates, attendance, ranking."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from accounts.models import User
from approvals.models import ApprovalRequest
from approvals.pages import strip_rows
from core import clock
from core.access import allow
from core.refusals import Refused, Stale
from selection import actions
from selection.assignments import sheet_status
from selection.calibration import is_complete, read_room, spread_rows
from selection.charts import ranking_charts, spread_charts
from selection.conflicts import closed_candidates
from selection.forms import AttendanceForm, RankingForm
from selection.gates import gates_before_signature, gates_for, outdated_sentence
from selection.giving_back import returnable_rows
from selection.models import PRESENT_STATES, Candidate, Determination, OfficialMinutes, Ranking, ScoreCorrection
from selection.permissions import (
    CORRECTION_STATES,
    OFFICE_ROLES,
    can_announce_result,
    can_import_scores,
    can_mark_absent,
    can_prepare_minutes,
    can_rank,
    can_remind,
    can_run_selection,
    can_sign_minutes,
    can_withdraw_result,
    presiding_seat,
    seat_of,
)
from selection.rules.gates import Gate
from selection.rules.score_values import written
from selection.scoreboard import Gap, Scoreboard, read_scoreboard
from selection.shortlist import change_sentences, flag_sentences, ranking_rows
from selection.waiting import late_people, other_gaps
from vacancies.enums import AggregateKind
from vacancies.models import Vacancy
from vacancies.rules.lifecycle import HOLDERS, VACANCY_LABELS

RUNNERS = (Role.PANEL_CHAIR, Role.SECRETARIAT, Role.AGENCY_ADMIN)
STARTED_STATES = ("SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED", "ANNOUNCED", "CANCELLED")
TONES = {"ANNOUNCED": "good", "DETERMINED": "good", "CANCELLED": "stop", "RESULT_REVIEW": "wait"}


def run_vacancy(request: HttpRequest, public_id) -> Vacancy:
    """The vacancy when the person runs its selection; strangers get 404."""
    return get_object_or_404(Vacancy.objects.run_by(request.user).select_related("agency"), public_id=public_id)


@require_safe
@allow(*RUNNERS)
def show_selection(request: HttpRequest, public_id) -> HttpResponse:
    """Gates, who is missing, attendance, ranking table, and the next act."""
    vacancy = run_vacancy(request, public_id)
    return render(request, "selection/control_room.html", control_context(request, vacancy))


@require_POST
@allow(Role.PANEL_CHAIR)
def compute_ranking(request: HttpRequest, public_id) -> HttpResponse:
    """Compute the ranking; errors come back on the control room with the typed reason."""
    vacancy = run_vacancy(request, public_id)
    again = vacancy.rankings.exists()
    form = RankingForm(request.POST, again=again)
    if form.is_valid():
        try:
            ranking = actions.compute_ranking(
                vacancy_id=vacancy.pk,
                actor=request.user,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data.get("reason", ""),
            )
        except Stale:
            raise
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, f"Peringkat versi {ranking.version} tersusun.")
            return redirect("show_selection", public_id=public_id)
    return render(request, "selection/control_room.html", control_context(request, vacancy, ranking_form=form))


@require_POST
@allow(*RUNNERS)
def remind_scorers(request: HttpRequest, public_id) -> HttpResponse:
    """Remind one person (`orang`) or everybody; who was reminded today is left out, and the answer says so."""
    vacancy = run_vacancy(request, public_id)
    person = request.POST.get("orang", "")
    try:
        told = actions.remind_scorers(
            vacancy_id=vacancy.pk, actor=request.user, person_id=int(person) if person.isascii() and person.isdigit() else None
        )
    except Refused as error:
        messages.warning(request, error.reason)
    else:
        messages.success(request, f"Pengingat terkirim kepada {told} orang.")
    return redirect("show_selection", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def mark_absent(request: HttpRequest, public_id) -> HttpResponse:
    """Record an absence with a note, or take it back with act=present."""
    candidate = get_object_or_404(
        Candidate.objects.run_by(request.user).select_related("vacancy__agency", "application__employee__agency"),
        public_id=public_id,
    )
    vacancy = candidate.vacancy
    if request.method == "POST" and request.POST.get("act") == "present":
        actions.mark_present(candidate_id=candidate.pk, actor=request.user)
        messages.success(request, f"Catatan tidak hadir peserta {candidate.key} dicabut.")
        return redirect("show_selection", public_id=vacancy.public_id)
    form = AttendanceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_absent(candidate_id=candidate.pk, actor=request.user, note=form.cleaned_data["note"])
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, f"Peserta {candidate.key} dicatat tidak hadir.")
            return redirect("show_selection", public_id=vacancy.public_id)
    context = {
        "vacancy": vacancy,
        "candidate": candidate,
        "form": form,
        "refusal": can_mark_absent(request.user, candidate),
    }
    return render(request, "selection/mark_absent.html", context)


def control_context(request: HttpRequest, vacancy: Vacancy, ranking_form: RankingForm | None = None) -> dict[str, Any]:
    """Everything the control room shows. The person's own stake is asked first; then nothing else is read."""
    user = request.user
    refusal = can_run_selection(user, vacancy)
    place = {"vacancy": vacancy, "state": VACANCY_LABELS[vacancy.state], "tone": TONES.get(vacancy.state, "info")}
    if refusal is not None:
        return {**place, "refusal": refusal, "is_started": False}
    everybody = read_scoreboard(vacancy)
    # Before the announcement whoever has a conflict sees nothing that follows from the closed file (docs/product.md 3.8).
    conflicts = closed_candidates(user, vacancy)
    closed = frozenset() if vacancy.state == "ANNOUNCED" else conflicts
    board = everybody.without(closed)
    gaps = board.gaps()
    rankings = list(Ranking.objects.filter(vacancy=vacancy).select_related("computed_by").order_by("-version"))
    ranking = rankings[0] if rankings else None
    running = vacancy.state in ("SCORING", "RANKED")
    outdated = outdated_sentence(vacancy, ranking, everybody) if ranking and vacancy.state == "RANKED" else ""
    if closed and outdated:
        outdated = "Peringkat belum sesuai dengan nilai yang berlaku. Rinciannya ada pada sekretariat."
    waiting = ScoreCorrection.objects.waiting(vacancy).exclude(score__candidate__in=closed).count() if ranking else 0
    gates = gates_for(everybody, conflicts)
    # What stands between ranking and signature follows from the order of everybody, so a closed file closes it too.
    is_signing = ranking is not None and vacancy.state == "RANKED" and not closed
    closing = gates_before_signature(vacancy, ranking, outdated=outdated) if is_signing else ()
    minutes = list(OfficialMinutes.objects.of(vacancy)) if ranking and not closed else []
    links = gate_links(user, vacancy)
    seat = seat_of(user, vacancy)
    # While scoring runs, what single scorers gave is for the panel only.
    sees_spread = running and (seat is not None or ranking is not None)
    rank_refusal = can_rank(user, vacancy, gates=gates)
    approval = ApprovalRequest.objects.with_chain().get(pk=ranking.request_id) if ranking and ranking.request_id else None
    determination = Determination.objects.filter(vacancy=vacancy).select_related("letter").first()
    # Whoever declared a conflict reads neither the list nor what follows from it: ranks and the cut tell the hidden score.
    is_veiled = bool(closed)
    rows = ranking_rows(ranking, board.components) if ranking and not is_veiled else []
    return {
        **place,
        "refusal": None,
        "is_veiled": is_veiled,
        "stand_in": presiding_seat(vacancy) if is_veiled and ranking else None,
        "charts": ranking_charts(rows) if rows else None,
        "spreads": spread_charts(spread_rows(read_room(board, closed))) if sees_spread and is_complete(board) else [],
        "is_started": vacancy.state in STARTED_STATES,
        "holder": HOLDERS[vacancy.state],
        "figures": _figures(board, gaps, ranking, vacancy),
        "gates": gate_rows(gates, links) if running else [],
        "closing": gate_rows(closing, links),
        "next_step": _next_step(user, vacancy, closing, minutes),
        "minutes": [minutes_row(version) for version in minutes],
        "late": _late_rows(board, vacancy, user) if vacancy.state == "SCORING" else [],
        "gaps": [
            {"holder": holder, "subject": subject, "count": len(keys), "keys": ", ".join(keys)}
            for holder, subject, keys in (other_gaps(board) if running else [])
        ],
        "barred": [member.user.full_name for member in board.barred],
        "candidates": _candidate_rows(board, vacancy, closed),
        "returnable": returnable_rows(board, user) if seat is not None and seat.is_chair else [],
        "may_correct": vacancy.state in CORRECTION_STATES,
        "waiting_corrections": waiting,
        "is_chair": seat is not None and seat.is_chair,
        "is_office": user.holds(Role.AGENCY_ADMIN, vacancy.agency_id) or user.holds(Role.SECRETARIAT, vacancy.agency_id),
        "is_running": running,
        "is_scoring": vacancy.state == "SCORING",
        "import_refusal": can_import_scores(user, vacancy, closed=conflicts),
        "has_exam": any(component.aggregate == "CAT" for component in board.components),
        "has_entries": any(component.aggregate == AggregateKind.ENTRY for component in board.components),
        "takes_objections": vacancy.pack.takes_objections,
        "has_import": any(component.is_imported for component in board.components),
        "rank_refusal": rank_refusal,
        "ranking_form": ranking_form or RankingForm(initial={"version": vacancy.version}, again=ranking is not None),
        "ranking": ranking,
        "rows": rows,
        "component_heads": [{"label": c.label, "weight": written(c.weight)} for c in board.ranked_components if c.is_weighted],
        "flags": flag_sentences(ranking, vacancy) if rows and ranking else [],
        "changes": change_sentences(rankings[1], ranking, with_totals=True) if rows and ranking and len(rankings) > 1 else [],
        "versions": rankings,
        "outdated": outdated,
        "withdraw_refusal": can_withdraw_result(user, vacancy, sender_id=approval.sender_id if approval else None),
        "announce_refusal": can_announce_result(user, vacancy),
        "approval": approval,
        "strip": strip_rows(approval, clock.now(), user) if approval else [],
        "determination": determination,
    }


def _figures(board: Scoreboard, gaps: list[Gap], ranking: Ranking | None, vacancy: Vacancy) -> list[dict[str, Any]]:
    cut = vacancy.quota * vacancy.pack.shortlist_multiple
    return [
        {"label": "Peserta hadir", "value": len(board.candidates)},
        {"label": "Formasi", "value": vacancy.quota, "note": f"Daftar pendek paling banyak {cut}"},
        {"label": "Penilai", "value": len(board.members)},
        {"label": "Nilai belum lengkap", "value": len(gaps), "tone": "wait" if gaps and vacancy.state == "SCORING" else "plain"},
    ]


def gate_rows(gates: tuple[Gate, ...], links: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Gates as a task list.

    Args:
        links: code of a gate -> page where it is met, for this person.
    """
    return [
        {
            "label": gate.label,
            "status": gate.open or "Selesai",
            "tone": "" if gate.is_met else "wait",
            "url": "" if gate.is_met else (links or {}).get(gate.code, ""),
            "hint": "",
        }
        for gate in gates
    ]


def gate_links(user: User, vacancy: Vacancy) -> dict[str, str]:
    """Code of a gate -> page where this person can meet it; whoever has no right there gets no link."""
    seat = seat_of(user, vacancy)
    names = {
        "SHORTFALL": "answer_shortfall",
        "CORRECTIONS": "show_corrections",
        "VALUES": "import_scores",
        "CONFLICTS": "show_conflicts",
        "OBJECTIONS": "list_objections",
    }
    if seat is not None:
        # The room belongs to the panel; the office reads here only whether it is closed.
        names["CALIBRATION"] = "show_score_calibration"
    if seat is not None and seat.is_chair:
        names["TIE"] = "settle_tie"
    if any(user.holds(role, vacancy.agency_id) for role in OFFICE_ROLES):
        names |= {"MINUTES": "prepare_minutes", "ENTRIES": "show_entries"}
    return {code: reverse(name, args=[vacancy.public_id]) for code, name in names.items()}


def minutes_row(minutes: OfficialMinutes) -> dict[str, Any]:
    """One version of the minutes for a list."""
    signature = getattr(minutes, "signature", None)
    return {
        "version": minutes.version,
        "ranking": minutes.ranking.version,
        "by": minutes.prepared_by.full_name,
        "at": minutes.prepared_at,
        "label": "Ditandatangani" if signature else "Belum ditandatangani",
        "number": signature.letter.number if signature else "",
        "tone": "good" if signature else "plain",
        "url": reverse("download_minutes", args=[minutes.public_id]) if signature else "",
    }


def _next_step(user: User, vacancy: Vacancy, gates: tuple[Gate, ...], versions: list[OfficialMinutes]) -> dict[str, str]:
    """What brings the ranking into its chain now, for this person: a page to open, or whom it waits for."""
    if not gates:
        return {}
    waiting = next((minutes for minutes in versions if not hasattr(minutes, "signature")), None)
    if can_sign_minutes(user, vacancy, minutes=waiting, gates=gates) is None:
        return {"label": "Baca dan tanda tangani berita acara", "url": reverse("sign_minutes", args=[vacancy.public_id])}
    if can_prepare_minutes(user, vacancy, gates=gates) is None:
        label = "Siapkan berita acara" if not gates[-1].is_met else "Ubah berita acara"
        return {"label": label, "url": reverse("prepare_minutes", args=[vacancy.public_id])}
    return {}


def _late_rows(board: Scoreboard, vacancy: Vacancy, user: User) -> list[dict[str, Any]]:
    """Who is missing what, with the button that reminds them, once a day."""
    may_remind = can_remind(user, vacancy) is None
    return [
        {
            "id": person.user.pk,
            "name": person.user.full_name,
            "missing": [{"subject": subject, "count": len(keys), "keys": ", ".join(keys)} for subject, keys in person.missing],
            "is_reminded": person.is_reminded,
            "may_remind": may_remind and not person.is_reminded and person.user.pk != user.pk,
        }
        for person in late_people(board, vacancy.agency.day(clock.now()))
    ]


def _candidate_rows(board: Scoreboard, vacancy: Vacancy, closed: frozenset[int]) -> list[dict[str, Any]]:
    everyone = list(Candidate.objects.filter(vacancy=vacancy).for_list())
    is_scoring = vacancy.state == "SCORING"
    rows = []
    for candidate in everyone:
        takes_part = not candidate.is_absent and candidate.application.state in PRESENT_STATES
        scorers = [member for member in board.members if board.must_score(candidate, member)]
        done = sum(board.is_handed_in(candidate, member) for member in scorers)
        tone, label = ("good", "Hadir") if takes_part else sheet_status(candidate, None, False)
        progress = f"{done} dari {len(scorers)}" if takes_part and board.panel_components else "–"
        is_closed = candidate.pk in closed
        rows.append(
            {
                "key": candidate.key,
                "name": candidate.application.employee.name,
                "agency": candidate.application.employee.agency.name,
                "tone": tone,
                "label": label,
                "note": candidate.absent_note,
                "progress": "Tertutup bagi Anda" if is_closed else progress,
                "absent_url": reverse("mark_absent", args=[candidate.public_id])
                if is_scoring and not is_closed and candidate.application.state in ("CANDIDATE", "ABSENT")
                else "",
                "is_absent": candidate.is_absent,
            }
        )
    return rows
