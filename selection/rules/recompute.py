"""Recompute a ranking packet from its inputs alone, with nothing but the standard library.

Somebody who doubts a list needs no database, no account and no trust in the portal: the packet carries every input, and this
module makes the same bytes out of them. It shares no code with `selection.rules.ranking`, which works inside the portal, so
that each checks the other (docs/ranking-packet.md).

All arithmetic is on whole numbers. A total is a fraction over one common denominator, so nothing is rounded before the one
rounding the packet declares.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import lcm
from typing import Any

FORMAT = "asnkarier.ranking/1"
NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
PLACES_AT_MOST = 30
# Without roundings of its components a selection has a common denominator that grows with each of them.
COMPONENTS_AT_MOST = 1000
SEATS_AT_MOST = 10**9
# So many characters of a differing value are repeated in the sentence about it.
WRITTEN_AT_MOST = 80
INPUT_KEYS = ("format", "vacancy", "rounding", "components", "tie_order", "candidates")
LINE_KEYS = ("number", "total", "rank", "decided_by", "passed", "shortlisted", "tied_at_cut")


class Unusable(Exception):
    """The file is no packet; the message is one Indonesian sentence."""


@dataclass(frozen=True)
class _Component:
    """One component in whole numbers.

    Args:
        shift: power of ten that makes every raw score, the scale and the mark whole; low, span: lowest score and width.
        mark: pass mark, None for none; weight: percent as a whole number over `weight_shift` decimals of all components.
    """

    code: str
    shift: int
    low: int
    span: int
    mark: int | None
    weight: int


@dataclass(frozen=True)
class _Total:
    """How totals are made: `factors` per component, over one `denominator`."""

    factors: tuple[int, ...]
    denominator: int


@dataclass(slots=True)
class _Person:
    number: str
    total: int
    ties: tuple[int, ...]
    passed: bool


def read_packet(text: str | bytes) -> dict[str, Any]:
    """The packet in a file's text.

    Raises:
        Unusable: not UTF-8, not JSON, or not a packet of this format.
    """
    try:
        # Left to itself the library takes UTF-16 and broken letters as well. The mark some editors put in front is no harm.
        plain = text if isinstance(text, str) else str(text, "utf-8-sig")
        content = json.loads(plain, parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_once)
    except Unusable:
        raise
    except (ValueError, RecursionError):
        raise Unusable("Berkas ini bukan JSON yang utuh.") from None
    _check_shape(content)
    return content


def recompute(content: Mapping[str, Any]) -> dict[str, Any]:
    """The full packet with result and digest, made from the inputs of `content` alone.

    Args:
        content: a packet from `read_packet`; its `result` and `sha256` are not read.

    Raises:
        Unusable: numbers that contradict each other, for example weights that do not sum to 100.
    """
    inputs = {key: content[key] for key in INPUT_KEYS}
    rounding, vacancy = content["rounding"], content["vacancy"]
    components = _components(content)
    total = _total(components, rounding["component_places"])
    places = rounding["total_places"]
    order = [next(i for i, part in enumerate(components) if part.code == code) for code in content["tie_order"]]
    people = [_weigh(row, components, total, rounding["component_places"], places, order) for row in content["candidates"]]
    full = {**inputs, "result": _lines(people, content["tie_order"], vacancy["quota"] * vacancy["multiple"], places)}
    return {**full, "sha256": digest(full)}


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a packet without its own `sha256`; 64 hex digits."""
    return hashlib.sha256(canonical({key: value for key, value in content.items() if key != "sha256"}).encode()).hexdigest()


def canonical(content: Mapping[str, Any]) -> str:
    """Keys sorted by code point, no spaces, letters unescaped."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def first_difference(content: Mapping[str, Any], full: Mapping[str, Any]) -> str | None:
    """One sentence about the first place where the results in a file differ from the recomputed ones; None when they agree.

    A file without results has nothing that could differ.
    """
    if "result" not in content:
        return None
    stated, computed = content["result"], full["result"]
    for place, (left, right) in enumerate(zip(stated, computed, strict=False), start=1):
        for key in LINE_KEYS:
            if left[key] != right[key] or type(left[key]) is not type(right[key]):
                said, found, person = _written(left[key]), _written(right[key]), left["number"][:WRITTEN_AT_MOST]
                return (
                    f"Baris {place} (peserta {person}): {key} tertulis {said}, hasil hitung ulang {found}"
                    f"{'' if key == 'number' else ' untuk peserta ' + right['number'][:WRITTEN_AT_MOST]}."
                )
    if len(stated) != len(computed):
        return f"Jumlah baris hasil tertulis {len(stated)}, hasil hitung ulang {len(computed)}."
    if "sha256" in content and content["sha256"] != full["sha256"]:
        return f"sha256 tertulis {content['sha256'][:64]}, hasil hitung ulang {full['sha256']}."
    return None


def _written(value: Any) -> str:
    """A value of a file in one sentence, however long or deep it is."""
    if isinstance(value, (dict, list)):
        return "susunan, bukan satu nilai"
    return json.dumps(value, ensure_ascii=False)[:WRITTEN_AT_MOST]


def _components(content: Mapping[str, Any]) -> tuple[_Component, ...]:
    """Components with one power of ten each that makes every number of the component whole."""
    weights = [part["weight"] for part in content["components"]]
    weight_shift = max(_decimals(weight) for weight in weights)
    if sum(_whole(weight, weight_shift) for weight in weights) != 100 * 10**weight_shift:
        raise Unusable("Jumlah bobot komponen tidak tepat 100.")
    parts = []
    for part in content["components"]:
        code = part["code"]
        raw = [score for row in content["candidates"] if (score := row["scores"][code]) is not None]
        declared = [part["min"], part["max"], *([] if part["pass_mark"] is None else [part["pass_mark"]])]
        shift = max(map(_decimals, declared + raw))
        low, high = _whole(part["min"], shift), _whole(part["max"], shift)
        if high <= low:
            raise Unusable(f"Nilai tertinggi komponen {code} tidak di atas nilai terendahnya.")
        mark = None if part["pass_mark"] is None else _whole(part["pass_mark"], shift)
        weight = _whole(part["weight"], weight_shift)
        if weight < 0:
            raise Unusable(f"Bobot komponen {code} negatif.")
        parts.append(_Component(code, shift, low, high - low, mark, weight))
    return tuple(parts)


def _total(components: Sequence[_Component], component_places: int | None) -> _Total:
    """Factors that turn points of a component into parts of the total.

    Points are (raw - low) when components are not rounded, else the scaled value in units of its last decimal. The weights
    are over their own sum, which stands for 100 percent; the total is on the scale 0 to 100.
    """
    whole = sum(part.weight for part in components)
    if component_places is not None:
        return _Total(tuple(part.weight for part in components), whole * 10**component_places)
    common = lcm(*(part.span for part in components))
    return _Total(tuple(100 * part.weight * (common // part.span) for part in components), whole * common)


def _weigh(
    row: Mapping[str, Any],
    components: Sequence[_Component],
    total: _Total,
    component_places: int | None,
    total_places: int,
    order: Sequence[int],
) -> _Person:
    """One candidate: total in units of its last decimal, tie-breaking points, passed or not. A missing score adds nothing."""
    scores, passed, numerator, points = row["scores"], True, 0, []
    for part, factor in zip(components, total.factors, strict=True):
        text = scores[part.code]
        if text is None:
            passed = False
            points.append(-1)
            continue
        raw = _whole(text, part.shift)
        above = raw - part.low
        if not 0 <= above <= part.span:
            raise Unusable(f"Nilai {part.code} peserta {row['number']} di luar skala komponen itu.")
        if part.mark is not None and raw < part.mark:
            passed = False
        if component_places is not None:
            above = _half_up(above * 100 * 10**component_places, part.span)
        numerator += factor * above
        points.append(above)
    rounded = _half_up(numerator * 10**total_places, total.denominator)
    return _Person(row["number"], rounded, tuple(points[place] for place in order), passed)


def _lines(people: list[_Person], tie_order: Sequence[str], cut: int, places: int) -> list[dict[str, Any]]:
    passed = [person for person in people if person.passed]
    # Stable sorts, least important first: by number, then by what decides, best first.
    passed.sort(key=lambda person: person.number)
    passed.sort(key=lambda person: (person.total, person.ties), reverse=True)
    ranks: list[int] = []
    for place, person in enumerate(passed):
        above = passed[place - 1] if place else None
        same = above is not None and above.total == person.total and above.ties == person.ties
        ranks.append(ranks[-1] if same else place + 1)
    within = sum(rank <= cut for rank in ranks)
    tied_rank = ranks[within - 1] if within > cut else None
    deciders = [None, *(_decider(above, person, tie_order) for above, person in pairwise(passed))]
    lines = [
        _line(person, places, rank=rank, decided_by=decider, shortlisted=rank <= cut, tied_at_cut=rank == tied_rank)
        for person, rank, decider in zip(passed, ranks, deciders, strict=False)
    ]
    failed = sorted((person for person in people if not person.passed), key=lambda person: person.number)
    return lines + [_line(person, places, rank=None, decided_by=None, shortlisted=False, tied_at_cut=False) for person in failed]


def _decider(above: _Person, person: _Person, tie_order: Sequence[str]) -> str | None:
    if above.total != person.total:
        return None
    return next((code for code, left, right in zip(tie_order, above.ties, person.ties, strict=True) if left != right), None)


def _line(
    person: _Person, places: int, *, rank: int | None, decided_by: str | None, shortlisted: bool, tied_at_cut: bool
) -> dict[str, Any]:
    digits = str(person.total).rjust(places + 1, "0")
    return {
        "number": person.number,
        "total": f"{digits[:-places]}.{digits[-places:]}" if places else digits,
        "rank": rank,
        "decided_by": decided_by,
        "passed": person.passed,
        "shortlisted": shortlisted,
        "tied_at_cut": tied_at_cut,
    }


def _half_up(numerator: int, denominator: int) -> int:
    """A fraction that is never negative, rounded to a whole number; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)


def _decimals(text: str) -> int:
    return len(text) - text.index(".") - 1 if "." in text else 0


def _whole(text: str, shift: int) -> int:
    """A decimal text times ten to the power of `shift`, which is at least its number of decimals."""
    before, _, after = text.partition(".")
    return int(before + after.ljust(shift, "0"))


def _no_float(text: str) -> None:
    raise Unusable(f"Bilangan {text[:40]} harus ditulis sebagai teks di dalam tanda petik.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unusable("Berkas ini memuat satu kunci lebih dari sekali.")
    return found


def _check_shape(content: Any) -> None:
    """Every key there, none besides, every value of its kind."""
    _check_keys(content, "paket", INPUT_KEYS, ("result", "sha256"))
    if content["format"] != FORMAT:
        raise Unusable(f"Format berkas bukan {FORMAT}.")
    vacancy, rounding = content["vacancy"], content["rounding"]
    _check_keys(vacancy, "vacancy", ("reference", "quota", "multiple"))
    _check_text(vacancy["reference"], "vacancy.reference")
    for name in ("quota", "multiple"):
        if not _is_whole(vacancy[name]) or not 1 <= vacancy[name] <= SEATS_AT_MOST:
            raise Unusable(f"vacancy.{name} harus bilangan bulat dari 1 sampai {SEATS_AT_MOST}.")
    _check_keys(rounding, "rounding", ("component_places", "total_places", "mode"))
    if rounding["mode"] != "HALF_UP":
        raise Unusable("rounding.mode harus HALF_UP.")
    for name in ("component_places", "total_places"):
        value = rounding[name]
        if not (name == "component_places" and value is None) and not (_is_whole(value) and 0 <= value <= PLACES_AT_MOST):
            raise Unusable(f"rounding.{name} harus bilangan bulat dari 0 sampai {PLACES_AT_MOST}.")
    _check_components(content["components"])
    codes = [part["code"] for part in content["components"]]
    _check_tie_order(content["tie_order"], codes)
    _check_candidates(content["candidates"], set(codes))
    if "result" in content:
        _check_lines(content["result"])
    if "sha256" in content:
        _check_text(content["sha256"], "sha256")


def _check_components(components: Any) -> None:
    if not isinstance(components, list) or not components:
        raise Unusable("components harus daftar yang berisi paling sedikit satu komponen.")
    if len(components) > COMPONENTS_AT_MOST:
        raise Unusable(f"components memuat lebih dari {COMPONENTS_AT_MOST} komponen.")
    for part in components:
        _check_keys(part, "components", ("code", "weight", "min", "max", "pass_mark"))
        _check_text(part["code"], "components.code")
        for name in ("weight", "min", "max"):
            _check_number(part[name], f"{name} komponen {part['code']}")
        if part["pass_mark"] is not None:
            _check_number(part["pass_mark"], f"pass_mark komponen {part['code']}")
    if len({part["code"] for part in components}) != len(components):
        raise Unusable("Satu komponen tercantum lebih dari sekali.")


def _check_tie_order(tie_order: Any, codes: Sequence[str]) -> None:
    if not isinstance(tie_order, list) or not all(isinstance(code, str) for code in tie_order):
        raise Unusable("tie_order harus daftar kode komponen.")
    if len(set(tie_order)) != len(tie_order) or not set(tie_order) <= set(codes):
        raise Unusable("tie_order memuat komponen yang tidak dikenal atau berulang.")


def _check_candidates(candidates: Any, codes: set[str]) -> None:
    if not isinstance(candidates, list):
        raise Unusable("candidates harus daftar peserta.")
    numbers = set()
    matches = NUMBER.fullmatch
    for row in candidates:
        if not isinstance(row, dict) or row.keys() != {"number", "scores"}:
            _check_keys(row, "candidates", ("number", "scores"))
        number, scores = row["number"], row["scores"]
        _check_text(number, "candidates.number")
        numbers.add(number)
        if not isinstance(scores, dict) or scores.keys() != codes:
            raise Unusable(f"Nilai peserta {number} tidak memuat tepat komponen yang dinyatakan.")
        for code, text in scores.items():
            if text is not None and (not isinstance(text, str) or not matches(text)):
                raise Unusable(f"Nilai {code} peserta {number} harus bilangan desimal sebagai teks, atau null.")
    if len(numbers) != len(candidates):
        raise Unusable("Satu nomor peserta tercantum lebih dari sekali.")


def _check_lines(lines: Any) -> None:
    if not isinstance(lines, list):
        raise Unusable("result harus daftar baris hasil.")
    for line in lines:
        _check_keys(line, "result", LINE_KEYS)
        _check_text(line["number"], "result.number")


def _check_keys(value: Any, name: str, wanted: Sequence[str], optional: Sequence[str] = ()) -> None:
    if not isinstance(value, dict):
        raise Unusable(f"Bagian {name} bukan objek JSON.")
    missing = [key for key in wanted if key not in value]
    if missing:
        raise Unusable(f"Bagian {name} tidak memuat kunci {missing[0]}.")
    unknown = sorted(set(value) - set(wanted) - set(optional))
    if unknown:
        raise Unusable(f"Bagian {name} memuat kunci yang tidak dikenal: {unknown[0][:60]}.")


def _check_text(value: Any, name: str) -> None:
    if not isinstance(value, str) or not value:
        raise Unusable(f"{name} harus teks yang tidak kosong.")
    if not value.isprintable():
        raise Unusable(f"{name} memuat karakter yang tidak tampak.")


def _check_number(value: Any, name: str) -> None:
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        raise Unusable(f"{name[0].upper()}{name[1:]} harus bilangan desimal sebagai teks.")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
