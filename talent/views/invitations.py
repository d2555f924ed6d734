"""The confirm page of a mailing: who will be invited, who will not and why, every letter to read, then the act."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import number_words
from core.refusals import Refused
from employees.models import Employee
from talent import actions
from talent.documents import invitation_words, vacancy_words
from talent.forms import InviteForm, chosen_people
from talent.models import Invitation
from talent.permissions import can_invite
from talent.rules.invitation_quota import ATTACHED_UP_TO, MOST, room_left
from talent.rules.standing import APPLIED, Standing
from talent.standings import PersonRow, person_rows, standings_of
from talent.views.saved import LONGEST
from talent.views.way_back import search_again
from vacancies.models import Vacancy

PREVIEW_LINK = "tautan pribadi dikirim bersama surat"
NO_ROOM = Standing("Melebihi jatah", "wait", "Jatah undangan lowongan ini tidak cukup untuk orang ini.")
# More rows than this are folded, so that the message and the button stay near.
UNFOLDED = 8


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_talent(request: HttpRequest) -> HttpResponse:
    """Confirm page for chosen people, then the act. Only the POST with `kirim` invites anybody."""
    if request.method != "POST":
        return redirect("search_talent")
    is_filled = "kirim" in request.POST or "pratinjau" in request.POST
    form = InviteForm(request.POST if is_filled else None, initial={"lowongan": request.POST.get("lowongan")})
    vacancy = _target(request)
    chosen = chosen_people(request.POST.getlist("orang"))
    if not chosen:
        messages.error(request, "Centang dulu orang yang ingin Anda undang.")
        return redirect(search_again(request, vacancy))
    if "kirim" in request.POST and form.is_valid():
        try:
            made = actions.invite_talent(
                vacancy_id=vacancy.pk, people=chosen, message=form.cleaned_data["pesan"], actor=request.user
            )
        except Refused as refused:
            if _all_invited(vacancy, chosen):
                messages.info(request, "Orang yang Anda pilih sudah diundang; tidak ada undangan kedua yang dibuat.")
                return redirect("list_invitations", vacancy.public_id)
            form.add_error(None, refused.reason)
        else:
            messages.success(request, f"{number_words(len(made))} undangan sedang dikirim. Kemajuannya tampil di halaman ini.")
            return redirect("list_invitations", vacancy.public_id)
    return render(request, "talent/confirm_invitations.html", _confirmation(request, form, vacancy, chosen))


def _target(request: HttpRequest) -> Vacancy:
    """The vacancy named in the form, if it belongs to the person's agency; 404 otherwise."""
    own = Vacancy.objects.filter(agency_id__in=request.user.agency_ids(Role.AGENCY_ADMIN)).select_related("agency", "region")
    found = chosen_people([request.POST.get("lowongan", "")])
    return get_object_or_404(own, public_id=found[0] if found else None)


def _all_invited(vacancy: Vacancy, chosen: list) -> bool:
    """Whether everybody chosen has an invitation already, as after a second press of the button."""
    return vacancy.invitations.filter(employee__public_id__in=chosen).count() == len(chosen)


def _confirmation(request: HttpRequest, form: InviteForm, vacancy: Vacancy, chosen: list) -> dict:
    now = clock.now()
    refusal = can_invite(request.user, vacancy, now)
    # Who may not invite learns of nobody who applied or left.
    seen = Employee.objects.all() if refusal is None else Employee.objects.searchable()
    people = list(seen.filter(public_id__in=chosen[:MOST]).with_records().for_list())
    standings = standings_of(vacancy, people, to_invite=refusal is None)
    named = [person.public_id for person in people if standings[person.pk] is APPLIED]
    if named and refusal is None:
        actions.note_named_applicants(vacancy_id=vacancy.pk, people=named, actor=request.user)
    room = room_left(vacancy.quota, Invitation.objects.filter(vacancy=vacancy).count())
    allowed, refused = _parted(person_rows(people, standings), room)
    message = form["pesan"].value() or ""
    preview, place = None, _place(request, len(allowed))
    if allowed and vacancy.closes_at is not None:
        shown = next(person for person in people if str(person.public_id) == allowed[place].public_id)
        words = vacancy_words(vacancy, now)
        preview = invitation_words(words, shown, message=message, sender_name=request.user.full_name, link=PREVIEW_LINK)
    return {
        "form": form,
        "vacancy": vacancy,
        "allowed": allowed,
        "first": allowed[:UNFOLDED],
        "rest": allowed[UNFOLDED:],
        "refused": refused[:UNFOLDED],
        "refused_rest": refused[UNFOLDED:],
        "refused_count": len(refused),
        "left_out": len(chosen) - len(people),
        "room": room,
        "is_attached": len(allowed) <= ATTACHED_UP_TO,
        "attached_up_to": ATTACHED_UP_TO,
        "refusal": refusal,
        "preview": preview,
        "place": place + 1,
        "before": place - 1 if place else None,
        "after": place + 1 if place + 1 < len(allowed) else None,
        "here": place,
        "back_url": search_again(request, vacancy),
        "query": request.POST.get("saringan", "")[:LONGEST],
        "crumbs": [{"label": "Cari talenta", "url": reverse("search_talent")}, {"label": "Periksa undangan"}],
    }


def _parted(rows: Sequence[PersonRow], room: int) -> tuple[list[PersonRow], list[PersonRow]]:
    """Who will be invited, at most as many as there is room for, and who will not, with the reason."""
    fit = [row for row in rows if row.standing is not None and row.standing.may_be_invited]
    unfit = [row for row in rows if row.standing is not None and not row.standing.may_be_invited]
    return fit[:room], [*unfit, *(replace(row, standing=NO_ROOM) for row in fit[room:])]


def _place(request: HttpRequest, count: int) -> int:
    """Which letter is shown, from 0; the first for anything else than a number of one of them."""
    words = request.POST.get("pratinjau", "")
    return int(words) if words.isdecimal() and len(words) < 5 and int(words) < count else 0
