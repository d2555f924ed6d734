"""Who may release, word, replace and withdraw an agency's letters."""

from accounts.enums import Role
from accounts.models import User
from approvals.documents import WASDAL_REGISTER
from core.letter_kinds import kind_of
from core.models import Letter, LetterBatch
from core.refusals import Refusal
from vacancies.models import Application


def registers_of(user: User) -> list[str]:
    """Codes of the agencies whose letters the person looks after, as they stand in numbers."""
    return sorted({duty.agency.code.upper() for duty in user.duties if duty.agency and duty.role == Role.AGENCY_ADMIN})


def duty_for(user: User, register: str) -> str:
    """Label of the duty under which the person acts for this agency or national office."""
    if register == WASDAL_REGISTER:
        return user.duty_label(Role.WASDAL)
    for duty in user.duties:
        if duty.agency and duty.role == Role.AGENCY_ADMIN and duty.agency.code.upper() == register:
            return duty.label
    return Role.AGENCY_ADMIN.label


def can_word_letters(user: User, register: str) -> Refusal | None:
    """Whether the person may choose words and head of an agency's letters."""
    if register == WASDAL_REGISTER:
        return None if user.holds(Role.WASDAL) else Refusal("Hanya Wasdal BKN yang mengatur surat rekomendasi.")
    if register not in registers_of(user):
        return Refusal("Hanya admin instansi yang mengatur surat instansinya.")
    return None


def can_release(user: User, batch: LetterBatch) -> Refusal | None:
    """Whether the person may look through this sending and let it leave."""
    if batch.register not in registers_of(user):
        return Refusal("Hanya admin instansi pengirim yang melepas surel.")
    if batch.about and Application.objects.filter(vacancy__public_id=batch.about, employee__user=user).exists():
        return Refusal("Anda melamar pada lowongan ini, jadi surelnya dilepas admin lain.")
    return None


def can_end_letter(user: User, letter: Letter) -> Refusal | None:
    """Whether the person may replace or withdraw this letter. `letter` comes `with_end`, or is asked once."""
    if letter.register not in registers_of(user):
        return Refusal("Hanya admin instansi penerbit yang dapat mengganti atau menarik surat.")
    kind = kind_of(letter.kind)
    if kind is None or not kind.is_office:
        return Refusal("Surat keputusan dan berita acara tidak diganti dari sini, tetapi dengan keputusan baru pejabatnya.")
    if user.nip and letter.words.get("nip") == user.nip:
        return Refusal("Surat ini ditujukan kepada Anda, jadi diurus admin lain.")
    end = getattr(letter, "end", None)
    if end is not None:
        done = "diganti" if end.successor_id else "ditarik"
        return Refusal(f"Surat ini sudah {done} oleh {end.ended_by.full_name}.")
    return None
