"""Conflicts of interest: proposed from the register, declared, denied, imposed, taken back."""

from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.refusals import Refused, require
from selection import meeting_notifications
from selection.actions.moves import lock_vacancy, locked_candidate
from selection.conflicts import new_grounds, proposals_in_words
from selection.meeting_permissions import can_answer_conflict, can_impose_recusal, can_search_conflicts
from selection.models import Candidate, ConflictDenial, ConflictProposal, Recusal, ScoreSheet
from selection.permissions import can_recuse, duty_of, seat_of
from vacancies.models import PanelMember, Vacancy


@transaction.atomic
def search_conflicts(*, vacancy_id: int, actor: User) -> list[ConflictProposal]:
    """Compare panel and candidates with the register and ask the members about every ground nobody was asked about yet.

    Raises:
        Refused: no right, or scoring does not run.
    """
    vacancy = lock_vacancy(vacancy_id)
    require(can_search_conflicts(actor, vacancy))
    proposals = propose_conflicts(vacancy=vacancy)
    audit.record(
        chain=vacancy.trail_chain,
        act="search_conflicts",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Vacancy",
        object_id=vacancy.public_id,
        details=proposals_in_words(proposals),
    )
    return proposals


def propose_conflicts(*, vacancy: Vacancy) -> list[ConflictProposal]:
    """Write a proposal for every new ground and tell the members; inside the caller's transaction, the vacancy locked."""
    now = clock.transaction_now()
    found = new_grounds(vacancy, vacancy.agency.day(now))
    candidates = Candidate.objects.in_bulk([candidate_id for candidate_id, _ in found])
    members = PanelMember.objects.select_related("user").in_bulk([member_id for _, member_id in found])
    proposals = ConflictProposal.objects.bulk_create(
        ConflictProposal(
            candidate=candidates[candidate_id],
            member=members[member_id],
            grounds=[{"kind": ground.kind, "text": ground.text} for ground in grounds],
            found_at=now,
        )
        for (candidate_id, member_id), grounds in found.items()
    )
    meeting_notifications.ask_about_conflicts(vacancy, proposals)
    return proposals


@transaction.atomic
def declare_conflict(*, candidate_id: int, actor: User, reason: str) -> Recusal:
    """Step back from one candidate: a draft sheet is dropped and the file closes for this person.

    A proposal about the same candidate is answered by it.

    Raises:
        Refused: no seat, no reason, the sheet is handed in, or already declared.
    """
    now = clock.transaction_now()
    candidate, vacancy = locked_candidate(candidate_id)
    seat = seat_of(actor, vacancy)
    proposals = [
        str(each)
        for each in ConflictProposal.objects.waiting_for(actor).filter(candidate=candidate).values_list("public_id", flat=True)
    ]
    if not proposals:
        # A ground found after the sheet was handed in must not need the chair's help to be answered honestly.
        require(can_recuse(actor, candidate))
    else:
        require(can_answer_conflict(actor, _waiting(candidate, actor)))
    if not reason.strip():
        raise Refused("Tulis alasan konflik kepentingan Anda.", field="reason")
    if Recusal.objects.filter(candidate=candidate, member=seat).exists():
        raise Refused("Konflik kepentingan Anda dengan peserta ini sudah tercatat.")
    ScoreSheet.objects.filter(candidate=candidate, member=seat, submitted_at=None).delete()
    recusal = Recusal.objects.create(candidate=candidate, member=seat, reason=reason.strip(), declared_at=now)
    meeting_notifications.tell_chair_of_conflict(recusal, vacancy)
    audit.record(
        chain=vacancy.trail_chain,
        act="declare_conflict",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Candidate",
        object_id=candidate.public_id,
        details={"candidate": candidate.key, "reason": recusal.reason, "proposals": proposals},
    )
    return recusal


@transaction.atomic
def deny_conflict(*, proposal_id: int, actor: User, reason: str) -> ConflictDenial:
    """Answer a proposal with "no conflict". Chair and secretariat read the reason and may impose a recusal all the same.

    Raises:
        Refused: somebody else's proposal, answered already, or no reason.
    """
    now = clock.transaction_now()
    found = ConflictProposal.objects.values_list("candidate_id", flat=True).get(pk=proposal_id)
    candidate, vacancy = locked_candidate(found)
    proposal = ConflictProposal.objects.select_related("member__user").get(pk=proposal_id)
    proposal.candidate = candidate
    require(can_answer_conflict(actor, proposal))
    if not reason.strip():
        raise Refused("Tulis mengapa hal ini bukan konflik kepentingan.", field="reason")
    denial = ConflictDenial.objects.create(proposal=proposal, reason=reason.strip(), denied_by=actor, denied_at=now)
    audit.record(
        chain=vacancy.trail_chain,
        act="deny_conflict",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="ConflictProposal",
        object_id=proposal.public_id,
        details={"candidate": candidate.key, "grounds": [each["text"] for each in proposal.grounds], "reason": denial.reason},
    )
    return denial


@transaction.atomic
def impose_recusal(*, candidate_id: int, member_id: int, actor: User, reason: str) -> Recusal:
    """Relieve a member of one candidate, whatever the member answered. A handed-in sheet stays stored and counts no more.

    Raises:
        Refused: no right, an own conflict, no reason, or the member is recused already.
    """
    now = clock.transaction_now()
    candidate, vacancy = locked_candidate(candidate_id)
    member = PanelMember.objects.select_related("user").get(pk=member_id, panel__vacancy=vacancy)
    require(can_impose_recusal(actor, candidate, member))
    if not reason.strip():
        raise Refused("Tulis alasan pembebasan ini.", field="reason")
    if Recusal.objects.filter(candidate=candidate, member=member).exists():
        raise Refused("Anggota ini sudah tidak menilai peserta itu.")
    ScoreSheet.objects.filter(candidate=candidate, member=member, submitted_at=None).delete()
    recusal = Recusal.objects.create(candidate=candidate, member=member, reason=reason.strip(), declared_at=now, imposed_by=actor)
    meeting_notifications.tell_member_of_recusal(recusal, vacancy)
    _record_imposed("impose_recusal", recusal, vacancy, actor, recusal.reason)
    return recusal


@transaction.atomic
def lift_recusal(*, candidate_id: int, member_id: int, actor: User, reason: str) -> None:
    """Take an imposed recusal back. A proposal the member had not denied waits for an answer again.

    Raises:
        Refused: no right, an own conflict, no reason, or nothing was imposed.
    """
    candidate, vacancy = locked_candidate(candidate_id)
    member = PanelMember.objects.select_related("user").get(pk=member_id, panel__vacancy=vacancy)
    require(can_impose_recusal(actor, candidate, member))
    if not reason.strip():
        raise Refused("Tulis alasan mencabut pembebasan ini.", field="reason")
    recusal = Recusal.objects.filter(candidate=candidate, member=member, imposed_by__isnull=False).first()
    if recusal is None:
        raise Refused("Tidak ada pembebasan untuk dicabut; pernyataan anggota sendiri hanya dicabut oleh anggota itu.")
    recusal.candidate = candidate
    recusal.member = member
    recusal.delete()
    _record_imposed("lift_recusal", recusal, vacancy, actor, reason.strip())


@transaction.atomic
def retract_conflict(*, candidate_id: int, actor: User) -> None:
    """Take back an own declaration made by mistake, while scoring runs. What somebody imposed stays."""
    candidate, vacancy = locked_candidate(candidate_id)
    require(can_recuse(actor, candidate))
    recusal = Recusal.objects.filter(candidate=candidate, member__user=actor, imposed_by=None).first()
    if recusal is None:
        raise Refused("Tidak ada pernyataan konflik kepentingan Anda untuk peserta ini.")
    details = {"candidate": candidate.key, "reason": recusal.reason}
    recusal.delete()
    audit.record(
        chain=vacancy.trail_chain,
        act="retract_conflict",
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Candidate",
        object_id=candidate.public_id,
        details=details,
    )


def _waiting(candidate: Candidate, actor: User) -> ConflictProposal:
    """The oldest waiting proposal of a person about a candidate whose rows are locked."""
    proposal = (
        ConflictProposal.objects.waiting_for(actor).filter(candidate=candidate).select_related("member").order_by("id")[:1].get()
    )
    proposal.candidate = candidate
    return proposal


def _record_imposed(act: str, recusal: Recusal, vacancy: Vacancy, actor: User, reason: str) -> None:
    audit.record(
        chain=vacancy.trail_chain,
        act=act,
        actor=actor,
        duty=duty_of(actor, vacancy),
        object_type="Candidate",
        object_id=recusal.candidate.public_id,
        details={"candidate": recusal.candidate.key, "member": recusal.member.user.full_name, "reason": reason},
    )
