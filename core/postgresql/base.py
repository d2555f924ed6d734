"""A connection that knows what it told the database about who is looking (core/row_sight.py).

Being told costs a round trip, so it happens only when the sight differs from the one told last, and a signed-in page tells it
with the reading of its session (accounts/sessions.py). Told settings belong to the connection, so it must be the process's own:
PgBouncer in session mode, never in transaction mode.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from core import row_sight

_PASSING = """
SELECT current_user, rolsuper OR rolbypassrls OR EXISTS (
    SELECT FROM pg_class WHERE relrowsecurity AND pg_has_role(current_user, relowner, 'USAGE')
) FROM pg_roles WHERE rolname = current_user
"""
_is_serving = False


def serve_guarded() -> None:
    """This process answers pages: from now on each new connection must be of a role that row security holds."""
    global _is_serving
    _is_serving = True


def refuse_passing_role(connection: Any) -> None:
    """Refuse a connection that row security would not hold back: a superuser's, one with BYPASSRLS, the tables' owner's.

    Raises:
        ImproperlyConfigured: it is such a one; names the role.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PASSING)
        role, passes = cursor.fetchone()
    if passes:
        raise ImproperlyConfigured(
            f"Peran basis data {role} melewati pengamanan baris (superuser, BYPASSRLS, atau pemilik tabel). "
            "Jalankan web dan worker dengan peran asnkarier_web dan asnkarier_worker; lihat docs/operations.md."
        )


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, which tells the database a changed sight before the next statement."""

    # What PostgreSQL last heard; None when a rollback may have taken it back.
    _told: row_sight.Sight | None = row_sight.NOBODY
    _is_silent = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        self._told = row_sight.NOBODY
        if _is_serving or settings.PROCESS == "worker":
            try:
                refuse_passing_role(connection)
                # Django chooses autocommit next, which it may not within a transaction.
                connection.rollback()
            except BaseException:
                connection.close()
                raise
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        self._tell_what_changed()
        return super().create_cursor(name)

    def _set_autocommit(self, autocommit: bool) -> None:
        # Before a transaction rather than in it: its first statement may have to be the caller's, and its end takes nothing back.
        if not autocommit and self.get_autocommit():
            with self.wrap_database_errors:
                self._tell_what_changed()
        super()._set_autocommit(autocommit)

    def _tell_what_changed(self) -> None:
        wanted = row_sight.present()
        # The owner passes row security, and the policies know the worker by its role.
        if wanted is not self._told and wanted != self._told and settings.PROCESS == "web" and not self._is_silent:
            self._tell(wanted)

    @contextmanager
    def told_by_statement(self) -> Iterator[None]:
        """The statement in the block tells the database a sight by itself and needs none; follow it by `note_told`."""
        self._is_silent = True
        try:
            yield
        finally:
            self._is_silent = False
            self._told = None

    def note_told(self, sight: row_sight.Sight) -> None:
        """A statement of the caller's has just told the database `sight`."""
        self._told = sight

    def _tell(self, sight: row_sight.Sight) -> None:
        # In a transaction that has failed nothing but its end is accepted, and what comes after asks again.
        if self.connection.info.transaction_status == TRANSACTION_STATUS_INERROR:
            return
        with self.connection.cursor() as cursor:
            cursor.execute(sight.statement, sight.values)
        self._told = sight

    def _rollback(self) -> None:
        self._told = None
        super()._rollback()

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)
        self._told = None
