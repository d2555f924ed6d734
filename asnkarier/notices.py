"""The catalogue of messages: product.md section 8 as one table (event, receivers, ways), rows split where events differ.

`exists=False` marks an event that later work brings; a test ties every other row to a use in the code and every use to a row.
Add a message: one row here, `kind="code"` in the `notifications` module of the room.
"""

from collections.abc import Iterable

from django.utils import timezone

from accounts.enums import DECIDING_ROLES, Role
from accounts.models import Membership
from core import notices
from core.models import NoticeWay
from core.notices import EVERYBODY, Muting, Notice, Way
from employees.models import Employee

B, M, L, C = Way.BELL, Way.MAIL, Way.LETTER, Way.CALENDAR
APPLICANT = (Role.APPLICANT,)
OFFICE = (Role.AGENCY_ADMIN, Role.SECRETARIAT)
PANEL = (Role.PANEL_MEMBER, Role.PANEL_CHAIR)
SIGNERS = (*DECIDING_ROLES,)

APPLYING, INVITING, SELECTING, DECIDING, OFFICE_WORK, ACCOUNT = (
    "Lamaran", "Undangan", "Seleksi dan hasil", "Persetujuan", "Pekerjaan instansi", "Akun dan keamanan",
)  # fmt: skip

CATALOGUE: tuple[Notice, ...] = (
    # Application sent
    Notice("application_sent", "Lamaran diterima, dengan tanda terima", APPLYING, APPLICANT, (B, M, L), Muting.LETTER),
    Notice("application_withdrawn", "Lamaran ditarik", APPLYING, APPLICANT, (B, M), Muting.SECURITY),
    # Draft open 7, 3, 1 day before close
    Notice("draft_reminder", "Draf belum terkirim 7, 3, dan 1 hari sebelum penutupan", APPLYING, APPLICANT, (B, M, C)),
    # Window extended or post cancelled
    Notice("registration_extended", "Pendaftaran diperpanjang", APPLYING, (*APPLICANT, *OFFICE), (B, M, C)),
    Notice("selection_continued", "Seleksi dilanjutkan dengan sedikit pelamar", APPLYING, APPLICANT, (B, M)),
    Notice("vacancy_ended", "Lowongan dibatalkan atau dinyatakan gagal", APPLYING, APPLICANT, (B, M)),
    Notice("registration_closed", "Pendaftaran ditutup, lamaran Anda diperiksa", APPLYING, APPLICANT, (B, M)),
    Notice("draft_expired", "Pendaftaran ditutup, draf Anda tidak terkirim", APPLYING, APPLICANT, (B, M)),
    # Document asked / received
    Notice("document_requested", "Sekretariat meminta satu dokumen lagi", APPLYING, APPLICANT, (B, M)),
    Notice("document_request_reminder", "Permintaan dokumen hampir lewat batas waktu", APPLYING, APPLICANT, (B, M)),
    Notice("document_received", "Dokumen yang diminta sudah diunggah pelamar", OFFICE_WORK, OFFICE, (B, M)),
    # Alerts of the public portal stop by their own link, not here
    Notice("vacancy_alert", "Lowongan baru yang cocok dengan langganan Anda", APPLYING, APPLICANT, (M,), Muting.SUBSCRIPTION),
    # "Laporkan salah"
    Notice("record_reported", "Pegawai melaporkan data induk yang salah", OFFICE_WORK, (Role.AGENCY_ADMIN,), (B, M)),
    Notice("record_report_answered", "Laporan data Anda dijawab", APPLYING, APPLICANT, (B, M)),
    # Bundle of the trail ready or failed
    Notice("trail_export_done", "Bundel jejak siap diunduh atau gagal dibuat", OFFICE_WORK, (Role.AUDITOR,), (B, M)),
    # Stage result published
    Notice("stage_result", "Hasil tahap diumumkan", SELECTING, APPLICANT, (B, M, L), Muting.LETTER),
    # Objection filed / answered
    Notice("objection_filed", "Sanggahan menunggu jawaban", OFFICE_WORK, (*OFFICE, Role.PANEL_CHAIR), (B, M)),
    Notice("objection_answered", "Sanggahan Anda dijawab", SELECTING, APPLICANT, (B, M, L), Muting.LETTER),
    # Invitation sent, answered, bounced
    Notice("invitation_sent", "Undangan melamar, dengan surat", INVITING, APPLICANT, (B, M, L), Muting.LETTER),
    Notice("invitation_reminder", "Undangan belum dijawab 7 dan 3 hari sebelum penutupan", INVITING, APPLICANT, (B, M)),
    Notice("invitation_revoked", "Undangan dibatalkan", INVITING, APPLICANT, (B, M), Muting.LETTER),
    Notice("invitation_answered", "Undangan dijawab", OFFICE_WORK, (Role.AGENCY_ADMIN,), (B, M)),
    Notice("invitation_failed", "Undangan tidak terkirim", OFFICE_WORK, (Role.AGENCY_ADMIN,), (B,)),
    # Somebody reached a daily limit of the search
    Notice("talent_limit_reached", "Batas pencarian talenta tercapai", OFFICE_WORK, (Role.BKN_ADMIN,), (B, M)),
    # Session set, moved, reminder
    Notice("exam_set", "Jadwal ujian berbantuan komputer", SELECTING, APPLICANT, (B, M, C)),
    Notice("exam_paper_sealed", "Naskah ujian menunggu kunci Anda", SELECTING, (Role.SECRETARIAT, *PANEL), (B, M)),
    Notice("session_set", "Jadwal ujian atau wawancara", SELECTING, (*APPLICANT, *PANEL), (B, M, C)),
    Notice("session_reminder", "Pengingat ujian atau wawancara", SELECTING, (*APPLICANT, *PANEL), (B, M, C)),
    # Assessor overdue / conflict declared
    Notice("scoring_opened", "Penilaian dibuka untuk Anda", SELECTING, PANEL, (B, M)),
    Notice("scores_overdue", "Nilai Anda ditunggu", SELECTING, (*PANEL, Role.SECRETARIAT), (B, M), default=NoticeWay.DIGEST),
    Notice("tie_settled", "Jalan keluar untuk nilai sama pada batas", SELECTING, PANEL, (B, M)),
    Notice("standing_in", "Anda menjadi pengganti ketua pansel", SELECTING, (Role.PANEL_MEMBER,), (B, M)),
    Notice("minutes_waiting", "Berita acara menunggu tanda tangan Anda", SELECTING, PANEL, (B, M)),
    Notice("minutes_signed", "Berita acara ditandatangani, hasil diajukan", OFFICE_WORK, OFFICE, (B, M)),
    Notice(
        "conflict_declared",
        "Penilai menyatakan benturan kepentingan",
        SELECTING,
        (Role.PANEL_CHAIR,),
        (B, M),
        default=NoticeWay.DIGEST,
    ),
    Notice("relative_declared", "Pelamar menyatakan pejabat keluarganya", OFFICE_WORK, OFFICE, (B,)),
    Notice("conflict_proposed", "Usul konflik kepentingan menunggu jawaban Anda", SELECTING, PANEL, (B, M)),
    Notice("recusal_changed", "Anda dibebaskan dari menilai seorang peserta", SELECTING, PANEL, (B, M)),
    Notice("slot_asked", "Peserta minta jadwal lain", OFFICE_WORK, OFFICE, (B, M), default=NoticeWay.DIGEST),
    # Item arrives, returned, nearly late, late
    Notice(
        "step_arrived",
        "Permintaan menunggu keputusan Anda",
        DECIDING,
        SIGNERS,
        (B, M),
        working_days=True,
        default=NoticeWay.DIGEST,
    ),
    Notice("step_decided", "Permintaan Anda diputuskan atau dikembalikan", DECIDING, (*OFFICE, *PANEL), (B, M)),
    Notice("recommendation_issued", "Surat rekomendasi Wasdal BKN", DECIDING, (Role.PPK,), (B, M, L), Muting.LETTER),
    Notice("step_late", "Keputusan hampir atau sudah lewat batas waktu", DECIDING, (*SIGNERS, *OFFICE), (B, M)),
    Notice(
        "step_escalated",
        "Keputusan instansi lewat batas waktu",
        DECIDING,
        (Role.WASDAL,),
        (B, M),
        working_days=True,
        default=NoticeWay.DIGEST,
    ),
    Notice("stake_declared", "Pejabat tidak ikut memutus karena hubungan pribadi", DECIDING, (*OFFICE, *PANEL), (B, M)),
    Notice("documents_asked", "Wasdal meminta dokumen tambahan", DECIDING, (*OFFICE, *PANEL), (B, M)),
    Notice("documents_answered", "Dokumen yang diminta sudah dijawab pengirim", DECIDING, SIGNERS, (B, M)),
    Notice("sending_waiting", "Surel kepada banyak pelamar menunggu dilepas", OFFICE_WORK, (Role.AGENCY_ADMIN,), (B, M)),
    Notice("plan_decided", "Rencana lowongan selesai diputuskan", OFFICE_WORK, OFFICE, (B, M)),
    Notice("continuation_decided", "Wasdal memutus kelanjutan seleksi dengan sedikit pelamar", OFFICE_WORK, OFFICE, (B, M)),
    Notice("incident_asked", "Instansi meminta perpanjangan karena gangguan", DECIDING, (Role.BKN_ADMIN,), (B, M)),
    Notice("incident_answered", "Permintaan perpanjangan karena gangguan dijawab", OFFICE_WORK, (Role.AGENCY_ADMIN,), (B, M)),
    Notice("registration_closed_office", "Pendaftaran lowongan instansi ditutup", OFFICE_WORK, OFFICE, (B, M)),
    # Delegation starts or ends
    Notice("delegation_changed", "Pelimpahan tugas mulai atau berakhir", DECIDING, (*SIGNERS, *OFFICE, Role.BKN_ADMIN), (B, M)),
    Notice(
        "delegation_asked",
        "Pelimpahan tugas menunggu pengesahan Anda, atau dijawab",
        DECIDING,
        (*SIGNERS, *OFFICE, Role.BKN_ADMIN),
        (B, M),
    ),
    # Score changed after acceptance
    Notice("score_changed", "Nilai berubah sesudah Anda memutus", DECIDING, (*SIGNERS, *PANEL), (B, M), Muting.SECURITY),
    Notice("correction_proposed", "Usul koreksi nilai menunggu orang kedua", SELECTING, PANEL, (B, M)),
    Notice("correction_answered", "Usul koreksi nilai Anda diputus", SELECTING, (*PANEL, *OFFICE), (B, M)),
    # Final decision
    Notice("result_determined", "Hasil ditetapkan, siap diumumkan", OFFICE_WORK, (Role.AGENCY_ADMIN,), (B, M)),
    Notice("final_result", "Hasil akhir diumumkan, dengan surat", SELECTING, APPLICANT, (B, M, L), Muting.LETTER),
    # A letter no longer counts
    Notice("letter_ended", "Surat untuk Anda diganti atau ditarik", ACCOUNT, (EVERYBODY,), (B, M, L), Muting.LETTER),
    # Sign-in from new device, MFA reset, file viewed by another agency
    Notice("account_security", "Kata sandi, surel, atau kode autentikator berubah", ACCOUNT, (EVERYBODY,), (M,), Muting.SECURITY),
    # The digest itself: nobody tunes it, it only carries what others hold back
    Notice("daily_digest", "Surel yang memuat kabar tertunda", ACCOUNT, (), (M,), Muting.SUBSCRIPTION),
    Notice("own_copy_done", "Salinan data Anda siap diunduh atau gagal dibuat", ACCOUNT, (EVERYBODY,), (B, M), Muting.SECURITY),
    # A failure of protection: to those affected, and as work of the officers
    Notice("breach_notice", "Kegagalan pelindungan data pribadi Anda", ACCOUNT, (EVERYBODY,), (B, M, L), Muting.LETTER),
    Notice("breach_work", "Insiden data pribadi menunggu Anda", OFFICE_WORK, (Role.DATA_PROTECTION,), (B, M), Muting.SECURITY),
    Notice("new_device", "Masuk dari perangkat baru", ACCOUNT, (EVERYBODY,), (B, M), Muting.SECURITY),
    Notice("file_viewed", "Berkas Anda dibuka instansi lain", ACCOUNT, APPLICANT, (B, M), Muting.SECURITY),
)


def bind() -> None:
    """Hand to core the table, the clock each person lives by, which reminders can lose their reason, and
    who waits for mails that may come back."""
    from approvals.holidays import is_day_off
    from approvals.notifications import is_step_waiting
    from selection.meeting_notifications import is_session_ahead
    from talent.notifications import is_unanswered, report_given_up
    from vacancies.notifications.objections import is_objection_open
    from vacancies.notifications.reminders import is_draft_waiting, is_request_waiting

    notices.bind(CATALOGUE)
    notices.bind_zones(zones_of)
    notices.bind_days_off(is_day_off)
    notices.still_true.update(
        {
            "draft_reminder": is_draft_waiting,
            "document_request_reminder": is_request_waiting,
            "objection_filed": is_objection_open,
            "step_late": is_step_waiting,
            "step_escalated": is_step_waiting,
            "session_reminder": is_session_ahead,
            "invitation_reminder": is_unanswered,
        }
    )
    notices.given_up.update({"invitation_sent": report_given_up})


def zones_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Zone of the agency a person has a duty at, else of the agency the register names; two queries."""
    ids = list(user_ids)
    found = dict(Employee.objects.filter(user_id__in=ids).order_by("pk").values_list("user_id", "agency__zone"))
    duties = Membership.objects.valid_on(timezone.localdate()).filter(user_id__in=ids, agency__isnull=False)
    return found | dict(duties.order_by("-pk").values_list("user_id", "agency__zone"))
