"""List of approval chains, bound to the rooms they serve."""


def bind() -> None:
    """Register every chain with the approval engine."""
