"""Addresses people type: letters of the portal go to a named domain of the public network, nowhere else."""

import re

from django.core.exceptions import ValidationError

DOMAIN = re.compile(r"(?:[\w-]+\.)+[^\W\d][\w-]+")
NO_DOMAIN = "Tulis alamat surel dengan nama domain, misalnya nama@instansi.go.id."


def validate_domain(address: str) -> None:
    """Refuse what the framework lets pass: an IP address in brackets ("x@[127.0.0.1]") and a name without a dot ("x@localhost").

    Raises:
        ValidationError: with one Indonesian sentence. An address that lacks its "@" is left to the form field.
    """
    _, at, domain = address.rpartition("@")
    if at and not DOMAIN.fullmatch(domain):
        raise ValidationError(NO_DOMAIN, code="domain")
