"""What visitors follow: feeds, agencies, saved vacancies, alerts, and files for machines."""

from django.urls import path

from vacancies.views import agencies, alerts, assessment, feeds, pages, saved, site_map

urlpatterns = [
    path("lowongan/atom.xml", feeds.read_atom_feed, name="read_atom_feed"),
    path("lowongan/umpan.json", feeds.read_json_feed, name="read_json_feed"),
    path("lowongan/lowongan.csv", feeds.download_vacancy_table, name="download_vacancy_table"),
    path("lembaga/", agencies.list_agencies, name="list_agencies"),
    path("lembaga/saran/", agencies.suggest_agencies, name="suggest_agencies"),
    path("lembaga/<slug:code>/", agencies.show_agency, name="show_agency"),
    path("lembaga/<slug:code>/atom.xml", feeds.read_agency_atom_feed, name="read_agency_atom_feed"),
    path("lembaga/<slug:code>/umpan.json", feeds.read_agency_json_feed, name="read_agency_json_feed"),
    path("simpanan/", saved.list_saved_vacancies, name="list_saved_vacancies"),
    path("lowongan/<uuid:public_id>/rencana-penilaian.json", assessment.read_assessment_plan, name="read_assessment_plan"),
    path("lowongan/<uuid:public_id>/simpan/", saved.save_vacancy, name="save_vacancy"),
    path("lowongan/<uuid:public_id>/lepas/", saved.unsave_vacancy, name="unsave_vacancy"),
    path("langganan/", alerts.list_alerts, name="list_alerts"),
    path("langganan/baru/", alerts.create_alert, name="create_alert"),
    path("langganan/terkirim/", alerts.show_alert_requested, name="show_alert_requested"),
    path("langganan/konfirmasi/<str:token>/", alerts.confirm_alert, name="confirm_alert"),
    path("langganan/kelola/<str:token>/", alerts.manage_alert, name="manage_alert"),
    path("langganan/berhenti/<str:token>/", alerts.stop_alert, name="stop_alert"),
    path("data-terbuka/", pages.show_open_data, name="show_open_data"),
    path("sitemap.xml", site_map.show_sitemap, name="show_sitemap"),
    path("sitemap-<slug:section>.xml", site_map.show_sitemap_part, name="show_sitemap_part"),
    path("robots.txt", site_map.show_robots, name="show_robots"),
]
