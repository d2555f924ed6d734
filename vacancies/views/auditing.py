"""The auditor's pages: search of the whole trail, the purpose that opens names, signed bundles. All of it is in the trail."""

import json
import time
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from accounts.second_factor import METHOD_LABELS
from core.access import allow
from core.indonesian import moment_words
from core.models import AuditEntry, TrailExport
from core.refusals import Refused
from core.seals import latest_root, seal_refusal
from core.trail_key import known_public_key
from core.uploads.storage import private_files
from vacancies.actions import trail as acts
from vacancies.forms.trail import PurposeForm, TrailSearchForm
from vacancies.past import moment_of
from vacancies.trail_chains import chain_words
from vacancies.trail_words import act_words

PAGE_SIZE = 50
FILTER_LABELS = {"proses": "Proses", "tindakan": "Tindakan", "orang": "Orang", "dari": "Dari", "sampai": "Sampai"}
PURPOSE_KEY = "trail_purpose"
PURPOSE_SECONDS = 30 * 60


@allow(Role.AUDITOR, Role.DATA_PROTECTION)
@require_safe
def search_trail(request: HttpRequest) -> HttpResponse:
    """By person, process, act and time, newest first, page after page by key; names only after a purpose was typed.

    Officers for data protection read what concerns one person who asked, or was asked about, and nothing else.
    """
    purpose = stated_purpose(request)
    reads_all = request.user.holds(Role.AUDITOR)  # type: ignore[union-attr]
    form = TrailSearchForm(request.GET, has_purpose=bool(purpose), one_person=not reads_all)
    is_valid = form.is_valid() and (reads_all or form.names_person)
    rows: list[AuditEntry] = []
    following = ""
    if is_valid:
        acts.record_trail_search(actor=request.user, filters=form.words(), purpose=purpose, subject=form.subject)
        found = AuditEntry.objects.matching(**form.rows()).newest_first(_place(request.GET.get("setelah", "")))
        rows = list(found[: PAGE_SIZE + 1])
        if len(rows) > PAGE_SIZE:
            rows = rows[:PAGE_SIZE]
            query = request.GET.copy()
            query["setelah"] = f"{rows[-1].at_us}-{rows[-1].pk}"
            following = f"?{query.urlencode()}"
    told = chain_words(entry.chain for entry in rows)
    context = {
        "form": form,
        "purpose": purpose,
        "purpose_form": PurposeForm(initial={"kembali": request.get_full_path()}),
        "rows": [_row(entry, told[entry.chain], is_open=bool(purpose), leads_on=reads_all) for entry in rows],
        "reads_all": reads_all,
        "following": following,
        "is_first": not request.GET.get("setelah"),
        "is_valid": is_valid,
        "filters": form.words(),
        "seal": latest_root(),
        "late": seal_refusal() is not None,
    }
    return render(request, "vacancies/trail/search.html", context)


@allow(Role.AUDITOR, Role.DATA_PROTECTION)
@require_POST
def state_trail_purpose(request: HttpRequest) -> HttpResponse:
    """Keep the purpose in the trail, and open names for half an hour in this session."""
    form = PurposeForm(request.POST)
    back = request.POST.get("kembali", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith(reverse("search_trail")):
        back = reverse("search_trail")
    if form.is_valid():
        acts.state_trail_purpose(actor=request.user, purpose=form.cleaned_data["tujuan"])
        request.session[PURPOSE_KEY] = {"words": form.cleaned_data["tujuan"], "until": int(time.time()) + PURPOSE_SECONDS}
        messages.success(request, "Tujuan tercatat. Nama dan rincian terbuka selama 30 menit.")
    else:
        messages.error(request, form.errors["tujuan"][0])
    return redirect(back)


@allow(Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def list_trail_exports(request: HttpRequest) -> HttpResponse:
    """Own bundles, newest first; POST asks for one of what a search found."""
    if request.method == "POST":
        return _request_export(request)
    page = Paginator(TrailExport.objects.of(request.user).for_list(), 20).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "rows": [_export_row(export) for export in page.object_list],
        "is_waiting": any(export.state == "WAITING" for export in page.object_list),
        "public_key": known_public_key(),
    }
    return render(request, "vacancies/trail/exports.html", context)


@allow(Role.AUDITOR)
@require_safe
def download_trail_export(request: HttpRequest, public_id) -> FileResponse:
    """The bundle of the person who asked for it; that it left is in the trail."""
    export = get_object_or_404(TrailExport.objects.of(request.user), public_id=public_id, state="READY")
    try:
        stream = private_files().open(export.path)
    except FileNotFoundError:
        raise Http404("Berkas bundel tidak ditemukan di penyimpanan.") from None
    acts.record_export_download(actor=request.user, export=export)
    name = f"jejak-{export.created_at:%Y%m%d-%H%M}.zip"
    response = FileResponse(stream, content_type="application/zip", as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def stated_purpose(request: HttpRequest) -> str:
    """The purpose typed in this session within the last half hour, "" for none."""
    kept = request.session.get(PURPOSE_KEY) or {}
    return kept.get("words", "") if kept.get("until", 0) > time.time() else ""


def filter_words(filters: dict[str, str]) -> str:
    """The filters of a bundle as one line."""
    told = []
    for name, label in FILTER_LABELS.items():
        if words := filters.get(name):
            told.append(f"{label} {act_words(words) if name == 'tindakan' else words}")
    return ", ".join(told) or "Seluruh jejak"


def _request_export(request: HttpRequest) -> HttpResponse:
    purpose = stated_purpose(request)
    form = TrailSearchForm(request.POST, has_purpose=bool(purpose))
    search_url = reverse("search_trail")
    if not purpose:
        messages.error(request, "Tulis tujuan Anda lebih dahulu; bundel memuat nama dan rincian.")
        return redirect(search_url)
    if not form.is_valid():
        messages.error(request, "Saringan pencarian tidak berlaku lagi. Cari lagi, lalu minta bundelnya.")
        return redirect(search_url)
    try:
        acts.request_trail_export(actor=request.user, purpose=purpose, rows=form.rows(), filters=form.words())
    except Refused as error:
        messages.error(request, error.reason)
    else:
        messages.success(request, "Bundel sedang dibuat. Anda diberi tahu setelah siap.")
    return redirect("list_trail_exports")


def _place(text: str) -> tuple[int, int] | None:
    at_us, _, key = text.partition("-")
    return (int(at_us), int(key)) if at_us.isdigit() and key.isdigit() and len(text) < 40 else None


def nameless_duty(duty: str) -> str:
    """A duty without the official for whom a letter let somebody act: names stay masked until a purpose is stated."""
    return duty.partition(", a.n. ")[0]


def _row(entry: AuditEntry, chain: str, *, is_open: bool, leads_on: bool) -> dict[str, Any]:
    body = json.loads(entry.body)
    actor: dict[str, Any] | None = body["actor"]
    who = "Sistem" if actor is None else actor["name"] if is_open else f"Orang nomor {actor['id']}"
    kind, _, key = entry.chain.partition(":")
    return {
        "what": act_words(entry.act),
        "act": entry.act,
        "who": who,
        "duty": ", ".join(filter(None, (body["duty"], body.get("delegation", "")))) if is_open else nameless_duty(body["duty"]),
        "when": moment_words(moment_of(entry.at_us)),
        "chain": chain,
        "chain_name": entry.chain if is_open else "",
        "url": reverse("show_history", args=[key]) + f"?baris={entry.sequence}" if leads_on and kind == "vacancy" else "",
        "sequence": entry.sequence,
        "object": body["object"]["type"],
        "hash": entry.hash,
        "second_factor": METHOD_LABELS.get(factor := body.get("second_factor", ""), factor),
        "details": json.dumps(body["details"], ensure_ascii=False, indent=1, sort_keys=True) if is_open else "",
    }


def _export_row(export: TrailExport) -> dict[str, Any]:
    tones = {"WAITING": "wait", "READY": "good", "FAILED": "stop"}
    return {
        "label": export.get_state_display(),
        "tone": tones[export.state],
        "when": moment_words(export.created_at),
        "purpose": export.purpose,
        "filters": filter_words(export.filters.get("words", {})),
        "total": export.total,
        "done": export.done,
        "is_waiting": export.state == "WAITING",
        "sha256": export.sha256,
        "url": reverse("download_trail_export", args=[export.public_id]) if export.state == "READY" else "",
    }
