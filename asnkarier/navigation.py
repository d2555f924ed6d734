"""What every page needs to draw its frame.

Reads the session's person and duties. Counts are callables, asked only by a template that shows them, and each reads one
partial index that holds open work alone (docs/decisions/0004-counts-in-the-frame.md).
"""

import time
from collections.abc import Callable
from functools import cache
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.enums import DECIDING_ROLES, Role
from approvals.models import ApprovalStep
from core import clock
from core.addresses import fixed_address
from core.indonesian import moment_words
from core.models import Notification
from employees.models import RecordReport
from talent.models import Invitation

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
    ("Pengawasan", (Role.WASDAL,), (("Meja pengawasan", "show_oversight"),)),
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


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context variable `navigation` (see templates/base.html) and `now`, the portal's time."""
    now = clock.now()
    user = getattr(request, "user", None)
    groups: list[dict[str, Any]] = []
    person = None
    unread: Callable[[], int] | None = None
    if user is not None and user.is_authenticated:
        unread = cache(Notification.objects.filter(recipient=user, read_at=None).count)
        counts = {
            "list_steps": cache(lambda: ApprovalStep.objects.count_waiting(user)),
            "list_record_reports": cache(RecordReport.objects.waiting_for(user).count),
            "list_my_invitations": cache(Invitation.objects.filter(employee__user=user, state="SENT").count),
        }
        own = [(title, pages) for title, roles, pages in GROUPS if user.has_any_role(roles)]
        for title, pages in own if user.has_any_role(APPLICANT) else [*own, FOLLOWING]:
            items = [
                {
                    "label": label,
                    "url": reverse(name),
                    "count": counts.get(name),
                    "current": request.path == reverse(name),
                }
                for label, name in pages
            ]
            groups.append({"title": title, "items": items})
        person = {
            "name": user.full_name,
            "roles_text": ", ".join(duty.label for duty in user.duties) or "Aparatur sipil negara",
            "logout_url": reverse("account_logout"),
            "account_url": reverse("show_account"),
        }
    return {
        "now": now,
        "navigation": {
            "groups": groups,
            "person": person,
            # The page of the main menu this is, "" for any other.
            "place": request.path if request.path in (fixed_address(name) for name in MAIN_MENU) else "",
            "unread": unread,
            "portal_url": settings.PORTAL_URL,
            "demo": settings.DEMO,
            "demo_time": moment_words(now) if settings.DEMO else "",
            "session_seconds": _session_seconds(request) if person else None,
        },
    }


def _session_seconds(request: HttpRequest) -> int:
    """Seconds the session lasts at least: its full age, less the time since sign-in."""
    records = get_authentication_records(request, request.user)
    signed_in_at = max((record.get("at", 0) for record in records), default=0) or time.time()
    return max(int(settings.SESSION_COOKIE_AGE - (time.time() - signed_in_at)), 0)
