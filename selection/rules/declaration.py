"""The declared rules of one selection in the form the database ranks by: whole-number factors and pieces of the packet.

A total is a fraction over one common denominator, so the database, which has no fractions, rounds once and exactly.
Source: docs/ranking-packet.md; docs/product.md decision 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

from core.canonical import canonical_json
from selection.rules.packet import FORMAT
from selection.rules.ranking import ComponentFact, trimmed
from vacancies.rules.rule_pack import RulePack


@dataclass(frozen=True)
class Declaration:
    """What one selection was declared to be ranked by.

    Args:
        reference: public reference of the vacancy. quota: seats. multiple: shortlist length per seat.
        components: in the order of the plan. tie_order: codes, first decides first.
        pack: gives the decimals (component_places, total_places).
    """

    reference: str
    quota: int
    multiple: int
    components: Sequence[ComponentFact]
    tie_order: Sequence[str]
    pack: RulePack

    @property
    def codes(self) -> list[str]:
        """Component codes in the order in which a candidate's frozen scores stand."""
        return [component.code for component in self.components]

    def frozen(self) -> dict[str, Any]:
        """Plain JSON for `ScoreLock.declaration`; numbers as texts, lists in the order of `codes`.

        `factor` turns points into parts of the numerator, `denominator` stands for a total of 1. Points are raw minus low
        when components are not rounded, else the scaled value in units of its last decimal. `order` are places (from 1) of
        the components of the tie order; `frame` are the pieces of the packet after candidates, result and digest.
        """
        spans = [Fraction(part.scale_max) - Fraction(part.scale_min) for part in self.components]
        weights = [Fraction(part.weight) for part in self.components]
        if self.pack.component_places is None:
            parts = [weight / span for weight, span in zip(weights, spans, strict=True)]
        else:
            parts = [weight / 100 / 10**self.pack.component_places for weight in weights]
        denominator = lcm(*(part.denominator for part in parts))
        return {
            "codes": self.codes,
            "low": [_text(part.scale_min) for part in self.components],
            "span": [_text(part.scale_max - part.scale_min) for part in self.components],
            "mark": [None if part.minimum is None else _text(part.minimum) for part in self.components],
            "factor": [str(int(part * denominator)) for part in parts],
            "denominator": str(denominator),
            "component_places": self.pack.component_places,
            "total_places": self.pack.total_places,
            "order": [self.codes.index(code) + 1 for code in self.tie_order],
            "cut": self.quota * self.multiple,
            "frame": self._frame(),
        }

    def frozen_candidate(self, key: str, raw: Sequence[Decimal | None]) -> str:
        """One candidate's inputs as they stand in the packet, canonical JSON.

        Args:
            key: participant number. raw: aggregated raw scores in the order of `codes`, None for a missing one.
        """
        scores = {code: None if number is None else _text(number) for code, number in zip(self.codes, raw, strict=True)}
        return canonical_json({"number": key, "scores": scores})

    def _frame(self) -> list[str]:
        """The canonical packet in pieces: after the candidates, after the result, after the digest."""
        rounding = {
            "component_places": self.pack.component_places,
            "total_places": self.pack.total_places,
            "mode": self.pack.rounding_mode,
        }
        components = [
            {
                "code": part.code,
                "weight": _text(part.weight),
                "min": _text(part.scale_min),
                "max": _text(part.scale_max),
                "pass_mark": None if part.minimum is None else _text(part.minimum),
            }
            for part in self.components
        ]
        vacancy = {"reference": self.reference, "quota": self.quota, "multiple": self.multiple}
        return [
            canonical_json({"components": components, "format": FORMAT})[1:-1],
            canonical_json({"rounding": rounding})[1:-1],
            canonical_json({"tie_order": list(self.tie_order), "vacancy": vacancy})[1:-1],
        ]


def _text(number: Decimal) -> str:
    return format(trimmed(number), "f")
