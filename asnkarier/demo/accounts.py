"""The demo's accounts: one a role, and the applicants of the two walks. Literal, so that a test or a reader can rely on it.

All people are invented. Everybody has the same password; the authenticator seed of each official is derived from the
account's key, so that it is known and the same on every machine. `/demo/akun/` shows the present code.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date

from accounts.enums import DECIDING_ROLES, Role
from asnkarier.demo.agencies import MINISTRY, PROVINCE, REGENCY
from employees.enums import JobField
from employees.rules.nip import build_nip

DEMO_PASSWORD = "contoh-sandi-2026"  # noqa: S105 - published on purpose, for invented people only
DOMAIN = "demo.asnkarier.example"
SEX_DIGIT_CODES = {"L": "M", "P": "F"}


@dataclass(frozen=True)
class Servant:
    """The ASN behind an account, for those who are one.

    Args:
        rung: key of careers.RUNGS; field: field of work; agency: code of the employer.
        spotless: meets the usual requirements of the next level up.
    """

    sex: str
    birth_date: date
    cpns_on: date
    serial: int
    agency: str
    rung: str
    field: str
    spotless: bool = True

    @property
    def nip(self) -> str:
        return build_nip(self.birth_date, self.cpns_on, SEX_DIGIT_CODES[self.sex], self.serial)


@dataclass(frozen=True)
class DemoAccount:
    """One account.

    Args:
        key: local part of the address; duties: (role, agency code or "" for national ones).
        label: what the table calls it; hint: what to try; listed: whether the printed table shows it.
    """

    key: str
    full_name: str
    label: str
    hint: str = ""
    duties: tuple[tuple[Role, str], ...] = ()
    servant: Servant | None = None
    listed: bool = True

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"

    @property
    def nip(self) -> str:
        return self.servant.nip if self.servant else ""

    @property
    def totp_secret(self) -> str:
        """Base32 seed of the authenticator, "" for accounts that sign nothing."""
        if not any(role in (*DECIDING_ROLES, Role.BKN_ADMIN, Role.DATA_PROTECTION) for role, _ in self.duties):
            return ""
        return base64.b32encode(hashlib.sha256(f"asnkarier-demo:{self.key}".encode()).digest()[:20]).decode()


def _asn(
    sex: str, born: tuple[int, int, int], cpns: tuple[int, int], agency: str, rung: str, field: str, *, serial: int = 1,
    spotless: bool = True,
) -> Servant:  # fmt: skip
    return Servant(sex, date(*born), date(*cpns, 1), serial, agency, rung, field, spotless)


GOV, SDM, FIN = str(JobField.PEMERINTAHAN), str(JobField.SDM), str(JobField.KEUANGAN)
LAW, WORKS, HEALTH = str(JobField.HUKUM), str(JobField.PEKERJAAN_UMUM), str(JobField.KESEHATAN)

OFFICIALS = (
    DemoAccount(
        "admin.kementerian", "Ratna Dewi Kusuma", "Admin instansi, kementerian",
        "Susun dan ajukan rencana, terbitkan, perpanjang, undang talenta, umumkan hasil",
        ((Role.AGENCY_ADMIN, MINISTRY),), _asn("P", (1984, 3, 14), (2009, 1), MINISTRY, "PENGAWAS", SDM, spotless=False),
    ),
    DemoAccount(
        "sekretariat.kementerian", "Bayu Prakoso Wibowo", "Sekretariat pansel, kementerian",
        "Periksa berkas pelamar, mulai seleksi, impor nilai",
        ((Role.SECRETARIAT, MINISTRY),), _asn("L", (1987, 8, 2), (2011, 4), MINISTRY, "PENGAWAS", SDM, spotless=False),
    ),
    DemoAccount(
        "pyb.kementerian", "Hendra Gunawan Lubis", "PyB, kementerian", "Putuskan rencana dan hasil di kotak persetujuan",
        ((Role.PYB, MINISTRY),), _asn("L", (1970, 5, 20), (1995, 3), MINISTRY, "JPT_MADYA", GOV),
    ),
    DemoAccount(
        "ppk.kementerian", "Surya Adinata Mahendra", "PPK, kementerian", "Setujui rencana; tetapkan hasil JPT Pratama",
        ((Role.PPK, MINISTRY),),
    ),
    DemoAccount(
        "ketua.kementerian", "Prof. Laksmi Widyastuti", "Ketua pansel, kementerian",
        "Nilai peserta, susun peringkat, putuskan lapis ketua pansel",
        ((Role.PANEL_CHAIR, MINISTRY), (Role.PANEL_MEMBER, MINISTRY)),
    ),
    DemoAccount(
        "pansel1.kementerian", "Arief Rahman Siregar", "Anggota pansel, kementerian", "Isi lembar nilai peserta",
        ((Role.PANEL_MEMBER, MINISTRY),), _asn("L", (1972, 11, 8), (1997, 3), MINISTRY, "JPT_MADYA", FIN),
    ),
    DemoAccount(
        "pansel2.kementerian", "Dewi Anggraini Nasution", "Anggota pansel, kementerian", "Isi lembar nilai peserta",
        ((Role.PANEL_MEMBER, MINISTRY),), _asn("P", (1974, 2, 17), (1999, 3), MINISTRY, "JPT_MADYA", LAW),
    ),
    DemoAccount(
        "pansel3.kementerian", "Dr. Yohana Taneo", "Anggota pansel, kementerian (luar)", "Isi lembar nilai peserta",
        ((Role.PANEL_MEMBER, MINISTRY),),
    ),
    DemoAccount(
        "pansel4.kementerian", "Dr. Rizal Chaniago", "Anggota pansel, kementerian (luar)", "Isi lembar nilai peserta",
        ((Role.PANEL_MEMBER, MINISTRY),),
    ),
    DemoAccount(
        "pansel5.kementerian", "Nyoman Suardana", "Anggota pansel, kementerian (luar)", "Isi lembar nilai peserta",
        ((Role.PANEL_MEMBER, MINISTRY),),
    ),
    DemoAccount(
        "pansel6.kementerian", "Dr. Imas Permana", "Anggota pansel, kementerian (luar)", "Isi lembar nilai peserta",
        ((Role.PANEL_MEMBER, MINISTRY),),
    ),
    DemoAccount(
        "admin.provinsi", "Lalu Ahmad Wirawan", "Admin instansi, provinsi", "Kelola lowongan provinsi (jam WITA)",
        ((Role.AGENCY_ADMIN, PROVINCE),), _asn("L", (1983, 6, 9), (2008, 1), PROVINCE, "PENGAWAS", SDM, spotless=False),
    ),
    DemoAccount(
        "sekretariat.provinsi", "Made Ayu Parwata", "Sekretariat pansel, provinsi", "Periksa berkas pelamar",
        ((Role.SECRETARIAT, PROVINCE),), _asn("P", (1989, 1, 25), (2014, 2), PROVINCE, "PENGAWAS", SDM, spotless=False),
    ),
    DemoAccount(
        "pyb.provinsi", "Frans Ndolu Manafe", "PyB, provinsi", "Putuskan rencana dan hasil di kotak persetujuan",
        ((Role.PYB, PROVINCE),), _asn("L", (1971, 9, 30), (1996, 3), PROVINCE, "JPT_PRATAMA", GOV),
    ),
    DemoAccount(
        "ppk.provinsi", "Gusti Putu Darmayasa", "PPK, provinsi", "Setujui rencana; tetapkan hasil JPT Pratama",
        ((Role.PPK, PROVINCE),),
    ),
    DemoAccount(
        "plh.provinsi", "Ni Luh Sekar Widari", "Plh. PPK, provinsi", "Bertindak untuk PPK yang berhalangan",
        ((Role.ACTING, PROVINCE),),
    ),
    DemoAccount(
        "ketua.provinsi", "Dr. Agustina Bria", "Ketua pansel, provinsi", "Nilai peserta dan susun peringkat",
        ((Role.PANEL_CHAIR, PROVINCE), (Role.PANEL_MEMBER, PROVINCE)),
    ),
    DemoAccount(
        "admin.kabupaten", "Benyamin Souisa", "Tiga peran: admin kabupaten, pansel provinsi, ASN",
        "Satu orang dengan tiga peran dalam satu menu (jam WIT)",
        ((Role.AGENCY_ADMIN, REGENCY), (Role.PANEL_MEMBER, PROVINCE)),
        _asn("L", (1979, 4, 12), (2004, 1), REGENCY, "JPT_PRATAMA", SDM),
    ),
    DemoAccount(
        "wasdal", "Kartika Sari Utomo", "Wasdal BKN", "Beri rekomendasi atas rencana dan hasil", ((Role.WASDAL, ""),),
    ),
    DemoAccount("setkab", "Wahyu Nugroho Hartono", "Setkab", "Tetapkan hasil JPT Madya dan Utama", ((Role.SETKAB, ""),)),
    DemoAccount(
        "admin.bkn", "Fitri Handayani", "Admin BKN", "Perpanjang pendaftaran karena gangguan", ((Role.BKN_ADMIN, ""),),
    ),
    DemoAccount("auditor", "Teguh Santosa Raharjo", "Auditor", "Baca jejak seluruh proses", ((Role.AUDITOR, ""),)),
    DemoAccount(
        "pdp", "Maria Goreti Lamawuran", "Pejabat PDP", "Catat insiden data pribadi, susun daftar dan suratnya",
        ((Role.DATA_PROTECTION, ""),),
    ),
    DemoAccount(
        "pdp.kedua", "Iskandar Muda Nasution", "Pejabat PDP kedua", "Lepas surat insiden yang disiapkan orang lain",
        ((Role.DATA_PROTECTION, ""),),
    ),
)  # fmt: skip

# Behind the scenes: the rest of the panels and the other officials of the kabupaten. Same password, not in the table.
SUPPORTING = (
    DemoAccount(
        "pansel1.provinsi", "Prof. Thomas Lekatompessy", "Anggota pansel, provinsi", "", ((Role.PANEL_MEMBER, PROVINCE),),
        listed=False,
    ),
    DemoAccount(
        "pansel2.provinsi", "Dr. Kadek Sukerta", "Anggota pansel, provinsi", "", ((Role.PANEL_MEMBER, PROVINCE),), listed=False,
    ),
    DemoAccount(
        "pansel3.provinsi", "Yosefina Nahak", "Anggota pansel, provinsi", "", ((Role.PANEL_MEMBER, PROVINCE),),
        _asn("P", (1973, 7, 7), (1998, 3), PROVINCE, "JPT_PRATAMA", LAW), listed=False,
    ),
    DemoAccount(
        "sekretariat.kabupaten", "Dorkas Sahetapy", "Sekretariat pansel, kabupaten", "", ((Role.SECRETARIAT, REGENCY),),
        _asn("P", (1990, 10, 3), (2015, 2), REGENCY, "PENGAWAS", SDM, spotless=False), listed=False,
    ),
    DemoAccount(
        "pyb.kabupaten", "Simon Latuheru", "PyB, kabupaten", "", ((Role.PYB, REGENCY),),
        _asn("L", (1969, 12, 19), (1994, 3), REGENCY, "JPT_PRATAMA", GOV), listed=False,
    ),
    DemoAccount("ppk.kabupaten", "Elias Rumbiak", "PPK, kabupaten", "", ((Role.PPK, REGENCY),), listed=False),
    DemoAccount(
        "ketua.kabupaten", "Dr. Petrus Tanamal", "Ketua pansel, kabupaten", "",
        ((Role.PANEL_CHAIR, REGENCY), (Role.PANEL_MEMBER, REGENCY)), listed=False,
    ),
    DemoAccount(
        "pansel1.kabupaten", "Dr. Martha Pattiasina", "Anggota pansel, kabupaten", "", ((Role.PANEL_MEMBER, REGENCY),),
        listed=False,
    ),
    DemoAccount(
        "pansel2.kabupaten", "Hasan Latief", "Anggota pansel, kabupaten", "", ((Role.PANEL_MEMBER, REGENCY),), listed=False,
    ),
    DemoAccount(
        "pansel3.kabupaten", "Dr. Ester Kambu", "Anggota pansel, kabupaten", "", ((Role.PANEL_MEMBER, REGENCY),), listed=False,
    ),
    DemoAccount(
        "pansel4.kabupaten", "Novita Wanggai", "Anggota pansel, kabupaten", "", ((Role.PANEL_MEMBER, REGENCY),),
        _asn("P", (1975, 5, 5), (2000, 3), REGENCY, "JPT_PRATAMA", FIN), listed=False,
    ),
)  # fmt: skip

_WALK_A = "Lamar lowongan Pratama dari awal sampai akhir"
_WALK_B = "Lamar lowongan Madya dari awal sampai akhir"
PRATAMA_APPLICANTS = (
    DemoAccount("pelamar1", "Galih Setiawan Prasetyo", "ASN pelamar Pratama 1", "Jawab undangan, lamar lowongan Pratama",
                servant=_asn("L", (1980, 2, 11), (2005, 1), MINISTRY, "ADMINISTRATOR", GOV)),
    DemoAccount("pelamar2", "Retno Wulan Hidayat", "ASN pelamar Pratama 2", _WALK_A,
                servant=_asn("P", (1981, 6, 23), (2006, 4), MINISTRY, "ADMINISTRATOR", GOV)),
    DemoAccount("pelamar3", "Zulkifli Harahap", "ASN pelamar Pratama 3", _WALK_A,
                servant=_asn("L", (1979, 9, 5), (2004, 1), PROVINCE, "ADMINISTRATOR", GOV)),
    DemoAccount("pelamar4", "Komang Ayu Pradnyana", "ASN pelamar Pratama 4", _WALK_A,
                servant=_asn("P", (1982, 12, 30), (2008, 1), PROVINCE, "ADMINISTRATOR", GOV)),
    DemoAccount("pelamar5", "Rustam Makkasau", "ASN pelamar Pratama 5", _WALK_A,
                servant=_asn("L", (1978, 4, 18), (2003, 1), MINISTRY, "ADMINISTRATOR", GOV)),
    DemoAccount("pelamar6", "Laila Suryani Tanjung", "ASN pelamar Pratama 6", _WALK_A,
                servant=_asn("P", (1983, 1, 9), (2009, 1), MINISTRY, "ADMINISTRATOR", GOV)),
    DemoAccount("pelamar7", "Markus Nanulaitta", "ASN pelamar Pratama 7", _WALK_A,
                servant=_asn("L", (1980, 7, 27), (2005, 1), REGENCY, "ADMINISTRATOR", GOV)),
    DemoAccount("pelamar8", "Nining Rukmana", "ASN pelamar Pratama 8", _WALK_A,
                servant=_asn("P", (1981, 11, 14), (2006, 4), MINISTRY, "ADMINISTRATOR", GOV)),
    DemoAccount("pelamar9", "Syahrani Anshari", "ASN pelamar Pratama 9", _WALK_A,
                servant=_asn("L", (1979, 3, 2), (2004, 1), MINISTRY, "ADMINISTRATOR", GOV)),
)  # fmt: skip
MADYA_APPLICANTS = (
    DemoAccount("calon1", "Handoko Wicaksono", "ASN pelamar Madya 1", _WALK_B,
                servant=_asn("L", (1974, 8, 16), (1999, 3), MINISTRY, "JPT_PRATAMA", GOV)),
    DemoAccount("calon2", "Sekar Kartika Susilo", "ASN pelamar Madya 2", _WALK_B,
                servant=_asn("P", (1976, 5, 28), (2001, 1), MINISTRY, "JPT_PRATAMA", GOV)),
    DemoAccount("calon3", "Hotman Panggabean", "ASN pelamar Madya 3", _WALK_B,
                servant=_asn("L", (1975, 10, 10), (2000, 3), MINISTRY, "JPT_PRATAMA", GOV)),
    DemoAccount("calon4", "Theresia Bria Manafe", "ASN pelamar Madya 4", _WALK_B,
                servant=_asn("P", (1977, 1, 22), (2002, 1), PROVINCE, "JPT_PRATAMA", GOV)),
    DemoAccount("calon5", "Julius Sahetapy", "ASN pelamar Madya 5", _WALK_B,
                servant=_asn("L", (1973, 6, 4), (1998, 3), REGENCY, "JPT_PRATAMA", GOV)),
)  # fmt: skip
INELIGIBLE = DemoAccount(
    "belum.memenuhi", "Danang Aji Pranoto", "ASN yang belum memenuhi syarat",
    "Lihat syarat mana yang belum terpenuhi dan mengapa",
    servant=_asn("L", (1995, 2, 3), (2020, 1), MINISTRY, "AHLI_PERTAMA", GOV, spotless=False),
)  # fmt: skip

DEMO_ACCOUNTS = (*OFFICIALS, *PRATAMA_APPLICANTS, *MADYA_APPLICANTS, INELIGIBLE, *SUPPORTING)


def account(key: str) -> DemoAccount:
    """The account with this key; KeyError when there is none."""
    for each in DEMO_ACCOUNTS:
        if each.key == key:
            return each
    raise KeyError(key)
