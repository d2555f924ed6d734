"""One text for one value."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.canonical import canonical_json, epoch_us, sha256_hex

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        (("x", "y"), '["x","y"]'),
        ("Ketua pansel – “Ya”", '"Ketua pansel – “Ya”"'),
        (Decimal("86.20"), '"86.20"'),
        (Decimal("1E+3"), '"1000"'),
        (date(2026, 12, 4), '"2026-12-04"'),
        (datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC), "1000005"),
        (UUID(int=7), '"00000000-0000-0000-0000-000000000007"'),
    ],
)
def test_table_of_values(value, text):
    assert canonical_json(value) == text


@pytest.mark.parametrize("value", [1.5, {1, 2}, {1: "a"}, object(), {"a": [0.1]}, b"x"])
def test_values_without_one_text_are_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("value", [datetime(2026, 1, 1), Decimal("NaN"), Decimal("Infinity")])
def test_values_without_meaning_are_refused(value):
    with pytest.raises(ValueError, match="canonical form"):
        canonical_json(value)


@given(PLAIN)
def test_text_reads_back_as_the_same_value(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=6))
def test_order_of_keys_never_matters(value):
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-12, 12))
def test_moment_is_the_same_in_every_zone(moment, hours):
    if 2 <= moment.year <= 9998:
        assert epoch_us(moment.astimezone(timezone(timedelta(hours=hours)))) == epoch_us(moment)


def test_sha256_is_over_utf8_bytes():
    assert sha256_hex("é") == hashlib.sha256("é".encode()).hexdigest()


def test_dataclass_is_written_as_its_fields_like_asdict():
    @dataclass(frozen=True)
    class Inner:
        day: date
        score: Decimal

    @dataclass(frozen=True)
    class Outer:
        name: str
        inner: tuple[Inner, ...]
        nothing: None = None

    value = Outer("Siti", (Inner(date(2026, 12, 4), Decimal("81.20")), Inner(date(2026, 12, 5), Decimal(7))))
    assert canonical_json({"x": value}) == canonical_json({"x": asdict(value)})
    with pytest.raises(TypeError):
        canonical_json(Outer)
