"""An agency's outbox and its register of letters."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from core.access import allow, public
from core.indonesian import moment_words
from core.letter_check import standing
from core.letter_kinds import Wording, kind_label, kind_of
from core.letters import check_address, exact_letter_response, letter_response
from core.models import Letter, LetterBatch, OutboxMessage, OutboxState
from core.refusals import Refused
from vacancies.actions import letters as actions
from vacancies.forms.letters import LetterEndForm, ReleaseForm, ReplaceForm
from vacancies.models import Announcement
from vacancies.permissions.letters import can_end_letter, can_release, registers_of

PAGE_SIZE = 50
# No sending is longer; a larger place in an address is a place in no list, and no number the database would take.
LONGEST_SENDING = 10**6
STATE_TONES = {
    OutboxState.UNRELEASED: ("wait", "Menunggu"),
    OutboxState.DROPPED: ("plain", "Tidak dikirim"),
    OutboxState.PENDING: ("info", "Dalam pengiriman"),
    OutboxState.SENT: ("good", "Terkirim"),
    OutboxState.FAILED: ("stop", "Gagal"),
}


@allow(Role.AGENCY_ADMIN)
@require_safe
def list_outbox(request: HttpRequest) -> HttpResponse:
    """Sendings of the agency: what waits first."""
    waiting, aside = Q(mails__state=OutboxState.UNRELEASED), Q(mails__state=OutboxState.DROPPED)
    batches = LetterBatch.objects.of(registers_of(request.user)).annotate(
        waits=Count("mails", filter=waiting), aside=Count("mails", filter=aside)
    )
    page = Paginator(batches.for_list(), PAGE_SIZE).get_page(request.GET.get("halaman"))
    rows = [
        {
            "title": batch.title,
            "url": reverse("show_batch", args=[batch.public_id]),
            "is_waiting": batch.released_at is None,
            "tone": "wait" if batch.released_at is None else "good",
            "label": "Menunggu dilepas" if batch.released_at is None else "Sudah dilepas",
            "count": batch.waits if batch.released_at is None else batch.released_count,
            "aside": batch.aside,
            "when": moment_words(batch.released_at or batch.created_at),
            "who": (batch.released_by or batch.created_by).full_name,
        }
        for batch in page.object_list
    ]
    return render(request, "vacancies/letters/outbox.html", {"rows": rows, "page": page})


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def show_batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One sending, letter by letter; POST releases it when the typed count is right."""
    batch = _own_batch(request, public_id)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            released = actions.release_letters(batch_id=batch.public_id, actor=request.user, count=form.cleaned_data["count"])
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
        else:
            messages.success(request, f"{released.released_count} surel dilepas dan dikirim.")
            return redirect("show_batch", public_id=batch.public_id)
    counts = dict(batch.mails.values_list("state").annotate(number=Count("pk")).order_by("state"))
    mails = batch.mails.select_related("recipient", "letter").defer("html", "letter__words").order_by("id")
    page = Paginator(mails, PAGE_SIZE).get_page(request.GET.get("halaman"))
    is_open = batch.released_at is None
    context = {
        "batch": batch,
        "form": form,
        "is_open": is_open,
        "waits": counts.get(OutboxState.UNRELEASED, 0),
        "aside": counts.get(OutboxState.DROPPED, 0),
        "rows": [
            _mail_row(batch, mail, place, is_open=is_open)
            for place, mail in enumerate(page.object_list, start=page.start_index())
        ],
        "page": page,
        "released": f"{moment_words(batch.released_at)} oleh {batch.released_by.full_name}" if not is_open else "",
        "crumbs": [{"label": "Kotak keluar", "url": reverse("list_outbox")}, {"label": "Kiriman"}],
    }
    return render(request, "vacancies/letters/batch.html", context)


@allow(Role.AGENCY_ADMIN)
@require_POST
def set_letter_aside(request: HttpRequest, public_id: UUID, place: int) -> HttpResponse:
    """Take one mail out of the sending, by its place in the list (from 1); with `kembali` put it back."""
    batch = _own_batch(request, public_id)
    chosen = batch.mails.order_by("id")[place - 1 : place].first() if 0 < place <= LONGEST_SENDING else None
    if chosen is None:
        raise Http404
    aside = "kembali" not in request.POST
    try:
        mail = actions.set_letter_aside(batch_id=batch.public_id, mail_id=chosen.pk, actor=request.user, aside=aside)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        name = mail.recipient.full_name if mail.recipient else mail.to_address
        done = "dikeluarkan dari kiriman. Anda masih dapat memasukkannya kembali." if aside else "dimasukkan kembali."
        messages.success(request, f"Surel untuk {name} {done}")
    return redirect("show_batch", public_id=batch.public_id)


@allow(Role.AGENCY_ADMIN)
@require_safe
def preview_batch_letter(request: HttpRequest, public_id: UUID, letter_id: UUID) -> FileResponse:
    """The letter of one person in a sending, exactly as it would leave."""
    batch = _own_batch(request, public_id)
    mail = get_object_or_404(batch.mails.select_related("letter"), letter__public_id=letter_id)
    return exact_letter_response(mail.letter)


@allow(Role.AGENCY_ADMIN)
@require_safe
def list_letters(request: HttpRequest) -> HttpResponse:
    """The agency's register of numbers, newest first; `?cari=` finds a number or a title."""
    words = request.GET.get("cari", "").strip()[:80]
    letters = Letter.objects.issued_by(registers_of(request.user))
    if words:
        letters = letters.filter(Q(number__icontains=words) | Q(title__icontains=words))
    page = Paginator(letters.for_list(), PAGE_SIZE).get_page(request.GET.get("halaman"))
    rows = []
    for letter in page.object_list:
        state = standing(letter)
        rows.append(
            {
                "number": letter.number,
                "kind": kind_label(letter.kind),
                "title": letter.title,
                "when": letter.created_at,
                "tone": state.tone,
                "label": state.label,
                "url": reverse("show_letter", args=[letter.public_id]),
            }
        )
    active = [{"label": f"Berisi “{words}”", "url": request.path}] if words else []
    context = {"rows": rows, "page": page, "words": words, "active": active, "count": page.paginator.count}
    return render(request, "vacancies/letters/list.html", context)


@allow(Role.AGENCY_ADMIN)
@require_safe
def show_letter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One letter of the agency: its state, its history, and what may be done with it."""
    letter = _own_letter(request, public_id)
    state = standing(letter)
    refusal = can_end_letter(request.user, letter)
    rows: list[Any] = [
        ("Jenis", kind_label(letter.kind)),
        ("Perihal", letter.title),
        ("Diterbitkan", moment_words(letter.created_at)),
        ("Segel elektronik", letter.signer or "Dibuat saat surat pertama kali dikirim atau dibuka"),
        {"label": "Halaman cek surat", "value": check_address(letter), "url": check_address(letter)},
    ]
    if state.reason:
        rows += [("Alasan", state.reason), (f"{state.label} pada", state.since)]
    context = {
        "letter": letter,
        "state": state,
        "rows": rows,
        "refusal": refusal,
        "successor_url": reverse("show_letter", args=[state.successor.public_id]) if state.successor else "",
        "crumbs": [{"label": "Surat instansi", "url": reverse("list_letters")}, {"label": letter.number}],
    }
    return render(request, "vacancies/letters/letter.html", context)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def replace_letter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Issue a new version of a letter."""
    letter = _own_letter(request, public_id)
    refusal = can_end_letter(request.user, letter)
    kind = kind_of(letter.kind)
    if refusal is not None or kind is None:
        return _refused(request, letter, refusal)
    own = letter.words.get("wording") or {}
    usual = kind.wording
    texts = {name: own.get(name, getattr(usual, name)) for name in ("subject", "opening", "closing")}
    form = ReplaceForm(request.POST if request.method == "POST" else None, kind=kind, words=letter.words, initial=texts)
    if request.method == "POST" and form.is_valid():
        wording = form.wording()
        try:
            successor = actions.replace_letter(
                letter_id=letter.pk,
                actor=request.user,
                reason=form.cleaned_data["reason"],
                corrections=form.corrections(),
                wording=None if wording == Wording(**texts) else wording,
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
        else:
            messages.success(request, f"Surat nomor {letter.number} diganti dengan surat nomor {successor.number}.")
            return redirect("show_letter", public_id=successor.public_id)
    context = {
        "letter": letter,
        "form": form,
        "fields": [{"name": f"{{{{{each.name}}}}}", "label": each.label, "sample": each.sample} for each in kind.fields],
        "crumbs": _letter_crumbs(letter, "Ganti surat"),
    }
    return render(request, "vacancies/letters/replace.html", context)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_letter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Declare a letter withdrawn."""
    letter = _own_letter(request, public_id)
    refusal = can_end_letter(request.user, letter)
    if refusal is not None:
        return _refused(request, letter, refusal)
    form = LetterEndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_letter(letter_id=letter.pk, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, f"Surat nomor {letter.number} ditarik. Penerimanya diberi tahu.")
            return redirect("show_letter", public_id=public_id)
    sent = OutboxMessage.objects.filter(letter=letter, state=OutboxState.SENT).count()
    context = {"letter": letter, "form": form, "sent": sent, "crumbs": _letter_crumbs(letter, "Tarik surat")}
    return render(request, "vacancies/letters/withdraw.html", context)


@public
@require_safe
def download_announcement(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The numbered letter of a public announcement."""
    announcement = get_object_or_404(Announcement.objects.select_related("letter"), public_id=public_id, letter__isnull=False)
    return letter_response(announcement.letter)


def _own_batch(request: HttpRequest, public_id: UUID) -> LetterBatch:
    batch = get_object_or_404(LetterBatch.objects.select_related("created_by", "released_by"), public_id=public_id)
    if can_release(request.user, batch) is not None:
        raise Http404
    return batch


def _own_letter(request: HttpRequest, public_id: UUID) -> Letter:
    letters = Letter.objects.issued_by(registers_of(request.user)).with_end()
    return get_object_or_404(letters, public_id=public_id)


def _letter_crumbs(letter: Letter, here: str) -> list[dict[str, str]]:
    return [
        {"label": "Surat instansi", "url": reverse("list_letters")},
        {"label": letter.number, "url": reverse("show_letter", args=[letter.public_id])},
        {"label": here},
    ]


def _refused(request: HttpRequest, letter: Letter, refusal: Any) -> HttpResponse:
    messages.error(request, refusal.reason if refusal else "Surat ini tidak dapat diganti.")
    return redirect("show_letter", public_id=letter.public_id)


def _mail_row(batch: LetterBatch, mail: OutboxMessage, place: int, *, is_open: bool) -> dict[str, Any]:
    tone, label = STATE_TONES.get(OutboxState(mail.state), ("plain", "Tidak dikirim"))
    is_aside = mail.state == OutboxState.DROPPED
    return {
        "name": mail.recipient.full_name if mail.recipient else mail.to_address,
        "address": mail.to_address,
        "number": mail.letter.number if mail.letter else "",
        "tone": tone,
        "label": label,
        "is_aside": is_aside,
        "preview": reverse("preview_batch_letter", args=[batch.public_id, mail.letter.public_id]) if mail.letter else "",
        # What has no letter is read here, word for word.
        "subject": mail.subject,
        "text": "" if mail.letter else mail.text,
        "aside_url": reverse("set_letter_aside", args=[batch.public_id, place]) if is_open else "",
    }
