"""Approval chain of a vacancy plan before it may be published (docs/product.md decision 4)."""

from approvals.rules.chain import (
    AGENCY,
    APPROVE,
    NATIONAL,
    NOT_RECOMMEND,
    RECOMMEND,
    RECOMMEND_WITH_NOTES,
    REJECT,
    RETURN,
    Chain,
    Layer,
)

_REVIEW = (APPROVE, RETURN, REJECT)
_ADVICE = (RECOMMEND, RECOMMEND_WITH_NOTES, NOT_RECOMMEND)

PLAN = Chain(
    "PLAN",
    "Persetujuan rencana lowongan",
    (
        Layer("pyb", "Persetujuan PyB", "PYB", AGENCY, 3, _REVIEW),
        Layer("ppk", "Persetujuan PPK", "PPK", AGENCY, 3, _REVIEW),
        Layer("wasdal", "Rekomendasi Wasdal BKN", "WASDAL", NATIONAL, 5, _ADVICE),
    ),
)
