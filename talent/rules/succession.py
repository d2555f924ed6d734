"""The succession group (KRS): who may be in it, how ready somebody is, how much training a year asks for.

Source: docs/domain.md section 6 (boxes 7 to 9 the agency's group, box 9 the national one as well; the discipline gate),
section 11 row 38 (Ready Now is suggested by rule and confirmed by people), seed 003 (20 JP of training a year).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.indonesian import add_years, date_words
from employees.rules.facts import DISCIPLINE_SEVERITIES, DisciplineFact

GROUP_BOXES = frozenset({7, 8, 9})
NATIONAL_BOX = 9
# Sanctions that keep a person out (PP 94/2021: sedang and berat).
BARRING = frozenset({"SEDANG", "BERAT"})
READY_NOW, NEED_DEVELOPMENT = "READY_NOW", "NEED_DEVELOPMENT"

# The level a person may rise to, from the present post; functional experts enter beside the managerial level they equal.
NEXT_LEVEL = {
    "JPT_MADYA": "JPT_UTAMA",
    "JPT_PRATAMA": "JPT_MADYA",
    "ADMINISTRATOR": "JPT_PRATAMA",
    "PENGAWAS": "ADMINISTRATOR",
    "PELAKSANA": "PENGAWAS",
}
NEXT_LEVEL_OF_EXPERTS = {
    "AHLI_UTAMA": "JPT_MADYA",
    "AHLI_MADYA": "JPT_PRATAMA",
    "AHLI_MUDA": "ADMINISTRATOR",
    "AHLI_PERTAMA": "PENGAWAS",
}


@dataclass(frozen=True)
class GroupPack:
    """Limits of the succession group.

    Args:
        discipline_years: how long a sanction keeps counting after its last day, years.
        membership_years: how long a membership lasts, years.
        match_ready: lowest job person match of Ready Now, percent.
        training_hours: hours of training (JP) asked for in a year.
        ready_per_post: how many ready people a target post needs (seed 003: 1 to 3).
        months_ahead: how far ahead posts are counted as falling vacant, months.
    """

    discipline_years: int = 2
    membership_years: int = 2
    match_ready: Decimal = Decimal(80)
    training_hours: int = 20
    ready_per_post: int = 3
    months_ahead: int = 12


PACK = GroupPack()


def next_level(level: str, functional_grade: str = "") -> str:
    """Code of the post level one step up, "" when there is none."""
    return NEXT_LEVEL.get(level, "") or NEXT_LEVEL_OF_EXPERTS.get(functional_grade, "")


def discipline_refusal(records: Iterable[DisciplineFact], on: date, pack: GroupPack = PACK) -> str:
    """Why the discipline gate stays shut, naming the record, or "".

    A sanction that was pronounced and starts later (still open to an administrative appeal) shuts the gate as well.
    """
    for record in sorted(records, key=lambda each: (each.started_on, each.severity), reverse=True):
        if record.severity not in BARRING:
            continue
        name = f"hukuman disiplin {DISCIPLINE_SEVERITIES[record.severity].lower()}"
        if record.started_on > on:
            return f"Ada {name} yang sudah dijatuhkan dan berlaku mulai {date_words(record.started_on)}."
        if record.ended_on is None or record.ended_on >= on:
            until = f" sampai {date_words(record.ended_on)}" if record.ended_on else ""
            return f"Sedang menjalani {name} sejak {date_words(record.started_on)}{until}."
        free_on = add_years(record.ended_on + timedelta(days=1), pack.discipline_years)
        if on < free_on:
            return (
                f"Pernah dijatuhi {name} ({date_words(record.started_on)} sampai {date_words(record.ended_on)}); "
                f"dapat masuk lagi mulai {date_words(free_on)}."
            )
    return ""


def entry_refusal(
    *, box: int | None, is_confirmed: bool, target_level: str, discipline: Iterable[DisciplineFact], on: date, is_member: bool
) -> str:
    """Why a person cannot enter the agency's group, or "".

    Args:
        box: of the newest placement, None for none; target_level: code of the level one step up, "" for none.
        is_member: whether the person is in a group already or proposed for one.
    """
    if is_member:
        return "Sudah tercatat dalam kelompok rencana suksesi."
    if box is None or not is_confirmed:
        return "Belum punya kotak talenta yang dikukuhkan."
    if box not in GROUP_BOXES:
        return f"Kotak talentanya {box}; kelompok rencana suksesi hanya untuk kotak 7, 8, dan 9."
    if not target_level:
        return "Tidak ada jenjang di atas jabatannya sekarang."
    return discipline_refusal(discipline, on)


@dataclass(frozen=True)
class Readiness:
    """What the rule suggests: READY_NOW or NEED_DEVELOPMENT, with what is missing for the former."""

    code: str
    missing: tuple[str, ...] = ()


def suggest_readiness(*, box: int, match: Decimal | None, unmet: Iterable[str], pack: GroupPack = PACK) -> Readiness:
    """Ready Now when the box is 7 or more, the match with the next level reaches the limit and every requirement is met.

    Args:
        match: job person match of the last assessment, percent, None for none.
        unmet: labels of requirements of the next level that the register does not prove.
    """
    missing = []
    if box not in GROUP_BOXES:
        missing.append("kotak talenta 7, 8, atau 9")
    if match is None:
        missing.append("hasil uji kompetensi")
    elif match < pack.match_ready:
        missing.append(f"kesesuaian kompetensi paling sedikit {pack.match_ready} persen")
    missing += list(unmet)
    return Readiness(NEED_DEVELOPMENT, tuple(missing)) if missing else Readiness(READY_NOW)


def is_national(box: int) -> bool:
    """Whether the box belongs to the national group too."""
    return box == NATIONAL_BOX


def expires_on(joined_on: date, pack: GroupPack = PACK) -> date:
    """Last day of a membership."""
    return add_years(joined_on, pack.membership_years) - timedelta(days=1)


def training_left(hours: int, pack: GroupPack = PACK) -> int:
    """Hours of training (JP) still missing this year."""
    return max(pack.training_hours - hours, 0)
