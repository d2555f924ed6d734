"""Pages of applying and verifying."""

from django.urls import path

from vacancies.views import (
    apply,
    document_requests,
    documents,
    draft,
    eligibility,
    objections,
    overview,
    sections,
    status,
    verify,
)

urlpatterns = [
    path("lamaran/<uuid:public_id>/kirim/", draft.submit_application, name="submit_application"),
    path("lowongan/<uuid:public_id>/lamar/", apply.start_application, name="start_application"),
    path("lowongan/<uuid:public_id>/kelayakan/", eligibility.check_eligibility, name="check_eligibility"),
    path("lamaran/", overview.list_applications, name="list_applications"),
    path("lamaran/<uuid:public_id>/", status.show_application, name="show_application"),
    path("lamaran/<uuid:public_id>/profil/", sections.edit_applicant_details, name="edit_applicant_details"),
    path("lamaran/<uuid:public_id>/kelayakan/", draft.show_eligibility, name="show_eligibility"),
    path("lamaran/<uuid:public_id>/dokumen/", documents.edit_documents, name="edit_documents"),
    path("lamaran/<uuid:public_id>/dokumen/<slug:document_type>/unggah/", documents.upload_document, name="upload_document"),
    path("dokumen/<uuid:public_id>/", documents.download_document, name="download_document"),
    path("dokumen/<uuid:public_id>/hapus/", documents.delete_document, name="delete_document"),
    path("lamaran/<uuid:public_id>/pernyataan/", sections.edit_statement, name="edit_statement"),
    path("lamaran/<uuid:public_id>/kebutuhan-khusus/", sections.edit_special_needs, name="edit_special_needs"),
    path("lamaran/<uuid:public_id>/periksa/", draft.check_application, name="check_application"),
    path("lamaran/<uuid:public_id>/terkirim/", status.show_receipt, name="show_receipt"),
    path("lamaran/<uuid:public_id>/tanda-terima.pdf", status.download_receipt, name="download_receipt"),
    path(
        "lamaran/<uuid:public_id>/tanda-terima/<slug:number>.pdf",
        status.download_withdrawn_receipt,
        name="download_withdrawn_receipt",
    ),
    path("lamaran/<uuid:public_id>/bukti/<uuid:evidence_id>/", documents.download_proof, name="download_proof"),
    path("lamaran/<uuid:public_id>/salinan/", status.show_snapshot, name="show_snapshot"),
    path("lamaran/<uuid:public_id>/mundur/", status.withdraw_application, name="withdraw_application"),
    path("lamaran/<uuid:public_id>/buang/", draft.discard_application, name="discard_application"),
    path("instansi/lowongan/<uuid:public_id>/pelamar/", verify.list_applicants, name="list_applicants"),
    path("instansi/pelamar/<uuid:public_id>/", verify.verify_application, name="verify_application"),
    path("instansi/pelamar/<uuid:public_id>/minta-dokumen/", document_requests.ask_document, name="ask_document"),
    path("instansi/pelamar/<uuid:public_id>/pemeriksa-kedua/", verify.confirm_failure, name="confirm_failure"),
    path(
        "instansi/permintaan-dokumen/<uuid:public_id>/cabut/",
        document_requests.withdraw_document_request,
        name="withdraw_document_request",
    ),
    path("permintaan-dokumen/<uuid:public_id>/", document_requests.answer_document_request, name="answer_document_request"),
    path("lamaran/<uuid:public_id>/sanggah/", objections.file_objection, name="file_objection"),
    path("lamaran/<uuid:public_id>/sanggah/jawaban.pdf", objections.download_objection_letter, name="download_objection_letter"),
    path(
        "sanggahan/<uuid:public_id>/lampiran/<uuid:attachment_id>/",
        objections.download_objection_attachment,
        name="download_objection_attachment",
    ),
    path("lamaran/<uuid:public_id>/alasan-membantu/", status.rate_reasons, name="rate_reasons"),
]
