"""Inbox and decision page."""

from django.urls import path

from approvals import views

urlpatterns = [
    path("persetujuan/", views.list_steps, name="list_steps"),
    path("persetujuan/<uuid:public_id>/", views.decide_step, name="decide_step"),
]
