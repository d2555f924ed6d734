"""Target posts: the register of senior posts that fall vacant, the succession heat map, and opening a vacancy."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import date_words, number_words, short_date_words
from core.refusals import Refused
from employees.enums import PositionLevel
from employees.models import Employee
from talent.actions import targets as actions
from talent.enums import VacancyCause
from talent.forms.pool import DropTargetForm, TargetForm
from talent.heat_map import draw, heat_map, ratio_words, totals
from talent.mapping_permissions import can_open_target
from talent.models import PoolMembership, TargetPost
from talent.models.placement import BOX_READERS
from talent.models.target import NATIONAL_READERS
from talent.rules.succession import PACK
from talent.rules.vacancy_forecast import JPT_LEVELS, months_later
from talent.views.mapping_setup import office_agency
from vacancies.views.tones import state_tone

PAGE_SIZE = 50
READERS = (*BOX_READERS, *NATIONAL_READERS)


@allow(*READERS)
@require_safe
def list_target_posts(request: HttpRequest) -> HttpResponse:
    """The heat map with its table, and the posts one by one. National duties see the country by agency."""
    today = clock.now().date()
    is_national = request.user.has_any_role(NATIONAL_READERS)
    found = TargetPost.objects.visible_to(request.user).open().within(months_later(today, PACK.months_ahead))
    ready = PoolMembership.objects.ready(today).filter(target_level__in=JPT_LEVELS)
    if not is_national:
        ready = ready.filter(agency_id__in=request.user.agency_ids(*BOX_READERS))
    shown = heat_map(found.filter(vacancy=None).tally(), ready.tally(), by_agency=is_national)
    page = Paginator(found.for_list(), PAGE_SIZE).get_page(request.GET.get("halaman"))
    may_edit = bool(request.user.agency_ids(Role.AGENCY_ADMIN))
    context = {
        "figures": totals(shown),
        "ratio": ratio_words(shown),
        "drawing": draw(shown, title="Jabatan yang akan kosong dan orang yang siap, menurut rumpun"),
        "lines": shown.lines(),
        "head": "Instansi" if is_national else "Jenjang",
        "rows": [_row(request, each) for each in page.object_list],
        "page": page,
        "count": page.paginator.count,
        "may_edit": may_edit,
        "is_national": is_national,
        "until": date_words(months_later(today, PACK.months_ahead)),
        "posts_held": number_words(_held(request)) if may_edit else "",
    }
    return render(request, "talent/targets/list.html", context)


def _held(request: HttpRequest) -> int:
    """How many senior posts of the person's agencies have a holder: the register of senior posts."""
    own = request.user.agency_ids(Role.AGENCY_ADMIN)
    return Employee.objects.filter(agency_id__in=own, position_level__in=JPT_LEVELS).count()


def _row(request: HttpRequest, target: TargetPost) -> dict[str, Any]:
    vacancy = target.vacancy
    return {
        "public_id": target.public_id,
        "title": target.title,
        "unit": target.unit,
        "agency": target.agency.name,
        "level": PositionLevel(target.level).label,
        "field": target.get_field_display() if target.field else "Rumpun belum diisi",
        "holder": target.incumbent.name if target.incumbent else "",
        "vacant": short_date_words(target.vacant_on),
        "cause": VacancyCause(target.cause).label,
        "note": target.note,
        "vacancy": vacancy,
        "vacancy_label": vacancy.get_state_display() if vacancy else "",
        "vacancy_tone": state_tone(vacancy.state) if vacancy else "",
        "may_open": can_open_target(request.user, target) is None,
    }


@allow(Role.AGENCY_ADMIN)
@require_POST
def refresh_target_posts(request: HttpRequest) -> HttpResponse:
    """Add the retirements of the next twelve months."""
    agency = office_agency(request)
    added = actions.refresh_targets(agency_id=agency.pk, actor=request.user)
    if added:
        messages.success(request, f"{number_words(added)} jabatan ditambahkan dari data kepegawaian.")
    else:
        messages.info(request, "Tidak ada jabatan baru yang akan kosong karena pensiun dalam 12 bulan.")
    return redirect("list_target_posts")


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def register_target_post(request: HttpRequest) -> HttpResponse:
    """A post that falls vacant for another cause."""
    agency = office_agency(request)
    form = TargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            target = actions.register_target(
                agency_id=agency.pk, actor=request.user, values=form.values(), incumbent_nip=form.incumbent_nip()
            )
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
        else:
            messages.success(request, f"{target.title} masuk daftar jabatan target.")
            return redirect("list_target_posts")
    context = {
        "agency": agency,
        "form": form,
        "crumbs": [{"label": "Jabatan target", "url": reverse("list_target_posts")}, {"label": "Tambah jabatan", "url": ""}],
    }
    return render(request, "talent/targets/register.html", context)


def _own(request: HttpRequest, public_id) -> TargetPost:
    """A target post of the person's own agency, else 404."""
    own = TargetPost.objects.filter(agency_id__in=request.user.agency_ids(Role.AGENCY_ADMIN))
    return get_object_or_404(own.select_related("agency", "incumbent", "vacancy"), public_id=public_id)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def open_target_post(request: HttpRequest, public_id) -> HttpResponse:
    """Confirm page (GET) and the act (POST): a vacancy plan filled with what is known of the post."""
    target = _own(request, public_id)
    refusal = can_open_target(request.user, target)
    drop_form = DropTargetForm()
    if request.method == "POST":
        try:
            vacancy = actions.open_target(target_id=target.pk, actor=request.user)
        except Refused as refused:
            messages.error(request, refused.reason)
            return redirect("open_target_post", target.public_id)
        messages.success(request, f"Rencana lowongan {vacancy.position_title} dibuat. Lengkapi, lalu ajukan.")
        return redirect("show_own_vacancy", vacancy.public_id)
    return render(request, "talent/targets/open.html", _post_context(target, refusal, drop_form))


@allow(Role.AGENCY_ADMIN)
@require_POST
def drop_target_post(request: HttpRequest, public_id) -> HttpResponse:
    """Take a post off the list."""
    target = _own(request, public_id)
    form = DropTargetForm(request.POST)
    if form.is_valid():
        try:
            actions.drop_target(target_id=target.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
        else:
            messages.success(request, f"{target.title} dihapus dari daftar jabatan target.")
            return redirect("list_target_posts")
    return render(request, "talent/targets/open.html", _post_context(target, can_open_target(request.user, target), form))


def _post_context(target: TargetPost, refusal, form: DropTargetForm) -> dict[str, Any]:
    return {
        "target": target,
        "refusal": refusal,
        "form": form,
        "facts": [
            {"label": "Jabatan", "value": target.title},
            {"label": "Unit kerja", "value": target.unit or target.agency.name},
            {"label": "Jenjang", "value": PositionLevel(target.level).label},
            {"label": "Rumpun jabatan", "value": target.get_field_display() if target.field else "belum diisi"},
            {"label": "Pejabat sekarang", "value": target.incumbent.name if target.incumbent else "–"},
            {"label": "Kosong mulai", "value": date_words(target.vacant_on), "note": VacancyCause(target.cause).label},
        ],
        "crumbs": [{"label": "Jabatan target", "url": reverse("list_target_posts")}, {"label": target.title, "url": ""}],
    }
