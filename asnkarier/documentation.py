"""Documents drawn from the code and from the evidence files."""

from accounts.enums import Role
from approvals.registry import all_bindings
from asnkarier.access_table import entries
from asnkarier.capacity import capacity
from asnkarier.evidence import bill_of_materials, compliance
from core.access import PUBLIC, SIGNED_IN
from selection.cat.rules.lifecycle import EXAM_SESSION, QUESTION
from talent.rules.lifecycle import INVITATION
from vacancies.rules.lifecycle import APPLICATION, VACANCY

LIFECYCLES = (
    ("Lowongan", VACANCY),
    ("Lamaran", APPLICATION),
    ("Undangan", INVITATION),
    ("Soal", QUESTION),
    ("Sesi ujian", EXAM_SESSION),
)


def workflows() -> str:
    """Lifecycles and chains as Mermaid drawings."""
    parts = ["# Workflows\nDrawn from the tables in the code by `make docs`; do not edit by hand.\n"]
    for title, lifecycle in LIFECYCLES:
        parts.append(f"## {title}\n```mermaid\n{lifecycle.mermaid()}```\n")
    for binding in all_bindings():
        parts.append(f"## {binding.chain.title} (`{binding.chain.code}`)\n```mermaid\n{binding.chain.mermaid()}```\n")
    return "\n".join(parts)


def access() -> str:
    """Every URL by role."""
    roles = list(Role)
    lines = [
        "# Access",
        "Every URL and who may enter, read off the tags of the views by `make docs`; do not edit by hand.",
        "A dot opens the page; what a person then sees is scoped by `visible_to` (strangers get 404), and what a person may do",
        "by `permissions.py`.",
        "",
        "| URL | name | public | " + " | ".join(role.value for role in roles) + " |",
        "|---|---|---|" + "---|" * len(roles),
    ]
    for entry in entries():
        public = PUBLIC in entry.access
        cells = []
        for role in roles:
            cells.append("•" if public or SIGNED_IN in entry.access or role.value in entry.access else "")
        lines.append(f"| `{entry.path}` | {entry.name} | {'•' if public else ''} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


# Path from the root -> who draws it.
DOCUMENTS = {
    "docs/workflows.md": workflows,
    "docs/access.md": access,
    "docs/capacity.md": capacity,
    "docs/compliance.md": compliance,
    "evidence/sbom.cdx.json": bill_of_materials,
}
