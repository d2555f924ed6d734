"""People on the evening of a deadline, over HTTP: sign in, open the vacancy, upload 2 MB in pieces, check, send, watch status.

A script of its own, standard library only: `visitors.py PORT FILE`, with the people as `evening.py` wrote them. It reads commands
as JSON lines and answers each by one: {"act": NAME, "clients": N, "people": M} lets the first M do one act, {"evening": SECONDS,
"clients": N, "first": M} lets people from number M on do all acts one after the other, so many at a time, until the time is over.
Everybody has an address of 127.0.0.0/8 of their own, because the portal counts sign-ins by address (Linux answers on all of
them).
"""

import asyncio
import hashlib
import html
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

# The largest piece upload.js sends.
PIECE = 512 * 1024
ACTS = ("sign in", "open vacancy", "upload 2 MB", "check", "send", "watch status")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
REVIEWED = re.compile(r'name="reviewed" value="([^"]+)"')
SHARES = {"p50 ms": 0.50, "p95 ms": 0.95, "p99 ms": 0.99}


class Wrong(Exception):
    """An answer nobody should get, or none."""


class Person:
    """One person: address, cookies, connection.

    Args:
        order: what `evening.py` wrote; facts: of this person; number: from 0; port: of the portal.
    """

    def __init__(self, order: dict[str, Any], facts: dict[str, str], number: int, port: int) -> None:
        self.order, self.facts, self.port = order, facts, port
        self.address = f"127.{10 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"
        self.cookies: dict[str, str] = {}
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None
        self.reviewed = ""
        self.milliseconds: list[float] = []

    async def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "", wanted: tuple[int, ...] = (200,), token: str = ""
    ) -> tuple[str, str]:
        """One request; address of a redirect and text of the answer.

        Raises:
            Wrong: a status other than `wanted`, or no answer.
        """
        begun = time.perf_counter()
        try:
            if self.writer is None or self.writer.is_closing():
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.address, 0))
            assert self.reader is not None
            lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "User-Agent: Mozilla/5.0 (ukur)"]
            if self.cookies:
                lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
            if token:
                lines.append(f"X-CSRFToken: {token}")
            if method == "POST":
                lines += [f"Content-Type: {kind or 'application/x-www-form-urlencoded'}", f"Content-Length: {len(body)}"]
            self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            await self.writer.drain()
            status, location, text = await self.read_answer(self.reader)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            await self.leave()
            raise Wrong(f"{method} {path.split('?')[0]}: {type(error).__name__}") from error
        self.milliseconds.append((time.perf_counter() - begun) * 1000)
        if status not in wanted:
            raise Wrong(f"{method} {generic(path)}: {status}")
        return location, text

    async def read_answer(self, reader: asyncio.StreamReader) -> tuple[int, str, str]:
        """Status, address of a redirect, text; cookies are kept."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status, location, length, chunked, closing = int(head[0].split()[1]), "", 0, False, False
        for line in head[1:]:
            name, _, value = line.partition(":")
            name, value = name.lower(), value.strip()
            if name == "set-cookie":
                key, _, word = value.split(";")[0].partition("=")
                self.cookies[key] = word.strip('"')
            elif name == "location":
                split = urlsplit(value)
                location = split.path + (f"?{split.query}" if split.query else "")
            elif name == "content-length":
                length = int(value)
            elif name == "transfer-encoding":
                chunked = "chunked" in value.lower()
            elif name == "connection":
                closing = value.lower() == "close"
        body = b""
        if chunked:
            while size := int((await reader.readline()).split(b";")[0], 16):
                body += await reader.readexactly(size)
                await reader.readline()
            await reader.readline()
        elif length:
            body = await reader.readexactly(length)
        if closing:
            await self.leave()
        return status, location, body.decode("utf-8", "replace")

    async def follow(self, onward: str) -> None:
        """The page a redirect leads to, over one more at most (the board has one for each kind of person)."""
        location, _ = await self.ask("GET", onward.split("#")[0], wanted=(200, 302))
        if location:
            await self.ask("GET", location.split("#")[0])

    async def leave(self) -> None:
        """Hang up."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None

    # Acts

    async def sign_in(self) -> None:
        _, page = await self.ask("GET", "/akun/login/")
        fields = {"csrfmiddlewaretoken": token_of(page), "login": self.facts["login"], "password": self.order["password"]}
        onward, _ = await self.ask("POST", "/akun/login/", urlencode(fields).encode(), wanted=(302,))
        await self.follow(onward)

    async def open_vacancy(self) -> None:
        await self.ask("GET", f"/lowongan/{self.facts['vacancy']}/")

    async def upload(self) -> None:
        place = f"/lamaran/{self.facts['application']}/dokumen/"
        action = f"{place}{self.order['type']}/unggah/"
        _, page = await self.ask("GET", place)
        token, content = token_of(page), self.order["content"]
        start = {
            "purpose": f"application:{self.facts['application']}:{self.order['type']}",
            "name": "surat.pdf",
            "size": str(len(content)),
            "fingerprint": self.order["fingerprint"],
            "csrfmiddlewaretoken": token,
        }
        _, answer = await self.ask("POST", "/unggahan/", urlencode(start).encode())
        upload = json.loads(answer)["id"]
        for begin in range(0, len(content), PIECE):
            address = f"/unggahan/{upload}/potongan/?mulai={begin}"
            await self.ask("POST", address, content[begin : begin + PIECE], "application/octet-stream", token=token)
        fields = {"csrfmiddlewaretoken": token, "file-unggahan": upload}
        onward, _ = await self.ask("POST", action, urlencode(fields).encode(), wanted=(302,))
        await self.follow(onward)

    async def check(self) -> None:
        _, page = await self.ask("GET", f"/lamaran/{self.facts['application']}/periksa/")
        found = REVIEWED.search(page)
        if found is None:
            raise Wrong("the check page has nothing to send")
        self.reviewed = urlencode({"csrfmiddlewaretoken": token_of(page), "reviewed": html.unescape(found[1])})

    async def send(self) -> None:
        onward, _ = await self.ask("POST", f"/lamaran/{self.facts['application']}/kirim/", self.reviewed.encode(), wanted=(302,))
        if not onward.endswith("/terkirim/"):
            raise Wrong(f"sent, and led to {generic(onward)}")
        await self.ask("GET", onward)

    async def watch(self) -> None:
        await self.ask("GET", f"/lamaran/{self.facts['application']}/")


STEPS: dict[str, Callable[[Person], Awaitable[None]]] = dict(
    zip(ACTS, (Person.sign_in, Person.open_vacancy, Person.upload, Person.check, Person.send, Person.watch), strict=True)
)


def token_of(page: str) -> str:
    """The first form's CSRF token."""
    found = TOKEN.search(page)
    if found is None:
        raise Wrong("a page without a form")
    return found[1]


def generic(path: str) -> str:
    """An address without ids, for counting what went wrong."""
    return re.sub(r"[0-9a-f-]{36}", "*", path.split("?")[0])


class Crowd:
    """Everybody, and what was measured of them."""

    def __init__(self, port: int, order: dict[str, Any]) -> None:
        with open(order["file"], "rb") as file:
            order["content"] = file.read()
        order["fingerprint"] = hashlib.sha256(order["content"]).hexdigest()
        self.people = [Person(order, facts, number, port) for number, facts in enumerate(order["people"])]
        self.place = 0
        self.forget()

    def forget(self) -> None:
        """Begin a new measurement."""
        self.acts: dict[str, list[float]] = {name: [] for name in ACTS}
        self.requests: list[float] = []
        self.seconds: Counter[int] = Counter()
        self.errors: Counter[str] = Counter()

    async def do(self, person: Person, act: str) -> bool:
        """One act of one person; whether it went well."""
        person.milliseconds = []
        begun = time.perf_counter()
        try:
            await STEPS[act](person)
        except Wrong as error:
            self.errors[f"{act}: {error}"] += 1
            return False
        finally:
            self.requests += person.milliseconds
            self.seconds[int(time.perf_counter() - self.begun)] += len(person.milliseconds)
        self.acts[act].append((time.perf_counter() - begun) * 1000)
        return True

    async def one_act(self, act: str, clients: int, most: int) -> None:
        """The next people, at most `most` of those who did all before, do one act."""
        waiting = self.people[:most]

        async def stream() -> None:
            while waiting:
                person = waiting.pop(0)
                await self.do(person, act)
                await person.leave()

        await asyncio.gather(*(stream() for _ in range(clients)))

    async def evening(self, clients: int, seconds: float, first: int) -> None:
        """People come one after the other from number `first` on and do everything."""
        self.place = max(self.place, first)

        async def stream() -> None:
            while self.place < len(self.people) and time.perf_counter() - self.begun < seconds:
                person = self.people[self.place]
                self.place += 1
                for act in ACTS:
                    if not await self.do(person, act):
                        break
                await person.leave()

        await asyncio.gather(*(stream() for _ in range(clients)))

    def measure(self, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out one command."""
        self.forget()
        self.begun = time.perf_counter()
        if "act" in command:
            LOOP.run_until_complete(self.one_act(command["act"], command["clients"], command["people"]))
        else:
            LOOP.run_until_complete(self.evening(command["clients"], command["evening"], command["first"]))
        span = time.perf_counter() - self.begun
        tenth = max(span / 10, 1e-9)
        tenths = [0] * 10
        for second, count in self.seconds.items():
            tenths[min(int(second / tenth), 9)] += count
        return {
            "seconds": round(span, 2),
            "requests": len(self.requests),
            "requests a second": round(len(self.requests) / span, 1),
            **percentiles(self.requests),
            "acts": {
                act: {"done": len(times), "a second": round(len(times) / span, 2), **percentiles(times)}
                for act, times in self.acts.items()
                if times
            },
            "requests in each tenth": tenths,
            "errors": sum(self.errors.values()),
            "wrong": dict(self.errors.most_common(5)),
            "people left": len(self.people) - self.place,
        }


def percentiles(times: list[float]) -> dict[str, float]:
    """p50, p95 and p99 of milliseconds; {} when there are none."""
    ordered = sorted(times)
    if not ordered:
        return {}
    return {name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1) for name, share in SHARES.items()}


if __name__ == "__main__":
    LOOP = asyncio.new_event_loop()
    with open(sys.argv[2]) as told:
        crowd = Crowd(int(sys.argv[1]), json.load(told))
    for line in sys.stdin:
        print(json.dumps(crowd.measure(json.loads(line))), flush=True)
