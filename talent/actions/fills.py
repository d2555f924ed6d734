"""Filling a post from the succession group: the letter that allows it, the proposal, and what follows from its verdicts."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.enums import Role
from accounts.models import Agency, User
from approvals.actions import close_by_sender, submit_request
from approvals.enums import RequestState
from approvals.models import ApprovalRequest, ApprovalStep
from core import audit, clock
from core.canonical import canonical_json, sha256_hex
from core.indonesian import date_words, short_date_words
from core.letters import write_letter
from core.refusals import Refused, require
from core.seals import seal_refusal
from core.uploads.files import AcceptedFile, discard_file
from employees.models import Employee
from employees.rules.nip import mask_nip
from talent.actions.placements import trail_of
from talent.enums import FillState, LeaveReason
from talent.mapping_permissions import can_fill_target, can_record_merit
from talent.models import MeritApproval, PoolFill, PoolFillCandidate, PoolMembership, TargetPost
from talent.rules.pool_fill import NameFact, choice_refusal, fill_chain, names_refusal, rating_refusal
from talent.rules.succession import READY_NOW, discipline_refusal

_STATES = {
    RequestState.RETURNED: FillState.RETURNED,
    RequestState.REJECTED: FillState.REJECTED,
    RequestState.APPROVED: FillState.DETERMINED,
}


def record_merit_approval(
    *, agency_id: int, actor: User, rating: str, number: str, letter_on: date, valid_until: date | None, accepted: AcceptedFile
) -> MeritApproval:
    """Keep the approval letter of an agency rated "Sangat Baik". The file is removed when no row comes of it.

    Args:
        rating: code of MeritRating, as the letter says it; with any other than the best there is no row.
    """
    try:
        with transaction.atomic():
            now = clock.transaction_now()
            require(can_record_merit(actor))
            agency = Agency.objects.get(pk=agency_id)
            refusal = rating_refusal(rating)
            if refusal:
                raise Refused(refusal, field="rating")
            if valid_until is not None and valid_until < letter_on:
                raise Refused("Masa berlaku tidak boleh berakhir sebelum tanggal surat.", field="valid_until")
            row = MeritApproval(
                agency=agency,
                letter_number=number.strip(),
                letter_on=letter_on,
                valid_until=valid_until,
                file_name=accepted.name,
                sha256=accepted.sha256,
                recorded_by=actor,
                recorded_at=now,
            )
            row.file.name = accepted.path
            row.save()
            details = {
                "rating": rating,
                "number": row.letter_number,
                "letter_on": letter_on,
                "valid_until": valid_until,
                "sha256": row.sha256,
            }
            _record(agency, "record_merit_approval", actor, Role.WASDAL, "MeritApproval", row.public_id, details)
    except BaseException:
        discard_file(accepted)
        raise
    return row


@transaction.atomic
@audit.written_last()
def propose_fill(*, target_id: int, actor: User, members: Sequence[UUID], reason: str) -> PoolFill:
    """Propose at most three ready people for a post and send them into the chain of its level.

    Args:
        members: public ids of memberships, best first.

    Raises:
        Refused: no right, no letter in force, or a name the rules keep out.
    """
    now = clock.transaction_now()
    target = TargetPost.objects.select_for_update(of=("self",), no_key=True).select_related("agency").get(pk=target_id)
    today = target.agency.day(now)
    approval = MeritApproval.objects.in_force(target.agency_id, today)
    require(can_fill_target(actor, target, approval))
    if not reason.strip():
        raise Refused("Tulis pertimbangannya.", field="reason")
    found = PoolMembership.objects.filter(agency=target.agency, public_id__in=members)
    rows = {
        row.public_id: row for row in found.select_for_update(of=("self",), no_key=True).select_related("employee").order_by("pk")
    }
    chosen = [rows[each] for each in dict.fromkeys(members) if each in rows]
    people = {person.pk: person for person in Employee.objects.filter(pk__in=[row.employee_id for row in chosen]).with_records()}
    active = set(PoolMembership.objects.active(today).filter(pk__in=[row.pk for row in chosen]).values_list("pk", flat=True))
    names = [
        NameFact(
            row.employee.name,
            row.pk in active and row.readiness == READY_NOW,
            row.target_level,
            discipline_refusal(people[row.employee_id].facts().discipline, today),
        )
        for row in chosen
    ]
    problem = names_refusal(names, target.level)
    if problem:
        raise Refused(problem, field="members")
    fill = PoolFill.objects.create(target=target, approval=approval, reason=reason.strip(), created_by=actor, created_at=now)
    PoolFillCandidate.objects.bulk_create(
        PoolFillCandidate(fill=fill, membership=row, place=place) for place, row in enumerate(chosen, start=1)
    )
    earlier = PoolFill.objects.filter(target=target).exclude(pk=fill.pk).select_related("request").first()
    fill.request = submit_request(
        chain=fill_chain(target.level),
        title=f"Pengisian {target.title} dari kelompok rencana suksesi",
        level_label=target.get_level_display(),
        agency=target.agency,
        summary=[
            ["Jabatan", target.title],
            ["Unit kerja", target.unit or target.agency.name],
            ["Kosong mulai", date_words(target.vacant_on)],
            ["Surat persetujuan", f"{approval.letter_number}, {short_date_words(approval.letter_on)}"],
            ["Nama yang diusulkan", "; ".join(row.employee.name for row in chosen)],
            ["Pertimbangan", fill.reason],
        ],
        digest=sha256_hex(canonical_json([str(target.public_id), [row.employee.nip for row in chosen], fill.reason])),
        trail_chain=trail_of(target.agency),
        sender=actor,
        now=now,
        note=fill.reason,
        previous=earlier.request if earlier else None,
        conflicted=frozenset(row.employee.user_id for row in chosen if row.employee.user_id),
    )
    fill.save(update_fields=["request"])
    details = {
        "target": target.title,
        "people": [str(row.employee.public_id) for row in chosen],
        "letter": approval.letter_number,
    }
    _record(target.agency, "propose_pool_fill", actor, Role.AGENCY_ADMIN, "PoolFill", fill.public_id, details)
    return fill


@transaction.atomic
@audit.written_last()
def withdraw_fill(*, fill_id: int, actor: User) -> PoolFill:
    """Take a running proposal back."""
    now = clock.transaction_now()
    fill = PoolFill.objects.select_for_update(of=("self",), no_key=True).select_related("request").get(pk=fill_id)
    if fill.state != FillState.REVIEW or fill.request is None:
        raise Refused("Usulan ini tidak lagi dalam persetujuan.")
    close_by_sender(request=fill.request, actor=actor, now=now)
    fill.state = FillState.WITHDRAWN
    fill.save(update_fields=["state"])
    return fill


def settle_fill(*, fill: PoolFill, request: ApprovalRequest) -> None:
    """Follow a verdict. Called by the engine inside its transaction, with the proposal locked."""
    state = _STATES.get(RequestState(request.state))
    if state is not None and state != fill.state:
        fill.state = state
        fill.save(update_fields=["state"])


def determine_fill(
    *, fill: PoolFill, step: ApprovalStep, actor: User, duty: str, place: int | None, reason: str, now: datetime
) -> None:
    """Write the determination and its letter. Called by the engine at the last verdict, with the proposal locked.

    Raises:
        Refused: no or a wrong choice, or a trail whose newest seal is older than 15 minutes.
    """
    unsealed = seal_refusal()
    if unsealed is not None:
        raise Refused(unsealed)
    candidates = list(fill.candidates.select_related("membership__employee__agency").order_by("place"))
    today = fill.target.agency.day(now)
    standing = {
        row.place
        for row in candidates
        if row.membership.left_on is None
        and not discipline_refusal(Employee.objects.with_records().get(pk=row.membership.employee_id).facts().discipline, today)
    }
    problem = choice_refusal(place, sorted(standing), reason)
    if problem:
        raise Refused(problem)
    chosen = next(row for row in candidates if row.place == place)
    chosen.is_chosen, chosen.choice_reason = True, reason.strip()
    chosen.save(update_fields=["is_chosen", "choice_reason"])
    agency, person = fill.target.agency, chosen.membership.employee
    fill.letter = write_letter(
        kind="PENETAPAN",
        register="SETKAB" if step.role == Role.SETKAB else agency.code.upper(),
        form="{number:03d}/TAP/{register}/{year}",
        title=f"Penetapan pengisian {fill.target.title}"[:200],
        template="pdf/talent/pool_fill.html",
        words={
            "agency": agency.name,
            "issuer": duty if step.role == Role.SETKAB else agency.name,
            "address": agency.address,
            "city": agency.city,
            "date": date_words(today),
            "post": fill.target.title,
            "unit": fill.target.unit or agency.name,
            "level": fill.target.get_level_display(),
            "approval": fill.approval.letter_number,
            "approval_on": date_words(fill.approval.letter_on),
            "name": person.name,
            "nip": mask_nip(person.nip),
            "position": f"{person.position_title}, {person.agency.name}",
            "box": chosen.membership.box,
            "reason": reason.strip(),
            "signer": actor.full_name,
            "duty": duty,
        },
    )
    fill.save(update_fields=["letter"])
    member = chosen.membership
    member.left_on, member.left_reason = today, LeaveReason.APPOINTED
    member.left_note, member.version = f"Ditetapkan mengisi {fill.target.title}."[:500], member.version + 1
    member.save(update_fields=["left_on", "left_reason", "left_note", "version"])
    TargetPost.objects.filter(pk=fill.target_id).update(closed_at=now, closed_reason="Diisi dari kelompok rencana suksesi.")


def _record(agency: Agency, act: str, actor: User, role: str, object_type: str, object_id: UUID, details: dict) -> None:
    audit.record(
        chain=trail_of(agency),
        act=act,
        actor=actor,
        duty=actor.duty_label(role, agency.pk),
        object_type=object_type,
        object_id=str(object_id),
        details=details,
    )
