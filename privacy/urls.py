"""Pages about keeping personal data."""

from django.urls import path

from privacy.views import breaches, copies, retention

urlpatterns = [
    path("privasi-saya/salinan/", copies.list_own_copies, name="list_own_copies"),
    path("privasi-saya/salinan/minta/", copies.request_own_copy, name="request_own_copy"),
    path("privasi-saya/salinan/<uuid:public_id>/", copies.download_own_copy, name="download_own_copy"),
    path("privasi-saya/insiden/<uuid:public_id>/", breaches.show_own_breach, name="show_own_breach"),
    path("privasi/masa-simpan/", retention.show_retention, name="show_retention"),
    path("pdp/pemusnahan/", retention.list_destructions, name="list_destructions"),
    path("pdp/pemusnahan/usul/", retention.propose_destruction, name="propose_destruction"),
    path("pdp/pemusnahan/<uuid:public_id>/", retention.decide_destruction, name="decide_destruction"),
    path("pdp/insiden/", breaches.list_breaches, name="list_breaches"),
    path("pdp/insiden/catat/", breaches.record_breach, name="record_breach"),
    path("pdp/insiden/<uuid:public_id>/", breaches.show_breach, name="show_breach"),
    path("pdp/insiden/<uuid:public_id>/orang/", breaches.list_breach_people, name="list_breach_people"),
    path("pdp/insiden/<uuid:public_id>/keluarkan/", breaches.remove_breach_people, name="remove_breach_people"),
    path("pdp/insiden/<uuid:public_id>/siapkan/", breaches.prepare_breach_letters, name="prepare_breach_letters"),
    path("pdp/insiden/<uuid:public_id>/surat/", breaches.decide_breach_letters, name="decide_breach_letters"),
    path("pdp/insiden/<uuid:public_id>/surat.pdf", breaches.download_breach_letter, name="download_breach_letter"),
]
