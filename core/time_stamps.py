"""Time stamps from a third party: the interface, and what stands in for it where no service is connected.

A service of RFC 3161 takes a hash and returns a signed token that says when it saw it. The portal asks for one token a seal
and keeps it beside the seal; a site connects its provider by naming a class in `SEAL_TIME_STAMPER`.
"""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class TimeStamp:
    """What a service answered.

    Args:
        authority: who says so, in words for a screen.
        is_certified: the provider is a certified one (PSrE); a screen must not call anything else certified.
        token: the TimeStampToken in DER, empty when there is none.
    """

    authority: str
    is_certified: bool
    token: bytes


class TimeStamper(Protocol):
    """A time-stamping service."""

    def stamp(self, digest: bytes) -> TimeStamp:
        """Have a SHA-256 (32 bytes) stamped.

        Raises:
            OSError: the service does not answer; the seal stays valid and is stamped at the next beat.
        """


class ServerClock:
    """No service: the time of the seal is the server's own word, and says so."""

    def stamp(self, digest: bytes) -> TimeStamp:
        """Nothing is sent anywhere."""
        return TimeStamp(authority="Jam peladen portal, tidak tersertifikasi", is_certified=False, token=b"")


def time_stamper() -> TimeStamper:
    """The service this site has set."""
    return import_string(settings.SEAL_TIME_STAMPER)()
