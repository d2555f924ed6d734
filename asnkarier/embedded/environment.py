"""`manage.py` beside a portal started by `make run`: the same addresses and secrets, without typing them."""

import base64
import os
import secrets
from collections.abc import MutableMapping, Sequence
from pathlib import Path

from asnkarier.embedded.bootstrap import local_folder

PORTAL_FILE = "portal.env"
# These change tables or rights, so they run as the owner; every other command runs as the worker does.
OWNER_COMMANDS = frozenset(
    {
        "migrate",
        "backup",
        "restore",
        "grant_roles",
        "createcachetable",
        "load_reference",
        "seed_demo",
        "seed_employees",
        "sqlmigrate",
        "showmigrations",
        "dbshell",
    }
)
# These touch no secret and no row, so a fresh clone may run them before anything was started.
BARE_COMMANDS = frozenset(
    {"bench", "check", "makemigrations", "write_docs", "collectstatic", "recompute_ranking", "help", "--help", "--version"}
)


def write_portal_file(folder: Path, env: MutableMapping[str, str]) -> None:
    """Leave the addresses of a running portal for `manage.py`, mode 0600.

    Args:
        folder: the local folder.
        env: names and values; values hold no line break.
    """
    path = folder / PORTAL_FILE
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{name}={text}\n" for name, text in sorted(env.items()))


def adopt(environ: MutableMapping[str, str], arguments: Sequence[str]) -> None:
    """Complete the environment of `manage.py` where it says nothing itself.

    An environment with SECRET_KEY is a configured one and is left alone.

    Args:
        environ: changed in place.
        arguments: words after `manage.py`.
    """
    if environ.get("SECRET_KEY"):
        return
    command = arguments[0] if arguments else "help"
    path = Path(local_folder(environ)) / PORTAL_FILE
    if path.exists():
        for line in path.read_text().splitlines():
            name, _, text = line.partition("=")
            environ.setdefault(name, text)
        environ.setdefault("ASN_PROCESS", "owner" if command in OWNER_COMMANDS else "worker")
    elif command in BARE_COMMANDS:
        environ["SECRET_KEY"] = secrets.token_urlsafe(50)
        environ["SECOND_FACTOR_KEYS"] = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
