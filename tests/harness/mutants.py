"""Rules of who may do what, switched off one at a time: the suite must fail each time.

    .venv/bin/python -m tests.harness.mutants                  every rule of `mutants()`
    .venv/bin/python -m tests.harness.mutants --only selection --json
    .venv/bin/python -m tests.harness.mutants --only stake tests/selection/test_duties_machine.py
    .venv/bin/python -m tests.harness.mutants --state FILE --minutes 5      goes on where it stopped

One run of pytest tries them all. Each rule is put behind a switch that also notes who asked it. A test runs as it is; then again
for each rule it asked that nobody has missed yet, with that rule refusing nothing. Fails the test then, and passes once more with
the rule back, the rule is missed: the mutant is killed. Files that speak of a rule, or of an act that asks it, come first.
A mutant that no test notices has survived: the guard is there, but nothing would tell if it were lost.
"""

import argparse
import ast
import functools
import importlib
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "approvals", "employees", "vacancies", "talent", "selection", "privacy")
# Slow ones, and those that start servers of their own, are asked by nobody here.
LEFT_OUT = tuple(
    f"tests/{each}" for each in ("e2e/", "faults/", "embedded/", "demo/", "evidence/", "access/test_guard_mutants.py", "cluster/")
)
MATRIX = ("tests/access/test_conflicts.py", "tests/access/test_leaks.py", "tests/access/test_every_url.py")
# Parts of a rule that each bar one kind of person: without one of them the rest still refuses much.
PARTS = (
    "approvals.permissions:stake_of",
    "approvals.rules.engine:own_request_refusal",
    "approvals.rules.engine:second_step_refusal",
    "selection.chains:_takes_part",
    "selection.chains:_scorer_refusal",
    "selection.permissions:stake_refusal",
    "selection.permissions:closed_refusal",
    "vacancies.chains:_has_applied",
    "vacancies.permissions.window:stake_refusal",
)
STATE, CHOSEN, SECONDS = "MUTANTS_STATE", "MUTANTS_CHOSEN", "MUTANTS_SECONDS"


class Switches:
    """All rules behind a switch each, in this process."""

    def __init__(self) -> None:
        self.off = ""
        self.asked: set[str] = set()

    def put_before(self, mutant: str) -> None:
        """Replace `module:function`, also where it was imported by name."""
        name, _, function = mutant.partition(":")
        honest = getattr(importlib.import_module(name), function)

        @functools.wraps(honest)
        def switched(*args: Any, **kwargs: Any) -> Any:
            self.asked.add(mutant)
            return None if self.off == mutant else honest(*args, **kwargs)

        for each in list(sys.modules.values()):
            for word, value in list(getattr(each, "__dict__", {}).items()):
                if value is honest:
                    setattr(each, word, switched)


class Hunt:
    """What is known so far, kept in a file: who killed which mutant, and which tests have run.

    Args:
        path: of the file; chosen: mutants to try; seconds: after which no further test begins.
    """

    def __init__(self, path: Path, chosen: Iterable[str], seconds: float) -> None:
        self.path, self.chosen, self.ends = path, list(chosen), time.monotonic() + seconds
        known = json.loads(path.read_text()) if path.exists() else {}
        self.killed: dict[str, str] = known.get("killed", {})
        self.tries: dict[str, int] = known.get("tries", {})
        self.ran: set[str] = set(known.get("ran", ()))
        self.broken: set[str] = set(known.get("broken", ()))
        self.switches = Switches()

    def alive(self) -> set[str]:
        """Mutants nobody has noticed yet."""
        return {each for each in self.chosen if each not in self.killed}

    def keep(self) -> None:
        """Write down what is known."""
        known = {"killed": self.killed, "tries": self.tries, "ran": sorted(self.ran), "broken": sorted(self.broken)}
        self.path.write_text(json.dumps(known, indent=1))

    def passes(self, item: pytest.Item, following: pytest.Item | None, off: str = "") -> bool:
        """Run a test with one rule switched off, "" with none."""
        self.switches.off = off
        try:
            item._initrequest()  # type: ignore[attr-defined]
            reports = runtestprotocol(item, log=False, nextitem=following)
        finally:
            self.switches.off = ""
        return not any(report.failed for report in reports)

    def try_all(self, item: pytest.Item, following: pytest.Item | None) -> None:
        """Run a test as it is, then once for each living rule it asked."""
        self.ran.add(item.nodeid)
        self.switches.asked.clear()
        if not self.passes(item, following):
            self.broken.add(item.nodeid)
            return
        for mutant in sorted(self.alive() & self.switches.asked):
            self.tries[mutant] = self.tries.get(mutant, 0) + 1
            if not self.passes(item, following, mutant) and self.passes(item, following):
                self.killed[mutant] = item.nodeid
                print(f"killed   {mutant}  {item.nodeid}", file=sys.stderr, flush=True)


HUNTS: list[Hunt] = []


def pytest_sessionstart(session: pytest.Session) -> None:
    """Put the switches in place before any test module takes a rule by name."""
    if STATE in os.environ:
        hunt = Hunt(Path(os.environ[STATE]), os.environ[CHOSEN].split(), float(os.environ[SECONDS]))
        for mutant in hunt.chosen:
            hunt.switches.put_before(mutant)
        HUNTS.append(hunt)


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Hunt instead of merely running."""
    if not HUNTS:
        return None
    hunt = HUNTS[0]
    if hunt.alive() and item.nodeid not in hunt.ran and time.monotonic() < hunt.ends:
        hunt.try_all(item, nextitem)
        hunt.keep()
    item.session._setupstate.teardown_exact(nextitem)
    return True


@cache
def sources() -> dict[str, ast.Module]:
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                found[str(path.relative_to(ROOT))] = ast.parse(path.read_text())
    return found


def mutants() -> list[str]:
    """`module:function` of every rule that answers who may do something, and of the parts that bar one kind of person."""
    found = []
    for path, tree in sources().items():
        if "permissions" not in path and path != "selection/relatives.py":
            continue
        module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        found += [f"{module}:{name}" for name in functions if name.startswith("can_")]
    return [*found, *PARTS]


@cache
def functions() -> list[tuple[str, frozenset[str]]]:
    """Every function outside the permissions modules, with the words of its body."""
    nodes = [
        node
        for path, tree in sources().items()
        if "permissions" not in path
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
    return [(node.name, frozenset(re.findall(r"\w+", ast.unparse(node)))) for node in nodes]


def askers(function: str) -> set[str]:
    """Names of the functions that ask this rule, outside the permissions modules."""
    return {name for name, words in functions() if function in words}


@cache
def tests() -> dict[str, Counter[str]]:
    """The test files to ask, by path: how often each word stands in them."""
    paths = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
    slow = re.compile(r"_(races?|machine)\.py$")
    asked = [path for path in paths if not path.startswith(LEFT_OUT) and not slow.search(path)]
    return {path: Counter(re.findall(r"\w+", (ROOT / path).read_text())) for path in asked}


def likely(mutant: str) -> list[str]:
    """Test files that speak of a rule or of what asks it; the one with most words of it among its own first."""
    function = mutant.partition(":")[2]
    words = {function, *askers(function)}
    speaking = {path: sum(found[word] for word in words) / found.total() for path, found in tests().items() if found}
    return sorted((path for path in speaking if speaking[path]), key=lambda path: -speaking[path])


def order(chosen: Iterable[str]) -> list[str]:
    """All test files that may notice one of these mutants: first choices, second choices, the matrix, the rooms."""
    chosen = list(chosen)
    rooms = {mutant.split(".")[0] for mutant in chosen}
    rest = [path for path in tests() if path.split("/")[1] in rooms]
    rounds = zip_longest(*(likely(mutant) for mutant in chosen))
    return list(dict.fromkeys([*(path for each in rounds for path in each if path), *MATRIX, *rest]))


def main() -> int:
    """Try them, print a line each and the count; 1 when one survived."""
    options = argparse.ArgumentParser(description="Switch rules off one at a time.")
    options.add_argument("files", nargs="*", help="test files to ask; all that may notice without it")
    options.add_argument("--only", default="", help="part of the name")
    options.add_argument("--json", action="store_true")
    options.add_argument("--state", default="", help="file that remembers, to go on later")
    options.add_argument("--minutes", type=float, default=24 * 60.0, help="after which no further test begins")
    given = options.parse_args()
    chosen = [each for each in mutants() if given.only in each]
    state = Path(given.state or ROOT / ".local" / "mutants.json")
    if not given.state:
        state.parent.mkdir(exist_ok=True)
        state.unlink(missing_ok=True)
    hunt = Hunt(state, chosen, 0)
    files = given.files or order(hunt.alive())
    if hunt.alive():
        subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "tests.harness.mutants", "-q", "--no-header", "--tb=no", *files],
            cwd=ROOT,
            env=os.environ | {STATE: str(state), CHOSEN: " ".join(chosen), SECONDS: str(60 * given.minutes), "TEST_KEEP": "1"},
            stdout=subprocess.DEVNULL,
            check=False,
        )
    hunt = Hunt(state, chosen, 0)
    for mutant in sorted(hunt.alive()):
        print(f"SURVIVED {mutant}  asked by {hunt.tries.get(mutant, 0)} tests", file=sys.stderr)
    for test in sorted(hunt.broken):
        print(f"fails without any mutant: {test}", file=sys.stderr)
    if given.json:
        print(json.dumps({"killed": len(chosen) - len(hunt.alive()), "total": len(chosen), "by": hunt.killed}, indent=1))
    else:
        print(f"rules: {len(chosen) - len(hunt.alive())} of {len(chosen)} mutants killed")
    return 1 if hunt.alive() else 0


if __name__ == "__main__":
    sys.exit(main())
