"""When a registration window may be extended, and to when.

docs/product.md decision 2: only while fewer than four applications are submitted and not withdrawn, at most twice,
seven calendar days each; docs/domain.md 11-5: from 24 hours before closing until three days after. All numbers come
from the vacancy's rule pack. Call it again under the lock of the vacancy, at the moment of saving.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.indonesian import date_and_clock_words
from vacancies.rules.deadline import format_deadline, last_day
from vacancies.rules.lifecycle import VACANCY_LABELS
from vacancies.rules.rule_pack import RulePack

EXTENDABLE_STATES = ("OPEN", "VERIFICATION")


@dataclass(frozen=True)
class ExtensionFacts:
    """What the rule reads.

    Args:
        state: state of the vacancy.
        submitted: applications sent and not withdrawn; drafts never count.
        extensions_used: ordinary extensions already given; those for an incident are not counted.
        closes_at: present closing instant (exclusive, zone aware).
        pack: the vacancy's rule pack.
        zone: zone of the agency for times in sentences.
    """

    state: str
    submitted: int
    extensions_used: int
    closes_at: datetime
    pack: RulePack
    zone: str = "WIB"


@dataclass(frozen=True)
class EffectRow:
    """One line of the preview: what changes, from what, to what."""

    label: str
    before: str
    after: str


def extension_refusal(facts: ExtensionFacts, now: datetime) -> str | None:
    """Why the window may not be extended now (one Indonesian sentence), or None when it may."""
    pack = facts.pack
    if facts.state not in EXTENDABLE_STATES:
        label = VACANCY_LABELS[facts.state]
        return f"Perpanjangan hanya untuk lowongan yang pendaftarannya dibuka atau baru ditutup; status sekarang “{label}”."
    if facts.submitted >= pack.min_submitted:
        return f"{facts.submitted} lamaran sudah terkirim; perpanjangan hanya boleh bila kurang dari {pack.min_submitted}."
    if facts.extensions_used >= pack.max_extensions:
        return f"Pendaftaran sudah diperpanjang {facts.extensions_used} kali; paling banyak {pack.max_extensions} kali."
    first, end = extension_window(facts.closes_at, pack)
    if now < first:
        hours = pack.extension_opens_hours_before
        start = date_and_clock_words(first, facts.zone)
        return f"Perpanjangan baru dapat dilakukan mulai {start}, yaitu {hours} jam sebelum penutupan."
    if now >= end:
        days = pack.extension_grace_days_after
        return f"Batas perpanjangan sudah lewat: {days} hari setelah penutupan, yaitu {format_deadline(end, facts.zone)}."
    return None


def extension_window(closes_at: datetime, pack: RulePack) -> tuple[datetime, datetime]:
    """(first, end): an extension may be asked for while first <= now < end."""
    return (
        closes_at - timedelta(hours=pack.extension_opens_hours_before),
        closes_at + timedelta(days=pack.extension_grace_days_after),
    )


def new_deadline(closes_at: datetime, now: datetime, pack: RulePack) -> datetime:
    """The closing instant after an extension: old close plus the days of the pack.

    When that would already be past, the days count from now, so that an extension always opens the window.
    """
    length = timedelta(days=pack.extension_days)
    extended = closes_at + length
    return extended if extended > now else now + length


def shifted_days(previous: datetime, closes_at: datetime, zone: str) -> int:
    """By how many days the later stages move: as many as the last day of registration does in the agency's zone."""
    return (last_day(closes_at, zone) - last_day(previous, zone)).days


def automatic_extension_due(facts: ExtensionFacts, now: datetime) -> bool:
    """True when the closing time has passed and the same rule allows an extension.

    Whether the vacancy uses the automatic mode at all is asked by the caller.
    """
    return now >= facts.closes_at and extension_refusal(facts, now) is None


def effect(facts: ExtensionFacts, now: datetime) -> tuple[EffectRow, ...]:
    """What an extension would change, for the page that asks for confirmation; what stays as it is, is left out."""
    pack = facts.pack
    used = facts.extensions_used
    rows = (
        EffectRow(
            "Penutupan pendaftaran",
            format_deadline(facts.closes_at, facts.zone),
            format_deadline(new_deadline(facts.closes_at, now, pack), facts.zone),
        ),
        EffectRow(
            "Perpanjangan terpakai",
            f"{used} dari {pack.max_extensions}",
            f"{used + 1} dari {pack.max_extensions}",
        ),
        EffectRow(
            "Status",
            VACANCY_LABELS[facts.state],
            VACANCY_LABELS["OPEN"],
        ),
    )
    return tuple(row for row in rows if row.before != row.after)


def may_continue(submitted: int, pack: RulePack) -> bool:
    """Whether the selection may go on after the last extension with so few applications (docs/domain.md 11-4)."""
    return submitted >= pack.min_to_continue_after_last
