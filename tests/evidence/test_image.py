"""What goes into the image of production."""

from pathlib import Path

import pytest

from asnkarier.embedded.bootstrap import PROJECT_ROOT

pytestmark = pytest.mark.owasp("A02")


def test_the_image_leaves_repository_and_tests_out():
    """Neither history nor tests, nor what the built-in servers leave on a developer's disk, secrets among it."""
    left_out = set((Path(PROJECT_ROOT) / ".dockerignore").read_text().split())
    assert {".git", ".venv", ".local", "tests", "**/__pycache__"} <= left_out
    lines = (Path(PROJECT_ROOT) / "deploy/Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith(("ADD ", "ARG "))] == []
    assert "USER portal" in lines
    assert [line for line in lines if "requirements-dev" in line or "--index-url" in line] == []
