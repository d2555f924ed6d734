"""The deadline of a vacancy as a calendar file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.access import public
from core.calendar_files import CONTENT_TYPE
from vacancies.calendar_entries import vacancy_calendar
from vacancies.models import Vacancy


@public
@require_safe
def download_deadline(request: HttpRequest, public_id) -> HttpResponse:
    """Deadline and stages of a published vacancy (.ics), the same bytes for everybody until something moves."""
    vacancy = get_object_or_404(Vacancy.objects.published().select_related("agency"), public_id=public_id)
    if vacancy.closes_at is None:
        raise Http404
    response = HttpResponse(vacancy_calendar(vacancy), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="tenggat-{vacancy.reference}.ics"'
    return response
