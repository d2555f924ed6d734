"""A person's own wishes not to be invited: what runs, a new one, ending one."""

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Role
from accounts.models import Agency, User
from core import clock
from core.access import allow
from core.indonesian import add_years, date_words
from core.refusals import Refused
from talent import actions
from talent.forms import PauseForm
from talent.models import Invitation, InvitationPause
from talent.rules.lifecycle import INVITEE_LABELS
from vacancies.models import Vacancy
from vacancies.rules.submission import REGISTRATION_STATES


@allow(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def list_pauses(request: HttpRequest) -> HttpResponse:
    """Running pauses and a form for another; `?untuk=` chooses in the form, as links on an invitation do."""
    today = localdate(clock.now())
    agencies = _agencies(request.user)
    start = {"untuk": request.GET.get("untuk", ""), "sampai": _in_half_a_year(today)}
    form = PauseForm(request.POST if request.method == "POST" else None, agencies=agencies, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            pause = actions.pause_invitations(actor=request.user, **form.wish())
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, f"Jeda dimulai: {pause.words}, sampai {date_words(pause.until)}.")
            return redirect("list_pauses")
    pauses = InvitationPause.objects.of(request.user).running(today).for_list()
    context = {
        "form": form,
        "pauses": [{"public_id": each.public_id, "words": each.words, "until": each.until} for each in pauses],
        "latest": add_years(today, 2),
        "crumbs": [{"label": "Undangan", "url": reverse("list_my_invitations")}, {"label": "Jeda undangan"}],
    }
    return render(request, "talent/pauses.html", context)


@allow(Role.APPLICANT)
@require_POST
def lift_pause(request: HttpRequest, public_id) -> HttpResponse:
    """End one pause now."""
    pause = get_object_or_404(InvitationPause.objects.of(request.user), public_id=public_id)
    try:
        actions.lift_pause(pause_id=pause.pk, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Jeda diakhiri. Anda dapat diundang lagi.")
    return redirect("list_pauses")


def _agencies(user: User) -> list[Agency]:
    """Agencies that may invite at present, and those that have invited this person."""
    inviting = Vacancy.objects.filter(state__in=REGISTRATION_STATES).values("agency")
    invited = Invitation.objects.filter(employee__user=user, state__in=INVITEE_LABELS).values("vacancy__agency")
    return list(Agency.objects.filter(Q(pk__in=inviting) | Q(pk__in=invited)).order_by("name", "pk"))


def _in_half_a_year(today: date) -> date:
    month = today.month + 6
    return date(today.year + (month > 12), (month - 1) % 12 + 1, min(today.day, 28))
