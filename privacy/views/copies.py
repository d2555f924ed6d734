"""Salinan data saya: everything the portal holds on oneself, as one archive."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.access import signed_in
from core.indonesian import moment_words
from core.refusals import Refused
from core.uploads.storage import private_files
from privacy.actions import copies as acts
from privacy.enums import CopyState
from privacy.models import PersonalCopy

# A newer copy deletes the one before, so more than these say nothing.
SHOWN = 5
TONES = {CopyState.WAITING: "wait", CopyState.READY: "good", CopyState.FAILED: "stop", CopyState.EXPIRED: "plain"}


@require_safe
@signed_in
def list_own_copies(request: HttpRequest) -> HttpResponse:
    """What an archive holds, the button that asks for one, and the ones asked for."""
    now = clock.now()
    found = list(PersonalCopy.objects.of(request.user).for_list()[:SHOWN])
    context = {
        "rows": [_row(copy, now) for copy in found],
        "is_waiting": any(copy.state == CopyState.WAITING for copy in found),
    }
    return render(request, "privacy/copies.html", context)


@require_POST
@signed_in
@reauthentication_required
def request_own_copy(request: HttpRequest) -> HttpResponse:
    """Ask for an archive; asks for the password or a code first, once in five minutes."""
    try:
        acts.request_own_copy(actor=request.user)
    except Refused as error:
        messages.error(request, error.reason)
    else:
        messages.success(request, "Salinan data Anda sedang dibuat. Anda diberi tahu setelah siap.")
    return redirect("list_own_copies")


@require_safe
@signed_in
def download_own_copy(request: HttpRequest, public_id) -> HttpResponse:
    """The archive, for the person it is about and until its link is over."""
    # Before the password is asked for: what belongs to somebody else looks like what is not there.
    copy = get_object_or_404(PersonalCopy.objects.of(request.user).ready(clock.now()), public_id=public_id)
    return _sent(request, copy)


@reauthentication_required
def _sent(request: HttpRequest, copy: PersonalCopy) -> HttpResponse:
    """The file, once the password or a code was given within five minutes; that it left is in the trail."""
    try:
        stream = private_files().open(copy.path)
    except FileNotFoundError:
        raise Http404("Berkas salinan tidak ditemukan di penyimpanan.") from None
    acts.record_copy_download(copy=copy, actor=request.user)
    name = f"data-saya-{copy.created_at:%Y%m%d-%H%M}.zip"
    response = FileResponse(stream, content_type="application/zip", as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _row(copy: PersonalCopy, now) -> dict[str, Any]:
    is_over = copy.state == CopyState.READY and copy.expires_at <= now
    state = CopyState.EXPIRED if is_over else CopyState(copy.state)
    is_ready = state == CopyState.READY
    return {
        "when": moment_words(copy.created_at),
        "label": state.label,
        "tone": TONES[state],
        "is_waiting": state == CopyState.WAITING,
        "total": copy.total,
        "done": copy.done,
        "size": filesizeformat(copy.size) if copy.size else "",
        "until": moment_words(copy.expires_at) if is_ready else "",
        "sha256": copy.sha256 if is_ready else "",
        "url": reverse("download_own_copy", args=[copy.public_id]) if is_ready else "",
    }
