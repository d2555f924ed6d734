"""All pages of vacancies and applications."""

from vacancies.urls import apply, plan

urlpatterns = [*plan.urlpatterns, *apply.urlpatterns]
