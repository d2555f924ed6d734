"""Reasons an invited person may give for declining: a closed list, so that an agency can learn from many answers."""

DECLINE_REASONS = {
    "TUGAS": "Sedang mengemban tugas yang harus saya selesaikan",
    "WAKTU": "Waktunya belum tepat",
    "LOKASI": "Lokasi jabatan",
    "KELUARGA": "Pertimbangan keluarga",
    "BIDANG": "Bukan bidang yang saya tuju",
    "LAIN": "Alasan lain",
    "TIDAK_SEBUT": "Saya tidak ingin menyebutkan",
}
# Beside own words these say nothing more.
UNSPOKEN = ("LAIN", "TIDAK_SEBUT")


def decline_refusal(code: str, words: str) -> str | None:
    """Why a reason cannot be taken (one Indonesian sentence), or None.

    Args:
        code: one of `DECLINE_REASONS`; words: the person's own, "" for none.
    """
    if code not in DECLINE_REASONS:
        return "Pilih satu alasan, atau pilih “Saya tidak ingin menyebutkan”."
    if code == "LAIN" and not words.strip():
        return "Tuliskan alasan lainnya, atau pilih alasan yang lain."
    return None
