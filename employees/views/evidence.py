"""Lemari bukti: documents uploaded once, described, reused in applications, and put away."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.enums import Role
from core import clock
from core.access import allow
from core.indonesian import date_words, short_date_words
from core.refusals import Refused, Stale
from core.uploads.fields import keep_for_later
from core.uploads.responses import private_file_response
from employees import permissions
from employees.actions import evidence as acts
from employees.forms.evidence import EvidenceFilterForm, EvidenceForm, RedescribeForm
from employees.models import Employee, EvidenceDocument
from employees.rules.evidence import validity
from employees.uses import EvidenceUse, uses_of
from employees.views.pages import brought, needs_register_row, profile_tabs

PER_PAGE = 20
ORDERS = {
    "": ("type", "-uploaded_at", "-id"),
    "terbaru": ("-uploaded_at", "-id"),
    "berlaku": ("valid_until", "-id"),
    "judul": ("title", "-id"),
}


@allow(Role.APPLICANT)
@require_safe
@needs_register_row
def list_evidence(request: HttpRequest, employee: Employee) -> HttpResponse:
    """The own documents, with type, validity and how often each was used."""
    today = localdate(clock.now())
    mine = EvidenceDocument.objects.owned_by(request.user)
    types = list(mine.order_by("type").values_list("type", flat=True).distinct())
    form = EvidenceFilterForm(request.GET, types=types)
    chosen = form.chosen()
    found = mine.filter(archived_at__isnull=chosen["tempat"] != "disingkirkan")
    found = found.matching(words=chosen["q"], type=chosen["jenis"]).order_by(*ORDERS[chosen["urut"]])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    used = uses_of([document.pk for document in page])
    context = {
        "tabs": profile_tabs(request, "list_evidence"),
        "form": form,
        "page": page,
        "rows": [evidence_row(document, today, used.get(document.pk, [])) for document in page],
        "is_filtered": any(chosen[name] for name in ("q", "jenis", "tempat")),
        "over": [document.title for document in page if _is_over(document, today)],
    }
    return render(request, "employees/evidence/list.html", context)


@allow(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
@needs_register_row
def add_evidence(request: HttpRequest, employee: Employee) -> HttpResponse:
    """Upload one document and describe it."""
    form = EvidenceForm(request.POST or None, request.FILES or None, owner=request.user)
    if request.method == "POST":
        if not form.is_valid():
            keep_for_later(form, "file")
        elif (incoming := form.cleaned_data["file"]).is_taken:
            return redirect("list_evidence")
        else:
            try:
                file = brought(incoming, employee=employee, accepts=form.accepts)
                document = acts.keep_evidence(
                    actor=request.user, accepted=file.accepted, upload=file.upload, **vars(form.words())
                )
            except Refused as error:
                if incoming.came_twice():
                    return redirect("list_evidence")
                keep_for_later(form, "file", error)
                form.add_error(error.field, error.reason)
            else:
                is_new = document.file.name == file.accepted.path
                messages.success(
                    request,
                    f"{document.title} tersimpan di lemari bukti."
                    if is_new
                    else f"Berkas yang sama sudah ada di lemari bukti sebagai “{document.title}”; tidak disimpan dua kali.",
                )
                return redirect("show_evidence", document.public_id)
    return render(request, "employees/evidence/form.html", {"form": form, "way": _way("Tambah dokumen"), "document": None})


@allow(Role.APPLICANT)
@require_safe
def show_evidence(request: HttpRequest, public_id) -> HttpResponse:
    """One document: what is said about it, where it was used, what can be done with it."""
    document = _own_document(request, public_id)
    today = localdate(clock.now())
    refusal = permissions.can_put_away_evidence(request.user, document)
    context = {
        "document": document,
        "way": _way(document.title),
        "validity": validity(document.valid_until, today),
        "facts": _facts(document),
        "uses": [_use_row(use) for use in uses_of([document.pk]).get(document.pk, [])],
        "additions": list(document.own_records.order_by("-started_on", "-id")),
        "reports": list(document.reports.exclude(outcome="WITHDRAWN").order_by("-created_at", "-id")),
        "refusal": refusal.reason if refusal else "",
    }
    return render(request, "employees/evidence/detail.html", context)


@allow(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def describe_evidence(request: HttpRequest, public_id) -> HttpResponse:
    """Change the words about a document; the file stays."""
    document = _own_document(request, public_id)
    initial = {name: getattr(document, name) for name in ("type", "title", "issuer", "issued_on", "valid_until")}
    initial["seen"] = acts.description_mark(document)
    form = RedescribeForm(request.POST or None, document=document, initial=initial)
    saved: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            acts.describe_evidence(
                document_id=document.pk, actor=request.user, seen=form.cleaned_data["seen"], words=form.words()
            )
        except Stale as stale:
            saved = _overtaken(form, stale, EvidenceDocument.objects.get(pk=document.pk))
        except Refused as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, "Keterangan dokumen tersimpan.")
            return redirect("show_evidence", public_id)
    context = {"form": form, "way": _way("Ubah keterangan"), "document": document, "saved": saved}
    return render(request, "employees/evidence/form.html", context)


@allow(Role.APPLICANT)
@require_POST
def put_away_evidence(request: HttpRequest, public_id) -> HttpResponse:
    """Take a document out of the lists, or say why not."""
    document = _own_document(request, public_id)
    try:
        acts.put_away_evidence(document_id=document.pk, actor=request.user)
    except Refused as error:
        messages.error(request, error.reason)
    else:
        messages.success(request, f"{document.title} disingkirkan dari lemari bukti. Lamaran yang memakainya tidak berubah.")
    return redirect("show_evidence", public_id)


@allow(Role.APPLICANT)
@require_POST
def take_out_evidence(request: HttpRequest, public_id) -> HttpResponse:
    """Bring a document back into the lists."""
    document = _own_document(request, public_id)
    acts.take_out_evidence(document_id=document.pk, actor=request.user)
    messages.success(request, f"{document.title} kembali di lemari bukti.")
    return redirect("show_evidence", public_id)


@allow(Role.APPLICANT, Role.AGENCY_ADMIN)
@require_GET
def download_evidence(request: HttpRequest, public_id) -> FileResponse:
    """The file byte for byte for its owner; for the agency's admin when it proves a report, which leaves a trace."""
    visible = EvidenceDocument.objects.visible_to(request.user).select_related("employee")
    document = get_object_or_404(visible, public_id=public_id)
    response = private_file_response(
        document.file, content_type=document.content_type, name=document.original_name, saves="unduh" in request.GET
    )
    if document.employee.user_id != request.user.pk:
        agency_id = document.reports.kept_by(request.user).values_list("agency_id", flat=True).first()
        duty = request.user.duty_label(Role.AGENCY_ADMIN, agency_id)
        acts.record_evidence_view(document=document, actor=request.user, duty=duty)
    return response


def evidence_row(document: EvidenceDocument, today: date, uses: list[EvidenceUse]) -> dict[str, Any]:
    """One document for the list."""
    return {
        "url": reverse("show_evidence", args=[document.public_id]),
        "file_url": reverse("download_evidence", args=[document.public_id]),
        "title": document.title,
        "type": document.get_type_display(),
        "issuer": document.issuer,
        "issued": short_date_words(document.issued_on) if document.issued_on else "",
        "validity": validity(document.valid_until, today),
        "used": f"{len(uses)} lamaran" if uses else "Belum dipakai",
    }


def _own_document(request: HttpRequest, public_id) -> EvidenceDocument:
    return get_object_or_404(EvidenceDocument.objects.owned_by(request.user).select_related("employee"), public_id=public_id)


def _facts(document: EvidenceDocument) -> list[tuple[str, str]]:
    pages = f", {document.pages} halaman" if document.pages else ""
    return [
        ("Jenis", document.get_type_display()),
        ("Penerbit", document.issuer or "Belum diisi"),
        ("Tanggal dokumen", date_words(document.issued_on) if document.issued_on else "Belum diisi"),
        ("Berkas", f"{document.original_name}{pages}"),
        ("Diunggah", date_words(document.uploaded_at)),
    ]


def _use_row(use: EvidenceUse) -> dict[str, Any]:
    return {**vars(use), "at": short_date_words(use.at)}


def _is_over(document: EvidenceDocument, today: date) -> bool:
    return document.archived_at is None and validity(document.valid_until, today).is_over


def _overtaken(form: RedescribeForm, stale: Stale, current: EvidenceDocument) -> list[tuple[str, str]]:
    """What was saved elsewhere, beside what was typed; the next press of the button is a choice made knowingly."""
    form.add_error(None, f"{stale.reason} Bandingkan keduanya di bawah, lalu simpan yang Anda pilih.")
    form.data = form.data.copy()
    form.data["seen"] = acts.description_mark(current)
    return [
        ("Jenis dokumen", current.get_type_display()),
        ("Judul", current.title),
        ("Penerbit", current.issuer or "Kosong"),
        ("Tanggal dokumen", date_words(current.issued_on) if current.issued_on else "Kosong"),
        ("Berlaku sampai", date_words(current.valid_until) if current.valid_until else "Kosong"),
    ]


def _way(label: str) -> list[dict[str, str]]:
    return [
        {"label": "Profil saya", "url": reverse("show_profile")},
        {"label": "Lemari bukti", "url": reverse("list_evidence")},
        {"label": label},
    ]
