"""Plain rows about letters of delegation; templates decide nothing."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.enums import NATIONAL_ROLES, Role, Zone
from accounts.models import Agency, Membership, User
from approvals import registry
from approvals.enums import DelegationState
from approvals.models import Decision, Delegation
from approvals.permissions import can_accept_delegation, can_end_delegation, can_withdraw_delegation
from approvals.rules.chain import ROLE_LABELS, Stage
from approvals.rules.delegation import ALLOWED_STAGES, DELEGABLE_ROLES, STAGE_WORDS
from core.indonesian import date_words, moment_words, short_date_words

TABS = (("berlaku", "Berlaku dan akan datang"), ("menunggu", "Menunggu pengesahan"), ("selesai", "Selesai"))


def status_of(row: Delegation, now: datetime) -> tuple[str, str]:
    """Tone and words of what became of a letter."""
    if row.state != DelegationState.ACCEPTED:
        tone = "wait" if row.state == DelegationState.REGISTERED else "plain"
        return tone, DelegationState(row.state).label
    if row.ends_at <= now:
        return "plain", "Diakhiri lebih awal" if row.ended_at else "Berakhir"
    return ("good", "Berlaku") if row.starts_at <= now else ("info", "Akan mulai")


def in_tab(rows: Any, tab: str, now: datetime) -> Any:
    """Letters of one tab of the list."""
    if tab == "menunggu":
        return rows.waiting()
    if tab == "berlaku":
        return rows.standing().filter(ends_at__gt=now)
    return rows.exclude(state=DelegationState.REGISTERED).exclude(state=DelegationState.ACCEPTED, ends_at__gt=now)


def list_row(row: Delegation, now: datetime) -> dict[str, Any]:
    tone, label = status_of(row, now)
    facts = row.facts()
    return {
        "url": reverse("show_delegation", args=[row.public_id]),
        "name": row.delegate.full_name,
        "title": facts.title,
        "official": row.official.full_name if row.official else "jabatan lowong",
        "days": f"{short_date_words(row.valid_from)} sampai {short_date_words(row.valid_until)}",
        "scope": scope_words(row),
        "tone": tone,
        "label": label,
    }


def scope_words(row: Delegation) -> str:
    """ "JPT Pratama, Persetujuan rencana lowongan"; "semua tingkat dan jenis berkas" for the whole office."""
    chain = next((each.chain.title for each in registry.all_bindings() if each.chain.code == row.chain_code), row.chain_code)
    parts = [part for part in (row.level_label, chain) if part]
    return ", ".join(parts) or "semua tingkat dan jenis berkas"


def fact_rows(row: Delegation) -> list[dict[str, Any]]:
    """Everything the letter says, and who noted and accepted it."""
    zone = Zone(row.agency.zone if row.agency else Zone.WIB).label
    rows = [
        ("Penerima", row.delegate.full_name),
        ("Bertindak untuk", row.official.full_name if row.official else "jabatan lowong"),
        ("Jabatan", row.facts().office),
        ("Lingkup", scope_words(row)),
        ("Nomor surat", row.letter_number),
        ("Tanggal surat", date_words(row.letter_on)),
        ("Berlaku", f"{date_words(row.valid_from)} sampai {date_words(row.valid_until)}"),
        ("Dicatat", f"{row.registered_by.full_name}, {moment_words(row.registered_at, zone)}"),
    ]
    if row.answered_by and row.answered_at:
        verb = "Disahkan" if row.state == DelegationState.ACCEPTED else "Tidak disahkan"
        rows.append((verb, f"{row.answered_by.full_name}, {moment_words(row.answered_at, zone)}"))
    if row.answer_note:
        rows.append(("Alasan", row.answer_note))
    if row.ended_by and row.ended_at:
        rows.append(("Diakhiri", f"{row.ended_by.full_name}, {moment_words(row.ended_at, zone)}: {row.end_reason}"))
    return [{"label": label, "value": value} for label, value in rows]


def power_title(row: Delegation, now: datetime) -> str:
    """What stands above the powers: a letter declined or taken back gives none, one that is over gives none any more."""
    if row.state == DelegationState.REGISTERED:
        return "Wewenang penerima bila disahkan"
    if row.state != DelegationState.ACCEPTED:
        return ""
    return "Wewenang penerima" if now < row.ends_at else "Wewenang penerima selama surat berlaku"


def power_rows(row: Delegation) -> list[dict[str, Any]]:
    """What whoever acts by the letter may decide, and what never."""
    allowed = ALLOWED_STAGES[row.kind]
    wanted = [Stage.ADVICE] if row.role == Role.WASDAL else [Stage.REVIEW, Stage.PROPOSAL, Stage.DETERMINATION]
    return [{"words": STAGE_WORDS[stage].capitalize(), "may": stage in allowed} for stage in wanted]


def act_rows(row: Delegation) -> list[dict[str, str]]:
    """The last decisions signed by the letter, newest first."""
    zone = Zone(row.agency.zone if row.agency else Zone.WIB).label
    decisions = Decision.objects.filter(delegation=row).select_related("step__request").order_by("-decided_at", "-id")[:20]
    return [
        {
            "title": decision.step.request.title,
            "step": decision.step.title,
            "verdict": decision.get_verdict_display(),
            "when": moment_words(decision.decided_at, zone),
        }
        for decision in decisions
    ]


def rights_of(user: User, row: Delegation, now: datetime) -> dict[str, Any]:
    """What the person may do with a letter: an answer for each act, None where it is allowed."""
    is_waiting = row.state == DelegationState.REGISTERED
    accepting = can_accept_delegation(user, row, now)
    return {
        "may_accept": accepting is None,
        "accept_refusal": accepting if is_waiting else None,
        "may_decline": can_accept_delegation(user, row, now, declines=True) is None,
        "may_withdraw": can_withdraw_delegation(user, row) is None,
        "may_end": can_end_delegation(user, row, now) is None,
    }


def office_choices(user: User, day_of: dict[int | None, Any]) -> list[tuple[str, str]]:
    """Offices whose letters this person may note: each holder by name, and a vacant one as such.

    Args:
        day_of: the day on each agency's own calendar by its id, None for the national offices.
    """
    agencies = Agency.objects.filter(pk__in=[key for key in day_of if key is not None]).order_by("name")
    places: list[tuple[str, Agency | None]] = [
        (role, agency) for agency in agencies for role in DELEGABLE_ROLES if role not in NATIONAL_ROLES
    ]
    if None in day_of:
        places += [(role, None) for role in DELEGABLE_ROLES if role in NATIONAL_ROLES]
    rows = []
    for role, agency in places:
        key = agency.pk if agency else None
        office = f"{ROLE_LABELS[role]} {agency.name if agency else ''}".strip()
        duties = list(Membership.objects.holders(role, key, day_of[key]).order_by("user__full_name", "id"))
        rows += [(f"{role}:{key or ''}:{duty.user_id}", f"{office}: {duty.user.full_name}") for duty in duties]
        if not duties:
            rows.append((f"{role}:{key or ''}:", f"{office} (lowong)"))
    return rows


def chain_choices() -> list[tuple[str, str]]:
    return [(each.chain.code, each.chain.title) for each in registry.all_bindings()]
