"""The tree of a seal: proofs hold for every leaf, and no other list of rows has the same root."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merkle import inclusion_proof, merkle_root, proves_inclusion
from core.seal_lines import RangeOfRows, root_of, seal_hash

leaves = st.lists(st.binary(max_size=40), min_size=1, max_size=70)


def split_root(contents: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word: split at the largest power of two smaller than n."""
    if len(contents) == 1:
        return sha256(b"\x00" + contents[0]).digest()
    size = 1
    while size * 2 < len(contents):
        size *= 2
    return sha256(b"\x01" + split_root(contents[:size]) + split_root(contents[size:])).digest()


@given(leaves)
def test_root_is_that_of_the_recursive_definition(contents):
    assert merkle_root(contents) == split_root(contents)


def test_root_of_nothing_is_the_hash_of_nothing():
    assert merkle_root([]) == sha256(b"").digest()


@given(leaves, st.data())
def test_every_leaf_has_a_proof_and_no_other_content_passes(contents, data):
    index = data.draw(st.integers(0, len(contents) - 1))
    root, proof = merkle_root(contents), inclusion_proof(contents, index)
    assert proves_inclusion(contents[index], index, len(contents), proof, root)
    assert not proves_inclusion(contents[index] + b"x", index, len(contents), proof, root)
    assert not proves_inclusion(contents[index], index, len(contents), [*proof, root], root)
    assert not proves_inclusion(contents[index], len(contents), len(contents), proof, root)
    if proof:
        assert not proves_inclusion(contents[index], index, len(contents), proof[:-1], root)


@given(st.lists(st.binary(max_size=40), min_size=2, max_size=70, unique=True), st.data())
def test_order_decides_the_root(contents, data):
    other = data.draw(st.permutations(contents))
    assert (merkle_root(other) == merkle_root(contents)) == (other == contents)


@given(leaves)
def test_a_doubled_last_leaf_changes_the_root(contents):
    assert merkle_root([*contents, contents[-1]]) != merkle_root(contents)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=2))
def test_an_inner_node_does_not_pass_for_a_leaf(pair):
    inner = merkle_root(pair)
    assert merkle_root([inner]) != inner


def test_no_proof_for_a_leaf_that_is_not_there():
    with pytest.raises(IndexError):
        inclusion_proof([b"a"], 1)


def test_a_seal_binds_the_one_before_and_the_names_of_its_rows():
    rows = [RangeOfRows("vacancy:a", 1, ("11" * 32, "22" * 32))]
    root = root_of("0" * 64, rows)
    assert root == merkle_root([bytes(32), b"\x11" * 32, b"\x22" * 32]).hex()
    assert root != root_of("1" * 64, rows)
    spans = [("vacancy:a", 1, 2)]
    assert seal_hash("0" * 64, 1, 5, root, spans) != seal_hash("0" * 64, 1, 5, root, [("vacancy:b", 1, 2)])
