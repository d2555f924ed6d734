"""Too few applications and no extension left: go on with those who came, or end the selection.

docs/product.md 3.3 and decision 2, docs/domain.md 11-4: after the last extension a selection with fewer than the wanted number
may go on with at least three, when the agency gives its reason and Wasdal BKN its note; else it fails. The count is the one of
sent and not withdrawn applications; every number comes from the vacancy's rule pack.
"""

from dataclasses import dataclass
from datetime import datetime

from vacancies.rules.extension import ExtensionFacts, extension_window, may_continue


@dataclass(frozen=True)
class ForkFacts:
    """What the rule reads.

    Args:
        window: the same facts the extension rule reads.
        is_continued: Wasdal's note is there and the selection was released.
        is_asked: a request to go on waits for Wasdal's note.
    """

    window: ExtensionFacts
    is_continued: bool
    is_asked: bool

    @property
    def is_short(self) -> bool:
        """Fewer applications than a selection is meant to start with."""
        return self.window.submitted < self.window.pack.min_submitted


def stands_at_fork(facts: ForkFacts, now: datetime) -> bool:
    """True when registration is closed with too few, no ordinary extension is possible any more, and nothing is decided."""
    return (
        facts.window.state == "VERIFICATION"
        and facts.is_short
        and not facts.is_continued
        and extension_is_over(facts.window, now)
    )


def extension_is_over(window: ExtensionFacts, now: datetime) -> bool:
    """True when no later moment can allow an ordinary extension of this closing: all are used up, or its time has passed."""
    _, end = extension_window(window.closes_at, window.pack)
    return window.extensions_used >= window.pack.max_extensions or now >= end


def continuation_refusal(facts: ForkFacts, now: datetime) -> str | None:
    """Why going on with so few may not be asked of Wasdal BKN now (one Indonesian sentence), or None when it may."""
    window, pack = facts.window, facts.window.pack
    if window.state != "VERIFICATION":
        return "Kelanjutan seleksi baru diputuskan sesudah pendaftaran ditutup dan sebelum penilaian dimulai."
    if not facts.is_short:
        return f"{window.submitted} lamaran sudah terkirim, jadi seleksi berlanjut tanpa catatan Wasdal BKN."
    if facts.is_continued:
        return "Seleksi ini sudah diteruskan dengan catatan Wasdal BKN."
    if facts.is_asked:
        return "Permintaan melanjutkan sedang menunggu catatan Wasdal BKN."
    if not extension_is_over(window, now):
        return "Pendaftaran masih dapat diperpanjang; melanjutkan dengan pelamar yang ada baru dapat diminta sesudahnya."
    if not may_continue(window.submitted, pack):
        return too_few_to_continue(window.submitted, pack.min_to_continue_after_last)
    return None


def too_few_to_continue(submitted: int, least: int) -> str:
    """The sentence for a count below the least with which a selection may go on."""
    return f"Hanya {submitted} lamaran terkirim; seleksi hanya dapat dilanjutkan dengan paling sedikit {least} lamaran."


def start_refusal(facts: ForkFacts, now: datetime) -> str | None:
    """Why scoring may not start with the applications there are (one Indonesian sentence), or None when it may."""
    window, pack = facts.window, facts.window.pack
    if not facts.is_short:
        return None
    if not may_continue(window.submitted, pack):
        return too_few_to_continue(window.submitted, pack.min_to_continue_after_last)
    if facts.is_continued:
        return None
    short = f"{window.submitted} lamaran terkirim, kurang dari {pack.min_submitted}"
    if facts.is_asked:
        return f"{short}; penilaian menunggu catatan Wasdal BKN atas permintaan melanjutkan."
    if not extension_is_over(window, now):
        return f"{short}; perpanjang pendaftaran lebih dahulu, selama perpanjangan masih dapat dilakukan."
    return f"{short}; admin instansi memilih dahulu: melanjutkan dengan catatan Wasdal BKN, atau menyatakan gagal."
