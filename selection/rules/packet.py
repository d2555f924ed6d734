"""The ranking packet: all inputs and the result as one canonical JSON text with its own digest.

Format "asnkarier.ranking/1". Numbers are strings, keys are sorted, `sha256` is the digest of the packet without itself,
so anybody with the file can recompute the list and compare the bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.canonical import canonical_json, sha256_hex
from selection.rules.ranking import (
    SHOWN_PLACES,
    CandidateScores,
    ComponentFact,
    RankingResult,
    aggregate,
    round_half_up,
    scaled_value,
    trimmed,
)
from vacancies.rules.rule_pack import RulePack

FORMAT = "asnkarier.ranking/1"


@dataclass(frozen=True)
class Packet:
    """`content` is UTF-8 canonical JSON; `sha256` is the digest it carries, 64 hex digits."""

    content: bytes
    sha256: str


def packet(
    reference: str,
    quota: int,
    multiple: int,
    components: Sequence[ComponentFact],
    tie_order: Sequence[str],
    candidates: Sequence[CandidateScores],
    pack: RulePack,
    result: RankingResult | None = None,
) -> Packet:
    """Write a ranking down.

    Args:
        reference: public reference of the vacancy.
        result: left out when None (inputs only). Arguments otherwise as for `selection.rules.ranking.rank`.
    """
    content: dict[str, object] = {
        "format": FORMAT,
        "vacancy": {"reference": reference, "quota": quota, "multiple": multiple},
        "rounding": {
            "component_places": pack.component_places,
            "total_places": pack.total_places,
            "mode": pack.rounding_mode,
        },
        "components": [
            {
                "code": component.code,
                "weight": _text(component.weight),
                "min": _text(component.scale_min),
                "max": _text(component.scale_max),
                "pass_mark": None if component.minimum is None else _text(component.minimum),
            }
            for component in components
        ],
        "tie_order": list(tie_order),
        "candidates": [
            {
                "number": candidate.key,
                "scores": {component.code: _score_text(candidate, component) for component in components},
            }
            for candidate in sorted(candidates, key=lambda item: item.key)
        ],
    }
    if result is not None:
        content["result"] = [
            {
                "number": line.key,
                "total": format(line.total, "f"),
                "rank": line.rank,
                "decided_by": line.decided_by,
                "passed": line.rank is not None,
                "shortlisted": line.shortlisted,
                "tied_at_cut": line.tied_at_cut,
            }
            for line in result.lines
        ]
    digest = sha256_hex(canonical_json(content))
    return Packet(canonical_json({**content, "sha256": digest}).encode(), digest)


def scaled_parts(content: Mapping[str, Any]) -> dict[str, dict[str, Decimal]]:
    """Each candidate's components on the scale 0-100, by participant number; a missing score has no entry.

    Args:
        content: a packet as read from its JSON.
    """
    places = content["rounding"]["component_places"]
    facts = [
        ComponentFact(part["code"], Decimal(part["weight"]), None, Decimal(part["min"]), Decimal(part["max"]))
        for part in content["components"]
    ]
    return {
        row["number"]: {
            fact.code: round_half_up(
                scaled_value(Decimal(row["scores"][fact.code]), fact, places), SHOWN_PLACES if places is None else places
            )
            for fact in facts
            if row["scores"][fact.code] is not None
        }
        for row in content["candidates"]
    }


def _score_text(candidate: CandidateScores, component: ComponentFact) -> str | None:
    scores = candidate.scores.get(component.code, ())
    return _text(aggregate(scores, component.aggregate)) if scores else None


def _text(number: Decimal) -> str:
    return format(trimmed(number), "f")
