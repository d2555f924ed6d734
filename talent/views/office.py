"""The sender's side: what became of the invitations of one vacancy."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import short_date_words
from core.models import OutboxState
from core.refusals import Refused
from employees.rules.names import name_key
from employees.rules.nip import mask_nip
from talent import actions
from talent.models import GROUPS, Invitation
from talent.permissions import can_invite, can_retry, can_revoke
from talent.rules.answer import is_window_open
from vacancies.models import Vacancy

PAGE_SIZE = 20
OFFICE = (Role.AGENCY_ADMIN, Role.SECRETARIAT)
GIVEN_UP = "Server surel menolak surat ini berkali-kali. Periksa alamat surel di data kepegawaian, lalu coba lagi."
RARE = ("menunggu", "dibatalkan")
TONES = {
    "menunggu": "wait", "terkirim": "info", "gagal": "stop", "diterima": "good",
    "ditolak": "plain", "kedaluwarsa": "plain", "dibatalkan": "plain",
}  # fmt: skip


@allow(*OFFICE)
@require_safe
def list_invitations(request: HttpRequest, public_id) -> HttpResponse:
    """Invitations of one vacancy by what became of them; `?status=` picks a tab, `?cari=` looks in names."""
    vacancy = get_object_or_404(Vacancy.objects.owned_by(request.user).select_related("agency"), public_id=public_id)
    now = clock.now()
    window_open = is_window_open(vacancy.state, vacancy.closes_at, now)
    rows = Invitation.objects.filter(vacancy=vacancy).with_group(window_open=window_open)
    tally = dict(rows.order_by().values_list("group").annotate(number=Count("pk")))
    group = request.GET.get("status", "")
    words = request.GET.get("cari", "").strip()[:100]
    shown = rows.for_list()
    if group in GROUPS:
        shown = shown.filter(group=group)
    if words:
        shown = shown.filter(employee__name_key__contains=name_key(words))
    page = Paginator(shown.select_related("letter"), PAGE_SIZE).get_page(request.GET.get("halaman"))
    refusal = can_invite(request.user, vacancy, now)
    here = reverse("list_invitations", args=[vacancy.public_id])
    context = {
        "vacancy": vacancy,
        "page": page,
        "rows": [_row(request, each, now) for each in page.object_list],
        "count": page.paginator.count,
        "total": sum(tally.values()),
        "words": words,
        "searchable": bool(words) or sum(tally.values()) > PAGE_SIZE,
        "group": group if group in GROUPS else "",
        "active": [{"label": f"Nama: {words}", "url": f"{here}?status={group}" if group in GROUPS else here}] if words else [],
        "tabs": [
            {"label": "Semua", "url": here, "count": sum(tally.values()), "current": group not in GROUPS},
            *(
                {"label": label, "url": f"{here}?status={code}", "count": tally.get(code, 0), "current": group == code}
                for code, label in GROUPS.items()
                # Rare ones take no room on a phone while nothing is in them.
                if code not in RARE or tally.get(code) or group == code
            ),
        ],
        "refusal": refusal,
        "search_url": f"{reverse('search_talent')}?lowongan={vacancy.public_id}",
        "crumbs": [
            {"label": "Lowongan instansi", "url": reverse("list_own_vacancies")},
            {"label": vacancy.position_title, "url": reverse("show_own_vacancy", args=[vacancy.public_id])},
            {"label": "Undangan"},
        ],
    }
    return render(request, "talent/invitations.html", context)


def _row(request: HttpRequest, invitation: Invitation, now) -> dict:
    note = invitation.failure or invitation.decline_reason
    if invitation.state == "SENT" and invitation.mail_state == OutboxState.FAILED:
        note = GIVEN_UP
    return {
        "public_id": invitation.public_id,
        "name": invitation.employee.name,
        "masked_nip": mask_nip(invitation.employee.nip),
        "post": invitation.employee.position_title,
        "agency": invitation.employee.agency.name,
        "label": GROUPS[invitation.group],
        "tone": TONES[invitation.group],
        "dates": _dates(invitation),
        "note": note,
        "letter": invitation.letter.number if invitation.letter else "",
        "may_retry": can_retry(request.user, invitation, now, invitation.mail_state) is None,
        "may_revoke": can_revoke(request.user, invitation) is None,
    }


def _dates(invitation: Invitation) -> str:
    """ "dikirim 4 Des 2026, dijawab 6 Des 2026"; only what has happened."""
    moments = (("dikirim", invitation.sent_at), ("dijawab", invitation.answered_at))
    return ", ".join(f"{word} {short_date_words(moment)}" for word, moment in moments if moment)


@allow(Role.AGENCY_ADMIN)
@require_POST
def retry_invitation(request: HttpRequest, public_id) -> HttpResponse:
    invitation = _own(request, public_id)
    try:
        actions.retry_invitation(invitation_id=invitation.pk, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, f"Undangan untuk {invitation.employee.name} dicoba kirim lagi.")
    return redirect("list_invitations", invitation.vacancy.public_id)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_invitation(request: HttpRequest, public_id) -> HttpResponse:
    """Confirm page (GET) and the act (POST)."""
    invitation = _own(request, public_id)
    refusal = can_revoke(request.user, invitation)
    if request.method == "POST":
        try:
            actions.revoke_invitation(invitation_id=invitation.pk, actor=request.user)
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(request, f"Undangan untuk {invitation.employee.name} dibatalkan.")
        return redirect("list_invitations", invitation.vacancy.public_id)
    list_url = reverse("list_invitations", args=[invitation.vacancy.public_id])
    context = {
        "invitation": invitation,
        "refusal": refusal,
        "list_url": list_url,
        "rows": [
            ("Diundang", invitation.employee.name),
            ("Untuk jabatan", invitation.vacancy.position_title),
            ("Terkirim", short_date_words(invitation.sent_at)),
        ],
        "crumbs": [{"label": "Undangan", "url": list_url}, {"label": "Batalkan undangan"}],
    }
    return render(request, "talent/revoke.html", context)


def _own(request: HttpRequest, public_id) -> Invitation:
    """An invitation of the person's own agency, else 404."""
    own = Invitation.objects.filter(vacancy__agency_id__in=request.user.agency_ids(Role.AGENCY_ADMIN))
    return get_object_or_404(own.select_related("vacancy", "vacancy__agency", "employee"), public_id=public_id)
