"""The agency's outbox, its register of letters, their words and head."""

from django.urls import path

from vacancies.views import letter_words, letters

urlpatterns = [
    path("pengumuman/<uuid:public_id>/surat.pdf", letters.download_announcement, name="download_announcement"),
    path("instansi/kotak-keluar/", letters.list_outbox, name="list_outbox"),
    path("instansi/kotak-keluar/<uuid:public_id>/", letters.show_batch, name="show_batch"),
    path("instansi/kotak-keluar/<uuid:public_id>/surel-<int:place>/", letters.set_letter_aside, name="set_letter_aside"),
    path(
        "instansi/kotak-keluar/<uuid:public_id>/<uuid:letter_id>/surat.pdf",
        letters.preview_batch_letter,
        name="preview_batch_letter",
    ),
    path("instansi/surat/", letters.list_letters, name="list_letters"),
    path("instansi/surat/naskah/", letter_words.list_wordings, name="list_wordings"),
    path("instansi/surat/naskah/<str:kind_code>/", letter_words.edit_wording, name="edit_wording"),
    path("pengawasan/naskah-rekomendasi/", letter_words.word_recommendation, name="word_recommendation"),
    path("instansi/surat/kop/", letter_words.edit_letterhead, name="edit_letterhead"),
    path("instansi/surat/<uuid:public_id>/", letters.show_letter, name="show_letter"),
    path("instansi/surat/<uuid:public_id>/ganti/", letters.replace_letter, name="replace_letter"),
    path("instansi/surat/<uuid:public_id>/tarik/", letters.withdraw_letter, name="withdraw_letter"),
]
