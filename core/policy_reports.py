"""What browsers report when a page of ours tried to load something the content policy forbids: a sign of an attack, or of a bug.

A report is sent by a browser and may be forged by anybody, so it is read narrowly and told in one line: which rule, which kind
of source, on which page. Addresses are not written down; they hold names and numbers.
"""

import json
import logging
import re
import time
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.access import public

log = logging.getLogger("asnkarier.content_policy")
LARGEST = 8 * 1024
# Lines a minute and process: one broken page on many screens must not fill the log.
LINES_A_MINUTE = 30
_RULE = re.compile(r"[a-z-]{3,40}")
_written: list[float] = []


@csrf_exempt  # A browser sends this by itself, without a token; nothing is changed by it.
@require_POST
@public
def receive_policy_report(request: HttpRequest) -> HttpResponse:
    """Take one report in and answer nothing, whatever it was."""
    found = _read(request)
    if found and _room():
        log.warning("content policy broken", extra={"facts": found})
    return HttpResponse(status=204)


def _read(request: HttpRequest) -> dict[str, str] | None:
    """Rule, source and page of a report; None for anything that is none."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return None
    try:
        report = json.loads(request.read(LARGEST))["csp-report"]
        rule = str(report.get("effective-directive") or report.get("violated-directive")).split()[0]
        source, page = str(report.get("blocked-uri", "")), str(report.get("document-uri", ""))
        host = urlsplit(source).hostname or source
        route = resolve(urlsplit(page).path).url_name or ""
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, Resolver404, RecursionError):
        return None
    return {"rule": rule, "source": re.sub(r"[^A-Za-z0-9.:-]", "", host)[:80], "route": route} if _RULE.fullmatch(rule) else None


def _room() -> bool:
    now = time.monotonic()
    _written[:] = [at for at in _written if now - at < 60]
    if len(_written) >= LINES_A_MINUTE:
        return False
    _written.append(now)
    return True
