"""May this person be invited to this vacancy: the same answer for a search row, the confirm page and the act.

Source: docs/domain.md section 11, rows 24 (one person, several roles), 26 (not eligible: refused with the reason) and 27
(what a searcher may see); docs/product.md R1 (an invitation is only a door) and 2 row 20. Who has already applied, and who has
left the search, is asked for people about to be invited only, never for a page of results
(docs/decisions/0017-what-an-office-learns-of-the-invited.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from talent.rules.explain import LATER, Reason, fitting, reasons, unfitting
from talent.rules.lifecycle import INVITATION_LABELS, TONES
from talent.rules.pause import PAUSED
from vacancies.rules.eligibility import RuleResult

# Nine-box places a searcher may see; lower ones stay with the person's own agency.
SHOWN_TALENT_BOXES = range(7, 10)


@dataclass(frozen=True)
class Standing:
    """How one person stands to one vacancy.

    Args:
        label: a few words for the list; tone: one of "good", "wait", "stop", "info".
        refusal: why the person cannot be invited, one Indonesian sentence; "" when they can.
        unmet: wording of the requirements that are not met; reasons: every requirement answered for a searcher.
    """

    label: str
    tone: str
    refusal: str
    unmet: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def fits(self) -> tuple[Reason, ...]:
        """ "Cocok karena"."""
        return fitting(self.reasons)

    @property
    def misfits(self) -> tuple[Reason, ...]:
        """ "Belum cocok karena"."""
        return unfitting(self.reasons)

    @property
    def later(self) -> tuple[Reason, ...]:
        """What only the selection itself proves."""
        return tuple(reason for reason in self.reasons if reason.verdict == LATER)

    @property
    def may_be_invited(self) -> bool:
        return not self.refusal

    @property
    def note(self) -> str:
        """What is missing, for the list: the label already says the rest."""
        return "; ".join(self.unmet) if self.tone == "wait" else ""


APPLIED = Standing("Sudah melamar", "info", "Sudah melamar lowongan ini.")
# Of whoever left the search nothing is judged any more.
LEFT = Standing("Menutup profil", "info", "Menutup profilnya dari pencarian, jadi tidak dapat diundang.")


def standing(
    *,
    results: Sequence[RuleResult],
    on: date,
    invitation_state: str = "",
    has_applied: bool = False,
    duty: str = "",
    is_paused: bool = False,
) -> Standing:
    """Judge one person.

    Args:
        results: the vacancy's requirements against the person's records, as of `on`, the vacancy's day of counting.
        invitation_state: state of an invitation to this vacancy, "" when there is none.
        has_applied: the person's application to this vacancy is sent and not withdrawn; False where that is not asked.
        duty: what the person does in this selection ("anggota pansel"), "" when nothing.
        is_paused: the person asked not to be invited to posts like this one; which wish it is, no sender learns.
    """
    answers = reasons(results, on)
    broken = unfitting(answers)
    unmet = tuple(reason.label for reason in broken)
    if invitation_state:
        label = INVITATION_LABELS[invitation_state].lower()
        return Standing(
            f"Sudah diundang: {label}",
            TONES[invitation_state],
            f"Sudah diundang untuk lowongan ini (status: {label}).",
            unmet,
            answers,
        )
    if has_applied:
        return APPLIED
    if duty:
        return Standing("Bertugas dalam seleksi ini", "stop", f"Bertugas dalam seleksi ini sebagai {duty}.", unmet, answers)
    if is_paused:
        return Standing("Sedang tidak menerima undangan", "info", PAUSED, unmet, answers)
    judged = sum(reason.verdict != LATER for reason in answers)
    label = f"Memenuhi {judged - len(broken)} dari {judged} syarat"
    if unmet:
        words = "; ".join(f"“{each}”" for each in unmet)
        return Standing(label, "wait", f"Belum memenuhi syarat {words}.", unmet, answers)
    return Standing(label, "good", "", (), answers)


def shown_talent_box(box: int | None) -> int | None:
    """The nine-box place when a searcher may see it, else None."""
    return box if box in SHOWN_TALENT_BOXES else None
