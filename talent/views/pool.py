"""The succession group: lists, proposing, one member with readiness, development plan and leaving."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import nip_groups, number_words, short_date_words
from core.refusals import Refused
from employees.enums import PositionLevel
from employees.models import TrainingRecord
from employees.rules.facts import DisciplineFact
from employees.rules.names import name_key
from employees.rules.nip import mask_nip
from talent.actions import pool as actions
from talent.enums import DevelopmentKind, Readiness
from talent.forms import chosen_people
from talent.forms.pool import DevelopmentForm, LeaveForm, ProgressForm, ProposeForm, ReadinessForm
from talent.mapping_permissions import can_confirm_member, can_end_membership, can_propose_member, can_write_development
from talent.models import DevelopmentItem, Placement, PoolMembership
from talent.models.placement import BOX_READERS
from talent.rules.succession import PACK, discipline_refusal, training_left

PAGE_SIZE = 50
READERS = (*BOX_READERS, Role.WASDAL, Role.AUDITOR)
READY_TONES = {Readiness.READY_NOW: "good", Readiness.NEED_DEVELOPMENT: "wait"}
# Tab -> (label, condition).
GROUPS = {
    "anggota": ("Anggota", Q(left_on=None) & ~Q(readiness="")),
    "usulan": ("Menunggu pengukuhan", Q(left_on=None, readiness="")),
    "keluar": ("Sudah keluar", Q(left_on__isnull=False)),
}
NATIONAL_GROUPS = ("anggota", "keluar")


@allow(*READERS)
@require_safe
def list_pool(request: HttpRequest) -> HttpResponse:
    """Members by state. National duties read the national group, box 9, alone."""
    every = PoolMembership.objects.visible_to(request.user)
    own = set(request.user.agency_ids(*BOX_READERS))
    # Proposals are the agency's own, so a national reader has no tab that is always empty.
    groups = GROUPS if own else {code: GROUPS[code] for code in NATIONAL_GROUPS}
    group = request.GET.get("status", "anggota")
    group = group if group in groups else "anggota"
    words = request.GET.get("cari", "").strip()[:100]
    tally = every.aggregate(**{code: Count("pk", filter=condition) for code, (_, condition) in groups.items()})
    found = every.filter(groups[group][1]).with_hours(clock.now().year).for_list()
    for part in name_key(words).split():
        found = found.filter(employee__name_key__contains=part)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    here = reverse("list_pool")
    context = {
        "tabs": [
            {"label": label, "url": f"{here}?status={code}", "count": tally[code], "current": code == group}
            for code, (label, _) in groups.items()
        ],
        "group": group,
        "words": words,
        "rows": [_row(each, is_own=each.agency_id in own) for each in page.object_list],
        "page": page,
        "count": page.paginator.count,
        "active": [{"label": f"Nama: {words}", "url": f"{here}?status={group}"}] if words else [],
        "is_national": not own,
        "hours": PACK.training_hours,
    }
    return render(request, "talent/pool/list.html", context)


def _row(member: PoolMembership, *, is_own: bool) -> dict[str, Any]:
    state = _state(member)
    return {
        "public_id": member.public_id if is_own else None,
        "name": member.employee.name,
        "nip": nip_groups(member.employee.nip) if is_own else mask_nip(member.employee.nip),
        "post": member.employee.position_title,
        "agency": member.agency.name,
        "box": member.box,
        "target": PositionLevel(member.target_level).label,
        "tone": state[0],
        "label": state[1],
        "dates": _dates(member),
        "hours": f"{number_words(member.done_hours)} dari {number_words(max(member.planned_hours, PACK.training_hours))} JP"
        if member.is_open
        else "",
    }


def _state(member: PoolMembership) -> tuple[str, str]:
    if member.left_on is not None:
        return "plain", member.get_left_reason_display()
    if not member.readiness:
        return "info", f"Saran: {Readiness(member.suggested).label.lower()}"
    return READY_TONES[Readiness(member.readiness)], Readiness(member.readiness).label


def _dates(member: PoolMembership) -> str:
    if member.left_on is not None:
        return f"keluar {short_date_words(member.left_on)}"
    if member.expires_on is not None:
        return f"berlaku sampai {short_date_words(member.expires_on)}"
    return f"diusulkan {short_date_words(member.proposed_at)}"


@allow(Role.AGENCY_ADMIN)
@require_POST
def propose_pool_members(request: HttpRequest) -> HttpResponse:
    """Confirm page for people ticked in a box, then the act with `kirim`."""
    own = request.user.agency_ids(Role.AGENCY_ADMIN)
    chosen = chosen_people(request.POST.getlist("orang"))
    found = Placement.objects.filter(period__agency_id__in=own, public_id__in=chosen).select_related("employee", "period__agency")
    placements = list(found.order_by("employee__name_key", "pk"))
    if not placements:
        messages.error(request, "Centang dulu orang yang ingin Anda usulkan.")
        return redirect("show_boxes")
    agency = placements[0].period.agency
    placements = [each for each in placements if each.period.agency_id == agency.pk]
    form = ProposeForm(request.POST if "kirim" in request.POST else None)
    if "kirim" in request.POST and form.is_valid():
        try:
            made, left = actions.propose_members(
                agency_id=agency.pk,
                actor=request.user,
                placements=[each.public_id for each in placements],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
        else:
            if made:
                messages.success(request, f"{number_words(len(made))} orang diusulkan; PyB mengukuhkan kesiapannya.")
            for each in left[:5]:
                messages.error(request, f"{each.name} tidak diusulkan. {each.reason}")
            return redirect(f"{reverse('list_pool')}?status=usulan")
    context = {
        "agency": agency,
        "form": form,
        "people": placements,
        "refusal": can_propose_member(request.user, agency.pk),
        "crumbs": [{"label": "Kelompok rencana suksesi", "url": reverse("list_pool")}, {"label": "Usulkan", "url": ""}],
    }
    return render(request, "talent/pool/propose.html", context)


def _own(request: HttpRequest, public_id, *roles: str) -> PoolMembership:
    """A membership of the person's own agency, else 404; national readers see the list alone."""
    own = PoolMembership.objects.filter(agency_id__in=request.user.agency_ids(*roles))
    joined = own.select_related("agency", "employee", "placement", "proposed_by", "confirmed_by")
    return get_object_or_404(joined, public_id=public_id)


@allow(*BOX_READERS)
@require_safe
def show_membership(request: HttpRequest, public_id) -> HttpResponse:
    return _member_page(request, _own(request, public_id, *BOX_READERS))


def _member_page(request: HttpRequest, member: PoolMembership, **forms: Any) -> HttpResponse:
    """One member. `forms` replaces a fresh form by one that came back with errors."""
    today = member.agency.day(clock.now())
    items = list(member.plan.all())
    register = sum(TrainingRecord.objects.filter(employee=member.employee, year=today.year).values_list("hours", flat=True))
    done = register + sum(item.hours for item in items if item.progress == 100 and item.year == today.year)
    start = {"version": member.version, "readiness": member.readiness or member.suggested, "note": member.readiness_note}
    state = _state(member)
    sanctions = [DisciplineFact(each.severity, each.started_on, each.ended_on) for each in member.employee.disciplines.all()]
    context = {
        "sanction": discipline_refusal(sanctions, today) if member.left_on is None else "",
        "member": member,
        "employee": member.employee,
        "tone": state[0],
        "label": state[1],
        "facts": [
            {"label": "Kotak saat masuk", "value": member.box, "note": "juga kelompok nasional" if member.is_national else ""},
            {"label": "Jenjang tujuan", "value": PositionLevel(member.target_level).label},
            {"label": "Alasan masuk", "value": member.reason, "note": f"diusulkan {member.proposed_by.full_name}"},
            {"label": "Masuk", "value": short_date_words(member.joined_on) if member.joined_on else "belum dikukuhkan"},
            {"label": "Berlaku sampai", "value": short_date_words(member.expires_on) if member.expires_on else "–"},
            *(
                [{"label": "Keluar", "value": short_date_words(member.left_on), "note": member.left_note}]
                if member.left_on
                else []
            ),
        ],
        "suggested": Readiness(member.suggested).label,
        "missing": member.suggestion_missing,
        "items": [_item_row(item) for item in items],
        "hours": {
            "done": done,
            "goal": PACK.training_hours,
            "left": training_left(done),
            "year": today.year,
            "register": register,
        },
        "confirm_refusal": can_confirm_member(request.user, member),
        "end_refusal": can_end_membership(request.user, member),
        "plan_refusal": can_write_development(request.user, member),
        "readiness_form": ReadinessForm(initial=start),
        "leave_form": LeaveForm(initial={"version": member.version}, is_proposed=member.is_proposed),
        "item_form": DevelopmentForm(initial={"due_on": today.replace(month=12, day=31)}),
        "crumbs": [
            {"label": "Kelompok rencana suksesi", "url": reverse("list_pool")},
            {"label": member.employee.name, "url": ""},
        ],
    }
    context |= forms
    # Several forms stand on one page; the errors of the one that was sent lead it.
    context["all_forms"] = list(forms.values())
    return render(request, "talent/pool/member.html", context)


def _item_row(item: DevelopmentItem) -> dict[str, Any]:
    return {
        "public_id": item.public_id,
        "kind": DevelopmentKind(item.kind).label,
        "title": item.title,
        "hours": f"{number_words(item.hours)} JP" if item.hours else "",
        "due": short_date_words(item.due_on),
        "progress": item.progress,
        "note": item.note,
    }


@allow(Role.PYB)
@require_POST
def confirm_member(request: HttpRequest, public_id) -> HttpResponse:
    """Take in with a readiness, or change it."""
    member = _own(request, public_id, Role.PYB)
    form = ReadinessForm(request.POST)
    if form.is_valid():
        try:
            actions.confirm_membership(membership_id=member.pk, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
        else:
            messages.success(request, f"Kesiapan {member.employee.name} dikukuhkan.")
            return redirect("show_membership", member.public_id)
    return _member_page(request, member, readiness_form=form)


@allow(Role.AGENCY_ADMIN, Role.PYB)
@require_POST
def end_member(request: HttpRequest, public_id) -> HttpResponse:
    """Take somebody out, or turn a proposal down."""
    member = _own(request, public_id, Role.AGENCY_ADMIN, Role.PYB)
    form = LeaveForm(request.POST, is_proposed=member.is_proposed)
    if form.is_valid():
        try:
            actions.end_membership(membership_id=member.pk, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
        else:
            messages.success(request, f"{member.employee.name} keluar dari kelompok rencana suksesi.")
            return redirect("show_membership", member.public_id)
    return _member_page(request, member, leave_form=form)


@allow(Role.AGENCY_ADMIN)
@require_POST
def add_development(request: HttpRequest, public_id) -> HttpResponse:
    """Add one line to the development plan."""
    member = _own(request, public_id, Role.AGENCY_ADMIN)
    form = DevelopmentForm(request.POST)
    if form.is_valid():
        try:
            actions.add_development(membership_id=member.pk, actor=request.user, values=form.values())
        except Refused as refused:
            form.add_error(refused.field, refused.reason)
        else:
            messages.success(request, "Kegiatan ditambahkan ke rencana pengembangan.")
            return redirect("show_membership", member.public_id)
    return _member_page(request, member, item_form=form)


@allow(Role.AGENCY_ADMIN)
@require_POST
def update_development(request: HttpRequest, public_id) -> HttpResponse:
    """Note how far one line has come."""
    own = DevelopmentItem.objects.filter(membership__agency_id__in=request.user.agency_ids(Role.AGENCY_ADMIN))
    item = get_object_or_404(own.select_related("membership"), public_id=public_id)
    form = ProgressForm(request.POST)
    if form.is_valid():
        try:
            actions.update_development(item_id=item.pk, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(request, f"Kemajuan “{item.title}” tercatat.")
    else:
        messages.error(request, "Kemajuan ditulis dengan angka 0 sampai 100.")
    return redirect("show_membership", item.membership.public_id)
