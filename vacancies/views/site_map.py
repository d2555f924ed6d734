"""For search engines: what there is, and what is nobody's business to crawl."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Agency
from core.access import public
from core.standby import shown_from_standby
from vacancies.models import Vacancy

# The format allows 50,000 addresses a file; smaller ones are written in a second.
ADDRESSES_A_FILE = 5000
ABOUT_PAGES = (
    "list_vacancies", "list_results", "list_agencies", "show_statistics", "show_open_data",
    "show_help", "show_privacy", "show_accessibility",
)  # fmt: skip
# Rooms of signed-in people, personal links of mails, and lists that only repeat others in another order.
CLOSED_TO_CRAWLERS = (
    "/akun/", "/instansi/", "/lamaran/", "/langganan/", "/papan/", "/pemberitahuan/", "/persetujuan/", "/seleksi/", "/simpanan/",
    "/talenta/", "/undangan/", "/*?",
)  # fmt: skip


class VacancySitemap(Sitemap):
    limit = ADDRESSES_A_FILE

    def items(self) -> Any:
        return Vacancy.objects.published().with_changed_at().order_by("pk").only("public_id", "published_at")

    def lastmod(self, vacancy: Any) -> datetime:
        return vacancy.changed_at

    def get_latest_lastmod(self) -> datetime | None:
        return Vacancy.objects.published().with_changed_at().aggregate(newest=Max("changed_at"))["newest"]

    def location(self, vacancy: Any) -> str:
        return reverse("show_vacancy", args=[vacancy.public_id])


class ResultSitemap(VacancySitemap):
    def items(self) -> Any:
        return Vacancy.objects.published().filter(state="ANNOUNCED").with_changed_at().order_by("pk").only("public_id")

    def get_latest_lastmod(self) -> datetime | None:
        found = Vacancy.objects.published().filter(state="ANNOUNCED").with_changed_at()
        return found.aggregate(newest=Max("changed_at"))["newest"]

    def location(self, vacancy: Any) -> str:
        return reverse("show_result", args=[vacancy.public_id])


class AgencySitemap(Sitemap):
    limit = ADDRESSES_A_FILE

    def items(self) -> Any:
        return Agency.objects.filter(vacancies__in=Vacancy.objects.published()).distinct().order_by("pk").only("code")

    def location(self, agency: Any) -> str:
        return reverse("show_agency", args=[agency.code])


class PageSitemap(Sitemap):
    def items(self) -> Any:
        return ABOUT_PAGES

    def location(self, name: Any) -> str:
        return reverse(name)


SECTIONS: dict[str, type[Sitemap]] = {
    "lowongan": VacancySitemap,
    "hasil": ResultSitemap,
    "lembaga": AgencySitemap,
    "halaman": PageSitemap,
}


@public
@require_safe
@shown_from_standby
def show_sitemap(request: HttpRequest) -> HttpResponse:
    """The index: one entry a file, however many files there are."""
    return index(request, sitemaps=SECTIONS, sitemap_url_name="show_sitemap_part")


@public
@require_safe
@shown_from_standby
def show_sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """Addresses of one section; 404 for any other name or page."""
    return sitemap(request, sitemaps=SECTIONS, section=section)


@public
@require_safe
def show_robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read. A demo's invented people belong in no search engine."""
    closed = ("/",) if settings.DEMO else CLOSED_TO_CRAWLERS
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {settings.PORTAL_URL}{reverse('show_sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
