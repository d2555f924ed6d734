"""What the browser tests may rest on: a wide page has the colours of the narrow one."""

import re
from pathlib import Path

from django.conf import settings

SHEETS = Path(settings.BASE_DIR) / "static" / "css"
WIDE = re.compile(r"@(?:media|container)[^{]*(?:min-width|width\s*>)[^{]*\{")
RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
# Columns that stay while a wide table scrolls are of the paper all text lies on.
STAYING = {".compare .table tbody th"}


def bodies(sheet: str) -> list[str]:
    """The text inside each block for wide screens."""
    found = []
    for start in WIDE.finditer(sheet):
        end, depth = start.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(sheet[end], 0)
            end += 1
        found.append(sheet[start.end() : end - 1])
    return found


def test_no_colour_belongs_to_wide_screens_alone():
    """The walk over all pages measures the contrast of a wide page only where its frame is looked at."""
    wide = [body for path in sorted(SHEETS.glob("**/*.css")) for body in bodies(path.read_text())]
    assert len(wide) > 10
    coloured = {
        " ".join(selector.split())
        for body in wide
        for selector, rules in RULE.findall(body)
        if re.search(r"(?:^|[\s;])(?:color|background(?:-color|-image)?|opacity|filter|mix-blend-mode)\s*:", rules)
    }
    assert coloured == STAYING
