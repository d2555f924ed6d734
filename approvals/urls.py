"""Inbox and decision page."""

from django.urls import path

from approvals import views

urlpatterns = [
    path("persetujuan/", views.list_steps, name="list_steps"),
    path("persetujuan/bersama/", views.decide_together, name="decide_together"),
    path("persetujuan/bersama/hasil/", views.show_together, name="show_together"),
    path("persetujuan/<uuid:public_id>/", views.decide_step, name="decide_step"),
    path("persetujuan/<uuid:public_id>/hubungan/", views.declare_stake, name="declare_stake"),
]
