"""Inbox and decision page."""

from django.urls import path

from approvals import views
from approvals.views import calendar, delegations, oversight

urlpatterns = [
    path("persetujuan/", views.list_steps, name="list_steps"),
    path("persetujuan/hitung/", views.count_steps, name="count_steps"),
    path("persetujuan/bersama/", views.decide_together, name="decide_together"),
    path("persetujuan/bersama/hasil/", views.show_together, name="show_together"),
    path("persetujuan/<uuid:public_id>/", views.decide_step, name="decide_step"),
    path(
        "persetujuan/<uuid:public_id>/<uuid:letter_id>/surat.pdf",
        views.download_recommendation,
        name="download_recommendation",
    ),
    path("persetujuan/<uuid:public_id>/hubungan/", views.declare_stake, name="declare_stake"),
    path("persetujuan/<uuid:public_id>/minta-dokumen/", oversight.ask_documents, name="ask_documents"),
    path("persetujuan/permintaan-dokumen/<uuid:public_id>/", oversight.answer_documents, name="answer_documents"),
    path("persetujuan/permintaan-dokumen/<uuid:public_id>/berkas/", oversight.download_answer, name="download_answer"),
    path("pengawasan/", oversight.show_oversight, name="show_oversight"),
    path("kalender-kerja/", calendar.show_calendar, name="show_calendar"),
    path("kalender-kerja/ubah/", calendar.change_calendar, name="change_calendar"),
    path("pelimpahan/", delegations.list_delegations, name="list_delegations"),
    path("pelimpahan/catat/", delegations.register_delegation, name="register_delegation"),
    path("pelimpahan/<uuid:public_id>/", delegations.show_delegation, name="show_delegation"),
    path("pelimpahan/<uuid:public_id>/surat/", delegations.download_delegation, name="download_delegation"),
    path("pelimpahan/<uuid:public_id>/sahkan/", delegations.accept_delegation, name="accept_delegation"),
    path("pelimpahan/<uuid:public_id>/jangan-sahkan/", delegations.decline_delegation, name="decline_delegation"),
    path("pelimpahan/<uuid:public_id>/tarik/", delegations.withdraw_delegation, name="withdraw_delegation"),
    path("pelimpahan/<uuid:public_id>/akhiri/", delegations.end_delegation, name="end_delegation"),
]
