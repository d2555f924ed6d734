"""Pages of talent search and invitations."""

from django.urls import path

from talent.views import answers, invitations, market, office, pauses, people, privacy, saved, search

urlpatterns = [
    path("talenta/", search.search_talent, name="search_talent"),
    path("talenta/nip/", search.look_up_nip, name="look_up_nip"),
    path("talenta/banding/", people.compare_talent, name="compare_talent"),
    path("talenta/orang/<uuid:public_id>/", people.show_talent, name="show_talent"),
    path("talenta/dokumen/<uuid:public_id>/", people.open_talent_document, name="open_talent_document"),
    path("talenta/tersimpan/", saved.list_saved_searches, name="list_saved_searches"),
    path("talenta/tersimpan/<uuid:public_id>/", saved.rename_saved_search, name="rename_saved_search"),
    path("talenta/tersimpan/<uuid:public_id>/hapus/", saved.delete_saved_search, name="delete_saved_search"),
    path("instansi/lowongan/<uuid:public_id>/uji-pasar/", market.show_market_test, name="show_market_test"),
    path("privasi-saya/", privacy.show_own_privacy, name="show_own_privacy"),
    path("privasi-saya/pencarian/", privacy.switch_own_visibility, name="switch_own_visibility"),
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
