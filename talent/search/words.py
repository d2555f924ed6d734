"""Words of a query as tokens: stems of posts and track record, parts of names with prefix and typing errors.

Stems come from the same database function that makes the rows, so both sides always agree.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from core.standby import reading_connection
from employees.rules.names import name_key
from talent.rules.slips import most_slips, slips

EITHER = "atau"
SHORTEST_PREFIX = 3
# Words of one query that count; more would only cost.
MOST_WORDS = 12
# How many known names stand in for one that is typed wrongly, out of how many that share letter groups with it.
MOST_ALIKE = 3
COMPARED = 80
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Alternatives:
    """Tokens of which one must occur; with `is_prefix` each is the beginning of a word."""

    tokens: tuple[str, ...]
    is_prefix: bool = False


@dataclass
class Asked:
    """The words of one query. `corrections`: a name as typed, and the known names searched instead."""

    text: list[Alternatives] = field(default_factory=list)
    names: list[Alternatives] = field(default_factory=list)
    corrections: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    is_impossible: bool = False


def asked_of(text: str, name: str) -> Asked:
    """Tokens of both boxes of the search form. Digits are in nobody's name: the beginning of a NIP would tell the age."""
    made = Asked(text=text_groups(text))
    if name.strip():
        _find_names(made, name)
    return made


def text_groups(text: str) -> list[Alternatives]:
    """Groups of stems: one group a word, words joined by "atau" in one group. Stop words are left out."""
    groups: list[list[str]] = []
    joins_next = False
    for word in [each.lower() for each in _WORD.findall(text)][:MOST_WORDS]:
        if word == EITHER:
            joins_next = bool(groups)
            continue
        tokens = stems(word)
        if tokens and joins_next:
            groups[-1].extend(tokens)
        elif tokens:
            groups.append(list(tokens))
        joins_next = False
    return [Alternatives(tuple(dict.fromkeys(group))) for group in groups]


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """Tokens a typed word stands for: its stem, and itself as an acronym; () for a stop word."""
    with reading_connection().cursor() as cursor:
        cursor.execute("SELECT talent_lexemes(%s)", [word])
        found = cursor.fetchone()[0]
    return (*found, f"a={word}") if found else ()


def suggestions(name: str) -> list[str]:
    """Known name words nearest to the ones typed, best first, without those typed exactly."""
    found: list[str] = []
    with reading_connection().cursor() as cursor:
        for word in name_key(name).split()[:MOST_WORDS]:
            found += [each for each in _alike(cursor, word) if each != word]
    return list(dict.fromkeys(found))


def _find_names(made: Asked, name: str) -> None:
    words = name_key(name).split()[:MOST_WORDS]
    with reading_connection().cursor() as cursor:
        cursor.execute("SELECT word FROM talent_nameword WHERE word = ANY(%s)", [words])
        known = {row[0] for row in cursor.fetchall()}
        for word in words:
            if word in known:
                made.names.append(Alternatives((f"n={word}",)))
            elif len(word) >= SHORTEST_PREFIX and _begins(cursor, word):
                made.names.append(Alternatives((f"n={word}",), is_prefix=True))
            else:
                alike = _alike(cursor, word)
                made.is_impossible |= not alike
                made.corrections.append((word, tuple(alike)))
                if alike:
                    made.names.append(Alternatives(tuple(f"n={each}" for each in alike)))
    made.is_impossible |= not words


def _begins(cursor: Any, word: str) -> bool:
    cursor.execute("SELECT EXISTS (SELECT FROM talent_nameword WHERE word LIKE %s)", [f"{word}%"])
    return bool(cursor.fetchone()[0])


def _alike(cursor: Any, word: str) -> list[str]:
    """Known words the fewest slips away, the commoner first; none that is further than the typed word bears.

    Letter groups find the candidates by an index; they judge two swapped letters too hard to have the last word.
    """
    cursor.execute(
        "SELECT word, people FROM talent_nameword WHERE word %% %s ORDER BY similarity(word, %s) DESC, word LIMIT %s",
        [word, word, COMPARED],
    )
    found = sorted((slips(word, row[0]), -row[1], row[0]) for row in cursor.fetchall())
    return [known for distance, _, known in found if distance <= most_slips(word)][:MOST_ALIKE]
