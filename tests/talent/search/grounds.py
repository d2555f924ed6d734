"""A database of its own with an invented register, searched over the connection of the test's process."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from asnkarier.embedded.database import PROJECT
from tests.harness.instance import Instance

FILL = """
import django; django.setup()
from django.core.management import call_command
from talent.search import rebuild
rebuild.FILES_FROM = {files_from}
call_command("load_reference", verbosity=0)
call_command("seed_employees", count={count}, seed=7)
call_command("rebuild_talent_search", verbosity=0)
"""


def run_as_owner(instance: Instance, database: str, code: str, counts: Path) -> subprocess.Popen:
    """Start Python with the rights of the owner of the tables."""
    environment = dict(os.environ) | instance.environment("owner", database) | {"TALENT_COUNTS_ROOT": str(counts)}
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code],
        env=environment, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def finish(process: subprocess.Popen) -> str:
    """Wait for it; its words."""
    words, _ = process.communicate(timeout=300)
    assert process.returncode == 0, words
    return words


@contextlib.contextmanager
def register_of(instance: Instance, name: str, count: int, counts: Path, *, files_from: int) -> Iterator[str]:
    """A database with so many people, searchable; the process's connection leads there meanwhile."""
    database = f"{instance.database}_{name}"
    instance.copy(instance.template(), database)
    finish(run_as_owner(instance, database, FILL.format(count=count, files_from=files_from), counts))
    before = connection.settings_dict["NAME"], settings.TALENT_COUNTS_ROOT
    connection.close()
    connection.settings_dict["NAME"], settings.TALENT_COUNTS_ROOT = database, str(counts)
    try:
        yield database
    finally:
        connection.close()
        connection.settings_dict["NAME"], settings.TALENT_COUNTS_ROOT = before
