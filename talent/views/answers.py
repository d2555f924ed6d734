"""The invited person's side: own invitations, the answer, the letter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import moment_words
from core.letters import letter_response
from core.paging import ShortPaginator
from core.planned import planned_once
from core.refusals import Refused
from talent import actions
from talent.forms import DeclineForm
from talent.models import Invitation, InvitationPause
from talent.permissions import can_accept, can_decline
from talent.rules.answer import is_window_open, present_state
from talent.rules.lifecycle import INVITEE_LABELS
from vacancies.models import Application, Vacancy
from vacancies.rules.deadline import format_deadline, in_three_zones, remaining_text

PAGE_SIZE = 20
TONES = {"SENT": "wait", "ACCEPTED": "good", "DECLINED": "plain", "EXPIRED": "plain", "REVOKED": "plain"}


@allow(Role.APPLICANT)
@require_safe
@planned_once()
def list_my_invitations(request: HttpRequest) -> HttpResponse:
    """Everything this person was invited to, newest first."""
    now = clock.now()
    page = ShortPaginator(Invitation.objects.addressed_to(request.user).for_list(), PAGE_SIZE).get_page(
        request.GET.get("halaman")
    )
    context = {
        "page": page,
        "rows": [_row(each, now) for each in page.object_list],
        "count": page.paginator.count,
        "pauses": InvitationPause.objects.of(request.user).running(localdate(now)).count(),
    }
    return render(request, "talent/my_invitations.html", context)


def _row(invitation: Invitation, now) -> dict:
    vacancy = invitation.vacancy
    here = _state(invitation, now)
    return {
        "public_id": invitation.public_id,
        "title": vacancy.position_title,
        "agency": vacancy.agency.name,
        "level": vacancy.get_level_display(),
        "sent_at": invitation.sent_at,
        "label": INVITEE_LABELS[here],
        "tone": TONES[here],
        "left": f"Jawab sebelum {format_deadline(vacancy.closes_at, vacancy.zone)}" if here == "SENT" else "",
    }


@allow(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_invitation(request: HttpRequest, public_id) -> HttpResponse:
    """The invitation with its letter; a POST with `jawaban` accepts or declines. Opening the page answers nothing.

    The first opening is noted in a log, as every search is: the sender learns that the letter was seen, no state changes.
    """
    found = Invitation.objects.addressed_to(request.user).for_list()
    found = found.select_related("vacancy__region", "letter", "invited_by", "opening")
    invitation = get_object_or_404(found, public_id=public_id)
    if request.method == "GET" and not hasattr(invitation, "opening"):
        actions.log_opening(invitation_id=invitation.pk, actor=request.user)
    form = DeclineForm()
    if request.method == "POST":
        answer = request.POST.get("jawaban")
        if answer == "terima":
            return _accept(request, invitation)
        if answer == "tolak":
            form = DeclineForm(request.POST)
            if form.is_valid():
                return _decline(request, invitation, form.cleaned_data)
    return render(request, "talent/answer.html", _page(request, invitation, form))


def _accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        application = actions.accept_invitation(invitation_id=invitation.pk, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("answer_invitation", invitation.public_id)
    if application is None:
        return redirect("answer_invitation", invitation.public_id)
    messages.success(
        request, "Undangan diterima. Draf lamaran Anda sudah dibuka; lengkapi lalu kirim sebelum pendaftaran ditutup."
    )
    return redirect("show_application", application.public_id)


def _decline(request: HttpRequest, invitation: Invitation, given: dict) -> HttpResponse:
    try:
        actions.decline_invitation(invitation_id=invitation.pk, actor=request.user, reason=given["alasan"], code=given["sebab"])
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Undangan ditolak. Instansi pengundang sudah diberi tahu.")
    return redirect("answer_invitation", invitation.public_id)


def _page(request: HttpRequest, invitation: Invitation, form: DeclineForm) -> dict:
    now, vacancy = clock.now(), invitation.vacancy
    here = _state(invitation, now)
    application = Application.objects.of(request.user).filter(vacancy=vacancy).first()
    deadline_rows = []
    if vacancy.closes_at is not None:
        deadline = format_deadline(vacancy.closes_at, vacancy.zone)
        others = [each for each in in_three_zones(vacancy.closes_at) if each != deadline]
        left = remaining_text(vacancy.closes_at, now)
        deadline_rows = [{"label": "Pendaftaran ditutup", "value": f"{deadline} ({left})", "note": "; ".join(others)}]
    return {
        "invitation": invitation,
        "vacancy": vacancy,
        "form": form,
        "label": INVITEE_LABELS[here],
        "tone": TONES[here],
        "accept_refusal": can_accept(request.user, invitation, now),
        "decline_refusal": can_decline(request.user, invitation, now),
        "application": application,
        "decline_words": invitation.decline_words,
        "pause_links": _pause_links(vacancy),
        "has_letter": invitation.letter_id is not None,
        "rows": [
            {"label": "Jabatan", "value": vacancy.position_title, "url": reverse("show_vacancy", args=[vacancy.public_id])},
            {"label": "Unit kerja", "value": vacancy.unit},
            {"label": "Instansi", "value": vacancy.agency.name},
            {"label": "Tingkat dan formasi", "value": f"{vacancy.get_level_display()}, {vacancy.quota} formasi"},
            {"label": "Lokasi", "value": vacancy.region.name},
            *deadline_rows,
            {"label": "Dikirim", "value": moment_words(invitation.sent_at, vacancy.zone_label)},
            {"label": "Diundang oleh", "value": invitation.invited_by.full_name},
        ],
        "crumbs": [{"label": "Undangan", "url": reverse("list_my_invitations")}, {"label": vacancy.position_title}],
    }


def _pause_links(vacancy: Vacancy) -> list[dict[str, str]]:
    """Ways to the form of a pause, with the choice already made."""
    here = reverse("list_pauses")
    wishes = (
        (f"AGENCY:{vacancy.agency.code}", f"dari {vacancy.agency.name}"),
        (f"FIELD:{vacancy.field}", f"untuk rumpun {vacancy.get_field_display().lower()}"),
        (f"LEVEL:{vacancy.level}", f"untuk {vacancy.get_level_display()}"),
        ("ALL", "dari siapa pun"),
    )
    return [{"url": f"{here}?{urlencode({'untuk': code})}", "label": words} for code, words in wishes]


@allow(Role.APPLICANT, Role.AGENCY_ADMIN, Role.SECRETARIAT)
@require_safe
def download_invitation(request: HttpRequest, public_id) -> HttpResponse:
    """The letter as PDF, for the invited person and the office that invited."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user).select_related("letter"), public_id=public_id)
    if invitation.letter is None:
        raise Http404
    return letter_response(invitation.letter)


def _state(invitation: Invitation, now) -> str:
    vacancy = invitation.vacancy
    return present_state(invitation.state, window_open=is_window_open(vacancy.state, vacancy.closes_at, now))
