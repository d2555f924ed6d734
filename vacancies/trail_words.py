"""What each act of the trail is called on the pages of the trail; acts of a selection share their words with its history."""

from employees.readings import WORDS as READING_WORDS
from vacancies.rules.lifecycle import APPLICATION, VACANCY
from vacancies.views.history import ACT_WORDS

OTHER_WORDS = {
    # Applying
    "start_application": "Draf lamaran dibuka",
    "edit_draft": "Draf lamaran diubah",
    "discard_application": "Draf lamaran dibuang",
    "submit_application": "Lamaran dikirim",
    "withdraw_application": "Lamaran ditarik",
    "attempt_late_submission": "Lamaran dikirim sesudah penutupan dan ditolak",
    "upload_document": "Dokumen diunggah",
    "delete_document": "Dokumen dihapus dari draf",
    "ask_document": "Dokumen susulan diminta",
    "hand_in_document": "Dokumen susulan diserahkan",
    "hand_in_late": "Dokumen susulan diserahkan terlambat",
    "withdraw_document_request": "Permintaan dokumen dicabut",
    "lapse_document_request": "Permintaan dokumen lewat waktu",
    "verify_application": "Lamaran diverifikasi",
    "confirm_failure": "Hasil tidak memenuhi syarat diperiksa orang kedua",
    "rate_reasons": "Alasan verifikasi dinilai pelamar",
    "file_objection": "Sanggahan diajukan",
    "answer_objection": "Sanggahan dijawab",
    "delete_plan": "Rencana dihapus",
    # Accounts, by their operators
    "end_all_sign_ins": "Semua perangkat yang masuk dikeluarkan",
    "take_off_second_factor": "Faktor kedua dilepas atas permintaan instansi",
    # Letters
    "replace_letter": "Surat diganti",
    "withdraw_letter": "Surat ditarik",
    "write_wording": "Naskah surat diubah",
    "write_letterhead": "Kop surat diubah",
    # Register and locker
    "import_employees": "Data pegawai diimpor",
    "change_calendar": "Kalender kerja diubah",
    "report_record": "Data induk yang salah dilaporkan",
    "answer_report": "Laporan data dijawab",
    "withdraw_report": "Laporan data ditarik",
    "add_own_record": "Isian profil ditambah",
    "edit_own_record": "Isian profil diubah",
    "delete_own_record": "Isian profil dihapus",
    "keep_evidence": "Dokumen disimpan di lemari bukti",
    "describe_evidence": "Keterangan dokumen lemari bukti diubah",
    "put_away_evidence": "Dokumen lemari bukti disingkirkan",
    "take_out_evidence": "Dokumen lemari bukti dikembalikan",
    # Selection
    "save_sheet": "Draf lembar nilai disimpan",
    "submit_sheet": "Lembar nilai dikumpulkan",
    "reopen_sheet": "Lembar nilai dibuka kembali",
    "export_scores": "Nilai diunduh",
    "remind_scorers": "Penilai diingatkan",
    "mark_absent": "Peserta dicatat tidak hadir",
    "mark_attendance": "Kehadiran dicatat",
    "settle_tie": "Nilai sama diputus",
    "answer_shortfall": "Jalan keluar kekurangan peserta dipilih",
    "prepare_minutes": "Berita acara disiapkan",
    "sign_minutes": "Berita acara ditandatangani",
    "deny_conflict": "Usul konflik kepentingan dibantah",
    "search_conflicts": "Konflik kepentingan dicari",
    # Sessions and computer test
    "set_session": "Sesi dijadwalkan",
    "move_session": "Sesi dipindahkan",
    "cancel_session": "Sesi dibatalkan",
    "seat_participants": "Peserta ditempatkan di sesi",
    "confirm_seat": "Sesi dikonfirmasi peserta",
    "release_seat": "Tempat di sesi dilepas",
    "ask_other_slot": "Sesi lain diminta peserta",
    "refuse_other_slot": "Permintaan sesi lain ditolak",
    "name_applicants": "Yang sudah melamar disebut sebelum mengundang",
    "call_assessors": "Penilai dipanggil",
    "write_question": "Soal ditulis",
    "approve_question": "Soal disetujui",
    "return_question": "Soal dikembalikan",
    "import_questions": "Soal diimpor",
    "read_question": "Soal dibaca",
    "make_exam_key": "Kunci soal dibuat",
    "take_over_exam_key": "Kunci soal berpindah pemegang",
    "clear_exam_key": "Kunci soal dikosongkan",
    "open_exam_paper": "Naskah ujian dibuka dengan satu kunci",
    "mark_exam_absence": "Ketidakhadiran di ujian dicatat",
    "build_exam": "Ujian disusun",
    "plan_exam_session": "Sesi ujian direncanakan",
    "move_exam_session": "Sesi ujian dipindahkan",
    "cancel_exam_session": "Sesi ujian dibatalkan",
    "close_exam_session": "Sesi ujian ditutup",
    "issue_exam_pins": "PIN ujian dibuat",
    "check_in_to_exam": "Peserta masuk ujian",
    "finish_exam": "Ujian diselesaikan",
    "sign_exam_minutes": "Berita acara ujian ditandatangani",
    "note_exam_incident": "Kejadian di ujian dicatat",
    "propose_exam_annulment": "Pembatalan hasil ujian diusulkan",
    "decide_exam_annulment": "Usul pembatalan hasil ujian diputus",
    # Approvals
    "ask_documents": "Dokumen diminta dalam persetujuan",
    "answer_documents": "Permintaan dokumen dalam persetujuan dijawab",
    "declare_stake": "Kepentingan pribadi dinyatakan",
    "end_stake": "Pernyataan kepentingan pribadi diakhiri",
    "register_delegation": "Pelimpahan tugas didaftarkan",
    "accept_delegation": "Pelimpahan tugas diterima",
    "decline_delegation": "Pelimpahan tugas ditolak",
    "withdraw_delegation": "Pelimpahan tugas ditarik",
    "end_delegation": "Pelimpahan tugas diakhiri",
    # Talent
    "send_invitations": "Undangan dikirim",
    "fail_invitations": "Undangan gagal dikirim",
    "retry_invitation": "Undangan dikirim ulang",
    "revoke_invitation": "Undangan dicabut",
    "accept_invitation": "Undangan diterima",
    "decline_invitation": "Undangan ditolak",
    "pause_invitations": "Undangan dijeda",
    "lift_pause": "Jeda undangan dicabut",
    "switch_search_visibility": "Pencarian atas diri diubah",
    "reach_talent_limit": "Batas harian pencarian talenta tercapai",
    "import_assessments": "Hasil penilaian kompetensi diimpor",
    "open_mapping_period": "Periode pemetaan talenta dibuka",
    "set_box_thresholds": "Batas kotak talenta diubah",
    "compute_placements": "Kotak talenta dihitung",
    "change_placement": "Kotak talenta diubah",
    "confirm_placements": "Kotak talenta ditetapkan",
    "propose_pool_members": "Anggota rencana suksesi diusulkan",
    "propose_pool_fill": "Pengisian dari rencana suksesi diusulkan",
    "record_merit_approval": "Persetujuan manajemen talenta dicatat",
    "register_target_post": "Jabatan target didaftarkan",
    "refresh_target_posts": "Jabatan target diperbarui",
    "open_target_post": "Jabatan target dibuka",
    "drop_target_post": "Jabatan target dilepas",
    # The portal itself
    "set_notice_preferences": "Pilihan pemberitahuan diubah",
    "move_demo_clock": "Jam demo digeser",
    "search_trail": "Jejak dicari auditor",
    "state_trail_purpose": "Tujuan membaca data pribadi ditulis auditor",
    "read_history": "Riwayat seleksi dibaca auditor",
    "request_trail_export": "Bundel jejak diminta",
    "finish_trail_export": "Bundel jejak selesai dibuat",
    "fail_trail_export": "Bundel jejak gagal dibuat",
    "download_trail_export": "Bundel jejak diunduh",
}
WORDS = ACT_WORDS | READING_WORDS | OTHER_WORDS


def act_words(act: str) -> str:
    """The act in words; of an act without words of its own its code, so that nothing is hidden."""
    if act in WORDS:
        return WORDS[act]
    for lifecycle in (VACANCY, APPLICATION):
        try:
            return lifecycle.label(act)
        except KeyError:
            continue
    return f"Tindakan {act}"
