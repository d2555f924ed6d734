"""Sending a private file. The caller has already asked whether this person may see it."""

from typing import Any

from django.http import FileResponse, Http404

from core.uploads.keys import Destroyed, open_document
from core.uploads.kinds import PDF

# A picture or a downloaded file needs nothing at all. Browsers show PDF in a viewer of their own, which a sandbox would
# forbid; what could act in a PDF was refused when it was taken in (core/uploads/inspection.py).
SEALED_POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'"
VIEWER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'self'"


def private_file_response(file: Any, *, content_type: str, name: str, saves: bool) -> FileResponse:
    """The file byte for byte, never stored by a cache and never guessed at by a browser.

    Args:
        file: the FieldFile of the row; name: file name for the browser; saves: to be saved instead of shown.

    Raises:
        Http404: the file is not in storage.
    """
    try:
        stream = open_document(file)
    except Destroyed:
        raise Http404("Dokumen ini sudah dimusnahkan karena masa simpannya berakhir.") from None
    except FileNotFoundError:
        raise Http404("Berkas tidak ditemukan di penyimpanan.") from None
    response = FileResponse(stream, content_type=content_type, as_attachment=saves, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = VIEWER_POLICY if content_type == PDF and not saves else SEALED_POLICY
    return response
