"""The one status line an applicant reads, derived from the state of the application and of the vacancy.

Nothing that is not announced may be inferred from it: while documents are being verified, passed and failed read the
same; from scoring until the announcement everybody who takes part reads the same, whatever the ranking says
(docs/product.md section 2 rows 5 and 15, section 7).
"""

from dataclasses import dataclass

from vacancies.rules.lifecycle import APPLICATION_TEXTS, VACANCY_LABELS

_HIDDEN_RESULT = frozenset({"CANDIDATE", "SHORTLISTED", "NOT_SHORTLISTED", "SELECTED", "NOT_SELECTED"})
_VERIFIED_IN_SECRET = frozenset({"SUBMITTED", "PASSED", "FAILED"})
_REGISTERING = frozenset({"PUBLISHED", "OPEN"})
_SELECTING = frozenset({"SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED"})
_WITHDRAWABLE_DURING = frozenset({"OPEN", "VERIFICATION", "SCORING", "RANKED", "RESULT_REVIEW"})
_WITHDRAWABLE_FROM = frozenset({"SUBMITTED", "PASSED", "FAILED", "CANDIDATE", "SHORTLISTED", "NOT_SHORTLISTED"})


@dataclass(frozen=True)
class StatusLine:
    """What the applicant's page shows.

    Args:
        title: the tag, a few words.
        sentence: what this means.
        holder: who has the file now; "" when nobody needs to act.
        tone: one of vacancies.rules.lifecycle.TONES.
        can_still_change: what can still change, by whom, until when.
    """

    title: str
    sentence: str
    holder: str
    tone: str
    can_still_change: str


_MAY_WITHDRAW = "Anda dapat mengundurkan diri sampai hasil ditetapkan."
_FINAL = "Hanya keputusan penetapan baru yang dapat mengubahnya."
_ENDED = "Tidak ada lagi yang dapat berubah."

_IN_PROCESS = {
    "OPEN": StatusLine(
        "Terkirim",
        "Lamaran Anda sudah kami terima. Pemeriksaan berkas dimulai setelah pendaftaran ditutup.",
        "Sekretariat pansel",
        "info",
        "Anda dapat menarik lamaran, lalu memperbaiki dan mengirimnya lagi selama pendaftaran dibuka.",
    ),
    "VERIFICATION": StatusLine(
        "Berkas diperiksa",
        "Pendaftaran sudah ditutup. Sekretariat sedang memeriksa berkas semua pelamar.",
        "Sekretariat pansel",
        "wait",
        "Sekretariat masih memeriksa; Anda dapat mengundurkan diri.",
    ),
    "SCORING": StatusLine(
        "Peserta seleksi",
        "Anda lolos administrasi dan menjadi peserta seleksi. Panitia sedang menilai semua peserta.",
        "Panitia seleksi",
        "info",
        _MAY_WITHDRAW,
    ),
    "RANKED": StatusLine(
        "Menunggu pengumuman",
        "Penilaian sudah selesai. Panitia sedang menyiapkan hasil untuk diperiksa pejabat berwenang.",
        "Ketua pansel",
        "wait",
        _MAY_WITHDRAW,
    ),
    "RESULT_REVIEW": StatusLine(
        "Menunggu pengumuman",
        "Hasil seleksi sedang diperiksa oleh pejabat berwenang.",
        "Pejabat penyetuju hasil",
        "wait",
        _MAY_WITHDRAW,
    ),
    "DETERMINED": StatusLine(
        "Menunggu pengumuman",
        "Hasil akhir sudah ditetapkan dan akan segera diumumkan kepada semua peserta.",
        "Admin instansi",
        "wait",
        _ENDED,
    ),
}
_SELECTED = StatusLine("Terpilih", "Selamat, Anda ditetapkan untuk mengisi jabatan ini.", "", "good", _FINAL)
_NOT_SELECTED = StatusLine(
    "Belum terpilih",
    "Hasil sudah diumumkan dan Anda belum terpilih untuk jabatan ini. Nilai Anda dapat dilihat di halaman ini.",
    "",
    "neutral",
    _FINAL,
)
_FAILED = StatusLine(
    "Tidak lolos administrasi",
    "Berkas Anda tidak memenuhi syarat lowongan ini. Alasannya tercantum di halaman ini.",
    "",
    "stop",
    _ENDED,
)
_ABSENT = StatusLine(
    "Tidak hadir",
    "Panitia mencatat Anda tidak hadir pada tahap penilaian.",
    "",
    "stop",
    "Panitia dapat mencabut catatan ini sampai peringkat disusun; hubungi sekretariat bila keliru.",
)
_CANCELLED = StatusLine("Lowongan dibatalkan", "Instansi membatalkan lowongan ini. Lamaran Anda tidak diproses lagi.",
                        "", "stop", _ENDED)  # fmt: skip
_VACANCY_FAILED = StatusLine(
    "Seleksi tidak dilanjutkan",
    "Pelamar tidak cukup, jadi seleksi untuk jabatan ini tidak dilanjutkan.",
    "",
    "stop",
    _ENDED,
)


def applicant_status(application_state: str, vacancy_state: str, *, reviewing_role: str = "") -> StatusLine:
    """The status line for the applicant's own page.

    Args:
        application_state: state of the application.
        vacancy_state: state of its vacancy.
        reviewing_role: label of the role whose approval step is open ("PyB", "PPK", ...); only used while the
            result is under review.

    Raises:
        KeyError: an unknown state.
    """
    APPLICATION_TEXTS[application_state], VACANCY_LABELS[vacancy_state]
    if application_state in ("DRAFT", "EXPIRED", "WITHDRAWN"):
        return _not_in_process(application_state, vacancy_state)
    if vacancy_state == "CANCELLED":
        return _CANCELLED
    if application_state == "FAILED" and vacancy_state not in ("OPEN", "VERIFICATION"):
        return _FAILED
    if vacancy_state == "FAILED":
        return _VACANCY_FAILED
    if application_state == "ABSENT":
        return _ABSENT
    if vacancy_state == "ANNOUNCED":
        return _SELECTED if application_state == "SELECTED" else _NOT_SELECTED
    if application_state == "SUBMITTED" and vacancy_state in _SELECTING:
        return _IN_PROCESS["VERIFICATION"]
    line = _IN_PROCESS.get(vacancy_state, _IN_PROCESS["OPEN"])
    if vacancy_state == "RESULT_REVIEW" and reviewing_role:
        return StatusLine(
            line.title,
            f"Hasil seleksi sedang diperiksa oleh {reviewing_role}.",
            reviewing_role,
            line.tone,
            line.can_still_change,
        )
    return line


def withdrawal_refusal(application_state: str, vacancy_state: str) -> str | None:
    """Why the applicant may not withdraw now, or None. The answer never depends on an unannounced decision."""
    if application_state == "DRAFT":
        return "Draf belum terkirim, jadi tidak perlu ditarik; Anda dapat menghapusnya."
    if vacancy_state in ("DETERMINED", "ANNOUNCED"):
        return "Hasil sudah ditetapkan, jadi lamaran tidak dapat ditarik lagi."
    if vacancy_state not in _WITHDRAWABLE_DURING:
        return "Proses lowongan ini sudah berakhir, jadi lamaran tidak perlu ditarik."
    if application_state == "FAILED" and vacancy_state not in ("OPEN", "VERIFICATION"):
        return "Lamaran ini tidak lolos administrasi, jadi tidak perlu ditarik."
    if application_state not in _WITHDRAWABLE_FROM:
        label = APPLICATION_TEXTS[application_state].applicant
        return f"Lamaran dengan status “{label}” tidak dapat ditarik."
    return None


def _not_in_process(application_state: str, vacancy_state: str) -> StatusLine:
    text = APPLICATION_TEXTS[application_state]
    is_open = vacancy_state in _REGISTERING
    if application_state == "WITHDRAWN":
        return StatusLine(
            text.applicant,
            "Lamaran ini Anda tarik dan tidak diproses lagi.",
            "",
            text.tone,
            "Anda dapat membukanya kembali sebagai draf selama pendaftaran dibuka." if is_open else _ENDED,
        )
    if is_open and application_state == "DRAFT":
        return StatusLine(
            text.applicant,
            "Lamaran ini belum terkirim dan belum dihitung. Lengkapi, periksa, lalu kirim sebelum pendaftaran ditutup.",
            "Anda",
            text.tone,
            "Anda dapat mengubah, mengirim, atau menghapusnya sampai pendaftaran ditutup.",
        )
    return StatusLine(
        "Draf tidak terkirim",
        "Pendaftaran sudah ditutup sebelum lamaran ini dikirim, jadi lamaran ini tidak diproses.",
        "",
        "stop",
        "Draf dapat dikirim lagi bila pendaftaran diperpanjang." if vacancy_state == "VERIFICATION" else _ENDED,
    )
