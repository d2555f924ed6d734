"""The inbox: what waits for me, what waits for others, what is done."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.enums import DECIDING_ROLES, Role
from approvals import pages
from approvals.beside import acting_words
from approvals.enums import Verdict
from approvals.forms import InboxFilterForm, together_verdict
from approvals.models import ApprovalRequest, ApprovalStep, Delegation
from approvals.models.requests import COUNTED, COUNTED_BESIDE, SortedBranches, counts_of
from core import clock
from core.access import allow
from core.planned import planned_once

TABS = (("perlu", "Perlu tindakan"), ("menunggu", "Menunggu pihak lain"), ("selesai", "Selesai"))
# The button under rows that may be decided together, by what it gives them.
TOGETHER = {frozenset({Verdict.APPROVE.value}): "Setujui bersama", frozenset({Verdict.RECOMMEND.value}): "Rekomendasikan bersama"}
LEAD = "Yang menunggu keputusan Anda, yang sedang di pihak lain, dan yang sudah selesai."
READER_LEAD = "Berkas yang sedang menunggu pemutusnya, dan yang sudah selesai. Anda hanya membaca."
PAGE_SIZE = 20
FEW = 5
STEP_ORDERS = {
    "": ("due_on", "opened_at", "pk"),
    "baru": ("-opened_at", "-pk"),
    "instansi": ("request__agency__name", "due_on", "pk"),
    "tingkat": ("request__level_label", "due_on", "pk"),
    "tahap": ("title", "due_on", "pk"),
}
CLOSED_ORDER = ("-closed_at", "-pk")
WEEK = timedelta(days=7)


@require_safe
@allow(*DECIDING_ROLES, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.AUDITOR)
@planned_once()
def list_steps(request: HttpRequest) -> HttpResponse:
    """Inbox, sorted and filtered in the database; its state is the address."""
    now, user = clock.now(), request.user
    tabs = _tabs_of(user)
    tab = _tab_of(request)
    filters = InboxFilterForm(request.GET, with_agencies=_sees_several_agencies(user))
    filters.is_valid()
    chosen = {name: value for name, value in filters.cleaned_data.items() if value}
    branches = branches_of(tab, user)
    if tab == "selesai":
        wanted = [branch.filter(_asked_of_request(chosen, "")) for branch in branches]
        rows = SortedBranches(wanted, CLOSED_ORDER, ApprovalRequest.objects.select_related("agency"))
    else:
        asked = _asked_of_request(chosen, "request__") & _asked_of_step(chosen, now.date())
        wanted = [branch.filter(asked) for branch in branches]
        rows = SortedBranches(wanted, STEP_ORDERS[chosen.get("urut", "")], ApprovalStep.objects.for_inbox())
    page: Any = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("halaman"))
    found = list(page)
    reading = {} if tab == "selesai" else pages.reading_now([step.request_id for step in found], user, now)
    letters = Delegation.objects.held_by(user) if tab == "perlu" else []
    lines = [
        pages.closed_row(row) if tab == "selesai" else pages.inbox_row(row, now, reading, acting_words(row, user, letters, now))
        for row in found
    ]
    counts = _counts(tab, page.paginator.count if not chosen else None, user)
    verdicts = [together_verdict(step.verdicts) for step in found] if tab == "perlu" else []
    for line, verdict in zip(lines, verdicts, strict=tab == "perlu"):
        line["may_join"] = bool(verdict)
    context = {
        "tabs": _tabs(tab, tabs, counts),
        "lead": LEAD if "perlu" in tabs else READER_LEAD,
        "tab": tab,
        "counted": page.paginator.count if not chosen else "",
        "rows": lines,
        "page": page,
        "count": min(page.paginator.count, COUNTED),
        "is_capped": page.paginator.count > COUNTED,
        # A handful is read faster than a search is typed; on a phone the filters would fill the first screen.
        "filters": filters if chosen or page.paginator.count > FEW else None,
        "active": _active(filters, chosen, request),
        "can_choose": sum(map(bool, verdicts)) > 1,
        "together": TOGETHER.get(frozenset(filter(None, verdicts)), "Putuskan bersama"),
        "recent": _recent(request) if tab == "perlu" and not lines and not chosen else [],
    }
    return render(request, "approvals/inbox.html", context)


def _sees_several_agencies(user: Any) -> bool:
    """Whoever works for one agency only would filter by it in vain; a national duty or a letter reaches further."""
    scopes = {agency_id for _, agency_id in user.duty_scopes}
    return len(scopes) != 1 or None in scopes or user.has_any_role([Role.ACTING])


def branches_of(tab: str, user: Any) -> list[Any]:
    """Rows of a tab as indexed querysets."""
    if tab == "perlu":
        return ApprovalStep.objects.waiting_branches(user)
    if tab == "menunggu":
        return ApprovalStep.objects.others_branches(user)
    return ApprovalRequest.objects.filter(closed_at__isnull=False).readable_branches(user)


def _counts(tab: str, shown: int | None, user: Any) -> dict[str, tuple[int, int]]:
    """How many rows the open tab holds and what waits for the person, each with the number up to which was counted.

    Counting what one may read of other people's work touches far more than the page itself: `count_steps` does it a moment later.

    Args:
        shown: rows of the open tab without any filter, None when it is filtered.
    """
    if tab == "perlu" and shown is not None:
        ApprovalStep.objects.know_waiting(user, shown)
    counts = {} if shown is None else {tab: (shown, COUNTED)}
    return counts | {"perlu": (ApprovalStep.objects.count_waiting(user), COUNTED)}


@require_safe
@allow(*DECIDING_ROLES, Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.AUDITOR)
def count_steps(request: HttpRequest) -> HttpResponse:
    """The tabs with the numbers of all three, for the page that is open already; nothing of it is needed to work.

    The page says how many it has counted in the open tab (`jumlah`), so that nobody counts them twice.
    """
    tab, tabs = _tab_of(request), _tabs_of(request.user)
    said = request.GET.get("jumlah", "")
    counts = {tab: (int(said), COUNTED)} if said.isdecimal() and len(said) <= len(str(COUNTED)) else {}
    beside = [code for code, _ in TABS if code not in ("perlu", *counts)]
    numbers = counts_of([branches_of(code, request.user) for code in beside], COUNTED_BESIDE)
    counts |= {code: (number, COUNTED_BESIDE) for code, number in zip(beside, numbers, strict=True)}
    counts["perlu"] = (ApprovalStep.objects.count_waiting(request.user), COUNTED)
    return render(request, "approvals/_tabs.html", {"tabs": _tabs(tab, tabs, counts)})


def _tabs_of(user: Any) -> list[str]:
    """Codes of the tabs a person has: nothing ever waits for an auditor or an office, who only read."""
    codes = [code for code, _ in TABS]
    return codes if user.has_any_role(DECIDING_ROLES) else codes[1:]


def _tab_of(request: HttpRequest) -> str:
    """The tab asked for, the person's first one when they have no such tab."""
    tabs = _tabs_of(request.user)
    return request.GET["tab"] if request.GET.get("tab") in tabs else tabs[0]


def _tabs(tab: str, tabs: list[str], counts: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """Tabs as the component draws them; a number up to which nobody counted is left out."""
    return [_tab(code, label, code == tab, *counts.get(code, (None, 0))) for code, label in TABS if code in tabs]


def _tab(code: str, label: str, is_current: bool, number: int | None, counted: int) -> dict[str, Any]:
    return {
        "label": label,
        "url": f"{reverse('list_steps')}?tab={code}",
        "current": is_current,
        "count": None if number is None else min(number, counted),
        "more": "+" if (number or 0) > counted else "",
    }


def _asked_of_request(chosen: dict[str, str], prefix: str) -> Q:
    """Filters on what was sent: words, level, kind of item, agency."""
    asked = Q()
    if words := chosen.get("cari"):
        asked &= Q(**{f"{prefix}title__icontains": words}) | Q(**{f"{prefix}agency__name__icontains": words})
    if agency := chosen.get("instansi"):
        asked &= Q(**{f"{prefix}agency__name__icontains": agency})
    if level := chosen.get("tingkat"):
        asked &= Q(**{f"{prefix}level_label": level})
    if kind := chosen.get("jenis"):
        asked &= Q(**{f"{prefix}chain_code": kind})
    return asked


def _asked_of_step(chosen: dict[str, str], today: date) -> Q:
    """Filters on where it stands: the office whose turn it is, and the due day."""
    asked = Q(role=chosen["tahap"]) if "tahap" in chosen else Q()
    due = {
        "lewat": Q(due_on__lt=today),
        "hari_ini": Q(due_on=today),
        "pekan": Q(due_on__gte=today, due_on__lte=today + WEEK),
    }
    return asked & due.get(chosen.get("tenggat", ""), Q())


def _active(filters: InboxFilterForm, chosen: dict[str, str], request: HttpRequest) -> list[dict[str, str]]:
    """Filters in force, each with the address that drops it."""
    active = []
    for name, value in chosen.items():
        if name == "urut":
            continue
        query = request.GET.copy()
        query.pop(name, None)
        query.pop("halaman", None)
        field = filters.fields[name]
        words = dict(getattr(field, "choices", ())).get(value, value)
        active.append({"label": f"{field.label}: {words}", "url": "?" + query.urlencode()})
    return active


def _recent(request: HttpRequest) -> list[dict[str, Any]]:
    decided = ApprovalRequest.objects.recently_decided_by(request.user)
    return [pages.closed_row(row) for row in decided]
