"""Pages every room shares."""

from django.urls import path

from core import check_views, policy_reports, views
from core.condition import views as condition
from core.uploads import views as uploads

urlpatterns = [
    path("pemberitahuan/", views.list_notifications, name="list_notifications"),
    path("akun/pemberitahuan/", views.tune_notices, name="tune_notices"),
    path("kotak-surat/", views.list_mailbox, name="list_mailbox"),
    path("kotak-surat/<uuid:public_id>/", views.show_mail, name="show_mail"),
    path("kotak-surat/<uuid:public_id>/lampiran/", views.download_mail_attachment, name="download_mail_attachment"),
    path("unggahan/", uploads.start_upload, name="start_upload"),
    path("unggahan/<uuid:public_id>/potongan/", uploads.append_piece, name="append_piece"),
    path("unggahan/<uuid:public_id>/batal/", uploads.drop_upload, name="drop_upload"),
    path("cek-surat/", check_views.check_letters, name="check_letters"),
    path("cek-surat/<uuid:public_id>/", check_views.check_letter, name="check_letter"),
    path("kebijakan-isi/laporan/", policy_reports.receive_policy_report, name="receive_policy_report"),
    path("kesehatan/hidup/", condition.show_live, name="show_live"),
    path("kesehatan/siap/", condition.show_ready, name="show_ready"),
    path("kesehatan/rinci/", condition.show_deep, name="show_deep"),
    path("kesehatan/ukuran/", condition.show_meters, name="show_meters"),
    path("demo/jam/", views.show_demo_clock, name="show_demo_clock"),
]
