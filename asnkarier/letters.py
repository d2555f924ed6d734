"""The kinds of letters: which fields an agency may name in its own words, and the usual words.

Add a kind: one row here, a template in templates/pdf/, and `write_letter` in the action that issues it.
"""

from approvals.documents import WASDAL_REGISTER
from core.letter_kinds import BY_NOBODY, LetterField, LetterKind, Wording

AGENCY = LetterField("agency", "Nama instansi", "Kementerian Contoh Pembangunan Kepulauan")
VACANCY = LetterField("vacancy", "Nama jabatan", "Direktur Perencanaan Contoh")
UNIT = LetterField("unit", "Unit kerja", "Direktorat Jenderal Contoh")
LEVEL = LetterField("level", "Tingkat jabatan", "JPT Pratama")
REFERENCE = LetterField("reference", "Nomor acuan lowongan", "JPT-2026-00001")
CITY = LetterField("city", "Kota instansi", "Jakarta")
DATE = LetterField("date", "Tanggal surat", "4 Desember 2026")
NAME = LetterField("name", "Nama penerima", "Siti Contoh Aminah", is_correctable=True)
NIP = LetterField("nip", "NIP penerima", "198205172006012001")
EMPLOYER = LetterField("employer", "Instansi asal penerima", "Badan Contoh Statistik Wilayah", is_correctable=True)
QUOTA = LetterField("quota", "Banyak formasi", "2")

HEADING = (AGENCY, VACANCY, UNIT, LEVEL, REFERENCE, CITY, QUOTA)
HEADING_SAMPLE = {"address": "Jalan Contoh Bahari Nomor 1, Jakarta"}

EXAM_SAMPLE = {
    "session": "Sesi 1", "place": "Laboratorium Contoh", "starts": "Jumat, 4 Desember 2026 pukul 09.30 WIB",
    "seal": None,
    "signer": "Rini Contoh Wulandari", "duty": "Sekretariat",
}  # fmt: skip

KINDS: tuple[LetterKind, ...] = (
    LetterKind(
        "UNDANGAN",
        "Undangan",
        "pdf/talent/invitation.html",
        (
            AGENCY, LetterField("place", "Kota instansi", "Jakarta"), DATE, NAME,
            LetterField("post", "Jabatan penerima", "Kepala Bagian Contoh", is_correctable=True), EMPLOYER, VACANCY, UNIT, LEVEL,
            QUOTA, LetterField("location", "Lokasi jabatan", "Jakarta"), REFERENCE,
            LetterField("deadline", "Waktu pendaftaran ditutup", "Jumat, 4 Desember 2026 pukul 23.59 WIB"),
        ),
        Wording(
            "Undangan mengikuti seleksi terbuka",
            "{{agency}} membuka seleksi terbuka untuk jabatan berikut.",
            "Menurut data kepegawaian, Saudara memenuhi syaratnya. Karena itu kami mengundang Saudara untuk melamar.",
        ),
        sample={
            "agency_address": "Jalan Contoh Bahari Nomor 1, Jakarta", "message": "", "sender": "Rini Contoh Wulandari",
            "link": "https://karier.example/undangan/", "vacancy_link": "https://karier.example/lowongan/",
        },
    ),
    LetterKind(
        "TANDA_TERIMA",
        "Tanda terima",
        "pdf/vacancies/receipt.html",
        (
            LetterField("receipt_number", "Nomor tanda terima", "ASN-1234-5678-9"), NAME, NIP, EMPLOYER,
            LetterField("position_title", "Nama jabatan", "Direktur Perencanaan Contoh"), UNIT, AGENCY, CITY, LEVEL, REFERENCE,
            LetterField("closes", "Waktu pendaftaran ditutup", "Jumat, 4 Desember 2026 pukul 23.59 WIB"),
        ),
        Wording(
            "Tanda terima lamaran",
            "Portal ASN Karier menerangkan bahwa lamaran berikut sudah diterima.",
            "Setelah pendaftaran ditutup, sekretariat memeriksa berkas semua pelamar. Hasil seleksi administrasi diumumkan di "
            "portal dan disampaikan lewat surel. Simpan tanda terima ini sebagai bukti bahwa lamaran sudah terkirim.",
        ),
        sample={
            "submitted_at": "2026-12-01T03:12:00+00:00", "zone": "WIB", "snapshot_sha256": "0f" * 32,
            "documents": [{"label": "Surat lamaran", "name": "lamaran.pdf", "sha256": "a1" * 32}],
        },
    ),
    LetterKind(
        "PENGUMUMAN",
        "Pengumuman tahap",
        "pdf/selection/announcement.html",
        (*HEADING, DATE, LetterField("stage", "Nama tahap", "seleksi administrasi")),
        Wording(
            "Pengumuman hasil {{stage}}",
            "Berdasarkan hasil {{stage}} untuk pengisian {{level}} {{vacancy}}, {{unit}}, nomor acuan {{reference}}, "
            "diumumkan hal-hal berikut.",
            "Keputusan pada tahap ini berlaku sejak diumumkan di portal. Pengumuman ini tidak dipungut biaya.",
        ),
        is_personal=False,
        sample={
            **HEADING_SAMPLE, "duty": "Panitia seleksi", "signer": "",
            "summary": "Dari 9 pelamar, 7 memenuhi syarat dan menjadi peserta seleksi.",
            "columns": ["Nama", "Instansi asal", "Hasil"],
            "rows": [["Siti Contoh Aminah", "Badan Contoh Statistik Wilayah", "Memenuhi syarat"]],
        },
    ),
    LetterKind(
        "SANGGAHAN",
        "Jawaban sanggahan",
        "pdf/selection/objection.html",
        (
            *HEADING, DATE, NAME, NIP, LetterField("position", "Jabatan penerima", "Kepala Bagian Contoh", is_correctable=True),
            EMPLOYER, LetterField("filed_on", "Tanggal sanggahan", "1 Desember 2026"),
            LetterField("outcome", "Isi jawaban", "dikabulkan"),
        ),
        Wording(
            "Jawaban sanggahan hasil seleksi administrasi",
            "Sanggahan Saudara tanggal {{filed_on}} atas hasil seleksi administrasi jabatan {{vacancy}}, {{unit}}, {{agency}} "
            "(nomor acuan {{reference}}), sudah diperiksa oleh orang yang tidak memeriksa berkas Saudara sebelumnya.",
            "Jawaban ini disampaikan juga di halaman lamaran Saudara.",
        ),
        sample={
            **HEADING_SAMPLE, "lines": [{"label": "Ijazah", "reason": "Dokumen tidak terbaca."}], "is_granted": True,
            "answer": "Ijazah yang dikirim terbaca seluruhnya dan sesuai dengan syarat.", "participant": "008",
            "duty": "Sekretariat", "signer": "Rini Contoh Wulandari",
        },
    ),
    LetterKind(
        "BERITA_ACARA",
        "Berita acara",
        "pdf/selection/minutes.html",
        (
            *HEADING, LetterField("held_on", "Waktu rapat", "Jumat, 4 Desember 2026 pukul 10.00 WIB"),
            LetterField("place", "Tempat rapat", "Ruang Rapat Contoh"),
        ),
        Wording(
            "Berita acara penetapan peringkat",
            "Panitia seleksi terbuka dengan nomor acuan {{reference}} untuk pengisian {{level}} dengan {{quota}} formasi telah "
            "mengadakan rapat pada {{held_on}} di {{place}}, dan dengan ini mencatat hal-hal berikut.",
            "",
        ),
        is_personal=False,
        is_office=False,
        sample={
            **HEADING_SAMPLE, "date": "4 Desember 2026", "duty": "Ketua pansel", "signer": "Budi Contoh Santoso",
            "signed_on": "4 Desember 2026 pukul 14.00 WIB", "preparer": "Rini Contoh Wulandari", "preparer_duty": "Sekretariat",
            "minutes_version": 1, "digest": "c3" * 32, "sha256": "d4" * 32, "seal": None,
            "present": [{"name": "Budi Contoh Santoso", "seat": "Ketua"}], "missing": [], "applied": 9, "participants": 7,
            "lines": [], "away": [], "recusals": [], "version": 1, "ranked_on": "3 Desember 2026", "components": [],
            "ranked": 7, "unranked": 0, "calibration_acts": [], "spread": [],
            "tie_order": ["nilai asesmen"], "cut": 6, "again": "", "flags": [], "shortfall": None, "ties": [], "calibration": [],
            "corrections": [],
        },
    ),
    LetterKind(
        "BERITA_ACARA_UJIAN",
        "Berita acara ujian",
        "pdf/selection/exam_minutes.html",
        (*HEADING, DATE),
        Wording("Berita acara ujian berbantuan komputer", "", ""),
        is_personal=False,
        is_office=False,
        worded_by=BY_NOBODY,
        sample={
            **HEADING_SAMPLE, **EXAM_SAMPLE, "exam": "Tes wawasan", "minutes": 90,
            "ends": "Jumat, 4 Desember 2026 pukul 11.00 WIB",
            "units": 60, "paper_sha256": "b2" * 32, "counts": [["Peserta terjadwal", 9]], "absent": "", "results": [],
            "incidents": [], "results_sha256": "c3" * 32,
        },
    ),
    LetterKind(
        "BERITA_ACARA_PEMBATALAN",
        "Berita acara pembatalan hasil ujian",
        "pdf/selection/exam_annulment.html",
        (*HEADING, DATE),
        Wording("Berita acara pembatalan hasil ujian", "", ""),
        is_office=False,
        worded_by=BY_NOBODY,
        sample={
            **HEADING_SAMPLE, **EXAM_SAMPLE, "number": "04", "value": "72,50", "points": 29, "most": 40,
            "answers_sha256": "d4" * 32,
            "reason": "Peserta memakai alat bantu.", "note": "", "proposed_by": "Rini Contoh Wulandari",
            "proposed_at": "Jumat, 4 Desember 2026 pukul 12.00 WIB",
        },
    ),
    LetterKind(
        "REKOMENDASI",
        "Rekomendasi",
        "pdf/approvals/recommendation.html",
        (
            AGENCY, LetterField("request", "Hal yang diperiksa", "hasil seleksi Direktur Perencanaan Contoh"), DATE,
            LetterField("recipient", "Penerima", "Pejabat Pembina Kepegawaian Kementerian Contoh"),
        ),
        Wording(
            "Rekomendasi atas {{request}}",
            "Sesudah memeriksa {{request}} yang diajukan {{agency}}, kami menyampaikan hasil pengawasan berikut.",
            "Rekomendasi ini disampaikan untuk dilaksanakan sesuai ketentuan.",
        ),
        is_office=False,
        worded_by=WASDAL_REGISTER,
        sample={
            "issuer": "Wasdal BKN", "verdict": "Direkomendasikan", "consequence": "", "note": "", "duty": "Wasdal BKN",
            "signer": "Dewi Contoh Lestari", "round": 1, "digest": "c3" * 32,
        },
    ),
    LetterKind(
        "PENETAPAN",
        "Penetapan",
        "pdf/selection/determination.html",
        (*HEADING, DATE, LetterField("ranking_version", "Versi peringkat", "1")),
        Wording(
            "Penetapan hasil seleksi",
            "Berdasarkan seleksi terbuka dengan nomor acuan {{reference}} untuk pengisian {{level}} pada {{unit}}, {{agency}}, "
            "dengan {{quota}} formasi, dan setelah memperhatikan:",
            "",
        ),
        is_personal=False,
        is_office=False,
        sample={
            **HEADING_SAMPLE, "issuer": "Kementerian Contoh Pembangunan Kepulauan", "sha256": "d4" * 32, "seats": [], "basis": [],
            "signer": "Dewi Contoh Lestari", "duty": "PPK Kementerian Contoh",
        },
    ),
    LetterKind(
        "INSIDEN",
        "Pemberitahuan insiden data pribadi",
        "pdf/privacy/breach.html",
        (DATE,),
        Wording(
            "Pemberitahuan kegagalan pelindungan data pribadi",
            "Sesuai pasal 46 Undang-Undang Nomor 27 Tahun 2022 kami memberitahukan kegagalan pelindungan data pribadi berikut.",
            "Orang yang terdampak diberi tahu bersamaan dengan surat ini.",
        ),
        is_office=False,
        worded_by=BY_NOBODY,
        sample={
            "is_drill": False, "title": "Akun admin instansi disalahgunakan", "found": "Jumat, 4 Desember 2026 pukul 10.00 WIB",
            "span": "belum diketahui", "kinds": ["surel dan nomor telepon"], "cause": "Kata sandi dipakai ulang.",
            "handling": "Akun ditutup dan semua sesinya diakhiri.", "people": 12, "contact": "pdp@contoh.example",
            "signer": "Maria Contoh Goreti",
        },
    ),
    LetterKind(
        "HASIL",
        "Hasil peserta",
        "pdf/selection/result.html",
        (
            *HEADING, DATE, NAME, NIP, LetterField("position", "Jabatan penerima", "Kepala Bagian Contoh", is_correctable=True),
            EMPLOYER, LetterField("participant", "Nomor peserta", "04"),
            LetterField("determination_number", "Nomor penetapan", "007/TAP/CONTOH/2026"),
            LetterField("determined_on", "Tanggal penetapan", "3 Desember 2026"),
        ),
        Wording(
            "Pemberitahuan hasil seleksi",
            "Bersama ini disampaikan hasil seleksi terbuka jabatan {{vacancy}}, {{unit}}, {{agency}} "
            "(nomor acuan {{reference}}), yang Saudara ikuti dengan nomor peserta {{participant}}.",
            "Atas keikutsertaan Saudara kami ucapkan terima kasih.",
        ),
        sample={
            **HEADING_SAMPLE, "selected": False, "absent": False, "scores": [], "total": "87,42", "rank": 4, "is_unranked": False,
        },
    ),
)  # fmt: skip
