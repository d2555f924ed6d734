"""Own account page; sign-in itself belongs to the library."""

from django.urls import path

from accounts import views

urlpatterns = [path("akun/", views.show_account, name="show_account")]
