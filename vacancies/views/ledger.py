"""The extension ledger: what anybody may read about how a registration window moved, and how a short one ended."""

from datetime import datetime
from typing import Any

from accounts.enums import Zone
from core.indonesian import moment_words, number_words
from core.row_sight import whole_portal
from vacancies.enums import AnnouncementKind, ExtensionKind
from vacancies.models import Announcement, RegistrationExtension, Vacancy
from vacancies.rounds import CONTINUED
from vacancies.rules.deadline import format_deadline

DECISIONS = (AnnouncementKind.CONTINUATION, AnnouncementKind.CANCELLATION)


def ledger_rows(vacancy: Vacancy) -> list[dict[str, Any]]:
    """Rows of the ledger, oldest first. Decided by an office, never by a named person: a name adds nothing for the reader.

    Reads the extensions, and the announcements only of a vacancy that came to the fork (prefetched, they cost nothing).
    """
    zone = Zone(vacancy.zone).label
    found: list[tuple[datetime, dict[str, Any]]] = []
    ordinary = 0
    for row in vacancy.extensions.all():
        ordinary += row.kind != ExtensionKind.INCIDENT
        found.append((row.decided_at, _extension_row(row, ordinary, vacancy.zone, zone)))
    if vacancy.continue_request_id is not None or vacancy.state == "FAILED":
        closing = format_deadline(vacancy.closes_at, vacancy.zone)
        found += [
            (row.published_at, _decision_row(row, closing, zone))
            for row in vacancy.announcements.all()
            if row.kind in DECISIONS and row.rows and "decision" in row.rows[0]
        ]
    return [row for _, row in sorted(found, key=lambda each: each[0])]


def grace_rows(vacancy: Vacancy) -> list[dict[str, str]]:
    """Every application that was accepted in the grace seconds: by how much it came late, and never whose it is.

    Ordered by the seconds, which says nothing about names. A vacancy without grace asks no query.
    """
    if not vacancy.pack.grace_seconds:
        return []
    found = vacancy.applications.filter(graced_seconds__isnull=False).order_by("graced_seconds")
    # Public by rule: seconds of every application, and not whose they are.
    with whole_portal():
        lateness = list(found.values_list("graced_seconds", flat=True))
    return [
        {"late": f"{number_words(seconds)} detik sesudah penutupan", "limit": f"{vacancy.pack.grace_seconds} detik"}
        for seconds in lateness
    ]


def ledger_items(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the ledger as items of a timeline, for a place too narrow for a table."""
    return [
        {
            "title": f"{row['title']}, {row['kind'].lower()}",
            "state": "done",
            "when": row["decided"],
            "holder": f"{row['count']} lamaran terkirim, {row['limit']}",
            "detail": " ".join(
                part
                for part in (
                    f"Ditutup {row['before']}, menjadi {row['after']}." if row["is_window"] else "",
                    row["reason"],
                    f"Catatan Wasdal BKN: {row['note']}" if row["note"] else "",
                )
                if part
            ),
        }
        for row in rows
    ]


def _extension_row(row: RegistrationExtension, place: int, zone_name: str, zone: str) -> dict[str, Any]:
    is_incident = row.kind == ExtensionKind.INCIDENT
    return {
        "is_ordinary": not is_incident,
        "is_window": True,
        "title": "Gangguan" if is_incident else f"Ke-{place}",
        "kind": row.get_kind_display(),
        "decided": moment_words(row.decided_at, zone),
        "count": row.submitted_count,
        "threshold": row.threshold,
        "limit": "tanpa syarat jumlah" if is_incident else f"batas kurang dari {row.threshold}",
        "before": format_deadline(row.previous_closes_at, zone_name),
        "after": format_deadline(row.closes_at, zone_name),
        "cause": f"Gangguan nomor {row.incident_reference}" if is_incident else row.get_reason_code_display(),
        "reason": row.reason or "Otomatis menurut aturan",
        "note": "",
    }


def _decision_row(row: Announcement, closing: str, zone: str) -> dict[str, Any]:
    frozen = row.rows[0]
    goes_on = frozen["decision"] == CONTINUED
    return {
        "is_ordinary": False,
        "is_window": False,
        "title": "Dilanjutkan" if goes_on else "Dinyatakan gagal",
        "kind": "Dengan catatan Wasdal BKN" if goes_on else "Diputuskan admin instansi",
        "decided": moment_words(row.published_at, zone),
        "count": frozen["submitted"],
        "threshold": frozen["threshold"],
        "limit": f"kurang dari {frozen['threshold']}",
        "before": closing,
        "after": "Tidak dibuka lagi",
        "cause": "Pelamar kurang",
        "reason": frozen.get("reason") or row.body,
        "note": frozen.get("note", ""),
    }
