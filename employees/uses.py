"""Where a document of the locker was used. Applications live in rooms above this one, so they are asked through `use_sources`:
the composition root puts a callable there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class EvidenceUse:
    """One use: of which document, in what, under which address, in which state (words and tone), since when."""

    evidence_id: int
    title: str
    place: str
    url: str
    state: str
    tone: str
    at: datetime


use_sources: list[Callable[[Sequence[int]], Iterable[EvidenceUse]]] = []
"""Each answers with the uses of the documents whose primary keys it is given, in a fixed number of queries."""


def uses_of(evidence_ids: Sequence[int]) -> dict[int, list[EvidenceUse]]:
    """Uses by primary key of the document, newest first; documents without a use are left out."""
    found: dict[int, list[EvidenceUse]] = defaultdict(list)
    for source in use_sources:
        for use in source(evidence_ids):
            found[use.evidence_id].append(use)
    for uses in found.values():
        uses.sort(key=lambda use: use.at, reverse=True)
    return dict(found)
