"""History of a selection, and the auditor's pages."""

from django.urls import path

from vacancies.views import auditing, trail

urlpatterns = [
    path("lowongan/<uuid:public_id>/riwayat/", trail.show_public_history, name="show_public_history"),
    path("instansi/lowongan/<uuid:public_id>/riwayat/", trail.show_history, name="show_history"),
    path("auditor/jejak/", auditing.search_trail, name="search_trail"),
    path("auditor/jejak/tujuan/", auditing.state_trail_purpose, name="state_trail_purpose"),
    path("auditor/bundel/", auditing.list_trail_exports, name="list_trail_exports"),
    path("auditor/bundel/<uuid:public_id>/", auditing.download_trail_export, name="download_trail_export"),
]
