"""The claims about security: no empty row, no test that is not there, no requirement left out, and drawn as they are."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from asnkarier.documentation import DOCUMENTS
from asnkarier.embedded.bootstrap import PROJECT_ROOT
from asnkarier.evidence import REASONS, STANDARDS, claims, compliance

ROOT = Path(PROJECT_ROOT)
# OWASP ASVS 5.0.0: levels of the requirements of each section, in their order.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333",
    "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
LEVEL_OF = {f"{section}.{place}": level for section, levels in LEVELS.items() for place, level in enumerate(levels, 1)}
OUT_OF_SCOPE = ("9.", "10.", "17.")
# security.md 1.1: of level 3, what carries weight for approvals, scores, files, races and the trail.
PICKS = {
    "1.2.10",
    "2.3.5",
    "3.4.7",
    "3.4.8",
    "3.5.8",
    "5.2.4",
    "5.2.5",
    "5.2.6",
    "5.3.3",
    "6.3.5",
    "6.3.6",
    "6.3.7",
    "6.3.8",
    "6.4.6",
    "6.5.6",
    "6.5.8",
    "7.5.3",
    "8.3.2",
    "8.3.3",
    "13.1.2",
    "13.1.3",
    "13.1.4",
    "13.4.6",
    "14.2.6",
    "14.2.7",
    "14.2.8",
    "15.2.4",
    "15.4.1",
    "15.4.2",
    "15.4.3",
    "15.4.4",
    "16.5.4",
}
FUNCTIONS = tuple("abcdefghijklm")
# Articles of UU 27/2022 that ask something of the program.
ARTICLES = {
    "5",
    "6",
    "7",
    "8",
    "9",
    "10",
    "11",
    "13",
    "16",
    "20",
    "21",
    "22",
    "24",
    "25",
    "27",
    "28",
    "29",
    "30",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "38",
    "39",
    "40",
    "41",
    "42",
    "43",
    "44",
    "46",
    "47",
    "51",
    "52",
    "53",
}
FILES = [name for name, _ in STANDARDS]


def test_the_list_of_requirements_is_the_published_one():
    """Counts of the standard: 345 requirements, 70 of level 1, 183 of level 2, 92 of level 3."""
    levels = list(LEVEL_OF.values())
    assert (len(levels), *(levels.count(level) for level in "123")) == (345, 70, 183, 92)
    assert {level for each, level in LEVEL_OF.items() if each in PICKS} == {"3"}


def test_every_requirement_has_its_row_with_its_level():
    wanted = {each for each, level in LEVEL_OF.items() if level != "3" and not each.startswith(OUT_OF_SCOPE)} | PICKS
    rows = claims("asvs.csv")
    assert (len(wanted), len(rows)) == (242, 242)
    assert [row.id for row in rows] == sorted(wanted, key=lambda each: [int(part) for part in each.split(".")])
    assert [row.id for row in rows if row.level != LEVEL_OF[row.id]] == []


def test_every_function_and_article_has_its_row():
    assert tuple(row.id for row in claims("bssn.csv")) == FUNCTIONS
    assert {row.id for row in claims("pdp.csv")} == ARTICLES
    assert len(claims("pdp.csv")) == len(ARTICLES)


@pytest.mark.parametrize("name", FILES)
def test_no_row_is_empty(name):
    wrong = []
    for row in claims(name):
        if not (row.title.strip() and row.control.strip()):
            wrong.append(f"{row.id}: no title or no control")
        if not row.tests and not row.exception.strip():
            wrong.append(f"{row.id}: neither a test nor a reason")
        if row.exception and (row.reason not in REASONS or len(row.exception.partition(":")[2].strip()) < 15):
            wrong.append(f"{row.id}: a reason begins with {', '.join(REASONS)} and says why")
        if row.reason == "Partly" and not row.tests:
            wrong.append(f"{row.id}: partly held by no test")
        if row.reason in ("Not applicable", "Missing") and row.tests and row.reason == "Missing":
            wrong.append(f"{row.id}: missing, but tested")
        if "|" in row.title + row.control + row.exception:
            wrong.append(f"{row.id}: a stroke would break the table")
    assert wrong == []


@cache
def names_in(path: str) -> frozenset[str]:
    """Names of the tests of a file, as pytest writes them behind `::`."""
    found = set()
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return frozenset(each for each in found if each.rpartition("::")[2].startswith("test_"))


@pytest.mark.parametrize("name", FILES)
def test_every_named_test_exists(name):
    dead = []
    for row in claims(name):
        for each in row.tests:
            path, _, test = each.partition("::")
            if not (path.startswith("tests/") and (ROOT / path).is_file() and test in names_in(path)):
                dead.append(f"{row.id}: {each}")
        assert len(set(row.tests)) == len(row.tests), row.id
    assert dead == []


def test_every_fault_names_a_test_that_exists():
    rows = [line.split(" | ") for line in (ROOT / "docs/faults.md").read_text().splitlines() if re.match(r"\| \d+ \|", line)]
    assert [int(row[0].strip("| ")) for row in rows] == list(range(1, 26))
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[3])
        assert named, row[0]
        assert [(path, test) for path, test in named if test not in names_in(path)] == []


def test_no_named_test_is_skipped():
    """A claim held by a test that does not run would be none."""
    named = {each.partition("::")[0] for name in FILES for row in claims(name) for each in row.tests}
    skips = re.compile(r"pytest\.mark\.(skip|skipif|xfail)|pytest\.skip\(")
    assert [path for path in named if skips.search((ROOT / path).read_text())] == []


def test_the_drawn_documents_are_current():
    assert (ROOT / "docs/compliance.md").read_text() == compliance(), "Run: make docs"
    assert {"docs/compliance.md", "evidence/sbom.cdx.json"} <= set(DOCUMENTS)
