"""Saving a part of a draft from a page that others may have overtaken: what to write, what to leave, what to ask.

Every page carries a mark of each value it was drawn with. With it a save knows which fields the person changed on this page
and which ones somebody else changed since, field by field. Nothing that the page did not show is ever overwritten unasked.

Source: docs/product.md section 5 (a form opened twice warns of a newer version instead of overwriting), section 2 row 35.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

MARK_LENGTH = 12


@dataclass(frozen=True)
class Merge:
    """What becomes of the typed values of one section.

    Args:
        changes: values to write.
        conflicts: names of fields changed both here and elsewhere, to different values; then nothing is written.
    """

    changes: dict[str, str | bool]
    conflicts: tuple[str, ...]


def mark_of(value: str | bool) -> str:
    """A short fingerprint of one value. Line ends do not count: browsers send them as they like."""
    text = str(value).replace("\r\n", "\n")
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def write_marks(values: Mapping[str, str | bool]) -> str:
    """Marks of all values of a section, as the hidden field carries them: "email:0f3a… phone:88b1…"."""
    return " ".join(f"{name}:{mark_of(value)}" for name, value in values.items())


def read_marks(text: str) -> dict[str, str]:
    """Marks as posted; what is not of their form is left out, so that it proves nothing."""
    pairs = (part.split(":", 1) for part in text.split() if ":" in part)
    return {name: mark for name, mark in pairs if len(mark) == MARK_LENGTH}


def read_page(mark: str) -> tuple[str, int]:
    """The page of a mark and which of its saves it belongs to: "a3f0….7" is its seventh; 0 where no script counts them."""
    page, _, order = mark.partition(".")
    return page, int(order) if order.isascii() and order.isdigit() else 0


def own_and_late(saved_from: Mapping[str, str], names: Iterable[str], mark: str) -> tuple[list[str], list[str]]:
    """Fields whose stored value this very page saved, earlier than `mark` and later.

    Saves of one page may arrive in another order than they were sent: a button is pressed while an autosave is on its way.

    Args:
        saved_from: mark of the page that saved each field last; mark: of the page that saves now, "" without one.
    """
    page, order = read_page(mark)
    last = {name: read_page(saved_from.get(name) or "") for name in names}
    same = {name: number for name, (origin, number) in last.items() if page and origin == page}
    return [name for name, number in same.items() if number <= order], [name for name, number in same.items() if number > order]


def merge_section(
    stored: Mapping[str, str | bool], typed: Mapping[str, str | bool], seen: Mapping[str, str], *, own: Collection[str] = ()
) -> Merge:
    """Decide field by field between what is stored and what was typed.

    Args:
        stored: values in the database, at least those of `typed`; typed: values of the page, cleaned.
        seen: mark of each value the page was drawn with (or that the person was shown and chose to replace).
        own: names of fields whose stored value this very page saved before: an earlier keystroke of the same hand, which
            may be unknown to the page because the answer to that save is still on its way.
    """
    changes: dict[str, str | bool] = {}
    conflicts = []
    for name, value in typed.items():
        seen_mark, stored_mark, typed_mark = seen.get(name), mark_of(stored[name]), mark_of(value)
        if typed_mark == stored_mark:
            continue
        if name in own or seen_mark == stored_mark or (seen_mark is None and stored[name] in ("", False)):
            changes[name] = value
        elif seen_mark != typed_mark:
            conflicts.append(name)
        # Otherwise this page never touched the field, and what somebody else saved stays.
    return Merge({} if conflicts else changes, tuple(conflicts))
