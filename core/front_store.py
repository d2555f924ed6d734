"""Where finished public pages are kept: a small memory of each process, and Valkey for all of them together.

Valkey is only ever a convenience. Every question to it may take 50 ms; after a failure it is left alone for some seconds,
so that a dead or silent server costs one page 50 ms now and then and never an error.
"""

import gzip
import hashlib
import json
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

# A page of another address may take the place of this one: whoever asks for many addresses cannot fill Valkey, which is also
# the broker. 2,048 places of at most 48 kB are 96 MB at the very worst, about 15 MB as a rule.
PLACES = 2048
LARGEST_KEPT = 48 * 1024
MEMORY_BYTES = 8 * 1024 * 1024
SOCKET_SECONDS = 0.05
REST_SECONDS = 5.0
# Longer than a page takes to make; a refresher that died holds the others up no longer than this.
TURN_MILLISECONDS = 1000
# After this long nobody asks for an old page any more.
KEPT_SECONDS = 300
SMALLEST_PACKED = 500

Headers = list[tuple[str, str]]
# Browsers ask again each time and are told 304 when nothing changed: a copy of their own would outlive a sign-in, a moved
# deadline and the two seconds in which a published change must be seen.
CACHE_CONTROL = "public, no-cache"


class Way(NamedTuple):
    """One way a page is sent: headers of a 304, headers with the body, the body. The lists are shared, never changed."""

    unchanged: Headers
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Page:
    """One finished answer (status 200) that any anonymous reader may get.

    Args:
        address: path and allowed parameters.
        version: of the public pages (core/publication.py) it was made from, with the release of the program.
        made_at: seconds since 1970.
        headers: of the answer, without those that belong to the keeping (length, ETag, Vary, Cache-Control).
        plain: body as the view made it.
        packed: the same by gzip, "" when that gains nothing.
    """

    address: str
    version: str
    made_at: float
    headers: Headers
    plain: bytes
    packed: bytes
    mark: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mark", hashlib.sha256(self.plain).hexdigest()[:32])

    @classmethod
    def made(cls, address: str, version: str, headers: Headers, plain: bytes) -> "Page":
        """A page made now."""
        # mtime 0: the same page packed by another process has the same bytes.
        packed = gzip.compress(plain, 6, mtime=0) if len(plain) >= SMALLEST_PACKED else b""
        return cls(address, version, time.time(), headers, plain, packed)

    @cached_property
    def as_made(self) -> Way:
        """How the page is sent to a reader who unpacks nothing."""
        return self._way(f'"{self.mark}"', self.plain)

    @cached_property
    def as_packed(self) -> Way:
        """How the page is sent by gzip; only where `packed` is something."""
        return self._way(f'"{self.mark}-gz"', self.packed, ("Content-Encoding", "gzip"))

    def _way(self, mark: str, body: bytes, *more: tuple[str, str]) -> Way:
        unchanged = [("ETag", mark), ("Cache-Control", CACHE_CONTROL)]
        if self.packed:
            unchanged.append(("Vary", "Accept-Encoding"))
        return Way(unchanged, [*self.headers, *unchanged, ("Content-Length", str(len(body))), *more], body)

    @property
    def size(self) -> int:
        """Bytes it takes in memory, nearly."""
        return len(self.plain) + len(self.packed) + 1024

    def dump(self) -> bytes:
        """As one string of bytes: a line of JSON, then the body."""
        head = {"a": self.address, "v": self.version, "t": self.made_at, "h": self.headers, "z": bool(self.packed)}
        return json.dumps(head).encode() + b"\n" + (self.packed or self.plain)

    @classmethod
    def load(cls, text: bytes) -> "Page":
        """The page `dump` wrote.

        Raises:
            ValueError, KeyError, OSError: it is no such text.
        """
        line, _, body = text.partition(b"\n")
        head = json.loads(line)
        headers = [(str(name), str(words)) for name, words in head["h"]]
        plain = gzip.decompress(body) if head["z"] else body
        return cls(head["a"], head["v"], float(head["t"]), headers, plain, body if head["z"] else b"")


class Memory:
    """Pages in this process, the longest unused thrown out first.

    Args:
        most: bytes all pages together may take.
    """

    def __init__(self, most: int = MEMORY_BYTES) -> None:
        self.most, self.size = most, 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, address: str) -> Page | None:
        """The page kept for an address, however old."""
        with self._lock:
            page = self._pages.get(address)
            if page is not None:
                self._pages.move_to_end(address)
            return page

    def put(self, page: Page) -> None:
        """Keep a page in the place of the one with the same address."""
        with self._lock:
            old = self._pages.pop(page.address, None)
            self.size -= old.size if old else 0
            if page.size > self.most:
                return
            self._pages[page.address] = page
            self.size += page.size
            while self.size > self.most:
                _, dropped = self._pages.popitem(last=False)
                self.size -= dropped.size


class Shared:
    """Pages in Valkey, seen by all processes.

    Args:
        client: connection with short time limits (`valkey_client`).
        prefix: of all names, so that nothing else is touched.
    """

    def __init__(self, client: redis.Redis, prefix: str = "asnkarier:page") -> None:
        self.client, self.prefix = client, prefix
        self._rests_until = float("-inf")

    def get(self, address: str) -> Page | None:
        """The page of an address, however old; None when there is none, or Valkey does not answer."""
        text = self._ask(lambda: self.client.get(self._place("p", address)))
        if not isinstance(text, bytes):
            return None
        try:
            page = Page.load(text)
        except (ValueError, KeyError, OSError):
            return None
        return page if page.address == address else None

    def put(self, page: Page) -> None:
        """Keep a page, unless it is too large to be worth a place."""
        text = page.dump()
        if len(text) <= LARGEST_KEPT:
            self._ask(lambda: self.client.set(self._place("p", page.address), text, ex=KEPT_SECONDS))

    def take_turn(self, address: str) -> bool:
        """Whether this process shall make the page anew; False while another one is at it. True when Valkey is silent."""
        if self.rests:
            return True
        taken = self._ask(lambda: self.client.set(self._place("t", address), b"1", nx=True, px=TURN_MILLISECONDS) or False)
        return taken is not False

    def end_turn(self, address: str) -> None:
        """Let others make the page again."""
        self._ask(lambda: self.client.delete(self._place("t", address)))

    @property
    def rests(self) -> bool:
        """True while Valkey is left alone after a failure."""
        return time.monotonic() < self._rests_until

    def _ask(self, question: Callable[[], object]) -> object:
        if self.rests:
            return None
        try:
            return question()
        except (redis.RedisError, OSError) as error:
            self._rests_until = time.monotonic() + REST_SECONDS
            logger.warning("page store does not answer: %s", type(error).__name__)
            return None

    def _place(self, kind: str, address: str) -> str:
        place = int.from_bytes(hashlib.blake2b(address.encode(), digest_size=4).digest()) % PLACES
        return f"{self.prefix}:{kind}:{place}"


def valkey_client(url: str) -> redis.Redis:
    """A connection (opened at first use) that gives up after `SOCKET_SECONDS`.

    Args:
        url: as Celery reads it: redis://host:port/db, rediss://..., or redis+socket:///path?virtual_host=db.
    """
    limits = {
        "socket_timeout": SOCKET_SECONDS,
        "socket_connect_timeout": SOCKET_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }
    parts = urlsplit(url)
    if parts.scheme == "redis+socket":
        number = int(parse_qs(parts.query).get("virtual_host", ["0"])[0])
        return redis.Redis(unix_socket_path=parts.path, db=number, **limits)
    return redis.Redis.from_url(url, **limits)
