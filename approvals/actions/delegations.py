"""Letters of delegation: registered by the office, accepted by a second person, over by themselves or earlier."""

from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.enums import NATIONAL_ROLES, Role, Zone
from accounts.models import Agency, Membership, User
from approvals.delegation_notifications import announce_acceptance, announce_end, announce_registration, announce_start
from approvals.enums import DelegationState
from approvals.models import Decision, Delegation
from approvals.people import person_keys
from approvals.permissions import can_accept_delegation, can_end_delegation, can_register_delegation, can_withdraw_delegation
from approvals.rules.delegation import day_span, days_refusal, overlap, people_refusal
from core import audit, clock
from core.indonesian import local_date
from core.refusals import Refused, Stale, require
from core.row_sight import whole_portal
from core.uploads.files import AcceptedFile, discard_file

TRAIL = "delegations:{}"
# Number of the advisory lock that one acceptance holds until its end.
ACCEPTING = 5_118_270_944
CLASH = "Pada hari-hari itu sudah ada pelimpahan lain dengan lingkup ini: {}. Akhiri dahulu yang itu, atau ubah harinya."


def _trail_of(delegation: Delegation) -> str:
    """Chain of the trail for the letters of one agency, or of the national offices."""
    return TRAIL.format(delegation.agency.code if delegation.agency else "nasional")


def register_delegation(
    *,
    actor: User,
    kind: str,
    role: str,
    agency_id: int | None,
    official_id: int | None,
    delegate_id: int,
    level_label: str,
    chain_code: str,
    letter_number: str,
    letter_on: date,
    valid_from: date,
    valid_until: date,
    accepted: AcceptedFile,
) -> Delegation:
    """Note a letter. It gives no right until a second person accepts it. The scan is removed when no row comes of it.

    Args:
        kind: PLH, PLT or MANDATE; official_id: None when the post is vacant; level_label, chain_code: scope, "" for all.
        valid_from, valid_until: days of the letter, both inclusive, on the agency's own calendar.

    Raises:
        Refused: no right, or the rules refuse the days or the people; `field` names the form's field.
    """
    try:
        with transaction.atomic():
            now = clock.transaction_now()
            agency = Agency.objects.get(pk=agency_id) if agency_id is not None else None
            require(can_register_delegation(actor, role, agency_id))
            zone = agency.zone if agency else Zone.WIB
            today = _day(agency, now)
            _refuse(days_refusal(kind=kind, letter_on=letter_on, first=valid_from, last=valid_until, today=today))
            starts_at, ends_at = day_span(valid_from, valid_until, zone)
            people = {person.pk: person for person in User.objects.filter(pk__in=[delegate_id, official_id], is_active=True)}
            if delegate_id not in people:
                raise Refused("Akun penerima tidak aktif.", field="delegate")
            row = Delegation(
                kind=kind,
                role=role,
                agency=agency,
                official=people.get(official_id) if official_id else None,
                delegate=people[delegate_id],
                level_label=level_label,
                chain_code=chain_code,
                letter_number=" ".join(letter_number.split()),
                letter_on=letter_on,
                file_name=accepted.name,
                sha256=accepted.sha256,
                valid_from=valid_from,
                valid_until=valid_until,
                registered_by=actor,
                registered_at=now,
                starts_at=starts_at,
                ends_at=ends_at,
            )
            _refuse_people(row, today)
            _refuse_overlap(row, now)
            row.file.name = accepted.path
            row.save()
            announce_registration(row, _accepting(row, today))
            _record(row, "register_delegation", actor, {"sha256": row.sha256})
    except BaseException:
        discard_file(accepted)
        raise
    return row


@transaction.atomic
def accept_delegation(*, delegation_id: int, actor: User) -> Delegation:
    """Accept a registered letter as a second person; from its first day on the delegate stands in.

    Raises:
        Refused: no right, not a second person, or the world no longer fits (the official left the post, another letter).
        Stale: somebody answered first.
    """
    now = clock.transaction_now()
    _one_acceptance_at_a_time()
    row = _locked(delegation_id)
    _refuse_answered(row)
    require(can_accept_delegation(actor, row, now))
    today = _day(row.agency, now)
    _refuse_people(row, max(today, row.valid_from))
    _refuse_overlap(row, now)
    row.state, row.answered_by, row.answered_at = DelegationState.ACCEPTED, actor, now
    # Never in force before it was accepted.
    row.starts_at = max(row.starts_at, now)
    # Opens the inbox; what may be decided there the letter alone says, by its moments.
    row.duty = Membership.objects.create(
        user=row.delegate,
        role=Role.ACTING,
        agency=row.agency,
        valid_from=min(timezone.localdate(), row.valid_until),
        valid_until=row.valid_until,
        acting_for=row.official,
        basis=row.letter_number,
    )
    try:
        with transaction.atomic():
            row.save(update_fields=["state", "answered_by", "answered_at", "starts_at", "duty"])
    except IntegrityError as error:
        if "delegation_no_overlap" not in str(error):
            raise
        # The constraint also sees letters that no longer count for our look, such as one ended at this very moment.
        raise Stale("Pelimpahan lain untuk jabatan dan lingkup ini baru saja disahkan. Muat ulang halaman.") from None
    announce_acceptance(row)
    if row.starts_at <= now:
        _tell_start(row, now)
    _record(row, "accept_delegation", actor, {"starts_at": row.starts_at, "ends_at": row.ends_at})
    return row


@transaction.atomic
def decline_delegation(*, delegation_id: int, actor: User, note: str) -> Delegation:
    """Refuse a registered letter, with a reason."""
    now = clock.transaction_now()
    row = _locked(delegation_id)
    _refuse_answered(row)
    require(can_accept_delegation(actor, row, now, declines=True))
    if not note.strip():
        raise Refused("Tulis alasannya agar pencatat tahu apa yang perlu diperbaiki.", field="note")
    row.state, row.answered_by, row.answered_at, row.answer_note = DelegationState.DECLINED, actor, now, note.strip()[:500]
    row.save(update_fields=["state", "answered_by", "answered_at", "answer_note"])
    announce_acceptance(row)
    _record(row, "decline_delegation", actor, {"note": row.answer_note})
    return row


@transaction.atomic
def withdraw_delegation(*, delegation_id: int, actor: User) -> Delegation:
    """Take a letter back that nobody has answered."""
    row = _locked(delegation_id)
    _refuse_answered(row)
    require(can_withdraw_delegation(actor, row))
    row.state = DelegationState.WITHDRAWN
    row.save(update_fields=["state"])
    _record(row, "withdraw_delegation", actor, {})
    return row


@transaction.atomic
def end_delegation(*, delegation_id: int, actor: User, reason: str) -> Delegation:
    """End a letter before its last day, at this very moment. A decision that is being signed waits, and is then refused.

    Raises:
        Refused: no right, no reason, or over already.
    """
    now = clock.transaction_now()
    row = _locked(delegation_id)
    require(can_end_delegation(actor, row, now))
    if not reason.strip():
        raise Refused("Tulis alasannya, misalnya pejabat sudah kembali bertugas.", field="reason")
    # A decision that was signed while this act waited for the letter began a little later than this act: it counts.
    # An official whose own duty is over sees no decision of the delegate any more; only the moment is read.
    with whole_portal():
        signed = Decision.objects.filter(delegation=row).aggregate(last=Max("decided_at"))["last"]
    now = max(now, signed) if signed else now
    had_begun = row.starts_at <= now
    row.ended_by, row.ended_at, row.end_reason = actor, now, reason.strip()[:500]
    row.ends_at = now if had_begun else row.starts_at
    duty, row.duty = row.duty, None
    row.end_told_at = now
    row.save(update_fields=["ended_by", "ended_at", "end_reason", "ends_at", "duty", "end_told_at"])
    if duty is not None:
        duty.delete()
    announce_end(row, _watching(now))
    _record(row, "end_delegation", actor, {"reason": row.end_reason, "had_begun": had_begun})
    return row


@transaction.atomic
def announce_delegations(*, now: datetime, actor: None = None) -> int:
    """Tell both people and BKN of letters that began or ended by themselves; each once, however often it runs.

    Args:
        now: the portal's time (aware), from the sweep; actor: always the system.

    Returns:
        How many beginnings and ends were told.
    """
    accepted = Delegation.objects.standing().select_for_update(of=("self",), no_key=True, skip_locked=True).with_people()
    begun = list(accepted.filter(start_told_at=None, starts_at__lte=now, ends_at__gt=now).order_by("pk"))
    for row in begun:
        _tell_start(row, now)
    over = list(accepted.filter(end_told_at=None, ends_at__lte=now).order_by("pk"))
    watching = _watching(now) if over else []
    for row in over:
        row.end_told_at = now
        row.save(update_fields=["end_told_at"])
        announce_end(row, watching)
    return len(begun) + len(over)


def _tell_start(row: Delegation, now: datetime) -> None:
    row.start_told_at = now
    row.save(update_fields=["start_told_at"])
    announce_start(row, _watching(now))


def _watching(now: datetime) -> list[User]:
    """Admins of BKN hear of every beginning and end (docs/product.md section 8)."""
    return [duty.user for duty in Membership.objects.holders(Role.BKN_ADMIN, None, _day(None, now)).order_by("id")]


def _accepting(row: Delegation, today: date) -> list[User]:
    """Who may accept a registered letter: asked at once, so that it does not lie."""
    if row.role in NATIONAL_ROLES:
        duties = Membership.objects.holders(Role.BKN_ADMIN, None, today).order_by("id")
    else:
        office = (Role.PPK, Role.PYB, Role.AGENCY_ADMIN)
        duties = Membership.objects.valid_on(today).filter(agency=row.agency, role__in=office, user__is_active=True)
        duties = duties.select_related("user").order_by("id")
    people = {duty.user_id: duty.user for duty in duties}
    if row.official is not None:
        people[row.official_id] = row.official
    return [person for key, person in people.items() if key not in (row.registered_by_id, row.delegate_id)]


def _one_acceptance_at_a_time() -> None:
    """Whoever accepts sees every letter accepted before: two that clash would else wait for each other until one breaks off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ACCEPTING])


def _locked(delegation_id: int) -> Delegation:
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True).with_people().select_related("duty")
    return rows.get(pk=delegation_id)


def _refuse_answered(row: Delegation) -> None:
    if row.state == DelegationState.REGISTERED:
        return
    who = f" oleh {row.answered_by.full_name}" if row.answered_by else ""
    raise Stale(f"Pelimpahan ini sudah dijawab{who}: {DelegationState(row.state).label.lower()}.")


def _refuse(problem: tuple[str, str] | None) -> None:
    if problem is not None:
        field, sentence = problem
        raise Refused(sentence, field=field)


def _refuse_people(row: Delegation, day: date) -> None:
    holders = Membership.objects.holders(row.role, row.agency_id, day).order_by("id")
    holders = {duty.user_id: duty.user.full_name for duty in holders}
    official = row.official
    keys = person_keys([row.delegate, row.registered_by, *([official] if official else [])])
    hands_on = Delegation.objects.standing().filter(official=row.delegate, starts_at__lt=row.ends_at, ends_at__gt=row.starts_at)
    away = hands_on.exclude(kind="MANDATE").with_people().order_by("pk").first()
    _refuse(
        people_refusal(
            kind=row.kind,
            role=row.role,
            official_name=official.full_name if official else "",
            official_holds=official is not None and official.pk in holders,
            holder_name=next(iter(holders.values()), ""),
            delegate_is_official=official is not None and keys[official.pk] == keys[row.delegate_id],
            delegate_is_registrar=keys[row.delegate_id] == keys[row.registered_by_id],
            official_is_registrar=official is not None and keys[official.pk] == keys[row.registered_by_id],
            delegate_hands_on=away.facts().title if away else "",
        )
    )


def _refuse_overlap(row: Delegation, now: datetime) -> None:
    # No letter is in force before it is accepted: one that was ended earlier today leaves the rest of the day free.
    begins = max(row.starts_at, now)
    others = Delegation.objects.standing().of_office(row.role, row.agency_id).filter(official=row.official).exclude(pk=row.pk)
    facts = replace(row.facts(), starts_at=begins)
    for other in others.filter(ends_at__gt=begins).with_people().order_by("pk"):
        if overlap(facts, other.facts()):
            raise Refused(CLASH.format(other.facts().signature), field="valid_from")


def _day(agency: Agency | None, now: datetime) -> date:
    return agency.day(now) if agency else local_date(now, Zone.WIB)


def _record(row: Delegation, act: str, actor: User, details: dict) -> None:
    facts = row.facts()
    audit.record(
        chain=_trail_of(row),
        act=act,
        actor=actor,
        duty=_duty_words(row, actor),
        object_type="Delegation",
        object_id=str(row.public_id),
        details={
            "letter": facts.signature,
            "delegate": row.delegate.full_name,
            "from": row.valid_from,
            "until": row.valid_until,
            "level": row.level_label,
            "chain": row.chain_code,
            **details,
        },
    )


def _duty_words(row: Delegation, actor: User) -> str:
    for role in (Role.SECRETARIAT, Role.AGENCY_ADMIN, Role.PPK, Role.PYB, Role.BKN_ADMIN, row.role):
        if actor.holds(role, row.agency_id):
            return actor.duty_label(role, row.agency_id)
    return ""
