"""The way back to the search somebody came from, with its filters."""

from django.http import HttpRequest
from django.urls import reverse

from talent.views.saved import clean_query
from vacancies.models import Vacancy


def search_url(vacancy: Vacancy | None) -> str:
    """A new search, for the vacancy people are looked at for."""
    url = reverse("search_talent")
    return f"{url}?lowongan={vacancy.public_id}" if vacancy else url


def search_again(request: HttpRequest, vacancy: Vacancy | None) -> str:
    """The search whose filters came with the form in `saringan`; a new one when none came."""
    query = clean_query(request, request.POST.get("saringan", ""))
    return f"{reverse('search_talent')}?{query}" if query else search_url(vacancy)
