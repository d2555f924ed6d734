"""Pages of talent search and invitations."""

from django.urls import path

from talent.views import answers, invitations, office, pauses, search

urlpatterns = [
    path("talenta/", search.search_talent, name="search_talent"),
    path("talenta/undang/", invitations.invite_talent, name="invite_talent"),
    path("instansi/lowongan/<uuid:public_id>/undangan/", office.list_invitations, name="list_invitations"),
    path("instansi/lowongan/<uuid:public_id>/undangan/undangan.csv", office.export_invitations, name="export_invitations"),
    path("instansi/undangan/<uuid:public_id>/kirim-ulang/", office.retry_invitation, name="retry_invitation"),
    path("instansi/undangan/<uuid:public_id>/batalkan/", office.revoke_invitation, name="revoke_invitation"),
    path("undangan/", answers.list_my_invitations, name="list_my_invitations"),
    path("undangan/jeda/", pauses.list_pauses, name="list_pauses"),
    path("undangan/jeda/<uuid:public_id>/akhiri/", pauses.lift_pause, name="lift_pause"),
    path("undangan/<uuid:public_id>/", answers.answer_invitation, name="answer_invitation"),
    path("undangan/<uuid:public_id>/surat.pdf", answers.download_invitation, name="download_invitation"),
]
