"""Stretches of the trail: however it is cut, the same first fault of each chain is found; columns are compared exactly."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.canonical import canonical_json
from core.chain_hash import GENESIS_HASH, first_broken_link, link_hash
from core.trail_parts import check_part, columns_agree, join_parts

text = st.text(alphabet='ab"\\\\{}:,é', max_size=6)


def trail(lengths: list[int]) -> tuple[list, dict]:
    """Rows and heads of chains "0", "1", ..."""
    rows, heads = [], {}
    for name, length in enumerate(lengths):
        previous = GENESIS_HASH
        for sequence in range(1, length + 1):
            body = canonical_json({"act": "a", "actor": None, "details": {}, "object": {"id": str(sequence), "type": "T"}})
            mark = link_hash(previous, sequence, 7, body)
            rows.append((str(name), sequence, 7, body, previous, mark, "a", None, "T", str(sequence)))
            previous = mark
        heads[str(name)] = (length, previous)
    return rows, heads


def walk(rows: list, heads: dict, sealed: dict, size: int) -> list:
    parts = [check_part(rows[place : place + size]) for place in range(0, len(rows), size)]
    return join_parts(parts, heads, sealed)[1]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=4), st.integers(1, 9), st.integers(0, 3), st.randoms(use_true_random=False)
)
def test_every_cut_finds_what_the_plain_walk_finds(lengths, size, kind, rng: random.Random):
    rows, heads = trail(lengths)
    place = rng.randrange(len(rows))
    row = list(rows[place])
    if kind == 0:
        row[3] = row[3].replace('"a"', '"b"')
        rows[place] = tuple(row)
    elif kind == 1:
        row[4] = "1" * 64
        rows[place] = tuple(row)
    elif kind == 2:
        del rows[place]
    expected = []
    for chain, head in heads.items():
        links = [(r[1], r[2], r[3], r[4], r[5]) for r in rows if r[0] == chain]
        broken = first_broken_link(links, head)
        if broken is not None:
            expected.append((chain, broken.sequence, broken.reason))
    assert walk(rows, heads, {}, size) == expected
    assert bool(expected) == (kind < 3)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=3), st.integers(1, 9), st.data())
def test_every_cut_finds_the_first_row_that_is_not_the_sealed_one(lengths, size, data):
    rows, heads = trail(lengths)
    sealed = {}
    for row in rows:
        sealed.setdefault(row[0], bytearray()).extend(bytes.fromhex(row[5]))
    assert walk(rows, heads, sealed, size) == []
    chain, sequence = rows[data.draw(st.integers(0, len(rows) - 1))][:2]
    sealed[chain][(sequence - 1) * 32] ^= 1
    assert walk(rows, heads, sealed, size) == [(chain, sequence, "SEALED")]


@given(text, text, text, st.one_of(st.none(), st.integers(0, 99)), text)
def test_columns_are_compared_with_the_body_itself(act, kind, key, actor, note):
    body = canonical_json(
        {
            "act": act,
            "actor": {"id": actor, "name": note} if actor is not None else None,
            "details": {"object": {"id": "7", "type": "T"}, "note": note},
            "object": {"id": key, "type": kind},
            "second_factor": note,
        }
    )
    assert columns_agree(body, act, actor, kind, key)
    assert not columns_agree(body, act + "x", actor, kind, key)
    assert not columns_agree(body, act, 100, kind, key)
    assert not columns_agree(body, act, actor, kind + "x", key)
    assert not columns_agree(body, act, actor, kind, key + "x")
    assert columns_agree(body, act, actor, "T", "7") == ((kind, key) == ("T", "7"))


def test_what_is_no_body_agrees_with_nothing():
    assert not columns_agree("{", "a", None, "T", "1")
    assert not columns_agree("[]", "a", None, "T", "1")
