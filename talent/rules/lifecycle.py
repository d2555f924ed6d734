"""The life of an invitation, as one literal table (docs/domain.md 8.10, 11-25)."""

from core.lifecycle import Lifecycle, Transition

INVITATION_LABELS = {
    "QUEUED": "Menunggu dikirim",
    "SENT": "Terkirim",
    "FAILED": "Gagal dikirim",
    "ACCEPTED": "Diterima",
    "DECLINED": "Ditolak",
    "EXPIRED": "Kedaluwarsa",
    "REVOKED": "Dibatalkan",
}

INVITATION = Lifecycle(
    "undangan",
    INVITATION_LABELS,
    (
        Transition("send", ("QUEUED",), "SENT", "Kirim undangan"),
        Transition("fail", ("QUEUED",), "FAILED", "Catat gagal kirim"),
        Transition("retry", ("FAILED",), "QUEUED", "Coba kirim lagi"),
        Transition("accept", ("SENT",), "ACCEPTED", "Terima undangan"),
        Transition("decline", ("SENT",), "DECLINED", "Tolak undangan"),
        # Only what was sent can expire: what never left is recorded as failed, and may be tried again after an extension.
        Transition("expire", ("SENT",), "EXPIRED", "Tandai kedaluwarsa"),
        Transition("renew", ("EXPIRED",), "SENT", "Hidupkan kembali undangan"),
        Transition("revoke", ("QUEUED", "SENT", "FAILED"), "REVOKED", "Batalkan undangan"),
    ),
)

# What the invited person reads; an invitation that has not been sent does not exist for this person.
INVITEE_LABELS = {
    "SENT": "Menunggu jawaban Anda",
    "ACCEPTED": "Anda menerima undangan ini",
    "DECLINED": "Anda menolak undangan ini",
    "EXPIRED": "Undangan sudah kedaluwarsa",
    "REVOKED": "Undangan dibatalkan instansi",
}

TONES = {
    "QUEUED": "wait",
    "SENT": "info",
    "FAILED": "stop",
    "ACCEPTED": "good",
    "DECLINED": "plain",
    "EXPIRED": "plain",
    "REVOKED": "plain",
}
