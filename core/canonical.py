"""One text for one value: the form that is hashed, signed and compared."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def epoch_us(moment: datetime) -> int:
    """Whole microseconds since 1970-01-01 UTC, exact integer arithmetic.

    Raises:
        ValueError: the moment has no zone, so it names no instant.
    """
    if moment.tzinfo is None:
        raise ValueError("a datetime without a zone has no canonical form")
    return (moment - EPOCH) // timedelta(microseconds=1)


def canonical_json(value: object) -> str:
    """Write a value as JSON in exactly one way.

    Keys sorted by code point, no spaces, letters unescaped (UTF-8 when encoded), Decimal as a plain string,
    datetime as integer microseconds since 1970 UTC, date as ISO text, UUID as text, a dataclass as an object of its fields.

    Raises:
        TypeError: a float, a set, a non-text key or any other type whose text is not unique.
        ValueError: a datetime without a zone, or a Decimal that is not a finite number.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_hex(content: str | bytes) -> str:
    """SHA-256 of bytes, or of the UTF-8 bytes of a text; 64 lower-case hex digits."""
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("only finite numbers have a canonical form")
        return format(value, "f")
    if isinstance(value, datetime):
        return epoch_us(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"keys must be text, not {type(key).__name__}")
        return {str.__str__(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _fields(type(value))}
    raise TypeError(f"{type(value).__name__} has no canonical form")


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
