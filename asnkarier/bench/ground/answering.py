"""People in a computer test: each answers every so many seconds, keeps what is unsent and sends it again, as exam.js does.

A script of its own, standard library only: `answering.py PORT FILE EVERY SECONDS`. FILE holds what ground/sitters.py printed.
Prints as JSON how long answered requests took, how long it took until an answer was saved, what else was answered, how often a
line was cut, and per person what was chosen last.
"""

import asyncio
import json
import random
import sys
import time
from typing import Any

PAUSES = (2, 4, 8, 15)
# As long as a browser waits for an answer before it tries again.
PATIENCE = 10
# How long people wait at the end for what is still unsent.
LAST_WAIT = 90


class Person:
    """One participant with an own connection."""

    def __init__(self, facts: dict[str, Any], order: dict[str, Any], port: int, notes: dict[str, Any]) -> None:
        self.facts, self.order, self.port, self.notes = facts, order, port, notes
        self.unsent: dict[int, tuple[int, int, float]] = {}
        self.chosen: dict[int, tuple[int, int]] = {}
        self.wake = asyncio.Event()
        self.line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def choose(self, every: float, until: float) -> None:
        """An answer every so often, from a random instant on."""
        await asyncio.sleep(random.random() * every)  # noqa: S311 - a load, no secret
        last = 0
        while time.monotonic() < until:
            number = random.randint(1, self.order["questions"])  # noqa: S311
            last = max(last + 1, int(time.time() * 1000))
            choice = random.randint(1, 5)  # noqa: S311
            self.unsent[number] = (choice, last, time.perf_counter())
            self.chosen[number] = (choice, last)
            self.wake.set()
            await asyncio.sleep(every)

    async def send_all(self, until: float) -> None:
        """Send whatever is unsent, again and again, until the end."""
        failures = 0
        while time.monotonic() < until + LAST_WAIT:
            if not self.unsent:
                if time.monotonic() >= until:
                    return
                self.wake.clear()
                try:
                    await asyncio.wait_for(self.wake.wait(), max(until - time.monotonic(), 0.05))
                except TimeoutError:
                    continue
            sent = dict(self.unsent)
            begun = time.perf_counter()
            try:
                status = await asyncio.wait_for(self.post(sent), PATIENCE)
            except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError):
                self.notes["cut"] += 1
                self.hang_up()
                await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
                continue
            now = time.perf_counter()
            self.notes["statuses"][str(status)] = self.notes["statuses"].get(str(status), 0) + 1
            if status != 200:
                await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
                continue
            failures = 0
            self.notes["requests"].append(now - begun)
            for number, row in sent.items():
                self.notes["saved"].append(now - row[2])
                if self.unsent.get(number) == row:
                    del self.unsent[number]

    async def post(self, sent: dict[int, tuple[int, int, float]]) -> int:
        """One request; the status of its answer."""
        if self.line is None:
            self.line = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.line
        rows = [[number, choice, False, sequence] for number, (choice, sequence, _) in sent.items()]
        body = json.dumps({"answers": rows})
        head = (
            f"POST {self.facts['path']} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: {self.order['cookie']}={self.facts['key']}\r\nX-CSRFToken: {self.facts['secret']}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write((head + body).encode())
        await writer.drain()
        answer = await reader.readuntil(b"\r\n\r\n")
        at = answer.lower().find(b"content-length:")
        length = int(answer[at + 15 : answer.index(b"\r\n", at)]) if at >= 0 else 0
        await reader.readexactly(length)
        return int(answer[9:12])

    def hang_up(self) -> None:
        if self.line is not None:
            self.line[1].close()
            self.line = None


async def sit(order: dict[str, Any], port: int, every: float, seconds: float) -> dict[str, Any]:
    """Everybody at once."""
    notes: dict[str, Any] = {"requests": [], "saved": [], "statuses": {}, "cut": 0}
    people = [Person(facts, order, port, notes) for facts in order["people"]]
    until = time.monotonic() + seconds
    await asyncio.gather(*(each.choose(every, until) for each in people), *(each.send_all(until) for each in people))
    for each in people:
        each.hang_up()

    def spread(values: list[float]) -> dict[str, float]:
        ordered = sorted(values) or [0.0]
        marks = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "longest": 1.0}
        return {name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1) for name, share in marks.items()}

    return {
        "requests": len(notes["requests"]),
        "request ms": spread(notes["requests"]),
        "until saved ms": spread(notes["saved"]),
        "statuses": notes["statuses"],
        "lines cut": notes["cut"],
        "unsent at the end": sum(len(each.unsent) for each in people),
        "chosen": {str(each.facts["id"]): each.chosen for each in people},
    }


if __name__ == "__main__":
    with open(sys.argv[2]) as file:
        asked = json.load(file)
    print(json.dumps(asyncio.run(sit(asked, int(sys.argv[1]), float(sys.argv[3]), float(sys.argv[4])))))
