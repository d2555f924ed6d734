"""The one status line an applicant reads, derived from the state of the application and of the vacancy.

Nothing that is not announced may be inferred from it: while documents are being verified, passed and failed read the
same; from scoring until the announcement everybody who takes part reads the same, whatever the ranking says
(docs/product.md section 2 rows 5 and 15, section 7).
"""

from dataclasses import dataclass

from vacancies.rules.lifecycle import APPLICATION, APPLICATION_TEXTS, VACANCY_LABELS

_REGISTERING = frozenset({"PUBLISHED", "OPEN"})
_SELECTING = frozenset({"SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED"})
_WITHDRAWABLE_DURING = frozenset({"OPEN", "VERIFICATION", "SCORING", "RANKED", "RESULT_REVIEW"})
_WITHDRAWABLE_FROM = frozenset(APPLICATION.sources("withdraw"))
_VERIFYING = frozenset({"OPEN", "VERIFICATION"})


@dataclass(frozen=True)
class Change:
    """One thing that can still change: what, by whom, until when (docs/product.md section 2 row 14)."""

    what: str
    who: str
    until: str


@dataclass(frozen=True)
class Horizon:
    """Dates of one vacancy in words, "" where none is set.

    Args:
        closes: end of registration; administration, ranking, result: planned ends of those stages.
        due: end of an open request for a document.
    """

    closes: str = ""
    administration: str = ""
    ranking: str = ""
    result: str = ""
    due: str = ""


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
_NEEDS_DOCUMENT = StatusLine(
    "Perlu tindakan Anda",
    "Sekretariat meminta satu dokumen lagi. Unggah sebelum batas waktunya supaya pemeriksaan berkas dapat diteruskan.",
    "Anda",
    "wait",
    "Anda dapat mengunggah dokumen sampai batas waktunya; sekretariat dapat mencabut permintaan.",
)
_SELECTED = StatusLine("Terpilih", "Selamat, Anda ditetapkan untuk mengisi jabatan ini.", "", "good", _FINAL)
_NOT_SELECTED = StatusLine(
    "Belum terpilih",
    "Hasil sudah diumumkan dan Anda belum terpilih untuk jabatan ini.",
    "",
    "neutral",
    _FINAL,
)
_FAILED = StatusLine(
    "Tidak lolos administrasi",
    "Berkas Anda tidak memenuhi syarat lowongan ini.",
    "",
    "neutral",
    _ENDED,
)
_ABSENT = StatusLine(
    "Tidak hadir",
    "Panitia mencatat Anda tidak hadir pada tahap penilaian.",
    "",
    "neutral",
    "Panitia dapat mencabut catatan ini sampai peringkat disusun; hubungi sekretariat bila keliru.",
)
_CANCELLED = StatusLine("Lowongan dibatalkan", "Instansi membatalkan lowongan ini. Lamaran Anda tidak diproses lagi.",
                        "", "neutral", _ENDED)  # fmt: skip
_VACANCY_FAILED = StatusLine(
    "Seleksi tidak dilanjutkan",
    "Pelamar tidak cukup, jadi seleksi untuk jabatan ini tidak dilanjutkan.",
    "",
    "neutral",
    _ENDED,
)


def applicant_status(application_state: str, vacancy_state: str, *, reviewing_role: str = "") -> StatusLine:
    """The status line for the applicant's own page.

    Args:
        application_state: state of the application.
        vacancy_state: state of its vacancy.
        reviewing_role: label of the role whose approval step is open ("PyB", "PPK", ...); only used while the
            result is under review, and while it is judged whether a selection with few applicants goes on.

    Raises:
        KeyError: an unknown state.
    """
    APPLICATION_TEXTS[application_state], VACANCY_LABELS[vacancy_state]
    if application_state in ("DRAFT", "EXPIRED", "WITHDRAWN"):
        return _not_in_process(application_state, vacancy_state)
    if vacancy_state == "CANCELLED":
        return _CANCELLED
    if application_state == "FAILED" and vacancy_state not in _VERIFYING:
        return _FAILED
    if vacancy_state == "FAILED":
        return _VACANCY_FAILED
    if application_state == "ABSENT":
        return _ABSENT
    if vacancy_state == "ANNOUNCED":
        return _SELECTED if application_state == "SELECTED" else _NOT_SELECTED
    if application_state == "NEEDS_DOCUMENT" and vacancy_state in _VERIFYING:
        return _NEEDS_DOCUMENT
    if application_state in ("SUBMITTED", "NEEDS_DOCUMENT") and vacancy_state in _SELECTING:
        return _IN_PROCESS["VERIFICATION"]
    line = _IN_PROCESS.get(vacancy_state, _IN_PROCESS["OPEN"])
    if vacancy_state == "VERIFICATION" and reviewing_role:
        return StatusLine(
            line.title,
            f"Pelamar kurang dari batas, jadi {reviewing_role} sedang memutus apakah seleksi ini dilanjutkan.",
            reviewing_role,
            line.tone,
            line.can_still_change,
        )
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
    if application_state == "FAILED" and vacancy_state not in _VERIFYING:
        return "Lamaran ini tidak lolos administrasi, jadi tidak perlu ditarik."
    if application_state not in _WITHDRAWABLE_FROM:
        label = APPLICATION_TEXTS[application_state].applicant
        return f"Lamaran dengan status “{label}” tidak dapat ditarik."
    return None


def changes_left(application_state: str, vacancy_state: str, horizon: Horizon) -> tuple[Change, ...]:
    """What can still change, by whom, until when; () when nothing can. Tells no unannounced decision.

    Raises:
        KeyError: an unknown state.
    """
    line = applicant_status(application_state, vacancy_state)
    closes = f"Sampai {horizon.closes}" if horizon.closes else "Sampai pendaftaran ditutup"
    if application_state in ("DRAFT", "EXPIRED", "WITHDRAWN"):
        return _changes_outside(application_state, vacancy_state, closes)
    changes: list[Change] = []
    if line is _NEEDS_DOCUMENT:
        due = f"Sampai {horizon.due}" if horizon.due else "Sampai batas waktunya"
        changes += [Change("Mengunggah dokumen yang diminta", "Anda", due), Change("Mencabut permintaan", _OFFICE, due)]
    if line is _ABSENT and vacancy_state == "SCORING":
        changes.append(Change("Mencabut catatan tidak hadir", "Panitia seleksi", _until("peringkat disusun", horizon.ranking)))
    elif line.title in _OPEN_OUTCOMES:
        what, who, end, stage = _OPEN_OUTCOMES[line.title]
        changes.append(Change(what, who, _until(end, getattr(horizon, stage))))
    elif line in (_SELECTED, _NOT_SELECTED):
        changes.append(Change("Hasil akhir", "Pejabat yang menetapkan", "Hanya dengan keputusan penetapan baru"))
    if withdrawal_refusal(application_state, vacancy_state) is None:
        if vacancy_state == "OPEN":
            changes.append(Change("Menarik lamaran, memperbaiki, lalu mengirimnya lagi", "Anda", closes))
        else:
            changes.append(Change("Mengundurkan diri", "Anda", _until("hasil ditetapkan", horizon.result)))
    return tuple(changes)


_OFFICE = "Sekretariat pansel"
# Title of the status line -> what is still open, who decides it, the event that ends it, its date in the horizon.
_OPEN_OUTCOMES = {
    "Berkas diperiksa": ("Hasil pemeriksaan berkas", _OFFICE, "hasil administrasi diumumkan", "administration"),
    "Peserta seleksi": ("Nilai dan kehadiran", "Panitia seleksi", "peringkat disusun", "ranking"),
}


def _until(event: str, planned: str) -> str:
    return f"Sampai {event}, direncanakan {planned}" if planned else f"Sampai {event}"


def _changes_outside(application_state: str, vacancy_state: str, closes: str) -> tuple[Change, ...]:
    if vacancy_state in _REGISTERING:
        what = "Mengubah, mengirim, atau menghapus draf" if application_state == "DRAFT" else "Membuka kembali sebagai draf"
        return (Change(what, "Anda", closes),)
    if application_state != "WITHDRAWN" and vacancy_state == "VERIFICATION":
        return (Change("Membuka kembali pendaftaran", "Admin instansi", "Selama aturan perpanjangan masih mengizinkan"),)
    return ()


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
        "neutral",
        "Draf dapat dikirim lagi bila pendaftaran diperpanjang." if vacancy_state == "VERIFICATION" else _ENDED,
    )
