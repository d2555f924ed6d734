"""The register row with its histories, and what the person keeps beside it: locker, additions, reports."""

from collections.abc import Iterator

from core.indonesian import date_words, moment_words
from core.uploads.keys import read_document
from employees.models import Employee, EvidenceDocument, OwnRecord, RecordReport
from employees.register_lines import RegisterPart, register_parts
from privacy.parts import CopiedFile, Line, Part, Subject, line, paged, yes_no

FROM_REGISTER = "Memeriksa syarat jabatan dan mencari calon; salinan data induk ASN dari instansi Anda."


def parts(subject: Subject) -> Iterator[Part]:
    """Nothing for people whom the register does not know."""
    if subject.employee is None:
        return
    employee = Employee.objects.for_profile().get(pk=subject.employee.pk)
    for number, part in enumerate(register_parts(employee)):
        yield Part(
            f"data-induk-{number + 1}", f"Data induk: {part.title}", FROM_REGISTER, lambda part=part: _register_lines(part)
        )
    yield Part("data-induk-lain", "Data induk: lainnya", FROM_REGISTER, lambda: _other_facts(employee))
    yield Part(
        "lemari-bukti",
        "Lemari bukti",
        "Dokumen yang Anda simpan untuk dipakai pada lamaran dan laporan.",
        lambda: _evidence(employee),
    )
    yield Part(
        "tambahan-sendiri",
        "Tambahan yang Anda tulis",
        "Melengkapi profil Anda di luar data induk.",
        lambda: _own_records(employee),
    )
    yield Part("laporan-salah", "Laporan data salah", "Memperbaiki data induk yang keliru.", lambda: _reports(employee))


def _register_lines(part: RegisterPart) -> Iterator[Line]:
    for each in part.lines:
        yield line(*each.cells)


def _other_facts(employee: Employee) -> Iterator[Line]:
    yield line(
        ("Dapat dicari instansi lain", yes_no(employee.is_searchable)),
        ("Rumpun jabatan", employee.get_field_display() if employee.field else ""),
        ("Provinsi tempat tugas", employee.province.name),
        ("Disalin dari data induk", moment_words(employee.updated_at)),
    )
    for language in employee.languages.all():
        yield line(("Bahasa", language.get_language_display()), ("Tingkat", language.get_level_display()))
    for competency in employee.competencies.all():
        yield line(
            ("Kompetensi", competency.get_code_display()),
            ("Tingkat", competency.level),
            ("Nilai", competency.score),
            ("Tanggal asesmen", date_words(competency.assessed_on)),
        )


def _evidence(employee: Employee) -> Iterator[Line]:
    for document in paged(EvidenceDocument.objects.filter(employee=employee)):
        yield line(
            ("Jenis", document.get_type_display()),
            ("Judul", document.title),
            ("Penerbit", document.issuer),
            ("Tanggal dokumen", date_words(document.issued_on) if document.issued_on else ""),
            ("Berlaku sampai", date_words(document.valid_until) if document.valid_until else ""),
            ("Diunggah", moment_words(document.uploaded_at)),
            ("Disingkirkan", moment_words(document.archived_at) if document.archived_at else ""),
            ("SHA-256", document.sha256),
            files=(stored_file("lemari-bukti", document),),
        )


def stored_file(folder: str, document: EvidenceDocument) -> CopiedFile:
    """An uploaded document (of the locker or of an application) byte for byte."""
    path = document.file.name
    return CopiedFile(folder, document.original_name, lambda: read_document(path), document.sha256)


def _own_records(employee: Employee) -> Iterator[Line]:
    for record in paged(OwnRecord.objects.filter(employee=employee).select_related("proof")):
        yield line(
            ("Jenis", record.get_kind_display()),
            ("Judul", record.title),
            ("Penyelenggara atau pemberi", record.issuer),
            ("Mulai", date_words(record.started_on)),
            ("Selesai", date_words(record.ended_on) if record.ended_on else ""),
            ("Keterangan", record.note),
            ("Bukti", record.proof.title),
            ("Ditulis", moment_words(record.created_at)),
            ("Diubah", moment_words(record.updated_at)),
        )


def _reports(employee: Employee) -> Iterator[Line]:
    for report in paged(RecordReport.objects.filter(employee=employee).select_related("agency", "proof")):
        yield line(
            ("Bagian", report.get_section_display()),
            ("Isi saat dilaporkan", report.record_words),
            ("Yang benar menurut Anda", report.message),
            ("Bukti", report.proof.title if report.proof else ""),
            ("Dikirim", moment_words(report.created_at)),
            ("Instansi", report.agency.name),
            ("Hasil", report.get_outcome_display()),
            ("Jawaban", report.answer),
            ("Dijawab", moment_words(report.answered_at) if report.answered_at else ""),
        )
