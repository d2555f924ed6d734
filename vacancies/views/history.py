"""The trail of one vacancy in words, for its working page."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.enums import Zone
from approvals.enums import given_words
from core.indonesian import moment_words
from core.models import AuditEntry
from vacancies.models import Vacancy
from vacancies.rules.lifecycle import VACANCY

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What each act is called in the history; acts of the lifecycle fall back to its labels.
ACT_WORDS = {
    "plan_vacancy": "Rencana dibuat",
    "copy_vacancy": "Rencana disalin dari lowongan lain",
    "edit_plan": "Rencana diubah",
    "submit_request": "Permintaan persetujuan dikirim",
    "submit_plan": "Rencana diajukan",
    "withdraw_request": "Permintaan persetujuan ditarik",
    "supersede_request": "Rangkaian persetujuan dihentikan karena nilai dikoreksi",
    "propose_correction": "Koreksi nilai diusulkan",
    "accept_correction": "Koreksi nilai diterima",
    "refuse_correction": "Koreksi nilai ditolak",
    "withdraw_plan": "Rencana ditarik",
    "revise_plan": "Rencana disusun ulang",
    "decide_step": "Keputusan diberikan",
    "approve_plan": "Rencana disetujui",
    "return_plan": "Rencana dikembalikan",
    "reject_plan": "Rencana ditolak",
    "publish_vacancy": "Lowongan diterbitkan",
    "open_registration": "Pendaftaran dibuka",
    "close_registration": "Pendaftaran ditutup",
    "extend_registration": "Pendaftaran diperpanjang",
    "extend_for_incident": "Pendaftaran diperpanjang BKN karena gangguan",
    "ask_incident_extension": "Perpanjangan karena gangguan diminta",
    "decline_incident_request": "Permintaan perpanjangan karena gangguan tidak dikabulkan",
    "ask_continuation": "Melanjutkan dengan sedikit pelamar diminta",
    "withdraw_continuation": "Permintaan melanjutkan ditarik",
    "continue_selection": "Seleksi dilanjutkan dengan catatan Wasdal BKN",
    "cancel_vacancy": "Lowongan dibatalkan",
    "fail_vacancy": "Seleksi tidak dilanjutkan",
    "invite_talent": "Undangan dibuat",
    "expire_invitations": "Undangan yang belum dijawab kedaluwarsa",
    "renew_invitations": "Undangan berlaku lagi sampai batas baru",
    "export_invitations": "Daftar undangan diunduh",
    "open_selection": "Seleksi dimulai",
    "import_scores": "Nilai diimpor",
    "declare_conflict": "Konflik kepentingan dinyatakan",
    "retract_conflict": "Pernyataan konflik kepentingan dicabut",
    "search_conflicts": "Konflik kepentingan diperiksa terhadap data induk",
    "set_session": "Sesi ujian dijadwalkan",
    "move_session": "Sesi ujian diubah",
    "cancel_session": "Sesi ujian dibatalkan",
    "seat_participants": "Peserta ditempatkan di sesi",
    "call_assessors": "Penilai dipanggil ke sesi",
    "mark_attendance": "Kehadiran dicatat",
    "release_seat": "Peserta dikeluarkan dari sesi",
    "remind_scorers": "Penilai diingatkan",
    "close_calibration": "Kalibrasi nilai ditutup",
    "reopen_calibration": "Kalibrasi nilai dibuka lagi",
    "export_scores": "Semua nilai diunduh",
    "export_score_form": "Contoh berkas nilai dengan nama peserta diunduh",
    "export_attendance": "Daftar hadir diunduh",
    "export_packet": "Paket peringkat diunduh",
    "compute_ranking": "Peringkat disusun",
    "answer_shortfall": "Kurangnya peserta diputuskan",
    "settle_tie": "Jalan keluar untuk nilai sama dipilih",
    "prepare_minutes": "Berita acara disiapkan",
    "sign_minutes": "Berita acara ditandatangani, hasil diajukan",
    "submit_result": "Hasil diajukan",
    "withdraw_result": "Hasil ditarik",
    "return_result": "Hasil dikembalikan",
    "reject_result": "Hasil ditolak",
    "determine": "Hasil ditetapkan",
    "determine_result": "Hasil ditetapkan",
    "announce_result": "Hasil diumumkan",
    "release_letters": "Surel kepada banyak orang dilepas dari kotak keluar",
    "set_letter_aside": "Satu surel dikeluarkan dari kiriman",
    "restore_letter": "Satu surel dimasukkan kembali ke kiriman",
}
SHOWN = 40
# What names applicants, invitees or scores has its own pages and its own rights; here only the way of the vacancy is told.
PERSONAL_OBJECTS = (
    "Application",
    "ApplicationDocument",
    "Invitation",
    "Candidate",
    "ConflictProposal",
    "ScoreSheet",
    "SessionSeat",
    "Letter",
)


def history_rows(vacancy: Vacancy, limit: int = SHOWN) -> list[dict[str, Any]]:
    """Timeline items of the newest acts, newest first. One query, whatever the length of the trail."""
    told = AuditEntry.objects.filter(chain=vacancy.trail_chain).exclude(object_type__in=PERSONAL_OBJECTS)
    entries = told.order_by("-sequence")[:limit]
    zone = Zone(vacancy.zone).label
    return [history_row(entry, zone) for entry in entries]


def last_change(vacancy: Vacancy) -> str:
    """Who changed the vacancy last, and how: one sentence for the notice on a stale page."""
    rows = history_rows(vacancy, 1)
    if not rows:
        return ""
    row = rows[0]
    return f"{row['title']} oleh {row['holder'] or 'sistem'}, {row['when']}."


def history_row(entry: AuditEntry, zone: str) -> dict[str, Any]:
    """One act as a timeline item."""
    body = json.loads(entry.body)
    actor = body["actor"]["name"] if body["actor"] else "Sistem"
    duty = f" ({body['duty']})" if body["duty"] else ""
    return {
        "title": ACT_WORDS.get(entry.act) or _label(entry.act),
        "state": "done",
        "when": moment_words(EPOCH + timedelta(microseconds=entry.at_us), zone),
        "holder": f"{actor}{duty}",
        "detail": _detail(entry.act, body["details"]),
    }


def _label(act: str) -> str:
    try:
        return VACANCY.label(act)
    except KeyError:
        return "Tindakan lain dicatat"


def _detail(act: str, details: dict[str, Any]) -> str:
    parts = []
    if act == "edit_plan":
        parts.append(f"Bagian {details.get('section', '')}")
    if act == "decide_step" and details.get("verdict"):
        parts.append(given_words(details["verdict"]))
        if details.get("letter"):
            parts.append(f"Surat {details['letter']}")
    if "submitted" in details:
        parts.append(f"{details['submitted']} lamaran terkirim")
    for key in ("reason", "note"):
        if details.get(key):
            parts.append(str(details[key]))
    return ". ".join(parts)
