"""Preparing a sending: what the send button will write is made and kept when the check page is opened.

A cache and nothing else: the row says nothing about the application, nobody reads it but the database function, and without it
a sending goes the ordinary way (docs/decisions/0014-prepared-sending.md). So a GET may write it.
"""

import json
from contextlib import nullcontext
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from accounts.models import User
from core import audit
from core.canonical import sha256_hex
from core.indonesian import moment_words, zone_label
from core.outbox import subject_line
from vacancies import sending_words
from vacancies.applicants import assess_employee, content_digest, problems_of, snapshot_text
from vacancies.models import Application, ApplicationDocument
from vacancies.models.sending import PreparedSending
from vacancies.notifications import applications as notices
from vacancies.permissions import applications as permissions
from vacancies.rules.eligibility import RuleResult
from vacancies.rules.lifecycle import APPLICATION
from vacancies.rules.submission import IN_TIME, sending_verdict
from vacancies.sending_function import around, member
from vacancies.sending_read import KnownDraft

# Stands where only the database knows the instant; no text of a selection names a moment of that year.
STAND_IN = datetime(1971, 1, 1, tzinfo=UTC)
# What the prepared texts are made of: a row made by other code is not sent.
_CODE = ("core/**/*.py", "accounts/**/*.py", "employees/**/*.py", "vacancies/**/*.py", "templates/email/**/*")


@cache
def code_mark() -> str:
    """Fingerprint of the code and the address of the portal, read once in a process; 64 hex digits."""
    root = Path(settings.BASE_DIR)
    files = sorted(path for pattern in _CODE for path in root.glob(pattern) if path.is_file() and "tests" not in path.parts)
    return sha256_hex(
        settings.PORTAL_URL + "".join(f"{path.relative_to(root)}\0{sha256_hex(path.read_bytes())}\0" for path in files)
    )


def prepare(known: KnownDraft, actor: User) -> str | None:
    """Keep what sending this draft would write, when nothing stands against it.

    Args:
        known: the draft as one statement has read it; it is changed and of no use afterwards but to be read.
        actor: the owner.

    Returns:
        Digest of the contents it was made for; None when something stands against sending, and nothing was kept.
    """
    application, now = known.application, known.now
    today = localdate(now)
    standing = permissions.Standing(has_register_row=True, sits_on_panel=known.sits_on_panel)
    if permissions.can_submit(actor, application, standing) is not None:
        return None
    if sending_verdict(application.vacancy.sending_window(), now, None).outcome != IN_TIME:
        return None
    results = assess_employee(application.vacancy, application.employee, today)
    if problems_of(application, today, results):
        return None
    documents = list(application.documents.all())
    try:
        texts = _texts(application, documents, results, actor, known.dress)
    except ValueError:
        # Somebody's words look like the stand-in; the ordinary way cuts nothing open.
        return None
    digest = content_digest(application, documents)
    row = texts | {"digest": digest, "code": code_mark(), "day": today, "marks": known.marks}
    return digest if _keep(row) else None


def _texts(
    application: Application,
    documents: list[ApplicationDocument],
    results: tuple[RuleResult, ...],
    actor: User,
    dress: dict[str, Any],
) -> dict[str, Any]:
    """Columns of the row by name; ValueError when a text cannot be cut open."""
    vacancy = application.vacancy
    register = vacancy.agency.code.upper()
    kept = application.submitted_at, application.snapshot_sha256, application.receipt_number
    application.submitted_at, application.snapshot_sha256 = STAND_IN, "0" * 64
    application.receipt_number = sending_words.draw_receipt_number()
    notice = notices.received(application, actor)
    body = audit.body_of(
        act="submit_application",
        actor=actor,
        duty="Pelamar",
        rule_version=vacancy.rule_mark,
        object_type="Application",
        object_id=application.public_id,
        details=sending_words.trail_details(application, documents, submitted=-1),
    )
    snapshot_head, snapshot_tail = around(
        snapshot_text(application, documents, results, STAND_IN), member("submitted_at", STAND_IN)
    )
    body_head, body_middle, body_tail = around(
        body, member("snapshot_sha256", application.snapshot_sha256), member("submitted", -1)
    )
    moment = moment_words(STAND_IN, vacancy.zone).removesuffix(f" {zone_label(vacancy.zone)}")
    mail_head, mail_tail = _halves(notice.text, moment)
    texts = {
        "application_id": application.pk,
        "person_id": actor.pk,
        "vacancy_id": vacancy.pk,
        "state": APPLICATION.target(application.state, "submit"),
        "receipt_number": application.receipt_number,
        "snapshot_head": snapshot_head,
        "snapshot_tail": snapshot_tail,
        "register": register,
        "letter_kind": sending_words.LETTER_KIND,
        "letter_form": sending_words.LETTER_FORM.format(number="#", register=register, year="@"),
        "letter_title": sending_words.letter_title(vacancy),
        "letter_template": sending_words.RECEIPT_TEMPLATE,
        "letter_words": json.dumps({**dress, **sending_words.receipt_words(application, documents)}),
        "notice_kind": notice.kind,
        "notice_key": notice.key,
        "title": subject_line(notice.subject),
        "subject": subject_line(notice.subject),
        "path": notice.path,
        "address": notice.address,
        "zone": vacancy.zone,
        "mail_head": mail_head,
        "mail_tail": mail_tail,
        "chain": vacancy.trail_chain,
        "body_head": f'{body_head}"',
        "body_middle": f'"{body_middle}',
        "body_tail": body_tail,
    }
    # The page that is drawn next shows the draft as it is.
    application.submitted_at, application.snapshot_sha256, application.receipt_number = kept
    return texts


def _halves(text: str, words: str) -> tuple[str, str]:
    head, found, tail = text.partition(words)
    if not found or words in tail:
        raise ValueError("the moment must stand in the text once")
    return head, tail


@cache
def _statement() -> str:
    """One row an application: the newest page that was opened."""
    names = [field.column for field in PreparedSending._meta.concrete_fields]
    places = ", ".join(f"%({name})s" for name in names)
    others = ", ".join(f"{name} = excluded.{name}" for name in names if name != "application_id")
    table = PreparedSending._meta.db_table
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - names of our own model
        f" ON CONFLICT (application_id) DO UPDATE SET {others}"
    )


def _keep(row: dict[str, Any]) -> bool:
    try:
        # Outside of a transaction the statement is one by itself.
        with transaction.atomic() if connection.in_atomic_block else nullcontext(), connection.cursor() as cursor:
            cursor.execute(_statement(), row)
    except IntegrityError:
        # The draft was discarded meanwhile.
        return False
    return True


def forget_before(day: date) -> int:
    """Drop what was prepared on earlier days; returns how many rows."""
    return PreparedSending.objects.filter(day__lt=day).delete()[0]
