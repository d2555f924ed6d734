"""Documents of a draft from the person's locker, and into it."""

from django.urls import path

from vacancies.views import documents

urlpatterns = [
    path("lamaran/<uuid:public_id>/dokumen/dari-lemari/", documents.attach_matching_evidence, name="attach_matching_evidence"),
    path("lamaran/<uuid:public_id>/dokumen/<slug:document_type>/dari-lemari/", documents.attach_evidence, name="attach_evidence"),
    path("dokumen/<uuid:public_id>/simpan/", documents.keep_document, name="keep_document"),
]
