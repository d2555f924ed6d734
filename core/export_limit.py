"""How many files about several people one person may take out of the portal in an hour (docs/security.md)."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from core.refusals import Refused

FILES_AN_HOUR = 60
LIMITS = {"export": f"{FILES_AN_HOUR}/h/user"}


def count_export(request: HttpRequest) -> None:
    """Count one file against the hour of the signed-in person, whatever list it is of.

    Raises:
        Refused: the hour's files are used up.
    """
    if ratelimit.consume(request, app="core", action="export", config=LIMITS, limit_get=True) is None:
        raise Refused(f"Anda sudah mengunduh {FILES_AN_HOUR} daftar dalam satu jam. Coba lagi satu jam lagi.")
