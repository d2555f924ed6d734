"""Load generator: keep-alive connections, each with one request on its way; prints what it measured as JSON.

A script of its own, standard library only, so that it shares neither interpreter nor imports with what it measures:
`load.py PORT FILE CLIENTS SECONDS REPEAT`. FILE holds whole requests separated by NUL. One thread over epoll or poll.
"""

import json
import select
import socket
import sys
import time


class Line:
    """One connection: the request on its way, and what of the answer has come."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self.head = b""
        self.missing = -1
        self.is_last = False

    def send(self, request: bytes) -> None:
        """Start a request; small enough for the socket's buffer."""
        self.head, self.missing = b"", -1
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def take(self) -> int:
        """Read what has come. Returns the status once the answer is complete, 0 before, -1 when the server hung up."""
        # More than this at once would be memory asked of the system for every answer, which took longer than reading it.
        piece = self.socket.recv(65_536)
        if not piece:
            return -1
        if self.missing < 0:
            self.head += piece
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return 0
            head = self.head[: end + 2].lower()
            self.is_last = b"\r\nconnection: close\r\n" in head
            at = head.find(b"content-length:")
            length = int(head[at + 15 : head.index(b"\r\n", at)]) if at >= 0 else 0
            self.missing = end + 4 + length - len(self.head)
        else:
            self.missing -= len(piece)
        return int(self.head[9:12]) if self.missing <= 0 else 0


def measure(port: int, requests: list[bytes], clients: int, seconds: float, repeat: bool) -> dict[str, object]:
    """Send until the time is over or, without `repeat`, every request was sent once. Times in seconds."""
    lines: dict[int, Line] = {}
    poller = select.epoll() if hasattr(select, "epoll") else select.poll()

    def opened() -> Line:
        line = Line(port)
        lines[line.socket.fileno()] = line
        poller.register(line.socket.fileno(), select.EPOLLIN if hasattr(select, "epoll") else select.POLLIN)
        return line

    for _ in range(clients):
        opened()
    place, total = 0, len(requests)
    waits: list[float] = []
    statuses: dict[int, int] = {}
    begun = time.perf_counter()
    end = begun + seconds
    busy = 0
    for line in list(lines.values()):
        if place < total or repeat:
            line.send(requests[place % total])
            place, busy = place + 1, busy + 1
    last = begun
    while busy:
        for number, _ in poller.poll():
            line = lines[number]
            status = line.take()
            if status == 0:
                continue
            if status < 0:
                raise SystemExit("the server hung up")
            last = time.perf_counter()
            waits.append(last - line.sent_at)
            statuses[status] = statuses.get(status, 0) + 1
            if last < end and (repeat or place < total):
                if line.is_last:
                    # nginx ends a connection after 1,000 answers and says so; a browser opens another.
                    poller.unregister(number)
                    lines.pop(number).socket.close()
                    line = opened()
                line.send(requests[place % total])
                place += 1
            else:
                busy -= 1
    waits.sort()
    span = last - begun

    def percentile(share: float) -> float:
        return round(waits[min(len(waits) - 1, int(len(waits) * share))] * 1000, 2)

    return {
        "answers": len(waits),
        "seconds": round(span, 3),
        "per_second": round(len(waits) / span, 1),
        "p50_ms": percentile(0.50),
        "p95_ms": percentile(0.95),
        "p99_ms": percentile(0.99),
        "longest_ms": percentile(1.0),
        "statuses": {str(status): count for status, count in sorted(statuses.items())},
    }


if __name__ == "__main__":
    with open(sys.argv[2], "rb") as file:
        asked = file.read().split(b"\0")
    print(json.dumps(measure(int(sys.argv[1]), asked, int(sys.argv[3]), float(sys.argv[4]), sys.argv[5] == "1")))
