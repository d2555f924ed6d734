"""The trail of one vacancy in words, for its working page."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.enums import Zone
from approvals.enums import Verdict
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
    "cancel_vacancy": "Lowongan dibatalkan",
    "fail_vacancy": "Seleksi tidak dilanjutkan",
    "start_application": "Draf lamaran dibuat",
    "submit_application": "Lamaran dikirim",
    "withdraw_application": "Lamaran ditarik",
    "reopen_application": "Lamaran dibuka kembali",
    "discard_application": "Draf lamaran dibuang",
    "verify_application": "Lamaran diverifikasi",
    "invite_talent": "Undangan dibuat",
    "send_invitation": "Undangan dikirim",
    "accept_invitation": "Undangan diterima",
    "decline_invitation": "Undangan ditolak",
    "revoke_invitation": "Undangan dicabut",
    "open_selection": "Seleksi dimulai",
    "save_sheet": "Lembar penilaian disimpan",
    "submit_sheet": "Lembar penilaian dikirim",
    "import_scores": "Nilai diimpor",
    "mark_absent": "Peserta dicatat tidak hadir",
    "return_present": "Catatan tidak hadir dicabut",
    "compute_ranking": "Peringkat disusun",
    "submit_result": "Hasil diajukan",
    "withdraw_result": "Hasil ditarik",
    "return_result": "Hasil dikembalikan",
    "reject_result": "Hasil ditolak",
    "determine": "Hasil ditetapkan",
    "determine_result": "Hasil ditetapkan",
    "announce_result": "Hasil diumumkan",
}
SHOWN = 40
# Acts that say who applies and how they are judged: not for the working page while the selection runs.
HIDDEN_ACTS = (
    "start_application", "edit_application", "discard_application", "upload_document", "delete_document", "save_sheet",
)  # fmt: skip


def history_rows(vacancy: Vacancy, limit: int = SHOWN) -> list[dict[str, Any]]:
    """Timeline items of the newest acts, newest first. One query, whatever the length of the trail."""
    entries = AuditEntry.objects.filter(chain=vacancy.trail_chain).exclude(act__in=HIDDEN_ACTS).order_by("-sequence")[:limit]
    zone = Zone(vacancy.zone).label
    return [_row(entry, zone) for entry in entries]


def last_change(vacancy: Vacancy) -> str:
    """Who changed the vacancy last, and how: one sentence for the notice on a stale page."""
    rows = history_rows(vacancy, 1)
    if not rows:
        return ""
    row = rows[0]
    return f"{row['title']} oleh {row['holder'] or 'sistem'}, {row['when']}."


def _row(entry: AuditEntry, zone: str) -> dict[str, Any]:
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
        parts.append(Verdict(details["verdict"]).label)
    if "submitted" in details:
        parts.append(f"{details['submitted']} lamaran terkirim")
    for key in ("reason", "note"):
        if details.get(key):
            parts.append(str(details[key]))
    return ". ".join(parts)
