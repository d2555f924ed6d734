"""Fields of study, found by the words of a study programme's name; the national list of programmes names none."""

import re

# Code -> label and beginnings of words; the first field with a word counts.
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "PENDIDIKAN": ("Pendidikan dan keguruan", ("pendidikan", "keguruan", "tarbiyah", "pgsd", "paud", "bimbingan")),
    "KESEHATAN": (
        "Kesehatan",
        (
            "kedokteran", "dokter", "kesehatan", "keperawatan", "perawat", "ners", "kebidanan", "bidan", "farmasi", "apoteker",
            "gizi", "spesialis", "subspesialis", "radiologi", "fisioterapi", "epidemiologi", "bedah", "medik", "medis",
        ),
    ),
    "HUKUM": ("Hukum", ("hukum", "syariah", "kenotariatan")),
    "INFORMATIKA": (
        "Informatika dan komputer",
        ("informatika", "komputer", "komputasi", "informasi", "perangkat", "multimedia", "data", "siber"),
    ),
    "EKONOMI": (
        "Ekonomi, akuntansi, dan manajemen",
        ("ekonomi", "akuntansi", "manajemen", "bisnis", "keuangan", "perbankan", "pajak", "perpajakan", "pemasaran", "niaga"),
    ),
    "PEMERINTAHAN": (
        "Pemerintahan dan administrasi",
        ("pemerintahan", "administrasi", "kebijakan", "politik", "kepamongprajaan", "ketatanegaraan", "kearsipan", "publik"),
    ),
    "PERTANIAN": (
        "Pertanian, perikanan, dan kehutanan",
        (
            "pertanian", "agri", "agro", "peternakan", "ternak", "perikanan", "ikan", "kehutanan", "hutan", "kelautan",
            "perkebunan", "tanaman", "pangan", "budidaya", "veteriner", "hewan", "penyuluhan",
        ),
    ),
    "TEKNIK": (
        "Teknik",
        (
            "teknik", "rekayasa", "arsitektur", "sipil", "mesin", "elektro", "industri", "konstruksi", "otomotif", "bangunan",
            "planologi", "perencanaan", "transportasi", "pelayaran", "penerbangan", "listrik", "metalurgi", "tambang",
        ),
    ),
    "SAINS": (
        "Matematika dan ilmu alam",
        ("matematika", "fisika", "kimia", "biologi", "statisti", "geografi", "geologi", "geofisika", "meteorologi",
         "lingkungan", "sains"),
    ),
    "SOSIAL": (
        "Ilmu sosial",
        ("sosial", "sosiologi", "komunikasi", "psikologi", "antropologi", "internasional", "kesejahteraan", "pembangunan",
         "masyarakat", "kriminologi", "perpustakaan", "jurnalistik"),
    ),
    "HUMANIORA": (
        "Bahasa, seni, dan agama",
        ("bahasa", "sastra", "seni", "agama", "islam", "teologi", "sejarah", "filsafat", "budaya", "kebudayaan", "arkeologi",
         "desain", "tafsir", "dakwah"),
    ),
}  # fmt: skip
OTHER = "LAINNYA"
LABELS = {code: label for code, (label, _) in FIELDS.items()} | {OTHER: "Bidang lain"}
_PATTERNS = {code: re.compile(rf"\b({'|'.join(words)})") for code, (_, words) in FIELDS.items()}


def study_field(program: str) -> str:
    """Code of the field of a study programme; "" when the programme is not known."""
    name = program.lower()
    if not name.strip():
        return ""
    return next((code for code, pattern in _PATTERNS.items() if pattern.search(name)), OTHER)
