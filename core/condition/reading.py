"""What is known about the portal's condition, read by four short statements that give up after two seconds."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, connection, connections, transaction

# No page and no probe waits longer for any of these statements.
PATIENCE = "2s"
# Counted no further: a mass mailing waits by the million.
MOST_MAILS = 100_000
HEARTBEAT = "core.tasks.mark_heartbeat"

_MAILS = f"""
SELECT (SELECT count(*) FROM (SELECT 1 FROM core_outboxmessage WHERE state = 'PENDING' LIMIT {MOST_MAILS}) AS waiting),
       (SELECT extract(epoch FROM clock_timestamp() - min(next_attempt_at)) FROM core_outboxmessage
        WHERE state = 'PENDING' AND NOT is_bulk),
       (SELECT extract(epoch FROM clock_timestamp() - min(next_attempt_at)) FROM core_outboxmessage
        WHERE state = 'PENDING' AND is_bulk)
"""  # noqa: S608 - own constant
_REST = """
SELECT (SELECT extract(epoch FROM clock_timestamp() - s.sealed_at)
        FROM core_sealreceipt r JOIN core_seal s ON s.number = r.seal_id WHERE r.keeper = 'file' ORDER BY r.seal_id DESC LIMIT 1),
       (SELECT number FROM core_seal ORDER BY number DESC LIMIT 1),
       (SELECT count(*) FROM (SELECT 1 FROM django_session WHERE expire_date > now() LIMIT 1000000) AS open_sessions),
       (SELECT coalesce(max(id), 0) FROM core_auditentry),
       pg_database_size(current_database()),
       (SELECT extract(epoch FROM clock_timestamp()) - at_us / 1000000.0 FROM core_auditentry ORDER BY id LIMIT 1),
       clock_timestamp()
"""
_ROUNDS = """
SELECT name, extract(epoch FROM clock_timestamp() - ended_at), seconds,
       extract(epoch FROM clock_timestamp() - failed_at), failures
FROM core_taskround ORDER BY name
"""


@dataclass(frozen=True)
class Round:
    """The newest round of one task. Ages in seconds; None for never."""

    name: str
    age: float | None
    seconds: float
    failed_age: float | None
    failures: int


@dataclass(frozen=True)
class Standby:
    """The second server. `bytes_behind` and `seconds_behind` are None when it does not answer."""

    bytes_behind: int | None
    seconds_behind: float | None


@dataclass(frozen=True)
class Condition:
    """All figures at one instant.

    Args:
        at: the database's time.
        mails_waiting: at most `MOST_MAILS`.
        mail_overdue, bulk_overdue: seconds since the oldest mail should have left; 0 when none is overdue.
        seal_age: seconds since the newest seal outside was made, or since the first row of the trail before the first seal.
        seal_number: 0 before the first seal.
        sessions: sessions not expired, at most a million.
        trail_rows: number of the newest row.
        database_bytes, disk_free, disk_total: bytes; the disk is that of the files, or of this machine where
            they lie in a bucket.
        rounds: by task; standby: None when none is set.
    """

    at: datetime
    mails_waiting: int
    mail_overdue: float
    bulk_overdue: float
    seal_age: float
    seal_number: int
    sessions: int
    trail_rows: int
    database_bytes: int
    disk_free: int
    disk_total: int
    rounds: tuple[Round, ...]
    standby: Standby | None

    @property
    def heartbeat_age(self) -> float | None:
        """Seconds since beat, broker and a worker together last gave a sign."""
        return next((each.age for each in self.rounds if each.name == HEARTBEAT), None)


def read_condition() -> Condition:
    """The condition now.

    Raises:
        django.db.Error: the database does not answer, or not within the patience of two seconds a statement.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
        cursor.execute(_MAILS)
        waiting, overdue, bulk_overdue = cursor.fetchone()
        cursor.execute(_REST)
        sealed, seal_number, sessions, trail_rows, size, first_row, at = cursor.fetchone()
        cursor.execute(_ROUNDS)
        rounds = tuple(
            Round(name, _seconds(age), float(spent), _seconds(failed), failures) for name, age, spent, failed, failures in cursor
        )
    disk = shutil.disk_usage(_existing(Path(settings.LOCAL_DIR if settings.FILES_BUCKET else settings.MEDIA_ROOT)))
    return Condition(
        at=at,
        mails_waiting=waiting,
        mail_overdue=max(float(overdue or 0), 0.0),
        bulk_overdue=max(float(bulk_overdue or 0), 0.0),
        seal_age=max(float(sealed if sealed is not None else first_row or 0), 0.0),
        seal_number=seal_number or 0,
        sessions=sessions,
        trail_rows=trail_rows,
        database_bytes=size,
        disk_free=disk.free,
        disk_total=disk.total,
        rounds=rounds,
        standby=_standby() if "standby" in settings.DATABASES else None,
    )


def answers() -> bool:
    """Whether the database answers a plain question within the patience of two seconds."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'; SELECT 1")
    except Error:
        return False
    return True


def _standby() -> Standby:
    """How far the second server is behind. One that has nothing to replay is not behind, however old its last row."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_lsn()")
            (written,) = cursor.fetchone()
        with connections["standby"].cursor() as cursor:
            cursor.execute(
                "SELECT greatest(pg_wal_lsn_diff(%s, pg_last_wal_replay_lsn()), 0),"
                " extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())",
                [written],
            )
            behind, seconds = cursor.fetchone()
    except Error:
        connections["standby"].close()
        return Standby(None, None)
    if behind is None:
        return Standby(None, None)
    return Standby(int(behind), float(seconds or 0) if behind else 0.0)


def _seconds(age: Any) -> float | None:
    return float(age) if age is not None else None


def _existing(path: Path) -> Path:
    """The folder, or the nearest above it that exists: before the first upload there is none."""
    while not path.exists():
        path = path.parent
    return path
