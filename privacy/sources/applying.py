"""Applications with their files, letters and announced scores. Nothing that the person's own pages do not show yet."""

from collections.abc import Iterator

from core.indonesian import moment_words
from core.letters import current_version, letter_bytes
from core.models import Letter
from employees.models import Employee
from privacy.parts import CopiedFile, Line, Part, Subject, line, paged, yes_no
from privacy.sources.register import stored_file
from selection.cat.models import ExamSitting
from selection.models import SessionSeat
from selection.own_result import own_result
from selection.rules.sessions import time_words
from vacancies.models import Application, ApplicationDocument, DocumentRequest, Objection
from vacancies.progress import event_rows, failure_rows, open_step, status_of

FOR_SELECTION = "Menjalankan seleksi yang Anda lamar dan membuktikan jalannya."


def parts(subject: Subject) -> Iterator[Part]:
    """Drafts and sent applications, what happened to them, sessions, and own scores once they are announced."""
    employee = subject.employee
    if employee is None:
        return
    yield Part(
        "lamaran",
        "Lamaran",
        FOR_SELECTION,
        lambda: _applications(employee),
        left_out="Hasil tahap yang belum diumumkan tidak ikut sampai hari pengumumannya.",
    )
    yield Part("dokumen-lamaran", "Dokumen lamaran", FOR_SELECTION, lambda: _documents(employee))
    yield Part("permintaan-dokumen", "Dokumen yang diminta kepada Anda", FOR_SELECTION, lambda: _requests(employee))
    yield Part("riwayat-lamaran", "Riwayat lamaran", FOR_SELECTION, lambda: _events(employee))
    yield Part("sanggahan", "Sanggahan", "Memeriksa lagi hasil yang Anda sanggah.", lambda: _objections(employee))
    yield Part("sesi", "Jadwal ujian dan wawancara", FOR_SELECTION, lambda: _sessions(employee))
    yield Part(
        "nilai",
        "Nilai dan hasil",
        "Menyusun peringkat dan memberi tahu Anda hasilnya.",
        lambda: _results(employee),
        left_out="Nilai ikut setelah hasil diumumkan. Nilai per penilai, soal, dan kunci ujian tidak ikut: membukanya merugikan "
        "penilai dan peserta lain (UU 27/2022 pasal 33).",
    )


def _own(employee: Employee):
    found = Application.objects.filter(employee=employee).select_related("vacancy__agency", "receipt")
    return paged(found.prefetch_related("events", "checks", "vacancy__requirements", "vacancy__required_documents"))


def _post(application: Application) -> tuple[tuple[str, str], ...]:
    vacancy = application.vacancy
    return (("Jabatan", vacancy.position_title), ("Instansi", vacancy.agency.name))


def _applications(employee: Employee) -> Iterator[Line]:
    for application in _own(employee):
        files = [_snapshot(application)] if application.snapshot else []
        if application.receipt is not None:
            files.append(letter_file("tanda-terima", application.receipt))
        yield line(
            *_post(application),
            ("Keadaan", status_of(application, open_step(application.vacancy)).title),
            ("Nomor tanda terima", application.receipt_number),
            ("Dimulai", moment_words(application.created_at)),
            ("Dikirim", moment_words(application.submitted_at) if application.submitted_at else ""),
            ("Atas undangan", yes_no(application.was_invited)),
            ("Surel", application.email),
            ("Telepon", application.phone),
            ("Alasan melamar", application.motivation),
            ("Kebutuhan khusus", application.special_needs),
            ("Pernyataan kebenaran", yes_no(application.agrees)),
            ("SHA-256 salinan beku", application.snapshot_sha256),
            files=tuple(files),
        )
        for sent in application.withdrawn_submissions.select_related("receipt").order_by("pk"):
            files = [letter_file("tanda-terima", sent.receipt)] if sent.receipt is not None else []
            yield line(
                *_post(application),
                ("Kiriman yang ditarik", sent.receipt_number),
                ("Dikirim", moment_words(sent.submitted_at)),
                ("Ditarik", moment_words(sent.withdrawn_at)),
                ("Alasan", sent.reason),
                ("SHA-256 salinan beku", sent.snapshot_sha256),
                files=tuple(files),
            )


def _snapshot(application: Application) -> CopiedFile:
    name = f"{application.receipt_number or application.public_id}.json"
    return CopiedFile("salinan-beku", name, lambda: application.snapshot.encode(), application.snapshot_sha256)


def letter_file(folder: str, letter: Letter) -> CopiedFile:
    """A letter to the person as PDF, the version that counts now."""
    current = current_version(letter)
    return CopiedFile(folder, f"{current.number.replace('/', '-')}.pdf", lambda: letter_bytes(current), current.sha256)


def _documents(employee: Employee) -> Iterator[Line]:
    rows = ApplicationDocument.objects.filter(application__employee=employee).select_related("application__vacancy__agency")
    for document in paged(rows):
        yield line(
            *_post(document.application),
            ("Jenis", document.get_type_display()),
            ("Nama berkas", document.original_name),
            ("Diunggah", moment_words(document.uploaded_at)),
            ("Besar (bita)", document.size),
            ("SHA-256", document.sha256),
            files=(stored_file("dokumen-lamaran", document),),
        )


def _requests(employee: Employee) -> Iterator[Line]:
    rows = DocumentRequest.objects.filter(application__employee=employee).select_related("application__vacancy__agency")
    for asked in paged(rows):
        yield line(
            *_post(asked.application),
            ("Jenis", asked.get_type_display()),
            ("Alasan", asked.reason),
            ("Diminta", moment_words(asked.asked_at)),
            ("Batas waktu", moment_words(asked.due_at)),
            ("Diterima", moment_words(asked.fulfilled_at) if asked.fulfilled_at else ""),
            ("Ditarik", moment_words(asked.withdrawn_at) if asked.withdrawn_at else ""),
        )


def _events(employee: Employee) -> Iterator[Line]:
    for application in _own(employee):
        for event in reversed(event_rows(application)):
            yield line(*_post(application), ("Peristiwa", event["title"]), ("Waktu", event["when"]))
        for failure in failure_rows(application):
            yield line(
                *_post(application),
                ("Tidak memenuhi syarat", failure["label"]),
                ("Alasan", failure["reason"]),
                ("Catatan pemeriksa", failure["note"]),
            )


def _objections(employee: Employee) -> Iterator[Line]:
    rows = Objection.objects.filter(application__employee=employee).select_related("application__vacancy__agency", "letter")
    for objection in paged(rows):
        yield line(
            *_post(objection.application),
            ("Tahap", objection.get_stage_display()),
            ("Yang disanggah", "; ".join(str(each.get("label", each["subject"])) for each in objection.lines)),
            ("Uraian", objection.text),
            ("Diajukan", moment_words(objection.filed_at)),
            ("Hasil", objection.get_outcome_display()),
            ("Jawaban", objection.answer),
            ("Dijawab", moment_words(objection.answered_at) if objection.answered_at else ""),
            files=(letter_file("sanggahan", objection.letter),) if objection.letter is not None else (),
        )


def _sessions(employee: Employee) -> Iterator[Line]:
    seats = SessionSeat.objects.live().filter(candidate__application__employee=employee, session__cancelled_at=None)
    for seat in paged(seats.select_related("session", "candidate__application__vacancy__agency")):
        application = seat.candidate.application
        yield line(
            *_post(application),
            ("Tahap", seat.get_stage_display()),
            ("Waktu", time_words(seat.session.starts_at, seat.session.ends_at, application.vacancy.zone)),
            ("Tempat", seat.session.where),
            ("Dikonfirmasi", moment_words(seat.confirmed_at) if seat.confirmed_at else ""),
        )
    sittings = ExamSitting.objects.filter(candidate__application__employee=employee).exclude(session__state="CANCELLED")
    for sitting in paged(sittings.select_related("session", "candidate__application__vacancy__agency")):
        application = sitting.candidate.application
        yield line(
            *_post(application),
            ("Tahap", "Ujian berbantuan komputer"),
            ("Waktu", time_words(sitting.session.starts_at, sitting.session.ends_at, application.vacancy.zone)),
            ("Nomor peserta", sitting.number),
            ("Hadir", moment_words(sitting.checked_in_at) if sitting.checked_in_at else ""),
            ("Selesai", moment_words(sitting.closed_at) if sitting.closed_at else ""),
        )


def _results(employee: Employee) -> Iterator[Line]:
    for application in _own(employee):
        # The same question the status page asks: nothing before the announcement, and no number of anybody else.
        found = own_result(application)
        if found is None:
            continue
        words = found["context"]["words"]
        letter = application.candidate.result_letter
        scores = [
            (row["label"], f"{row['score']}, bobot {row['weight']}%, nilai berbobot {row['points']}") for row in words["scores"]
        ]
        yield line(
            *_post(application),
            *scores,
            ("Nilai akhir", words["total"]),
            ("Peringkat", words["rank"]),
            files=(letter_file("surat-hasil", letter),),
        )
