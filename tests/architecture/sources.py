"""The files these tests read: our rooms and our templates, parsed once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "accounts", "employees", "approvals", "vacancies", "talent", "selection", "privacy", "asnkarier")


@cache
def modules() -> dict[str, ast.Module]:
    """Path from the root -> syntax tree, for every module of ours that is no migration."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                found[str(path.relative_to(ROOT))] = ast.parse(path.read_text())
    return found


@cache
def templates() -> dict[str, str]:
    """Name as Django knows it -> text, for every template of ours."""
    folder = ROOT / "templates"
    kinds = (".html", ".txt", ".css")
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.suffix in kinds}


def rule_modules() -> dict[str, ast.Module]:
    """Those of `modules()` that hold rules."""
    return {name: tree for name, tree in modules().items() if "/rules/" in name}
