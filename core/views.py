"""Pages every room shares: the bell, and for the demo a mailbox and a clock."""

from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from core import actions, clock, notices
from core.access import View, public, signed_in
from core.demo_clock import landmarks
from core.forms import DemoClockForm, NoticePreferencesForm
from core.indonesian import moment_words, number_words
from core.models import MailboxMessage, NoticePreference, Notification
from core.refusals import Refused

PAGE_SIZE = 20
STEPS = {"jam": timedelta(hours=1), "hari": timedelta(days=1), "minggu": timedelta(days=7)}
LANDMARKS_SHOWN = 12
UNREAD = "belum"


def demo_only(view: View) -> View:
    """The page does not exist outside the demo."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@public
@require_safe
@demo_only
def list_mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail the demo would have sent, newest first; `?cari=` looks in address and subject."""
    words = request.GET.get("cari", "").strip()[:100]
    mails = MailboxMessage.objects.matching(words).for_list()
    page = Paginator(mails, PAGE_SIZE).get_page(request.GET.get("halaman"))
    active = [{"label": f"Berisi “{words}”", "url": request.path}] if words else []
    context = {"page": page, "rows": list(page.object_list), "count": page.paginator.count, "words": words, "active": active}
    return render(request, "core/mailbox.html", context)


@public
@require_safe
@demo_only
def show_mail(request: HttpRequest, public_id) -> HttpResponse:
    mail = get_object_or_404(MailboxMessage.objects.for_list(), public_id=public_id)
    rows = [("Kepada", mail.to_address), ("Diterima", moment_words(mail.received_at))]
    crumbs = [{"label": "Kotak surat demo", "url": reverse("list_mailbox")}, {"label": "Surel"}]
    return render(request, "core/mail.html", {"mail": mail, "rows": rows, "crumbs": crumbs})


@public
@require_safe
@demo_only
def download_mail_attachment(request: HttpRequest, public_id) -> HttpResponse:
    mail = get_object_or_404(MailboxMessage, public_id=public_id)
    if mail.attachment is None:
        raise Http404
    is_pdf = mail.attachment_name.endswith(".pdf")
    response = HttpResponse(bytes(mail.attachment), content_type="application/pdf" if is_pdf else "application/octet-stream")
    response.headers["Content-Disposition"] = f'{"inline" if is_pdf else "attachment"}; filename="{_plain(mail.attachment_name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
@demo_only
def show_demo_clock(request: HttpRequest) -> HttpResponse:
    """Move the whole demo forward in time, or back to true time. A POST without a known step changes nothing."""
    form = DemoClockForm()
    if request.method == "POST":
        answer = _turn_clock(request)
        if isinstance(answer, HttpResponse):
            return answer
        form = answer
    true_now, now = timezone.now(), clock.now()
    lead = now - true_now if now - true_now > timedelta(seconds=1) else timedelta(0)
    context = {
        "form": form,
        "rows": [
            {"label": "Jam portal", "value": moment_words(now)},
            {"label": "Waktu nyata", "value": moment_words(true_now)},
            {"label": "Selisih", "value": _span_words(lead)},
        ],
        "is_ahead": bool(lead),
        "landmarks": [
            {"label": each.label, "when": moment_words(each.at), "value": each.at.isoformat()}
            for each in landmarks(now)[:LANDMARKS_SHOWN]
        ],
    }
    return render(request, "core/demo_clock.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def list_notifications(request: HttpRequest) -> HttpResponse:
    """The bell: unread lines first, or with `?tampil=belum` alone.

    POST with `semua` marks what was shown as read, with `baca` one line, with `buka` reads one line and opens its page.
    """
    if request.method == "POST":
        return _answer_bell(request)
    lines = Notification.objects.filter(recipient=request.user)
    only_unread = request.GET.get("tampil") == UNREAD
    shown = lines.unread() if only_unread else lines
    page = Paginator(shown.for_bell(), PAGE_SIZE).get_page(request.GET.get("halaman"))
    tally = lines.unread().aggregate(number=Count("pk"), newest=Max("pk"))
    context = {
        "tabs": [
            {"label": "Semua", "url": request.path, "current": not only_unread},
            {
                "label": "Belum dibaca",
                "url": f"{request.path}?tampil={UNREAD}",
                "current": only_unread,
                "count": tally["number"] or "",
            },
        ],
        "only_unread": only_unread,
        "shown": UNREAD if only_unread else "",
        "page": page,
        "rows": list(page.object_list),
        "newest": tally["newest"],
        "lead": f"{number_words(tally['number'])} belum dibaca" if tally["number"] else "Semua sudah dibaca",
    }
    return render(request, "core/notifications.html", context)


def _answer_bell(request: HttpRequest) -> HttpResponse:
    if "buka" in request.POST:
        number = request.POST["buka"]
        line = actions.mark_notification_read(actor=request.user, notification_id=int(number)) if _is_id(number) else None
        if line is None:
            raise Http404
        inside = url_has_allowed_host_and_scheme(line.url, allowed_hosts=None)
        return redirect(line.url if inside else "list_notifications")
    address = reverse("list_notifications")
    if request.POST.get("tampil") == UNREAD:
        address += f"?tampil={UNREAD}"
    if "baca" in request.POST:
        number = request.POST["baca"]
        if not _is_id(number) or actions.mark_notification_read(actor=request.user, notification_id=int(number)) is None:
            raise Http404
        return redirect(address)
    up_to = request.POST.get("semua", "")
    count = actions.mark_notifications_read(actor=request.user, up_to=int(up_to)) if _is_id(up_to) else 0
    messages.success(request, f"{number_words(count)} pemberitahuan ditandai sudah dibaca.")
    return redirect(address)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def tune_notices(request: HttpRequest) -> HttpResponse:
    """How the person wants to hear about each kind of event. POST saves; with `bawaan` it goes back to the defaults."""
    rows = notices.tunable_for(request.user.role_codes)
    tunable = [row for row in rows if not row.is_locked]
    chosen = dict(NoticePreference.objects.filter(user=request.user).values_list("kind", "way"))
    if request.method == "POST" and "bawaan" in request.POST:
        return _save_notices(request, {row.code: row.default.value for row in tunable})
    form = NoticePreferencesForm(request.POST if request.method == "POST" else None, rows=tunable, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        return _save_notices(request, form.cleaned_data)
    groups: dict[str, dict] = {}
    for row in rows:
        group = groups.setdefault(row.group, {"title": row.group, "fields": [], "locked": []})
        if row.is_locked:
            group["locked"].append({"label": row.label, "value": row.locked_reason})
        else:
            group["fields"].append(form[row.code])
    crumbs = [{"label": "Akun saya", "url": reverse("show_account")}, {"label": "Atur pemberitahuan"}]
    context = {"form": form, "groups": list(groups.values()), "is_tuned": bool(chosen), "crumbs": crumbs}
    return render(request, "core/notice_preferences.html", context)


def _save_notices(request: HttpRequest, choices: dict[str, str]) -> HttpResponse:
    count = actions.set_notice_preferences(actor=request.user, choices=choices)
    messages.success(request, f"Pilihan disimpan: {number_words(count)} berubah." if count else "Tidak ada yang berubah.")
    return redirect("tune_notices")


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _turn_clock(request: HttpRequest) -> HttpResponse | DemoClockForm:
    """Do what the POST asks: redirect when the clock moved, else the form with the sentence why not."""
    step = request.POST.get("langkah", "")
    form = DemoClockForm(request.POST if step == "saat" else None)
    if step == "saat" and not form.is_valid():
        return form
    try:
        if step in STEPS:
            actions.advance_demo_clock(by=STEPS[step], actor=request.user)
        elif step == "nyata":
            actions.reset_demo_clock(actor=request.user)
        elif step == "saat":
            actions.move_demo_clock(to=form.cleaned_data["at"], actor=request.user)
        elif (moment := _moment(request.POST.get("tujuan", ""))) is not None:
            actions.move_demo_clock(to=moment, actor=request.user)
        else:
            messages.error(request, "Pilih satu langkah jam demo.")
            return redirect("show_demo_clock")
    except Refused as refused:
        if step == "saat":
            form.add_error(refused.field, refused.reason)
            return form
        messages.error(request, refused.reason)
        return redirect("show_demo_clock")
    messages.success(request, f"Jam portal sekarang {moment_words(clock.now())}. Akibatnya menyusul dalam beberapa detik.")
    return redirect("show_demo_clock")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _span_words(lead: timedelta) -> str:
    """How far ahead, in words: "8 hari 3 jam di depan waktu nyata"."""
    if not lead:
        return "Sama dengan waktu nyata"
    minutes = round(lead.total_seconds() / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{number} {unit}" for number, unit in ((days, "hari"), (hours, "jam"), (minutes, "menit")) if number]
    return f"{' '.join(parts) or 'Kurang dari 1 menit'} di depan waktu nyata"


def _plain(name: str) -> str:
    """A file name that cannot break out of its header."""
    return "".join(letter for letter in name if letter.isalnum() or letter in "._- ")
