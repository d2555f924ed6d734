"""Receipt numbers that a person can read out over the telephone.

Eleven random digits (given by the caller) and one check digit after Verhoeff: arithmetic in the symmetry group of the
pentagon, which catches every single wrong digit and every swap of neighbours.
"""

RANDOM_DIGITS = 11
_GROUP = 4
_SHUFFLE = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def make_receipt(random_digits: str) -> str:
    """A receipt number like “1234-5678-9012” from eleven random digits.

    Raises:
        ValueError: not exactly eleven ASCII digits.
    """
    if len(random_digits) != RANDOM_DIGITS or not _is_digits(random_digits):
        raise ValueError(f"a receipt needs exactly {RANDOM_DIGITS} digits")
    check = next(str(digit) for digit in range(10) if _checksum(random_digits + str(digit)) == 0)
    return _grouped(random_digits + check)


def is_valid_receipt(text: str) -> bool:
    """True when the check digit fits; blanks and hyphens are ignored."""
    digits = _bare(text)
    return len(digits) == RANDOM_DIGITS + 1 and _is_digits(digits) and _checksum(digits) == 0


def normalize_receipt(text: str) -> str | None:
    """The stored form of what somebody typed, or None when it is no valid receipt number."""
    return _grouped(_bare(text)) if is_valid_receipt(text) else None


def _bare(text: str) -> str:
    return "".join(text.split()).replace("-", "")


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _grouped(digits: str) -> str:
    return "-".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


def _checksum(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        turned = int(digit)
        for _ in range(place % 8):
            turned = _SHUFFLE[turned]
        total = _compose(total, turned)
    return total


def _compose(left: int, right: int) -> int:
    """Product of two symmetries of the pentagon: 0 to 4 are turns, 5 to 9 are reflections."""
    turn_left, turn_right = left % 5, right % 5
    if left < 5:
        return (turn_left + turn_right) % 5 + (5 if right >= 5 else 0)
    return (turn_left - turn_right) % 5 + (0 if right >= 5 else 5)
