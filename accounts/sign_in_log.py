"""Lines of the log about signing in and out: when, which account, from which network, by what. Never a name or a password."""

import ipaddress
import logging

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

from accounts.models import User

log = logging.getLogger("asnkarier.sign_in")


def network_of(address: str) -> str:
    """The network an address belongs to (/24 or /48): enough to see an attack, too little to follow a person."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{parsed}/{24 if parsed.version == 4 else 48}", strict=False))


def tell(request: HttpRequest, what: str, user: User | None = None, *, refused: bool = False, **facts: str) -> None:
    """Log one event of signing in.

    Args:
        what: the event in plain words; user: whose account, None while nobody knows; refused: whether it did not succeed.
        facts: further words for the line, none of them personal.
    """
    told = {"network": network_of(get_client_ip(request) or ""), "person": str(user.public_id) if user else ""} | facts
    log.log(logging.WARNING if refused else logging.INFO, what, extra={"facts": told})
