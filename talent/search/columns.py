"""The facet columns of the whole projection as files, mapped into memory by every process: exact counts in milliseconds.

A rebuild writes them once. People who changed since then are told by `talent_searchfresh`: their places in the files count
as empty, and their present columns are read from the projection and counted beside them. So a count is never older than the
search itself, and whoever switches himself out is gone from both at once.

People lie in the order of their agencies, each agency beginning at a new word of 64 people: the people of an agency are a
piece of every bit row, and counting them is adding up that piece.
"""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from talent.search.codes import COLUMNS, COMPETENCY_COLUMNS, GROUPED

Bits = npt.NDArray[np.uint64]
Numbers = npt.NDArray[Any]

WORD = 64
# Days of the CPNS date are kept from here on in 16 bits: until 2119.
FIRST_DAY = date(1940, 1, 1)
# Columns with a bit row for each value; the others are read as numbers.
ROWED = ("province", "level", "field", "grade", "education", "study", "box", "performance", "ready")
FLAGGED = (("languages", 10), ("trainings", 4))
SMALL = (*(name for name in GROUPED if name != "agency"), *COMPETENCY_COLUMNS)
KEPT = (*SMALL, "agency", "cpns")
_SIZES = {"id": ">i8", "agency": ">i4", "cpns": ">i4"}
_BINARY_EPOCH = (date(2000, 1, 1) - FIRST_DAY).days
_HEADER = 19
GATHERED = 50_000
ROW_BYTES = 32


def _types(name: str) -> str:
    """How a column is kept."""
    return {"agency": "u4", "cpns": "u2", "languages": "u2", "trainings": "u1"}.get(name, "u1")


def _row() -> np.dtype[Any]:
    """All columns of one person side by side, in half a line of the processor's memory."""
    sizes = [np.dtype(_types(name)).itemsize for name in KEPT]
    # The wide ones first, so that each begins at a multiple of its size.
    order = sorted(range(len(KEPT)), key=lambda place: -sizes[place])
    offsets = dict(zip(order, np.cumsum([0, *(sizes[place] for place in order)]).tolist(), strict=False))
    return np.dtype(
        {
            "names": list(KEPT),
            "formats": [_types(name) for name in KEPT],
            "offsets": [offsets[place] for place in range(len(KEPT))],
            "itemsize": ROW_BYTES,
        }
    )


class _Copied:
    """Takes rows of COPY in binary form, all of one length, into arrays made beforehand."""

    def __init__(self, people: int) -> None:
        fields: list[tuple[str, str]] = [("fields", ">i2")]
        for name in COLUMNS:
            fields += [(f"{name}_length", ">i4"), (name, _SIZES.get(name, ">i2"))]
        self.row = np.dtype(fields)
        self.arrays: dict[str, Numbers] = {"id": np.zeros(people, "i8")} | {name: np.zeros(people, _types(name)) for name in KEPT}
        self.filled = 0
        # One piece a row comes in; they are turned into arrays in groups.
        self.pieces: list[bytes] = []
        self.begun = False

    def write(self, piece: bytes) -> int:
        """One piece of the stream."""
        self.pieces.append(piece)
        if len(self.pieces) >= GATHERED:
            self.empty()
        return len(piece)

    def empty(self) -> None:
        """Turn the pieces gathered so far into rows; the begun row at the end waits for its rest."""
        stream = b"".join(self.pieces)
        if not self.begun:
            stream, self.begun = stream[_HEADER:], True
        count = min(len(stream) // self.row.itemsize, len(self.arrays["id"]) - self.filled)
        rows = np.frombuffer(stream, self.row, count)
        end = self.filled + count
        for name, array in self.arrays.items():
            array[self.filled : end] = rows[name] + _BINARY_EPOCH if name == "cpns" else rows[name]
        self.filled, self.pieces = end, [stream[count * self.row.itemsize :]]


def write(cursor: Any, table: str, people: int, folder: Path) -> None:
    """Write the files of `table`, `people` rows, into `folder`; an older folder of that name is replaced."""
    copied = _Copied(people)
    selected = f"SELECT {', '.join(COLUMNS)} FROM {table}"  # noqa: S608 - own constants
    cursor.copy_expert(f"COPY ({selected}) TO STDOUT (FORMAT binary)", copied)
    copied.empty()
    if copied.filled != people:
        raise ValueError(f"{copied.filled} of {people} rows came")
    arrays = copied.arrays
    order = np.argsort(arrays["agency"], kind="stable")
    agencies, counts = np.unique(arrays["agency"], return_counts=True)
    widths = -(-counts // WORD)
    starts = np.concatenate([[0], np.cumsum(widths)])
    # Place of the n-th person in order: so many words of the agencies before, then one after another.
    begins = np.repeat(starts[:-1] * WORD - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    places = np.arange(people) + begins
    size = int(starts[-1]) * WORD
    draft = folder.with_name(folder.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    place_of = np.full(int(arrays["id"].max(initial=0)) + 1, -1, "i4")
    place_of[arrays["id"][order]] = places
    _keep(draft, "place_of", place_of)
    kept: dict[str, Numbers] = {}
    side_by_side = np.zeros(size, _row())
    for name in KEPT:
        kept[name] = np.zeros(size, _types(name))
        kept[name][places] = arrays[name][order]
        side_by_side[name] = kept[name]
        _keep(draft, name, kept[name])
    _keep(draft, "people", side_by_side.view("u1").reshape(size, ROW_BYTES))
    filled = np.zeros(size, bool)
    filled[places] = True
    index: list[tuple[str, int]] = []
    rows: list[Bits] = []
    for name in ROWED:
        for value in np.unique(arrays[name]):
            if value:
                index.append((name, int(value)))
                rows.append(packed((kept[name] == value) & filled))
    for name, flags in FLAGGED:
        for place in range(flags):
            index.append((name, 1 << place))
            rows.append(packed((kept[name] & (1 << place)) > 0))
    _keep(draft, "bits", np.array(rows))
    _keep(draft, "filled", packed(filled))
    (draft / "index.json").write_text(
        json.dumps({"rows": index, "agencies": agencies.tolist(), "starts": starts.tolist(), "people": people})
    )
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def _keep(folder: Path, name: str, array: Numbers) -> None:
    with (folder / f"{name}.npy").open("wb") as file:
        np.lib.format.write_array(file, array)


def packed(flags: npt.NDArray[np.bool_]) -> Bits:
    """Flags as bits of 64-bit words; their number is a multiple of 64."""
    return np.packbits(flags, bitorder="little").view(np.uint64)


def unpacked(bits: Bits) -> Numbers:
    """Places of the bits that are set, rising; whole words without any are never looked at."""
    words = np.flatnonzero(bits)
    # One dimension and flags of true and false: numpy finds those several times as fast as in rows of numbers.
    places = np.flatnonzero(np.unpackbits(bits[words].view(np.uint8), bitorder="little").view(bool))
    return words[places // WORD] * WORD + places % WORD


def number_of_bits(bits: Bits) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


class Files:
    """The files of one build, mapped."""

    def __init__(self, folder: Path) -> None:
        def mapped(name: str) -> Numbers:
            return np.load(folder / f"{name}.npy", mmap_mode="r")

        index = json.loads((folder / "index.json").read_text())
        self.place_of = mapped("place_of")
        self.columns = {name: mapped(name) for name in KEPT}
        self.side_by_side = mapped("people")
        self.row_type = _row()
        self.bits = mapped("bits")
        self.filled: Bits = mapped("filled")
        self.rows = {(name, value): number for number, (name, value) in enumerate(index["rows"])}
        self.agencies = np.array(index["agencies"], "i8")
        self.starts = np.array(index["starts"], "i8")
        self.people: int = index["people"]
        self.assessed = np.flatnonzero(np.any([self.columns[name] > 0 for name in COMPETENCY_COLUMNS], axis=0))
        # Few are assessed: their scores lie close together, and their bits are put together word by word.
        self.scores = {name: np.array(self.columns[name][self.assessed]) for name in COMPETENCY_COLUMNS}
        self._assessed_bits = np.uint64(1) << (self.assessed % WORD).astype(np.uint64)
        self._assessed_words, self._assessed_starts = np.unique(self.assessed // WORD, return_index=True)

    def row(self, name: str, value: int) -> Bits | None:
        """Bit row of one value, None when nobody has it."""
        number = self.rows.get((name, value))
        return None if number is None else self.bits[number]

    def places(self, ids: Numbers) -> Numbers:
        """Places of people; whoever is not in the files is left out."""
        found = self.place_of[ids[ids < len(self.place_of)]]
        return found[found >= 0]

    def at(self, places: Numbers) -> dict[str, Numbers]:
        """All columns of some places: a person's row is fetched at once, where each column of its own would be fetched anew."""
        rows = self.side_by_side[places].view(self.row_type).reshape(len(places))
        return {name: rows[name] for name in KEPT}

    def bits_of_assessed(self, flags: npt.NDArray[np.bool_]) -> Bits:
        """Bits of some of the assessed people: one flag for each of `assessed`."""
        found = np.zeros_like(self.filled)
        if len(flags):
            bits = np.where(flags, self._assessed_bits, np.uint64(0))
            found[self._assessed_words] = np.add.reduceat(bits, self._assessed_starts)
        return found

    def piece(self, agency: int) -> slice:
        """Words of the people of one agency; empty for one that has none."""
        place = int(np.searchsorted(self.agencies, agency))
        if place == len(self.agencies) or self.agencies[place] != agency:
            return slice(0, 0)
        return slice(int(self.starts[place]), int(self.starts[place + 1]))


def day_number(day: date) -> int:
    """A date as the files keep it."""
    return (day - FIRST_DAY).days


def empty() -> dict[str, Numbers]:
    """Columns of nobody."""
    return {name: np.zeros(0, _types(name)) for name in KEPT}


def of_rows(rows: list[tuple[Any, ...]]) -> dict[str, Numbers]:
    """Columns of rows of the projection, each in the order of `COLUMNS`."""
    found = empty()
    for name, values in zip(COLUMNS, zip(*rows, strict=True), strict=True) if rows else ():
        if name in found:
            found[name] = np.array([day_number(each) for each in values] if name == "cpns" else values, _types(name))
    return found


def joined(first: Mapping[str, Numbers], second: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Columns of two groups of people."""
    if not len(second["cpns"]):
        return dict(first)
    return {name: np.concatenate([first[name], second[name]]) for name in first}
