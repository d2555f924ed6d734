"""Public pages for anonymous readers, answered before Django is asked.

A WSGI application around Django's. It answers GET and HEAD without a session cookie for a literal list of routes; everything
else goes straight through. A page is made once by Django, for a reader without cookies, script or language, with the allowed
parameters only, and kept as bytes under path, parameters and the version of the public pages. So two anonymous readers get the
same bytes, an unknown parameter neither makes a new key nor reaches the page, and raising the version (core/publication.py)
makes all pages old without deleting one. Measured in docs/performance.md.
"""

import io
import logging
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http.request import split_domain_port, validate_host

from core.front_store import Headers, Memory, Page, Shared
from core.publication import VersionReader
from core.standby import VERSION_WANTED

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

FRESH_SECONDS = 30
LONGEST_QUERY = 2048
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# What the keeping decides anew; a Vary by cookie comes from Django's looking for a session, which these readers have not.
_OWN_HEADERS = frozenset({"content-length", "content-encoding", "etag", "vary", "cache-control", "expires", "date", "age"})


@dataclass(frozen=True)
class Route:
    """One kind of public page.

    Args:
        path: exact path; `<uuid>` stands for one lower-case UUID, `<slug>` for letters, digits, hyphens and underscores.
        parameters: query parameters the page reads; all others are dropped.
    """

    path: str
    parameters: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Late:
    """An old page, served while somebody else makes the new one."""

    page: Page


@dataclass(frozen=True)
class Passed:
    """An answer that is not kept."""

    status: str
    headers: Headers
    body: bytes


class FrontCache:
    """Django's WSGI application behind a store of finished pages.

    Args:
        application: Django's.
        routes: the pages that may be kept.
        portal_url: address of the portal; pages are made under its host, whatever host was asked for.
        allowed_hosts: as Django's setting; any other host is left to Django, which refuses it.
        session_cookie: name of the cookie that marks a signed-in reader.
        release: changes with every new version of the program; pages of an old one are not served.
        versions: answers with the version of the public pages.
        shared: store for all processes.
        memory: store of this process.
        has_proxy: True tells the proxy in front to keep each page to the end of the running second, so that a crowd of readers
            is answered there (deploy/nginx). Proxies that do not know the header pass it by.
    """

    def __init__(
        self,
        application: Application,
        *,
        routes: Sequence[Route],
        portal_url: str,
        allowed_hosts: Sequence[str],
        session_cookie: str,
        release: str,
        versions: VersionReader,
        shared: Shared,
        memory: Memory | None = None,
        has_proxy: bool = False,
    ) -> None:
        self.application, self.release, self.versions, self.shared = application, release, versions, shared
        self.memory = memory if memory is not None else Memory()
        self.cookie, self.has_proxy = f"{session_cookie}=", has_proxy
        parts = urlsplit(portal_url)
        self.host, self.scheme = parts.netloc, parts.scheme
        self.exact = {route.path: route.parameters for route in routes if "<" not in route.path}
        self.patterns = [(_pattern(route.path), route.parameters) for route in routes if "<" in route.path]

        @lru_cache(maxsize=256)
        def is_allowed(host: str) -> bool:
            return validate_host(split_domain_port(host)[0], allowed_hosts)

        self.is_allowed = is_allowed
        self.is_usable = is_allowed(self.host)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            address = self.address(environ) if self.is_usable else None
            answer = self.answer(address, environ) if address is not None else None
        except Exception:
            # Never an error of the keeping's own making: Django answers, as it would without it.
            logger.exception("front cache")
            answer = None
        if answer is None:
            return self.application(environ, start_response)
        if isinstance(answer, Passed):
            start_response(answer.status, answer.headers)
            return [answer.body if environ["REQUEST_METHOD"] == "GET" else b""]
        if isinstance(answer, Late):
            return _send(answer.page, environ, start_response)
        return _send(answer, environ, start_response, is_for_proxy=self.has_proxy)

    def address(self, environ: Environ) -> str | None:
        """Path and allowed parameters, sorted; None for a question that Django must answer itself."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or self.cookie in environ.get("HTTP_COOKIE", ""):
            return None
        if "HTTP_AUTHORIZATION" in environ or not self.is_allowed(environ.get("HTTP_HOST", "")):
            return None
        if self.scheme == "https" and environ.get("HTTP_X_FORWARDED_PROTO", environ.get("wsgi.url_scheme")) != "https":
            return None
        path = environ.get("PATH_INFO", "")
        parameters = self.exact.get(path)
        if parameters is None:
            parameters = next((found for pattern, found in self.patterns if pattern.fullmatch(path)), None)
            if parameters is None:
                return None
        query = environ.get("QUERY_STRING", "")
        if not query:
            return path
        if len(query) > LONGEST_QUERY or "%00" in query:
            return None
        # The last one counts where a name comes twice, as in Django; an empty field of a form chooses nothing.
        chosen = {name: words for name, words in parse_qsl(query, errors="replace") if name in parameters}
        return f"{path}?{urlencode(sorted(chosen.items()))}" if chosen else path

    def answer(self, address: str, environ: Environ) -> Page | Late | Passed | None:
        """The page of an address, kept or made now; None while no version is known."""
        number = self.versions.current()
        if number is None:
            return None
        version = f"{self.release}.{number}"
        kept = self.memory.get(address)
        if kept is not None and self.is_fresh(kept, version):
            return kept
        kept = self.shared.get(address)
        if kept is not None and self.is_fresh(kept, version):
            self.memory.put(kept)
            return kept
        if not self.shared.take_turn(address) and kept is not None and kept.version.startswith(f"{self.release}."):
            # Somebody else is making it at this moment; the old one serves until then, for a second at most.
            return Late(kept)
        made = self.make(address, version, environ)
        if isinstance(made, Page):
            self.memory.put(made)
            self.shared.put(made)
        self.shared.end_turn(address)
        return made

    @staticmethod
    def is_fresh(page: Page, version: str) -> bool:
        """Made from the newest version, and not long ago: words such as "3 hari lagi" age by themselves."""
        return page.version == version and time.time() - page.made_at < FRESH_SECONDS

    def make(self, address: str, version: str, environ: Environ) -> Page | Passed:
        """Let Django make the page, for a reader of whom nothing is known."""
        path, _, query = address.partition("?")
        # Keys with a dot are the server's; of the reader's own headers none reaches the page.
        bare = {name: words for name, words in environ.items() if not name.startswith(("HTTP_", "CONTENT_"))}
        bare |= {
            VERSION_WANTED: version.rpartition(".")[2],
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": self.host,
        }
        bare |= {"wsgi.input": io.BytesIO(), "wsgi.url_scheme": self.scheme, "HTTP_X_FORWARDED_PROTO": self.scheme}
        told: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, problem: object = None) -> None:
            told.append((status, headers))

        parts = self.application(bare, start)
        try:
            body = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        status, headers = told[-1]
        if status.startswith("200 ") and _may_be_kept(headers):
            shown = [(name, words) for name, words in headers if name.lower() not in _OWN_HEADERS]
            return Page.made(address, version, shown, body)
        return Passed(status, headers, body)


def _may_be_kept(headers: Headers) -> bool:
    """No cookie was set, and the view forbade nothing."""
    for name, words in headers:
        lowered = name.lower()
        if lowered == "set-cookie" or (lowered == "cache-control" and ("no-store" in words or "private" in words)):
            return False
    return True


def _send(page: Page, environ: Environ, start_response: StartResponse, *, is_for_proxy: bool = False) -> Iterable[bytes]:
    way = page.as_packed if page.packed and _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) else page.as_made
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    if known and (page.mark in known or known.strip() == "*"):
        start_response("304 Not Modified", way.unchanged)
        return [b""]
    headers = way.headers
    if is_for_proxy:
        # A moment and not a number of seconds, which a proxy rounds up: with these two numbers a change is seen within two.
        headers = [*headers, ("X-Accel-Expires", f"@{int(time.time())}")]
    start_response("200 OK", headers)
    return [way.body if environ["REQUEST_METHOD"] == "GET" else b""]


# Readers send a handful of different ones.
@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    return "gzip" in accepted and re.search(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)", accepted) is None


def _pattern(path: str) -> re.Pattern[str]:
    text = re.escape(path).replace("<uuid>", _UUID).replace("<slug>", "[-a-zA-Z0-9_]{1,60}")
    return re.compile(text)
