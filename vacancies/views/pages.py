"""Pages about the portal itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.access import public
from vacancies import statistics
from vacancies.models import RegistrationExtension


@public
@require_safe
def show_help(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help.html")


@public
@require_safe
def show_privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@public
@require_safe
def show_accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@public
@require_safe
def show_statistics(request: HttpRequest) -> HttpResponse:
    states = statistics.by_state()
    context = {
        "states": states,
        "levels": statistics.by_level(),
        "spans": statistics.median_days(),
        "total": sum(row["value"] for row in states),
        "extensions": RegistrationExtension.objects.count(),
        "counted_at": clock.now(),
    }
    return render(request, "pages/statistics.html", context)
