"""Approval chain of a vacancy plan before it may be published (docs/product.md decision 4)."""

from approvals.rules.chain import ADVICE, AGENCY, NATIONAL, REVIEW, Chain, Layer

PLAN = Chain(
    "PLAN",
    "Persetujuan rencana lowongan",
    (
        Layer("pyb", "Persetujuan PyB", "PYB", AGENCY, 3, REVIEW),
        Layer("ppk", "Persetujuan PPK", "PPK", AGENCY, 3, REVIEW),
        Layer("wasdal", "Rekomendasi Wasdal BKN", "WASDAL", NATIONAL, 5, ADVICE),
    ),
)
