"""What a mail server's refusal means, in a sentence for the person who sent: never the server's own words.

Source: RFC 3463 (enhanced status codes) and RFC 5321 section 4.2 (reply codes).
"""

import re

UNKNOWN = "Server surel penerima menolak surat ini."
# The longest beginning that fits counts.
ENHANCED = {
    "5.1.0": "Alamat surel tidak dikenal oleh server penerima.",
    "5.1.1": "Alamat surel tidak dikenal oleh server penerima.",
    "5.1.2": "Nama domain pada alamat surel tidak ditemukan.",
    "5.1.3": "Alamat surel salah tulis.",
    "5.1.6": "Kotak surel sudah pindah tanpa alamat baru.",
    "5.1.10": "Domain alamat ini tidak menerima surel.",
    "5.2.1": "Kotak surel penerima tidak aktif.",
    "5.2.2": "Kotak surel penerima penuh.",
    "4.2.2": "Kotak surel penerima penuh.",
    "5.2.3": "Surat terlalu besar bagi kotak surel penerima.",
    "5.3.4": "Surat terlalu besar bagi server penerima.",
    "5.4": "Server surel penerima tidak dapat dicapai.",
    "4.4": "Server surel penerima tidak dapat dicapai sampai batas waktu.",
    "5.7": "Server surel penerima menolak surat dari portal ini.",
    "4.7": "Server surel penerima menolak surat dari portal ini.",
}
PLAIN = {
    "550": "Alamat surel tidak dikenal oleh server penerima.",
    "551": "Penerima tidak ada di server surel itu.",
    "552": "Kotak surel penerima penuh.",
    "553": "Alamat surel salah tulis.",
}


def refusal_sentence(reply: str) -> str:
    """One Indonesian sentence for the reply of a mail server or the status of a bounce.

    Args:
        reply: for example "550 5.1.1 User unknown" or "5.2.2"; "" when the server said nothing.
    """
    status = re.search(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.])", reply)
    if status is not None:
        found = [code for code in ENHANCED if f"{status[0]}.".startswith(f"{code}.")]
        return ENHANCED[max(found, key=len)] if found else UNKNOWN
    return PLAIN.get(reply[:3], UNKNOWN)
