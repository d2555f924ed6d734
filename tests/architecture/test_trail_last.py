"""The row of the trail is the last thing an act writes (docs/audit-trail.md).

`trail_last` in tests/harness/guards.py watches every transaction of the suite; these read the code, so that a path no test
takes is held to it as well.
"""

import ast
import re

from tests.architecture.sources import ROOT, modules

# What writes or locks, by the last word of its name or the first; reading behind the row is no harm.
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "select_for_update",
}
ACTS = re.compile(r"^_?(?:queue|tell|announce|call|remind|move|write|lock|open|close|settle|keep|take|answer|expire|release)_")


def calls(node: ast.AST) -> list[str]:
    """Dotted names of everything called below a node."""
    return [ast.unparse(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)]


def writers_of(tree: ast.Module) -> set[str]:
    """Names by which a module appends: `audit.record`, and its own short ways to it."""
    found = {"audit.record", "record_reading"}
    for _ in range(3):
        for function in tree.body:
            is_short = isinstance(function, ast.FunctionDef) and function.name.startswith("_record") and len(function.body) < 5
            if is_short and found & set(calls(function)):
                found.add(function.name)
    return found


def is_write(name: str) -> bool:
    last = name.rsplit(".", 1)[-1]
    return last in WRITES or bool(ACTS.match(last))


def written_behind(statements: list[ast.stmt], writers: set[str]) -> tuple[bool, list[str]]:
    """Whether the row is appended in a list of statements and the next one still reached, and what is written behind it."""
    appended, behind = False, []
    for statement in statements:
        names = calls(statement)
        if appended:
            behind += [name for name in names if is_write(name) and name not in writers]
        blocks = [getattr(statement, part, []) for part in ("body", "orelse", "finalbody")]
        if any(blocks) and not isinstance(statement, ast.FunctionDef):
            inner = [written_behind(block, writers) for block in blocks]
            behind += [name for _, found in inner for name in found]
            appended = appended or any(reached for reached, _ in inner)
        elif writers & set(names):
            appended = True
        if isinstance(statement, ast.Return | ast.Raise | ast.Continue):
            return False, behind
    return appended, behind


def behind_the_row(function: ast.FunctionDef, writers: set[str]) -> list[str]:
    """What a function writes after the statement that appends; [] when it holds its rows for the end."""
    if any("written_last" in ast.unparse(each) for each in function.decorator_list):
        return []
    return written_behind(function.body, writers)[1]


def test_no_action_writes_behind_the_row_of_the_trail():
    found = {}
    seen = 0
    for name, tree in modules().items():
        if "/actions" not in name:
            continue
        writers = writers_of(tree)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                seen += bool(writers & set(calls(function)))
                behind = behind_the_row(function, writers)
                if behind:
                    found[f"{name}:{function.name}"] = behind
    assert seen > 80
    assert found == {}


def acts_that_append() -> dict[str, set[str]]:
    """Module of actions -> names it may call that append a row, its own and those of other modules, however deep."""
    trees = {name: tree for name, tree in modules().items() if "/actions" in name}
    own = {name: writers_of(tree) for name, tree in trees.items()}
    appending: set[str] = set()
    for _ in range(5):
        for name, tree in trees.items():
            for function in tree.body:
                if isinstance(function, ast.FunctionDef):
                    called = set(calls(function))
                    if own[name] & called or appending & {each.rsplit(".", 1)[-1] for each in called}:
                        appending.add(function.name)
    known = {}
    for name, tree in trees.items():
        brought = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and "actions" in (node.module or "")]
        names = {alias.name for node in brought for alias in node.names}
        names |= {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
        known[name] = own[name] | names & appending
    return known


def atomic_blocks(tree: ast.Module) -> list[tuple[str, list[ast.stmt]]]:
    """Name and body of every function or block that is one transaction and does not hold its rows for the end."""
    found = []
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        marks = [ast.unparse(each) for each in function.decorator_list]
        if "transaction.atomic" in marks and "audit.written_last()" not in marks:
            found.append((function.name, function.body))
        for block in ast.walk(function):
            if isinstance(block, ast.With):
                items = [ast.unparse(item.context_expr) for item in block.items]
                if "transaction.atomic()" in items and "audit.written_last()" not in items:
                    found.append((function.name, block.body))
    return found


def test_an_act_within_an_act_is_no_reason_to_write_behind_its_row():
    """What another action appends stands in the same transaction: one that sets others going holds its rows."""
    found, seen = {}, 0
    for name, writers in acts_that_append().items():
        for function, body in atomic_blocks(modules()[name]):
            seen += 1
            behind = written_behind(body, writers)[1]
            if behind:
                found[f"{name}:{function}"] = behind
    assert seen > 150
    assert found == {}


def test_the_reading_finds_what_it_is_for():
    text = """
def act():
    if late:
        audit.record()
        return
    thing.save()
    audit.record()
    for each in things:
        each.notes.create()
    return thing.load()
"""
    function = ast.parse(text).body[0]
    assert behind_the_row(function, {"audit.record"}) == ["each.notes.create"]


def test_functions_of_the_database_append_last_too():
    seen = 0
    for name in modules():
        for rest in (ROOT / name).read_text().split("PERFORM core_audit_append(")[1:]:
            seen += 1
            behind = rest.split("$$", 1)[0]
            assert not re.search(r"\b(?:INSERT|UPDATE|DELETE|PERFORM)\b", behind), f"{name}: {behind}"
    assert seen >= 1
