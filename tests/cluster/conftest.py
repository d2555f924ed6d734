"""`make cluster`: these tests want root, network namespaces, nginx and PgBouncer, and minutes, so `make test` leaves them out."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from asnkarier.bench.ground.network import Network, NoNamespaces
from tests.cluster.topology import Site
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


@pytest.fixture(scope="session")
def site(test_instance: Instance) -> Iterator[Site]:
    """The running site of two web machines, shared by all walks and faults; each leaves it whole."""
    os.environ["PATH"] += ":/usr/sbin"
    install_what_is_missing()
    try:
        Network().remove()
    except NoNamespaces as refused:
        pytest.exit(f"Mesin ini tidak mengizinkan network namespace ({refused}). Jalankan sebagai root.", returncode=3)
    made = Site(test_instance.places.home / "site")
    try:
        made.start()
        yield made
    finally:
        made.stop()
