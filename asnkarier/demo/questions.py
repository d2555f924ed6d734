"""A small question bank of the ministry: questions of every kind, some waiting for a second person, some for rehearsal.

Its two keys are held by the secretariat and the chair. Their codes are literal, so that everybody who looks at the demo can open
a paper; in a real portal nobody but the holder has ever seen one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Agency, User
from asnkarier.demo.agencies import MINISTRY
from selection.cat.key_models import ExamKey
from selection.cat.models import ExamQuestion
from selection.cat.rules.questions import Content, read_parts
from selection.cat.sealing import lock_private, new_pair, seal_for_two

# Holder -> code of the key.
CODES = {"sekretariat.kementerian": "CONTH-KUNCI-SATUA-PERAG-AAN22", "ketua.kementerian": "CONTH-KUNCI-DUAAB-PERAG-AAN33"}

# Competency, difficulty, question; below it the options, the right one first.
SINGLE = """
Advokasi kebijakan|EASY|Dokumen yang memuat sasaran kementerian untuk lima tahun adalah
rencana strategis|laporan kinerja|perjanjian kerja|peta jabatan
Advokasi kebijakan|EASY|Pihak yang paling dahulu didengar sebelum kebijakan pesisir diubah adalah
warga yang terdampak|pemasok barang|media massa|konsultan
Advokasi kebijakan|MEDIUM|Ukuran terbaik bahwa penyuluhan berhasil adalah
perubahan perilaku warga|jumlah spanduk|lamanya acara|jumlah undangan
Advokasi kebijakan|MEDIUM|Naskah kebijakan yang baik dimulai dengan
masalah dan bukti|dasar hukum|daftar istilah|anggaran
Advokasi kebijakan|HARD|Dua peraturan bertentangan dan setingkat. Yang dipakai adalah yang
lebih baru|lebih panjang|lebih lama|lebih dikenal
Penataan wilayah kepulauan|EASY|Pulau tanpa penduduk tetap dicatat dalam
gazeter nasional|buku tamu|daftar pegawai|arsip surat
Penataan wilayah kepulauan|EASY|Batas laut daerah diukur dari
garis pantai|ibu kota|pelabuhan utama|kantor desa
Penataan wilayah kepulauan|MEDIUM|Rute kapal perintis ditambah bila
ada warga yang belum terlayani|kapal menganggur|pelabuhan penuh|cuaca baik
Penataan wilayah kepulauan|MEDIUM|Data penduduk pulau kecil paling tepat diambil dari
pencatatan sipil|peta lama|perkiraan nelayan|laporan wisata
Penataan wilayah kepulauan|HARD|Bila abrasi mengancam satu permukiman, langkah pertama adalah
mengungsikan yang terancam|membangun tanggul|menjual lahan|menunggu musim
""".strip().splitlines()
PRACTICE_FROM = ("Latihan: huruf pertama abjad adalah|A|B|C|D", "Latihan: hari sesudah Senin adalah|Selasa|Rabu|Kamis|Jumat")
WEIGHTED = (
    "Data dua unit Anda bertentangan sehari sebelum rapat. Apa langkah pertama Anda?",
    ("memeriksa sumber keduanya", 5),
    ("mengumpulkan kedua unit", 4),
    ("memilih yang lebih baru", 2),
    ("menunda rapat", 1),
)
CASE = (
    "Sebuah kabupaten kepulauan kehilangan separuh pendapatannya karena pelabuhan rusak. Perbaikan memerlukan delapan bulan.",
    ("Belanja mana yang dijaga lebih dahulu?", ("obat puskesmas", 4), ("perjalanan dinas", 0), ("gedung baru", 0)),
    ("Apa yang disampaikan kepada warga?", ("jadwal dan sebabnya", 4), ("janji tanpa tanggal", 0), ("tidak ada", 0)),
)


@dataclass(frozen=True)
class DemoBank:
    """The bank as it was written, with what a real portal never has together: contents and both private keys."""

    contents: Mapping[ExamQuestion, Content]
    keys: tuple[tuple[ExamKey, bytes], ...]

    def usable(self, *, practice: bool) -> list[ExamQuestion]:
        """Reviewed ones, for the real test or for practice."""
        return [each for each in self.contents if each.state == "APPROVED" and each.is_practice is practice]


def make_keys(agency: Agency, users: Mapping[str, User], now: datetime) -> tuple[tuple[ExamKey, bytes], ...]:
    """The two keys of a bank, with the codes of the demo."""
    keys: list[ExamKey] = []
    privates: list[bytes] = []
    for slot, (holder, code) in enumerate(CODES.items(), start=1):
        public, private = new_pair()
        key = ExamKey(agency=agency, slot=slot, holder=users[holder], public_key=public, made_at=now, held_since=now)
        key.locked_key = lock_private(private, code, str(key.public_id))
        keys.append(key)
        privates.append(private)
    return tuple(zip(ExamKey.objects.bulk_create(keys), privates, strict=True))


def write_bank(agencies: Mapping[str, Agency], users: Mapping[str, User], now: datetime) -> DemoBank:
    """Write the bank in one statement; reviewed yesterday by a member of the panel."""
    author, reviewer = users["sekretariat.kementerian"], users["ketua.kementerian"]
    yesterday = now - timedelta(days=1)
    keys = make_keys(agencies[MINISTRY], users, yesterday)
    (first, _), (second, _) = keys
    made: list[ExamQuestion] = []
    contents: list[Content] = []

    def add(
        competency: str, kind: str, difficulty: str, stem: str, parts: list, *, practice: bool = False, waits: bool = False
    ) -> None:
        question = ExamQuestion(
            agency=agencies[MINISTRY],
            code=f"KPL-{len(made) + 1:03d}",
            competency=competency,
            difficulty=difficulty,
            is_practice=practice,
            state="REVIEW" if waits else "APPROVED",
            author=author,
            reviewer=None if waits else reviewer,
            reviewed_at=None if waits else yesterday,
            created_at=yesterday,
            updated_at=yesterday,
        )
        content = Content(kind, stem, read_parts(parts))
        question.keep(content)
        if not practice and not waits:
            about = str(question.public_id)
            question.sealed_text = seal_for_two(content.text, about, (first.public_key, second.public_key))
            question.first_key, question.second_key = first, second
        made.append(question)
        contents.append(content)

    for place, (line, texts) in enumerate(zip(SINGLE[::2], SINGLE[1::2], strict=True)):
        competency, difficulty, stem = line.split("|")
        add(competency, "SINGLE", difficulty, stem, [_single(texts.split("|"), place)], waits=place in (4, 9))
    for place, line in enumerate(PRACTICE_FROM):
        stem, *texts = line.split("|")
        add("Latihan", "SINGLE", "EASY", stem, [_single(texts, place)], practice=True)
    add("Advokasi kebijakan", "WEIGHTED", "MEDIUM", WEIGHTED[0], [_weighted("", WEIGHTED[1:])])
    add("Penataan wilayah kepulauan", "CASE", "HARD", CASE[0], [_weighted(text, rows) for text, *rows in CASE[1:]])
    ExamQuestion.objects.bulk_create(made)
    return DemoBank(dict(zip(made, contents, strict=True)), keys)


def _single(texts: list[str], turn: int) -> dict:
    """The first text is right; it stands at another place in each question."""
    options = [{"text": text, "points": int(place == 0)} for place, text in enumerate(texts)]
    turn %= len(options)
    return {"text": "", "options": options[turn:] + options[:turn]}


def _weighted(text: str, rows: tuple) -> dict:
    return {"text": text, "options": [{"text": each, "points": points} for each, points in rows]}
