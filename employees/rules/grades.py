"""Golongan ruang and pangkat of a PNS by code (docs/domain.md 8.1)."""

GRADES = {
    11: ("I/a", "Juru Muda"),
    12: ("I/b", "Juru Muda Tingkat I"),
    13: ("I/c", "Juru"),
    14: ("I/d", "Juru Tingkat I"),
    21: ("II/a", "Pengatur Muda"),
    22: ("II/b", "Pengatur Muda Tingkat I"),
    23: ("II/c", "Pengatur"),
    24: ("II/d", "Pengatur Tingkat I"),
    31: ("III/a", "Penata Muda"),
    32: ("III/b", "Penata Muda Tingkat I"),
    33: ("III/c", "Penata"),
    34: ("III/d", "Penata Tingkat I"),
    41: ("IV/a", "Pembina"),
    42: ("IV/b", "Pembina Tingkat I"),
    43: ("IV/c", "Pembina Utama Muda"),
    44: ("IV/d", "Pembina Utama Madya"),
    45: ("IV/e", "Pembina Utama"),
}


def grade_label(code: int) -> str:
    """Like “IV/a Pembina”; KeyError for a code that does not exist."""
    return " ".join(GRADES[code])


def rank_label(code: int | None, pppk_grade: str) -> str:
    """Golongan with the rank: “III/c Penata” for a PNS, “Golongan IX” for a PPPK (`code` None), who has no rank."""
    return grade_label(code) if code else f"Golongan {pppk_grade}"


def grade_code(text: str) -> int | None:
    """The code of a golongan as people write it (“IV/a”, “iv/A”), or None."""
    wanted = "".join(text.split()).lower()
    return next((code for code, (golongan, _) in GRADES.items() if golongan.lower() == wanted), None)
