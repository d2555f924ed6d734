"""The trail: who opened the person's data, what the person did, and what was done with announced applications (article 32).

Each line carries place and hash of its row, so that a copy can be compared with a bundle of the trail. Details stay out: they
may name others, and what is not announced yet.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from core.indonesian import moment_words
from core.models import AuditEntry
from employees.models import Employee
from employees.readings import entries_about, reading_of
from privacy.parts import PAGE, Line, Part, Subject, line
from vacancies.models import Application
from vacancies.trail_words import act_words

PERSON = "person:"


def parts(subject: Subject) -> Iterator[Part]:
    """Readings of others, own acts, acts on own applications whose result is announced."""
    purpose = "Mempertanggungjawabkan siapa melakukan apa; tidak dapat diubah atau dihapus."
    if subject.employee is not None:
        employee = subject.employee
        yield Part(
            "jejak-pembacaan",
            "Jejak: siapa membuka data Anda",
            purpose,
            lambda: _readings(employee),
            left_out="Yang disebut tugas dan instansinya, bukan nama orangnya.",
        )
        yield Part(
            "jejak-lamaran",
            "Jejak: perlakuan atas lamaran Anda",
            purpose,
            lambda: _applications(employee),
            left_out="Ikut setelah hasil lowongannya diumumkan. Nama petugas dan rincian yang menyebut orang lain tidak ikut.",
        )
    yield Part(
        "jejak-tindakan",
        "Jejak: tindakan Anda",
        purpose,
        lambda: _own_acts(subject),
        left_out="Rincian tindakan atas nama tugas dapat menyebut orang lain, jadi tidak ikut.",
    )


def _readings(employee: Employee) -> Iterator[Line]:
    before = None
    while True:
        rows = entries_about(employee) if before is None else entries_about(employee).filter(sequence__lt=before)
        found = list(rows[:PAGE])
        for entry in found:
            reading = reading_of(entry)
            yield line(
                ("Waktu", moment_words(reading.at)),
                ("Yang terjadi", reading.what),
                ("Oleh", reading.duty),
                ("Untuk", reading.about),
                *_proof(entry, is_own=True),
            )
        if len(found) < PAGE:
            return
        before = found[-1].sequence


def _own_acts(subject: Subject) -> Iterator[Line]:
    own = subject.employee.reading_chain if subject.employee is not None else ""
    before = None
    while True:
        found = list(AuditEntry.objects.matching(actors=[subject.user.pk]).newest_first(before)[:PAGE])
        for entry in found:
            yield line(
                ("Waktu", _moment(entry)),
                ("Tindakan", act_words(entry.act)),
                ("Sebagai", json.loads(entry.body)["duty"].partition(", a.n. ")[0]),
                *_proof(entry, is_own=entry.chain == own),
            )
        if len(found) < PAGE:
            return
        before = (found[-1].at_us, found[-1].pk)


def _applications(employee: Employee) -> Iterator[Line]:
    announced = Application.objects.filter(employee=employee, vacancy__state="ANNOUNCED").select_related("vacancy").order_by("pk")
    for application in announced:
        rows = AuditEntry.objects.filter(object_type="Application", object_id=str(application.public_id))
        for entry in rows.order_by("at_us", "id"):
            yield line(
                ("Jabatan", application.vacancy.position_title),
                ("Waktu", _moment(entry)),
                ("Tindakan", act_words(entry.act)),
                ("Oleh", json.loads(entry.body)["duty"].partition(", a.n. ")[0]),
                *_proof(entry, is_own=False),
            )


def _moment(entry: AuditEntry) -> str:
    return moment_words(datetime.fromtimestamp(entry.at_us / 1_000_000, UTC))


def _proof(entry: AuditEntry, *, is_own: bool) -> tuple[tuple[str, object], ...]:
    """Where the row stands; a chain of somebody else's readings is not named."""
    is_others = entry.chain.startswith(PERSON) and not is_own
    chain = "data seseorang" if is_others else entry.chain
    return (("Rantai", chain), ("Nomor baris", entry.sequence), ("Hash baris", entry.hash))
