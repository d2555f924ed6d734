"""What the portal claims about its security, read from `evidence/*.csv` and drawn as docs/compliance.md.

A row names a requirement, the control, and the tests that hold it, or a reason why there are none. Reasons begin with one of the
words of `REASONS`, so that what is missing can be counted and is not hidden among what does not apply.
"""

import csv
import hashlib
import json
import re
import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from asnkarier.embedded.bootstrap import PROJECT_ROOT

FOLDER = Path(PROJECT_ROOT) / "evidence"
COLUMNS = ("id", "level", "title", "control", "tests", "exception")
REASONS = {
    "Not applicable": "the portal has nothing of the kind",
    "Site": "decided where the portal is installed, outside this program",
    "Partly": "held by the tests named, except for what the reason says",
    "Missing": "not there yet",
}
STANDARDS = (
    (
        "asvs.csv",
        "OWASP ASVS 5.0: levels 1 and 2 without tokens, OAuth and WebRTC (chapters 9, 10, 17), and 32 of level 3",
    ),
    ("bssn.csv", "Peraturan BSSN 4/2021, technical standard of web applications, 13 functions"),
    ("pdp.csv", "UU 27/2022 on the protection of personal data"),
)


@dataclass(frozen=True)
class Claim:
    """One row of an evidence file.

    Args:
        id: number of the requirement or article; level: 1 to 3 for ASVS, else ""; title: in our own words; control: how it is
            met; tests: ids as pytest takes them; exception: reason, beginning with a word of `REASONS`, or "".
    """

    id: str
    level: str
    title: str
    control: str
    tests: tuple[str, ...]
    exception: str

    @property
    def reason(self) -> str:
        """The word the exception begins with, "" for none."""
        return self.exception.partition(":")[0]


def claims(name: str) -> tuple[Claim, ...]:
    """Rows of one evidence file, in its order.

    Raises:
        ValueError: the file has other columns.
    """
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{name} has the columns {reader.fieldnames}, not {COLUMNS}")
        return tuple(Claim(**{**row, "tests": tuple(row["tests"].split())}) for row in reader)  # type: ignore[arg-type]


def standing(claim: Claim) -> str:
    """In one word how a requirement stands: tested, or the word of its reason."""
    return claim.reason or "Tested"


def compliance() -> str:
    """docs/compliance.md."""
    lines = [
        "# Compliance",
        "Which requirement is held by which test, drawn from `evidence/*.csv` by `make docs`; do not edit by hand. Titles are",
        "ours, numbers those of the standards. A test (`tests/evidence/`) fails on an empty row, a test that is not there, a",
        "missing requirement. How the controls work: [security.md](security.md).",
        "",
        "| Standard | requirements | Tested | " + " | ".join(REASONS) + " |",
        "|---|---|---|" + "---|" * len(REASONS),
    ]
    for name, title in STANDARDS:
        found = Counter(standing(claim) for claim in claims(name))
        counts = " | ".join(str(found[word]) for word in ("Tested", *REASONS))
        lines.append(f"| {title} | {found.total()} | {counts} |")
    lines += ["", *(f"*{word}*: {meaning}.  " for word, meaning in REASONS.items())]
    for name, title in STANDARDS:
        levels = any(claim.level for claim in claims(name))
        lines += [
            "",
            f"## {title}",
            f"| Id |{' Level |' if levels else ''} Requirement | Control | Held by |",
            "|---|---|---|---|" + ("---|" if levels else ""),
        ]
        for claim in claims(name):
            tests = "<br>".join(f"`{each.removeprefix('tests/')}`" for each in claim.tests)
            held = "<br>".join(part for part in (tests, f"*{claim.exception}*" if claim.exception else "") if part)
            level = f" {claim.level} |" if levels else ""
            lines.append(f"| {claim.id} |{level} {claim.title} | {claim.control} | {held} |")
    return "\n".join(lines) + "\n"


_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: *; *([^\\]*?))? *\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """One line of requirements.lock: name, version, the condition it is installed under, SHA-256 of its files."""

    name: str
    version: str
    condition: str
    hashes: tuple[str, ...]


def packages(lock: str = "requirements.lock") -> tuple[Package, ...]:
    """Everything a lock file names, in its order."""
    found: list[Package] = []
    for line in (Path(PROJECT_ROOT) / lock).read_text().splitlines():
        if pinned := _PINNED.match(line):
            found.append(Package(pinned[1].lower(), pinned[2], (pinned[3] or "").strip(), ()))
        elif found and (digest := _HASH.search(line)):
            last = found[-1]
            found[-1] = Package(last.name, last.version, last.condition, (*last.hashes, digest[1]))
    return tuple(found)


def bill_of_materials() -> str:
    """evidence/sbom.cdx.json: every package of requirements.lock as CycloneDX 1.6. The same lock gives the same bytes."""
    components = []
    for package in packages():
        component: dict[str, object] = {
            "type": "library",
            "bom-ref": f"pkg:pypi/{package.name}@{package.version}",
            "name": package.name,
            "version": package.version,
            "purl": f"pkg:pypi/{package.name}@{package.version}",
        }
        # Which of a package's files is installed, the machine decides; all of them are in the lock.
        files = hashlib.sha256("".join(sorted(package.hashes)).encode()).hexdigest()
        properties = {"locked-files": str(len(package.hashes)), "locked-files-sha256": files, "condition": package.condition}
        component["properties"] = [{"name": f"asnkarier:{name}", "value": value} for name, value in properties.items() if value]
        components.append(component)
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components, sort_keys=True))}",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "asnkarier", "name": "asnkarier"}},
        "components": components,
    }
    return json.dumps(document, indent=1) + "\n"
