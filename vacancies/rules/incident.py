"""Giving time back after an outage: whose window was hit, and to when it is moved.

docs/product.md section 2 row 38 and section 9: an incident extension is its own audited kind, decided by BKN's admin. It asks
for no count and uses up none of the ordinary extensions (docs/decisions/0008-incident-extension.md). It is given once an
incident and vacancy, only to windows the incident met, and only while the window is open or shortly after it closed. Call it
again under the lock of the vacancy, at the moment of saving.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.indonesian import date_and_clock_words, date_words
from vacancies.rules.lifecycle import VACANCY_LABELS
from vacancies.rules.rule_pack import RulePack

INCIDENT_STATES = ("OPEN", "VERIFICATION")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Incident:
    """One outage and the time given back for it.

    Args:
        reference: number under which it is registered; started_at, ended_at: zone-aware instants.
        sentence: what happened, for the public; length: time given back.
    """

    reference: str
    started_at: datetime
    ended_at: datetime
    sentence: str
    length: timedelta


@dataclass(frozen=True)
class WindowFacts:
    """The window of one vacancy as the rule reads it.

    Args:
        state: state of the vacancy; opens_at, closes_at: present window (closing exclusive, zone aware).
        references: incidents this vacancy was already extended for.
        is_asked_to_continue: Wasdal BKN is just deciding whether the selection goes on with few.
        zone: zone of the agency for times in sentences.
    """

    state: str
    opens_at: datetime
    closes_at: datetime
    pack: RulePack
    references: frozenset[str] = frozenset()
    is_asked_to_continue: bool = False
    zone: str = "WIB"


@dataclass(frozen=True)
class IncidentProblem:
    """What is wrong with an incident as typed. `field` names the part: reference, started_at, ended_at, sentence, length."""

    field: str
    sentence: str


def span_problem(started_at: datetime, ended_at: datetime, now: datetime) -> IncidentProblem | None:
    """What is wrong with the times of an outage, or None: it has begun, it has an end after its start, and that end is past."""
    if started_at >= ended_at:
        return IncidentProblem("ended_at", "Waktu selesai gangguan harus sesudah waktu mulainya.")
    if ended_at > now:
        return IncidentProblem(
            "ended_at", "Waktu selesai gangguan belum lewat; bila gangguan masih berlangsung, isi dengan waktu sekarang."
        )
    return None


def incident_problems(incident: Incident, now: datetime) -> tuple[IncidentProblem, ...]:
    """Everything wrong with an incident whatever the vacancy, each with its field; empty when it can be used."""
    found = []
    if not incident.reference.strip():
        found.append(IncidentProblem("reference", "Isi nomor gangguan seperti tercatat di BKN."))
    if not incident.sentence.strip():
        found.append(IncidentProblem("sentence", "Tuliskan yang terjadi; kalimat ini dibaca publik."))
    times = span_problem(incident.started_at, incident.ended_at, now)
    if times is not None:
        found.append(times)
    elif incident.length < incident.ended_at - incident.started_at:
        lost = length_words(incident.ended_at - incident.started_at)
        found.append(IncidentProblem("length", f"Waktu pengganti paling sedikit selama gangguan, yaitu {lost}."))
    return tuple(found)


def incident_refusal(window: WindowFacts, incident: Incident, now: datetime) -> str | None:
    """Why this window may not be extended for this incident now (one Indonesian sentence), or None when it may."""
    state = window_refusal(window, now)
    if state is not None:
        return state
    if not met(window, incident.started_at, incident.ended_at):
        return "Masa pendaftaran lowongan ini tidak terkena gangguan itu."
    if incident.reference in window.references:
        return f"Lowongan ini sudah diperpanjang untuk gangguan nomor {incident.reference}."
    if window.is_asked_to_continue:
        return "Wasdal BKN sedang memutus kelanjutan seleksi ini; instansi perlu menarik permintaannya lebih dahulu."
    longest = window.pack.incident_max_days
    if incident.length > longest * DAY:
        return f"Waktu pengganti paling lama {longest} hari untuk lowongan ini."
    return None


def window_refusal(window: WindowFacts, now: datetime) -> str | None:
    """The part of the refusal that depends on no incident: neither open nor closed a short while ago."""
    if window.state not in INCIDENT_STATES:
        label = VACANCY_LABELS[window.state]
        return f"Hanya lowongan yang pendaftarannya dibuka atau baru ditutup yang dapat diperpanjang; statusnya “{label}”."
    days = window.pack.incident_days_after
    if now >= window.closes_at + days * DAY:
        return f"Pendaftaran sudah ditutup lebih dari {days} hari, yaitu sejak {date_words(window.closes_at, window.zone)}."
    return None


def met(window: WindowFacts, started_at: datetime, ended_at: datetime) -> bool:
    """Whether the incident and the window share at least an instant."""
    return max(window.opens_at, started_at) < min(window.closes_at, ended_at)


def incident_deadline(closes_at: datetime, now: datetime, length: timedelta) -> datetime:
    """The closing instant after the extension.

    The time given back counts from the closing, or from now when that is past: the window is open for all of it.
    """
    return max(closes_at, now) + length


def length_words(length: timedelta) -> str:
    """ "2 hari 3 jam", whole minutes rounded up; "0 menit" for nothing."""
    minutes = -(-int(length.total_seconds()) // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{count} {unit}" for count, unit in ((days, "hari"), (hours, "jam"), (minutes, "menit")) if count]
    return " ".join(parts) or "0 menit"


def span_words(started_at: datetime, ended_at: datetime, zone: str) -> str:
    """ "4 Desember 2026 pukul 10.00 WIB sampai 4 Desember 2026 pukul 16.00 WIB"."""
    return f"{date_and_clock_words(started_at, zone)} sampai {date_and_clock_words(ended_at, zone)}"
