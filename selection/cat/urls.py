"""Pages of the computer-assisted test."""

from django.urls import path

from selection.cat.views import bank, exams, keys, practice, proctor, sitting

urlpatterns = [
    path("bank-soal/", bank.list_questions, name="list_questions"),
    path("bank-soal/tulis/", bank.write_question, name="write_question"),
    path("bank-soal/impor/", bank.import_questions, name="import_questions"),
    path("bank-soal/contoh.csv", bank.download_question_form, name="download_question_form"),
    path("bank-soal/kunci/", keys.list_exam_keys, name="list_exam_keys"),
    path("bank-soal/<uuid:public_id>/", bank.show_question, name="show_question"),
    path("bank-soal/<uuid:public_id>/ubah/", bank.edit_question, name="edit_question"),
    path("seleksi/<uuid:public_id>/ujian/", exams.list_exams, name="list_exams"),
    path("seleksi/<uuid:public_id>/ujian/susun/", exams.build_exam, name="build_exam"),
    path("seleksi/ujian/<uuid:public_id>/buka/", keys.open_exam_paper, name="open_exam_paper"),
    path("seleksi/ujian/<uuid:public_id>/sesi/", exams.plan_exam_session, name="plan_exam_session"),
    path("seleksi/ujian/sesi/<uuid:public_id>/", proctor.run_exam_session, name="run_exam_session"),
    path("seleksi/ujian/sesi/<uuid:public_id>/ubah/", exams.move_exam_session, name="move_exam_session"),
    path("seleksi/ujian/sesi/<uuid:public_id>/berita-acara.pdf", proctor.download_exam_minutes, name="download_exam_minutes"),
    path("seleksi/ujian/sesi/<uuid:public_id>/hasil.json", proctor.download_exam_manifest, name="download_exam_manifest"),
    path("seleksi/ujian/peserta/<uuid:public_id>/batal/", proctor.propose_annulment, name="propose_exam_annulment"),
    path("seleksi/ujian/pembatalan/<uuid:public_id>/", proctor.decide_annulment, name="decide_exam_annulment"),
    path(
        "seleksi/ujian/pembatalan/<uuid:public_id>/berita-acara.pdf",
        proctor.download_annulment_minutes,
        name="download_annulment_minutes",
    ),
    path("papan-ujian/<uuid:public_id>/", proctor.watch_exam, name="watch_exam"),
    path("ujian/", sitting.list_my_exams, name="list_my_exams"),
    path("ujian/<uuid:public_id>/", sitting.enter_exam, name="enter_exam"),
    path("ujian/<uuid:public_id>/ujian.ics", sitting.download_exam_entry, name="download_exam_entry"),
    path("ujian/<uuid:public_id>/soal-<int:number>/", sitting.answer_question, name="answer_question"),
    path("ujian/<uuid:public_id>/lembar/", sitting.read_exam_paper, name="read_exam_paper"),
    path("ujian/<uuid:public_id>/jawaban/", sitting.save_exam_answers, name="save_exam_answers"),
    path("ujian/<uuid:public_id>/selesai/", sitting.finish_exam, name="finish_exam"),
    path("ujian/latihan/<uuid:public_id>/", practice.practise_exam, name="practise_exam"),
    path("ujian/latihan/<uuid:public_id>/soal-<int:number>/", practice.answer_practice, name="answer_practice"),
    path("ujian/latihan/<uuid:public_id>/lembar/", practice.read_practice_paper, name="read_practice_paper"),
    path("ujian/latihan/<uuid:public_id>/jawaban/", practice.save_practice_answers, name="save_practice_answers"),
    path("ujian/latihan/<uuid:public_id>/selesai/", practice.finish_practice, name="finish_practice"),
]
