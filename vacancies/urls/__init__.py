"""All pages of vacancies and applications."""

from vacancies.urls import apply, plan, public, window

urlpatterns = [*plan.urlpatterns, *apply.urlpatterns, *public.urlpatterns, *window.urlpatterns]
