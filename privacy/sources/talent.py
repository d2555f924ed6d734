"""Invitations, pauses, and every search or page on which an agency saw the person."""

from collections.abc import Iterator

from django.utils.timezone import localdate

from core import clock
from core.indonesian import date_words, moment_words
from privacy.parts import PAGE, Line, Part, Subject, line, paged
from privacy.sources.applying import letter_file
from talent.looks import looks_at
from talent.models import Invitation, InvitationPause
from talent.rules.answer import is_window_open, present_state
from talent.rules.lifecycle import INVITEE_LABELS
from vacancies.models import Vacancy


def parts(subject: Subject) -> Iterator[Part]:
    """What agencies did to find and invite the person."""
    if subject.employee is None:
        return
    yield Part("undangan", "Undangan", "Mengundang Anda melamar dan mencatat jawaban Anda.", lambda: _invitations(subject))
    yield Part("jeda-undangan", "Jeda undangan", "Menahan undangan yang tidak Anda inginkan.", lambda: _pauses(subject))
    yield Part(
        "siapa-melihat-saya",
        "Siapa melihat Anda saat mencari talenta",
        "Mempertanggungjawabkan setiap pencarian atas diri Anda.",
        lambda: _looks(subject),
        left_out="Yang disebut instansi dan waktunya, bukan nama petugasnya.",
    )


def _invitations(subject: Subject) -> Iterator[Line]:
    now = clock.now()
    for invitation in paged(Invitation.objects.addressed_to(subject.user).select_related("vacancy__agency", "letter")):
        vacancy: Vacancy = invitation.vacancy
        state = present_state(invitation.state, window_open=is_window_open(vacancy.state, vacancy.closes_at, now))
        yield line(
            ("Jabatan", vacancy.position_title),
            ("Instansi", vacancy.agency.name),
            ("Keadaan", INVITEE_LABELS[state]),
            ("Dikirim", moment_words(invitation.sent_at) if invitation.sent_at else ""),
            ("Pesan", invitation.message),
            ("Dijawab", moment_words(invitation.answered_at) if invitation.answered_at else ""),
            ("Alasan Anda", invitation.decline_words),
            files=(letter_file("undangan", invitation.letter),) if invitation.letter is not None else (),
        )


def _pauses(subject: Subject) -> Iterator[Line]:
    for pause in paged(InvitationPause.objects.filter(employee=subject.employee).select_related("agency")):
        over = pause.lifted_at is not None or pause.until < localdate(clock.now())
        yield line(
            ("Jeda", pause.words),
            ("Sampai", date_words(pause.until)),
            ("Masih berlaku", "Tidak" if over else "Ya"),
        )


def _looks(subject: Subject) -> Iterator[Line]:
    start, total = 0, 1
    while start < total:
        found, total = looks_at(subject.employee.pk, start=start, size=PAGE)
        for look in found:
            yield line(
                ("Waktu", moment_words(look.at)),
                ("Instansi", look.agency),
                ("Yang terjadi", look.act),
                ("Kali pada hari itu", look.times),
                ("Untuk lowongan", look.vacancy),
                ("Cocok dengan", "; ".join(look.reasons)),
            )
        start += PAGE
