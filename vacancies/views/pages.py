"""Pages about the portal itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from core.access import public
from core.standby import shown_from_standby
from vacancies import statistics
from vacancies.feeds import COLUMNS
from vacancies.models import RegistrationExtension

FILTERS = (
    ("cari", "Kata yang semuanya terdapat pada jabatan, unit kerja, instansi, atau nomor acuan"),
    ("instansi", "Kode instansi"),
    ("provinsi", "Kode wilayah provinsi, dua angka"),
    ("tingkat", "UTAMA, MADYA, atau PRATAMA"),
    ("rumpun", "Kode rumpun jabatan"),
    ("status", "dibuka, segera (ditutup dalam tujuh hari), akan, atau ditutup"),
)


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
@shown_from_standby
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


@public
@require_safe
def show_open_data(request: HttpRequest) -> HttpResponse:
    """Where programs read what people read: addresses, filters, columns."""
    addresses = (
        ("Semua lowongan", "CSV", "download_vacancy_table"),
        ("Lowongan terbaru", "Atom", "read_atom_feed"),
        ("Lowongan terbaru", "JSON Feed 1.1", "read_json_feed"),
        ("Peta situs", "XML", "show_sitemap"),
    )
    sources = [{"label": label, "form": form, "words": reverse(name), "url": reverse(name)} for label, form, name in addresses]
    sources += [
        {
            "label": "Lowongan satu instansi",
            "form": "Atom, JSON Feed 1.1",
            "words": "di halaman instansi",
            "url": reverse("list_agencies"),
        },
        {
            "label": "Batas waktu satu lowongan",
            "form": "Kalender (ICS)",
            "words": "di halaman lowongan",
            "url": reverse("list_vacancies"),
        },
    ]
    context = {
        "sources": sources,
        "filters": [{"name": name, "label": label} for name, label in FILTERS],
        "columns": [{"name": name, "label": label} for name, label in COLUMNS],
    }
    return render(request, "pages/open_data.html", context)
