"""Pieces of files over the same session as every page. The last step is the form itself, posted with the upload's id."""

from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core.access import View, allow
from core.models import Upload
from core.refusals import Refused
from core.uploads import actions as acts
from core.uploads.refusals import Gap, TryLater

# Whoever keeps papers of their own here; offices import their tables in one go.
UPLOADERS = ("APPLICANT",)


def answers_in_json(view: View) -> View:
    """Turn refusals into an answer a script can read; the sentence is for the person."""

    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Gap as gap:
            return JsonResponse({"error": gap.reason, "received": gap.received}, status=409)
        except Refused as error:
            # The script waits and tries again after 503; otherwise it needs another file.
            return JsonResponse({"error": error.reason}, status=503 if isinstance(error, TryLater) else 409)
        except Upload.DoesNotExist:
            raise Http404 from None

    return answered


@allow(*UPLOADERS)
@require_POST
@answers_in_json
def start_upload(request: HttpRequest) -> HttpResponse:
    """Begin or resume: answers with the upload's id and how many bytes are already here."""
    size = request.POST.get("size", "")
    upload = acts.start_upload(
        actor=request.user,
        purpose=request.POST.get("purpose", ""),
        name=request.POST.get("name", ""),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0,
        fingerprint=request.POST.get("fingerprint", ""),
    )
    return JsonResponse({"id": str(upload.public_id), "received": upload.received, "size": upload.size})


@allow(*UPLOADERS)
@require_POST
@answers_in_json
def append_piece(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One piece; the body is nothing but its bytes, the address says where it begins (`?mulai=0`)."""
    get_object_or_404(Upload.objects.open(), owner=request.user, public_id=public_id)
    start = request.GET.get("mulai", "")
    if request.content_type != "application/octet-stream" or not (start.isascii() and start.isdigit() and len(start) < 16):
        return JsonResponse({"error": "Permintaan ini bukan potongan berkas."}, status=400)
    try:
        content = request.read(acts.PIECE_BYTES + 1)
    except UnreadablePostError:
        content = b""
    # A body that was cut on its way is not written: the script asks again from the last whole piece.
    if len(content) != int(request.META.get("CONTENT_LENGTH") or 0):
        return JsonResponse({"error": "Potongan ini tidak sampai dengan utuh."}, status=400)
    upload = acts.append_piece(actor=request.user, public_id=public_id, offset=int(start), content=content)
    return JsonResponse({"received": upload.received, "size": upload.size})


@allow(*UPLOADERS)
@require_POST
@answers_in_json
def drop_upload(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Forget an unfinished upload; back to the page it belongs to (`next`), or an answer for the script."""
    upload = acts.drop_upload(actor=request.user, public_id=public_id)
    way_back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(way_back, allowed_hosts={request.get_host()}):
        return JsonResponse({"id": str(upload.public_id)})
    messages.success(request, f"Unggahan {upload.name} dibatalkan.")
    return redirect(way_back)
