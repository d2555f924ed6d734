"""The 18 digits of an NIP: birth date, month of appointment, sex, serial.

Source: docs/domain.md 8.8 (Perka BKN 22/2007 and 43/2007): YYYYMMDD YYYYMM S NNN, S = 1 for a man and 2 for a woman,
serial 001 to 999; appointed (CPNS) at eighteen at the earliest.
"""

from datetime import date

from core.indonesian import add_years, date_words

LENGTH = 18
MIN_AGE_AT_APPOINTMENT = 18
SEX_DIGITS = {"1": "M", "2": "F"}
SEX_LABELS = {"M": "laki-laki", "F": "perempuan"}
_PPPK_MONTH = "21"


def nip_problem(
    nip: str,
    birth_date: date | None = None,
    sex: str | None = None,
    cpns_on: date | None = None,
    *,
    kind: str = "PNS",
) -> str | None:
    """The first thing wrong with an NIP as one Indonesian sentence, or None.

    Args:
        nip: as typed; blanks are ignored.
        birth_date, sex, cpns_on: what the profile says, each checked when given (sex "M" or "F").
        kind: "PPPK" numbers carry the year of contract and the code 21 instead of the month of appointment.
    """
    digits = bare_nip(nip)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        return "NIP terdiri atas 18 angka."
    born = _date(digits[:4], digits[4:6], digits[6:8])
    if born is None:
        return "Delapan angka pertama NIP harus tanggal lahir yang benar (tahun, bulan, tanggal)."
    appointed = None
    if kind != "PPPK" or digits[12:14] != _PPPK_MONTH:
        appointed = _date(digits[8:12], digits[12:14], "01")
        if appointed is None:
            return "Angka ke-9 sampai ke-14 NIP harus tahun dan bulan pengangkatan yang benar."
    if digits[14] not in SEX_DIGITS:
        return "Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan)."
    if digits[15:] == "000":
        return "Tiga angka terakhir NIP adalah nomor urut mulai 001."
    if appointed is not None and appointed < add_years(born, MIN_AGE_AT_APPOINTMENT).replace(day=1):
        return f"Menurut NIP, usia saat diangkat kurang dari {MIN_AGE_AT_APPOINTMENT} tahun."
    if birth_date is not None and born != birth_date:
        return f"Tanggal lahir pada NIP ({date_words(born)}) tidak sama dengan data ({date_words(birth_date)})."
    if sex is not None and SEX_DIGITS[digits[14]] != sex:
        in_nip = SEX_LABELS[SEX_DIGITS[digits[14]]]
        return f"Jenis kelamin pada NIP ({in_nip}) tidak sama dengan data ({SEX_LABELS.get(sex, sex)})."
    if cpns_on is not None and appointed is not None and (appointed.year, appointed.month) != (cpns_on.year, cpns_on.month):
        return f"Bulan pengangkatan pada NIP ({appointed:%m-%Y}) tidak sama dengan TMT CPNS pada data ({cpns_on:%m-%Y})."
    return None


def bare_nip(nip: str) -> str:
    """The NIP without blanks."""
    return "".join(nip.split())


def format_nip(nip: str) -> str:
    """Written form in groups of 8, 6, 1 and 3: “19860926 201505 1 001”."""
    digits = bare_nip(nip)
    return f"{digits[:8]} {digits[8:14]} {digits[14:15]} {digits[15:]}".strip()


def mask_nip(nip: str) -> str:
    """Form for public pages: birth date and sex hidden, month of appointment and serial kept to tell namesakes apart."""
    digits = bare_nip(nip)
    return f"•••••••• {digits[8:14]} • {digits[15:]}"


def build_nip(birth_date: date, cpns_on: date, sex: str, serial: int) -> str:
    """The NIP of an invented person.

    Raises:
        ValueError: sex is not "M" or "F", or the serial is outside 1 to 999.
    """
    digit = next((digit for digit, code in SEX_DIGITS.items() if code == sex), None)
    if digit is None:
        raise ValueError("sex is M or F")
    if not 1 <= serial <= 999:
        raise ValueError("the serial runs from 1 to 999")
    return f"{birth_date:%Y%m%d}{cpns_on:%Y%m}{digit}{serial:03d}"


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
