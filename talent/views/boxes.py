"""Nine boxes: the grid by period, the people in a box, one person's place, computing, confirming and calibrating."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from accounts.models import Agency
from core import clock
from core.access import allow
from core.indonesian import number_words, short_date_words
from core.refusals import Refused
from employees.models import Employee
from employees.rules.names import name_key
from talent.actions import placements as actions
from talent.forms import chosen_people
from talent.forms.boxes import ChangeBoxForm, ConfirmPlacementsForm
from talent.mapping_pages import (
    STATE_TONES,
    advice_rows,
    chosen_agency,
    grid_heads,
    grid_rows,
    own_agencies,
    person_rows,
    provenance_rows,
)
from talent.mapping_permissions import (
    can_change_placement,
    can_compute_placements,
    can_confirm_mapping,
    can_prepare_mapping,
    can_propose_member,
)
from talent.models import MappingPeriod, Placement
from talent.models.placement import BOX_READERS
from talent.rules.nine_box import ADVICE, AXES, NOTES, axis_words
from talent.rules.succession import GROUP_BOXES

PAGE_SIZE = 50


@allow(*BOX_READERS)
@require_safe
def show_boxes(request: HttpRequest) -> HttpResponse:
    """The grid of one period; the newest unless another is asked for."""
    agency = chosen_agency(request.user, request.GET.get("instansi", ""))
    periods = list(MappingPeriod.objects.visible_to(request.user).filter(agency=agency).for_list())
    period = _asked_period(request, periods)
    context: dict[str, Any] = {
        "agency": agency,
        "agencies": _agency_tabs(request, agency),
        "periods": periods,
        "period": period,
        "may_prepare": can_prepare_mapping(request.user, agency.pk) is None,
    }
    if period is not None:
        context |= _grid_context(request, agency, periods, period)
    return render(request, "talent/boxes/grid.html", context)


def _asked_period(request: HttpRequest, periods: list[MappingPeriod]) -> MappingPeriod | None:
    """By its id in a link, or by its place on the slider, the oldest first; the newest when neither is one."""
    asked, place = request.GET.get("periode"), request.GET.get("ke", "")
    if place.isascii() and place.isdigit() and len(place) < 6 and 1 <= int(place) <= len(periods):
        return periods[int(place) - 1]
    return next((each for each in periods if str(each.public_id) == asked), periods[-1] if periods else None)


def _grid_context(request: HttpRequest, agency: Agency, periods: list[MappingPeriod], period: MappingPeriod) -> dict[str, Any]:
    counts = period.placements.all().counts()
    people = sum(count["people"] for count in counts.values())
    confirmed = sum(count["confirmed"] for count in counts.values())
    place = periods.index(period)
    everybody = Employee.objects.filter(agency=agency).count()
    own = period.placements.proposed().filter(employee__user=request.user).count()
    return {
        "rows": grid_rows(period, counts),
        "heads": grid_heads(period),
        "advice": advice_rows(),
        "slider": {"place": place + 1, "last": len(periods), "first_name": periods[0].name, "last_name": periods[-1].name}
        if len(periods) > 1
        else None,
        "previous": periods[place - 1] if place else None,
        "next": periods[place + 1] if place + 1 < len(periods) else None,
        "figures": [
            {"label": "Ditempatkan", "value": number_words(people), "note": f"dari {number_words(everybody)} pegawai"},
            {"label": "Dikukuhkan", "value": number_words(confirmed)},
            {
                "label": "Menunggu pengukuhan",
                "value": number_words(people - confirmed),
                "tone": "wait" if people > confirmed else "plain",
            },
            {
                "label": "Diubah saat kalibrasi",
                "value": number_words(period.placements.calibrated().count()),
                "url": reverse("show_calibration", args=[period.public_id]),
            },
        ],
        "without_place": everybody - people,
        "compute_refusal": can_compute_placements(request.user, period, agency.day(clock.now())),
        "may_confirm": can_confirm_mapping(request.user, agency.pk) is None,
        "waiting": people - confirmed - own,
    }


def _agency_tabs(request: HttpRequest, agency: Agency | None) -> list[dict[str, Any]]:
    found = own_agencies(request.user)
    here = reverse("show_boxes")
    return [
        {"label": each.name, "url": f"{here}?instansi={each.code}", "current": each == agency} for each in found if len(found) > 1
    ]


def own_period(request: HttpRequest, public_id) -> MappingPeriod:
    """A period of an agency whose boxes the person reads, else 404."""
    return get_object_or_404(MappingPeriod.objects.visible_to(request.user).select_related("agency"), public_id=public_id)


def crumbs_of(period: MappingPeriod, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of a period; `more` are (label, url), the last without url."""
    here = f"{reverse('show_boxes')}?instansi={period.agency.code}&periode={period.public_id}"
    return [{"label": f"Kotak talenta {period.name}", "url": here}, *({"label": label, "url": url} for label, url in more)]


@allow(*BOX_READERS)
@require_safe
def list_box(request: HttpRequest, public_id, box: int) -> HttpResponse:
    """People in one box, with what is advised for it."""
    period = own_period(request, public_id)
    words = request.GET.get("cari", "").strip()[:100]
    found = period.placements.in_box(box).for_list()
    for part in name_key(words).split():
        found = found.filter(employee__name_key__contains=part)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    rows = person_rows(page.object_list, period)
    may_confirm = can_confirm_mapping(request.user, period.agency_id) is None
    may_propose = box in GROUP_BOXES and can_propose_member(request.user, period.agency_id) is None
    context = {
        "period": period,
        "box": box,
        "title": f"Kotak {box}",
        "words": words,
        "axes": axis_words(period.pack.mode, *AXES[box]),
        "advice": ADVICE[box],
        "note": NOTES.get(box, ""),
        "rows": rows,
        "page": page,
        "count": page.paginator.count,
        "may_confirm": may_confirm,
        "may_propose": may_propose,
        "may_choose": may_confirm or may_propose,
        "active": [{"label": f"Nama: {words}", "url": request.path}] if words else [],
        "crumbs": crumbs_of(period, (f"Kotak {box}", "")),
    }
    return render(request, "talent/boxes/people.html", context)


@allow(*BOX_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def show_placement(request: HttpRequest, public_id) -> HttpResponse:
    """One person's place: where it comes from, what was changed, earlier periods; POST changes the box."""
    found = Placement.objects.visible_to(request.user).select_related("employee", "period", "period__agency", "confirmed_by")
    placement = get_object_or_404(found, public_id=public_id)
    refusal = can_change_placement(request.user, placement)
    form = ChangeBoxForm(request.POST or None, initial={"version": placement.version, "box": placement.box})
    if request.method == "POST" and form.is_valid():
        upright, lying = AXES[form.cleaned_data["box"]]
        try:
            actions.change_placement(
                placement_id=placement.pk,
                actor=request.user,
                upright=upright,
                lying=lying,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            )
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
        else:
            messages.success(request, f"{placement.employee.name} dipindahkan ke kotak {form.cleaned_data['box']}.")
            return redirect("show_placement", placement.public_id)
    mode = placement.period.pack.mode
    history = list(Placement.objects.history_of([placement.employee_id])[:12])
    changes = list(placement.changes.select_related("changed_by")[:20])
    context = {
        "placement": placement,
        "employee": placement.employee,
        "axes": axis_words(mode, placement.upright, placement.lying),
        "advice": ADVICE[placement.box],
        "note": NOTES.get(placement.box, ""),
        "tone": STATE_TONES[placement.state],
        "provenance": provenance_rows(placement),
        "history": [
            {
                "title": f"{each.period.name}: kotak {each.box}",
                "state": "done",
                "when": short_date_words(each.confirmed_at),
                "detail": axis_words(each.period.pack.mode, each.upright, each.lying),
            }
            for each in history
        ],
        "changes": changes,
        "form": form,
        "refusal": refusal,
        "crumbs": crumbs_of(
            placement.period,
            (f"Kotak {placement.box}", reverse("list_box", args=[placement.period.public_id, placement.box])),
            (placement.employee.name, ""),
        ),
    }
    return render(request, "talent/boxes/placement.html", context)


@allow(Role.AGENCY_ADMIN)
@require_POST
def compute_boxes(request: HttpRequest, public_id) -> HttpResponse:
    """Compute the proposal of a period."""
    period = own_period(request, public_id)
    try:
        done = actions.compute_placements(period_id=period.pk, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        added, changed = number_words(done.added), number_words(done.changed)
        messages.success(
            request,
            f"{added} usulan baru, {changed} usulan diperbarui; "
            f"{number_words(done.without_place)} pegawai belum punya predikat kinerja atau hasil asesmen.",
        )
    return redirect(crumbs_of(period)[0]["url"])


@allow(Role.PYB)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_boxes(request: HttpRequest, public_id) -> HttpResponse:
    """Confirm page for people ticked in a box, or, opened by its link, for every proposal; only a POST with `kirim` confirms."""
    period = own_period(request, public_id)
    refusal = can_confirm_mapping(request.user, period.agency_id)
    chosen = chosen_people(request.POST.getlist("orang"))
    is_sent = request.method == "POST" and "kirim" in request.POST
    if request.method == "POST" and not is_sent and not chosen:
        messages.error(request, "Centang dulu orang yang kotaknya ingin Anda kukuhkan.")
        box = request.POST.get("kotak", "")
        if box in map(str, ADVICE):
            return redirect("list_box", period.public_id, int(box))
        return redirect(crumbs_of(period)[0]["url"])
    form = ConfirmPlacementsForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        try:
            count = actions.confirm_placements(
                period_id=period.pk, actor=request.user, placements=chosen or None, expected=form.cleaned_data["expected"]
            )
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, f"{number_words(count)} kotak dikukuhkan dan tercatat dalam data talenta.")
            return redirect(crumbs_of(period)[0]["url"])
    proposed = period.placements.proposed()
    if chosen:
        proposed = proposed.filter(public_id__in=chosen)
    waiting = proposed.exclude(employee__user=request.user)
    boxes = dict(waiting.order_by("-box").values_list("box").annotate(people=Count("id")))
    count = sum(boxes.values())
    context = {
        "period": period,
        "form": form,
        "refusal": refusal,
        "count": count,
        "chosen": chosen,
        "boxes": [
            {"label": f"Kotak {box}", "value": f"{number_words(people)} orang", "note": ADVICE[box]}
            for box, people in sorted(boxes.items(), reverse=True)
        ],
        "own": proposed.filter(employee__user=request.user).exists(),
        "crumbs": crumbs_of(period, ("Kukuhkan", "")),
    }
    return render(request, "talent/boxes/confirm.html", context)


@allow(*BOX_READERS)
@require_safe
def show_calibration(request: HttpRequest, public_id) -> HttpResponse:
    """Before and after: the computed grid beside the present one, and everybody who was moved."""
    period = own_period(request, public_id)
    every = period.placements.all()
    before = {
        row["proposed_box"]: {"people": row["people"], "confirmed": row["people"]}
        for row in every.order_by().values("proposed_box").annotate(people=Count("id"))
    }
    moved = every.calibrated().for_list().prefetch_related("changes__changed_by")
    page = Paginator(moved, PAGE_SIZE).get_page(request.GET.get("halaman"))
    rows = []
    for each in page.object_list:
        newest = next(iter(each.changes.all()), None)
        rows.append(
            {
                "public_id": each.public_id,
                "name": each.employee.name,
                "post": each.employee.position_title,
                "before": each.proposed_box,
                "after": each.box,
                "reason": newest.reason if newest else "",
                "by": newest.changed_by.full_name if newest else "",
                "on": short_date_words(newest.changed_at) if newest else "",
            }
        )
    context = {
        "period": period,
        "heads": grid_heads(period),
        "before": grid_rows(period, before, linked=False),
        "after": grid_rows(period, every.counts(), linked=False),
        "rows": rows,
        "page": page,
        "count": page.paginator.count,
        "crumbs": crumbs_of(period, ("Kalibrasi", "")),
    }
    return render(request, "talent/boxes/calibration.html", context)
