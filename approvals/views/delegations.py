"""Letters of delegation: list, note, one letter with its scan, accept, decline, take back, end."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role, Zone
from accounts.models import Agency, User
from approvals import actions
from approvals import delegation_pages as pages
from approvals.delegation_forms import DelegationForm, ReasonForm
from approvals.models import Delegation
from core import clock
from core.access import allow
from core.indonesian import local_date
from core.refusals import Refused
from core.uploads.files import accept_file
from core.uploads.responses import private_file_response

REGISTRARS = (Role.SECRETARIAT, Role.AGENCY_ADMIN, Role.BKN_ADMIN)
HOLDERS = (*REGISTRARS, Role.PYB, Role.PPK, Role.WASDAL, Role.ACTING)
READERS = (*HOLDERS, Role.AUDITOR)
PAGE_SIZE = 20


@require_safe
@allow(*READERS)
def list_delegations(request: HttpRequest) -> HttpResponse:
    """Letters in force and to come, waiting for a second person, and past ones."""
    now = clock.now()
    tab = request.GET.get("tab") if request.GET.get("tab") in dict(pages.TABS) else "berlaku"
    rows = pages.in_tab(Delegation.objects.visible_to(request.user), tab, now).for_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("halaman"))
    place = reverse("list_delegations")
    tabs = [{"label": label, "url": f"{place}?tab={code}", "current": code == tab} for code, label in pages.TABS]
    context = {
        "tabs": tabs,
        "tab": tab,
        "page": page,
        "rows": [pages.list_row(row, now) for row in page],
        "may_register": request.user.has_any_role(REGISTRARS),
    }
    return render(request, "approvals/delegation/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(*REGISTRARS)
def register_delegation(request: HttpRequest) -> HttpResponse:
    """Note a letter; a second person accepts it."""
    offices = pages.office_choices(request.user, _days(request.user))
    form = DelegationForm(request.POST or None, request.FILES or None, offices=offices, chains=pages.chain_choices())
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        role, agency_id, official_id = clean["office"].split(":")
        try:
            scan = clean["file"]
            accepted = accept_file(scan.read(), scan.name, accepts=("application/pdf",), folder="delegations")
            row = actions.register_delegation(
                actor=request.user,
                kind=clean["kind"],
                role=role,
                agency_id=int(agency_id) if agency_id else None,
                official_id=int(official_id) if official_id else None,
                delegate_id=clean["delegate"].pk,
                level_label=clean["level_label"],
                chain_code=clean["chain_code"],
                letter_number=clean["letter_number"],
                letter_on=clean["letter_on"],
                valid_from=clean["valid_from"],
                valid_until=clean["valid_until"],
                accepted=accepted,
            )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.reason)
        else:
            messages.success(request, "Pelimpahan tercatat dan menunggu pengesahan orang kedua.")
            return redirect("show_delegation", row.public_id)
    crumbs = [{"label": "Pelimpahan tugas", "url": reverse("list_delegations")}, {"label": "Catat pelimpahan", "url": ""}]
    return render(request, "approvals/delegation/register.html", {"form": form, "crumbs": crumbs})


@require_safe
@allow(*READERS)
def show_delegation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One letter: what it says, what it allows, what was signed by it."""
    return _page(request, _visible(request.user, public_id))


@require_safe
@allow(*READERS)
def download_delegation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The scan."""
    row = _visible(request.user, public_id)
    return private_file_response(row.file, content_type="application/pdf", name=row.file_name, saves=False)


@require_POST
@allow(*HOLDERS)
def accept_delegation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Accept as the second person."""
    row = _visible(request.user, public_id)
    return _act(request, row, "Pelimpahan disahkan.", lambda: actions.accept_delegation(delegation_id=row.pk, actor=request.user))


@require_POST
@allow(*HOLDERS)
def decline_delegation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Decline with a reason."""
    row = _visible(request.user, public_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, decline_form=form)
    note = form.cleaned_data["reason"]
    return _act(
        request,
        row,
        "Pelimpahan tidak disahkan; pencatatnya dikabari.",
        lambda: actions.decline_delegation(delegation_id=row.pk, actor=request.user, note=note),
    )


@require_POST
@allow(*REGISTRARS)
def withdraw_delegation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take back what nobody has answered."""
    row = _visible(request.user, public_id)
    return _act(request, row, "Catatan ditarik.", lambda: actions.withdraw_delegation(delegation_id=row.pk, actor=request.user))


@require_POST
@allow(*HOLDERS)
def end_delegation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End before the last day."""
    row = _visible(request.user, public_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, end_form=form)
    reason = form.cleaned_data["reason"]
    return _act(
        request,
        row,
        "Pelimpahan diakhiri; kedua pihak dikabari.",
        lambda: actions.end_delegation(delegation_id=row.pk, actor=request.user, reason=reason),
    )


def _visible(user: User, public_id: UUID) -> Delegation:
    return get_object_or_404(Delegation.objects.visible_to(user).with_people(), public_id=public_id)


def _act(request: HttpRequest, row: Delegation, said: str, act: Any) -> HttpResponse:
    try:
        act()
    except Refused as error:
        messages.error(request, error.reason)
    else:
        messages.success(request, said)
    # Whoever laid the only duty down has no page of letters any more.
    place = redirect("show_delegation", row.public_id)
    person = User.objects.get(pk=request.user.pk)
    return place if person.has_any_role(READERS) else redirect("open_board")


def _page(request: HttpRequest, row: Delegation, **forms: ReasonForm) -> HttpResponse:
    now = clock.now()
    tone, label = pages.status_of(row, now)
    rights = pages.rights_of(request.user, row, now)
    context = {
        "row": row,
        "title": row.facts().title,
        "tone": tone,
        "label": label,
        "facts": pages.fact_rows(row),
        "power_title": pages.power_title(row, now),
        "powers": pages.power_rows(row),
        "acts": pages.act_rows(row),
        "decline_form": forms.get("decline_form") or ReasonForm(prefix=None),
        "end_form": forms.get("end_form") or ReasonForm(prefix=None),
        "shown_form": next(iter(forms.values()), None),
        "crumbs": [{"label": "Pelimpahan tugas", "url": reverse("list_delegations")}, {"label": row.letter_number, "url": ""}],
        **rights,
    }
    return render(request, "approvals/delegation/show.html", context, status=200)


def _days(user: User) -> dict[int | None, date]:
    """Today on the calendar of each agency whose letters the person may note; None stands for the national offices."""
    now = clock.now()
    agencies = Agency.objects.filter(pk__in=user.agency_ids(Role.SECRETARIAT, Role.AGENCY_ADMIN)).order_by("pk")
    days: dict[int | None, date] = {agency.pk: agency.day(now) for agency in agencies}
    if user.holds(Role.BKN_ADMIN):
        days[None] = local_date(now, Zone.WIB)
    return days
