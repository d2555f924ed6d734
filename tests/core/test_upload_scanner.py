"""Virus scan: the test virus is refused by ClamAV's own daemon where it is installed, and always by a peer of its protocol.

A daemon that is silent, slow, broken or talks nonsense takes nothing in.
"""

import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.refusals import Refused
from core.uploads import scanner
from core.uploads.files import accept_file, copy_file
from core.uploads.refusals import TryLater
from core.uploads.scanner import scan
from tests.factories.applications import sample_pdf
from tests.factories.files import stuffed_pdf

pytestmark = pytest.mark.owasp("A08")
# The industry's harmless test virus (EICAR, 68 bytes), split so that no scanner takes this file for it.
TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLAMD = shutil.which("clamd") or shutil.which("/usr/sbin/clamd")


def infected_pdf() -> bytes:
    """A lawful PDF that carries the test virus."""
    return stuffed_pdf(TEST_VIRUS)


class Peer:
    """Speaks clamd's INSTREAM on loopback: collects the pieces and answers by what they hold."""

    def __init__(self, answer: bytes | None = None, *, hears: bool = True, limit: int = 0) -> None:
        self.answer, self.hears, self.limit = answer, hears, limit
        self.received = b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        try:
            line, _ = self.server.accept()
        except OSError:
            return
        with line, line.makefile("rb") as stream:
            if not self.hears:
                self.done.wait(10)
                return
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", stream.read(4))[0]:
                self.received += stream.read(size)
                if self.limit and len(self.received) > self.limit:
                    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            found = b"stream: Eicar-Test-Signature FOUND\0" if TEST_VIRUS in self.received else b"stream: OK\0"
            line.sendall(found if self.answer is None else self.answer)

    def close(self) -> None:
        self.done.set()
        self.server.close()
        self.thread.join(5)


@contextmanager
def peer(settings, **options) -> Iterator[Peer]:
    talker = Peer(**options)
    settings.CLAMD_URL = f"tcp://127.0.0.1:{talker.port}"
    try:
        yield talker
    finally:
        talker.close()


@pytest.fixture(scope="module")
def daemon(tmp_path_factory) -> Iterator[str]:
    """ClamAV's daemon with a signature list of one line, the test virus; its address."""
    folder = tmp_path_factory.mktemp("clamav")
    # Unix socket addresses are short; the folder of a test run may not be.
    place = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    (folder / "uji.ndb").write_text(f"Eicar-Test-Signature:0:*:{TEST_VIRUS.hex()}\n")
    listening = place / "clamd"
    (folder / "clamd.conf").write_text(
        f"LocalSocket {listening}\nDatabaseDirectory {folder}\nForeground yes\nLogFile {folder / 'clamd.log'}\n"
        "StreamMaxLength 6M\nMaxThreads 2\nSelfCheck 0\n"
    )
    process = subprocess.Popen([CLAMD, "--config-file", folder / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for _ in range(200):
            if listening.exists():
                break
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.1)
        yield f"unix:{listening}"
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()
        shutil.rmtree(place)


@pytest.fixture(params=["protocol peer", *(["clamd on this machine"] if CLAMD else [])])
def scanning(request, settings) -> Iterator[None]:
    if request.param == "protocol peer":
        with peer(settings):
            yield
    else:
        settings.CLAMD_URL = request.getfixturevalue("daemon")
        yield


def test_virus_is_refused_by_name_and_leaves_nothing(scanning, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    with pytest.raises(Refused, match=r"Pemindai virus menolak berkas ini \(Eicar-Test-Signature") as refused:
        accept_file(infected_pdf(), "surat.pdf", folder="uji")
    assert not isinstance(refused.value, TryLater)
    assert refused.value.field == "file"
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_clean_file_passes(scanning, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    accepted = accept_file(sample_pdf(), "surat.pdf", folder="uji")
    assert (tmp_path / accepted.path).read_bytes() == sample_pdf()


def test_virus_at_the_very_end_of_a_large_file_is_found(scanning):
    with pytest.raises(Refused, match="Eicar-Test-Signature"):
        scan(b"\n" * (5 * 1024 * 1024 - len(TEST_VIRUS)) + TEST_VIRUS)


def test_every_byte_reaches_the_scanner(settings):
    content = bytes(range(256)) * 1000
    with peer(settings) as talker:
        scan(content)
    assert talker.received == content


def test_copies_from_the_locker_are_scanned_again(settings, tmp_path):
    """Kept before scanning was switched on, or before the scanner knew this virus."""
    settings.MEDIA_ROOT = str(tmp_path)
    accepted = accept_file(infected_pdf(), "surat.pdf", folder="uji")
    with peer(settings), pytest.raises(Refused, match="Pemindai virus menolak"):
        copy_file(accepted.path, accepted, folder="salinan")
    assert not (tmp_path / "salinan").exists()


NONSENSE = [b"", b"\0", b"stream: O", b"OK\0", b"stream: ERROR\0", b"stream: ok\0", b"stream: OK\nstream: OK\0", b"x" * 9000]


@pytest.mark.parametrize("answer", NONSENSE, ids=repr)
def test_answer_that_is_not_a_clear_yes_takes_nothing_in(settings, tmp_path, answer):
    settings.MEDIA_ROOT = str(tmp_path)
    with peer(settings, answer=answer), pytest.raises(TryLater, match="sedang tidak menjawab"):
        accept_file(sample_pdf(), "surat.pdf", folder="uji")
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_daemon_that_never_answers_is_given_up(settings, monkeypatch):
    monkeypatch.setattr(scanner, "ANSWER_SECONDS", 0.2)
    with peer(settings, hears=False), pytest.raises(TryLater):
        scan(sample_pdf())


def test_daemon_that_hangs_up_in_the_middle_takes_nothing_in(settings):
    with peer(settings, limit=1000), pytest.raises(TryLater):
        scan(bytes(3_000_000))


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:/tidak/ada", "/tidak/ada", "tcp://127.0.0.1", "omong kosong"])
def test_daemon_that_is_not_there_takes_nothing_in(settings, url):
    settings.CLAMD_URL = url
    with pytest.raises(TryLater):
        scan(b"x")


def test_without_the_setting_nobody_is_asked(settings, monkeypatch):
    settings.CLAMD_URL = ""
    monkeypatch.setattr(scanner, "_connection", lambda url: pytest.fail("asked"))
    scan(TEST_VIRUS)


def test_name_of_a_virus_never_carries_markup(settings):
    with peer(settings, answer=b"stream: <b>x</b>\r\n-Uji FOUND\0"), pytest.raises(TryLater):
        scan(b"x")
    with peer(settings, answer=b"stream: <b>x</b> Uji FOUND\0"), pytest.raises(Refused, match=r"\(bxbUji\)"):
        scan(b"x")
