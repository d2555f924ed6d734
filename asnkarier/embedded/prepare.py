"""One Django process, as the owner role: static files, migrations, rights, demo seed, table of demo accounts.

It loads Django while the launcher is still creating the data folder, then waits for a line on its standard input before
it touches the database. It reports on standard output, one JSON object a line: {"step": name, "seconds": float} when a
step is done, {"say": text} for the person at the keyboard, {"failed": text} before it ends with code 1.
"""

import contextlib
import gc
import io
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any


def report(**line: Any) -> None:
    """Send one line to the launcher."""
    sys.__stdout__.write(json.dumps(line, ensure_ascii=False) + "\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]


class Relay(io.TextIOBase):
    """Text stream of a management command whose lines go to the launcher as they come."""

    def __init__(self) -> None:
        self.rest = ""

    def write(self, text: str) -> int:
        """Pass every complete line on."""
        *lines, self.rest = (self.rest + text).split("\n")
        for line in lines:
            report(say=line)
        return len(text)


@contextlib.contextmanager
def timed(step: str) -> Any:
    """Report how many seconds the block took."""
    started = time.monotonic()
    yield
    report(step=step, seconds=round(time.monotonic() - started, 3))


def begin_collecting(key_file: Path, key: str) -> int:
    """Collect and compress the static files in a process of its own, then note which ones they were.

    Returns:
        The number of that process, a copy of this one: call it before anything is connected or a thread is started.
    """
    sys.__stdout__.flush()  # type: ignore[union-attr]
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        from django.core.management import call_command

        with timed("static files"):
            call_command("collectstatic", interactive=False, verbosity=0)
            key_file.write_text(key)
        code = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def load_what_the_seed_needs() -> None:
    """Every page's address, every action and the engine of templates: loaded while PostgreSQL is being made."""
    with timed("pages"):
        from django.template import engines
        from django.urls import reverse

        from asnkarier.demo import seeding

        assert seeding
        # Both are built at the first use.
        assert engines["django"]
        assert reverse("list_vacancies")


def migrate_and_grant(migrate: bool) -> None:
    """Bring the tables up to date, unless they are known to be, and say again who may do what."""
    from django.core.management import call_command

    if migrate:
        with timed("migrations"):
            call_command("migrate", interactive=False, verbosity=0)
    with timed("rights"):
        call_command("grant_roles", verbosity=0)


def load_reference_rows() -> None:
    """Regions, agencies and study programmes; running it again changes nothing unless a file changed."""
    from django.core.management import call_command

    with timed("reference data"):
        call_command("load_reference", stdout=io.StringIO())


def seed_when_empty() -> None:
    """Play the demo into a database without a single account."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    if get_user_model()._default_manager.exists():
        return
    with timed("seed"):
        call_command("seed_demo", stdout=Relay())


def write_accounts(path: Path) -> None:
    """Keep the table of demo accounts, so that a restart can print it without loading Django."""
    from django.core.management import call_command

    with timed("demo accounts"):
        table = io.StringIO()
        call_command("print_demo_accounts", stdout=table)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(table.getvalue())


def write_note(note: str) -> None:
    """Leave in the database what has been finished; the next start compares it and skips everything."""
    from django.db import connection

    with connection.cursor() as cursor:
        name = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
        cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [note])


def main(order: dict[str, Any]) -> None:
    """Do what the launcher ordered.

    Args:
        order: `static_key` and `static_key_file` (collect when the key is not empty), `migrate` (False when the launcher made
            all tables), `reference` and `seed` (bool), `accounts` (path of the table, empty for none), `note` (text to leave
            in the database, empty for none).
    """
    # A short life: migrating draws every model anew for every step, and walking all those classes for garbage costs a fifth
    # of the time.
    gc.disable()
    with timed("django"):
        import django

        django.setup()
    collecting = begin_collecting(Path(order["static_key_file"]), order["static_key"]) if order["static_key"] else 0
    if order["seed"]:
        load_what_the_seed_needs()
    if not sys.stdin.readline():
        return
    migrate_and_grant(order["migrate"])
    if order["reference"]:
        load_reference_rows()
    if collecting and os.waitpid(collecting, 0)[1] != 0:
        raise RuntimeError("the static files could not be collected")
    report(step="web may start", seconds=0.0)
    if order["seed"]:
        seed_when_empty()
    if order["accounts"]:
        write_accounts(Path(order["accounts"]))
    if order["note"]:
        write_note(order["note"])
    report(step="prepared", seconds=0.0)


if __name__ == "__main__":
    try:
        main(json.loads(sys.argv[1]))
    except BaseException as error:
        # The log gets the whole story, the person one sentence from the launcher.
        traceback.print_exc()
        report(failed=type(error).__name__)
        sys.exit(1)
