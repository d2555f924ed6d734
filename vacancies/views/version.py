"""The version a form was drawn from, as posted."""

from django.http import HttpRequest


def posted_version(request: HttpRequest) -> int:
    """The hidden field `version`; -1 (never a stored version, so the act is refused as stale) when it is missing or odd."""
    return version_number(request.POST.get("version", ""))


def version_number(text: str) -> int:
    """The number a form carried as text; -1 when it is odd."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
