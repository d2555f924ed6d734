"""The three ladders of posts: managerial, expert functional, skill functional; never compared with each other."""

from employees.rules.facts import EXPERT_ORDER, FUNCTIONAL_GRADES, MANAGERIAL_ORDER, POSITION_LEVELS, SKILL_ORDER


def accepted_codes(text: str) -> frozenset[str]:
    """The codes named (comma between them) and everything higher on the same ladder.

    Raises:
        ValueError: a code that is on no ladder.
    """
    accepted: set[str] = set()
    for code in text.split(","):
        ladder = next((order for order in (MANAGERIAL_ORDER, EXPERT_ORDER, SKILL_ORDER) if code.strip() in order), None)
        if ladder is None:
            raise ValueError(f"unknown level {code!r}")
        accepted.update(ladder[: ladder.index(code.strip()) + 1])
    return frozenset(accepted)


def level_name(code: str) -> str:
    """The code in words; KeyError when it is on no ladder."""
    return {**POSITION_LEVELS, **FUNCTIONAL_GRADES}[code.strip()]


def age_exception(text: str) -> tuple[str, int]:
    """The parts of "JPT_PRATAMA=58": who holds this level or a higher one on the day may be of this age.

    Raises:
        ValueError: not of that form.
    """
    code, _, limit = text.partition("=")
    return code, int(limit)
