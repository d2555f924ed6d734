"""Who may ask a sent application for a document, answer the request, or take it back."""

from accounts.models import User
from core.indonesian import date_and_clock_words
from core.refusals import Refusal
from vacancies.models import Application, DocumentRequest
from vacancies.permissions.applications import can_list_applicants, is_own

# While files are looked at; a reopened registration keeps a request that was made before it.
_RUNNING = ("OPEN", "VERIFICATION")


def can_ask_document(user: User, application: Application) -> Refusal | None:
    """The verifying office, between closing and scoring, of an application nobody has judged yet."""
    return can_list_applicants(user, application.vacancy) or asking_refusal(application)


def asking_refusal(application: Application) -> Refusal | None:
    """Why no document can be asked for now, whoever asks."""
    if application.vacancy.state != "VERIFICATION":
        return Refusal("Hasil administrasi sudah diumumkan, jadi dokumen tidak dapat diminta lagi.")
    if application.state == "NEEDS_DOCUMENT":
        return Refusal("Masih ada permintaan dokumen yang belum dijawab pelamar ini.")
    if application.state in ("PASSED", "FAILED"):
        return Refusal("Lamaran ini sudah dinilai, jadi dokumen tidak dapat diminta lagi.")
    if application.state != "SUBMITTED":
        return Refusal("Lamaran ini tidak sedang diperiksa.")
    return None


def can_withdraw_request(user: User, request: DocumentRequest) -> Refusal | None:
    """The verifying office, while the request is open."""
    refusal = can_list_applicants(user, request.application.vacancy)
    if refusal is not None:
        return refusal
    return None if request.is_open else Refusal(_ended(request))


def can_hand_in(user: User, request: DocumentRequest) -> Refusal | None:
    """The applicant, while files are looked at. Whether it is too late is asked with the transaction's time."""
    if not is_own(user, request.application):
        return Refusal("Hanya pemilik lamaran yang dapat menjawab permintaan ini.")
    if request.fulfilled_at is not None or request.withdrawn_at is not None:
        return Refusal(_ended(request))
    if request.application.vacancy.state not in _RUNNING:
        return Refusal("Pemeriksaan berkas sudah berakhir, jadi permintaan ini tidak perlu dijawab lagi.")
    return None


def _ended(request: DocumentRequest) -> str:
    zone = request.application.vacancy.zone
    if request.fulfilled_at is not None:
        return f"Dokumen ini sudah diterima {date_and_clock_words(request.fulfilled_at, zone)}."
    if request.withdrawn_at is not None:
        return f"Permintaan ini sudah dicabut {date_and_clock_words(request.withdrawn_at, zone)}."
    return "Batas waktu permintaan ini sudah lewat."
