"""The attendance sheet as a table: what a filled-in file means, or what is wrong with it, line by line."""

from collections.abc import Mapping, Sequence

from selection.actions.attendance import Mark
from selection.models import Attendance

NUMBER, NAME, ATTENDANCE, NOTE = "NOMOR_PESERTA", "NAMA", "KEHADIRAN", "KETERANGAN"
HEADING = (NUMBER, NAME, ATTENDANCE, NOTE)
WORDS = {
    "": "",
    "HADIR": Attendance.PRESENT.value,
    "H": Attendance.PRESENT.value,
    "TIDAK HADIR": Attendance.ABSENT.value,
    "TH": Attendance.ABSENT.value,
}


def marks_in_file(rows: Sequence[Sequence[str]], seats: Mapping[str, int]) -> tuple[dict[int, Mark], list[str]]:
    """Read a filled-in sheet; all of it or nothing.

    Args:
        rows: from `core.spreadsheets.read_table`. seats: participant number (three digits) -> primary key of the seat.

    Returns:
        marks by seat, and sentences about wrong lines. With a sentence nothing may be written. An empty mark leaves the seat
        as it is, so that two people can each bring back a part.
    """
    heading = [cell.strip().upper() for cell in rows[0]] if rows else []
    missing = [name for name in (NUMBER, ATTENDANCE) if name not in heading]
    if missing:
        return {}, [f"Judul kolom {' dan '.join(missing)} tidak ada di baris pertama."]
    marks: dict[int, Mark] = {}
    errors: list[str] = []
    for line, cells in enumerate(rows[1:], start=2):
        row = dict(zip(heading, [cell.strip() for cell in cells], strict=False))
        number, words = row.get(NUMBER, ""), " ".join(row.get(ATTENDANCE, "").upper().split())
        if not number and not words:
            continue
        key = number.zfill(3)
        if key not in seats:
            errors.append(f"Baris {line}: nomor peserta {number or 'kosong'} tidak ada di sesi ini.")
        elif words not in WORDS:
            errors.append(f"Baris {line}: kehadiran “{row[ATTENDANCE]}” tidak dikenal. Tulis HADIR atau TIDAK HADIR.")
        elif seats[key] in marks:
            errors.append(f"Baris {line}: nomor peserta {key} tertulis dua kali.")
        elif WORDS[words] == Attendance.ABSENT and not row.get(NOTE):
            errors.append(f"Baris {line}: tulis keterangan ketidakhadiran peserta {key}.")
        elif words:
            marks[seats[key]] = Mark(WORDS[words], row.get(NOTE, "")[:300] if WORDS[words] == Attendance.ABSENT else "")
    if not marks and not errors:
        errors.append("Berkas ini tidak memuat satu catatan kehadiran pun.")
    return ({}, errors) if errors else (marks, [])
