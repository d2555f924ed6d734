"""All tables of an empty database in one file, `schema.sql`, so that an empty start need not play every migration.

The migrations stay the only place where tables are made and changed. This file is drawn from them (`make schema`) and names
what it was drawn from: every migration, the modules their statements come from, the libraries with tables of their own. When
one of those has changed, the file is left aside and the migrations are played; migrations that came later are played on top
(docs/decisions/0013). Loaded by the launcher before Django is needed: standard library and psycopg2 only.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from asnkarier.embedded import database
from asnkarier.embedded.places import Places, load_secrets
from asnkarier.embedded.postgres import SUPERUSER, Cluster, binaries

SCHEMA_FILE = Path(__file__).with_name("schema.sql")
LIBRARIES = ("django", "django-allauth")
MADE_OF = "-- from "
HEAD = """-- Drawn from the migrations by `make schema`; a test compares it with what they make. Do not edit.
SET LOCAL check_function_bodies = false;
"""
# Statements of a migration may come from a module of ours.
ROOMS = "|".join(sorted(path.parent.name for path in database.PROJECT.glob("*/migrations")))
OWN_MODULE = re.compile(rf"^from ((?:{ROOMS})\.[\w.]+) import", re.M)
# Around the body of a function.
QUOTE = re.compile(r"\$\w*\$")


def ingredients() -> dict[str, str]:
    """What decides the tables of an empty database: path or library, and its fingerprint or version."""
    migrations = sorted(path for path in database.PROJECT.glob("*/migrations/*.py") if path.name != "__init__.py")
    files = set(migrations)
    for path in migrations:
        for module in OWN_MODULE.findall(path.read_text()):
            files.add(database.PROJECT / (module.replace(".", "/") + ".py"))
    found = {str(path.relative_to(database.PROJECT)): _mark(path) for path in sorted(files)}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "missing"
    return found


def drawn_from(text: str) -> dict[str, str]:
    """The ingredients a schema text names."""
    lines = [line.removeprefix(MADE_OF) for line in text.splitlines() if line.startswith(MADE_OF)]
    return {name: mark for name, _, mark in (line.rpartition(" ") for line in lines)}


def usable_schema(path: Path = SCHEMA_FILE) -> tuple[str, bool]:
    """The schema text when everything it was drawn from is unchanged, else "".

    Returns:
        The text, and True when no migration came since: then none needs to be played.
    """
    text = path.read_text() if path.exists() else ""
    named, present = drawn_from(text), ingredients()
    if not named or any(present.get(name) != mark for name, mark in named.items()):
        return "", False
    return text, set(named) == set(present)


def load_schema(cluster: Cluster, name: str, text: str) -> None:
    """Make all tables in the empty database `name`, as the owner, in one transaction."""
    connection = cluster.connect(name, database.OWNER)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(text)
    finally:
        connection.close()


def draw_schema(cluster: Cluster, name: str) -> str:
    """The text of schema.sql, from the database `name` in which all migrations and nothing else were played."""
    sources = "".join(f"{MADE_OF}{path} {mark}\n" for path, mark in ingredients().items())
    rows = [
        _dump(cluster, name, "--data-only", "--inserts", f"--table=public.{table}") for table in _filled_tables(cluster, name)
    ]
    tables = _dump(cluster, name, "--schema-only")
    return HEAD + sources + tables + "".join(rows) + _played_migrations(cluster, name)


def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _filled_tables(cluster: Cluster, name: str) -> list[str]:
    with database.statements(cluster.connect(name)) as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations' ORDER BY 1"
        )
        filled = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')  # noqa: S608 - a name from the catalogue
            if cursor.fetchone() == (True,):
                filled.append(table)
        return filled


def _played_migrations(cluster: Cluster, name: str) -> str:
    with database.statements(cluster.connect(name)) as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        rows = ",\n".join(f"    ('{app}', '{migration}', now())" for app, migration in cursor.fetchall())
    return f"INSERT INTO public.django_migrations (app, name, applied) VALUES\n{rows};\n"


def _dump(cluster: Cluster, name: str, *options: str) -> str:
    """What pg_dump prints, without its remarks: the same text for the same tables."""
    command = [str(binaries() / "pg_dump"), "-h", str(cluster.places.sockets), "-U", SUPERUSER, "--no-owner", "--no-privileges"]
    done = subprocess.run([*command, *options, name], capture_output=True, text=True, check=True)
    kept, inside_function = [], False
    for line in done.stdout.splitlines():
        # Remarks, blank lines and psql's own words go; the body of a function stays as it is.
        if inside_function or (line and not line.startswith(("--", "\\", "SET ", "SELECT pg_catalog.set_config"))):
            kept.append(line + "\n")
        if len(QUOTE.findall(line)) % 2:
            inside_function = not inside_function
    return "".join(kept)


def main() -> None:
    """Play all migrations in a server of its own and write schema.sql."""
    with tempfile.TemporaryDirectory(prefix="asnkarier-schema-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - the servers' account passes through
        places = Places(Path(folder) / "local")
        cluster = Cluster(places, places.make(), durable=False)
        cluster.begin_creation()
        cluster.finish_creation()
        try:
            cluster.begin_start()
            cluster.finish_start()
            database.create_roles(cluster)
            database.create_database(cluster, "schema")
            order = {"static_key": "", "migrate": True, "reference": False, "seed": False, "accounts": "", "note": ""}
            env = (
                os.environ
                | load_secrets(places.secrets)
                | {
                    "DJANGO_SETTINGS_MODULE": "asnkarier.settings",
                    "ASN_PROCESS": "owner",
                    "ASN_LOCAL_DIR": str(places.home),
                    "DATABASE_URL": cluster.url("schema", database.OWNER),
                }
            )
            command = [sys.executable, "-m", "asnkarier.embedded.prepare", json.dumps(order)]
            subprocess.run(command, env=env, input="go\n", text=True, check=True, stdout=subprocess.DEVNULL, cwd=database.PROJECT)
            SCHEMA_FILE.write_text(draw_schema(cluster, "schema"))
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
