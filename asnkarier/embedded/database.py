"""Roles and databases, made over a plain connection before Django is asked anything."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import psycopg2
import psycopg2.extensions
from psycopg2 import sql

from asnkarier.embedded.bootstrap import PROJECT_ROOT, Unready
from asnkarier.embedded.postgres import Cluster, statements

OWNER = "asnkarier_owner"
WEB = "asnkarier_web"
WORKER = "asnkarier_worker"
AUDITOR = "asnkarier_auditor"
READER = "asnkarier_reader"
ROLES = (OWNER, WEB, WORKER, AUDITOR, READER)
PROJECT = Path(PROJECT_ROOT)


def create_roles(cluster: Cluster) -> None:
    """Create the five roles; none is a superuser, none passes row security, none may create roles or databases."""
    with statements(cluster.connect("postgres")) as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        present = {row[0] for row in cursor.fetchall()}
        for role in ROLES:
            if role not in present:
                cursor.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB").format(sql.Identifier(role))
                )


def create_database(cluster: Cluster, name: str, template: str | None = None) -> None:
    """Create database `name` owned by the owner role, empty or as a copy of `template`; nobody else may connect by default."""
    with statements(cluster.connect("postgres")) as cursor:
        copy = sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template)) if template else sql.SQL("")
        cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER)) + copy)
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        for role in (WEB, WORKER, AUDITOR, READER):
            cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(role)))


def drop_database(cluster: Cluster, name: str) -> None:
    """Drop database `name` if it exists, closing what is still connected to it."""
    with statements(cluster.connect("postgres")) as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def database_names(cluster: Cluster) -> set[str]:
    """Names of all databases of the server."""
    with statements(cluster.connect("postgres")) as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {row[0] for row in cursor.fetchall()}


def schema_files() -> Iterable[Path]:
    """Files that decide what migrating and granting leaves in the database."""
    for pattern in (
        "*/migrations/*.py",
        "*/models.py",
        "*/models/*.py",
        "core/roles.py",
        "core/append_only.py",
        "core/publication.py",
        "core/row_policies.py",
        "vacancies/sending_function.py",
        "requirements.lock",
    ):
        yield from PROJECT.glob(pattern)


def fingerprint(files: Iterable[Path]) -> str:
    """SHA-256 (hexadecimal) over names and contents of project files, in order of their names."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def schema_key() -> str:
    """Fingerprint that changes whenever the database must be migrated or granted again."""
    return fingerprint(schema_files())


def read_note(cluster: Cluster, database: str) -> str:
    """The database's comment, where `prepare` leaves what it has finished; empty when there is none."""
    with statements(cluster.connect("postgres")) as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database])
        row = cursor.fetchone()
        return (row[0] or "") if row else ""


def step_down(url: str) -> dict[str, str]:
    """For a database of somebody else's with one login: make web and worker roles it can step down to.

    Args:
        url: address of the database, as the login that migrates.

    Returns:
        DATABASE_ROLE_WEB and DATABASE_ROLE_WORKER, or nothing when the login is already the web role.

    Raises:
        Unready: the server does not answer, or the login may neither create the roles nor use existing ones.
    """
    try:
        connection = psycopg2.connect(url, connect_timeout=10)
    except psycopg2.OperationalError as error:
        raise Unready("Basis data pada DATABASE_URL tidak dapat dihubungi. Periksa alamat, nama, dan sandinya.") from error
    with statements(connection) as cursor:
        cursor.execute("SELECT current_user, rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        login, may_create = cursor.fetchone() or ("", False)
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])
        present = {row[0] for row in cursor.fetchall()}
        for role in (WEB, WORKER, AUDITOR):
            if role in present:
                continue
            if not may_create:
                raise Unready(
                    f"Akun basis data {login} tidak boleh membuat peran {role}. Minta pengelola basis data menjalankan: "
                    f"CREATE ROLE {role} NOLOGIN; GRANT {role} TO {login};"
                )
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS").format(sql.Identifier(role)))
        for role in (WEB, WORKER):
            cursor.execute("SELECT pg_has_role(current_user, %s, 'SET')", [role])
            allowed = (cursor.fetchone() or (False,))[0]
            if not allowed and may_create:
                cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
            elif not allowed:
                raise Unready(f"Akun basis data {login} belum boleh memakai peran {role}. Jalankan: GRANT {role} TO {login};")
    return {"DATABASE_ROLE_WEB": WEB, "DATABASE_ROLE_WORKER": WORKER}
