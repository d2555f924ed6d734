"""Composition of a selection panel: who may sit on it, and whether together they can judge the post.

Odd, five to nine, at most 45 % from inside the agency, exactly one chair; at least two kinds of people; everybody's agency
named; everybody competent in the post's field or in personnel management, every technical competency of the standard covered;
nobody below the post where the register knows it.

Source: docs/domain.md section 4 stage 1 (KASN guidance on PermenPANRB 15/2019), docs/product.md 3.7; numbers from the rule pack.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from employees.rules.facts import MANAGERIAL_ORDER, POSITION_LEVELS
from vacancies.rules.rule_pack import LEVELS, RulePack

FIELD, PERSONNEL = "FIELD", "PERSONNEL"
# What a member may be competent in besides single technical competencies of the standard.
EXPERTISE = {FIELD: "Bidang jabatan", PERSONNEL: "Manajemen SDM"}
OFFICIAL, EXPERT = "OFFICIAL", "EXPERT"
KINDS_AT_LEAST = 2


@dataclass(frozen=True)
class PanelMemberFact:
    """One member.

    Args:
        agency: name of the home agency or institution, "" for none. user_key: one key per person.
        kind: OFFICIAL or EXPERT. covers: codes of EXPERTISE and of technical competencies.
        level: position level in the register (employees.rules.facts.POSITION_LEVELS), "" when it is not known.
    """

    name: str
    is_chair: bool
    is_internal: bool
    agency: str
    user_key: str
    kind: str = EXPERT
    covers: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True)
class PostFact:
    """The post to be filled: key of LEVELS, and its technical competencies as (code, name)."""

    level: str
    technical: tuple[tuple[str, str], ...]


def max_internal(size: int, pack: RulePack) -> int:
    """How many members of a panel of `size` may come from inside the agency."""
    return size * pack.internal_share_max_percent // 100


def composition_problems(members: Sequence[PanelMemberFact], pack: RulePack, post: PostFact) -> list[str]:
    """Indonesian sentences, one per broken rule, [] for a lawful panel."""
    return [*_seat_problems(members, pack), *_people_problems(members), *_expertise_problems(members, post)]


def _seat_problems(members: Sequence[PanelMemberFact], pack: RulePack) -> list[str]:
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
    return problems


def _people_problems(members: Sequence[PanelMemberFact]) -> list[str]:
    problems = []
    seen: set[str] = set()
    doubled: dict[str, str] = {}
    for member in members:
        if member.user_key in seen:
            doubled.setdefault(member.user_key, member.name)
        seen.add(member.user_key)
    problems += [f"{name} tercantum lebih dari sekali dalam panitia seleksi." for name in doubled.values()]
    homeless = [member.name for member in members if not member.agency.strip()]
    if homeless:
        problems.append(f"Isi instansi atau lembaga asal {', '.join(homeless)}.")
    kinds = {"INTERNAL" if member.is_internal else member.kind for member in members}
    if members and len(kinds) < KINDS_AT_LEAST:
        problems.append(
            "Panitia seleksi terdiri atas paling sedikit dua unsur: pejabat instansi ini, pejabat instansi lain, "
            "atau akademisi, pakar, dan profesional."
        )
    return problems


def _expertise_problems(members: Sequence[PanelMemberFact], post: PostFact) -> list[str]:
    problems: list[str] = []
    if not members:
        return problems
    known = {*EXPERTISE, *(code for code, _ in post.technical)}
    without = [member.name for member in members if not known & set(member.covers)]
    if without:
        problems.append(f"Pilih keahlian {', '.join(without)}: bidang jabatan, manajemen SDM, atau kompetensi teknis.")
    covered = {code for member in members for code in member.covers}
    # Whoever knows the field of the post knows each of its technical competencies.
    if FIELD not in covered:
        open_names = [name for code, name in post.technical if code not in covered]
        problems += [f"Belum ada anggota yang menguasai kompetensi teknis “{name}”." for name in open_names]
        if not post.technical:
            problems.append("Belum ada anggota yang menguasai bidang jabatan.")
    problems += [
        f"{member.name} menduduki jabatan {POSITION_LEVELS[member.level]}, di bawah {LEVELS[post.level]} yang akan diisi."
        for member in members
        if _is_below(member.level, post.level)
    ]
    return problems


def _is_below(level: str, post_level: str) -> bool:
    """Whether a managerial post is lower than the one to be filled; posts of other ladders are not compared."""
    if level not in MANAGERIAL_ORDER or post_level not in LEVELS:
        return False
    return MANAGERIAL_ORDER.index(level) > MANAGERIAL_ORDER.index(f"JPT_{post_level}")
