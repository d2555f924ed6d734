"""Own record of the register, own documents and additions, reports of wrong lines."""

from django.urls import path

from employees.views import evidence, own_records, profile, readings, report_tasks, reports

urlpatterns = [
    path("profil/", profile.show_profile, name="show_profile"),
    path("profil/bukti/", evidence.list_evidence, name="list_evidence"),
    path("profil/bukti/tambah/", evidence.add_evidence, name="add_evidence"),
    path("profil/bukti/<uuid:public_id>/", evidence.show_evidence, name="show_evidence"),
    path("profil/bukti/<uuid:public_id>/ubah/", evidence.describe_evidence, name="describe_evidence"),
    path("profil/bukti/<uuid:public_id>/singkirkan/", evidence.put_away_evidence, name="put_away_evidence"),
    path("profil/bukti/<uuid:public_id>/kembalikan/", evidence.take_out_evidence, name="take_out_evidence"),
    path("bukti/<uuid:public_id>/", evidence.download_evidence, name="download_evidence"),
    path("profil/isian/tambah/", own_records.add_own_record, name="add_own_record"),
    path("profil/isian/<uuid:public_id>/", own_records.edit_own_record, name="edit_own_record"),
    path("profil/isian/<uuid:public_id>/hapus/", own_records.delete_own_record, name="delete_own_record"),
    path("profil/pembuka/", readings.list_own_readings, name="list_own_readings"),
    path("profil/lapor/", reports.report_record, name="report_record"),
    path("profil/laporan/", reports.list_my_reports, name="list_my_reports"),
    path("profil/laporan/<uuid:public_id>/", reports.show_my_report, name="show_my_report"),
    path("profil/laporan/<uuid:public_id>/tarik/", reports.withdraw_report, name="withdraw_report"),
    path("instansi/laporan-data/", report_tasks.list_record_reports, name="list_record_reports"),
    path("instansi/laporan-data/<uuid:public_id>/", report_tasks.answer_report, name="answer_report"),
]
