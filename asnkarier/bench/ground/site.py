"""The portal behind nginx, a bare Django beside it, and what each part of them uses."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asnkarier.bench.ground.proxy import free_port, proxy_part
from asnkarier.bench.ground.servers import Ground, spread
from asnkarier.bench.ground.usage import children, processor_seconds, resident_megabytes
from asnkarier.embedded.supervisor import Part, stop_parts, wait_for_web, web_part


class Portal:
    """The web server that is measured, behind its proxy.

    Args:
        ground: its servers; web, proxy: processes; port: of the proxy.
    """

    def __init__(self, ground: Ground, web: Part, proxy: Part, port: int) -> None:
        self.port, self.web = port, web
        broker = ground.broker.process
        processes = {"web": web.process, "proxy": proxy.process, "database": ground.cluster.process, "broker": broker}
        self.pids = {name: process.pid for name, process in processes.items() if process is not None}

    def used(self) -> dict[str, float]:
        """Seconds of processor each part has used so far."""
        return {name: processor_seconds(pid) for name, pid in self.pids.items()}

    def memory(self) -> list[float]:
        """MiB of each web process, in the order in which they were started."""
        return [round(resident_megabytes(pid), 1) for pid in sorted(children(self.pids["web"]))]


def each_costs(before: dict[str, float], after: dict[str, float], number: int) -> dict[str, float]:
    """Milliseconds of processor by part for one of `number`."""
    spent = {name: (after[name] - before.get(name, 0.0)) * 1000 / max(number, 1) for name in after}
    return {name: round(value, 3) for name, value in spent.items()} | {"all": round(sum(spent.values()), 3)}


@contextlib.contextmanager
def site(ground: Ground) -> Iterator[Portal]:
    """The portal's web server and nginx."""
    port = ground.web("malam", TRUSTED_PROXY_COUNT="1")
    proxy, outside = proxy_part(ground.places.home, "malam", [f"127.0.0.1:{port}"])
    try:
        yield Portal(ground, ground.webs[-1], proxy, outside)
    finally:
        stop_parts([proxy])


@contextlib.contextmanager
def bare_server(ground: Ground, folder: Path, page: bytes) -> Iterator[Portal]:
    """A bare Django behind a proxy of its own, with a template as long as `page`."""
    template = page.decode().replace("{", "(").replace("}", ")").replace("</body>", "{{ moment }}</body>")
    (folder / "page.html").write_text(template)
    environment = {name: text for name, text in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    part = web_part(environment | {"ASN_BARE_FOLDER": str(folder)}, ground.places.log, 0, workers=os.cpu_count() or 1)
    port = free_port()
    part.command[part.command.index("--port") + 1] = str(port)
    part.command[part.command.index("asnkarier.wsgi:application")] = "asnkarier.bench.plain.bare:application"
    part.log = ground.places.log / "bare.log"
    part.start()
    try:
        proxy, outside = proxy_part(ground.places.home, "bare", [f"127.0.0.1:{port}"])
        try:
            wait_for_web(part, port)
            yield Portal(ground, part, proxy, outside)
        finally:
            stop_parts([proxy])
    finally:
        stop_parts([part])


def summary(measured: list[dict[str, Any]]) -> dict[str, Any]:
    """One kind of request over its rounds."""
    wrong = sum(count for each in measured for status, count in each["statuses"].items() if status not in ("200", "302"))
    return {
        "a second": spread([each["per_second"] for each in measured]),
        **{f"{name} ms": spread([each[f"{name}_ms"] for each in measured], 2) for name in ("p50", "p95", "p99")},
        "errors": wrong,
        "cost ms": measured[-1]["cost"],
    }
