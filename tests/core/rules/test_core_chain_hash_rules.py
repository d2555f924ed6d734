"""Whatever is done to a stored chain, the walk finds it at the right row."""

from hypothesis import given
from hypothesis import strategies as st

from core.chain_hash import GENESIS_HASH, BrokenLink, first_broken_link, link_hash


def chain(bodies):
    """A sound chain over `bodies`, one microsecond apart."""
    entries, previous = [], GENESIS_HASH
    for sequence, body in enumerate(bodies, start=1):
        stored = link_hash(previous, sequence, 1000 + sequence, body)
        entries.append((sequence, 1000 + sequence, body, previous, stored))
        previous = stored
    return entries


# sha256sum over 64 zeros and |1|5|{}
KNOWN = "e01cdd7810764c4214d60edc12367f899124b9723b536703b722b6eb9fde9e69"
BODIES = st.lists(st.text(max_size=10), min_size=1, max_size=8)


def head_of(entries):
    return (entries[-1][0], entries[-1][4]) if entries else (0, GENESIS_HASH)


def test_link_hash_is_the_written_formula():
    assert link_hash(GENESIS_HASH, 1, 5, "{}") == KNOWN


@given(BODIES)
def test_sound_chain_holds(bodies):
    entries = chain(bodies)
    assert first_broken_link(iter(entries), head_of(entries)) is None


def test_empty_chain_holds_only_with_an_empty_head():
    assert first_broken_link([], (0, GENESIS_HASH)) is None
    assert first_broken_link([], (1, "f" * 64)) == BrokenLink(1, "HEAD")


@given(BODIES, st.data())
def test_edited_entry_is_named(bodies, data):
    entries = chain(bodies)
    at = data.draw(st.integers(0, len(entries) - 1))
    sequence, at_us, body, previous, stored = entries[at]
    field = data.draw(st.sampled_from(["body", "time", "previous", "hash"]))
    entries[at] = {
        "body": (sequence, at_us, body + "x", previous, stored),
        "time": (sequence, at_us + 1, body, previous, stored),
        "previous": (sequence, at_us, body, "e" * 64, stored),
        "hash": (sequence, at_us, body, previous, "e" * 64),
    }[field]
    assert first_broken_link(entries) == BrokenLink(at + 1, "PREVIOUS" if field == "previous" else "CONTENT")


@given(BODIES, st.data())
def test_edited_entry_with_its_own_new_hash_breaks_the_next_or_the_head(bodies, data):
    entries = chain(bodies)
    head = head_of(entries)
    at = data.draw(st.integers(0, len(entries) - 1))
    sequence, at_us, body, previous, _ = entries[at]
    entries[at] = (sequence, at_us, body + "x", previous, link_hash(previous, sequence, at_us, body + "x"))
    if at == len(entries) - 1:
        assert first_broken_link(entries) is None
        assert first_broken_link(entries, head) == BrokenLink(len(entries), "HEAD")
    else:
        assert first_broken_link(entries, head) == BrokenLink(at + 2, "PREVIOUS")


@given(st.lists(st.text(max_size=10), min_size=2, max_size=8), st.data())
def test_deleted_entry_is_named(bodies, data):
    entries = chain(bodies)
    head = head_of(entries)
    at = data.draw(st.integers(0, len(entries) - 1))
    del entries[at]
    reason = "HEAD" if at == len(entries) else "SEQUENCE"
    assert first_broken_link(entries, head) == BrokenLink(at + 1, reason)


@given(st.lists(st.text(max_size=10), min_size=2, max_size=8), st.data())
def test_swapped_neighbours_are_named(bodies, data):
    entries = chain(bodies)
    at = data.draw(st.integers(0, len(entries) - 2))
    entries[at], entries[at + 1] = entries[at + 1], entries[at]
    assert first_broken_link(entries) == BrokenLink(at + 1, "SEQUENCE")


@given(BODIES, st.data())
def test_doubled_entry_is_named(bodies, data):
    entries = chain(bodies)
    at = data.draw(st.integers(0, len(entries) - 1))
    entries.insert(at, entries[at])
    assert first_broken_link(entries) == BrokenLink(at + 2, "SEQUENCE")


@given(BODIES)
def test_appended_entry_is_noticed_by_the_head(bodies):
    entries = chain([*bodies, "later"])
    assert first_broken_link(entries, head_of(entries[:-1])) == BrokenLink(len(entries), "HEAD")
