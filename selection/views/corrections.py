"""Correcting locked scores: the list, a proposal, and the second person's decision with its effect."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from accounts.models import User
from core.access import allow
from core.refusals import Refused
from selection import actions
from selection.conflicts import closed_candidates
from selection.forms import CorrectionForm, CorrectionVerdictForm
from selection.gates import is_overtaken, latest_ranking
from selection.models import ConflictProposal, Score, ScoreCorrection
from selection.permissions import CORRECTION_STATES, OFFICE_ROLES, can_decide_correction, can_propose_correction, seat_of
from selection.rules.ranking import RankingRefused
from selection.scoreboard import accepted_values, read_scoreboard
from selection.shortlist import moves
from vacancies.enums import AggregateKind
from vacancies.models import Vacancy

PEOPLE = (Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.SECRETARIAT, Role.AGENCY_ADMIN)


def reachable_scores(user: User):
    """Locked scores this person may know of: the own sheets, everything without a conflict once the ranking is made, imports."""
    return (
        Score.objects.filter(
            Q(candidate__vacancy__panel__members__user=user)
            | Q(sheet=None, candidate__vacancy__agency_id__in=user.agency_ids(Role.SECRETARIAT, Role.AGENCY_ADMIN))
        )
        .exclude(candidate__recusals__member__user=user)
        .exclude(candidate__in=ConflictProposal.objects.waiting_for(user).values("candidate"))
        .select_related("candidate__vacancy__agency", "candidate__application__employee", "component", "sheet__member__user")
        .distinct()
    )


def address_of(score: Score) -> str:
    """Where a correction of this value is proposed."""
    address = reverse("propose_correction", args=[score.candidate.public_id, score.component.code])
    return f"{address}?lembar={score.sheet.public_id}" if score.sheet else address


def as_uuid(text: str) -> UUID:
    """A sheet's public id out of the address.

    Raises:
        Http404: no such form of an id.
    """
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


# What a value that stands on no member's sheet comes from, by kind of component.
SOURCES = {
    AggregateKind.SINGLE: "Nilai impor",
    AggregateKind.PASS_FAIL: "Nilai impor",
    AggregateKind.CAT: "Tes berbasis komputer",
    AggregateKind.ENTRY: "Nilai kertas",
}


@require_safe
@allow(*PEOPLE)
def show_corrections(request: HttpRequest, public_id) -> HttpResponse:
    """Every proposal of one selection with its answer, and the locked values one may put in question."""
    scores = reachable_scores(request.user).filter(candidate__vacancy__public_id=public_id)
    vacancy = get_object_or_404(
        Vacancy.objects.filter(
            Q(panel__members__user=request.user) | Q(agency_id__in=request.user.agency_ids(Role.SECRETARIAT, Role.AGENCY_ADMIN))
        )
        .select_related("agency")
        .distinct(),
        public_id=public_id,
    )
    accepted = accepted_values(vacancy)
    corrections = list(
        ScoreCorrection.objects.filter(score__in=scores.values("pk"))
        .select_related(
            "score__component", "score__candidate__vacancy", "score__sheet__member__user", "proposed_by", "verdict__decided_by"
        )
        .order_by("-proposed_at", "-id")
    )
    waiting = {correction.score_id for correction in corrections if not hasattr(correction, "verdict")}
    is_locked = vacancy.state in CORRECTION_STATES
    is_panel = seat_of(request.user, vacancy) is not None
    context = {
        "vacancy": vacancy,
        "corrections": [_correction_row(correction, request.user, is_panel=is_panel) for correction in corrections],
        "rows": [
            {
                "score": score,
                "scorer": _scorer_of(score),
                "value": accepted.get(score.pk, score.value),
                "is_waiting": score.pk in waiting,
                "url": address_of(score),
            }
            for score in (_own_to_question(request.user, vacancy, scores) if is_locked else [])
        ],
        "is_locked": is_locked,
    }
    return render(request, "selection/corrections.html", context)


def _own_to_question(user: User, vacancy: Vacancy, scores):
    """Those of the scores that the person may propose a correction of, as `can_propose_correction` says."""
    seat = seat_of(user, vacancy)
    if seat is None or not seat.is_chair:
        own = Q(sheet__member=seat) if seat is not None else Q(pk=None)
        office = any(user.holds(role, vacancy.agency_id) for role in OFFICE_ROLES)
        scores = scores.filter(own | Q(sheet=None) if office else own)
    return scores.order_by("candidate__number", "component__position", "component__id", "sheet__member__id")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*PEOPLE)
def propose_correction(request: HttpRequest, public_id, code: str) -> HttpResponse:
    """One value: what stands there, what should stand there, why.

    `?lembar=` names the sheet; without it the imported value of the component is meant.
    """
    sheet = request.GET.get("lembar", "")
    scores = reachable_scores(request.user)
    scores = scores.filter(sheet__public_id=as_uuid(sheet)) if sheet else scores.filter(sheet=None)
    score = get_object_or_404(scores, candidate__public_id=public_id, component__code=code)
    vacancy = score.candidate.vacancy
    form = CorrectionForm(request.POST if request.method == "POST" else None, component=score.component)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_correction(
                score_id=score.pk, actor=request.user, value=form.cleaned_data["value"], reason=form.cleaned_data["reason"]
            )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, "Usul koreksi terkirim. Nilai lama berlaku sampai anggota pansel lain memutus.")
            return redirect("show_corrections", vacancy.public_id)
    context = {
        "vacancy": vacancy,
        "score": score,
        "scorer": _scorer_of(score),
        "value": accepted_values(vacancy).get(score.pk, score.value),
        "form": form,
        "refusal": can_propose_correction(request.user, score),
    }
    return render(request, "selection/propose_correction.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_CHAIR, Role.PANEL_MEMBER)
def decide_correction(request: HttpRequest, public_id) -> HttpResponse:
    """The proposal with what it would do to the list, and two buttons."""
    correction = get_object_or_404(
        ScoreCorrection.objects.filter(score__in=reachable_scores(request.user).values("pk")).select_related(
            "score__component",
            "score__candidate__vacancy__agency",
            "score__candidate__application__employee",
            "score__sheet__member__user",
            "proposed_by",
        ),
        public_id=public_id,
    )
    vacancy = correction.score.candidate.vacancy
    form = CorrectionVerdictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        accept = request.POST.get("putusan") == "terima"
        try:
            actions.decide_correction(
                correction_id=correction.pk, actor=request.user, accept=accept, note=form.cleaned_data["note"]
            )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, _answer_words(vacancy, accept=accept))
            return redirect("show_corrections", vacancy.public_id)
    context = {
        "vacancy": vacancy,
        "row": _correction_row(correction, request.user, is_panel=True),
        "form": form,
        "refusal": can_decide_correction(request.user, correction),
        "effect": _effect(request.user, vacancy, correction),
        "is_in_chain": vacancy.state == "RESULT_REVIEW",
    }
    return render(request, "selection/decide_correction.html", context)


CLOSED_EFFECT = "Pengaruhnya terhadap daftar tertutup bagi Anda, karena Anda punya konflik kepentingan dengan seorang peserta."


@dataclass(frozen=True)
class Effect:
    """What accepting would do: sentences on who moves ([]: nobody), and whether the ranking in force would still hold."""

    moves: list[str]
    holds: bool


def _effect(user: User, vacancy: Vacancy, correction: ScoreCorrection) -> Effect:
    """Computed by the rules with the proposed value, stored nowhere."""
    ranking = latest_ranking(vacancy)
    if ranking is None:
        return Effect([], holds=False)
    try:
        outcome, written = read_scoreboard(vacancy, {correction.score_id: correction.after}).result()
    except RankingRefused as error:
        return Effect([error.reason], holds=False)
    holds = written.sha256 == ranking.sha256
    if closed_candidates(user, vacancy):
        return Effect(
            ["Pengaruhnya terhadap daftar tertutup bagi Anda, karena Anda punya konflik kepentingan dengan seorang peserta."],
            holds,
        )
    sentences = moves(
        {line.candidate.key: (line.rank, line.is_shortlisted) for line in ranking.lines.select_related("candidate")},
        {line.key: (line.rank, line.shortlisted) for line in outcome.lines},
        {line.key: f"Peserta {line.key}" for line in outcome.lines},
    )
    return Effect(sentences, holds)


def _answer_words(vacancy: Vacancy, *, accept: bool) -> str:
    """What became of the ranking by the answer just given."""
    if not accept:
        return "Koreksi ditolak; nilai lama tetap berlaku."
    ranking = latest_ranking(vacancy)
    if ranking is not None and not is_overtaken(vacancy, ranking):
        return "Koreksi diterima. Nilai gabungan komponen tidak berubah, jadi peringkat tetap berlaku."
    return "Koreksi diterima. Peringkat perlu disusun ulang."


def _scorer_of(score: Score) -> str:
    """Who gave it, or where a value without a sheet comes from."""
    return score.sheet.member.user.full_name if score.sheet else SOURCES[AggregateKind(score.component.aggregate)]


def _correction_row(correction: ScoreCorrection, user: User, *, is_panel: bool) -> dict[str, Any]:
    """One proposal; only the panel is led to the decision, the office reads here what became of it."""
    score = correction.score
    verdict = getattr(correction, "verdict", None)
    return {
        "key": score.candidate.key,
        "component": score.component.label,
        "scorer": _scorer_of(score),
        "before": correction.before,
        "after": correction.after,
        "reason": correction.reason,
        "proposer": correction.proposed_by.full_name,
        "at": correction.proposed_at,
        "tone": "wait" if verdict is None else "good" if verdict.is_accepted else "plain",
        "label": "Menunggu orang kedua" if verdict is None else "Diterima" if verdict.is_accepted else "Ditolak",
        "decided_by": verdict.decided_by.full_name if verdict else "",
        "note": verdict.note if verdict else "",
        "url": reverse("decide_correction", args=[correction.public_id]) if is_panel and verdict is None else "",
        "act": "Baca usul" if correction.proposed_by_id == user.pk else "Baca dan putuskan",
    }
