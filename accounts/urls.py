"""Own account page; sign-in itself belongs to the library."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("akun/", views.show_account, name="show_account"),
    path("akun/faktor-kedua/", views.explain_second_factor, name="explain_second_factor"),
    path("akun/perangkat/", views.list_sign_ins, name="list_sign_ins"),
    path("akun/perangkat/keluarkan/", views.end_sign_ins, name="end_sign_ins"),
]
