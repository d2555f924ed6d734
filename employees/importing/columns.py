"""The header contract of an import file, and the words that stand for our codes. See docs/import-employees.md."""

from collections.abc import Mapping
from functools import lru_cache

from employees.enums import EducationLevel, EmploymentKind, FunctionalGrade, JobField, PerformancePredicate, PositionLevel, Sex

REQUIRED = (
    "NIP",
    "NAMA",
    "JENIS_KELAMIN",
    "TANGGAL_LAHIR",
    "TMT_CPNS",
    "STATUS",
    "INSTANSI",
    "JABATAN",
    "JENJANG",
    "TMT_JABATAN",
    "GOLONGAN",
    "TMT_GOLONGAN",
    "PENDIDIKAN",
    "PROGRAM_STUDI",
    "TAHUN_LULUS",
)
OPTIONAL = (
    "UNIT_KERJA",
    "JENJANG_FUNGSIONAL",
    "RUMPUN",
    "PERGURUAN_TINGGI",
    "PROVINSI",
    "SUREL",
    "TELEPON",
    "TAHUN_KINERJA",
    "PREDIKAT_KINERJA",
)
# Other headings seen for the same column.
ALIASES = {
    "NIP_BARU": "NIP",
    "NAMA_LENGKAP": "NAMA",
    "TGL_LAHIR": "TANGGAL_LAHIR",
    "STATUS_KEPEGAWAIAN": "STATUS",
    "INSTANSI_KERJA": "INSTANSI",
    "UNOR": "UNIT_KERJA",
    "NAMA_JABATAN": "JABATAN",
    "JENJANG_JABATAN": "JENJANG",
    "GOLONGAN_RUANG": "GOLONGAN",
    "TINGKAT_PENDIDIKAN": "PENDIDIKAN",
    "EMAIL": "SUREL",
    "NOMOR_HP": "TELEPON",
}
PPPK_GRADES = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
)  # fmt: skip


@lru_cache(maxsize=1 << 13)
def folded(text: str) -> str:
    """A word as it is compared: letters and digits only, upper case."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def heading(text: str) -> str:
    """Name of a column as the contract writes it."""
    name = "_".join(text.strip().upper().replace("_", " ").replace("-", " ").split())
    return ALIASES.get(name, name)


def _words(choices: type, *more: tuple[str, str]) -> Mapping[str, object]:
    known: dict[str, object] = {}
    for member in choices:  # type: ignore[attr-defined]
        known[folded(str(member.value))] = member.value
        known[folded(str(member.label))] = member.value
    for word, value in more:
        known[folded(word)] = value
    known.pop("", None)
    return known


SEXES = _words(Sex, ("PRIA", "L"), ("WANITA", "P"), ("M", "L"), ("F", "P"))
KINDS = _words(EmploymentKind)
LEVELS = _words(
    PositionLevel,
    ("Jabatan Pimpinan Tinggi Utama", "JPT_UTAMA"),
    ("Jabatan Pimpinan Tinggi Madya", "JPT_MADYA"),
    ("Jabatan Pimpinan Tinggi Pratama", "JPT_PRATAMA"),
    ("Jabatan Administrator", "ADMINISTRATOR"),
    ("Jabatan Pengawas", "PENGAWAS"),
    ("Jabatan Pelaksana", "PELAKSANA"),
)
FUNCTIONAL_GRADES = _words(FunctionalGrade)
FIELDS = _words(JobField)
PREDICATES = _words(PerformancePredicate)
EDUCATIONS = _words(
    EducationLevel,
    ("SMP", 10),
    ("SMA", 15),
    ("SMK", 17),
    ("D2", 25),
    ("D3", 30),
    ("D4", 35),
    ("Diploma III", 30),
    ("Diploma IV", 35),
    ("S1", 40),
    ("Sarjana", 40),
    ("S2", 45),
    ("Magister", 45),
    ("Profesi", 45),
    ("S3", 50),
    ("Doktor", 50),
)  # type: ignore[arg-type]
