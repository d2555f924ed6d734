"""All pages of vacancies and applications."""

from vacancies.urls import apply, documents, letters, plan, public, trail, window

# Patterns are tried one after another: what everybody asks for on a deadline evening comes first.
urlpatterns = [
    *apply.urlpatterns,
    *public.urlpatterns,
    *plan.urlpatterns,
    *documents.urlpatterns,
    *window.urlpatterns,
    *trail.urlpatterns,
    *letters.urlpatterns,
]
