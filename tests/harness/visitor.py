"""A person at a browser, reduced to HTTP: cookies, forms as the page draws them, one connection at a time."""

import http.client
import secrets
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

COOKIE = "sesi"


class Lost(Exception):
    """The server went away before it answered: the person does not know whether the act counted."""


class Forms(HTMLParser):
    """Every form of a page: action and the values it would send; `offered` holds what there is to choose from, by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.offered: list[dict[str, list[str]]] = []
        self.text_of = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = {name: value or "" for name, value in attrs}
        name = words.get("name", "")
        if tag == "form":
            self.found.append((words.get("action", ""), {}))
            self.offered.append({})
        elif self.found and name and tag in ("input", "button"):
            if words.get("type") in ("checkbox", "radio"):
                self.offered[-1].setdefault(name, []).append(words.get("value", ""))
            by_hand = words.get("type") in ("checkbox", "radio", "file") and "checked" not in words
            if not by_hand:
                self.found[-1][1][name] = words.get("value", "")
        elif self.found and name and tag == "textarea":
            self.text_of = name
            self.found[-1][1][name] = ""

    def handle_data(self, data: str) -> None:
        if self.text_of:
            self.found[-1][1][self.text_of] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text_of:
            # A browser leaves out the line break after the opening tag, and sends the others as CRLF.
            fields = self.found[-1][1]
            fields[self.text_of] = fields[self.text_of].removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")
            self.text_of = ""


def multipart(fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> tuple[str, bytes]:
    """Content type and body of a form with files (name -> (file name, content))."""
    line = secrets.token_hex(16)
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode() for name, text in fields.items()
    ]
    for name, (file, content) in files.items():
        head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
    return f"multipart/form-data; boundary={line}", b"".join(parts) + f"--{line}--\r\n".encode()


class Visitor:
    """One person, who keeps the session cookie the portal gives.

    Args:
        port: of the portal, on `host`.
        session: key of a signed-in session, "" for somebody anonymous.
    """

    host = "127.0.0.1"

    def __init__(self, port: int, session: str = "", seconds: float = 30) -> None:
        self.port, self.session, self.seconds = port, session, seconds

    def request(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> tuple[int, str, str]:
        """Status, address of a redirect ("" without one) and text of the answer.

        Raises:
            Lost: refused, reset or cut off.
        """
        line = http.client.HTTPConnection(self.host, self.port, timeout=self.seconds)
        headers = {"Cookie": f"{COOKIE}={self.session}"} if self.session else {}
        body: str | bytes | None = None
        if files is not None:
            headers["Content-Type"], body = multipart(fields or {}, files)
        elif fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Lost(type(error).__name__) from error
        finally:
            line.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            if header.startswith(f"{COOKIE}="):
                self.session = header.split(";")[0].removeprefix(f"{COOKIE}=").strip('"')
        return answer.status, urlsplit(answer.headers.get("Location", "")).path, text

    def download(self, path: str) -> bytes:
        """The bytes of a file."""
        line = http.client.HTTPConnection(self.host, self.port, timeout=self.seconds)
        try:
            line.request("GET", path, headers={"Cookie": f"{COOKIE}={self.session}"})
            answer = line.getresponse()
            assert answer.status == 200, f"{path} answered {answer.status}"
            return answer.read()
        finally:
            line.close()

    def form(self, path: str, action: str) -> tuple[str, dict[str, str]]:
        """The form on page `path` that is sent to an address containing `action`, with its values."""
        status, onward, text = self.request("GET", path)
        assert status == 200, f"{path} answered {status} {onward}"
        for target, values in Forms(text).found:
            if action in (target or path):
                return target or path, values
        raise AssertionError(f"no form for {action} on {path}")

    def send(self, path: str, action: str, **typed: str) -> tuple[int, str, str]:
        """Open a page, fill in its form, send it: status, address of a redirect, text."""
        target, values = self.form(path, action)
        return self.request("POST", target, values | typed)
