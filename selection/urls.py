"""Pages of this room."""

from django.urls import path

from selection.views import control, corrections, opening, papers, result, scoring, sheets, upload

urlpatterns = [
    path("instansi/lowongan/<uuid:public_id>/mulai-seleksi/", opening.open_selection, name="open_selection"),
    path("penilaian/", scoring.list_assignments, name="list_assignments"),
    path("penilaian/<uuid:public_id>/", scoring.show_scoring_room, name="show_scoring_room"),
    path("penilaian/lembar/<uuid:public_id>/", sheets.score_candidate, name="score_candidate"),
    path("penilaian/lembar/<uuid:public_id>/periksa/", sheets.check_sheet, name="check_sheet"),
    path("penilaian/<uuid:public_id>/makalah/", papers.list_papers, name="list_papers"),
    path("penilaian/makalah/<uuid:public_id>/", papers.mark_paper, name="mark_paper"),
    path("penilaian/makalah/<uuid:public_id>/periksa/", papers.check_paper, name="check_paper"),
    path("penilaian/makalah/<uuid:public_id>/berkas.pdf", papers.read_paper, name="read_paper"),
    path("penilaian/lembar/<uuid:public_id>/konflik/", scoring.declare_conflict, name="declare_conflict"),
    path("penilaian/lembar/<uuid:public_id>/buka/", scoring.reopen_sheet, name="reopen_sheet"),
    path("seleksi/<uuid:public_id>/", control.show_selection, name="show_selection"),
    path("seleksi/<uuid:public_id>/impor/", upload.import_scores, name="import_scores"),
    path("seleksi/<uuid:public_id>/impor/contoh.csv", upload.download_score_form, name="download_score_form"),
    path("seleksi/<uuid:public_id>/peringkat/", control.compute_ranking, name="compute_ranking"),
    path("seleksi/<uuid:public_id>/koreksi/", corrections.show_corrections, name="show_corrections"),
    path("seleksi/peserta/<uuid:public_id>/koreksi/<str:code>/", corrections.propose_correction, name="propose_correction"),
    path("seleksi/koreksi/<uuid:public_id>/", corrections.decide_correction, name="decide_correction"),
    path("seleksi/<uuid:public_id>/ajukan/", result.submit_result, name="submit_result"),
    path("seleksi/<uuid:public_id>/tarik/", result.withdraw_result, name="withdraw_result"),
    path("seleksi/<uuid:public_id>/umumkan/", result.announce_result, name="announce_result"),
    path("seleksi/peserta/<uuid:public_id>/absen/", control.mark_absent, name="mark_absent"),
    path("penetapan/<uuid:public_id>/surat.pdf", result.download_determination, name="download_determination"),
    path("lamaran/<uuid:public_id>/hasil.pdf", result.download_result_letter, name="download_result_letter"),
]
