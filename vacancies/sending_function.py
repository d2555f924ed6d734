"""Sending an application in one round trip: the database function, and the one call of it.

Everything a rule or a person decides is decided in Python before the call (actions/sending.py). The function only makes sure,
under the locks of the vacancy and the application, that not one row of what was read has changed, and writes what the action
would have written. In any other case it writes nothing and says so; the action then goes its ordinary way.
A test compares its rows field by field with those of the ordinary way (tests/vacancies/test_sending_function.py).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from core.canonical import canonical_json

SENT = "SENT"
FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION vacancies_send_application(
    p_application bigint, p_application_mark text, p_vacancy bigint, p_vacancy_mark text, p_documents_mark text,
    p_minute timestamptz, p_lead interval, p_state text, p_counted text[], p_receipt text,
    p_snapshot_head text, p_snapshot_tail text,
    p_letter uuid, p_letter_kind text, p_register text, p_year smallint, p_form text, p_letter_title text, p_template text,
    p_words jsonb,
    p_person bigint, p_kind text, p_key text, p_title text, p_subject text, p_path text, p_address text, p_text text,
    p_chain text, p_body_head text, p_body_middle text, p_body_tail text,
    OUT outcome text, OUT at timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
    v_vacancy record;
    v_application record;
    v_mark text;
    v_number integer;
    v_snapshot text;
    v_sha text;
    v_letter bigint;
    v_submitted bigint;
BEGIN
    -- The instant that counts: fixed when this statement began, before any lock is waited for.
    at := now() + p_lead;
    -- Words that name the minute (mail) or follow from the day (rules) were made before.
    IF date_trunc('minute', at) <> p_minute THEN
        outcome := 'MINUTE';
        RETURN;
    END IF;
    SELECT state, opens_at, closes_at, ctid || ':' || xmin AS mark INTO v_vacancy
    FROM vacancies_vacancy WHERE id = p_vacancy FOR NO KEY UPDATE;
    IF v_vacancy.mark IS DISTINCT FROM p_vacancy_mark OR v_vacancy.state NOT IN ('PUBLISHED', 'OPEN')
        OR at < v_vacancy.opens_at OR at >= v_vacancy.closes_at THEN
        outcome := 'VACANCY';
        RETURN;
    END IF;
    SELECT state, ctid || ':' || xmin AS mark INTO v_application
    FROM vacancies_application WHERE id = p_application AND vacancy_id = p_vacancy FOR NO KEY UPDATE;
    IF v_application.mark IS DISTINCT FROM p_application_mark OR v_application.state <> 'DRAFT' THEN
        outcome := 'APPLICATION';
        RETURN;
    END IF;
    SELECT coalesce(string_agg(ctid || ':' || xmin, ',' ORDER BY id), '') INTO v_mark
    FROM vacancies_applicationdocument WHERE application_id = p_application;
    IF v_mark <> p_documents_mark THEN
        outcome := 'DOCUMENTS';
        RETURN;
    END IF;

    v_snapshot := p_snapshot_head || (extract(epoch FROM at) * 1000000)::bigint || p_snapshot_tail;
    v_sha := encode(sha256(convert_to(v_snapshot, 'UTF8')), 'hex');
    INSERT INTO core_letterregister (register, year, last) VALUES (p_register, p_year, 1)
    ON CONFLICT (register, year) DO UPDATE SET last = core_letterregister.last + 1 RETURNING last INTO v_number;
    INSERT INTO core_letter (public_id, kind, number, title, template, words, created_at, file, sha256)
    VALUES (
        p_letter, p_letter_kind,
        replace(p_form, '#', CASE WHEN v_number < 1000 THEN lpad(v_number::text, 3, '0') ELSE v_number::text END),
        p_letter_title, p_template,
        p_words || jsonb_build_object('snapshot_sha256', v_sha, 'submitted_at',
            to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
            || CASE WHEN extract(microseconds FROM at)::bigint % 1000000 = 0 THEN '' ELSE to_char(at, '.US') END || '+00:00'),
        now(), '', ''
    ) RETURNING id INTO v_letter;
    UPDATE vacancies_application
    SET submitted_at = at, receipt_number = p_receipt, snapshot = v_snapshot, snapshot_sha256 = v_sha, receipt_id = v_letter,
        state = p_state, state_since = at, version = version + 1
    WHERE id = p_application;
    INSERT INTO vacancies_applicationevent (application_id, action, state, at) VALUES (p_application, 'submit', p_state, at);
    INSERT INTO core_notification (key, recipient_id, kind, title, url, created_at)
    VALUES (p_key, p_person, p_kind, p_title, p_path, now()) ON CONFLICT DO NOTHING;
    INSERT INTO core_outboxmessage (key, recipient_id, to_address, subject, text, html, letter_id, kind, state, attempts,
        last_error, created_at, next_attempt_at)
    VALUES (p_key, p_person, p_address, p_subject, p_text, '', v_letter, p_kind, 'PENDING', 0, '', now(), now())
    ON CONFLICT DO NOTHING;
    SELECT count(*) INTO v_submitted FROM vacancies_application WHERE vacancy_id = p_vacancy AND state = ANY (p_counted);
    PERFORM core_audit_append(p_chain, p_body_head || v_sha || p_body_middle || v_submitted || p_body_tail);
    outcome := 'SENT';
END $$;
"""

_CALL = """
SELECT outcome, at FROM vacancies_send_application(
    %(application)s, %(application_mark)s, %(vacancy)s, %(vacancy_mark)s, %(documents_mark)s,
    %(minute)s, %(lead)s, %(state)s, %(counted)s::text[], %(receipt)s,
    %(snapshot_head)s, %(snapshot_tail)s,
    %(letter)s::uuid, %(letter_kind)s, %(register)s, %(year)s::smallint, %(form)s, %(letter_title)s, %(template)s,
    %(words)s::jsonb,
    %(person)s, %(kind)s, %(key)s, %(title)s, %(subject)s, %(path)s, %(address)s, %(text)s,
    %(chain)s, %(body_head)s, %(body_middle)s, %(body_tail)s)
"""


@dataclass(frozen=True)
class Answer:
    """What the function did.

    Args:
        outcome: SENT, or what had changed (MINUTE, VACANCY, APPLICATION, DOCUMENTS) and nothing was written.
        at: the instant that counts, by the portal's time.
    """

    outcome: str
    at: datetime


def call(**values: Any) -> Answer:
    """Call the function once; a statement of its own, so that outside of a transaction it is one round trip with its commit.

    Args:
        values: named as in `_CALL`: marks as read by `sending_read.read_own`, texts in pieces around what only the database
            knows (`around`).
    """
    with connection.cursor() as cursor:
        cursor.execute(_CALL, values)
        outcome, at = cursor.fetchone()
    return Answer(outcome, at)


def around(text: str, *gaps: str) -> list[str]:
    """The pieces of a canonical JSON text between some of its members' values.

    Args:
        gaps: members as they stand in the text (`member`), in their order; the name of each stays in the piece before it. A
            quotation mark inside a value is always escaped, so a member is found at one place only.

    Raises:
        ValueError: a member does not stand there exactly once.
    """
    pieces = []
    for gap in gaps:
        before, found, text_after = text.partition(gap)
        if not found or gap in text_after:
            raise ValueError("a member must stand in the text once")
        pieces.append(before + gap[: gap.index(":") + 1])
        text = text_after
    return [*pieces, text]


def member(name: str, value: object) -> str:
    """One member as `canonical_json` writes it, for example "submitted_at":1795000000000000."""
    return canonical_json({name: value})[1:-1]
