"""PDF rendering by WeasyPrint with a fetcher that knows no protocol: nothing in a name field can make it read or call out."""

from typing import Any

from django.template.loader import render_to_string


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """Render a template of templates/pdf/ to PDF bytes.

    Raises:
        ValueError: the template refers to any outside resource (file, network, data).
    """
    # Imported here: loading Pango costs half a second that no web page should pay at boot.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    html = render_to_string(template, context)
    return HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(pdf_tags=True)
