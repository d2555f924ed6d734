"""From scores to a ranked list that anybody can recompute.

Source: docs/product.md R2 and decision 3, docs/domain.md 11-11 to 11-15. Each component is scaled to 0-100, weighted and
summed; the total is rounded once, half up. Equal totals are separated by components in the order declared before the
vacancy opened, never by a personal trait; people equal in all of them share the rank. The shortlist holds everybody
whose rank is at most seats times multiple: a tie on the last place stays in, a short list is never filled up.

Numbers come in and go out as Decimal. In between they are exact fractions, so no rounding happens before the one
that is announced. One exception is stated in `aggregate`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vacancies.rules.rule_pack import RulePack

MEAN = "MEAN"
MEDIAN = "MEDIAN"
SINGLE = "SINGLE"
CAT = "CAT"
ENTRY = "ENTRY"
PASS_FAIL = "PASS_FAIL"  # noqa: S105 - passed or failed, nothing secret
# One value that is there already, whoever made it: an import, the computer test, two operators.
ONE_VALUE = (SINGLE, CAT, ENTRY, PASS_FAIL)
AGGREGATES = (MEAN, MEDIAN, *ONE_VALUE)

TIE_AT_CUT = "TIE_AT_CUT"
FEWER_THAN_CUT = "FEWER_THAN_CUT"
FLAGS = {
    TIE_AT_CUT: "Nilai pada batas terakhir daftar pendek sama; semua yang bernilai sama ikut masuk.",
    FEWER_THAN_CUT: "Peserta yang memenuhi nilai minimum lebih sedikit daripada panjang daftar pendek; daftar tidak ditambah.",
}

# A mean of scorers is written with at most so many decimals, in the ranking as in the packet that carries it.
AGGREGATE_PLACES = 12
SHOWN_PLACES = 6


class RankingRefused(Exception):
    """The list cannot be made. `reason` is an Indonesian sentence; `missing` lists (candidate key, component code)."""

    def __init__(self, reason: str, missing: tuple[tuple[str, str], ...] = ()):
        super().__init__(reason)
        self.reason = reason
        self.missing = missing


@dataclass(frozen=True)
class ComponentFact:
    """One scored component.

    Args:
        weight: percent of the total; all weights sum to 100.
        minimum: pass mark in raw units (the scale below), None for none.
        scale_min, scale_max: lowest and highest raw score.
        aggregate: how several scorers become one score: MEAN, MEDIAN, or one of ONE_VALUE for a score that is one already.
        scorers_needed: how many scores must be present before the list can be made.
    """

    code: str
    weight: Decimal
    minimum: Decimal | None = None
    scale_min: Decimal = Decimal(0)
    scale_max: Decimal = Decimal(100)
    aggregate: str = MEAN
    scorers_needed: int = 1


@dataclass(frozen=True)
class CandidateScores:
    """Raw scores of one candidate: component code -> one Decimal per scorer.

    `key` is the candidate's number as text; lines of one rank are listed in text order, so give "007", not "7".
    """

    key: str
    scores: Mapping[str, tuple[Decimal, ...]]


@dataclass(frozen=True)
class RankLine:
    """One line of the list.

    Args:
        raw: component -> aggregated raw score.
        values: component -> scaled score 0-100; rounded to the pack's component places, or to six for showing only.
        total: weighted total, rounded once.
        rank: None for a candidate below a minimum, who is listed but never shortlisted.
        decided_by: the component that put this line below the line above although the totals are equal.
        tied_at_cut: this person shares the rank on which the shortlist ends and is one too many.
        below_minimum: codes of the components below their minimum.
    """

    key: str
    raw: Mapping[str, Decimal]
    values: Mapping[str, Decimal]
    total: Decimal
    rank: int | None
    decided_by: str | None
    shortlisted: bool
    tied_at_cut: bool
    below_minimum: tuple[str, ...]


@dataclass(frozen=True)
class RankingResult:
    """The list by rank and key, candidates without a rank last; `cut` is seats times multiple."""

    lines: tuple[RankLine, ...]
    flags: tuple[str, ...]
    cut: int

    @property
    def shortlist(self) -> tuple[RankLine, ...]:
        return tuple(line for line in self.lines if line.shortlisted)


@dataclass(frozen=True)
class _Scored:
    key: str
    raw: dict[str, Decimal]
    scaled: dict[str, Fraction]
    total: Fraction
    below: tuple[str, ...]
    tie_key: tuple[Fraction, ...]


def rank(
    candidates: Sequence[CandidateScores],
    components: Sequence[ComponentFact],
    tie_order: Sequence[str],
    quota: int,
    multiple: int,
    pack: RulePack,
) -> RankingResult:
    """Rank all candidates; the order of the input never matters.

    Args:
        tie_order: component codes, first decides first.
        quota: seats. multiple: shortlist length per seat.
        pack: gives the decimals (component_places, total_places).

    Raises:
        RankingRefused: a score is missing or outside its scale, a number is no Decimal, weights do not sum to
            100, a component or candidate is declared twice, or the tie order names an unknown component.
    """
    _check_declaration(candidates, components, tie_order, quota, multiple)
    _check_scores(candidates, components)
    scored = [_score(candidate, components, tie_order, pack) for candidate in candidates]
    passed = sorted((item for item in scored if not item.below), key=lambda item: (_descending(item), item.key))
    ranks: list[int] = []
    for place, item in enumerate(passed, start=1):
        same = place > 1 and _descending(passed[place - 2]) == _descending(item)
        ranks.append(ranks[-1] if same else place)
    cut = quota * multiple
    within = sum(number <= cut for number in ranks)
    last_rank = ranks[within - 1] if within else None
    overfull = within > cut
    lines = []
    for place, (item, number) in enumerate(zip(passed, ranks, strict=True)):
        above = passed[place - 1] if place else None
        lines.append(
            _line(
                item,
                pack,
                rank_number=number,
                decided_by=_decider(above, item, tie_order) if above else None,
                shortlisted=number <= cut,
                tied_at_cut=overfull and number == last_rank,
            )
        )
    for item in sorted((item for item in scored if item.below), key=lambda item: item.key):
        lines.append(_line(item, pack, rank_number=None, decided_by=None, shortlisted=False, tied_at_cut=False))
    flags = []
    if overfull:
        flags.append(TIE_AT_CUT)
    if len(passed) < cut:
        flags.append(FEWER_THAN_CUT)
    return RankingResult(tuple(lines), tuple(flags), cut)


def missing_scores(candidates: Sequence[CandidateScores], components: Sequence[ComponentFact]) -> tuple[tuple[str, str], ...]:
    """Who lacks what: (candidate key, component code), sorted by key, then in the order of the components."""
    return tuple(
        (candidate.key, component.code)
        for candidate in sorted(candidates, key=lambda item: item.key)
        for component in components
        if len(candidate.scores.get(component.code, ())) < max(1, component.scorers_needed)
    )


def aggregate(scores: Sequence[Decimal], rule: str) -> Decimal:
    """One raw score out of the scorers' scores.

    A mean that does not end (a third) is written with twelve decimals, half up, because the packet must carry the
    very number the ranking used; everything after this step is exact until the total.

    Raises:
        ValueError: no score, several scores for ONE_VALUE, or an unknown rule.
    """
    if not scores or (rule in ONE_VALUE and len(scores) > 1):
        raise ValueError(f"{len(scores)} scores do not fit {rule}")
    if rule in ONE_VALUE:
        exact = Fraction(scores[0])
    elif rule == MEAN:
        exact = sum((Fraction(score) for score in scores), Fraction(0)) / len(scores)
    elif rule == MEDIAN:
        ordered = sorted(Fraction(score) for score in scores)
        middle = len(ordered) // 2
        exact = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    else:
        raise ValueError(f"unknown rule {rule}")
    return trimmed(round_half_up(exact, AGGREGATE_PLACES))


def scaled_value(raw: Decimal, component: ComponentFact, component_places: int | None) -> Fraction:
    """The raw score on the scale 0-100, rounded only when the pack rounds components."""
    low, high = Fraction(component.scale_min), Fraction(component.scale_max)
    scaled = (Fraction(raw) - low) / (high - low) * 100
    return scaled if component_places is None else Fraction(round_half_up(scaled, component_places))


def round_half_up(number: Fraction, places: int) -> Decimal:
    """Round an exact number to `places` decimals; a half goes away from zero."""
    shifted = abs(number) * 10**places
    whole = (2 * shifted.numerator + shifted.denominator) // (2 * shifted.denominator)
    text = str(whole).rjust(places + 1, "0")
    digits = f"{text[:-places]}.{text[-places:]}" if places else text
    return Decimal(f"-{digits}" if number < 0 and whole else digits)


def trimmed(number: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Decimal(text)


def _check_declaration(
    candidates: Sequence[CandidateScores],
    components: Sequence[ComponentFact],
    tie_order: Sequence[str],
    quota: int,
    multiple: int,
) -> None:
    codes = [component.code for component in components]
    if not components or len(set(codes)) != len(codes):
        raise RankingRefused("Daftar komponen penilaian kosong atau memuat komponen yang sama dua kali.")
    if len({candidate.key for candidate in candidates}) != len(candidates):
        raise RankingRefused("Satu peserta tercantum lebih dari sekali dalam daftar nilai.")
    if not set(tie_order) <= set(codes) or len(set(tie_order)) != len(tie_order):
        raise RankingRefused("Urutan penentu nilai sama memuat komponen yang tidak dikenal atau berulang.")
    if quota < 1 or multiple < 1:
        raise RankingRefused("Jumlah formasi dan kelipatan daftar pendek paling sedikit 1.")
    for component in components:
        numbers = [component.weight, component.scale_min, component.scale_max]
        numbers += [] if component.minimum is None else [component.minimum]
        if not all(_is_exact(number) for number in numbers):
            raise RankingRefused(f"Bobot dan skala komponen {component.code} harus bilangan desimal.")
        if component.scale_max <= component.scale_min:
            raise RankingRefused(f"Skala komponen {component.code} harus memiliki nilai tertinggi di atas nilai terendah.")
        if component.aggregate not in AGGREGATES:
            raise RankingRefused(f"Cara penggabungan nilai komponen {component.code} tidak dikenal.")
    if sum((component.weight for component in components), Decimal(0)) != 100:
        raise RankingRefused("Jumlah bobot komponen penilaian harus tepat 100.")


def _check_scores(candidates: Sequence[CandidateScores], components: Sequence[ComponentFact]) -> None:
    missing = missing_scores(candidates, components)
    if missing:
        listed = "; ".join(f"peserta {key}: {code}" for key, code in missing)
        raise RankingRefused(f"Peringkat belum dapat disusun karena nilai ini belum lengkap: {listed}.", missing)
    for candidate in candidates:
        for component in components:
            scores = candidate.scores[component.code]
            if component.aggregate in ONE_VALUE and len(scores) > 1:
                raise RankingRefused(f"Komponen {component.code} peserta {candidate.key} hanya boleh memiliki satu nilai.")
            for score in scores:
                if not _is_exact(score):
                    raise RankingRefused(f"Nilai {component.code} peserta {candidate.key} harus bilangan desimal.")
                if not component.scale_min <= score <= component.scale_max:
                    raise RankingRefused(
                        f"Nilai {component.code} peserta {candidate.key} adalah {format(score, 'f')}; "
                        f"harus antara {format(component.scale_min, 'f')} dan {format(component.scale_max, 'f')}."
                    )


def _is_exact(number: object) -> bool:
    return isinstance(number, Decimal) and number.is_finite()


def _score(candidate: CandidateScores, components: Sequence[ComponentFact], tie_order: Sequence[str], pack: RulePack) -> _Scored:
    raw = {component.code: aggregate(candidate.scores[component.code], component.aggregate) for component in components}
    scaled = {component.code: scaled_value(raw[component.code], component, pack.component_places) for component in components}
    exact = sum((Fraction(component.weight) / 100 * scaled[component.code] for component in components), Fraction(0))
    below = tuple(
        component.code for component in components if component.minimum is not None and raw[component.code] < component.minimum
    )
    return _Scored(
        key=candidate.key,
        raw=raw,
        scaled=scaled,
        total=Fraction(round_half_up(exact, pack.total_places)),
        below=below,
        tie_key=tuple(scaled[code] for code in tie_order),
    )


def _descending(item: _Scored) -> tuple[Fraction, ...]:
    return (-item.total, *(-value for value in item.tie_key))


def _decider(above: _Scored, item: _Scored, tie_order: Sequence[str]) -> str | None:
    if above.total != item.total:
        return None
    return next((code for code in tie_order if above.scaled[code] != item.scaled[code]), None)


def _line(
    item: _Scored,
    pack: RulePack,
    *,
    rank_number: int | None,
    decided_by: str | None,
    shortlisted: bool,
    tied_at_cut: bool,
) -> RankLine:
    places = SHOWN_PLACES if pack.component_places is None else pack.component_places
    return RankLine(
        key=item.key,
        raw=item.raw,
        values={code: round_half_up(value, places) for code, value in item.scaled.items()},
        total=round_half_up(item.total, pack.total_places),
        rank=rank_number,
        decided_by=decided_by,
        shortlisted=shortlisted,
        tied_at_cut=tied_at_cut,
        below_minimum=item.below,
    )
