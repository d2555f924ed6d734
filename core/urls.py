"""Pages every room shares."""

from django.urls import path

from core import views

urlpatterns = [
    path("pemberitahuan/", views.list_notifications, name="list_notifications"),
    path("kotak-surat/", views.list_mailbox, name="list_mailbox"),
    path("kotak-surat/<uuid:public_id>/", views.show_mail, name="show_mail"),
    path("kotak-surat/<uuid:public_id>/lampiran/", views.download_mail_attachment, name="download_mail_attachment"),
    path("demo/jam/", views.show_demo_clock, name="show_demo_clock"),
]
