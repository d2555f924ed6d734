"""What each act of the trail is called on the pages of the trail; acts of a selection share their words with its history."""

from employees.readings import WORDS as READING_WORDS
from vacancies.rules.lifecycle import APPLICATION, VACANCY
from vacancies.views.history import ACT_WORDS

OTHER_WORDS = {
    "start_application": "Draf lamaran dibuka",
    "submit_application": "Lamaran dikirim",
    "verify_application": "Lamaran diverifikasi",
    "confirm_failure": "Hasil tidak memenuhi syarat diperiksa orang kedua",
    "upload_document": "Dokumen diunggah",
    "delete_document": "Dokumen dihapus dari draf",
    "save_sheet": "Draf lembar nilai disimpan",
    "submit_sheet": "Lembar nilai dikumpulkan",
    "reopen_sheet": "Lembar nilai dibuka kembali",
    "import_employees": "Data pegawai diimpor",
    "search_trail": "Jejak dicari auditor",
    "state_trail_purpose": "Tujuan membaca data pribadi ditulis auditor",
    "read_history": "Riwayat seleksi dibaca auditor",
    "request_trail_export": "Bundel jejak diminta",
    "finish_trail_export": "Bundel jejak selesai dibuat",
    "fail_trail_export": "Bundel jejak gagal dibuat",
    "download_trail_export": "Bundel jejak diunduh",
    "move_demo_clock": "Jam demo digeser",
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
