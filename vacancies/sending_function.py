"""Sending an application in one round trip: the database functions, and the one call of them.

Everything a rule or a person decides is decided in Python before (actions/preparation.py), when the check page is opened, and
kept as a `PreparedSending`. The function only makes sure, under the locks of the vacancy and the application, that it is still
the same day and that not one row of what was read then has changed, and writes what the action would have written. In any
other case it writes nothing and says so; the action then goes its ordinary way.
A test compares its rows field by field with those of the ordinary way (tests/vacancies/test_sending_function.py).

A change of the texts below needs a new migration that runs them again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection

from core.canonical import canonical_json
from core.indonesian import DAYS, MONTHS
from core.prepared import read_prepared
from core.row_policies import WHOLE_ROLES
from vacancies.rules.lifecycle import COUNTED_AS_SUBMITTED
from vacancies.rules.submission import REGISTRATION_STATES
from vacancies.sending_words import LETTER_KIND

SENT = "SENT"
# Lists of rows that a sending rests on, by the column that holds them together; `sending_read` reads exactly these.
OF_APPLICATION = ("vacancies_applicationdocument",)
OF_VACANCY = ("vacancies_requirement", "vacancies_requireddocument")
OF_EMPLOYEE = (
    "employees_positionrecord",
    "employees_graderecord",
    "employees_educationrecord",
    "employees_trainingrecord",
    "employees_performancerecord",
    "employees_assessmentrecord",
    "employees_disciplinerecord",
    "employees_ownrecord",
)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


# Whatever only changes under the locks of the vacancy or the application.
_OF_PLACE = [
    *((table, "r.application_id = p_application") for table in OF_APPLICATION),
    *((table, "r.vacancy_id = v_vacancy") for table in OF_VACANCY),
]
# Whatever that lock does not hold, so that it is looked at before it is waited for.
_OF_PERSON = [
    *((table, "r.employee_id = v_employee") for table in OF_EMPLOYEE),
    (
        "employees_evidencedocument",
        "r.id IN (SELECT o.proof_id FROM employees_ownrecord o WHERE o.employee_id = v_employee)",
    ),
    ("accounts_membership", "r.user_id = v_person"),
    (
        "vacancies_panelmember",
        "r.user_id = v_person AND r.panel_id IN (SELECT s.id FROM vacancies_selectionpanel s WHERE s.vacancy_id = v_vacancy)",
    ),
    # How the agency that fills the post words its receipts, and the head of its letters.
    ("core_letterwording", f"r.register = v_register AND r.kind = '{LETTER_KIND}'"),
    ("core_letterhead", "r.register = v_register"),
]


def _marked(lists: list[tuple[str, str]]) -> str:
    """Place and transaction of each row: any change of any of them is another text."""
    union = "\n            UNION ALL ".join(
        f"SELECT {place} AS list, r.id, r.ctid AS place, r.xmin AS since FROM {table} r WHERE {condition}"  # noqa: S608
        for place, (table, condition) in enumerate(lists)
    )
    marks = "string_agg(m.list || ':' || m.place || ':' || m.since, ',' ORDER BY m.list, m.id)"
    return f"(SELECT coalesce({marks}, '') FROM (\n            {union}\n        ) AS m)"  # noqa: S608


MARKS_SQL = f"""
CREATE OR REPLACE FUNCTION vacancies_sending_marks_of_person(p_application bigint) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_vacancy bigint;
    v_employee bigint;
    v_person bigint;
    v_register text;
    v_single text;
BEGIN
    SELECT p.vacancy_id, e.id, u.id, upper(a.code), concat_ws('|', e.ctid, e.xmin, w.ctid, w.xmin,
        -- Of the account only what is written; its row changes at every sign-in.
        u.is_active, u.email, u.full_name)
    INTO v_vacancy, v_employee, v_person, v_register, v_single
    FROM vacancies_application p
    JOIN vacancies_vacancy v ON v.id = p.vacancy_id JOIN accounts_agency a ON a.id = v.agency_id
    JOIN employees_employee e ON e.id = p.employee_id JOIN accounts_agency w ON w.id = e.agency_id
    JOIN accounts_user u ON u.id = e.user_id
    WHERE p.id = p_application;
    RETURN v_person || '|' || v_single || '|' || {_marked(_OF_PERSON)};
END $$;
CREATE OR REPLACE FUNCTION vacancies_sending_marks_of_place(p_application bigint) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_vacancy bigint;
    v_single text;
BEGIN
    SELECT v.id, concat_ws('|', p.ctid, p.xmin, v.ctid, v.xmin, a.ctid, a.xmin)
    INTO v_vacancy, v_single
    FROM vacancies_application p
    JOIN vacancies_vacancy v ON v.id = p.vacancy_id JOIN accounts_agency a ON a.id = v.agency_id
    WHERE p.id = p_application;
    RETURN v_single || '|' || {_marked(_OF_PLACE)};
END $$;
CREATE OR REPLACE FUNCTION vacancies_sending_marks(p_application bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT vacancies_sending_marks_of_person(p_application) || chr(30) || vacancies_sending_marks_of_place(p_application)
$$;
"""  # noqa: S608 - names of our own tables

# An applicant sees no application but the own ones (row security), yet the trail of a sending tells how many there are. Run as
# the owner, it tells a number and shows no row.
COUNT_SQL = f"""
CREATE OR REPLACE FUNCTION vacancies_count_submitted(p_vacancy bigint) RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT count(*) FROM vacancies_application
        WHERE vacancy_id = p_vacancy AND state IN ({_quoted(tuple(sorted(COUNTED_AS_SUBMITTED)))}));
END $$;
"""  # noqa: S608 - constants of our own

SEND_SQL = f"""
CREATE OR REPLACE FUNCTION vacancies_send_prepared(
    p_application uuid, p_person bigint, p_digest text, p_code text, p_lead interval, OUT outcome text, OUT at timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v record;
    v_local timestamp;
    v_number integer;
    v_snapshot text;
    v_sha text;
    v_letter bigint;
    v_submitted bigint;
    v_is_same_person boolean;
BEGIN
    -- Run as the owner, past the policies of a dozen tables; so it asks once, at its start, what they would ask of every row.
    IF current_setting('asnkarier.person', true) IS DISTINCT FROM p_person::text
        AND coalesce(current_setting('asnkarier.reach', true), '') = '' AND session_user NOT IN ({_quoted(WHOLE_ROLES)}) THEN
        outcome := 'UNPREPARED';
        RETURN;
    END IF;
    -- The instant that counts: fixed when this statement began, before any lock is waited for.
    at := now() + p_lead;
    SELECT s.* INTO v FROM vacancies_preparedsending s JOIN vacancies_application p ON p.id = s.application_id
    WHERE p.public_id = p_application;
    -- Another page than the newest one, another code, or another day, from which the rules may count differently.
    IF NOT FOUND OR v.person_id <> p_person OR v.digest <> p_digest OR v.code <> p_code
        OR v.day <> (at AT TIME ZONE 'Asia/Jakarta')::date THEN
        outcome := 'UNPREPARED';
        RETURN;
    END IF;
    -- Before the vacancy's lock, for which all who send to it queue: the lock does not hold these rows anyway.
    v_is_same_person := split_part(v.marks, chr(30), 1) = vacancies_sending_marks_of_person(v.application_id);
    PERFORM FROM vacancies_vacancy
    WHERE id = v.vacancy_id AND state IN ({_quoted(REGISTRATION_STATES)}) AND opens_at <= at AND at < closes_at
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'VACANCY';
        RETURN;
    END IF;
    PERFORM FROM vacancies_application WHERE id = v.application_id AND state = 'DRAFT' FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'APPLICATION';
        RETURN;
    END IF;
    IF v_is_same_person IS NOT TRUE
        OR split_part(v.marks, chr(30), 2) IS DISTINCT FROM vacancies_sending_marks_of_place(v.application_id) THEN
        outcome := 'CHANGED';
        RETURN;
    END IF;

    v_snapshot := v.snapshot_head || (extract(epoch FROM at) * 1000000)::bigint || v.snapshot_tail;
    v_sha := encode(sha256(convert_to(v_snapshot, 'UTF8')), 'hex');
    v_local := at AT TIME ZONE v.zone;
    v_letter := nextval('core_letter_id_seq');
    UPDATE vacancies_application
    SET submitted_at = at, receipt_number = v.receipt_number, snapshot = v_snapshot, snapshot_sha256 = v_sha,
        receipt_id = v_letter, state = v.state, state_since = at, version = version + 1
    WHERE id = v.application_id;
    INSERT INTO vacancies_applicationevent (application_id, action, state, at) VALUES (v.application_id, 'submit', v.state, at);
    INSERT INTO core_notification (key, recipient_id, kind, title, url, created_at)
    VALUES (v.notice_key, p_person, v.notice_kind, v.title, v.path, now()) ON CONFLICT DO NOTHING;
    INSERT INTO core_outboxmessage (key, recipient_id, to_address, subject, text, html, letter_id, kind, state, attempts,
        last_error, created_at, next_attempt_at)
    VALUES (
        v.notice_key, p_person, v.address, v.subject,
        v.mail_head || (ARRAY[{_quoted(DAYS)}])[extract(isodow FROM v_local)] || to_char(v_local, '", "FMDD" "')
            || (ARRAY[{_quoted(MONTHS)}])[extract(month FROM v_local)] || to_char(v_local, '" "FMYYYY" pukul "HH24.MI')
            || v.mail_tail,
        '', v_letter, v.notice_kind, 'PENDING', 0, '', now(), now()
    ) ON CONFLICT DO NOTHING;
    DELETE FROM vacancies_preparedsending WHERE application_id = v.application_id;
    v_submitted := vacancies_count_submitted(v.vacancy_id);
    -- The register last: all letters of an agency queue for it.
    INSERT INTO core_letterregister (register, year, last)
    VALUES (v.register, extract(year FROM now() AT TIME ZONE 'Asia/Jakarta'), 1)
    ON CONFLICT (register, year) DO UPDATE SET last = core_letterregister.last + 1 RETURNING last INTO v_number;
    INSERT INTO core_letter (id, public_id, kind, number, title, template, words, created_at, file, sha256)
    VALUES (
        v_letter, gen_random_uuid(), v.letter_kind,
        replace(replace(v.letter_form, '#', CASE WHEN v_number < 1000 THEN lpad(v_number::text, 3, '0') ELSE v_number::text END),
            '@', extract(year FROM now() AT TIME ZONE 'Asia/Jakarta')::text),
        v.letter_title, v.letter_template,
        v.letter_words || jsonb_build_object('snapshot_sha256', v_sha, 'submitted_at',
            to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
            || CASE WHEN extract(microseconds FROM at)::bigint % 1000000 = 0 THEN '' ELSE to_char(at, '.US') END || '+00:00'),
        now(), '', ''
    );
    PERFORM core_audit_append(v.chain, v.body_head || v_sha || v.body_middle || v_submitted || v.body_tail);
    outcome := 'SENT';
END $$;
"""  # noqa: S608 - constants of our own
# The migration that made the first form of this function reads this name.
FUNCTION_SQL = MARKS_SQL + COUNT_SQL + SEND_SQL
_CALL = """
SELECT outcome, at FROM vacancies_send_prepared(%(application)s, %(person)s, %(digest)s, %(code)s, %(lead)s)
"""


@dataclass(frozen=True)
class Answer:
    """What the function did.

    Args:
        outcome: SENT, or what it missed (UNPREPARED, VACANCY, APPLICATION, CHANGED, RECEIPT) and nothing was written.
        at: the instant that counts, by the portal's time; None for RECEIPT, which the database did not live to tell.
    """

    outcome: str
    at: datetime | None


def call(*, application: UUID, person: int, digest: str, code: str, lead: timedelta) -> Answer:
    """Call the function once; a statement of its own, so that outside of a transaction it is one round trip with its commit.

    Args:
        application: public id; person: id of the account that sends; digest: of the contents the person saw.
        code: mark of the running code, as the preparation carries it; lead: how far the portal's clock runs ahead.
    """
    values = {"application": str(application), "person": person, "digest": digest, "code": code, "lead": lead}
    try:
        ((outcome, at),) = read_prepared(_CALL, values)
    except IntegrityError:
        # Somebody drew the same receipt number; the ordinary way draws until one is free.
        return Answer("RECEIPT", None)
    return Answer(outcome, at)


def count_submitted(vacancy_id: int) -> int:
    """How many applications of a vacancy are sent and not withdrawn, whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vacancies_count_submitted(%s)", [vacancy_id])
        return int(cursor.fetchone()[0])


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
