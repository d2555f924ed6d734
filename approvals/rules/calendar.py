"""What may be changed on the calendar of working days.

Source: docs/domain.md 11-34 (national holidays and joint leave by yearly decree of three ministers).
"""

from datetime import date

from approvals.rules.clock import SATURDAY

# A decree speaks of the next year; further ahead a mistyped year is likelier.
YEARS_AHEAD = 3


def change_refusal(*, day: date, becomes_off: bool, name: str, decree: str, today: date, is_off: bool) -> tuple[str, str] | None:
    """Field and sentence of what is wrong with a change, or None.

    Args:
        day: the day changed; becomes_off: a day off, else a working day again; is_off: how it counts now, weekends aside.
        today: in the capital; days that have begun somewhere are counted already.
    """
    if day <= today:
        return "day", "Hari ini dan hari yang sudah lewat tidak diubah; tenggat sudah dihitung dengannya."
    if day.year > today.year + YEARS_AHEAD:
        return "day", f"Paling jauh tahun {today.year + YEARS_AHEAD}; periksa tahunnya."
    if becomes_off and day.weekday() >= SATURDAY:
        return "day", "Sabtu dan Minggu memang bukan hari kerja."
    if becomes_off and is_off:
        return "day", "Hari itu sudah tercatat sebagai hari libur."
    if not becomes_off and not is_off:
        return "day", "Hari itu tidak tercatat sebagai hari libur."
    if becomes_off and not name.strip():
        return "name", "Tulis nama harinya, misalnya Cuti bersama Natal."
    if not decree.strip():
        return "decree", "Tulis keputusan yang menjadi dasarnya."
    return None
