"""Who may be determined: one person per seat, only from the shortlist, with a reason when a better rank is passed over.

Source: docs/domain.md 5.1 and 5.3 (one of three per seat), docs/product.md section 2 row 39 (published justification).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Why a lower rank was taken, as published; the words beside it say what it means in this case.
REASONS = (
    ("EXPERIENCE", "Pengalaman lebih sesuai dengan tugas jabatan"),
    ("COMPETENCE", "Kompetensi lebih sesuai dengan kebutuhan unit"),
    ("RECORD", "Rekam jejak dan integritas"),
    ("TEAM", "Melengkapi pejabat lain di unit"),
    ("UNAVAILABLE", "Peringkat lebih tinggi tidak bersedia atau berhalangan"),
    ("OTHER", "Alasan lain"),
)
REASON_LABELS = dict(REASONS)


@dataclass(frozen=True)
class ChoiceFact:
    """One chosen candidate; `reason` as typed and `code` one of `REASONS`, "" for none."""

    key: str
    reason: str = ""
    code: str = ""


def published_reason(code: str, reason: str) -> str:
    """The reason as it is published: its kind, then the words; "" when none was needed.

    Args:
        code: "" for determinations written before kinds were asked.
    """
    return f"{REASON_LABELS[code]}: {reason}" if code and reason else reason


def seats_to_fill(shortlist: Mapping[str, int], quota: int) -> int:
    """How many people must be chosen: the seats, or fewer when the shortlist is shorter."""
    return min(quota, len(shortlist))


def needs_reason(key: str, chosen: Sequence[str], shortlist: Mapping[str, int]) -> bool:
    """True when somebody with a better rank stays without a seat while `key` gets one."""
    return any(rank < shortlist[key] for other, rank in shortlist.items() if other not in chosen)


def choice_problem(choices: Sequence[ChoiceFact], shortlist: Mapping[str, int], quota: int) -> str | None:
    """Why these people cannot be determined (one Indonesian sentence), or None.

    Args:
        shortlist: candidate key -> rank, only people who may still be chosen.
        quota: seats.
    """
    keys = [choice.key for choice in choices]
    if len(set(keys)) != len(keys):
        return "Satu peserta dipilih lebih dari sekali."
    if not set(keys) <= set(shortlist):
        return "Pilihan hanya boleh dari daftar pendek."
    needed = seats_to_fill(shortlist, quota)
    if needed == 0:
        return "Daftar pendek kosong, jadi belum ada yang dapat ditetapkan."
    if len(keys) != needed:
        return f"Pilih tepat {needed} peserta; sekarang {len(keys)}."
    for choice in choices:
        if not needs_reason(choice.key, keys, shortlist):
            continue
        number = shortlist[choice.key]
        if not choice.reason.strip():
            return f"Tulis alasan memilih peserta peringkat {number}, karena ada peringkat lebih tinggi yang tidak dipilih."
        if choice.code not in REASON_LABELS:
            return f"Pilih jenis alasan memilih peserta peringkat {number}."
    return None
