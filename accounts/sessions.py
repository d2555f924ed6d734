"""Sessions in PostgreSQL and the person they belong to, read by one statement planned once: a signed-in page begins here.

The same statement tells PostgreSQL whose rows it may show from here on (core/row_sight.py); what is no session tells it nobody.

It is also the proof that the connection lives, so no other one is asked for it: a reading that fails on a connection kept from
an earlier page is read once more over a new one.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from accounts.models import Session, User
from core import row_sight
from core.prepared import read_prepared

_PERSON_NAMES = [field.attname for field in User._meta.concrete_fields]
_OPEN = f"""
SELECT s.session_data, s.expire_date, s.seen_at, accounts_look_as(u.id, %(day)s),
    {", ".join(f"u.{field.column}" for field in User._meta.concrete_fields)}
FROM (SELECT) AS one LEFT JOIN django_session s ON s.session_key = %(key)s AND s.expire_date > %(now)s
LEFT JOIN accounts_user u ON u.id = s.user_id AND u.is_active
"""  # noqa: S608 - columns of our own model
# A page a second would otherwise be a write a second: "last seen" is true to the minute.
SEEN_EVERY = timedelta(minutes=1)
IDLE_SECONDS = "idle_seconds"


class SessionStore(DatabaseSessionStore):
    """Django's store in the database, which brings the person with the session.

    Attributes:
        person: the active account the session names; None without one, and before the session was read.
        seen_at: when a page was last asked for with it, to the minute.
    """

    person: User | None = None
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        number = data.get(SESSION_KEY)
        row.user_id = int(number) if number else None
        row.seen_at = timezone.now()
        return row

    def load(self) -> dict[str, Any]:
        """The content, unless nobody asked for a page for too long; asking for one is noted at most once a minute."""
        content = super().load()
        if self.seen_at is None or not content.get(SESSION_KEY):
            return content
        now = timezone.now()
        if now - self.seen_at > timedelta(seconds=content.get(IDLE_SECONDS, settings.SESSION_IDLE_SECONDS)):
            self._session_key, self.person = None, None
            return {}
        if now - self.seen_at > SEEN_EVERY:
            # As whoever the reading has just told, so that nobody else is told for the length of one statement.
            with row_sight.seen_as(sight_of(self.person.pk if self.person else None, timezone.localdate())):
                Session.objects.filter(session_key=self.session_key).update(seen_at=now)
        return content

    def _get_session_from_db(self) -> Session | None:
        day = timezone.localdate()
        with connection.told_by_statement():  # type: ignore[attr-defined]
            row = _first_row(_OPEN, {"day": day, "key": self.session_key, "now": timezone.now()})
        connection.note_told(sight_of(row[4], day))  # type: ignore[attr-defined]
        if row[0] is None:
            self._session_key = None
            return None
        self.seen_at = row[2]
        if row[4] is not None:
            self.person = User.from_db("default", _PERSON_NAMES, row[4:])
        return Session(session_key=self.session_key, session_data=row[0], expire_date=row[1])


class PersonMiddleware(AuthenticationMiddleware):
    """Django's, with the person that came with an ordinary session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "session_ended", False):
            # What scripts have put into the browser's own storage goes with the session; pages were never kept.
            response["Clear-Site-Data"] = '"storage"'
        return response


def _person_of(request: HttpRequest) -> User | AnonymousUser:
    if not hasattr(request, "_cached_user"):
        # Whatever is not quite in order (signed out, inactive, another password, an older key) Django decides itself.
        request._cached_user = _known_person(request.session) or auth.get_user(request)  # type: ignore[attr-defined]
        row_sight.look(sight_of(request._cached_user.pk, timezone.localdate()))  # type: ignore[attr-defined]
    return request._cached_user  # type: ignore[attr-defined, no-any-return]


def sight_of(person: int | None, day: date) -> row_sight.Sight:
    """What the database is to show to an account, None for nobody, by the duties valid on a day."""
    if person is None:
        return row_sight.NOBODY
    return row_sight.Sight(f"person {person} {day}", "SELECT accounts_look_as(%s, %s)", (person, day))


def _known_person(session: Any) -> User | None:
    """The person of a session that is in order in every respect, None otherwise."""
    number, seal = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY)
    person = getattr(session, "person", None)
    if person is None or not seal or str(person.pk) != number:
        return None
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    return person if constant_time_compare(seal, person.get_session_auth_hash()) else None


def _first_row(statement: str, values: dict[str, object]) -> tuple[Any, ...]:
    """The only row of a reading, over a new connection when the one kept from an earlier page has died."""
    if not connection.in_atomic_block:
        connection.health_check_done = True
        try:
            return read_prepared(statement, values)[0]
        except (InterfaceError, OperationalError):
            connection.close()
    return read_prepared(statement, values)[0]
