"""Extending a registration, the fork after the last extension, and BKN's pages about outages."""

from django.urls import path

from vacancies.views import extension, fork, incident

OWN = "instansi/lowongan/<uuid:public_id>/"

urlpatterns = [
    path(f"{OWN}perpanjang/", extension.extend_registration, name="extend_registration"),
    path(f"{OWN}perpanjang/selesai/", extension.show_extension, name="show_extension"),
    path(f"{OWN}perpanjang/gangguan/", extension.ask_incident, name="ask_incident"),
    path(f"{OWN}kelanjutan/", fork.show_fork, name="show_fork"),
    path(f"{OWN}kelanjutan/lanjutkan/", fork.ask_continuation, name="ask_continuation"),
    path(f"{OWN}kelanjutan/tarik/", fork.withdraw_continuation, name="withdraw_continuation"),
    path("bkn/gangguan/", incident.show_incident_board, name="show_incident_board"),
    path("bkn/gangguan/perpanjang/", incident.extend_for_incident, name="extend_for_incident"),
    path("bkn/gangguan/hasil/", incident.show_incident_outcome, name="show_incident_outcome"),
    path("bkn/gangguan/permintaan/<uuid:public_id>/", incident.answer_incident_request, name="answer_incident_request"),
]
