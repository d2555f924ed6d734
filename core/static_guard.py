"""Headers of static files, which are answered before the middleware of pages. Imported by the settings: no Django here."""

from collections.abc import MutableMapping

NEIGHBOURS = "Cross-Origin-Resource-Policy"
# Answers belong to pages of this portal only; a picture or a file of ours is no part of anybody else's.
SAME_ORIGIN = "same-origin"


def guard_static_file(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Opened by itself, a static file is a page that may do nothing and stands in no frame."""
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    headers[NEIGHBOURS] = SAME_ORIGIN
