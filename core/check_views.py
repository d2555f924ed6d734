"""The public check of letters: by code, by number, by file. Nothing that is uploaded here is kept."""

from functools import wraps
from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from core.access import View, public
from core.indonesian import moment_words
from core.letter_check import HashedUpload, HashingUploadHandler, by_code, by_file, by_number, public_facts, standing
from core.models import Letter
from core.signing import UNCERTIFIED

CHECKS_A_MINUTE = 30
LIMITS = {"letter": f"{CHECKS_A_MINUTE}/m/ip"}


class LetterFileForm(forms.Form):
    """A file to compare. The value is what `HashingUploadHandler` left of it."""

    file = forms.FileField(
        label="Berkas surat (PDF)",
        help_text="Berkas asli, paling besar 20 MB. Berkas hanya dibandingkan dan tidak disimpan.",
        error_messages={
            "required": "Pilih berkas PDF surat yang akan dibandingkan.",
            "empty": "Berkas ini kosong. Pilih berkas PDF surat.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> HashedUpload:
        upload: HashedUpload = self.cleaned_data["file"]
        if not upload.sha256:
            raise forms.ValidationError("Berkas ini lebih besar dari 20 MB, jadi bukan surat dari portal ini.")
        return upload


class LetterNumberForm(forms.Form):
    """A number as it stands on the letter."""

    nomor = forms.CharField(
        label="Nomor surat",
        max_length=80,
        help_text="Seperti tertulis pada surat, misalnya 012/HSL/KEMENCONTOH/2026.",
        error_messages={"required": "Tulis nomor surat."},
    )


def hashing_only(view: View) -> View:
    """Read uploads with the handler that keeps nothing. It must be set before anybody reads the POST, the token included."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [HashingUploadHandler(request)]
        return protected(request, *args, **kwargs)

    return shown


@public
@require_http_methods(["GET", "HEAD", "POST"])
@hashing_only
def check_letters(request: HttpRequest) -> HttpResponse:
    """Ask by number (`?nomor=`) or by file (POST)."""
    is_asked = request.method == "POST" or "nomor" in request.GET
    if is_asked and (refused := _limited(request)) is not None:
        return refused
    number_form = LetterNumberForm(request.GET if "nomor" in request.GET else None)
    file_form = LetterFileForm(files=request.FILES) if request.method == "POST" else LetterFileForm()
    context: dict[str, Any] = {"number_form": number_form, "file_form": file_form, "errors": _bound(number_form, file_form)}
    if request.method == "POST":
        if file_form.is_valid():
            context["compared"] = _comparison(by_file(file_form.cleaned_data["file"].sha256), None)
    elif number_form.is_bound and number_form.is_valid():
        number = number_form.cleaned_data["nomor"]
        letter = by_number(number)
        context["found"] = _shown(letter, knows_code=False) if letter else None
        context["unknown"] = "" if letter else number
    return render(request, "core/check_letters.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@hashing_only
def check_letter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where the code on a letter leads; POST compares a file with it."""
    if (refused := _limited(request)) is not None:
        return refused
    letter = by_code(public_id)
    if letter is None:
        return render(request, "core/check_letter.html", {"is_unknown": True}, status=404)
    form = LetterFileForm(files=request.FILES) if request.method == "POST" else LetterFileForm()
    context: dict[str, Any] = {"found": _shown(letter, knows_code=True), "file_form": form, "errors": _bound(form)}
    if request.method == "POST" and form.is_valid():
        context["compared"] = _comparison(by_file(form.cleaned_data["file"].sha256), letter)
    return render(request, "core/check_letter.html", context)


def _limited(request: HttpRequest) -> HttpResponse | None:
    if ratelimit.consume(request, app="core", action="letter", config=LIMITS, limit_get=True) is not None:
        return None
    answer = render(request, "core/check_limit.html", {"count": CHECKS_A_MINUTE}, status=429)
    answer["Retry-After"] = "60"
    return answer


def _bound(*asked: forms.Form) -> list[forms.Form]:
    return [form for form in asked if form.is_bound]


def _shown(letter: Letter, *, knows_code: bool) -> dict[str, Any]:
    """The page's rows about a letter."""
    state = standing(letter)
    rows = public_facts(letter, knows_code=knows_code)
    if state.reason and (knows_code or letter.kind == "PENGUMUMAN"):
        rows.append(("Alasan", state.reason))
    if state.since:
        rows.append((f"{state.label} pada", state.since))
    if letter.signer:
        rows.append(("Segel elektronik", letter.signer if letter.is_certified else f"{letter.signer}. {UNCERTIFIED}"))
    history = [{"title": "Diterbitkan", "state": "done", "when": moment_words(letter.created_at)}]
    if letter.rendered_at:
        history.append({"title": "Berkas dibuat dan disegel", "state": "done", "when": moment_words(letter.rendered_at)})
    if state.since:
        history.append({"title": state.label, "state": "done", "when": state.since, "detail": state.reason if knows_code else ""})
    return {
        "state": state,
        "rows": rows,
        "is_subject_told": any(label == "Perihal" for label, _ in rows),
        "history": history if knows_code else [],
        # Who holds the old letter may follow it to the new one; a number alone does not lead there.
        "successor_code": state.successor.public_id if knows_code and state.successor else None,
    }


def _comparison(issued: Letter | None, letter: Letter | None) -> dict[str, Any]:
    """What comparing a file has shown. `issued`: the letter with exactly this file; `letter`: the one it was compared with."""
    if issued is None or (letter is not None and issued.pk != letter.pk):
        other = f" Berkas itu surat lain, nomor {issued.number}." if issued else ""
        return {
            "tone": "stop",
            "title": "Berkas berbeda dari yang diterbitkan",
            "text": "Berkas ini bukan surat yang diterbitkan portal, atau sudah berubah, walau hanya satu tanda."
            f"{other} Hasil cetak yang dipindai juga selalu berbeda: bandingkan berkas PDF aslinya.",
        }
    state = standing(issued)
    return {
        "tone": state.tone,
        "title": "Berkas asli dan tidak berubah"
        if state.code == "VALID"
        else f"Berkas asli, tetapi surat sudah {state.label.lower()}",
        "text": f"Isinya sama persis dengan surat nomor {issued.number} yang diterbitkan. {state.sentence}",
    }
