"""The trail of one selection as rows for a page, and the facts `vacancies.rules.past` folds. Reads only."""

import json
from datetime import UTC, datetime
from typing import Any

from accounts.enums import Zone
from approvals.enums import given_words
from core.canonical import epoch_us
from core.indonesian import moment_words
from core.models import AuditEntry, SealedRange, SealReceipt
from vacancies.models import Vacancy
from vacancies.rules.lifecycle import VACANCY_LABELS
from vacancies.rules.past import PastState, TrailFact, past_state

# What the public reads of a selection that is public: its way, never people, counts before the deadline, or verdicts.
PUBLIC_ACTS = (
    "publish_vacancy", "open_registration", "extend_registration", "extend_for_incident", "close_registration",
    "continue_selection", "open_selection", "cancel_vacancy", "fail_vacancy", "announce_result",
)  # fmt: skip
_FACTS = ("sequence", "at_us", "act", "object_id", "body")


def moment_of(at_us: int) -> datetime:
    """Microseconds since 1970 as an aware moment (UTC)."""
    return datetime.fromtimestamp(at_us / 1_000_000, UTC)


def facts_until(vacancy: Vacancy, *, sequence: int | None = None, moment: datetime | None = None) -> list[TrailFact]:
    """Rows of the chain up to one row, or to a moment (true time, inclusive), oldest first. One query."""
    rows = AuditEntry.objects.matching(chain=vacancy.trail_chain)
    if sequence is not None:
        rows = rows.filter(sequence__lte=sequence)
    if moment is not None:
        rows = rows.filter(at_us__lte=epoch_us(moment))
    found = []
    for number, at_us, act, object_id, text in rows.order_by("sequence").values_list(*_FACTS):
        body = json.loads(text)
        found.append(TrailFact(number, at_us, act, body["duty"], object_id, body["details"]))
    return found


def past_of(vacancy: Vacancy, *, sequence: int | None = None, moment: datetime | None = None) -> PastState:
    """The selection as it stood then."""
    return past_state(facts_until(vacancy, sequence=sequence, moment=moment))


def past_rows(past: PastState, vacancy: Vacancy, *, shows_counts: bool) -> list[tuple[str, str]]:
    """Facts of a past state, for `facts`; counts only for those who may read them."""
    rows = [("Status", VACANCY_LABELS.get(past.state, "Belum ada rencana"))]
    if shows_counts:
        rows += [
            ("Lamaran terkirim", str(past.submitted)),
            ("Mengundurkan diri", str(past.withdrawn)),
            ("Memenuhi syarat", str(past.passed)),
            ("Tidak memenuhi syarat", str(past.failed)),
        ]
    rows.append(("Perpanjangan", f"{past.extensions} kali" if past.extensions else "Belum pernah"))
    rows.append(("Peringkat", f"Versi {past.ranking}" if past.ranking else "Belum disusun"))
    return rows


def past_steps(past: PastState, zone: str) -> list[dict[str, str]]:
    """Verdicts so far as timeline items, newest first."""
    return [
        {
            "title": f"{given_words(step.verdict)} oleh {step.duty}",
            "state": "done",
            "when": moment_words(moment_of(step.at_us), zone),
        }
        for step in reversed(past.steps)
    ]


def seal_of(chain: str, sequence: int) -> dict[str, Any] | None:
    """The seal that holds a row, with what lies outside; None as long as none does. One query."""
    found = SealedRange.objects.filter(chain=chain, last__gte=sequence).select_related("seal").order_by("last").first()
    if found is None or found.first > sequence:
        return None
    return {"number": found.seal_id, "root": found.seal.root, "at": found.seal.sealed_at}


def sealed_up_to(chain: str) -> dict[str, Any] | None:
    """The newest seal that holds rows of this chain, and its last row. One query."""
    receipt = (
        SealReceipt.objects.filter(keeper="file", seal__ranges__chain=chain).select_related("seal").order_by("-seal_id").first()
    )
    if receipt is None:
        return None
    return {"number": receipt.seal_id, "root": receipt.seal.root, "at": receipt.seal.sealed_at}


def zone_of(vacancy: Vacancy) -> str:
    """Zone name (WIB, WITA, WIT) the vacancy's times are shown in."""
    return Zone(vacancy.zone).label
