"""The working page of one vacancy: where it stands, who holds it, and the one next act."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.enums import Role
from approvals.enums import given_words
from approvals.models import ApprovalRequest
from core import clock
from core.access import allow
from core.indonesian import moment_words
from vacancies.models import Vacancy
from vacancies.permissions import plan as permissions
from vacancies.permissions.window import can_cancel, can_fail
from vacancies.rules.deadline import format_deadline, format_opening
from vacancies.rules.lifecycle import HOLDERS, VACANCY_LABELS
from vacancies.views.fork import fork_holder, is_at_fork, window_card
from vacancies.views.history import history_rows
from vacancies.views.ledger import ledger_items, ledger_rows
from vacancies.views.plan_rows import calendar_items, chain_rows, problem_rows, section_tasks, zone_name
from vacancies.views.tones import state_tone
from vacancies.views.verify import UNCONFIRMED


@allow(Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PYB, Role.PPK, Role.WASDAL, Role.AUDITOR)
@require_safe
def show_own_vacancy(request: HttpRequest, public_id) -> HttpResponse:
    now = clock.now()
    vacancy = get_object_or_404(
        Vacancy.objects.in_office_of(request.user).with_plan().prefetch_related("extensions"), public_id=public_id
    )
    zone = zone_name(vacancy)
    submitted = vacancy.applications.submitted().count()
    verified = vacancy.applications.submitted().exclude(state__in=("SUBMITTED", "NEEDS_DOCUMENT")).count()
    is_verified = vacancy.state == "VERIFICATION" and 0 < submitted == verified
    # A failure counts once a second verifier has confirmed it; until then the selection may not begin.
    unconfirmed = vacancy.applications.filter(UNCONFIRMED).count() if is_verified else 0
    # Those that the end of registration closed were not sent either, as the list of applicants says.
    drafts = vacancy.applications.filter(state__in=("DRAFT", "EXPIRED")).count()
    ledger = ledger_rows(vacancy)
    round_now = latest_request(vacancy)
    is_draft = vacancy.state in permissions.EDITABLE_STATES
    problems = problem_rows(vacancy, now) if is_draft else []
    is_admin = request.user.holds(Role.AGENCY_ADMIN, vacancy.agency_id)
    works_here = is_admin or request.user.holds(Role.SECRETARIAT, vacancy.agency_id)
    # Before the deadline the number of applications is the office's own business (security.md 4.2).
    counts_early = works_here or request.user.has_any_role([Role.AUDITOR])
    used = sum(row["is_ordinary"] for row in ledger)
    window = window_card(request.user, vacancy, submitted=submitted, used=used, now=now)
    at_fork = is_at_fork(vacancy, submitted=submitted, used=used, now=now)
    context = {
        "vacancy": vacancy,
        "tone": state_tone(vacancy.state),
        "label": VACANCY_LABELS[vacancy.state],
        "place": f"{vacancy.agency.name} · {vacancy.reference}",
        "facts": [
            ("Unit kerja", vacancy.unit),
            ("Tingkat dan formasi", f"{vacancy.get_level_display()}, {vacancy.quota} formasi"),
            ("Lokasi", vacancy.region.name),
            ("Dibuka", format_opening(vacancy.opens_at, vacancy.zone) if vacancy.opens_at else "Belum diisi"),
            ("Ditutup", format_deadline(vacancy.closes_at, vacancy.zone) if vacancy.closes_at else "Belum diisi"),
            ("Dipegang", fork_holder(vacancy) if at_fork else HOLDERS[vacancy.state]),
            ("Sejak", moment_words(vacancy.state_since, zone)),
        ],
        "next": fork_act(vacancy, is_admin=is_admin)
        if at_fork
        else next_act(
            vacancy,
            works_here=works_here,
            is_admin=is_admin,
            problem_count=len(problems),
            is_verified=is_verified,
            unconfirmed=unconfirmed,
        ),
        "figures": [
            {"label": "Lamaran terkirim", "value": submitted},
            {"label": "Sudah diverifikasi", "value": verified, "note": f"dari {submitted}"},
            {"label": "Draf belum terkirim", "value": drafts, "note": "Jumlah saja, tidak dihitung"},
        ]
        if vacancy.published_at and (counts_early or vacancy.state not in ("PUBLISHED", "OPEN"))
        else [],
        "is_draft": is_draft and is_admin,
        "tasks": section_tasks(vacancy, problems) if is_draft and is_admin else [],
        "problems": problems,
        "returned": returned_note(round_now, vacancy),
        "chain_title": round_now.title if round_now else "",
        "chain": chain_rows(round_now, zone, request.user),
        "window": window,
        "ledger": ledger_items(ledger),
        "calendar": calendar_items(vacancy, now),
        "history": history_rows(vacancy),
        "links": office_links(vacancy, works_here=works_here),
        "acts": quiet_acts(request.user, vacancy, submitted, at_fork=at_fork, is_verified=is_verified and not unconfirmed)
        if is_admin
        else [],
    }
    return render(request, "vacancies/board/vacancy.html", context)


def latest_request(vacancy: Vacancy) -> ApprovalRequest | None:
    """The newest round of any chain of this vacancy, with its steps and decisions."""
    return ApprovalRequest.objects.filter(trail_chain=vacancy.trail_chain).with_chain().order_by("-created_at", "-pk").first()


def returned_note(request: ApprovalRequest | None, vacancy: Vacancy) -> dict[str, str] | None:
    """The note with which somebody returned or rejected the newest round, as long as it waits for the office."""
    if request is None or vacancy.state not in ("PLAN_RETURNED", "PLAN_REJECTED", "RANKED"):
        return None
    decisions = [decision for step in request.steps.all() for decision in step.decisions.all()]
    if not decisions or request.state not in ("RETURNED", "REJECTED"):
        return None
    last = max(decisions, key=lambda decision: (decision.decided_at, decision.pk))
    return {
        "title": f"{given_words(last.verdict)} oleh {last.actor.full_name}, {last.duty}",
        "note": last.note or "Tanpa catatan.",
        "when": moment_words(last.decided_at, zone_name(vacancy)),
    }


def next_act(
    vacancy: Vacancy, *, works_here: bool, is_admin: bool, problem_count: int, is_verified: bool = False, unconfirmed: int = 0
) -> dict[str, Any]:
    """The one next act: title, a sentence, and a link (or a sentence why it cannot be taken yet).

    Args:
        problem_count: what the plan still lacks; is_verified: in VERIFICATION, and every sent application has been checked;
        unconfirmed: failures that no second verifier has confirmed.
    """
    verified = _SECOND if unconfirmed else _VERIFIED
    title, text, name, label, needs_admin = verified if is_verified else _NEXT[vacancy.state]
    text = text.format(unconfirmed=unconfirmed)
    url = reverse(name, args=[vacancy.public_id]) if name else ""
    reason = ""
    if url and not works_here:
        url, reason = "", f"Dikerjakan oleh {HOLDERS[vacancy.state]}."
    elif url and needs_admin and not is_admin:
        url, reason = "", "Hanya admin instansi yang dapat melakukannya."
    elif name == "submit_plan" and problem_count:
        url, reason = "", f"Masih ada {problem_count} hal yang perlu dilengkapi di bawah ini."
    # An act that needs no page in between is sent at once.
    return {"title": title, "text": text, "url": url, "label": label, "reason": reason, "post": name == "revise_plan"}


def fork_act(vacancy: Vacancy, *, is_admin: bool) -> dict[str, Any]:
    """The one next act after the last extension of a registration that found too few."""
    return {
        "title": "Pilih kelanjutan seleksi",
        "text": "Pelamar kurang dan pendaftaran tidak dapat diperpanjang lagi. Penilaian belum dapat dimulai.",
        "url": reverse("show_fork", args=[vacancy.public_id]) if is_admin else "",
        "label": "Pilih kelanjutan",
        "reason": "" if is_admin else "Dipilih oleh admin instansi.",
    }


# State -> title, sentence, URL name, button, only the admin.
_NEXT: dict[str, tuple[str, str, str, str, bool]] = {
    "DRAFT": (
        "Lengkapi dan ajukan rencana",
        "Rencana diperiksa PyB, lalu PPK, lalu Wasdal BKN.",
        "submit_plan",
        "Ajukan rencana",
        True,
    ),
    "PLAN_REVIEW": ("Menunggu persetujuan rencana", "Anda diberi tahu setiap ada keputusan.", "", "", True),
    "PLAN_RETURNED": (
        "Perbaiki, lalu ajukan lagi",
        "Baca catatan di atas; putaran baru dimulai dari PyB.",
        "submit_plan",
        "Ajukan lagi",
        True,
    ),
    "PLAN_REJECTED": (
        "Susun ulang rencana",
        "Baca catatan di atas. Rencana kembali menjadi draf; atau batalkan lowongan.",
        "revise_plan",
        "Susun ulang rencana",
        True,
    ),
    "APPROVED": (
        "Terbitkan lowongan",
        "Rencana sudah disetujui dan direkomendasikan.",
        "publish_vacancy",
        "Terbitkan lowongan",
        True,
    ),
    "PUBLISHED": ("Menunggu waktu buka", "Pendaftaran dibuka otomatis pada waktunya.", "", "", True),
    "OPEN": ("Pendaftaran berjalan", "Pendaftaran ditutup otomatis pada waktunya.", "", "", True),
    "VERIFICATION": (
        "Verifikasi pelamar",
        "Periksa berkas setiap pelamar, lalu mulai seleksi.",
        "list_applicants",
        "Verifikasi pelamar",
        False,
    ),
    "SCORING": (
        "Penilaian berlangsung",
        "Pantau lembar penilaian dan impor nilai asesmen.",
        "show_selection",
        "Buka ruang kendali",
        False,
    ),
    "RANKED": (
        "Ajukan hasil seleksi",
        "Periksa peringkat, lalu ajukan untuk disetujui.",
        "show_selection",
        "Buka ruang kendali",
        False,
    ),
    "RESULT_REVIEW": ("Menunggu persetujuan hasil", "Hasil sedang diperiksa pejabat berwenang.", "", "", False),
    "DETERMINED": (
        "Umumkan hasil",
        "Hasil sudah ditetapkan; semua peserta dan publik menunggu.",
        "announce_result",
        "Umumkan hasil",
        True,
    ),
    "ANNOUNCED": ("Selesai", "Hasil sudah diumumkan.", "", "", False),
    "CANCELLED": ("Dibatalkan", "Lowongan ini tidak dilanjutkan.", "", "", False),
    "FAILED": ("Tidak dilanjutkan", "Pelamar tidak cukup.", "", "", False),
}

# VERIFICATION once nobody waits for a verifier any more.
_VERIFIED = (
    "Mulai seleksi",
    "Semua lamaran sudah diperiksa. Lihat siapa yang lolos, lalu umumkan hasil administrasi dan buka penilaian.",
    "open_selection",
    "Mulai seleksi",
    False,
)
# The same while failures wait for a second verifier.
_SECOND = (
    "Kuatkan hasil tidak memenuhi syarat",
    "Semua lamaran sudah diperiksa. {unconfirmed} hasil tidak memenuhi syarat masih menunggu pemeriksa kedua.",
    "list_applicants",
    "Buka daftar pelamar",
    False,
)


def office_links(vacancy: Vacancy, *, works_here: bool) -> list[dict[str, str]]:
    """Neighbouring pages of this vacancy for the office."""
    pages = [("Riwayat lengkap dan keadaan pada suatu waktu", "show_history")]
    if vacancy.published_at is not None:
        pages.append(("Halaman publik", "show_vacancy"))
    if works_here and vacancy.state in _AFTER_OPENING:
        pages += [("Daftar pelamar", "list_applicants"), ("Undangan", "list_invitations")]
    if works_here and vacancy.state in _IN_SELECTION:
        pages.append(("Ruang kendali seleksi", "show_selection"))
    if vacancy.state == "ANNOUNCED":
        pages.append(("Hasil seleksi", "show_result"))
    return [{"label": label, "url": reverse(name, args=[vacancy.public_id])} for label, name in pages]


_IN_SELECTION = ("SCORING", "RANKED", "RESULT_REVIEW", "DETERMINED", "ANNOUNCED")
_AFTER_OPENING = ("PUBLISHED", "OPEN", "VERIFICATION", *_IN_SELECTION)


def quiet_acts(user, vacancy: Vacancy, submitted: int, *, at_fork: bool, is_verified: bool) -> list[dict[str, Any]]:
    """Rarer acts that are possible now; `post` ones need no page in between."""
    found = []
    if vacancy.state == "VERIFICATION" and not at_fork and not is_verified:
        found.append(("Mulai seleksi", "open_selection", False, None))
    if not at_fork:
        # At the fork it is one of the two ways, on a card of its own.
        found.append(
            ("Nyatakan gagal karena kurang pelamar", "fail_vacancy", False, can_fail(user, vacancy, submitted=submitted))
        )
    found += [
        ("Tarik rencana", "withdraw_plan", True, permissions.can_withdraw_plan(user, vacancy)),
        ("Salin sebagai draf baru", "copy_vacancy", True, None),
        ("Batalkan lowongan", "cancel_vacancy", False, can_cancel(user, vacancy)),
        ("Hapus draf", "delete_plan", False, permissions.can_delete_plan(user, vacancy)),
    ]
    return [
        {"label": label, "url": reverse(name, args=[vacancy.public_id]), "post": post}
        for label, name, post, refusal in found
        if refusal is None
    ]
