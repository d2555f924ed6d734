"""The columns of a file of questions, and what its cells may say.

One row an answerable part. A case is several rows with the same KODE; its text stands in the first of them.
"""

from selection.cat.rules.questions import CASE, SINGLE, WEIGHTED

CODE, COMPETENCY, KIND, DIFFICULTY, PRACTICE = "KODE", "KOMPETENSI", "JENIS", "KESUKARAN", "LATIHAN"
STEM, PART, KEY, POINTS = "PERTANYAAN", "BAGIAN", "KUNCI", "BOBOT"
OPTIONS = ("A", "B", "C", "D", "E")
NEEDED = (CODE, COMPETENCY, KIND, DIFFICULTY, STEM, "A", "B")
ALLOWED = (CODE, COMPETENCY, KIND, DIFFICULTY, PRACTICE, STEM, PART, *OPTIONS, KEY, POINTS)
KIND_WORDS = {"TUNGGAL": SINGLE, "BERBOBOT": WEIGHTED, "KASUS": CASE}
DIFFICULTY_WORDS = {"MUDAH": "EASY", "SEDANG": "MEDIUM", "SUKAR": "HARD"}
# One invented question of each kind, in the order of `ALLOWED`.
EXAMPLES = tuple(
    tuple(line.split("|"))
    for line in (
        "CONTOH-01|Perencanaan pembangunan|TUNGGAL|MUDAH|TIDAK|Dokumen yang memuat rencana lima tahun adalah|"
        "|rencana kerja tahunan|rencana jangka menengah|laporan kinerja|peta jabatan||B|",
        "CONTOH-02|Perencanaan pembangunan|BERBOBOT|SEDANG|TIDAK|Data dua unit Anda bertentangan. Langkah pertama Anda?|"
        "|menunggu|memilih salah satu|memeriksa sumber keduanya|mengumpulkan kedua unit|||0 1 4 5",
        "CONTOH-03|Perencanaan pembangunan|KASUS|SUKAR|TIDAK|Sebuah kabupaten kehilangan separuh pendapatannya.|"
        "Apa sebabnya?|tambang tutup|pajak naik|penduduk bertambah|||A|",
        "CONTOH-03||||||Belanja mana yang ditunda lebih dahulu?|gaji guru|gedung baru|obat puskesmas||||0 5 0",
    )
)
YES_WORDS = {"": False, "TIDAK": False, "YA": True}


def read_points(text: str, count: int) -> tuple[int, ...] | None:
    """Points like "5 4 3 2 1" or "5/4/3/2/1", one an option; None when they do not fit."""
    words = text.replace("/", " ").replace(";", " ").replace(",", " ").split()
    if len(words) != count or not all(word.isdigit() for word in words):
        return None
    return tuple(int(word) for word in words)


def key_points(text: str, count: int) -> tuple[int, ...] | None:
    """One point for the option the key names, none for the others; None when the key is no option."""
    letter = text.strip().upper()
    if letter not in OPTIONS[:count]:
        return None
    return tuple(int(each == letter) for each in OPTIONS[:count])
