"""Approval chains of a result, by level (docs/product.md decision 4, docs/domain.md section 5)."""

from approvals.rules.chain import ADVICE, AGENCY, FINAL, NATIONAL, PANEL_CHAIR, REVIEW, Chain, Layer, Stage

RESULT_PRATAMA = Chain(
    "RESULT_PRATAMA",
    "Persetujuan hasil JPT Pratama",
    (
        Layer("pyb", "Persetujuan PyB", "PYB", AGENCY, 3, REVIEW),
        Layer("ppk", "Persetujuan PPK", "PPK", AGENCY, 3, REVIEW),
        Layer("wasdal", "Rekomendasi Wasdal BKN", "WASDAL", NATIONAL, 5, ADVICE),
        Layer("determination", "Penetapan oleh PPK", "PPK", AGENCY, 5, FINAL, repeats_actor_of="ppk"),
    ),
)

RESULT_MADYA_UTAMA = Chain(
    "RESULT_MADYA_UTAMA",
    "Persetujuan hasil JPT Madya dan Utama",
    (
        Layer("pyb", "Persetujuan PyB", "PYB", AGENCY, 3, REVIEW),
        Layer("chair", "Persetujuan Ketua Pansel", "PANEL_CHAIR", PANEL_CHAIR, 3, REVIEW),
        # The three names that pass here are proposed to somebody else who appoints: not for an acting official.
        Layer("ppk", "Persetujuan PPK", "PPK", AGENCY, 3, REVIEW, stage=Stage.PROPOSAL),
        Layer("wasdal", "Rekomendasi Wasdal BKN", "WASDAL", NATIONAL, 5, ADVICE),
        Layer("determination", "Penetapan oleh Setkab", "SETKAB", NATIONAL, 5, FINAL),
    ),
)

_BY_LEVEL = {"PRATAMA": RESULT_PRATAMA, "MADYA": RESULT_MADYA_UTAMA, "UTAMA": RESULT_MADYA_UTAMA}


def result_chain(level: str) -> Chain:
    """The chain of a result for PRATAMA, MADYA or UTAMA; KeyError for any other level."""
    return _BY_LEVEL[level]
