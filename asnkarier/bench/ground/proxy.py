"""nginx in front of web servers, with the file a real site gives it (deploy/nginx/portal.conf.template)."""

import os
import re
import shutil
import socket
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from asnkarier.embedded.supervisor import Part

PAGES = Path(PROJECT_ROOT) / "deploy" / "nginx" / "pages"
TEMPLATE = Path(PROJECT_ROOT) / "deploy" / "nginx" / "portal.conf.template"
# Debian keeps it there; an ordinary account's search path may not say so.
PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


class NoProxy(Exception):
    """There is no nginx on this machine."""


def free_port() -> int:
    """A port of loopback on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def filled(path: Path, words: Mapping[str, str]) -> str:
    """A template of deploy/ with its ${NAMES} filled in; each must be known."""
    return re.sub(r"\$\{([A-Z_]+)\}", lambda found: words[found[1]], path.read_text())


def write_settings(
    folder: Path,
    servers: Iterable[str],
    listen: str,
    names: str,
    *,
    requests_per_second: int,
    connections: int,
    log: Path,
    answers: Path | None = None,
) -> Path:
    """Write nginx's settings into `folder`.

    Args:
        servers: addresses host:port of the web servers; listen: host:port people come to; names: of hosts it answers to.
        requests_per_second, connections: limits of one address.
        answers: gets a line for each request that says which server answered it; without it none are kept.

    Returns:
        The file to start it with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = {
        "UPSTREAM_SERVERS": " ".join(f"server {each} max_fails=1 fail_timeout=2s;" for each in servers),
        "LISTEN": listen,
        # Plain HTTP: a certificate would prove nothing about the portal.
        "TLS": "",
        "SERVER_NAMES": names,
        "REQUESTS_PER_SECOND": str(requests_per_second),
        "CONNECTIONS_PER_ADDRESS": str(connections),
        "PAGES": str(PAGES),
        "KEPT_PAGES": str(folder / "kept"),
    }
    (folder / "portal.conf").write_text(filled(TEMPLATE, words))
    places = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    told = f"log_format answers '$upstream_addr $status $request_method $request_uri'; access_log {answers} answers;"
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; pid {folder}/nginx.pid; worker_processes 1; error_log {log};\n"
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        "events { worker_connections 4096; }\n"
        f"http {{ {told if answers else 'access_log off;'} {places}\n"
        f"types {{ text/html html; }} include {folder}/portal.conf; }}\n"
    )
    return settings


def proxy_part(home: Path, name: str, servers: Iterable[str]) -> tuple[Part, int]:
    """A proxy on loopback that has been started and answers.

    Args:
        home: folder of everything it writes; name: what it is called; servers: addresses host:port behind it.

    Returns:
        The process, and its port.

    Raises:
        NoProxy: nginx is not installed, or does not start.
    """
    program = shutil.which("nginx", path=PLACES)
    if program is None:
        raise NoProxy("nginx tidak ditemukan. Pasang dulu: apt-get install nginx-light")
    port = free_port()
    folder = home / f"proxy-{name}"
    log = home / f"proxy-{name}.log"
    # One generator stands for a whole country here: limits of one address are a matter of the tests of the proxy.
    limits = {"requests_per_second": 100_000, "connections": 4096}
    settings = write_settings(folder, servers, f"127.0.0.1:{port}", "127.0.0.1", **limits, log=log)
    part = Part("Proksi", [program, "-c", str(settings), "-p", str(folder)], {"PATH": PLACES}, log)
    part.start()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and part.process is not None and part.process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return part, port
        except OSError:
            time.sleep(0.05)
    raise NoProxy(f"nginx tidak dapat dijalankan: {log.read_text()[-500:]}")
