"""The two keys of an agency's bank: made by two people, handed on with their codes, cleared when a code is lost."""

from django.db import transaction

from accounts.models import Agency, User
from core import audit, clock
from core.refusals import Refused, require
from selection.cat.key_models import ExamKey
from selection.cat.models import AUTHOR_ROLES, ExamQuestion
from selection.cat.permissions import can_clear_key, can_hold_key
from selection.cat.rules.lifecycle import QUESTION
from selection.cat.sealing import SLOTS, SealBroken, lock_private, new_code, new_pair, unlock_private

WRONG_CODE = "Kode ini tidak cocok dengan kuncinya. Periksa lembar kode Anda; huruf O dan angka 0 tidak pernah dipakai."


@transaction.atomic
def make_key(*, agency_id: int, slot: int, actor: User) -> tuple[ExamKey, str]:
    """Make one of the two keys, held by the actor from now on. The code is returned once and kept nowhere.

    Raises:
        Refused: no right, the key exists, or the actor holds the other one.
    """
    now = clock.transaction_now()
    agency = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency_id)
    require(can_hold_key(actor, agency))
    if slot not in SLOTS or ExamKey.objects.in_force().filter(agency=agency, slot=slot).exists():
        raise Refused("Kunci ini sudah dibuat. Muat ulang halaman.")
    public, private = new_pair()
    key, code = ExamKey(agency=agency, slot=slot, holder=actor, public_key=public, made_at=now, held_since=now), new_code()
    key.locked_key = lock_private(private, code, str(key.public_id))
    key.save()
    _record(key, actor, "make_exam_key", {})
    return key, code


@transaction.atomic
def take_over_key(*, key_id: int, actor: User, code: str) -> str:
    """Hold a key from now on, with the code its holder handed on. That code is void; the new one is returned once.

    Raises:
        Refused: no right, the actor holds the other key, or a wrong code.
    """
    key = _locked(key_id)
    before = key.holder
    if before.pk != actor.pk:
        require(can_hold_key(actor, key.agency))
    private = private_of(key, code)
    fresh = new_code()
    key.holder, key.held_since = actor, clock.transaction_now()
    key.locked_key = lock_private(private, fresh, str(key.public_id))
    key.save(update_fields=["holder", "held_since", "locked_key"])
    _record(key, actor, "take_over_exam_key", {"from": before.full_name})
    return fresh


@transaction.atomic
def clear_key(*, key_id: int, actor: User, reason: str) -> int:
    """Give a key up whose code is lost, by the holder of the other one. What lies under it can be opened by nobody any more.

    Returns:
        how many sealed questions went out of use with it.

    Raises:
        Refused: not the holder of the other key, or no reason.
    """
    key = _locked(key_id)
    require(can_clear_key(actor, key))
    if not reason.strip():
        raise Refused("Tulis mengapa kunci ini dikosongkan.", field="reason")
    now = clock.transaction_now()
    key.cleared_at = now
    key.save(update_fields=["cleared_at"])
    under = ExamQuestion.objects.filter(state="APPROVED", **{"first_key" if key.slot == SLOTS[0] else "second_key": key})
    count = under.update(state=QUESTION.target("APPROVED", "retire_question"), updated_at=now)
    _record(key, actor, "clear_exam_key", {"reason": reason.strip(), "questions": count, "holder": key.holder.full_name})
    return count


def private_of(key: ExamKey, code: str) -> bytes:
    """The private key behind a code.

    Raises:
        Refused: a wrong code.
    """
    try:
        return unlock_private(key.locked_key, code, str(key.public_id))
    except SealBroken as error:
        raise Refused(WRONG_CODE, field="code") from error


def _locked(key_id: int) -> ExamKey:
    rows = ExamKey.objects.in_force().select_for_update(of=("self",), no_key=True).select_related("agency", "holder")
    key = rows.filter(pk=key_id).first()
    if key is None:
        raise Refused("Kunci ini sudah dikosongkan. Muat ulang halaman.")
    return key


def _record(key: ExamKey, actor: User, act: str, details: dict[str, object]) -> None:
    role = next((each for each in AUTHOR_ROLES if actor.holds(each, key.agency_id)), AUTHOR_ROLES[0])
    audit.record(
        chain=audit.SYSTEM_CHAIN,
        act=act,
        actor=actor,
        duty=actor.duty_label(role, key.agency_id),
        object_type="ExamKey",
        object_id=key.public_id,
        details={"agency": key.agency.name, "slot": key.slot, "public_key": key.public_key, **details},
    )
