"""The last decisions of a person are read in their order, and no longer all of them to show five.

Which requests these belong to is told as numbers by a function of the owner's; the requests are then read below the policies.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.create_together import ByStatements

FUNCTION_SQL = """
CREATE FUNCTION approvals_recent_part(p_person bigint, p_many integer) RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
ROWS 20 SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT s.request_id FROM (
        SELECT d.step_id, d.decided_at, d.id FROM approvals_decision d WHERE d.actor_id = p_person
        ORDER BY d.decided_at DESC, d.id DESC LIMIT p_many
    ) AS last JOIN approvals_approvalstep s ON s.id = last.step_id ORDER BY last.decided_at DESC, last.id DESC;
END $$;
"""


class Migration(migrations.Migration):
    # CONCURRENTLY cannot be inside a transaction.
    atomic = False
    dependencies = [("approvals", "0010_row_security"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RunSQL(FUNCTION_SQL, "DROP FUNCTION approvals_recent_part(bigint, integer)"),
        ByStatements(
            [
                "DROP INDEX CONCURRENTLY IF EXISTS decision_by_actor",
                "CREATE INDEX CONCURRENTLY decision_by_actor ON approvals_decision (actor_id, decided_at DESC, id DESC)",
                "DROP INDEX CONCURRENTLY IF EXISTS approvals_decision_actor_id_d5a8053c",
            ],
            [
                migrations.AlterField(
                    model_name="decision",
                    name="actor",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddIndex(
                    model_name="decision",
                    index=models.Index(fields=["actor", "-decided_at", "-id"], name="decision_by_actor"),
                ),
            ],
        ),
    ]
