"""Own additions to the profile: add, change, remove, each with its proof."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from core.access import allow
from core.indonesian import date_words
from core.refusals import Refused, Stale
from core.uploads.fields import keep_for_later
from employees.actions import own_records as acts
from employees.actions.evidence import BroughtFile
from employees.enums import OwnRecordKind
from employees.forms.own_records import OwnRecordForm
from employees.models import Employee, OwnRecord
from employees.rules.evidence import accepted_kinds
from employees.views.pages import brought, needs_register_row
from employees.views.profile import addition_row

BACK = "#isian"


@allow(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
@needs_register_row
def add_own_record(request: HttpRequest, employee: Employee) -> HttpResponse:
    """Add one record with its proof."""
    form = OwnRecordForm(request.POST or None, request.FILES or None, owner=request.user, purpose="own-record:new")
    if request.method == "POST":
        if not form.is_valid():
            keep_for_later(form, "file")
        else:
            incoming = form.cleaned_data["file"]
            if incoming is not None and incoming.is_taken:
                return _back()
            try:
                acts.add_own_record(
                    actor=request.user, words=form.words(), proof_id=_proof_id(form), brought=_brought(form, employee)
                )
            except Refused as error:
                if incoming is not None and incoming.came_twice():
                    return _back()
                keep_for_later(form, "file", error)
                form.add_error(error.field, error.reason)
            else:
                messages.success(request, "Isian tersimpan, buktinya ada di lemari bukti.")
                return _back()
    return render(request, "employees/own_record_form.html", {"form": form, "way": _way("Tambah isian"), "record": None})


@allow(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
@needs_register_row
def edit_own_record(request: HttpRequest, employee: Employee, public_id) -> HttpResponse:
    """Change one record; a page overtaken by another tab shows both versions."""
    record = _own_record(request, public_id)
    fields = ("kind", "title", "issuer", "started_on", "ended_on", "note", "version")
    initial = {name: getattr(record, name) for name in fields} | {"proof": record.proof.public_id}
    form = OwnRecordForm(
        request.POST or None,
        request.FILES or None,
        owner=request.user,
        purpose=f"own-record:{public_id}",
        record=record,
        initial=initial,
    )
    saved: list[tuple[str, str]] = []
    if request.method == "POST":
        if not form.is_valid():
            keep_for_later(form, "file")
        else:
            incoming = form.cleaned_data["file"]
            if incoming is not None and incoming.is_taken:
                return _back()
            try:
                acts.edit_own_record(
                    record_id=record.pk,
                    actor=request.user,
                    version=form.cleaned_data["version"] or 0,
                    words=form.words(),
                    proof_id=_proof_id(form),
                    brought=_brought(form, employee),
                )
            except Stale as stale:
                if incoming is not None and incoming.came_twice():
                    return _back()
                keep_for_later(form, "file")
                saved = _overtaken(form, stale, record.pk)
            except Refused as error:
                if incoming is not None and incoming.came_twice():
                    return _back()
                keep_for_later(form, "file", error)
                form.add_error(error.field, error.reason)
            else:
                messages.success(request, "Perubahan isian tersimpan.")
                return _back()
    context = {"form": form, "way": _way("Ubah isian"), "record": record, "saved": saved}
    return render(request, "employees/own_record_form.html", context)


@allow(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def delete_own_record(request: HttpRequest, public_id) -> HttpResponse:
    """Ask once, then remove; the proof stays in the locker."""
    record = _own_record(request, public_id)
    if request.method == "POST":
        version = request.POST.get("version", "")
        number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        try:
            acts.delete_own_record(record_id=record.pk, actor=request.user, version=number)
        except Stale as stale:
            messages.error(request, f"{stale.reason} Periksa isinya sekarang sebelum menghapus.")
            return redirect("delete_own_record", public_id)
        messages.success(request, f"Isian “{record.title}” dihapus. Buktinya tetap ada di lemari bukti.")
        return _back()
    context = {"record": record, "row": addition_row(record), "way": _way("Hapus isian")}
    return render(request, "employees/own_record_delete.html", context)


def _own_record(request: HttpRequest, public_id) -> OwnRecord:
    return get_object_or_404(OwnRecord.objects.of(request.user).for_list(), public_id=public_id)


def _proof_id(form: OwnRecordForm) -> int | None:
    proof = form.cleaned_data["proof"]
    return proof.pk if proof is not None else None


def _brought(form: OwnRecordForm, employee: Employee) -> BroughtFile | None:
    kind = acts.PROOF_TYPES[OwnRecordKind(form.cleaned_data["kind"])]
    return brought(form.cleaned_data["file"], employee=employee, accepts=accepted_kinds(kind))


def _overtaken(form: OwnRecordForm, stale: Stale, record_id: int) -> list[tuple[str, str]]:
    """What was saved elsewhere, beside what was typed; empty when the record is gone."""
    current = OwnRecord.objects.select_related("proof").filter(pk=record_id).first()
    if current is None:
        form.add_error(None, f"{stale.reason} Isi Anda masih ada di bawah; simpan sebagai isian baru bila perlu.")
        return []
    form.add_error(None, f"{stale.reason} Bandingkan keduanya di bawah, lalu simpan yang Anda pilih.")
    form.data = form.data.copy()
    form.data["version"] = current.version
    return [
        ("Jenis", current.get_kind_display()),
        ("Judul", current.title),
        ("Penyelenggara atau pemberi", current.issuer or "Kosong"),
        ("Mulai", date_words(current.started_on)),
        ("Selesai", date_words(current.ended_on) if current.ended_on else "Kosong"),
        ("Keterangan", current.note or "Kosong"),
        ("Bukti", current.proof.title),
    ]


def _back() -> HttpResponse:
    return redirect(reverse("show_profile") + BACK)


def _way(label: str) -> list[dict[str, str]]:
    return [{"label": "Profil saya", "url": reverse("show_profile")}, {"label": label}]
