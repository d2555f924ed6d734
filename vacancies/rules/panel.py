"""Composition of a selection panel: odd, five to nine, at most 45 % from inside the agency, exactly one chair.

Source: docs/domain.md section 4 stage 1 (KASN guidance on PermenPANRB 15/2019); numbers from the rule pack.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vacancies.rules.rule_pack import RulePack


@dataclass(frozen=True)
class PanelMemberFact:
    """One member. `user_key` is one key per person; `agency` is the name of the home agency, "" for none."""

    name: str
    is_chair: bool
    is_internal: bool
    agency: str
    user_key: str


def max_internal(size: int, pack: RulePack) -> int:
    """How many members of a panel of `size` may come from inside the agency."""
    return size * pack.internal_share_max_percent // 100


def composition_problems(members: Sequence[PanelMemberFact], pack: RulePack) -> list[str]:
    """Indonesian sentences, one per broken rule, [] for a lawful panel."""
    problems = []
    size = len(members)
    if not pack.panel_min <= size <= pack.panel_max:
        problems.append(f"Panitia seleksi beranggotakan {pack.panel_min} sampai {pack.panel_max} orang; sekarang {size}.")
    if size % 2 == 0:
        problems.append(f"Jumlah anggota panitia seleksi harus ganjil; sekarang {size}.")
    internal = sum(member.is_internal for member in members)
    if internal > max_internal(size, pack):
        problems.append(
            f"Anggota dari instansi sendiri paling banyak {pack.internal_share_max_percent} persen, "
            f"yaitu {max_internal(size, pack)} dari {size} orang; sekarang {internal}."
        )
    chairs = sum(member.is_chair for member in members)
    if chairs != 1:
        problems.append(f"Panitia seleksi memerlukan tepat satu ketua; sekarang {chairs}.")
    seen: set[str] = set()
    doubled: dict[str, str] = {}
    for member in members:
        if member.user_key in seen:
            doubled.setdefault(member.user_key, member.name)
        seen.add(member.user_key)
    problems += [f"{name} tercantum lebih dari sekali dalam panitia seleksi." for name in doubled.values()]
    return problems
