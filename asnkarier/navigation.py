"""What every page needs to draw its frame.

Reads the session's person and duties. Counts are callables, asked only by a template that shows them, and each reads one
partial index that holds open work alone (docs/decisions/0004-counts-in-the-frame.md).
"""

import time
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.enums import DECIDING_ROLES, Role
from accounts.models import User
from accounts.sessions import IDLE_SECONDS
from approvals.models import ApprovalStep
from core import clock
from core.addresses import fixed_address
from core.indonesian import moment_words
from core.prepared import read_prepared
from employees.enums import ReportOutcome

APPLICANT = (Role.APPLICANT,)
MAIN_MENU = ("list_vacancies", "list_results", "check_letters")
# Per group of duties: title, roles that see it, and its pages as (label, URL name).
GROUPS: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]], ...] = (
    (
        "Instansi",
        (Role.AGENCY_ADMIN, Role.SECRETARIAT),
        (("Papan kerja", "show_dashboard"), ("Lowongan instansi", "list_own_vacancies")),
    ),
    ("Surat", (Role.AGENCY_ADMIN,), (("Kotak keluar", "list_outbox"), ("Surat instansi", "list_letters"))),
    ("Talenta", (Role.AGENCY_ADMIN,), (("Cari talenta", "search_talent"),)),
    (
        "Manajemen talenta",
        (Role.AGENCY_ADMIN, Role.PYB, Role.PPK),
        (
            ("Kotak talenta", "show_boxes"),
            ("Kelompok rencana suksesi", "list_pool"),
            ("Jabatan target", "list_target_posts"),
        ),
    ),
    ("Pengawasan talenta", (Role.WASDAL,), (("Persetujuan manajemen talenta", "list_merit_approvals"),)),
    (
        "Talenta nasional",
        (Role.WASDAL, Role.AUDITOR),
        (("Kelompok suksesi nasional", "list_pool"), ("Peta suksesi", "list_target_posts")),
    ),
    ("Pegawai", (Role.AGENCY_ADMIN,), (("Laporan data pegawai", "list_record_reports"),)),
    ("Persetujuan", (*DECIDING_ROLES, Role.AUDITOR), (("Kotak persetujuan", "list_steps"),)),
    ("Audit", (Role.AUDITOR,), (("Cari jejak", "search_trail"), ("Bundel jejak", "list_trail_exports"))),
    (
        "Pengawasan",
        (Role.WASDAL,),
        (("Meja pengawasan", "show_oversight"), ("Naskah rekomendasi", "word_recommendation")),
    ),
    (
        "Pelimpahan",
        (Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PYB, Role.PPK, Role.WASDAL, Role.ACTING, Role.BKN_ADMIN, Role.AUDITOR),
        (("Pelimpahan tugas", "list_delegations"),),
    ),
    (
        "Admin BKN",
        (Role.BKN_ADMIN,),
        (("Gangguan layanan", "show_incident_board"), ("Kalender kerja", "show_calendar"), ("Keadaan portal", "show_condition")),
    ),
    (
        "Data pribadi",
        (Role.DATA_PROTECTION,),
        (("Insiden data pribadi", "list_breaches"), ("Pemusnahan dokumen", "list_destructions"), ("Cari jejak", "search_trail")),
    ),
    (
        "Panitia seleksi",
        (Role.PANEL_MEMBER, Role.PANEL_CHAIR),
        (("Penugasan saya", "list_assignments"), ("Sesi saya", "list_called_sessions")),
    ),
    (
        "Ujian",
        (Role.SECRETARIAT, Role.PANEL_MEMBER, Role.PANEL_CHAIR),
        (("Bank soal", "list_questions"),),
    ),
    (
        "Pelamar",
        APPLICANT,
        (
            ("Lamaran saya", "list_applications"),
            ("Ujian saya", "list_my_exams"),
            ("Undangan", "list_my_invitations"),
            ("Profil saya", "show_profile"),
            ("Privasi saya", "show_own_privacy"),
            ("Lemari bukti", "list_evidence"),
            ("Lowongan tersimpan", "list_saved_vacancies"),
            ("Langganan lowongan", "list_alerts"),
        ),
    ),
)
# Anybody with an account keeps vacancies and alerts; applicants find them among their own pages.
FOLLOWING = ("Lowongan yang diikuti", (("Lowongan tersimpan", "list_saved_vacancies"), ("Langganan lowongan", "list_alerts")))


Pages = tuple[tuple[str, str], ...]
# The counts of the frame: the same as the querysets named beside them, planned once a connection.
# `Notification.objects.filter(recipient=user, read_at=None)`
_UNREAD = "SELECT count(*) FROM core_notification WHERE recipient_id = %(user)s AND read_at IS NULL"
# `RecordReport.objects.waiting_for(user)`
_REPORTS = f"""
SELECT count(*) FROM employees_recordreport r JOIN employees_employee e ON e.id = r.employee_id
WHERE r.agency_id = ANY(%(agencies)s) AND r.answered_at IS NULL AND r.outcome <> '{ReportOutcome.WITHDRAWN.value}'
    AND e.user_id IS DISTINCT FROM %(user)s
"""  # noqa: S608 - own constants
# `Invitation.objects.filter(employee__user=user, state="SENT")`
_INVITED = """
SELECT count(*) FROM talent_invitation i JOIN employees_employee e ON e.id = i.employee_id
WHERE e.user_id = %(user)s AND i.state = 'SENT'
"""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context variable `navigation` (see templates/base.html) and `now`, the portal's time."""
    now = clock.now()
    user = getattr(request, "user", None)
    groups: list[dict[str, Any]] = []
    person = None
    unread: Callable[[], int] | None = None
    if user is not None and user.is_authenticated:
        numbers = cache(lambda: _numbers(user))
        unread = cache(lambda: numbers()[_UNREAD])
        counts = {
            "list_steps": cache(lambda: ApprovalStep.objects.count_waiting(user)),
            "list_record_reports": lambda: numbers()[_REPORTS],
            "list_my_invitations": lambda: numbers()[_INVITED],
        }
        for title, pages in _groups_of(user.role_codes):
            items = []
            for label, name in pages:
                url = fixed_address(name)
                items.append({"label": label, "url": url, "count": counts.get(name), "current": request.path == url})
            groups.append({"title": title, "items": items})
        person = {
            "name": user.full_name,
            "roles_text": ", ".join(duty.label for duty in user.duties) or "Aparatur sipil negara",
            "logout_url": fixed_address("account_logout"),
            "account_url": fixed_address("show_account"),
        }
    return {
        "now": now,
        "navigation": {
            "groups": groups,
            "rail": lambda: _rail(groups),
            "person": person,
            # The page of the main menu this is, "" for any other.
            "place": request.path if request.path in _own_places() else "",
            "unread": unread,
            "board_url": fixed_address("open_board"),
            "notices_url": fixed_address("list_notifications"),
            "portal_url": settings.PORTAL_URL,
            "demo": settings.DEMO,
            "demo_time": moment_words(now) if settings.DEMO else "",
            "session_seconds": _session_seconds(request) if person else None,
            # How long it lasts without a page asked for.
            "idle_seconds": request.session.get(IDLE_SECONDS, settings.SESSION_IDLE_SECONDS) if person else None,
        },
    }


@lru_cache(maxsize=256)
def _groups_of(roles: frozenset[str]) -> tuple[tuple[str, Pages], ...]:
    """The groups of duties that a person with these roles sees."""
    own = tuple((title, pages) for title, seen_by, pages in GROUPS if not roles.isdisjoint(seen_by))
    return own if Role.APPLICANT in roles else (*own, FOLLOWING)


@cache
def _own_places() -> frozenset[str]:
    return frozenset(fixed_address(name) for name in MAIN_MENU)


def _rail(groups: list[dict[str, Any]]) -> SafeString:
    """The duties as HTML, drawn once for the same groups, numbers and present page."""
    return _drawn_rail(
        tuple(
            (
                group["title"],
                tuple((i["label"], i["url"], i["count"]() if i["count"] else 0, i["current"]) for i in group["items"]),
            )
            for group in groups
        )
    )


@lru_cache(maxsize=512)
def _drawn_rail(groups: tuple[tuple[str, tuple[tuple[str, str, int, bool], ...]], ...]) -> SafeString:
    names = ("label", "url", "count", "current")
    rows = [{"title": title, "items": [dict(zip(names, item, strict=True)) for item in items]} for title, items in groups]
    return render_to_string("layouts/rail.html", {"groups": rows})


def _numbers(user: User) -> dict[str, int]:
    """The counts this person's frame shows, each under its statement, in one reading: notices, and what their duties add."""
    asked, values = [_UNREAD], {"user": user.pk}
    if Role.AGENCY_ADMIN in user.role_codes:
        asked.append(_REPORTS)
        values["agencies"] = user.agency_ids(Role.AGENCY_ADMIN)
    if Role.APPLICANT in user.role_codes:
        asked.append(_INVITED)
    (row,) = read_prepared(f"SELECT {', '.join(f'({each})' for each in asked)}", values)
    return dict(zip(asked, row, strict=True))


def _session_seconds(request: HttpRequest) -> int:
    """Seconds the session lasts at least: its full age, less the time since sign-in."""
    records = get_authentication_records(request, request.user)
    signed_in_at = max((record.get("at", 0) for record in records), default=0) or time.time()
    return max(int(settings.SESSION_COOKIE_AGE - (time.time() - signed_in_at)), 0)
