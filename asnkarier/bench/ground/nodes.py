"""Web machines behind one proxy, one more at a time: how much each adds until the cores are full.

Each is a network namespace with one web process, as the machines of `make cluster`; where namespaces cannot be made (no root)
they are processes on loopback, and the result says so. They share one database and one broker over sockets.
"""

import contextlib
import http.client
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from asnkarier.bench.ground.network import Machine, Network, NoNamespaces
from asnkarier.bench.ground.proxy import proxy_part
from asnkarier.bench.ground.servers import Ground, load_file, spread
from asnkarier.embedded.supervisor import Part, stop_parts, web_part

FIRST_PORT = 8100
# Not those of `make cluster`, which may run on the same machine.
MARK, PREFIX = "akn", "10.77.32"


class Nodes:
    """Web machines that run.

    Args:
        ground: their database and broker; count: how many.
    """

    def __init__(self, ground: Ground, count: int) -> None:
        self.ground, self.network = ground, self._network()
        self.parts: list[Part] = []
        self.addresses: list[str] = []
        try:
            for number in range(1, count + 1):
                machine = self.network.machine(f"web{number}", 10 + number) if self.network else None
                self._start(number, machine)
        except BaseException:
            self.stop()
            raise

    @staticmethod
    def _network() -> Network | None:
        with contextlib.suppress(NoNamespaces, FileNotFoundError):
            return Network(MARK, PREFIX)
        return None

    def _start(self, number: int, machine: Machine | None) -> None:
        host, port = (machine.address, FIRST_PORT) if machine else ("127.0.0.1", FIRST_PORT + number)
        environment = self.ground.environment("web", TRUSTED_PROXY_COUNT="1")
        part = web_part(environment, self.ground.places.log, port, workers=1)
        part.command[part.command.index("--host") + 1] = host
        part.log = self.ground.places.log / f"node{number}.log"
        inside: AbstractContextManager[None] = machine.inside() if machine else contextlib.nullcontext()
        with inside:
            part.start()
        self.parts.append(part)
        self.addresses.append(f"{host}:{port}")
        deadline = time.monotonic() + 60
        while not answers(host, port):
            if time.monotonic() > deadline:
                raise RuntimeError(f"web machine {number}: {part.log.read_text()[-1000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End them, and take the machines away."""
        stop_parts(self.parts)
        if self.network:
            self.network.remove()


def answers(host: str, port: int) -> bool:
    """Whether a web server answers there."""
    with contextlib.closing(http.client.HTTPConnection(host, port, timeout=20)) as line:
        try:
            line.request("GET", "/kesehatan/siap/", headers={"Host": "127.0.0.1"})
            return line.getresponse().status == 200
        except OSError:
            return False


@contextmanager
def running(ground: Ground, count: int) -> Iterator[Nodes]:
    """Web machines for a while."""
    nodes = Nodes(ground, count)
    try:
        yield nodes
    finally:
        nodes.stop()


def added_throughput(ground: Ground, requests: Path, *, most: int, rounds: int, seconds: float, clients: int) -> dict[str, Any]:
    """Answers a second with one web machine, with two, and so on, in turn, round after round.

    Args:
        requests: file of whole requests of a page made for a signed-in person; most: machines at most.

    Returns:
        Per number of machines answers a second (median and range), p95 and errors, and what each added.
    """
    with running(ground, most) as nodes:
        proxies = [proxy_part(ground.places.home, f"nodes{count}", nodes.addresses[:count]) for count in range(1, most + 1)]
        try:
            measured: list[list[dict[str, Any]]] = [[] for _ in proxies]
            for _, port in proxies:
                load_file(port, requests, clients=clients, seconds=1, repeat=True)
            for _ in range(rounds):
                for place, (_, port) in enumerate(proxies):
                    measured[place].append(load_file(port, requests, clients=clients, seconds=seconds, repeat=True))
        finally:
            stop_parts([part for part, _ in proxies])
        separate = nodes.network is not None
    found: dict[str, Any] = {"in namespaces of their own": separate, "clients": clients}
    rates = []
    for count, each in enumerate(measured, start=1):
        rate = spread([one["per_second"] for one in each])
        rates.append(rate["median"])
        found[f"{count} web machine{'s' if count > 1 else ''}"] = {
            "a second": rate,
            "p95 ms": spread([one["p95_ms"] for one in each], 1),
            "errors": sum(number for one in each for status, number in one["statuses"].items() if status != "200"),
            "times one machine": round(rate["median"] / rates[0], 2),
        }
    return found
