"""Words the invented careers are made of: posts, units, study programmes, training, by field of work."""

from employees.enums import JobField

# Field of work -> noun of a unit, functional post, study programmes (named as in pendidikan.csv), technical training.
FIELDS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    JobField.PEMERINTAHAN: (
        "Tata Kelola Pemerintahan", "Analis Kebijakan", ("Ilmu Pemerintahan", "Administrasi Negara"), "Analisis kebijakan publik",
    ),
    JobField.SDM: (
        "Kepegawaian", "Analis Sumber Daya Manusia Aparatur", ("Administrasi Negara", "Psikologi"), "Manajemen talenta ASN",
    ),
    JobField.KEUANGAN: ("Keuangan", "Analis Anggaran", ("Akuntansi", "Manajemen"), "Pengelolaan keuangan negara"),
    JobField.PENGAWASAN: ("Pengawasan", "Auditor", ("Akuntansi", "Ilmu Hukum"), "Audit berbasis risiko"),
    JobField.HUKUM: ("Hukum", "Perancang Peraturan Perundang-undangan", ("Ilmu Hukum",), "Perancangan peraturan"),
    JobField.KESEHATAN: (
        "Kesehatan Masyarakat", "Administrator Kesehatan", ("Kesehatan Masyarakat",), "Manajemen mutu layanan kesehatan",
    ),
    JobField.PENDIDIKAN: (
        "Pembinaan Pendidikan", "Pengembang Teknologi Pembelajaran", ("Manajemen Pendidikan", "Teknologi Pendidikan"),
        "Penjaminan mutu pendidikan",
    ),
    JobField.PEKERJAAN_UMUM: (
        "Infrastruktur Wilayah", "Teknik Jalan dan Jembatan", ("Teknik Sipil",), "Pengadaan pekerjaan konstruksi",
    ),
    JobField.PERTANIAN: (
        "Ketahanan Pangan", "Penyuluh Pertanian", ("Agribisnis", "Agroteknologi"), "Penyuluhan pertanian",
    ),
    JobField.TEKNOLOGI: (
        "Data dan Informatika", "Pranata Komputer", ("Teknik Informatika", "Sistem Informasi"), "Arsitektur SPBE",
    ),
    JobField.LINGKUNGAN: (
        "Lingkungan Hidup", "Pengendali Dampak Lingkungan", ("Ilmu Lingkungan", "Teknik Lingkungan"),
        "Penilaian dampak lingkungan",
    ),
    JobField.SOSIAL: (
        "Pemberdayaan Masyarakat", "Pekerja Sosial", ("Sosiologi", "Kesejahteraan Sosial"), "Pemberdayaan masyarakat",
    ),
    JobField.EKONOMI: (
        "Perekonomian", "Analis Perdagangan", ("Ekonomi Pembangunan", "Manajemen"), "Perencanaan ekonomi daerah",
    ),
    JobField.PERHUBUNGAN: (
        "Perhubungan", "Penguji Kendaraan Bermotor", ("Teknik Sipil", "Manajemen Transportasi"), "Keselamatan transportasi",
    ),
}  # fmt: skip
FIELD_CODES = tuple(str(code) for code in FIELDS)
INSTITUTIONS = (
    "Universitas Contoh Nusantara",
    "Universitas Contoh Bahari",
    "Universitas Contoh Merdeka",
    "Institut Contoh Teknologi Nusa",
    "Institut Contoh Pemerintahan",
    "Sekolah Tinggi Contoh Administrasi",
)
LEADERSHIP_TITLES = {
    "PKN_I": ("Pelatihan Kepemimpinan Nasional Tingkat I", 600),
    "PKN_II": ("Pelatihan Kepemimpinan Nasional Tingkat II", 540),
    "PKA": ("Pelatihan Kepemimpinan Administrator", 480),
    "PKP": ("Pelatihan Kepemimpinan Pengawas", 420),
}
# Highest structural level reached -> leadership training that goes with each level passed on the way.
LEADERSHIP_OF = {"PENGAWAS": "PKP", "ADMINISTRATOR": "PKA", "JPT_PRATAMA": "PKN_II", "JPT_MADYA": "PKN_I"}
FUNCTIONAL_NAMES = {
    "AHLI_PERTAMA": "Ahli Pertama",
    "AHLI_MUDA": "Ahli Muda",
    "AHLI_MADYA": "Ahli Madya",
    "AHLI_UTAMA": "Ahli Utama",
    "TERAMPIL": "Terampil",
    "MAHIR": "Mahir",
    "PENYELIA": "Penyelia",
}


def post_title(level: str, functional_grade: str, field: str, *, central: bool, turn: int) -> str:
    """Name of a post.

    Args:
        turn: any number; picks between the usual names, the same number the same name.
    """
    noun, functional, _, _ = FIELDS[field]
    if level == "FUNGSIONAL":
        return f"{functional} {FUNCTIONAL_NAMES[functional_grade]}"
    choices = {
        "JPT_MADYA": (f"Deputi Bidang {noun}", f"Direktur Jenderal {noun}", f"Staf Ahli Bidang {noun}"),
        "JPT_PRATAMA": (f"Direktur {noun}", f"Kepala Biro {noun}", f"Kepala Pusat {noun}")
        if central
        else (f"Kepala Dinas {noun}", f"Kepala Badan {noun}", f"Asisten Bidang {noun}"),
        "ADMINISTRATOR": (f"Kepala Bagian {noun}", f"Koordinator {noun}")
        if central
        else (f"Kepala Bidang {noun}", f"Sekretaris Dinas {noun}"),
        "PENGAWAS": (f"Kepala Subbagian {noun}", f"Kepala Seksi {noun}"),
        "PELAKSANA": (f"Pengolah Data {noun}", f"Pengadministrasi {noun}", f"Penata Layanan {noun}"),
    }[level]
    return choices[turn % len(choices)]


def unit_name(level: str, field: str, *, central: bool) -> str:
    """Unit a post belongs to."""
    noun = FIELDS[field][0]
    if level == "JPT_MADYA":
        return f"Deputi Bidang {noun}"
    return f"Direktorat {noun}" if central else f"Dinas {noun}"
