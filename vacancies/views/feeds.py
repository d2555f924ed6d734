"""Feeds and open data: the public list for programs, with the filters of the page."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.http import require_safe

from accounts.models import Agency
from core import clock
from core.access import public
from core.standby import shown_from_standby
from vacancies.feeds import ATOM_TYPE, JSON_TYPE, FeedFrame, atom_text, json_text, table_lines
from vacancies.models import Vacancy
from vacancies.views.public import chosen_vacancies, public_filter_form

# A reader that asks once a day misses nothing; longer histories are in the table.
ENTRIES = 50
MAX_AGE_SECONDS = 300
ROWS_AT_ONCE = 1000
# The whole table is read and written anew each time; feeds, which cost little, have no limit.
TABLES_AN_HOUR = 60
LIMITS = {"table": f"{TABLES_AN_HOUR}/h/ip"}
HOUR_SECONDS = 3600


@public
@require_safe
@shown_from_standby
def read_atom_feed(request: HttpRequest) -> HttpResponse:
    """Newest vacancies that fit the filters, as Atom."""
    now = clock.now()
    frame, rows = _filtered(request, "read_atom_feed", now)
    return _answer(request, atom_text(frame, rows, now), ATOM_TYPE)


@public
@require_safe
@shown_from_standby
def read_json_feed(request: HttpRequest) -> HttpResponse:
    """Newest vacancies that fit the filters, as JSON Feed."""
    now = clock.now()
    frame, rows = _filtered(request, "read_json_feed", now)
    return _answer(request, json_text(frame, rows, now), JSON_TYPE)


@public
@require_safe
@shown_from_standby
def read_agency_atom_feed(request: HttpRequest, code: str) -> HttpResponse:
    """Newest vacancies of one agency, as Atom."""
    now = clock.now()
    frame, rows = _of_agency("read_agency_atom_feed", code)
    return _answer(request, atom_text(frame, rows, now), ATOM_TYPE)


@public
@require_safe
@shown_from_standby
def read_agency_json_feed(request: HttpRequest, code: str) -> HttpResponse:
    """Newest vacancies of one agency, as JSON Feed."""
    now = clock.now()
    frame, rows = _of_agency("read_agency_json_feed", code)
    return _answer(request, json_text(frame, rows, now), JSON_TYPE)


@public
@require_safe
def download_vacancy_table(request: HttpRequest) -> HttpResponseBase:
    """All vacancies that fit the filters, newest first, as a table (CSV), sent while it is read."""
    if ratelimit.consume(request, app="vacancies", action="table", config=LIMITS, limit_get=True) is None:
        answer = render(request, "vacancies/public/table_limit.html", {"count": TABLES_AN_HOUR}, status=429)
        answer["Retry-After"] = str(HOUR_SECONDS)
        return answer
    now = clock.now()
    found = chosen_vacancies(public_filter_form(request).chosen(), now).newest_first().for_list()
    response = StreamingHttpResponse(
        table_lines(found.iterator(chunk_size=ROWS_AT_ONCE), now), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="lowongan.csv"'
    return response


def _filtered(request: HttpRequest, name: str, now: datetime) -> tuple[FeedFrame, Any]:
    form = public_filter_form(request)
    chosen = form.chosen()
    # Only filters that exist stand in the addresses of the feed, whatever else the reader asked with.
    query = urlencode([(key, value) for key, value in chosen.items() if value])
    tail = f"?{query}" if query else ""
    frame = FeedFrame(
        title="Lowongan jabatan pimpinan tinggi",
        text="Lowongan menurut saringan yang dipilih, terbaru dahulu." if query else "Semua lowongan, terbaru dahulu.",
        own=reverse(name) + tail,
        page=reverse("list_vacancies") + tail,
    )
    return frame, _newest(chosen_vacancies(chosen, now))


def _of_agency(name: str, code: str) -> tuple[FeedFrame, Any]:
    agency = get_object_or_404(Agency, code=code)
    frame = FeedFrame(
        title=f"Lowongan {agency.name}",
        text=f"Lowongan jabatan pimpinan tinggi di {agency.name}, terbaru dahulu.",
        own=reverse(name, args=[agency.code]),
        page=reverse("show_agency", args=[agency.code]),
    )
    return frame, _newest(Vacancy.objects.published().filter(agency=agency))


def _newest(found: Any) -> Any:
    return found.newest_first().for_list().with_changed_at()[:ENTRIES]


def _answer(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    """The feed, or 304 when the reader has this very text already."""
    response = HttpResponse(text, content_type=content_type)
    response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
