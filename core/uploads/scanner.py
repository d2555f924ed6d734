"""Virus scan by ClamAV's daemon, when the setting `CLAMD_URL` names one.

Speaks INSTREAM, the daemon's own way of taking bytes (clamd(8), "COMMANDS"). A daemon that does not answer means that nothing
is taken in: a file is never kept unscanned while scanning is switched on.
"""

import logging
import re
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from core.refusals import Refused
from core.uploads.refusals import TryLater

logger = logging.getLogger(__name__)
CONNECT_SECONDS = 3
ANSWER_SECONDS = 30
PIECE = 64 * 1024
LONGEST_ANSWER = 4096


def scan(content: bytes) -> None:
    """Ask the scanner about the bytes; does nothing while `CLAMD_URL` is empty.

    Raises:
        Refused: a virus was found. TryLater: no answer, or none that can be trusted. Both for the field "file".
    """
    if not settings.CLAMD_URL:
        return
    try:
        answer = _ask(settings.CLAMD_URL, content)
    except (OSError, ValueError) as error:
        logger.error("virus scanner: %s", type(error).__name__)
        raise _silent() from None
    if answer == "stream: OK":
        return
    found = re.fullmatch(r"stream: (.+) FOUND", answer)
    if found is None:
        logger.error("virus scanner answered %.80r", answer)
        raise _silent()
    name = re.sub(r"[^\w.()-]", "", found[1])[:80]
    logger.warning("virus scanner found %s in an upload", name)
    raise Refused(f"Pemindai virus menolak berkas ini ({name}). Berkas tidak disimpan; unggah berkas lain.", field="file")


def _ask(url: str, content: bytes) -> str:
    with _connection(url) as line:
        line.settimeout(ANSWER_SECONDS)
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = line.recv(LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connection(url: str) -> socket.socket:
    """Open the line: "tcp://host:port", "unix:/path" or a plain path."""
    parts = urlsplit(url)
    if parts.scheme == "tcp":
        if not parts.hostname or not parts.port:
            raise ValueError("CLAMD_URL needs host and port")
        return socket.create_connection((parts.hostname, parts.port), timeout=CONNECT_SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(CONNECT_SECONDS)
        line.connect(parts.path)
    except BaseException:
        line.close()
        raise
    return line


def _silent() -> TryLater:
    sentence = "Pemindai virus portal sedang tidak menjawab, jadi berkas ini belum diterima. Coba lagi beberapa menit lagi."
    return TryLater(sentence, field="file")
