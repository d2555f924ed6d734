"""Rules of who may do what, switched off one at a time: the suite must fail each time.

    .venv/bin/python -m tests.harness.mutants                  every `can_...` of every permissions module
    .venv/bin/python -m tests.harness.mutants --only selection --json

A mutant is a process of its own with `ASN_MUTANT=module:function`; `tests/conftest.py` then replaces that function by one that
refuses nothing. First the test files run that speak of the function or of an act that asks it, then those of the room and the
matrix.
A mutant that no test notices has survived: the guard is there, but nothing would tell if it were lost.
"""

import argparse
import ast
import importlib
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "approvals", "employees", "vacancies", "talent", "selection", "privacy")
# Slow ones, and those that start servers of their own, are asked by nobody here.
LEFT_OUT = tuple(
    f"tests/{each}" for each in ("e2e/", "faults/", "embedded/", "demo/", "evidence/", "access/test_guard_mutants.py")
)
MATRIX = ("tests/access/test_conflicts.py", "tests/access/test_leaks.py", "tests/access/test_every_url.py")


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant: its name, whether a test noticed, which one, and after how many seconds."""

    mutant: str
    killed: bool
    by: str
    seconds: float


def permits(*args: object, **kwargs: object) -> None:
    """Stands in for a rule: refuses nothing."""


def apply(mutant: str) -> None:
    """Replace `module:function` in this process, also where it was imported by name.

    Args:
        mutant: dotted module and function, with a colon between.
    """
    name, _, function = mutant.partition(":")
    module = importlib.import_module(name)
    honest = getattr(module, function)
    for each in list(sys.modules.values()):
        for word, value in list(getattr(each, "__dict__", {}).items()):
            if value is honest:
                setattr(each, word, permits)


@cache
def sources() -> dict[str, ast.Module]:
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                found[str(path.relative_to(ROOT))] = ast.parse(path.read_text())
    return found


def mutants() -> list[str]:
    """`module:function` of every rule that answers who may do something."""
    found = []
    for path, tree in sources().items():
        if "permissions" not in path and path != "selection/relatives.py":
            continue
        module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        found += [f"{module}:{name}" for name in functions if name.startswith("can_")]
    return found


def askers(function: str) -> set[str]:
    """Names of the functions that ask this rule, outside the permissions modules."""
    found = set()
    for path, tree in sources().items():
        if "permissions" in path:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and re.search(rf"\b{function}\b", ast.unparse(node)):
                found.add(node.name)
    return found


@cache
def tests() -> dict[str, str]:
    paths = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
    return {path: (ROOT / path).read_text() for path in paths if not path.startswith(LEFT_OUT)}


def stages(mutant: str) -> list[list[str]]:
    """Groups of test files to try, the likeliest first."""
    module, _, function = mutant.partition(":")
    room = module.split(".")[0]
    words = {function, *askers(function)}
    speaking = {path: sum(len(re.findall(rf"\b{word}\b", text)) for word in words) for path, text in tests().items()}
    likely = sorted((path for path, count in speaking.items() if count), key=lambda path: -speaking[path])
    rest = [path for path in tests() if path.startswith(f"tests/{room}/") and "/rules/" not in path and path not in likely]
    return [group for group in (likely[:6], likely[6:], list(MATRIX), rest) if group]


def tried(mutant: str) -> Outcome:
    """Run the suite's parts over one mutant until a test fails."""
    began = time.monotonic()
    for group in stages(mutant):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--tb=no", "--show-capture=no", *group],
            cwd=ROOT,
            env=os.environ | {"ASN_MUTANT": mutant, "TEST_KEEP": "1"},
            capture_output=True,
            text=True,
        )
        if done.returncode == 1:
            by = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.M)
            return Outcome(mutant, True, by[1] if by else "", round(time.monotonic() - began, 1))
        if done.returncode not in (0, 5):
            raise RuntimeError(f"{mutant}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return Outcome(mutant, False, "", round(time.monotonic() - began, 1))


def main() -> int:
    """Try them, print a line each and the count; 1 when one survived."""
    options = argparse.ArgumentParser(description="Switch rules off one at a time.")
    options.add_argument("--only", default="", help="part of the name")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    outcomes = []
    for mutant in mutants():
        if chosen.only not in mutant:
            continue
        outcome = tried(mutant)
        outcomes.append(outcome)
        word = "killed" if outcome.killed else "SURVIVED"
        print(f"{word:9}{mutant}  {outcome.by}  {outcome.seconds} s", file=sys.stderr, flush=True)
    killed = sum(outcome.killed for outcome in outcomes)
    if chosen.json:
        each = [asdict(outcome) for outcome in outcomes]
        print(json.dumps({"killed": killed, "total": len(outcomes), "mutants": each}, indent=1))
    else:
        print(f"rules: {killed} of {len(outcomes)} mutants killed")
    return int(killed < len(outcomes))


if __name__ == "__main__":
    sys.exit(main())
