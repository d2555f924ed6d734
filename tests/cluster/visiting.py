"""A person at a browser, at any machine of the site."""

import http.client
from collections.abc import Mapping

from tests.harness.visitor import COOKIE, Lost, Visitor


class Guest(Visitor):
    """A `Visitor` who goes to an address instead of loopback."""

    def __init__(self, host: str, port: int = 80, session: str = "", seconds: float = 30) -> None:
        super().__init__(port, session, seconds)
        self.host = host

    def exchange(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """One bare request: status and bytes of the answer.

        Raises:
            Lost: refused, reset or cut off.
        """
        line = http.client.HTTPConnection(self.host, self.port, timeout=self.seconds)
        cookie = {"Cookie": f"{COOKIE}={self.session}"} if self.session else {}
        try:
            line.request(method, path, body, cookie | dict(headers or {}))
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Lost(type(error).__name__) from error
        finally:
            line.close()
