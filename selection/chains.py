"""The chains of a result, bound to selections. `RESULT_BINDINGS` are registered by the composition root."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.people import is_one_of
from approvals.registry import ChainBinding
from core.refusals import Refusal, Refused
from employees.same_person import same_person
from selection.actions.determination import write_determination
from selection.actions.moves import lock_vacancy
from selection.actions.result import choosable_lines, follow_verdict
from selection.charts import ranking_charts
from selection.conflicts import closed_candidates
from selection.determination_form import DeterminationForm
from selection.minutes_words import shortfall_words, tie_words
from selection.models import MinutesSignature, Ranking
from selection.permissions import seat_of
from selection.records import record_sentences
from selection.rules.chains import RESULT_MADYA_UTAMA, RESULT_PRATAMA
from selection.shortlist import change_sentences, flag_sentences, gone_names, low_match_names, ranking_rows, reserve_words
from vacancies.models import Application, PanelMember, Vacancy


def vacancy_id_of(request: ApprovalRequest) -> int:
    """The vacancy of any round of a request; earlier rounds are found by the trail they are written in."""
    return Vacancy.objects.values_list("pk", flat=True).get(public_id=request.trail_chain.removeprefix("vacancy:"))


def ranking_of(request: ApprovalRequest) -> Ranking:
    """The version a round was about: bound by the digest, because a version may be sent more than once."""
    return Ranking.objects.filter(vacancy_id=vacancy_id_of(request), sha256=request.digest).order_by("-version")[:1].get()


def open_result_step(vacancy: Vacancy) -> ApprovalStep | None:
    """The step at which the newest result of a vacancy waits."""
    return ApprovalStep.objects.open().filter(request__ranking__vacancy=vacancy).order_by("-pk").first()


def lock_result(request: ApprovalRequest) -> None:
    lock_vacancy(vacancy_id_of(request))


def on_result_outcome(
    *, request: ApprovalRequest, step: ApprovalStep, verdict: str, actor: User, note: str, now: datetime
) -> None:
    vacancy = Vacancy.objects.select_related("agency").get(pk=vacancy_id_of(request))
    follow_verdict(vacancy=vacancy, request=request, now=now)


def result_conflict(request: ApprovalRequest, step: ApprovalStep, user: User) -> Refusal | None:
    """Applicants and scorers stay out of the decision; the chair decides in the chair's own layer only (decision 4)."""
    vacancy_id = vacancy_id_of(request)
    if _takes_part(vacancy_id, user):
        return Refusal("Anda melamar lowongan ini, jadi Anda tidak dapat memutus hasilnya.")
    return _scorer_refusal(vacancy_id, step, user)


def _scorer_refusal(vacancy_id: int, step: ApprovalStep, user: User) -> Refusal | None:
    if step.holder_id == user.pk and step.scope == "PANEL_CHAIR":
        return None
    scorers = PanelMember.objects.filter(panel__vacancy_id=vacancy_id).select_related("user")
    if is_one_of(user, [member.user for member in scorers]):
        return Refusal("Anda ikut menilai peserta lowongan ini, jadi Anda tidak dapat memutus hasilnya di tahap ini.")
    return None


def _takes_part(vacancy_id: int, user: User) -> bool:
    return Application.objects.filter(same_person(user, "employee__"), vacancy_id=vacancy_id).exists()


def result_page(request: ApprovalRequest, user: User) -> dict[str, Any]:
    """The shortlist with its scores, flags and changes, for the left part of the decision page."""
    ranking = ranking_of(request)
    seat = seat_of(user, Vacancy(pk=ranking.vacancy_id))
    # Who holds the panel's layer has to read what it decides on; with a conflict of the chair that is another member.
    signs = seat is not None and request.steps.filter(holder=user).exists()
    if _takes_part(ranking.vacancy_id, user) or (not signs and closed_candidates(user, Vacancy(pk=ranking.vacancy_id))):
        # Not even to read: the page names the rivals with their scores (docs/security.md 4.3, S3).
        return {"template": "selection/_decision_closed.html", "context": {}}
    vacancy = Vacancy.objects.select_related("agency").get(pk=ranking.vacancy_id)
    components = list(vacancy.components.order_by("position", "id"))
    rows = ranking_rows(ranking, components)
    _add_records(rows, ranking, request)
    earlier = ranking_of(request.previous) if request.previous_id else None
    signature = MinutesSignature.objects.filter(request=request).select_related("minutes", "letter").first()
    return {
        "template": "selection/_decision.html",
        "context": {
            "ranking": ranking,
            "shortlist": [row for row in rows if row["is_shortlisted"]],
            "others": [row for row in rows if not row["is_shortlisted"]],
            "gone": (gone := [row["name"] for row in rows if row["is_shortlisted"] and row["is_gone"]]),
            "reserve": reserve_words(ranking) if gone else "",
            "flags": flag_sentences(ranking, vacancy),
            "low_matches": low_match_names(rows),
            "changes": change_sentences(earlier, ranking) if earlier else [],
            "zone": vacancy.zone_label,
            "charts": ranking_charts(rows),
            "shortfall": shortfall_words(vacancy, ranking),
            "ties": [tie for tie in tie_words(vacancy) if tie["version"] <= ranking.version],
            "is_determining": _determining_step(request) is not None,
            "minutes": signature.minutes if signature else None,
            "letter": signature.letter if signature else None,
        },
    }


def result_url(request: ApprovalRequest) -> str:
    """Deciders of every role may open the public page; the control room belongs to the panel and the office."""
    return reverse("show_vacancy", args=[request.trail_chain.removeprefix("vacancy:")])


def withdraw_url(request: ApprovalRequest) -> str:
    return reverse("withdraw_result", args=[request.trail_chain.removeprefix("vacancy:")])


def result_warnings(request: ApprovalRequest) -> list[str]:
    """Flags of the ranking, and who of the shortlist left since."""
    ranking = ranking_of(request)
    vacancy = Vacancy.objects.get(pk=ranking.vacancy_id)
    return [*flag_sentences(ranking, vacancy), *(f"{name} mengundurkan diri." for name in gone_names(ranking))]


def determination_form(request: ApprovalRequest, post: Any) -> DeterminationForm:
    ranking = ranking_of(request)
    vacancy = Vacancy.objects.get(pk=ranking.vacancy_id)
    rows = ranking_rows(ranking, list(vacancy.components.order_by("position", "id")))
    _add_records(rows, ranking, request)
    return DeterminationForm(post, lines=choosable_lines(ranking), quota=vacancy.quota, rows=rows)


def _determining_step(request: ApprovalRequest) -> ApprovalStep | None:
    """The open step, where it is the last one, at which names are chosen."""
    return next((step for step in request.steps.all() if step.state == "OPEN" and "DETERMINE" in step.verdicts), None)


def _add_records(rows: list[dict[str, Any]], ranking: Ranking, request: ApprovalRequest) -> None:
    """What the register tells beside the scores, where somebody determines; boxes only to the agency of the person itself."""
    step = _determining_step(request)
    if step is None:
        return
    sentences = record_sentences(ranking, boxes_of=step.agency_id)
    for row in rows:
        row["shown"] = [*row["shown"], *sentences.get(row["key"], ())]


def on_determine(
    *, request: ApprovalRequest, step: ApprovalStep, actor: User, duty: str, form: DeterminationForm | None, now: datetime
) -> None:
    if form is None or not form.is_valid():
        raise Refused("Pilih peserta untuk setiap formasi sebelum menetapkan.")
    vacancy = Vacancy.objects.select_related("agency").get(pk=vacancy_id_of(request))
    write_determination(vacancy=vacancy, request=request, step=step, actor=actor, duty=duty, choices=form.choices(), now=now)


RESULT_BINDINGS = tuple(
    ChainBinding(
        chain=chain,
        lock=lock_result,
        on_outcome=on_result_outcome,
        conflict=result_conflict,
        page=result_page,
        subject_url=result_url,
        subject_words="Buka halaman lowongan",
        determination_form=determination_form,
        on_determine=on_determine,
        withdraw_url=withdraw_url,
        warnings=result_warnings,
    )
    for chain in (RESULT_PRATAMA, RESULT_MADYA_UTAMA)
)
