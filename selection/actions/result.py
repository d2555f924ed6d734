"""The result on its way through the approval chain: sent, taken back, and what follows from each verdict."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from approvals.actions import close_by_sender, submit_request
from approvals.models import ApprovalRequest
from core import audit, clock
from core.indonesian import number_words
from core.refusals import Refused, require
from selection.actions.moves import lock_vacancy, move_vacancy
from selection.gates import latest_ranking
from selection.minutes_words import shortfall_words, tie_words
from selection.models import PRESENT_STATES, Ranking, RankingLine
from selection.permissions import can_withdraw_result, duty_of, presiding_seat
from selection.rules.chains import result_chain
from selection.rules.ranking import FLAGS
from vacancies.models import Application, PanelMember, Vacancy


def open_chain(*, vacancy: Vacancy, ranking: Ranking, actor: User, sender: User, note: str, now: datetime) -> ApprovalRequest:
    """Send the ranking in force into the chain of the vacancy's level. Runs inside the signature, on a locked vacancy.

    Args:
        actor: the chair, whose signature sends it. sender: who prepared the minutes, takes it back and gets it back.

    Raises:
        Refused: the chain has an empty layer.
    """
    shortlist = list(ranking.lines.filter(is_shortlisted=True).order_by("position"))
    members = list(PanelMember.objects.filter(panel__vacancy=vacancy).select_related("user").order_by("-is_chair", "id"))
    presiding = presiding_seat(vacancy)
    chair = presiding.user if presiding else None
    chain = result_chain(vacancy.level)
    scorers = {member.user_id for member in members}
    if any(layer.scope == "PANEL_CHAIR" for layer in chain.layers) and chair is not None:
        scorers.discard(chair.pk)
    applicants = set(
        Application.objects.filter(vacancy=vacancy, employee__user__isnull=False).values_list("employee__user_id", flat=True)
    )
    request = submit_request(
        chain=chain,
        title=f"Hasil seleksi {vacancy.position_title}",
        level_label=vacancy.get_level_display(),
        agency=vacancy.agency,
        summary=_summary(vacancy, ranking, shortlist),
        digest=ranking.sha256,
        trail_chain=vacancy.trail_chain,
        sender=sender,
        actor=actor,
        now=now,
        note=note,
        previous=_last_request(vacancy),
        panel_chair=chair,
        conflicted=frozenset(scorers | applicants),
    )
    ranking.request = request
    ranking.save(update_fields=["request"])
    move_vacancy(vacancy, "submit_result", now)
    return request


@transaction.atomic
@audit.written_last()
def withdraw_result(*, vacancy_id: int, actor: User, version: int | None = None) -> None:
    """Take the running request back; only its sender may, and the ranking stays as it is.

    Raises:
        Refused: no right, not the sender, or the request has ended.
    """
    now = clock.transaction_now()
    vacancy = lock_vacancy(vacancy_id, version)
    ranking = latest_ranking(vacancy)
    request = ranking.request if ranking else None
    require(can_withdraw_result(actor, vacancy, sender_id=request.sender_id if request else None))
    if ranking is None or request is None:
        raise Refused("Tidak ada hasil yang sedang diajukan.")
    close_by_sender(request=request, actor=actor, now=now)
    move_vacancy(vacancy, "withdraw_result", now)
    audit.record(
        chain=vacancy.trail_chain,
        act="withdraw_result",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Ranking",
        object_id=ranking.public_id,
        details={"version": ranking.version, "request": str(request.public_id)},
    )


def follow_verdict(*, vacancy: Vacancy, request: ApprovalRequest, now: datetime) -> None:
    """What a verdict means for the vacancy: a request that went back to the sender or was rejected reopens the ranking.

    Called by the engine inside its transaction; the vacancy is locked and the engine writes the trail.
    """
    if request.state == "RETURNED":
        move_vacancy(vacancy, "return_result", now)
    elif request.state == "REJECTED":
        move_vacancy(vacancy, "reject_result", now)


def _last_request(vacancy: Vacancy) -> ApprovalRequest | None:
    return ApprovalRequest.objects.filter(ranking__vacancy=vacancy).order_by("-round_number", "-id").first()


def _summary(vacancy: Vacancy, ranking: Ranking, shortlist: list[RankingLine]) -> list[list[str]]:
    lines = list(ranking.lines.all())
    rows = [
        ["Jabatan", vacancy.position_title],
        ["Unit kerja", vacancy.unit],
        ["Formasi", str(vacancy.quota)],
        ["Lamaran terkirim", str(vacancy.applications.submitted().count())],
        ["Peserta yang diperingkat", str(len(lines))],
        ["Daftar pendek", f"{len(shortlist)} peserta (batas {ranking.cut})"],
        [
            "Nilai tertinggi dan terendah daftar pendek",
            f"{number_words(shortlist[0].total, 2)} – {number_words(shortlist[-1].total, 2)}",
        ],
        ["Peringkat", f"Versi {ranking.version}"],
    ]
    rows += [["Catatan sistem", FLAGS[flag]] for flag in ranking.flags]
    shortfall = shortfall_words(vacancy, ranking)
    if shortfall:
        rows.append([f"Alasan melanjutkan dengan {shortfall['qualified']} peserta", shortfall["reason"]])
    rows += [[f"Nilai sama pada batas (versi {tie['version']})", f"{tie['way']}. {tie['reason']}"] for tie in tie_words(vacancy)]
    if ranking.reason:
        rows.append(["Alasan susun ulang", ranking.reason])
    return rows


def choosable_lines(ranking: Ranking) -> list[RankingLine]:
    """Shortlisted lines whose person still takes part, by rank."""
    return list(
        ranking.lines.filter(is_shortlisted=True, candidate__application__state__in=PRESENT_STATES)
        .select_related("candidate__application__employee__agency")
        .order_by("position")
    )
