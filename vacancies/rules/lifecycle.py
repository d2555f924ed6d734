"""The lives of a vacancy and of an application, as two literal tables, and what each side may read of them.

Source: docs/product.md section 7 (two label sets for one state), docs/domain.md sections 4, 5 and 8.10.
"""

from dataclasses import dataclass

from core.lifecycle import Lifecycle, Transition

VACANCY_LABELS = {
    "DRAFT": "Draf rencana",
    "PLAN_REVIEW": "Rencana menunggu persetujuan",
    "PLAN_RETURNED": "Rencana dikembalikan",
    "PLAN_REJECTED": "Rencana ditolak",
    "APPROVED": "Rencana disetujui",
    "PUBLISHED": "Terjadwal",
    "OPEN": "Pendaftaran dibuka",
    "VERIFICATION": "Verifikasi administrasi",
    "SCORING": "Penilaian",
    "RANKED": "Peringkat tersusun",
    "RESULT_REVIEW": "Hasil menunggu persetujuan",
    "DETERMINED": "Hasil ditetapkan",
    "ANNOUNCED": "Diumumkan",
    "CANCELLED": "Dibatalkan",
    "FAILED": "Gagal karena kurang pelamar",
}

VACANCY = Lifecycle(
    "lowongan",
    VACANCY_LABELS,
    (
        Transition("submit_plan", ("DRAFT", "PLAN_RETURNED"), "PLAN_REVIEW", "Ajukan rencana"),
        Transition("withdraw_plan", ("PLAN_REVIEW",), "DRAFT", "Tarik rencana"),
        Transition("return_plan", ("PLAN_REVIEW",), "PLAN_RETURNED", "Kembalikan rencana"),
        Transition("reject_plan", ("PLAN_REVIEW",), "PLAN_REJECTED", "Tolak rencana"),
        Transition("approve_plan", ("PLAN_REVIEW",), "APPROVED", "Setujui rencana"),
        Transition("revise_plan", ("PLAN_REJECTED",), "DRAFT", "Susun ulang rencana"),
        Transition("publish", ("APPROVED",), "PUBLISHED", "Terbitkan lowongan"),
        Transition("open", ("PUBLISHED",), "OPEN", "Buka pendaftaran"),
        Transition("extend", ("OPEN",), "OPEN", "Perpanjang pendaftaran"),
        Transition("close", ("OPEN",), "VERIFICATION", "Tutup pendaftaran"),
        Transition("reopen", ("VERIFICATION",), "OPEN", "Perpanjang setelah penutupan"),
        Transition("start_scoring", ("VERIFICATION",), "SCORING", "Mulai penilaian"),
        Transition("fail", ("VERIFICATION",), "FAILED", "Nyatakan gagal"),
        Transition("rank", ("SCORING", "RANKED"), "RANKED", "Susun peringkat"),
        Transition("submit_result", ("RANKED",), "RESULT_REVIEW", "Ajukan hasil"),
        Transition("withdraw_result", ("RESULT_REVIEW",), "RANKED", "Tarik hasil"),
        Transition("return_result", ("RESULT_REVIEW",), "RANKED", "Kembalikan hasil"),
        Transition("reject_result", ("RESULT_REVIEW",), "RANKED", "Tolak hasil"),
        Transition("determine", ("RESULT_REVIEW",), "DETERMINED", "Tetapkan hasil"),
        Transition("announce", ("DETERMINED",), "ANNOUNCED", "Umumkan hasil"),
        # A request that runs must be withdrawn first, so no chain ever decides on a cancelled vacancy.
        Transition(
            "cancel",
            ("PLAN_RETURNED", "PLAN_REJECTED", "APPROVED", "PUBLISHED", "OPEN", "VERIFICATION", "SCORING", "RANKED"),
            "CANCELLED",
            "Batalkan lowongan",
        ),
    ),
)

# What a visitor without an account reads. A state that is not here is invisible to the public.
PUBLIC_LABELS = {
    "PUBLISHED": "Segera dibuka",
    "OPEN": "Pendaftaran dibuka",
    "VERIFICATION": "Verifikasi administrasi",
    "SCORING": "Seleksi berlangsung",
    "RANKED": "Menunggu pengumuman",
    "RESULT_REVIEW": "Menunggu pengumuman",
    "DETERMINED": "Menunggu pengumuman",
    "ANNOUNCED": "Hasil diumumkan",
    "CANCELLED": "Dibatalkan",
    "FAILED": "Tidak dilanjutkan karena kurang pelamar",
}
PUBLIC_STATES = frozenset(PUBLIC_LABELS)

# A vacancy that is cancelled before publication stays out of public sight; the caller checks that it was published.
HOLDERS = {
    "DRAFT": "Admin instansi",
    "PLAN_REVIEW": "Pejabat penyetuju rencana",
    "PLAN_RETURNED": "Admin instansi",
    "PLAN_REJECTED": "Admin instansi",
    "APPROVED": "Admin instansi",
    "PUBLISHED": "Admin instansi",
    "OPEN": "Admin instansi",
    "VERIFICATION": "Sekretariat pansel",
    "SCORING": "Panitia seleksi",
    "RANKED": "Ketua pansel",
    "RESULT_REVIEW": "Pejabat penyetuju hasil",
    "DETERMINED": "Admin instansi",
    "ANNOUNCED": "Selesai",
    "CANCELLED": "Selesai",
    "FAILED": "Selesai",
}

TONES = ("neutral", "info", "wait", "good", "stop")


@dataclass(frozen=True)
class StateText:
    """How one application state is written. `tone` colours the officer's tag and is one of TONES."""

    officer: str
    applicant: str
    tone: str
    can_still_change: str


APPLICATION_TEXTS = {
    "DRAFT": StateText(
        "Draf",
        "Draf – belum terkirim",
        "neutral",
        "Pelamar dapat mengubah dan mengirimnya sampai pendaftaran ditutup.",
    ),
    "SUBMITTED": StateText(
        "Menunggu verifikasi",
        "Terkirim",
        "wait",
        "Sekretariat memeriksa berkas; pelamar dapat menariknya.",
    ),
    "NEEDS_DOCUMENT": StateText(
        "Menunggu pelamar",
        "Perlu tindakan Anda",
        "wait",
        "Pelamar mengunggah dokumen yang diminta sampai batas waktunya; sekretariat dapat mencabut permintaan.",
    ),
    "PASSED": StateText(
        "Memenuhi syarat",
        "Lolos administrasi",
        "good",
        "Sekretariat dapat memperbaiki hasil sampai penilaian dimulai.",
    ),
    "FAILED": StateText(
        "Tidak memenuhi syarat",
        "Tidak lolos administrasi",
        "neutral",
        "Sekretariat dapat memperbaiki hasil sampai penilaian dimulai.",
    ),
    "CANDIDATE": StateText(
        "Peserta seleksi",
        "Peserta seleksi",
        "info",
        "Nilai dan kehadiran dicatat panitia sampai peringkat disusun; peserta dapat mengundurkan diri.",
    ),
    "SHORTLISTED": StateText(
        "Masuk daftar pendek",
        "Menunggu pengumuman",
        "good",
        "Panitia dapat menyusun ulang peringkat sampai hasil ditetapkan.",
    ),
    "NOT_SHORTLISTED": StateText(
        "Di luar daftar pendek",
        "Menunggu pengumuman",
        "neutral",
        "Panitia dapat menyusun ulang peringkat sampai hasil ditetapkan.",
    ),
    "SELECTED": StateText("Terpilih", "Terpilih", "good", "Hanya keputusan penetapan baru yang dapat mengubahnya."),
    "NOT_SELECTED": StateText(
        "Tidak terpilih",
        "Belum terpilih",
        "neutral",
        "Hanya keputusan penetapan baru yang dapat mengubahnya.",
    ),
    "ABSENT": StateText(
        "Tidak hadir",
        "Tidak hadir",
        "neutral",
        "Panitia dapat mencabut catatan ini sampai peringkat disusun.",
    ),
    "WITHDRAWN": StateText(
        "Mengundurkan diri",
        "Anda mengundurkan diri",
        "neutral",
        "Pelamar dapat membukanya kembali sebagai draf selama pendaftaran dibuka.",
    ),
    "EXPIRED": StateText(
        "Draf kedaluwarsa",
        "Draf tidak terkirim",
        "neutral",
        "Draf dibuka lagi bila pendaftaran diperpanjang.",
    ),
}
OFFICER_LABELS = {state: text.officer for state, text in APPLICATION_TEXTS.items()}
APPLICANT_LABELS = {state: text.applicant for state, text in APPLICATION_TEXTS.items()}

# Withdrawing is possible from both sides of every hidden decision (PASSED and FAILED, SHORTLISTED and not):
# otherwise a missing button would tell the applicant what is not announced yet.
APPLICATION = Lifecycle(
    "lamaran",
    OFFICER_LABELS,
    (
        Transition("submit", ("DRAFT",), "SUBMITTED", "Kirim lamaran"),
        Transition(
            "withdraw",
            ("SUBMITTED", "NEEDS_DOCUMENT", "PASSED", "FAILED", "CANDIDATE", "SHORTLISTED", "NOT_SHORTLISTED"),
            "WITHDRAWN",
            "Tarik lamaran",
        ),
        Transition("reopen_draft", ("WITHDRAWN",), "DRAFT", "Buka kembali sebagai draf"),
        Transition("expire", ("DRAFT",), "EXPIRED", "Tandai kedaluwarsa"),
        Transition("revive", ("EXPIRED",), "DRAFT", "Hidupkan kembali draf"),
        Transition("ask_document", ("SUBMITTED",), "NEEDS_DOCUMENT", "Minta dokumen susulan"),
        Transition("hand_in_document", ("NEEDS_DOCUMENT",), "SUBMITTED", "Terima dokumen susulan"),
        Transition("end_request", ("NEEDS_DOCUMENT",), "SUBMITTED", "Akhiri permintaan dokumen"),
        Transition("pass_verification", ("SUBMITTED", "FAILED"), "PASSED", "Nyatakan memenuhi syarat"),
        Transition("fail_verification", ("SUBMITTED", "PASSED"), "FAILED", "Nyatakan tidak memenuhi syarat"),
        Transition("enter_selection", ("PASSED",), "CANDIDATE", "Jadikan peserta seleksi"),
        Transition("mark_absent", ("CANDIDATE",), "ABSENT", "Catat tidak hadir"),
        Transition("return_present", ("ABSENT",), "CANDIDATE", "Cabut catatan tidak hadir"),
        Transition("shortlist", ("CANDIDATE", "NOT_SHORTLISTED"), "SHORTLISTED", "Masukkan ke daftar pendek"),
        Transition("leave_out", ("CANDIDATE", "SHORTLISTED"), "NOT_SHORTLISTED", "Tempatkan di luar daftar pendek"),
        Transition("select", ("SHORTLISTED",), "SELECTED", "Tetapkan sebagai terpilih"),
        Transition("not_select", ("SHORTLISTED", "NOT_SHORTLISTED"), "NOT_SELECTED", "Catat tidak terpilih"),
    ),
)

# Counted for the limit of four: sent and not withdrawn (product.md decision 2). Drafts never count.
COUNTED_AS_SUBMITTED = frozenset(APPLICATION_TEXTS) - {"DRAFT", "EXPIRED", "WITHDRAWN"}
