"""Sessions in PostgreSQL and the person they belong to, read by statements planned once: a signed-in page begins here.

The first statement of such a page is also the proof that the connection lives, so no other one is asked for it: a reading that
fails on a connection kept from an earlier page is read once more over a new one.
"""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from core.prepared import read_prepared

_PERSON_NAMES = [field.attname for field in User._meta.concrete_fields]
_PERSON = (
    f"SELECT {', '.join(field.column for field in User._meta.concrete_fields)} FROM {User._meta.db_table}"  # noqa: S608
    " WHERE id = %(person)s AND is_active"
)
_SESSION = "SELECT session_data, expire_date FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s"


class SessionStore(DatabaseSessionStore):
    """Django's store in the database, without building the same query anew for each request."""

    def _get_session_from_db(self) -> Any:
        row = _first_row(_SESSION, {"key": self.session_key, "now": timezone.now()})
        if row is None:
            self._session_key = None
            return None
        return self.model(session_key=self.session_key, session_data=row[0], expire_date=row[1])


class PersonMiddleware(AuthenticationMiddleware):
    """Django's, with the person of an ordinary session read by a literal statement."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]


def _person_of(request: HttpRequest) -> User | AnonymousUser:
    if not hasattr(request, "_cached_user"):
        # Whatever is not quite in order (signed out, inactive, another password, an older key) Django decides itself.
        request._cached_user = _known_person(request.session) or auth.get_user(request)  # type: ignore[attr-defined]
    return request._cached_user  # type: ignore[attr-defined, no-any-return]


def _known_person(session: Any) -> User | None:
    """The person of a session that is in order in every respect, None otherwise."""
    number, seal = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY)
    if not number or not seal or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    rows = read_prepared(_PERSON, {"person": int(number)})
    if not rows:
        return None
    person = User.from_db("default", _PERSON_NAMES, rows[0])
    return person if constant_time_compare(seal, person.get_session_auth_hash()) else None


def _first_row(statement: str, values: dict[str, object]) -> tuple[Any, ...] | None:
    """The first row of a reading, over a new connection when the one kept from an earlier page has died."""
    if not connection.in_atomic_block:
        connection.health_check_done = True
        try:
            return next(iter(read_prepared(statement, values)), None)
        except (InterfaceError, OperationalError):
            connection.close()
    return next(iter(read_prepared(statement, values)), None)
