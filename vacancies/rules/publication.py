"""What a person reads of the own result, stage by stage: fixed with the plan, before registration opens.

Every stage has its own level in the rule pack, frozen when the plan is submitted, shown on the public page, and obeyed by the
status page and by the letter with the own scores (docs/product.md section 2 row 39). The administrative result is read once
it is announced, everything else once the final result is.
"""

from dataclasses import dataclass

from vacancies.rules.objection import promise_words
from vacancies.rules.rule_pack import RulePack

REASONS, OUTCOME, SCORE, RANK, NOTHING = "REASONS", "OUTCOME", "SCORE", "RANK", "NOTHING"


@dataclass(frozen=True)
class PublishedStage:
    """One stage of the policy.

    Args:
        name: field of the rule pack; label: the stage on screen; components: codes of the score components it covers.
        levels: pairs (level, sentence), the default first.
    """

    name: str
    label: str
    levels: tuple[tuple[str, str], ...]
    components: tuple[str, ...] = ()


_OWN_SCORE = ((SCORE, "Nilai sendiri"), (NOTHING, "Nilai tidak ditampilkan"))
STAGES = (
    PublishedStage(
        "shows_administration",
        "Seleksi administrasi",
        ((REASONS, "Lolos atau tidak, dengan alasannya"), (OUTCOME, "Lolos atau tidak saja")),
    ),
    PublishedStage("shows_assessment", "Asesmen kompetensi", _OWN_SCORE, ("ASSESS", "CAT")),
    PublishedStage("shows_paper", "Penulisan makalah", _OWN_SCORE, ("PAPER",)),
    PublishedStage("shows_interview", "Wawancara dan rekam jejak", _OWN_SCORE, ("INTERVIEW", "TRACK")),
    PublishedStage(
        "shows_ranking",
        "Hasil akhir",
        ((RANK, "Nilai akhir dan peringkat sendiri"), (SCORE, "Nilai akhir sendiri"), (OUTCOME, "Terpilih atau belum saja")),
    ),
)


def shows_reasons(pack: RulePack) -> bool:
    """Whether somebody who failed the document check reads the coded reasons."""
    return pack.shows_administration == REASONS


def shows_component(pack: RulePack, code: str) -> bool:
    """Whether a person reads the own score of this component; one that no stage names goes with the interview."""
    stage = next((stage for stage in STAGES if code in stage.components), STAGES[3])
    return getattr(pack, stage.name) == SCORE


def shows_total(pack: RulePack) -> bool:
    """Whether a person reads the own final score."""
    return pack.shows_ranking in (RANK, SCORE)


def shows_rank(pack: RulePack) -> bool:
    """Whether a person reads the own rank."""
    return pack.shows_ranking == RANK


def policy_rows(pack: RulePack) -> tuple[tuple[str, str], ...]:
    """Pairs (stage, what the person reads), for the public page and the summary of the plan; the right to object last."""
    rows = tuple((stage.label, dict(stage.levels)[getattr(pack, stage.name)]) for stage in STAGES)
    if not pack.takes_objections:
        return rows
    return (*rows, ("Sanggahan hasil administrasi", promise_words(pack.objection_working_days, pack.objection_answer_days)))
