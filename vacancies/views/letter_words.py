"""The words and the head of an agency's letters: list, edit, preview with real people."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from approvals.documents import WASDAL_REGISTER
from core.access import allow
from core.indonesian import moment_words
from core.letter_kinds import LetterKind, Wording, drawn_wording, kinds, kinds_worded_by
from core.letters import letter_dress, preview_pdf, preview_response
from core.models import Letter, Letterhead, LetterheadSize, LetterWording
from core.refusals import Refused
from vacancies.actions import letters as actions
from vacancies.forms.letters import LetterheadForm, WordingForm
from vacancies.permissions.letters import registers_of

PEOPLE = 5


@allow(Role.AGENCY_ADMIN)
@require_safe
def list_wordings(request: HttpRequest) -> HttpResponse:
    """Each kind with the version of its words in force."""
    register = _register(request)
    newest = {
        row.kind: row
        for row in LetterWording.objects.filter(register=register).select_related("written_by").order_by("kind", "version")
    }
    rows = [
        {
            "label": kind.label,
            "url": reverse("edit_wording", args=[kind.code]),
            "subject": _sample_subject(kind, newest.get(kind.code)),
            "version": f"Versi {newest[kind.code].version}, {moment_words(newest[kind.code].written_at)}"
            if kind.code in newest
            else "Naskah baku portal",
        }
        for kind in kinds_worded_by(register)
    ]
    return render(request, "vacancies/letters/wordings.html", {"rows": rows, "crumbs": _crumbs("Naskah surat")})


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_wording(request: HttpRequest, kind_code: str) -> HttpResponse:
    """Write a new version of the words; with `pratinjau` show them as a PDF of the chosen person instead."""
    register = _register(request)
    kind = _kind(register, kind_code)
    crumbs = [*_crumbs("Naskah surat", reverse("list_wordings")), {"label": kind.label}]
    return _edit(request, register, kind, crumbs, reverse("edit_wording", args=[kind.code]))


@allow(Role.WASDAL)
@require_http_methods(["GET", "HEAD", "POST"])
def word_recommendation(request: HttpRequest) -> HttpResponse:
    """The same for the letter that oversight issues with each recommendation."""
    crumbs = [{"label": "Meja pengawasan", "url": reverse("show_oversight")}, {"label": "Naskah rekomendasi"}]
    return _edit(request, WASDAL_REGISTER, _kind(WASDAL_REGISTER, "REKOMENDASI"), crumbs, reverse("word_recommendation"))


def _edit(request: HttpRequest, register: str, kind: LetterKind, crumbs: list[dict[str, str]], here: str) -> HttpResponse:
    usual = kind.wording
    own = LetterWording.objects.in_force(register, kind.code)
    texts = {name: getattr(own or usual, name) for name in ("subject", "opening", "closing")}
    form = WordingForm(request.POST if request.method == "POST" else None, kind=kind, initial=texts)
    if request.method == "POST" and form.is_valid():
        if "pratinjau" in request.POST:
            return _preview(register, kind, form.wording(), request.POST.get("orang", ""))
        try:
            written = actions.write_wording(register=register, kind_code=kind.code, actor=request.user, wording=form.wording())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
        else:
            messages.success(request, f"Naskah {kind.label.lower()} versi {written.version} berlaku untuk surat berikutnya.")
            return redirect(here)
    people = [] if not kind.is_personal else _people(register, kind)
    words = {**kind.sample_words(), **({"wording": texts} if own else {})}
    context = {
        "kind": kind,
        "form": form,
        "fields": [{"name": f"{{{{{each.name}}}}}", "label": each.label, "sample": each.sample} for each in kind.fields],
        "people": people,
        "drawn": drawn_wording(kind, words),
        "version": own.version if own else 0,
        "crumbs": crumbs,
    }
    return render(request, "vacancies/letters/wording.html", context)


@allow(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_letterhead(request: HttpRequest) -> HttpResponse:
    """Choose the head of the agency's letters; with `pratinjau` see it on a letter."""
    register = _register(request)
    own = Letterhead.objects.in_force(register)
    initial = {"size": own.size if own else LetterheadSize.FULL, "contact": own.contact if own else ""}
    form = LetterheadForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if "pratinjau" in request.POST:
            kind = kinds()[0]
            words = {**kind.sample_words(), "agency": _agency_name(request, register), "letterhead": dict(chosen)}
            return preview_response(preview_pdf(kind=kind.code, register=register, words=words), "pratinjau-kop")
        written = actions.write_letterhead(
            register=register, actor=request.user, size=chosen["size"], contact=" ".join(chosen["contact"].split())
        )
        messages.success(request, f"Kop surat versi {written.version} berlaku untuk surat berikutnya.")
        return redirect("edit_letterhead")
    return render(request, "vacancies/letters/letterhead.html", {"form": form, "crumbs": _crumbs("Kop surat")})


def _register(request: HttpRequest) -> str:
    """The agency whose letters these pages are about; whoever serves two names the other by `?instansi=`."""
    registers = registers_of(request.user)
    wanted = request.GET.get("instansi", "").upper()
    if wanted and wanted not in registers:
        raise Http404
    return wanted or registers[0]


def _sample_subject(kind: LetterKind, own: LetterWording | None) -> str:
    """The subject in force with the invented values of the preview: nobody has to read names of fields in a list."""
    words = kind.sample_words()
    if own is not None:
        words = {**words, "wording": {name: getattr(own, name) for name in ("subject", "opening", "closing")}}
    return str(drawn_wording(kind, words)["subject"])


def _agency_name(request: HttpRequest, register: str) -> str:
    names = {duty.agency.code.upper(): duty.agency.name for duty in request.user.duties if duty.agency}
    return names[register]


def _kind(register: str, code: str) -> LetterKind:
    kind = next((each for each in kinds_worded_by(register) if each.code == code), None)
    if kind is None:
        raise Http404
    return kind


def _people(register: str, kind: LetterKind) -> list[dict[str, Any]]:
    """Who got the newest letters of this kind: the preview draws the words with one of them."""
    letters = Letter.objects.issued_by([register]).filter(kind=kind.code).order_by("-created_at", "-id")[:PEOPLE]
    return [{"value": str(each.public_id), "label": each.words.get("name", each.number)} for each in letters]


def _preview(register: str, kind: LetterKind, wording: Wording, person: str) -> FileResponse:
    words = kind.sample_words()
    chosen = [row["value"] for row in _people(register, kind)]
    if person in chosen:
        words = {**words, **Letter.objects.get(public_id=person).words}
    texts = {"subject": wording.subject, "opening": wording.opening, "closing": wording.closing}
    dress = {**letter_dress(register, kind.code), "wording": texts}
    content = preview_pdf(kind=kind.code, register=register, words={**words, **dress})
    return preview_response(content, f"pratinjau-{kind.code.lower()}")


def _crumbs(here: str, url: str = "") -> list[dict[str, str]]:
    return [{"label": "Surat instansi", "url": reverse("list_letters")}, {"label": here, "url": url}]
