"""Kinds of letters and the words an agency may choose in them.

The literal table lives in the composition root (`asnkarier/letters.py`), because only there every room is known. An agency writes
three texts of a kind: subject, opening and closing. In them {{name}} stands for a field of the kind's closed list; nothing else
is replaced, and nothing typed is ever run as a template.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

PLACE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
# What looks like a field or like a template and is none.
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
# Who writes the words of a kind, besides a register of a national office: the agency that issues it, or nobody.
BY_AGENCY, BY_NOBODY = "AGENCY", ""
LONGEST_SUBJECT, LONGEST_TEXT = 200, 3000


@dataclass(frozen=True)
class LetterField:
    """A value a text may name.

    Args:
        name: key in the words of the letter; label: Indonesian; sample: invented value for the preview.
        is_correctable: the office may write it anew in a new version of one letter (a misspelt name, never a score).
    """

    name: str
    label: str
    sample: str
    is_correctable: bool = False


@dataclass(frozen=True)
class Wording:
    """Subject, opening and closing; paragraphs are parted by an empty line."""

    subject: str
    opening: str
    closing: str


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter.

    Args:
        code: as stored on the letter; label: Indonesian; template: below templates/.
        fields: the closed list; wording: the usual words.
        is_personal: to one person: what it is about is told only to whoever holds the letter.
        is_office: the office may replace it and withdraw it. Decisions of officials are not.
        worded_by: `BY_AGENCY`, `BY_NOBODY` (the template says all), or the register of the office that words it.
        sample: further words the template needs in a preview.
    """

    code: str
    label: str
    template: str
    fields: tuple[LetterField, ...]
    wording: Wording
    is_personal: bool = True
    is_office: bool = True
    worded_by: str = BY_AGENCY
    sample: Mapping[str, Any] = field(default_factory=dict)

    def field_names(self) -> frozenset[str]:
        """Names a text of this kind may use."""
        return frozenset(each.name for each in self.fields)

    def sample_words(self) -> dict[str, Any]:
        """Invented words for a preview."""
        return {**self.sample, **{each.name: each.sample for each in self.fields}}


_kinds: dict[str, LetterKind] = {}


def bind(table: Iterable[LetterKind]) -> None:
    """Take over the table; called once by the composition root. Raises ValueError for usual words with an unknown field."""
    _kinds.clear()
    for kind in table:
        for text in (kind.wording.subject, kind.wording.opening, kind.wording.closing):
            problem = text_problem(text, kind)
            if problem:
                raise ValueError(f"{kind.code}: {problem}")
        _kinds[kind.code] = kind


def kinds() -> tuple[LetterKind, ...]:
    """All kinds, in the order of the table."""
    return tuple(_kinds.values())


def kinds_worded_by(register: str) -> tuple[LetterKind, ...]:
    """Kinds whose words the holder of a register writes: a national office its own, an agency those of agencies."""
    offices = {kind.worded_by for kind in _kinds.values()}
    wanted = register if register in offices else BY_AGENCY
    return tuple(kind for kind in _kinds.values() if kind.worded_by == wanted)


def kind_of(code: str) -> LetterKind | None:
    """The kind of a code; None for one the table does not know."""
    return _kinds.get(code)


def kind_label(code: str) -> str:
    """Indonesian name of a kind; "Surat" for one the table does not know."""
    kind = _kinds.get(code)
    return kind.label if kind else "Surat"


def text_problem(text: str, kind: LetterKind) -> str:
    """Why a text cannot be used, as one Indonesian sentence; "" when it can."""
    for name in PLACE.findall(text):
        if name not in kind.field_names():
            return f"Isian {{{{{name}}}}} tidak ada untuk surat ini. Pilih dari daftar isian."
    if STRAY.search(PLACE.sub("", text)):
        return "Tulis isian seperti {{nama}}, dengan dua kurung kurawal di kedua sisi dan huruf kecil."
    return ""


def told_fields(text: str, kind: LetterKind) -> str:
    """What the fields in a text mean, as one line for whoever writes it; "" for a text without any."""
    labels = {each.name: each.label for each in kind.fields}
    names = dict.fromkeys(name for name in PLACE.findall(text) if name in labels)
    return "; ".join(f"{{{{{name}}}}} artinya “{labels[name]}”" for name in names)


def filled(text: str, kind: LetterKind, words: Mapping[str, Any]) -> str:
    """A text with the fields' values in place. A field the letter has no value for becomes a dash."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        found = words.get(name, "") if name in kind.field_names() else ""
        return str(found) if isinstance(found, str | int) and str(found) else "–"

    return PLACE.sub(value, text)


def paragraphs(text: str) -> list[str]:
    """Paragraphs of a text, without empty ones."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def drawn_wording(kind: LetterKind | None, words: Mapping[str, Any]) -> dict[str, Any]:
    """What the template prints: `subject`, and `opening` and `closing` as lists of paragraphs.

    The agency's own words were frozen in the letter under "wording"; without them the usual ones of the kind count.
    """
    if kind is None:
        return {"subject": "", "opening": [], "closing": []}
    own = words.get("wording") or {}
    return {
        "subject": filled(own.get("subject") or kind.wording.subject, kind, words),
        "opening": paragraphs(filled(own.get("opening", kind.wording.opening), kind, words)),
        "closing": paragraphs(filled(own.get("closing", kind.wording.closing), kind, words)),
    }
