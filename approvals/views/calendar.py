"""The calendar of working days: days off of a year, and a change of one day."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role, Zone
from approvals import actions, holidays
from approvals.calendar_forms import OFF, WORKING, CalendarForm
from approvals.models import CalendarChange
from approvals.rules.calendar import YEARS_AHEAD
from core import clock
from core.access import allow
from core.indonesian import DAYS, date_words, local_date, moment_words
from core.refusals import Refused

PAGE_SIZE = 10


@require_safe
@allow(Role.BKN_ADMIN)
def show_calendar(request: HttpRequest) -> HttpResponse:
    """Days off of one year as the clocks count them now, and every change made on this page."""
    today = local_date(clock.now(), Zone.WIB)
    years = range(today.year, today.year + YEARS_AHEAD + 1)
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked in {str(each) for each in years} else today.year
    page = Paginator(CalendarChange.objects.for_list(), PAGE_SIZE).get_page(request.GET.get("halaman"))
    place, days = reverse("show_calendar"), _days(year, today)
    context = {
        "tabs": [{"label": str(each), "url": f"{place}?tahun={each}", "current": each == year} for each in years],
        "ahead": [row for row in days if row["change_url"]],
        "past": [row for row in days if not row["change_url"]],
        "page": page,
        "changes": [_change_row(row) for row in page],
    }
    return render(request, "approvals/calendar/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Role.BKN_ADMIN)
def change_calendar(request: HttpRequest) -> HttpResponse:
    """One day becomes a day off, or a working day again."""
    becomes = request.GET.get("menjadi")
    initial = {"day": request.GET.get("tanggal", ""), "becomes": becomes if becomes in (OFF, WORKING) else OFF}
    form = CalendarForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.change_calendar(actor=request.user, **form.change())
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            said = "menjadi hari libur" if row.is_off else "menjadi hari kerja kembali"
            messages.success(request, f"{moment_words(row.day)} {said}. Tenggat yang sudah diumumkan tidak berubah.")
            return redirect(f"{reverse('show_calendar')}?tahun={row.day.year}")
    crumbs = [{"label": "Kalender kerja", "url": reverse("show_calendar")}, {"label": "Ubah satu hari", "url": ""}]
    return render(request, "approvals/calendar/change.html", {"form": form, "crumbs": crumbs})


def _days(year: int, today: date) -> list[dict[str, Any]]:
    """Days off of a year; one on a Saturday or Sunday is shown too, because the decree names it."""
    changed = {row.day: row for row in CalendarChange.objects.in_force().filter(is_off=True, day__year=year)}
    # The page of who changes it must not lag behind what was changed a moment ago in another process.
    holidays.read_again()
    rows = []
    for day, name in sorted(holidays.named_holidays().items()):
        if day.year != year:
            continue
        query = f"?tanggal={day.isoformat()}&menjadi={WORKING}"
        rows.append(
            {
                "date": date_words(day),
                "weekday": DAYS[day.weekday()],
                "name": name,
                "source": changed[day].decree if day in changed else "Daftar bawaan",
                "change_url": reverse("change_calendar") + query if day > today else "",
            }
        )
    return rows


def _change_row(row: CalendarChange) -> dict[str, str]:
    return {
        "day": moment_words(row.day),
        "what": f"Hari libur: {row.name}" if row.is_off else "Hari kerja kembali",
        "decree": row.decree,
        "who": row.written_by.full_name,
        "when": moment_words(row.written_at),
    }
