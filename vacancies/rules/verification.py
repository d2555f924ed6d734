"""Coded reasons of the administrative verification, and when a verdict on an application is complete.

Every failed application carries at least one coded reason that the applicant can act on (docs/product.md section 2
row 4; stage 4 of docs/domain.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

PASSED = "PASSED"
FAILED = "FAILED"
OK = "OK"
NOT_OK = "NOT_OK"
UNCHECKED = "UNCHECKED"

RULE_REASONS = {
    "EMPLOYMENT_KIND": {"KIND_OTHER": "Status kepegawaian tidak sesuai dengan syarat lowongan."},
    "MIN_EDUCATION": {
        "EDU_BELOW": "Jenjang pendidikan belum mencapai syarat lowongan.",
        "EDU_UNPROVEN": "Ijazah yang diunggah tidak membuktikan jenjang pendidikan yang tercatat.",
    },
    "MIN_GRADE": {
        "GRADE_BELOW": "Golongan ruang belum mencapai syarat lowongan.",
        "GRADE_UNPROVEN": "Keputusan pangkat tidak membuktikan golongan ruang yang tercatat.",
    },
    "HELD_LEVEL": {
        "HELD_TOO_SHORT": "Masa menduduki jabatan yang disyaratkan belum cukup.",
        "HELD_UNPROVEN": "Keputusan jabatan tidak membuktikan masa jabatan yang disyaratkan.",
    },
    "FIELD_EXPERIENCE": {
        "FIELD_TOO_SHORT": "Pengalaman di bidang terkait belum cukup.",
        "FIELD_UNRELATED": "Jabatan yang diajukan sebagai pengalaman tidak terkait dengan bidang lowongan.",
    },
    "MAX_AGE": {"AGE_OVER": "Usia melewati batas pada tanggal penghitungan."},
    "PERFORMANCE": {
        "PERFORMANCE_BELOW": "Predikat kinerja pada salah satu tahun yang dinilai di bawah Baik.",
        "PERFORMANCE_UNPROVEN": "Predikat kinerja tidak terbukti dari dokumen yang diunggah.",
    },
    "NO_DISCIPLINE": {"DISCIPLINE_FOUND": "Terdapat hukuman disiplin yang menurut syarat lowongan masih menghalangi."},
    "LEADERSHIP_TRAINING": {"TRAINING_NONE": "Pelatihan kepemimpinan yang disyaratkan tidak terbukti."},
    "COMPETENCE": {"COMPETENCE_BELOW": "Hasil asesmen kompetensi di bawah batas yang disyaratkan lowongan."},
    "INTEGRITY": {"INTEGRITY_DOUBTED": "Rekam jejak, integritas, atau moralitas tidak memenuhi syarat menurut bukti tertulis."},
    "STATEMENT": {
        "STATEMENT_UNPROVEN": "Hal yang disyaratkan tidak terbukti dari dokumen yang diunggah.",
        "STATEMENT_CONTRADICTED": "Dokumen yang diunggah menunjukkan hal yang bertentangan dengan syarat.",
    },
}

DOCUMENT_REASONS = {
    "DOC_MISSING": "Dokumen tidak diunggah.",
    "DOC_WRONG": "Dokumen yang diunggah bukan dokumen yang diminta.",
    "DOC_UNREADABLE": "Dokumen tidak terbaca.",
    "DOC_INCOMPLETE": "Dokumen tidak lengkap.",
    "DOC_EXPIRED": "Masa berlaku dokumen sudah lewat.",
    "DOC_UNSIGNED": "Dokumen belum ditandatangani.",
    "DOC_OTHER_PERSON": "Dokumen atas nama orang lain.",
    "DOC_CONTRADICTS": "Isi dokumen berbeda dengan data induk ASN.",
}

_SENTENCES = {**DOCUMENT_REASONS, **{code: text for reasons in RULE_REASONS.values() for code, text in reasons.items()}}


@dataclass(frozen=True)
class CheckFact:
    """One line of the verification sheet.

    Args:
        subject: kind of the requirement, or code of the document.
        label: how the line is named on the screen.
        is_rule: True for a requirement, False for a document.
        required: whether the application fails without it.
        result: OK, NOT_OK or UNCHECKED.
        reason: code of the reason when NOT_OK, else "".
    """

    subject: str
    label: str
    is_rule: bool
    required: bool
    result: str
    reason: str = ""


def reasons_for(subject: str, *, is_rule: bool) -> dict[str, str]:
    """Reasons offered for one line: code -> sentence. A rule without reasons of its own is a KeyError."""
    return dict(RULE_REASONS[subject] if is_rule else DOCUMENT_REASONS)


def reason_sentence(code: str) -> str:
    """The sentence of a stored reason; KeyError for an unknown code."""
    return _SENTENCES[code]


def verification_problem(checks: Sequence[CheckFact], outcome: str) -> str | None:
    """Why this verdict cannot be saved yet (one Indonesian sentence), or None.

    Args:
        outcome: PASSED or FAILED.
    """
    if outcome not in (PASSED, FAILED):
        return "Pilih hasil verifikasi: memenuhi syarat atau tidak memenuhi syarat."
    if not checks:
        return "Belum ada satu pun syarat atau dokumen yang diperiksa."
    for check in checks:
        if check.required and check.result == UNCHECKED:
            return f"“{check.label}” belum diperiksa."
        if check.result == NOT_OK:
            if not check.reason:
                return f"Pilih alasan mengapa “{check.label}” tidak sesuai."
            if check.reason not in reasons_for(check.subject, is_rule=check.is_rule):
                return f"Alasan untuk “{check.label}” tidak tersedia; pilih alasan dari daftar."
    broken = [check for check in checks if check.required and check.result == NOT_OK]
    if outcome == PASSED and broken:
        return f"“{broken[0].label}” tidak sesuai, jadi lamaran ini tidak dapat dinyatakan memenuhi syarat."
    if outcome == FAILED and not broken:
        return "Semua syarat dan dokumen wajib sesuai; tandai paling sedikit satu yang tidak sesuai beserta alasannya."
    return None
