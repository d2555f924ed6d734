"""All pages of vacancies and applications."""

from vacancies.urls import apply, plan, public

urlpatterns = [*plan.urlpatterns, *apply.urlpatterns, *public.urlpatterns]
