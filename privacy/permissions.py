"""Who may do what about incidents and destruction: officers for data protection, and never alone."""

from accounts.enums import Role
from accounts.models import User
from core.refusals import Refusal
from privacy.models import Breach, BreachLetters, DestructionProposal

OFFICERS_ONLY = Refusal("Hanya pejabat PDP yang dapat melakukan ini.")


def can_keep_breaches(user: User) -> Refusal | None:
    """Record incidents and list who is affected."""
    return None if user.holds(Role.DATA_PROTECTION) else OFFICERS_ONLY


def can_change_people(user: User, breach: Breach, *, has_letters: bool) -> Refusal | None:
    """Put people on the list or take them off.

    Args:
        has_letters: letters are written and wait for their release.
    """
    if breach.told_at is not None:
        return Refusal("Surat insiden ini sudah dilepas, jadi daftarnya tetap. Catat insiden baru bila ada orang lain.")
    if has_letters:
        return Refusal("Suratnya sudah disiapkan dan menunggu keputusan. Daftar dapat diubah bila surat itu ditolak.")
    return can_keep_breaches(user)


def can_prepare_letters(user: User, breach: Breach, *, people: int, has_letters: bool) -> Refusal | None:
    """Write the letters of an incident.

    Args:
        people: how many are on the list; has_letters: letters wait already.
    """
    if people == 0:
        return Refusal("Daftar orang yang terdampak masih kosong.")
    return can_change_people(user, breach, has_letters=has_letters)


def can_decide_letters(user: User, letters: BreachLetters) -> Refusal | None:
    """Release the letters or turn them down: another officer than the one who wrote them."""
    if letters.verdict:
        return Refusal("Surat ini sudah diputus.")
    if letters.prepared_by_id == user.pk:
        return Refusal("Anda yang menyiapkan surat ini. Pejabat PDP lain yang memutusnya.")
    return can_keep_breaches(user)


def can_propose_destruction(user: User) -> Refusal | None:
    """Propose to destroy what is due."""
    return None if user.holds(Role.DATA_PROTECTION) else OFFICERS_ONLY


def can_decide_destruction(user: User, proposal: DestructionProposal) -> Refusal | None:
    """Approve or turn down: another officer than the one who proposed."""
    if proposal.verdict:
        return Refusal("Usul ini sudah diputus.")
    if proposal.proposed_by_id == user.pk:
        return Refusal("Anda yang mengusulkan. Pejabat PDP lain yang memutusnya.")
    return can_propose_destruction(user)
