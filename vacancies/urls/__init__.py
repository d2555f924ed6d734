"""All pages of vacancies and applications."""

from vacancies.urls import apply, documents, plan, public, trail, window

urlpatterns = [
    *plan.urlpatterns,
    *apply.urlpatterns,
    *documents.urlpatterns,
    *public.urlpatterns,
    *window.urlpatterns,
    *trail.urlpatterns,
]
