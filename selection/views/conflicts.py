"""Conflicts of interest: a member's answers, and the overview of whoever runs the selection."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from core.access import allow
from core.refusals import Refused
from selection import actions
from selection.conflicts import register_of
from selection.meeting_forms import AnswerConflictForm, RecusalForm
from selection.meeting_permissions import can_search_conflicts
from selection.models import Candidate, ConflictProposal, Recusal
from selection.permissions import can_judge, can_run_selection, seat_of
from selection.rules.conflicts import KIND_LABELS
from selection.views.control import RUNNERS, run_vacancy
from vacancies.models import Application, PanelMember, Vacancy


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
def answer_conflicts(request: HttpRequest, public_id) -> HttpResponse:
    """Every proposal about the member, waiting ones with a form each; POST answers the one named in the form."""
    vacancy = get_object_or_404(Vacancy.objects.assigned_to(request.user).select_related("agency"), public_id=public_id)
    refusal = can_judge(request.user, vacancy)
    waiting = list(
        ConflictProposal.objects.waiting_for(request.user)
        .filter(candidate__vacancy=vacancy)
        .select_related("candidate__application__employee__agency")
        .order_by("candidate__number", "id")
    )
    forms = {proposal.pk: AnswerConflictForm(prefix=f"usul{proposal.pk}", use_required_attribute=False) for proposal in waiting}
    if request.method == "POST" and refusal is None:
        proposal = next((each for each in waiting if str(each.public_id) == request.POST.get("usul")), None)
        if proposal is None:
            messages.info(request, "Usul itu sudah dijawab.")
            return redirect("answer_conflicts", public_id=public_id)
        form = forms[proposal.pk] = AnswerConflictForm(request.POST, prefix=f"usul{proposal.pk}", use_required_attribute=False)
        if form.is_valid() and _answer(request, proposal, form):
            return redirect("answer_conflicts", public_id=public_id)
    context = {
        "vacancy": vacancy,
        "refusal": refusal,
        "waiting": [{**_proposal_row(proposal), "form": forms[proposal.pk]} for proposal in waiting],
        "answered": _answered_rows(vacancy, request.user),
        "errors": [form for form in forms.values() if form.errors],
    }
    return render(request, "selection/answer_conflicts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def show_conflicts(request: HttpRequest, public_id) -> HttpResponse:
    """Proposals with their answers, recusals, and who is not in the register; POST compares with the register again."""
    vacancy = run_vacancy(request, public_id)
    if request.method == "POST":
        found = actions.search_conflicts(vacancy_id=vacancy.pk, actor=request.user)
        messages.success(
            request,
            f"{len(found)} usul baru dikirim kepada anggota pansel." if found else "Tidak ada hubungan baru di data induk.",
        )
        return redirect("show_conflicts", public_id=public_id)
    refusal = can_run_selection(request.user, vacancy)
    context: dict[str, Any] = {"vacancy": vacancy, "refusal": refusal}
    if refusal is None:
        members = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id"))
        known = register_of(members)
        applied = set(
            Application.objects.filter(vacancy=vacancy, employee__user__in=[m.user_id for m in members]).values_list(
                "employee__user_id", flat=True
            )
        )
        rows = _pair_rows(vacancy)
        context |= {
            "rows": rows,
            "waiting": sum(row["is_waiting"] for row in rows),
            "unknown": [member.user.full_name for member in members if member.pk not in known],
            "applied": [member.user.full_name for member in members if member.user_id in applied],
            "search_refusal": can_search_conflicts(request.user, vacancy),
        }
    return render(request, "selection/conflicts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def impose_recusal(request: HttpRequest, public_id) -> HttpResponse:
    """Relieve a member of one candidate with a reason. `?peserta=` and `?anggota=` choose beforehand."""
    return _change_recusal(request, public_id, lift=False)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*RUNNERS)
def lift_recusal(request: HttpRequest, public_id) -> HttpResponse:
    """Take an imposed recusal back with a reason."""
    return _change_recusal(request, public_id, lift=True)


def _change_recusal(request: HttpRequest, public_id, *, lift: bool) -> HttpResponse:
    vacancy = run_vacancy(request, public_id)
    refusal = can_search_conflicts(request.user, vacancy)
    people = Candidate.objects.filter(vacancy=vacancy).present().for_list()
    members = PanelMember.objects.filter(panel__vacancy=vacancy).exclude(user=request.user).select_related("user")
    form = RecusalForm(
        request.POST if request.method == "POST" else None,
        candidates=[(each.pk, f"{each.key} {each.application.employee.name}") for each in people],
        members=[(each.pk, each.user.full_name) for each in members.order_by("-is_chair", "id")],
        initial={"candidate": request.GET.get("peserta", ""), "member": request.GET.get("anggota", "")},
    )
    if request.method == "POST" and form.is_valid():
        act = actions.lift_recusal if lift else actions.impose_recusal
        try:
            act(
                candidate_id=form.cleaned_data["candidate"],
                member_id=form.cleaned_data["member"],
                actor=request.user,
                reason=form.cleaned_data["reason"],
            )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, "Pembebasan dicabut." if lift else "Anggota itu dibebaskan dari menilai peserta ini.")
            return redirect("show_conflicts", public_id=public_id)
    context = {"vacancy": vacancy, "form": form, "refusal": refusal, "lift": lift}
    return render(request, "selection/change_recusal.html", context)


def _answer(request: HttpRequest, proposal: ConflictProposal, form: AnswerConflictForm) -> bool:
    """Hand the answer to the action; False means: draw the page again with the error."""
    is_conflict = form.cleaned_data["answer"] == "declare"
    try:
        if is_conflict:
            actions.declare_conflict(candidate_id=proposal.candidate_id, actor=request.user, reason=form.cleaned_data["reason"])
        else:
            actions.deny_conflict(proposal_id=proposal.pk, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.reason)
        return False
    key = proposal.candidate.key
    messages.success(
        request,
        f"Konflik kepentingan dengan peserta {key} tercatat. Berkasnya tertutup bagi Anda."
        if is_conflict
        else f"Jawaban Anda tentang peserta {key} tercatat. Lembarnya terbuka.",
    )
    return True


def _proposal_row(proposal: ConflictProposal) -> dict[str, Any]:
    candidate = proposal.candidate
    return {
        "public_id": proposal.public_id,
        "key": candidate.key,
        "name": candidate.application.employee.name,
        "agency": candidate.application.employee.agency.name,
        "grounds": [ground["text"] for ground in proposal.grounds],
        "label": KIND_LABELS[proposal.grounds[0]["kind"]],
    }


def _answered_rows(vacancy: Vacancy, user) -> list[dict[str, Any]]:
    """What this member declared or denied, by participant number."""
    seat = seat_of(user, vacancy)
    recusals = Recusal.objects.filter(candidate__vacancy=vacancy, member=seat).select_related("candidate")
    denied = ConflictProposal.objects.filter(candidate__vacancy=vacancy, member=seat, denial__isnull=False).select_related(
        "candidate", "denial"
    )
    rows = [
        {
            "key": each.candidate.key,
            "tone": "plain",
            "label": "Dibebaskan" if each.imposed_by_id else "Ada konflik",
            "reason": each.reason,
            "at": each.declared_at,
        }
        for each in recusals
    ] + [
        {
            "key": each.candidate.key,
            "tone": "good",
            "label": "Tidak ada konflik",
            "reason": each.denial.reason,
            "at": each.denial.denied_at,
        }
        for each in denied
    ]
    return sorted(rows, key=lambda row: (row["key"], row["at"]))


def _pair_rows(vacancy: Vacancy) -> list[dict[str, Any]]:
    """One row a pair of candidate and member with a proposal or a recusal, waiting ones first; five queries."""
    pairs: dict[tuple[int, int], dict[str, Any]] = {}

    def row_of(candidate: Candidate, member: PanelMember) -> dict[str, Any]:
        return pairs.setdefault(
            (candidate.pk, member.pk),
            {
                "key": candidate.key,
                "name": candidate.application.employee.name,
                "member": member.user.full_name,
                "grounds": [],
                "answers": [],
                "tone": "wait",
                "label": "Belum dijawab",
                "is_waiting": False,
                "impose_url": f"{reverse('impose_recusal', args=[vacancy.public_id])}?peserta={candidate.pk}&anggota={member.pk}",
                "lift_url": "",
            },
        )

    people = ("candidate__application__employee", "member__user")
    waiting = set(ConflictProposal.objects.waiting(vacancy).values_list("pk", flat=True))
    proposals = ConflictProposal.objects.filter(candidate__vacancy=vacancy).select_related(*people, "denial__denied_by")
    for proposal in proposals.order_by("candidate__number", "member_id", "id"):
        row = row_of(proposal.candidate, proposal.member)
        row["grounds"] += [ground["text"] for ground in proposal.grounds]
        denial = getattr(proposal, "denial", None)
        if denial is not None:
            row["answers"].append(f"{denial.denied_by.full_name}: {denial.reason}")
            if not row["is_waiting"]:
                row |= {"tone": "good", "label": "Dijawab: tidak ada konflik"}
        elif proposal.pk in waiting:
            row |= {"tone": "wait", "label": "Belum dijawab", "is_waiting": True}
        else:
            row |= {"tone": "plain", "label": "Tidak perlu dijawab lagi"}
    recusals = Recusal.objects.filter(candidate__vacancy=vacancy).select_related(*people, "imposed_by")
    for recusal in recusals.order_by("candidate__number", "member_id"):
        row = row_of(recusal.candidate, recusal.member)
        author = recusal.imposed_by or recusal.member.user
        row["answers"].append(f"{author.full_name}: {recusal.reason}")
        row |= {
            "tone": "plain",
            "label": "Dibebaskan" if recusal.imposed_by_id else "Menyatakan konflik",
            "is_waiting": False,
            "impose_url": "",
        }
        if recusal.imposed_by_id:
            row["lift_url"] = (
                f"{reverse('lift_recusal', args=[vacancy.public_id])}?peserta={recusal.candidate_id}&anggota={recusal.member_id}"
            )
    return sorted(pairs.values(), key=lambda row: (not row["is_waiting"], row["key"], row["member"]))
