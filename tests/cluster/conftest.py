"""`make cluster`: these tests want root, network namespaces, nginx and PgBouncer, and minutes, so `make test` leaves them out."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from asnkarier.bench.ground.network import Network, NoNamespaces
from tests.cluster.crowd import SEED
from tests.cluster.topology import PROXY, Site
from tests.e2e.conftest import browser, new_context, nowhere_but, pytest_runtest_makereport  # noqa: F401 - fixtures
from tests.harness.instance import Instance

PROGRAMS = {"ip": "iproute2", "nginx": "nginx-light", "pgbouncer": "pgbouncer"}


def install_what_is_missing() -> None:
    """Debian's packages of the programs this machine lacks; ends the run with a sentence where that cannot be done."""
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        if subprocess.run(command, capture_output=True).returncode != 0:
            subprocess.run(["apt-get", "update", "-qq"], capture_output=True)
            subprocess.run(command, capture_output=True)
        missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if missing:
        pytest.exit(f"Pasang dulu: {' '.join(missing)}", returncode=3)


@contextmanager
def standing(home: Path, **options: Any) -> Iterator[Site]:
    """A running site, alone on its network; ends the run with a sentence where there can be none."""
    if "/usr/sbin" not in os.environ["PATH"].split(":"):
        os.environ["PATH"] += ":/usr/sbin"
    install_what_is_missing()
    try:
        Network().remove()
    except NoNamespaces as refused:
        pytest.exit(f"Mesin ini tidak mengizinkan network namespace ({refused}). Jalankan sebagai root.", returncode=3)
    made = Site(home, **options)
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def site(test_instance: Instance) -> Iterator[Site]:
    """The running site of two web machines, shared by all faults; each leaves it whole."""
    with standing(test_instance.places.home / "site") as made:
        yield made


@pytest.fixture
def demo_site(test_instance: Instance) -> Iterator[Site]:
    """The same machines with the demo's people and plans, new for each walk, since each moves the clock."""
    with standing(test_instance.places.home / "demo-site", demo=True) as made:
        yield made


@pytest.fixture(scope="session")
def browser_flags() -> list[str]:
    """Chromium finds the proxy and nothing else. It is to treat it as it treats a site with a certificate."""
    return [nowhere_but(PROXY), f"--unsafely-treat-insecure-origin-as-secure=http://{PROXY}"]


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[..., None]:
    """Print figures for whoever runs the drill."""

    def told(what: str, **figures: object) -> None:
        with capsys.disabled():
            print(f"\n{what}: {json.dumps({'seed': SEED} | figures, ensure_ascii=False)}")

    return told
