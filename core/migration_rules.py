"""Which statements of a migration stop the portal: those that lock or rewrite a table that grows with people or acts.

During an upgrade the old program goes on working while the tables change. Adding an empty column or a new table takes no time;
building an index, checking every row or writing the table anew holds all writers up for as long as it takes, which on a
national table is minutes. The slow ways round are in docs/operations.md, "Changing tables without stopping".
"""

import re
from dataclasses import dataclass

# Tables that hold a row a person, an act or a document; all others fit into memory and are changed within a moment.
LARGE_TABLES = frozenset(
    {
        "accounts_user",
        "approvals_decision",
        "core_auditentry",
        "core_audithead",
        "core_letter",
        "core_notification",
        "core_outboxmessage",
        "core_sealedrange",
        "django_session",
        "vacancies_application",
        "vacancies_applicationdocument",
        "vacancies_applicationevent",
    }
)
# Every table of these rooms: the register and what is derived from it.
LARGE_PREFIXES = ("employees_", "talent_search")

_CREATE = re.compile(r'create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?', re.I)
_ALTER = re.compile(r'alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?"?(\w+)"?\s+(.*)', re.I | re.S)
_INDEX = re.compile(r'create\s+(?:unique\s+)?index\s+(concurrently\s+)?.*?\bon\s+(?:only\s+)?"?(\w+)"?', re.I | re.S)
_DROP = re.compile(r'drop\s+table\s+(?:if\s+exists\s+)?"?(\w+)"?', re.I)
_ROWS = re.compile(r'(?:^|;|\bwith\b.*?\))\s*(?:update|delete\s+from)\s+"?(\w+)"?', re.I | re.S)
_FORMS: tuple[tuple[str, str], ...] = (
    (r"add\s+column\b.*\bgenerated\s+always\s+as\b(?!\s+identity)", "writes the whole table anew (generated column)"),
    (r"add\s+column\b.*\bdefault\s+(?:\(?\s*\w+\s*\()", "writes the whole table anew (default computed for each row)"),
    (r"add\s+column\b(?!.*\bdefault\b).*\bnot\s+null\b", "fails when there are rows: required column without a default"),
    (r"add\s+column\b.*\bunique\b", "builds an index under a lock"),
    (r"alter\s+column\s+\"?\w+\"?\s+(?:set\s+data\s+)?type\b", "writes the whole table anew"),
    (r"alter\s+column\s+\"?\w+\"?\s+set\s+not\s+null", "checks every row under a lock"),
    (r"add\s+constraint\b.*\b(?:unique|primary\s+key|exclude)\b(?!.*\busing\s+index\b)", "builds an index under a lock"),
    (r"add\s+constraint\b.*\b(?:check|foreign\s+key)\b(?!.*\bnot\s+valid\b)", "checks every row under a lock"),
    (r"rename\b", "the old program does not find the old name"),
    (r"drop\s+column\b", "the old program still reads the column"),
    (r"set\s+(?:logged|unlogged|tablespace)\b", "writes the whole table anew"),
)
_COMPILED = tuple((re.compile(form, re.I | re.S), words) for form, words in _FORMS)


@dataclass(frozen=True)
class Danger:
    """A statement that would stop the portal: the table, what it does, and its beginning."""

    table: str
    words: str
    statement: str


def is_large(table: str) -> bool:
    return table in LARGE_TABLES or table.startswith(LARGE_PREFIXES)


def dangers(statements: list[str]) -> list[Danger]:
    """What would stop the portal in the statements of one migration, in order; tables made by it are empty and free.

    A body of a function is not looked into: it runs later.
    """
    found: list[Danger] = []
    fresh: set[str] = set()
    for text in statements:
        for statement in filter(None, map(str.strip, re.sub(r"(\$\w*\$).*?\1", "''", text, flags=re.S).split(";"))):
            if made := _CREATE.match(statement):
                fresh.add(made[1].lower())
                continue
            for table, words in _of(statement):
                if is_large(table.lower()) and table.lower() not in fresh:
                    found.append(Danger(table.lower(), words, " ".join(statement.split())[:120]))
    return found


def _of(statement: str) -> list[tuple[str, str]]:
    if altered := _ALTER.match(statement):
        table, rest = altered[1], altered[2]
        # Each comma outside brackets begins another change of the same table.
        parts = re.split(r",\s*(?=(?:add|alter|drop|rename|set)\b)", rest, flags=re.I)
        return [(table, words) for part in parts for form, words in _COMPILED if form.match(part.strip())]
    if indexed := _INDEX.match(statement):
        return [] if indexed[1] else [(indexed[2], "builds an index under a lock; use CONCURRENTLY")]
    if dropped := _DROP.match(statement):
        return [(dropped[1], "the old program still reads the table")]
    if changed := _ROWS.search(statement):
        return [(changed[1], "changes every row in one transaction; let a task do it in batches")]
    return []
