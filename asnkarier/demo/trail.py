"""Trail entries of the seed, written many at a time: the same function of the database, the same bodies, one round trip."""

from typing import Any

from django.db import connection

from accounts.models import User
from core.canonical import canonical_json

# The inner order fixes the sequence numbers inside each chain.
APPEND_SQL = """
SELECT core_audit_append(chain, body) FROM (
    SELECT chain, body FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS acts(chain, body, place) ORDER BY place
) AS ordered
"""


class Trail:
    """Collects acts until `flush`. Flush before any real action writes into the same chains."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, str]] = []

    def add(self, subject: Any, chain: str, act: str, actor: User | None, details: dict[str, Any], *, duty: str = "") -> None:
        """One act.

        Args:
            subject: the row that was changed; its class and public id name it.
            chain, act, actor, duty, details: as in `core.audit.record`.
        """
        body = {
            "act": act,
            "actor": {"id": actor.pk, "name": actor.full_name} if actor else None,
            "duty": duty,
            "object": {"type": type(subject).__name__, "id": str(subject.public_id)},
            "details": details,
        }
        self.acts.append((chain, canonical_json(body)))

    def flush(self) -> None:
        """Append everything collected so far, in the order it was added."""
        if self.acts:
            chains, bodies = map(list, zip(*self.acts, strict=True))
            with connection.cursor() as cursor:
                cursor.execute(APPEND_SQL, [chains, bodies])
        self.acts = []
