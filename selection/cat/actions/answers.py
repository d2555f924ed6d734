"""Saving answers: one statement, no broker, nothing read first. A thousand people do it three times a minute."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from accounts.models import User
from core import clock
from core.refusals import Refused, require
from selection.cat.models import ExamSitting
from selection.cat.paper import clock_sql
from selection.cat.permissions import answer_refusal
from selection.cat.rules.grading import Answer

# A browser that was cut off for a whole test sends at most each question a few times.
AT_MOST = 1000

# The instant that counts is the transaction's. The lock on the place is shared among savings and meets the one that counts the
# result: either the answer is in before the counting, or the place is closed and nothing is taken. A sequence from a clock
# ahead of the server's would win over every later answer, so it is cut to the present; the same answer sent twice is one row.
SAVE_SQL = """
WITH moment AS MATERIALIZED (SELECT {now} AS at),
place AS MATERIALIZED (
    SELECT s.id FROM selection_examsitting s
    JOIN selection_examsession x ON x.id = s.session_id
    JOIN selection_exam e ON e.id = x.exam_id
    CROSS JOIN moment
    WHERE s.public_id = %(sitting)s AND s.user_id = %(user)s AND s.desk = %(desk)s AND s.desk <> '' AND s.closed_at IS NULL
        AND x.state = 'PLANNED' AND moment.at >= x.starts_at AND moment.at < x.ends_at AND e.units >= %(highest)s
    FOR SHARE OF s
),
kept AS (
    INSERT INTO selection_examanswer (sitting_id, number, choice, is_doubtful, sequence, saved_at)
    SELECT place.id, given.number, given.choice, given.is_doubtful,
        least(given.sequence, (extract(epoch FROM moment.at) * 1000)::bigint), moment.at
    FROM place CROSS JOIN moment CROSS JOIN
        unnest(%(numbers)s::smallint[], %(choices)s::smallint[], %(doubts)s::boolean[], %(sequences)s::bigint[])
        AS given (number, choice, is_doubtful, sequence)
    ON CONFLICT DO NOTHING
)
SELECT count(*) FROM place
"""


def save_answers(*, actor: User, sitting_id: UUID, desk: str, answers: Sequence[Answer]) -> None:
    """Keep answers of one person, each as a row of its own; the newest of a number counts.

    Args:
        sitting_id: public id of the person's place. desk: word of the browser that checked in.
        answers: number from 1, choice from 1 as shown or 0 for none, sequence in milliseconds of the server's clock.

    Raises:
        Refused: too late, finished, another computer, or a number the paper does not have.
    """
    if not answers:
        return
    if len(answers) > AT_MOST or not all(0 <= each.choice <= 5 and 1 <= each.number <= 999 for each in answers):
        raise Refused("Jawaban ini tidak cocok dengan soalnya. Muat ulang halaman ujian.")
    with connection.cursor() as cursor:
        cursor.execute(
            SAVE_SQL.format(now=clock_sql()),
            {
                "sitting": sitting_id,
                "user": actor.pk,
                "desk": desk,
                "highest": max(each.number for each in answers),
                "numbers": [each.number for each in answers],
                "choices": [each.choice for each in answers],
                "doubts": [each.is_doubtful for each in answers],
                "sequences": [each.sequence for each in answers],
            },
        )
        (found,) = cursor.fetchone()
    if not found:
        raise _refusal(actor, sitting_id, desk)


def _refusal(actor: User, sitting_id: UUID, desk: str) -> Refused:
    """Why the statement found no place: read only when it did not."""
    sitting = ExamSitting.objects.of(actor).select_related("session").filter(public_id=sitting_id).first()
    if sitting is None:
        return Refused("Tempat ujian ini bukan milik Anda.")
    require(answer_refusal(sitting, desk, clock.now()))
    return Refused("Jawaban ini tidak cocok dengan soalnya. Muat ulang halaman ujian.")
