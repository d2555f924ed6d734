"""The sender's side: what became of the invitations of one vacancy."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.export_limit import count_export
from core.indonesian import number_words, short_date_words
from core.paging import KeyPaginator
from core.planned import planned_once
from core.refusals import Refused
from employees.rules.names import name_key
from talent import actions, notifications
from talent.forms import ResendForm
from talent.invitation_table import Outcomes, dates_of, note_of, table_lines
from talent.models import GROUPS, Invitation, InvitationQuerySet
from talent.permissions import can_invite, can_retry, can_revoke
from talent.rules.addresses import mask_address
from talent.rules.answer import is_window_open
from talent.rules.decline import DECLINE_REASONS
from talent.rules.invitation_quota import room_left
from vacancies.models import Vacancy

PAGE_SIZE = 20
OFFICE = (Role.AGENCY_ADMIN, Role.SECRETARIAT)
# A tab beside those of `GROUPS`, only after registration has closed.
APPLIED = "melamar"
RARE = ("menunggu", "dibatalkan")
TONES = {
    "menunggu": "wait", "terkirim": "info", "dibuka": "info", "gagal": "stop", "diterima": "good",
    "ditolak": "plain", "kedaluwarsa": "plain", "dibatalkan": "plain",
}  # fmt: skip


@allow(*OFFICE)
@require_safe
@planned_once()
def list_invitations(request: HttpRequest, public_id) -> HttpResponse:
    """Invitations of one vacancy by what became of them; `?status=` picks a tab, `?cari=` looks in names."""
    vacancy, rows, now = _rows(request, public_id)
    tally = dict(rows.order_by().values_list("group").annotate(number=Count("pk")))
    group = request.GET.get("status", "")
    words = request.GET.get("cari", "").strip()[:100]
    outcomes = Outcomes(request.user, vacancy)
    count = None if words else _count(tally, group, outcomes)
    # What became of the mail decides about a tab alone; without one the page is found among the invitations themselves.
    keys = None if group in GROUPS else _shown(Invitation.objects.filter(vacancy=vacancy), group, words, outcomes)
    found = KeyPaginator(_shown(rows, group, words, outcomes), PAGE_SIZE, known_count=count, keys=keys)
    page = found.get_page(request.GET.get("halaman"))
    people = [each.employee_id for each in page.object_list]
    for each in page.object_list:
        # One vacancy for all rows: what is asked of it once is known to every button.
        each.vacancy = vacancy
    labels = outcomes.labels(people)
    total = sum(tally.values())
    here = reverse("list_invitations", args=[vacancy.public_id])
    known = group if group in GROUPS or (group == APPLIED and outcomes.are_open) else ""
    context = {
        "vacancy": vacancy,
        "page": page,
        "rows": [_row(request, each, now, labels) for each in page.object_list],
        "count": page.paginator.count,
        "total": total,
        "words": words,
        "searchable": bool(words) or total > PAGE_SIZE,
        "group": known,
        "active": [{"label": f"Nama: {words}", "url": f"{here}?status={known}" if known else here}] if words else [],
        "tabs": _tabs(here, tally, known, outcomes),
        "progress": _progress(rows) if tally.get("menunggu") else None,
        # The look of a page that still shows the progress: its list was drawn before the last mail left.
        "has_just_ended": request.headers.get("HX-Target") == "kemajuan",
        "here": request.get_full_path(),
        "figures": _figures(tally, total, outcomes),
        "reasons": _reasons(rows) if tally.get("ditolak") else [],
        "outcomes_open": outcomes.are_open,
        "refusal": can_invite(request.user, vacancy, now),
        "room": room_left(vacancy.quota, total),
        "search_url": f"{reverse('search_talent')}?lowongan={vacancy.public_id}",
        "export_url": reverse("export_invitations", args=[vacancy.public_id]),
        "crumbs": [
            {"label": "Lowongan instansi", "url": reverse("list_own_vacancies")},
            {"label": vacancy.position_title, "url": reverse("show_own_vacancy", args=[vacancy.public_id])},
            {"label": "Undangan"},
        ],
    }
    return render(request, "talent/invitations.html", context)


def _rows(request: HttpRequest, public_id) -> tuple[Vacancy, InvitationQuerySet, datetime]:
    """The vacancy of an agency whose office the person serves (else 404), its invitations by group, and the time."""
    vacancy = get_object_or_404(Vacancy.objects.owned_by(request.user).select_related("agency"), public_id=public_id)
    now = clock.now()
    window_open = is_window_open(vacancy.state, vacancy.closes_at, now)
    return vacancy, Invitation.objects.filter(vacancy=vacancy).with_group(window_open=window_open), now


def _shown(rows: InvitationQuerySet, group: str, words: str, outcomes: Outcomes) -> InvitationQuerySet:
    """The rows of one tab and one search, in the order of the list."""
    shown = rows.for_list().select_related("letter")
    if group in GROUPS:
        shown = shown.filter(group=group)
    elif group == APPLIED and outcomes.are_open:
        shown = shown.filter(employee__in=outcomes.applicants())
    return shown.filter(employee__name_key__contains=name_key(words)) if words else shown


def _count(tally: dict[str, int], group: str, outcomes: Outcomes) -> int:
    """How many rows one tab holds, from the numbers the tabs say; all of them without a tab."""
    if group in GROUPS:
        return tally.get(group, 0)
    return outcomes.count if group == APPLIED and outcomes.are_open else sum(tally.values())


def _tabs(here: str, tally: dict[str, int], known: str, outcomes: Outcomes) -> list[dict]:
    tabs = [{"label": "Semua", "url": here, "count": sum(tally.values()), "current": not known}]
    tabs += [
        {"label": label, "url": f"{here}?status={code}", "count": tally.get(code, 0), "current": known == code}
        for code, label in GROUPS.items()
        # Rare ones take no room on a phone while nothing is in them.
        if code not in RARE or tally.get(code) or known == code
    ]
    if outcomes.are_open:
        url = f"{here}?status={APPLIED}"
        tabs.append({"label": "Melamar", "url": url, "count": outcomes.count, "current": known == APPLIED})
    return tabs


def _progress(rows: InvitationQuerySet) -> dict[str, int]:
    """How far the mailings have come that still have mails waiting: done and total."""
    waiting = Count("pk", filter=Q(group="menunggu"))
    batches = rows.order_by().values("batch").annotate(total=Count("pk"), waiting=waiting).filter(waiting__gt=0)
    found = [(row["total"], row["waiting"]) for row in batches]
    total = sum(each for each, _ in found)
    return {"total": total, "done": total - sum(waiting for _, waiting in found)}


def _figures(tally: dict[str, int], total: int, outcomes: Outcomes) -> list[dict]:
    """The few numbers that say whether inviting was worth it."""
    answered = tally.get("diterima", 0) + tally.get("ditolak", 0)
    rows = [
        {"label": "diundang", "value": number_words(total)},
        {"label": "dijawab", "value": number_words(answered)},
        {"label": "menerima", "value": number_words(tally.get("diterima", 0))},
    ]
    if tally.get("gagal"):
        rows.append({"label": "tidak terkirim", "value": number_words(tally["gagal"]), "tone": "stop"})
    if outcomes.are_open:
        rows.append({"label": "melamar", "value": number_words(outcomes.count)})
    return rows


def _reasons(rows: InvitationQuerySet) -> list[dict]:
    """Why people declined, the commonest first."""
    declined = rows.filter(state="DECLINED").order_by().values_list("decline_code").annotate(number=Count("pk"))
    counted = dict(declined)
    labels = DECLINE_REASONS | {"": "Tanpa alasan"}
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], list(labels).index(pair[0])))
    return [{"label": labels[code], "value": number} for code, number in ordered]


def _row(request: HttpRequest, invitation: Invitation, now: datetime, outcomes: dict[int, str]) -> dict:
    return {
        "public_id": invitation.public_id,
        "name": invitation.employee.name,
        "post": invitation.employee.position_title,
        "agency": invitation.employee.agency.name,
        "label": GROUPS[invitation.group],
        "tone": TONES[invitation.group],
        "dates": dates_of(invitation),
        "note": note_of(invitation),
        "outcome": outcomes.get(invitation.employee_id, ""),
        "letter": invitation.letter.number if invitation.letter else "",
        "may_retry": can_retry(request.user, invitation, now, invitation.mail_state) is None,
        "may_revoke": can_revoke(request.user, invitation) is None,
    }


@allow(*OFFICE)
@require_safe
def export_invitations(request: HttpRequest, public_id) -> StreamingHttpResponse:
    """The list as CSV, with the same tab and search as the page, and no more than the page shows; the download is recorded."""
    vacancy, rows, _ = _rows(request, public_id)
    outcomes = Outcomes(request.user, vacancy)
    group, words = request.GET.get("status", ""), request.GET.get("cari", "").strip()[:100]
    shown = _shown(rows, group, words, outcomes)
    known = group if group in GROUPS or group == APPLIED else ""
    count_export(request)
    actions.record_invitation_export(vacancy_id=vacancy.pk, actor=request.user, group=known)
    response = StreamingHttpResponse(table_lines(shown, outcomes), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="undangan-{vacancy.reference}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def retry_invitation(request: HttpRequest, public_id) -> HttpResponse:
    """Why an invitation failed, which address it goes to now (GET), and the act (POST)."""
    invitation = _own(request, public_id)
    now = clock.now()
    refusal = can_retry(request.user, invitation, now, invitation.mail_state)
    choices = _addresses(invitation)
    form = ResendForm(request.POST or None, addresses=choices, initial={"alamat": choices[0][0] if choices else ""})
    list_url = reverse("list_invitations", args=[invitation.vacancy.public_id])
    if request.method == "POST" and form.is_valid():
        address = notifications.known_addresses(invitation.employee)[int(form.cleaned_data["alamat"])]
        try:
            actions.retry_invitation(invitation_id=invitation.pk, actor=request.user, address=address)
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            messages.success(request, f"Undangan untuk {invitation.employee.name} dicoba kirim lagi.")
        return redirect(list_url)
    context = {
        "invitation": invitation,
        "form": form,
        "refusal": refusal,
        "choices": choices,
        "list_url": list_url,
        "rows": [
            ("Diundang", invitation.employee.name),
            ("Untuk jabatan", invitation.vacancy.position_title),
            ("Sebab gagal", note_of(invitation)),
        ],
        "crumbs": [{"label": "Undangan", "url": list_url}, {"label": "Kirim ulang"}],
    }
    return render(request, "talent/resend.html", context)


def _addresses(invitation: Invitation) -> list[tuple[str, str]]:
    """Known addresses as (place in the list, masked), another than the one that failed first."""
    failed = notifications.address_of(invitation) if invitation.state == "SENT" else ""
    known = list(enumerate(notifications.known_addresses(invitation.employee)))
    known.sort(key=lambda pair: pair[1] == failed)
    return [
        (str(place), f"{mask_address(address)} (tadi ditolak; coba sekali lagi)" if address == failed else mask_address(address))
        for place, address in known
    ]


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
    own = Invitation.objects.filter(vacancy__agency_id__in=request.user.agency_ids(Role.AGENCY_ADMIN)).with_mail()
    return get_object_or_404(own.select_related("vacancy", "vacancy__agency", "employee__user"), public_id=public_id)
