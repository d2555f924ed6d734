"""What the portal is built from: every package pinned by its files, none below a floor, the inventory current."""

import csv
import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from asnkarier.evidence import FOLDER, bill_of_materials, packages

pytestmark = pytest.mark.owasp("A03")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def floors():
    with (FOLDER / "floors.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("lock", LOCKS)
def test_no_package_is_older_than_its_floor(lock):
    floor = {row["package"]: Version(row["floor"]) for row in floors()}
    old = [
        f"{package.name} {package.version} is below {floor[package.name]}"
        for package in packages(lock)
        if package.name in floor and Version(package.version) < floor[package.name]
    ]
    assert old == []


def test_every_floor_says_why_and_names_a_package_in_use():
    rows = floors()
    used = {package.name for package in packages()}
    assert [row["package"] for row in rows if not (row["advisory"].strip() and row["reason"].strip())] == []
    assert {row["package"] for row in rows} - used == set()
    assert len({row["package"] for row in rows}) == len(rows)
    # Whatever reads what strangers send has a floor.
    assert {"django", "django-allauth", "weasyprint", "pillow", "pikepdf", "openpyxl", "lxml", "cryptography"} <= {
        row["package"] for row in rows
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_by_the_hashes_of_its_files(lock):
    found = packages(lock)
    assert len(found) > 50
    assert [package.name for package in found if not package.hashes] == []
    pinned = len(re.findall(r"^[A-Za-z0-9._-]+==", (Path(PROJECT_ROOT) / lock).read_text(), re.M))
    assert len(found) == pinned


def test_every_wish_is_met_by_the_lock():
    """An older lock than pyproject.toml asks for would install something else than was tested."""
    with (Path(PROJECT_ROOT) / "pyproject.toml").open("rb") as file:
        wishes = [Requirement(text) for text in tomllib.load(file)["project"]["dependencies"]]
    locked = {package.name: [] for package in packages()}
    for package in packages():
        locked[package.name].append(package.version)
    for wish in wishes:
        versions = locked.get(canonicalize_name(wish.name), [])
        assert versions, wish.name
        assert all(wish.specifier.contains(version) for version in versions), wish


def test_the_inventory_holds_every_package_once_and_is_current():
    text = (FOLDER / "sbom.cdx.json").read_text()
    assert text == bill_of_materials(), "Run: make docs"
    document = json.loads(text)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", document["serialNumber"])
    references = [component["bom-ref"] for component in document["components"]]
    assert len(set(references)) == len(references) == len(packages())
    assert all(re.fullmatch(r"pkg:pypi/[a-z0-9._-]+@[\w.+!-]+", each["purl"]) for each in document["components"])


def test_what_is_installed_here_is_what_is_locked():
    from importlib.metadata import version

    direct = {"django", "django-allauth", "weasyprint", "pillow", "pikepdf", "cryptography", "openpyxl", "celery", "redis"}
    locked = {package.name: package.version for package in packages() if package.name in direct}
    assert {name: version(name) for name in direct} == locked
