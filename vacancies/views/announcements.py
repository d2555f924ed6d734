"""Public announcements of one selection: the list that counts now, the timeline of all versions, the letters."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from core.indonesian import moment_words
from vacancies.enums import AnnouncementKind
from vacancies.models import Announcement


def newest_versions(announcements: Sequence[Announcement]) -> dict[str, Announcement]:
    """Kind -> the version that counts."""
    return {row.kind: row for row in sorted(announcements, key=lambda row: row.version)}


def announcement_letters(announcements: Sequence[Announcement]) -> list[dict[str, str]]:
    """Links to the letters in force, newest first: an older list leads to the newest one anyway."""
    newest = newest_versions(announcements)
    return [
        {"title": row.title, "url": reverse("download_announcement", args=[row.public_id])}
        for row in reversed(announcements)
        if row.letter_id and newest[row.kind] is row
    ]


def administration_rows(announcements: list[Announcement]) -> dict[str, Any] | None:
    """Who takes part after the document check, by name; how many do not is a number, they read their reasons themselves."""
    found = [row for row in announcements if row.kind == AnnouncementKind.ADMINISTRATION]
    if not found:
        return None
    rows = found[-1].rows
    passed = [row for row in rows if row.get("passed")]
    return {"rows": passed, "left_out": len(rows) - len(passed)}


def announcement_timeline(announcements: Sequence[Announcement], zone: str) -> list[dict[str, Any]]:
    """Newest first; of a list that was announced again only the newest version counts."""
    newest = newest_versions(announcements)
    return [
        announcement_row(row, zone, newest[row.kind] if newest[row.kind].version > row.version else None)
        for row in reversed(announcements)
    ]


def announcement_row(row: Announcement, zone: str, newer: Announcement | None = None) -> dict[str, Any]:
    """One line of the timeline. `newer`: the version that took its place, if any."""
    if newer is not None:
        return {
            "title": f"{row.title} (versi {row.version}, sudah diganti)",
            "state": "done",
            "when": moment_words(row.published_at, zone),
            "detail": f"{row.body} Tidak berlaku lagi sejak {moment_words(newer.published_at, zone)}.",
        }
    return {
        "title": f"{row.title} (versi {row.version})" if row.version > 1 else row.title,
        "state": "done",
        "when": moment_words(row.published_at, zone),
        "detail": f"{row.body} Alasan versi baru: {row.reason}" if row.reason else row.body,
    }
