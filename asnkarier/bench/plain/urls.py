"""The portal's addresses and the plain sending."""

from django.urls import include, path

from asnkarier.bench.plain.views import submit_plainly

urlpatterns = [path("ukur/<uuid:public_id>/kirim/", submit_plainly), path("", include("asnkarier.urls"))]
