"""The trail: one row an act, hash-chained per selection.

A row is written by one database function inside the transaction of the act it describes, as its last statement. The function
runs with the owner's rights; the web and worker roles may call it but have no INSERT, UPDATE or DELETE on the table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from core.canonical import canonical_json, sha256_hex

SYSTEM_CHAIN = "portal"
APPEND_SQL = """
CREATE OR REPLACE FUNCTION core_audit_append(p_chain text, p_body text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_body jsonb := p_body::jsonb;
    v_at bigint := (extract(epoch FROM now()) * 1000000)::bigint;
    v_sequence bigint;
    v_previous text;
    v_hash text;
BEGIN
    LOOP
        SELECT sequence + 1, hash INTO v_sequence, v_previous FROM core_audithead WHERE chain = p_chain FOR UPDATE;
        EXIT WHEN FOUND;
        -- The first row of a chain; of two who make the head, one waits here for the other and reads it in the next round.
        INSERT INTO core_audithead (chain, sequence, hash) VALUES (p_chain, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    END LOOP;
    v_hash := encode(sha256(convert_to(v_previous || '|' || v_sequence || '|' || v_at || '|' || p_body, 'UTF8')), 'hex');
    INSERT INTO core_auditentry (chain, sequence, at_us, act, actor_id, object_type, object_id, body, previous_hash, hash)
    VALUES (p_chain, v_sequence, v_at, v_body->>'act', (v_body->'actor'->>'id')::bigint, v_body->'object'->>'type',
            v_body->'object'->>'id', p_body, v_previous, v_hash);
    UPDATE core_audithead SET sequence = v_sequence, hash = v_hash WHERE chain = p_chain;
    RETURN v_sequence;
END $$;
REVOKE ALL ON FUNCTION core_audit_append(text, text) FROM PUBLIC;
"""


_held: ContextVar[list[tuple[str, str]] | None] = ContextVar("held", default=None)


@contextmanager
def written_last() -> Iterator[None]:
    """Append the rows of the block (or of the decorated function) at its end, in the order in which they were recorded.

    For an act that sets others going, each with a row of its own: what is written after the first row would otherwise stand
    behind it, and the head of the chain would be locked all the while. Inside the transaction; nested blocks leave the rows
    to the outermost one; a block that raises takes its rows with it, whoever catches the error.
    """
    outer = _held.get()
    if outer is not None:
        mark = len(outer)
        try:
            yield
        except BaseException:
            del outer[mark:]
            raise
        return
    rows: list[tuple[str, str]] = []
    token = _held.set(rows)
    try:
        yield
    finally:
        _held.reset(token)
    for chain, body in rows:
        _append(chain, body)


def record(
    *,
    chain: str,
    act: str,
    actor: Any,
    object_type: str,
    object_id: str,
    duty: str = "",
    delegation: str = "",
    rule_version: str = "",
    second_factor: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Append one act to a chain. Call it last in the transaction, under the locks of the act, or inside `written_last`.

    Args:
        chain: name of the chain, "vacancy:<public id>" for a selection, `SYSTEM_CHAIN` for everything else.
        act: verb and noun in snake case, for example "extend_registration".
        actor: the User who acts, or None when the system acts by itself (beat).
        object_type: class name of what was changed; object_id: its public id.
        duty: label of the duty the person acted under, for example "PPK Kementerian Contoh".
        delegation: under whose letter the person acted for somebody else, "" when the duty is the person's own.
        rule_version: mark of the rules the act applied, for example the SHA-256 of a declaration.
        second_factor: method of the second factor the act was signed with, for example "totp".
        details: values before and after, counts, reasons; anything `canonical_json` takes. No secrets. Values under "before"
            and "after" are sealed once more as digests of their own, so that a reader who may not see them can compare them.
    """
    body = body_of(
        act=act,
        actor=actor,
        object_type=object_type,
        object_id=object_id,
        duty=duty,
        delegation=delegation,
        rule_version=rule_version,
        second_factor=second_factor,
        details=details,
    )
    held = _held.get()
    if held is None:
        _append(chain, body)
    else:
        held.append((chain, body))


def body_of(
    *,
    act: str,
    actor: Any,
    object_type: str,
    object_id: str,
    duty: str = "",
    delegation: str = "",
    rule_version: str = "",
    second_factor: str = "",
    details: dict[str, Any] | None = None,
) -> str:
    """The canonical text of an act, as `record` seals it; for a database function that appends it itself.

    What an act has no use for is left out, so that rows of every age read alike.
    """
    told = details or {}
    body = {
        "act": act,
        "actor": {"id": actor.pk, "name": actor.full_name} if actor is not None else None,
        "duty": duty,
        "object": {"type": object_type, "id": str(object_id)},
        "details": told,
    }
    factor = second_factor or told.get("second_factor", "")
    marks = {"delegation": delegation, "rule_version": rule_version, "second_factor": factor}
    marks |= {f"{side}_sha256": sha256_hex(canonical_json(told[side])) for side in ("before", "after") if side in told}
    return canonical_json(body | {name: mark for name, mark in marks.items() if mark})


def _append(chain: str, body: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_audit_append(%s, %s)", [chain, body])
