"""Approval chains of a vacancy: its plan before publication (docs/product.md decision 4), and going on with few applicants."""

from approvals.rules.chain import ADVICE, AGENCY, NATIONAL, NOT_RECOMMEND, RECOMMEND_WITH_NOTES, REVIEW, Chain, Layer

PLAN = Chain(
    "PLAN",
    "Persetujuan rencana lowongan",
    (
        Layer("pyb", "Persetujuan PyB", "PYB", AGENCY, 3, REVIEW),
        Layer("ppk", "Persetujuan PPK", "PPK", AGENCY, 3, REVIEW),
        Layer("wasdal", "Rekomendasi Wasdal BKN", "WASDAL", NATIONAL, 5, ADVICE),
    ),
)

# Wasdal's note is what releases a selection with few applicants (product.md decision 2, domain.md 11-4): no verdict without one.
CONTINUATION = Chain(
    "CONTINUATION",
    "Kelanjutan seleksi dengan sedikit pelamar",
    (Layer("wasdal", "Catatan Wasdal BKN", "WASDAL", NATIONAL, 5, (RECOMMEND_WITH_NOTES, NOT_RECOMMEND)),),
)
