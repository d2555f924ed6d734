"""The history of one selection: for the office with a look back at any moment, for the public its way."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.enums import Role
from core.access import allow, public
from core.chain_hash import BrokenLink, first_broken_link
from core.indonesian import moment_words
from core.models import AuditEntry, AuditHead
from core.seals import latest_root
from core.standby import shown_from_standby
from vacancies import past as reading
from vacancies.actions.trail import record_history_reading
from vacancies.forms.trail import MomentForm
from vacancies.models import Vacancy
from vacancies.rules.lifecycle import PUBLIC_LABELS
from vacancies.trail_words import act_words
from vacancies.views.auditing import stated_purpose
from vacancies.views.history import PERSONAL_OBJECTS, history_row
from vacancies.views.tones import state_tone

PAGE_SIZE = 30
# A longer chain is checked by the command; a page should not read it all.
CHECKED_AT_ONCE = 5_000


@allow(Role.AGENCY_ADMIN, Role.SECRETARIAT, Role.PYB, Role.PPK, Role.WASDAL, Role.AUDITOR)
@require_safe
def show_history(request: HttpRequest, public_id) -> HttpResponse:
    """Every act, whether the chain holds, its seal; with `pada` or `baris` the selection as it stood then."""
    vacancy = get_object_or_404(Vacancy.objects.in_office_of(request.user).select_related("agency"), public_id=public_id)
    is_auditor = request.user.has_any_role([Role.AUDITOR])
    zone = reading.zone_of(vacancy)
    form = MomentForm(request.GET or None, zone=vacancy.zone)
    moment, sequence = (form.cleaned_data["pada"], form.cleaned_data["baris"]) if form.is_valid() else (None, None)
    if is_auditor:
        record_history_reading(actor=request.user, vacancy=vacancy, at=str(sequence or moment or ""))
    then = None
    if moment is not None or sequence is not None:
        then = reading.past_of(vacancy, sequence=sequence, moment=moment)
    entries = AuditEntry.objects.matching(chain=vacancy.trail_chain).order_by("-sequence")
    hides_people = not (is_auditor and stated_purpose(request))
    if hides_people:
        # Rows that name applicants or scores have pages and rights of their own; an auditor says first what for.
        entries = entries.exclude(object_type__in=PERSONAL_OBJECTS)
    if then is not None:
        entries = entries.filter(sequence__lte=then.rows)
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("halaman"))
    length, broken = _check(vacancy.trail_chain)
    works_here = request.user.has_any_role([Role.AGENCY_ADMIN, Role.SECRETARIAT])
    context = {
        "vacancy": vacancy,
        "way": [
            *([{"label": "Lowongan instansi", "url": reverse("list_own_vacancies")}] if works_here else []),
            {"label": vacancy.position_title, "url": reverse("show_own_vacancy", args=[vacancy.public_id])},
            {"label": "Riwayat"},
        ],
        "form": form,
        "then": _then(vacancy, then, zone, shows_counts=_may_count(request, vacancy, is_auditor)) if then else None,
        "page": page,
        "rows": [_row(entry, zone) for entry in page.object_list],
        "length": length,
        "broken": broken,
        "is_checked": length <= CHECKED_AT_ONCE,
        "seal": reading.sealed_up_to(vacancy.trail_chain),
        "is_auditor": is_auditor,
        "hides_people": hides_people,
    }
    return render(request, "vacancies/trail/history.html", context)


@public
@require_safe
@shown_from_standby
def show_public_history(request: HttpRequest, public_id) -> HttpResponse:
    """The way of a published selection, without names, counts or verdicts, and the seal under which it lies."""
    vacancy = get_object_or_404(Vacancy.objects.published().select_related("agency"), public_id=public_id)
    zone = reading.zone_of(vacancy)
    entries = AuditEntry.objects.matching(chain=vacancy.trail_chain).filter(act__in=reading.PUBLIC_ACTS).order_by("sequence")
    context = {
        "vacancy": vacancy,
        "way": [
            {"label": "Lowongan", "url": reverse("list_vacancies")},
            {"label": vacancy.position_title, "url": reverse("show_vacancy", args=[vacancy.public_id])},
            {"label": "Riwayat"},
        ],
        "label": PUBLIC_LABELS[vacancy.state],
        "tone": state_tone(vacancy.state),
        "items": [
            {"title": act_words(entry.act), "state": "done", "when": moment_words(reading.moment_of(entry.at_us), zone)}
            for entry in entries
        ],
        "seal": reading.sealed_up_to(vacancy.trail_chain),
        "newest": latest_root(),
    }
    return render(request, "vacancies/trail/public.html", context)


def _may_count(request: HttpRequest, vacancy: Vacancy, is_auditor: bool) -> bool:
    """Before the deadline the number of applications is the office's own business (security.md 4.2)."""
    works_here = request.user.holds(Role.AGENCY_ADMIN, vacancy.agency_id) or request.user.holds(
        Role.SECRETARIAT, vacancy.agency_id
    )
    return is_auditor or works_here or vacancy.state not in ("PUBLISHED", "OPEN")


def _then(vacancy: Vacancy, past, zone: str, *, shows_counts: bool) -> dict[str, Any]:
    if not past.rows:
        return {"is_empty": True}
    return {
        "is_empty": False,
        "title": moment_words(reading.moment_of(past.at_us), zone),
        "rows": past.rows,
        "facts": reading.past_rows(past, vacancy, shows_counts=shows_counts),
        "steps": reading.past_steps(past, zone),
        "seal": reading.seal_of(vacancy.trail_chain, past.rows),
    }


def _row(entry: AuditEntry, zone: str) -> dict[str, Any]:
    # Whoever may read the acts about people reads them by the same words as on the pages of the trail.
    return history_row(entry, zone) | {"title": act_words(entry.act), "sequence": entry.sequence, "hash": entry.hash}


def _check(chain: str) -> tuple[int, BrokenLink | None]:
    """How many rows the chain has, and its first broken one; a long chain is only counted."""
    head = AuditHead.objects.filter(chain=chain).first()
    if head is None or head.sequence > CHECKED_AT_ONCE:
        return (head.sequence if head else 0), None
    rows = AuditEntry.objects.matching(chain=chain).order_by("sequence")
    links = rows.values_list("sequence", "at_us", "body", "previous_hash", "hash")
    return head.sequence, first_broken_link(links, (head.sequence, head.hash))
