"""Asks the portal, set up as in production (deploy/example.env), for pages over HTTPS, and prints the answers as one JSON object.

Run in a process of its own: what is set up at import (names of cookies, HSTS) cannot be changed afterwards. Speaks WSGI to the
same application the web server serves.
"""

import io
import json
import sys
from urllib.parse import urlencode, urlsplit

from asnkarier.wsgi import application


def ask(address: str, method: str = "GET", cookies: str = "", form: dict[str, str] | None = None, **extra: str) -> dict:
    """One request to an absolute address; status, headers (names in small letters) and text of the answer."""
    parts, told = urlsplit(address), {}
    body = urlencode(form or {}).encode()
    environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": parts.path, "QUERY_STRING": parts.query,
        "REMOTE_ADDR": "10.0.0.9", "SERVER_NAME": parts.hostname,
        "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": parts.netloc,
        "HTTP_X_FORWARDED_PROTO": parts.scheme, "HTTP_X_FORWARDED_FOR": "10.0.0.9", "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_COOKIE": cookies, "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": False,
        "wsgi.multiprocess": False, "wsgi.run_once": False, **extra,
    }  # fmt: skip

    def start(status, headers, problem=None):
        told.update(status=int(status[:3]), headers=[[name.lower(), value] for name, value in headers])

    answer = application(environ, start)
    told["text"] = b"".join(answer).decode(errors="replace")
    if hasattr(answer, "close"):
        answer.close()
    return told


if __name__ == "__main__":
    host = sys.argv[1]
    answers = {
        "plain": ask(f"http://{host}/"),
        "home": ask(f"https://{host}/"),
        "kept": ask(f"https://{host}/"),
        "sign_in": ask(f"https://{host}/akun/login/"),
        "missing": ask(f"https://{host}/tidak/ada/"),
        "private": ask(f"https://{host}/akun/"),
        "foreign_host": ask("https://jahat.example/"),
        "forged_post": ask(f"https://{host}/akun/login/", "POST", form={"login": "a", "password": "b"}),
        "trace": ask(f"https://{host}/", "TRACE"),
        "options": ask(f"https://{host}/akun/login/", "OPTIONS", HTTP_ORIGIN="https://jahat.example"),
        "cross_origin": ask(f"https://{host}/data-terbuka/", HTTP_ORIGIN="https://jahat.example"),
        "demo": ask(f"https://{host}/demo/akun/"),
        "git": ask(f"https://{host}/.git/config"),
        "folder": ask(f"https://{host}/static/"),
        "admin": ask(f"https://{host}/admin/"),
        "meters": ask(f"https://{host}/kesehatan/ukuran/"),
    }
    print(json.dumps(answers))
