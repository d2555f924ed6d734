"""PDF rendering by WeasyPrint with a fetcher that fetches nothing: no name field can make it read a file or call out."""

import warnings
from typing import Any

from django.template.loader import render_to_string

# Kept for decades and read aloud: PDF/A-3 with level A, which asks for tags, a language and text that can be read off
# (ISO 19005-3). WeasyPrint writes one variant a file, so PDF/UA is met by the same tags but not claimed.
VARIANT = "pdf/a-3a"


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """Render a template of templates/pdf/ to PDF/A bytes.

    Raises:
        ValueError: the template refers to any outside resource (file, network, data).
    """
    return pdf_bytes(render_to_string(template, context))


def pdf_bytes(html: str) -> bytes:
    """Turn one self-contained HTML page into PDF/A bytes; raises like `render_pdf`."""
    # Imported here: loading Pango costs half a second that no web page should pay at boot.
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class NoFetcher(URLFetcher):
        """Refuses every address. Any other error of a fetcher is only logged by WeasyPrint and the letter would lack a part."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> None:
            raise FatalURLFetchingError(f"a letter may not refer to {url[:80]!r}")

    try:
        with warnings.catch_warnings():
            # WeasyPrint leaves its colour profile to the garbage collector, which complains at once.
            warnings.simplefilter("ignore", ResourceWarning)
            return HTML(string=html, url_fetcher=NoFetcher(allowed_protocols=())).write_pdf(pdf_variant=VARIANT)
    except FatalURLFetchingError as error:
        raise ValueError(str(error)) from error
