"""The life of a question and of an exam session, as two literal tables (docs/domain.md 8.10, "Exam session").

What the clock alone decides (check-in open, running, over) is no state: it follows from the times of the session, see
`rules/timing.py`, so that no late task can open a test late or leave it open.
"""

from core.lifecycle import Lifecycle, Transition

QUESTION_LABELS = {
    "DRAFT": "Draf",
    "REVIEW": "Menunggu telaah",
    "RETURNED": "Dikembalikan",
    "APPROVED": "Siap dipakai",
    "RETIRED": "Tidak dipakai lagi",
}

QUESTION = Lifecycle(
    "soal",
    QUESTION_LABELS,
    (
        Transition("send_question", ("DRAFT", "RETURNED"), "REVIEW", "Kirim untuk ditelaah"),
        Transition("take_back_question", ("REVIEW",), "DRAFT", "Tarik dari telaah"),
        Transition("return_question", ("REVIEW",), "RETURNED", "Kembalikan soal"),
        Transition("approve_question", ("REVIEW",), "APPROVED", "Setujui soal"),
        Transition("retire_question", ("DRAFT", "RETURNED", "APPROVED"), "RETIRED", "Hentikan pemakaian"),
        Transition("restore_question", ("RETIRED",), "DRAFT", "Pakai lagi sebagai draf"),
    ),
)

SESSION_LABELS = {
    "PLANNED": "Terjadwal",
    "ENDED": "Menunggu berita acara",
    "MINUTES_SIGNED": "Berita acara ditandatangani",
    "CANCELLED": "Dibatalkan",
}

EXAM_SESSION = Lifecycle(
    "sesi ujian",
    SESSION_LABELS,
    (
        Transition("move_session", ("PLANNED",), "PLANNED", "Pindahkan sesi"),
        Transition("end_session", ("PLANNED",), "ENDED", "Akhiri sesi"),
        Transition("cancel_session", ("PLANNED",), "CANCELLED", "Batalkan sesi"),
        Transition("sign_minutes", ("ENDED",), "MINUTES_SIGNED", "Tandatangani berita acara"),
    ),
)
