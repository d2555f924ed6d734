"""What makes a question usable, and what its parts are worth.

Options have whole points. Single best answer: one option has points, the others none. Weighted: every option has points from
0 to 5, the best one counts as the most that can be had. A case: one text with two to ten parts, each with options of its own.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.canonical import canonical_json

SINGLE, WEIGHTED, CASE = "SINGLE", "WEIGHTED", "CASE"
KINDS = (SINGLE, WEIGHTED, CASE)
DIFFICULTIES = ("EASY", "MEDIUM", "HARD")
# Five options fit the keys A to E and the five buttons of a phone.
OPTIONS_RANGE = (2, 5)
CASE_PARTS = (2, 10)
HIGHEST = 5
LETTERS = "ABCDE"


@dataclass(frozen=True)
class Option:
    """One choice and what it brings, in whole points."""

    text: str
    points: int


@dataclass(frozen=True)
class Part:
    """What is answered by one choice; `text` is empty when the question itself asks."""

    text: str
    options: tuple[Option, ...]

    @property
    def max_points(self) -> int:
        """The points of the best option."""
        return max((option.points for option in self.options), default=0)


@dataclass(frozen=True)
class Content:
    """What a participant reads of one question and what it counts: all that is kept sealed."""

    kind: str
    stem: str
    parts: tuple[Part, ...]

    @property
    def units(self) -> int:
        """Choices to make."""
        return len(self.parts)

    @property
    def max_points(self) -> int:
        return sum(part.max_points for part in self.parts)

    @property
    def text(self) -> str:
        """The one form that is sealed and hashed: canonical JSON [kind, stem, parts]."""
        return canonical_json([self.kind, self.stem, stored_parts(self.parts)])


def read_content(text: str) -> Content:
    """Inverse of `Content.text`."""
    kind, stem, parts = json.loads(text)
    return Content(kind, stem, read_parts(parts))


def read_parts(stored: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Parts as a question keeps them: [{"text", "options": [{"text", "points"}]}]."""
    return tuple(
        Part(str(part["text"]), tuple(Option(str(each["text"]), int(each["points"])) for each in part["options"]))
        for part in stored
    )


def stored_parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """The inverse of `read_parts`."""
    return [
        {"text": part.text, "options": [{"text": each.text, "points": each.points} for each in part.options]} for part in parts
    ]


def problems(kind: str, stem: str, parts: Sequence[Part]) -> list[str]:
    """Why a question cannot be sent to its review; an empty list when nothing is wrong. Sentences for the author."""
    found = []
    if not stem.strip():
        found.append("Pertanyaan atau naskah kasus belum diisi.")
    if kind == CASE:
        if not CASE_PARTS[0] <= len(parts) <= CASE_PARTS[1]:
            found.append(f"Kasus memuat {CASE_PARTS[0]} sampai {CASE_PARTS[1]} bagian; sekarang {len(parts)}.")
    elif len(parts) != 1:
        found.append("Soal jenis ini hanya punya satu daftar pilihan.")
    for number, part in enumerate(parts, start=1):
        place = f"Bagian {number}: " if kind == CASE else ""
        found += [f"{place}{sentence}" for sentence in _part_problems(kind, part)]
    return found


def _part_problems(kind: str, part: Part) -> list[str]:
    found = []
    if kind == CASE and not part.text.strip():
        found.append("pertanyaannya belum diisi.")
    least, most = OPTIONS_RANGE
    if not least <= len(part.options) <= most:
        found.append(f"pilihan jawaban {least} sampai {most}; sekarang {len(part.options)}.")
    texts = [" ".join(option.text.split()).casefold() for option in part.options]
    if "" in texts:
        found.append("ada pilihan yang kosong.")
    if len(set(texts)) < len(texts):
        found.append("ada dua pilihan yang sama.")
    points = [option.points for option in part.options]
    if any(not 0 <= each <= HIGHEST for each in points):
        found.append(f"bobot pilihan 0 sampai {HIGHEST}.")
    right = sum(each > 0 for each in points)
    if kind == WEIGHTED and len(set(points)) < 2:
        found.append("bobot semua pilihan sama, jadi soal ini tidak membedakan siapa pun.")
    if kind == SINGLE and right != 1:
        found.append(f"tepat satu jawaban benar; sekarang {right}.")
    if kind == CASE and (not right or len(set(points)) < 2):
        found.append("tandai jawaban yang benar, atau beri bobot yang berbeda.")
    return found
