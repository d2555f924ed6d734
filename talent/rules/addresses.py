"""Showing a mail address to somebody who may know that it exists, not what it is."""


def mask_address(address: str) -> str:
    """ "budi.santoso@kemen.example" as "b…o@kemen.example": enough to tell two addresses apart; "" for none."""
    name, at, domain = address.partition("@")
    if not at or not name:
        return ""
    return f"{name[0]}…{name[-1] if len(name) > 2 else ''}@{domain}"
