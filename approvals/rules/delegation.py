"""Standing in for an official by letter: Plh., Plt., mandate. Pure rules; the tables below are the whole policy.

Sources: UU 30/2014 article 14(7), restated in BKN circulars 2/SE/VII/2019 and 1/SE/I/2021: whoever acts by mandate takes no
strategic decision that changes the status of staff (docs/security.md 4.4). docs/product.md 3.14: scope, days, an end by
itself, no chain longer than one, no benefit of one's own. The exact list of stages awaits a legal answer; until then the
narrow reading holds (docs/decisions, "Delegation by letter").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from approvals.rules.chain import ROLE_LABELS, Stage

PLH, PLT, MANDATE = "PLH", "PLT", "MANDATE"
# Short form before the office, as letters write it.
TITLES = {PLH: "Plh.", PLT: "Plt.", MANDATE: "Penerima mandat"}
# Which stages each kind may decide. Nobody who acts for another determines, or proposes who shall be appointed.
ALLOWED_STAGES: dict[str, frozenset[Stage]] = {
    PLH: frozenset({Stage.REVIEW, Stage.ADVICE}),
    PLT: frozenset({Stage.REVIEW, Stage.ADVICE}),
    MANDATE: frozenset({Stage.REVIEW, Stage.ADVICE}),
}
STAGE_WORDS = {
    Stage.REVIEW: "memeriksa dan meneruskan",
    Stage.PROPOSAL: "mengusulkan pengangkatan",
    Stage.ADVICE: "memberi rekomendasi",
    Stage.DETERMINATION: "menetapkan hasil",
}
# Offices that can be handed on. The chair of a panel is replaced by the letter that names the panel; Setkab only determines.
DELEGABLE_ROLES = ("PYB", "PPK", "WASDAL")
# Against a slip in the year, not a term of law: a longer absence takes a new letter.
LONGEST_DAYS = {PLH: 92, PLT: 92, MANDATE: 366}


@dataclass(frozen=True)
class DelegationFacts:
    """One letter.

    Args:
        role, agency_id, agency_name: the office handed on; a national one has no agency.
        official_name: "" when the post is vacant (Plt. only); delegate_key: stable key of who acts.
        level_label, chain_code: the scope, "" for all.
        starts_at, ends_at: aware; in force from the first, no longer at the second.
    """

    kind: str
    role: str
    agency_id: int | None
    agency_name: str
    official_name: str
    delegate_key: str
    level_label: str
    chain_code: str
    letter_number: str
    starts_at: datetime
    ends_at: datetime
    is_accepted: bool

    @property
    def office(self) -> str:
        return f"{ROLE_LABELS[self.role]} {self.agency_name}".strip()

    @property
    def title(self) -> str:
        """ "Plh. PPK Badan Contoh", with the number of the letter."""
        return f"{TITLES[self.kind]} {self.office}, surat nomor {self.letter_number}"

    @property
    def signature(self) -> str:
        """How the act is signed on screen, letter and trail; the person's own name stands before it."""
        behalf = f", a.n. {self.official_name}" if self.official_name else " (jabatan lowong)"
        return f"{TITLES[self.kind]} {self.office}{behalf}, surat nomor {self.letter_number}"


@dataclass(frozen=True)
class StepScope:
    """What a step is, for the scope of a letter. A national step has no agency."""

    role: str
    agency_id: int | None
    level_label: str
    chain_code: str
    stage: Stage


def day_span(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """From midnight of the first day to midnight after the last, on the clock of a zone such as "Asia/Jakarta"."""
    local = ZoneInfo(zone)
    return datetime.combine(first, time(), local), datetime.combine(last + timedelta(days=1), time(), local)


def is_in_force(letter: DelegationFacts, now: datetime) -> bool:
    """Accepted, begun, and not over at a moment."""
    return letter.is_accepted and letter.starts_at <= now < letter.ends_at


def is_of_office(letter: DelegationFacts, step: StepScope) -> bool:
    """Whether the letter hands on the office whose turn it is at a step."""
    return letter.role == step.role and letter.agency_id == step.agency_id


def scope_refusal(letter: DelegationFacts, step: StepScope) -> str | None:
    """Why the letter does not reach this kind of step, or None."""
    if letter.level_label and letter.level_label != step.level_label:
        return f"{letter.title} hanya untuk {letter.level_label}; berkas ini {step.level_label}."
    if letter.chain_code and letter.chain_code != step.chain_code:
        return f"{letter.title} tidak mencakup jenis berkas ini."
    return stage_refusal(letter, step.stage)


def stage_refusal(letter: DelegationFacts, stage: Stage) -> str | None:
    """Why whoever acts by this letter may not decide at a stage, or None."""
    if stage in ALLOWED_STAGES[letter.kind]:
        return None
    waits = f"Berkas ini menunggu {letter.official_name}" if letter.official_name else "Berkas ini menunggu pejabat definitif"
    return (
        f"{letter.title}, tidak berwenang {STAGE_WORDS[stage]}: keputusan itu mengubah status kepegawaian "
        f"(UU 30/2014 pasal 14 ayat (7)). {waits}."
    )


def refusal(letter: DelegationFacts, step: StepScope, now: datetime) -> str | None:
    """Why this letter gives no right to decide at this step now, or None when it does. Asked at delivery and at opening."""
    if not is_of_office(letter, step):
        return f"{letter.title} tidak mencakup tahap ini."
    if not letter.is_accepted:
        return f"{letter.title} belum disahkan orang kedua."
    if now < letter.starts_at:
        return f"{letter.title} belum mulai berlaku."
    if now >= letter.ends_at:
        return f"{letter.title} sudah berakhir; tahap ini kembali kepada pejabat definitif."
    return scope_refusal(letter, step)


def choose(letters: Iterable[DelegationFacts], step: StepScope, now: datetime) -> tuple[DelegationFacts | None, str]:
    """The letter by which a person may decide at this step, and "" ; or None and why the letters of this office do not do.

    The reason names the letter that came nearest: one in force that does not reach the step before one that is over.
    """
    said = []
    for letter in letters:
        if not is_of_office(letter, step):
            continue
        reason = refusal(letter, step, now)
        if reason is None:
            return letter, ""
        said.append((not is_in_force(letter, now), -letter.ends_at.timestamp(), reason))
    return None, min(said)[2] if said else ""


def overlap(one: DelegationFacts, other: DelegationFacts) -> bool:
    """Whether two letters of one office would be in force for the same step at the same moment."""
    return (
        (one.role, one.agency_id, one.official_name) == (other.role, other.agency_id, other.official_name)
        and one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
        and (not one.level_label or not other.level_label or one.level_label == other.level_label)
        and (not one.chain_code or not other.chain_code or one.chain_code == other.chain_code)
    )


def days_refusal(*, kind: str, letter_on: date, first: date, last: date, today: date) -> tuple[str, str] | None:
    """Field and sentence of what is wrong with the days of a letter, or None.

    Args:
        letter_on: day of the letter; first, last: its days, both inclusive; today: on the agency's own calendar.
    """
    if letter_on > today:
        return "letter_on", "Tanggal surat belum tiba; periksa tahun dan bulannya."
    if last < first:
        return "valid_until", "Hari terakhir tidak boleh sebelum hari pertama."
    if last < today:
        return "valid_until", "Masa berlaku surat ini sudah lewat; pelimpahan tidak berlaku surut."
    if (last - first).days + 1 > LONGEST_DAYS[kind]:
        return (
            "valid_until",
            f"Paling lama {LONGEST_DAYS[kind]} hari untuk satu surat; untuk lebih lama, catat surat baru.",
        )
    return None


def people_refusal(
    *,
    kind: str,
    role: str,
    official_name: str,
    official_holds: bool,
    holder_name: str,
    delegate_is_official: bool,
    delegate_is_registrar: bool,
    official_is_registrar: bool,
    delegate_hands_on: str,
) -> tuple[str, str] | None:
    """Field and sentence of what is wrong with the people of a letter, or None.

    Args:
        official_name: "" when the letter says the post is vacant; official_holds: by a duty of their own, never by a
            letter, so that nobody hands on what was handed to them; holder_name: of anybody who holds the office, or "".
        delegate_hands_on: title of a letter by which the delegate is absent in the same days, or "".
    """
    if role not in DELEGABLE_ROLES:
        return "office", f"Tugas {ROLE_LABELS[role]} tidak dapat dilimpahkan dengan surat."
    if kind == PLT and official_name:
        return "kind", f"Plt. hanya untuk jabatan yang lowong; {official_name} masih menjabat. Pilih Plh. atau mandat."
    if kind == PLT and holder_name:
        return "office", f"Jabatan ini masih dipegang {holder_name}, jadi tidak dapat diisi Plt."
    if kind != PLT and not official_name:
        return "kind", "Jabatan ini lowong; hanya Plt. yang dapat mengisinya."
    if kind != PLT and not official_holds:
        return (
            "office",
            f"{official_name} tidak memegang jabatan ini; tugas yang diterima dengan surat tidak dilimpahkan lagi.",
        )
    if delegate_is_official:
        return "delegate", "Pejabat dan penerima pelimpahan harus dua orang."
    if delegate_is_registrar:
        return "delegate", "Anda tidak dapat mencatat pelimpahan untuk diri sendiri; minta rekan mencatatnya."
    if official_is_registrar:
        return "office", "Pejabat tidak mencatat pelimpahannya sendiri; minta sekretariat mencatatnya."
    if delegate_hands_on:
        return "delegate", f"Penerima sedang melimpahkan tugasnya sendiri pada hari-hari itu ({delegate_hands_on})."
    return None


def acceptance_refusal(
    *, state_is_waiting: bool, is_registrar: bool, is_delegate: bool, may_accept: bool, is_over: bool
) -> str | None:
    """Why a person may not accept a registered letter, or None: four eyes, and nobody gives a duty to themselves."""
    if not state_is_waiting:
        return "Pelimpahan ini sudah dijawab."
    if is_registrar:
        return "Anda yang mencatat pelimpahan ini; orang kedua yang mengesahkannya."
    if is_delegate:
        return "Anda penerima pelimpahan ini, jadi orang lain yang mengesahkannya."
    if not may_accept:
        return "Pelimpahan ini disahkan pejabatnya sendiri, PPK, PyB, atau admin instansi; untuk tugas nasional oleh admin BKN."
    if is_over:
        return "Hari terakhir surat ini sudah lewat."
    return None
