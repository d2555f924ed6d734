"""Approval chains of a result, by level (docs/product.md decision 4, docs/domain.md section 5)."""

from approvals.rules.chain import (
    AGENCY,
    APPROVE,
    DETERMINE,
    NATIONAL,
    NOT_RECOMMEND,
    PANEL_CHAIR,
    RECOMMEND,
    RECOMMEND_WITH_NOTES,
    REJECT,
    RETURN,
    Chain,
    Layer,
)

_REVIEW = (APPROVE, RETURN, REJECT)
_ADVICE = (RECOMMEND, RECOMMEND_WITH_NOTES, NOT_RECOMMEND)
_FINAL = (DETERMINE, RETURN, REJECT)

RESULT_PRATAMA = Chain(
    "RESULT_PRATAMA",
    "Persetujuan hasil JPT Pratama",
    (
        Layer("pyb", "Persetujuan PyB", "PYB", AGENCY, 3, _REVIEW),
        Layer("ppk", "Persetujuan PPK", "PPK", AGENCY, 3, _REVIEW),
        Layer("wasdal", "Rekomendasi Wasdal BKN", "WASDAL", NATIONAL, 5, _ADVICE),
        Layer("determination", "Penetapan oleh PPK", "PPK", AGENCY, 5, _FINAL, repeats_actor_of="ppk"),
    ),
)

RESULT_MADYA_UTAMA = Chain(
    "RESULT_MADYA_UTAMA",
    "Persetujuan hasil JPT Madya dan Utama",
    (
        Layer("pyb", "Persetujuan PyB", "PYB", AGENCY, 3, _REVIEW),
        Layer("chair", "Persetujuan Ketua Pansel", "PANEL_CHAIR", PANEL_CHAIR, 3, _REVIEW),
        Layer("ppk", "Persetujuan PPK", "PPK", AGENCY, 3, _REVIEW),
        Layer("wasdal", "Rekomendasi Wasdal BKN", "WASDAL", NATIONAL, 5, _ADVICE),
        Layer("determination", "Penetapan oleh Setkab", "SETKAB", NATIONAL, 5, _FINAL),
    ),
)

_BY_LEVEL = {"PRATAMA": RESULT_PRATAMA, "MADYA": RESULT_MADYA_UTAMA, "UTAMA": RESULT_MADYA_UTAMA}


def result_chain(level: str) -> Chain:
    """The chain of a result for PRATAMA, MADYA or UTAMA; KeyError for any other level."""
    return _BY_LEVEL[level]
