"""make, the CI script and `manage.py bench`."""

import io
import json
import re
import subprocess

import pytest
from django.core.management import call_command

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from core.bench import boot
from core.management.commands.bench import lines
from tests.harness.instance import project_path


def test_makefile_has_at_most_twelve_explained_targets():
    text = project_path("Makefile").read_text()
    targets = re.findall(r"^([a-z]+):", text, re.M)
    assert len(targets) <= 12
    assert re.findall(r"^([a-z]+):.*## \w", text, re.M) == targets
    assert set(re.search(r"^\.PHONY: (.*)$", text, re.M)[1].split()) == set(targets)


def test_make_help_lists_every_target():
    # Inside `make test` the outer make's level would add lines of its own.
    command = ["make", "--no-print-directory", "help"]
    done = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    listed = [line.split()[0] for line in done.stdout.splitlines()]
    assert listed == re.findall(r"^([a-z]+):", project_path("Makefile").read_text(), re.M)


def test_ci_runs_the_check_and_then_the_suite():
    text = project_path(".ci", "run").read_text()
    assert project_path(".ci", "run").stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", ".ci/run"], cwd=PROJECT_ROOT).returncode == 0
    assert "set -euo pipefail" in text
    commands = re.findall(r"^make (\w+) ", text, re.M)
    assert commands == ["check", "test"]


@pytest.fixture
def measured(monkeypatch):
    """`bench boot` with invented measurements: empty starts of 5, 9 and 6 s, restarts of 2 s."""
    empty = iter([5.0, 9.0, 6.0])
    starts = []

    def measure_start(local):
        starts.append(local)
        total = 2.0 if len(starts) % 2 == 0 else next(empty)
        return {"migrations": total / 2, "total to first page": total, "stop": 0.1}

    monkeypatch.setattr(boot, "measure_start", measure_start)
    return starts


def test_bench_boot_prints_one_json_document(measured):
    out = io.StringIO()
    call_command("bench", "boot", "--json", "--rounds", "3", stdout=out)
    result = json.loads(out.getvalue())
    assert result["empty"] == {
        "migrations": 3.0,
        "total to first page": 6.0,
        "stop": 0.1,
        "slowest total": 9.0,
        "bar": 8.0,
        "within bar": False,
    }
    assert result["restart"]["within bar"] is True
    assert result["rounds"] == 3
    assert {"cores", "python", "system"} <= set(result["machine"])


def test_bench_boot_restarts_in_the_same_folder_and_removes_it(measured):
    call_command("bench", "boot", stdout=io.StringIO())
    empty, restart = measured
    assert empty == restart
    assert not empty.parent.exists()


def test_bench_shows_lines_for_people():
    assert lines({"kosong": {"migrasi": 1.5}, "putaran": 2}) == ["kosong", "  migrasi: 1.5", "putaran: 2"]
