"""What the person follows, and what the portal sent."""

from collections.abc import Iterator

from accounts.enums import Role
from core.indonesian import moment_words
from core.models import NoticePreference, Notification, OutboxMessage, Upload
from core.notices import EVERYBODY, notice
from privacy.parts import Line, Part, Subject, line, paged
from vacancies.models import SavedVacancy, VacancyAlert


def parts(subject: Subject) -> Iterator[Part]:
    """Saved vacancies, alerts, bell, mails, preferences, half uploads."""
    user = subject.user
    yield Part("lowongan-tersimpan", "Lowongan tersimpan", "Daftar yang Anda susun sendiri.", lambda: _saved(subject))
    yield Part("langganan", "Langganan lowongan", "Mengabari Anda lowongan baru.", lambda: _alerts(subject))
    yield Part("pemberitahuan", "Pemberitahuan", "Memberi tahu Anda di portal.", lambda: _bells(subject))
    yield Part(
        "surel",
        "Surel yang dikirim kepada Anda",
        "Memberi tahu Anda lewat surel dan membuktikan pengirimannya.",
        lambda: _mails(subject),
        left_out="Isi surel ada di kotak surat Anda; di sini hanya judul dan waktunya, sebab surel sandi memuat tautan rahasia.",
    )
    yield Part(
        "pilihan-pemberitahuan",
        "Pilihan pemberitahuan",
        "Mengabari Anda dengan cara yang Anda pilih.",
        lambda: [
            line(("Kabar", notice(row.kind).label), ("Cara", row.get_way_display()))
            for row in paged(NoticePreference.objects.filter(user=user))
        ],
    )
    yield Part(
        "unggahan-berjalan",
        "Unggahan yang belum selesai",
        "Melanjutkan unggahan yang terputus; dihapus setelah 48 jam.",
        lambda: [
            line(("Nama berkas", row.name), ("Mulai", moment_words(row.created_at)), ("Diterima (bita)", row.received))
            for row in paged(Upload.objects.filter(owner=user).exclude(path=""))
        ],
    )


def _saved(subject: Subject) -> Iterator[Line]:
    for row in paged(SavedVacancy.objects.filter(user=subject.user).select_related("vacancy__agency")):
        yield line(
            ("Jabatan", row.vacancy.position_title),
            ("Instansi", row.vacancy.agency.name),
            ("Disimpan", moment_words(row.saved_at)),
        )


def _alerts(subject: Subject) -> Iterator[Line]:
    for row in paged(VacancyAlert.objects.filter(user=subject.user)):
        yield line(
            ("Saringan", row.label),
            ("Surel", row.email),
            ("Seberapa sering", row.get_frequency_display()),
            ("Diminta", moment_words(row.created_at)),
            ("Dihentikan", moment_words(row.stopped_at) if row.stopped_at else ""),
        )


def _bells(subject: Subject) -> Iterator[Line]:
    for row in paged(Notification.objects.filter(recipient=subject.user)):
        yield line(
            ("Waktu", moment_words(row.created_at)),
            ("Kabar", _words(row.kind, row.title)),
            ("Dibaca", moment_words(row.read_at) if row.read_at else ""),
        )


def _mails(subject: Subject) -> Iterator[Line]:
    rows = OutboxMessage.objects.filter(recipient=subject.user).defer("text", "html", "calendar")
    for row in paged(rows.exclude(state__in=("UNRELEASED", "DROPPED"))):
        yield line(
            ("Ditulis", moment_words(row.created_at)),
            ("Ke", row.to_address),
            ("Judul", _words(row.kind, row.subject)),
            ("Keadaan", row.get_state_display()),
            ("Terkirim", moment_words(row.sent_at) if row.sent_at else ""),
        )


def _words(kind: str, title: str) -> str:
    """A title that is about the person; of news that came with a duty only its kind, for titles there may name others."""
    try:
        row = notice(kind)
    except ValueError:
        # Written before there was a catalogue, or of a kind it no longer has.
        return title
    return title if {EVERYBODY, Role.APPLICANT} & set(row.receivers) else row.label
