"""The version a form was drawn from, as posted."""

from django.http import HttpRequest


def posted_version(request: HttpRequest) -> int:
    """The hidden field `version`; -1 (never a stored version, so the act is refused as stale) when it is missing or odd."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
