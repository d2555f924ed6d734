"""What an approval chain is: a named row of layers, written as a literal and copied into steps at submission.

Source: docs/domain.md section 5 (chains as data), docs/product.md decisions 4 to 6.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

AGENCY = "AGENCY"
PANEL_CHAIR = "PANEL_CHAIR"
NATIONAL = "NATIONAL"
SCOPES = (AGENCY, PANEL_CHAIR, NATIONAL)

APPROVE = "APPROVE"
RETURN = "RETURN"
REJECT = "REJECT"
RECOMMEND = "RECOMMEND"
RECOMMEND_WITH_NOTES = "RECOMMEND_WITH_NOTES"
NOT_RECOMMEND = "NOT_RECOMMEND"
DETERMINE = "DETERMINE"

VERDICTS = {
    APPROVE: "Setujui",
    RETURN: "Kembalikan dengan catatan",
    REJECT: "Tolak",
    RECOMMEND: "Rekomendasikan",
    RECOMMEND_WITH_NOTES: "Rekomendasikan dengan catatan",
    NOT_RECOMMEND: "Tidak direkomendasikan",
    DETERMINE: "Tetapkan",
}
# What the stations of our chains offer: an official reviews, oversight advises, the last one determines.
REVIEW = (APPROVE, RETURN, REJECT)
ADVICE = (RECOMMEND, RECOMMEND_WITH_NOTES, NOT_RECOMMEND)
FINAL = (DETERMINE, RETURN, REJECT)
AFFIRMATIVE = frozenset({APPROVE, RECOMMEND, RECOMMEND_WITH_NOTES, DETERMINE})
NOTE_NOT_NEEDED = frozenset({APPROVE, RECOMMEND, DETERMINE})


class Stage(StrEnum):
    """What a step does to people, whatever it offers: it decides who may stand in for its official (rules/delegation.py)."""

    REVIEW = "REVIEW"
    PROPOSAL = "PROPOSAL"
    ADVICE = "ADVICE"
    DETERMINATION = "DETERMINATION"


ROLE_LABELS = {
    "AGENCY_ADMIN": "Admin instansi",
    "SECRETARIAT": "Sekretariat pansel",
    "PANEL_MEMBER": "Anggota pansel",
    "PANEL_CHAIR": "Ketua pansel",
    "PYB": "PyB",
    "PPK": "PPK",
    "WASDAL": "Wasdal BKN",
    "SETKAB": "Setkab",
    "BKN_ADMIN": "Admin BKN",
    "AUDITOR": "Auditor",
    "DATA_PROTECTION": "Pejabat PDP",
    "APPLICANT": "Pelamar",
    "ACTING": "Penerima pelimpahan",
}


def stage_of(verdicts: Iterable[str], declared: str = "") -> Stage:
    """The stage of a step: as declared, else what its verdicts say."""
    if declared:
        return Stage(declared)
    if DETERMINE in verdicts:
        return Stage.DETERMINATION
    return Stage.ADVICE if {RECOMMEND, RECOMMEND_WITH_NOTES} & set(verdicts) else Stage.REVIEW


@dataclass(frozen=True)
class Layer:
    """One station of a chain.

    Args:
        code: short name, unique in its chain; `repeats_actor_of` of a later layer refers to it.
        title: what happens here, Indonesian.
        role: role code of who decides (PYB, PPK, ...).
        scope: where the role must be held: AGENCY (the agency of the object), PANEL_CHAIR (chair of its panel),
            NATIONAL (anywhere in the country).
        working_days: time until the step counts as late; a late step is only marked, never decided by the clock.
        verdicts: the verdicts offered here.
        quorum: how many different people must agree.
        only_if: name of a flag of the object; the layer is left out when the flag is not set.
        repeats_actor_of: code of an earlier layer whose decider may decide here too. Everybody else acts once a chain.
        stage: declared where the verdicts do not tell: PROPOSAL sends names to somebody else who appoints.
    """

    code: str
    title: str
    role: str
    scope: str
    working_days: int
    verdicts: tuple[str, ...]
    quorum: int = 1
    only_if: str | None = None
    repeats_actor_of: str = ""
    stage: str = ""

    def __post_init__(self) -> None:
        if self.role not in ROLE_LABELS:
            raise ValueError(f"{self.code}: unknown role {self.role}")
        if self.scope not in SCOPES:
            raise ValueError(f"{self.code}: unknown scope {self.scope}")
        if not set(self.verdicts) <= set(VERDICTS) or not set(self.verdicts) & AFFIRMATIVE:
            raise ValueError(f"{self.code}: verdicts must be known and one of them must let the object pass")
        if self.quorum < 1 or self.working_days < 1:
            raise ValueError(f"{self.code}: quorum and working days start at 1")


@dataclass(frozen=True)
class Chain:
    """A named sequence of layers.

    Raises:
        ValueError: two layers share a code, or `repeats_actor_of` names no earlier layer.
    """

    code: str
    title: str
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for layer in self.layers:
            if layer.code in seen:
                raise ValueError(f"{self.code}: layer {layer.code} is declared twice")
            if layer.repeats_actor_of and layer.repeats_actor_of not in seen:
                raise ValueError(f"{self.code}: {layer.code} repeats {layer.repeats_actor_of}, which is not earlier")
            seen.add(layer.code)

    def mermaid(self) -> str:
        """The chain as a Mermaid flow chart; the same chain always gives the same text."""
        lines = ["flowchart LR", f'    start(["{self.title}"])']
        previous = "start"
        for layer in self.layers:
            verdicts = ", ".join(VERDICTS[verdict] for verdict in layer.verdicts)
            note = f" (bila {layer.only_if})" if layer.only_if else ""
            lines.append(f'    {layer.code}["{layer.title}{note}<br>{ROLE_LABELS[layer.role]}: {verdicts}"]')
            lines.append(f"    {previous} --> {layer.code}")
            previous = layer.code
        lines += ['    done(["Selesai"])', f"    {previous} --> done"]
        return "\n".join(lines) + "\n"
