"""Own record of the register."""

from django.urls import path

from employees import views

urlpatterns = [
    path("profil/", views.show_profile, name="show_profile"),
    path("profil/pencarian/", views.switch_visibility, name="switch_search_visibility"),
]
