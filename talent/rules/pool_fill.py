"""Filling a post from the succession group without open selection: who may, with whom, through which chain.

Source: seed 003 (agencies rated "Sangat Baik" with an information system of their own), docs/domain.md section 11 row 39
(candidates enter the same chain at the step of the three best; a stored approval letter is needed), product.md decision 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from approvals.rules.chain import ADVICE, AGENCY, FINAL, NATIONAL, REVIEW, Chain, Layer, Stage

MOST_NAMES = 3

# The chains of a result from the shortlist on (selection/rules/chains.py). No panel has sat, so its chair has no layer here.
POOL_FILL_PRATAMA = Chain(
    "POOL_FILL_PRATAMA",
    "Pengisian JPT Pratama dari kelompok rencana suksesi",
    (
        Layer("pyb", "Persetujuan PyB", "PYB", AGENCY, 3, REVIEW),
        Layer("ppk", "Persetujuan PPK", "PPK", AGENCY, 3, REVIEW),
        Layer("wasdal", "Rekomendasi Wasdal BKN", "WASDAL", NATIONAL, 5, ADVICE),
        Layer("determination", "Penetapan oleh PPK", "PPK", AGENCY, 5, FINAL, repeats_actor_of="ppk"),
    ),
)
POOL_FILL_MADYA_UTAMA = Chain(
    "POOL_FILL_MADYA_UTAMA",
    "Pengisian JPT Madya dan Utama dari kelompok rencana suksesi",
    (
        Layer("pyb", "Persetujuan PyB", "PYB", AGENCY, 3, REVIEW),
        Layer("ppk", "Persetujuan PPK", "PPK", AGENCY, 3, REVIEW, stage=Stage.PROPOSAL),
        Layer("wasdal", "Rekomendasi Wasdal BKN", "WASDAL", NATIONAL, 5, ADVICE),
        Layer("determination", "Penetapan oleh Setkab", "SETKAB", NATIONAL, 5, FINAL),
    ),
)


def fill_chain(level: str) -> Chain:
    """The chain for JPT_PRATAMA, JPT_MADYA or JPT_UTAMA."""
    return POOL_FILL_PRATAMA if level == "JPT_PRATAMA" else POOL_FILL_MADYA_UTAMA


@dataclass(frozen=True)
class NameFact:
    """One proposed name: whether confirmed Ready Now and still a member, the level the person is ready for, and a sanction's
    sentence ("" for none)."""

    name: str
    is_ready: bool
    target_level: str
    discipline: str = ""


def rating_refusal(rating: str) -> str:
    """Why a letter of an agency with this rating of its merit system is not kept, or "". Args: rating: code of MeritRating."""
    return "" if rating == "SANGAT_BAIK" else "Hanya instansi berpredikat Sangat Baik yang boleh mengisi dari kelompoknya."


def right_refusal(*, has_letter: bool, vacancy_opened: bool, is_closed: bool, is_proposed: bool) -> str:
    """Why a post cannot be filled from the group at all, or ""."""
    if is_closed:
        return "Jabatan ini sudah dihapus dari daftar."
    if vacancy_opened:
        return "Lowongan untuk jabatan ini sudah dibuka; pengisiannya lewat seleksi terbuka."
    if is_proposed:
        return "Jabatan ini sudah diusulkan diisi dari kelompok rencana suksesi."
    if not has_letter:
        return (
            "Pengisian tanpa seleksi terbuka hanya untuk instansi dengan penilaian sistem merit Sangat Baik dan surat "
            "persetujuan yang masih berlaku."
        )
    return ""


def names_refusal(names: Sequence[NameFact], level: str) -> str:
    """Why these names cannot be proposed, or ""; one to three, all ready for the level of the post."""
    if not names:
        return "Pilih paling sedikit satu orang."
    if len(names) > MOST_NAMES:
        return f"Paling banyak {MOST_NAMES} orang untuk satu jabatan."
    for each in names:
        if not each.is_ready:
            return f"{each.name} belum dikukuhkan siap sekarang."
        if each.target_level != level:
            return f"{each.name} siap untuk jenjang lain."
        if each.discipline:
            return f"{each.name} tidak dapat diusulkan. {each.discipline}"
    return ""


def choice_refusal(place: int | None, places: Sequence[int], reason: str) -> str:
    """Why a choice cannot be determined, or ""; passing over the first name needs a reason.

    Args:
        place: of the chosen name; places: those that may be chosen.
    """
    if place is None or place not in places:
        return "Pilih satu nama dari usulan."
    if place != min(places) and not reason.strip():
        return "Tulis alasan memilih nama yang bukan urutan pertama."
    return ""


def is_letter_in_force(letter_on: date, valid_until: date | None, day: date) -> bool:
    """Whether an approval letter holds on a day, both ends counted."""
    return letter_on <= day and (valid_until is None or day <= valid_until)
