"""Approvals show themselves to the offices of their agency, to whoever sent, held or decided them, and to national duties."""

from django.db import migrations, models

from core.create_together import ByStatements
from core.row_policies import OFFICES, PERSON, WHOLE, array_of, policy_sql

FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION approvals_taken_part() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    v_person bigint := nullif(current_setting('asnkarier.person', true), '')::bigint;
BEGIN
    IF v_person IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((SELECT array_agg(s.request_id) FROM approvals_approvalstep s WHERE s.holder_id = v_person), '{}')
        || coalesce((
            SELECT array_agg(s.request_id) FROM approvals_decision d JOIN approvals_approvalstep s ON s.id = d.step_id
            WHERE d.actor_id = v_person
        ), '{}');
END $$;
-- What is still under way of all a person ever decided; numbers alone, whose rows are then read below the policies.
CREATE OR REPLACE FUNCTION approvals_running_part(p_person bigint) RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
ROWS 50 SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT s.request_id FROM approvals_decision d JOIN approvals_approvalstep s ON s.id = d.step_id
        JOIN approvals_approvalrequest r ON r.id = s.request_id AND r.closed_at IS NULL WHERE d.actor_id = p_person;
END $$;
"""
PART = array_of("approvals_taken_part")
OF_STEP = f"{WHOLE} OR EXISTS (SELECT FROM approvals_approvalstep s WHERE s.id = step_id)"
POLICIES_SQL = (
    policy_sql(
        "approvals_approvalrequest",
        f"{WHOLE} OR agency_id = ANY ({OFFICES}) OR sender_id = {PERSON} OR id = ANY ({PART})",
    )
    + policy_sql(
        "approvals_approvalstep",
        f"{WHOLE} OR agency_id = ANY ({OFFICES}) OR holder_id = {PERSON}"
        " OR EXISTS (SELECT FROM approvals_approvalrequest r WHERE r.id = request_id)",
    )
    + policy_sql("approvals_decision", f"{WHOLE} OR actor_id = {PERSON} OR {OF_STEP.removeprefix(f'{WHOLE} OR ')}")
    + policy_sql("approvals_documentask", OF_STEP)
)

# The policy asks each row for what the inbox never did; with it in the index the inbox still reads no row of the table.
INDEXES = [
    'DROP INDEX "inbox_by_duty", "inbox_by_holder", "inbox_national";',
    'CREATE INDEX "inbox_by_duty" ON "approvals_approvalstep" ("role", "agency_id", "due_on", "opened_at", "id")'
    """ INCLUDE ("sender_id", "holder_id", "request_id") WHERE ("holder_id" IS NULL AND "state" = 'OPEN');""",
    'CREATE INDEX "inbox_by_holder" ON "approvals_approvalstep" ("holder_id", "due_on", "opened_at", "id")'
    """ INCLUDE ("sender_id", "agency_id", "request_id") WHERE ("holder_id" IS NOT NULL AND "state" = 'OPEN');""",
    'CREATE INDEX "inbox_national" ON "approvals_approvalstep" ("role", "due_on", "opened_at", "id")'
    """ INCLUDE ("sender_id", "agency_id", "holder_id", "request_id")"""
    """ WHERE ("agency_id" IS NULL AND "holder_id" IS NULL AND "state" = 'OPEN');""",
]


class Migration(migrations.Migration):
    dependencies = [("approvals", "0009_national_inbox"), ("accounts", "0008_row_sight")]

    operations = [
        migrations.RunSQL(FUNCTION_SQL + POLICIES_SQL, migrations.RunSQL.noop),
        ByStatements(
            INDEXES,
            [
                migrations.RemoveIndex(model_name="approvalstep", name="inbox_by_duty"),
                migrations.RemoveIndex(model_name="approvalstep", name="inbox_by_holder"),
                migrations.RemoveIndex(model_name="approvalstep", name="inbox_national"),
                migrations.AddIndex(
                    model_name="approvalstep",
                    index=models.Index(
                        condition=models.Q(("holder", None), ("state", "OPEN")),
                        fields=["role", "agency", "due_on", "opened_at", "id"],
                        include=("sender", "holder", "request"),
                        name="inbox_by_duty",
                    ),
                ),
                migrations.AddIndex(
                    model_name="approvalstep",
                    index=models.Index(
                        condition=models.Q(("holder__isnull", False), ("state", "OPEN")),
                        fields=["holder", "due_on", "opened_at", "id"],
                        include=("sender", "agency", "request"),
                        name="inbox_by_holder",
                    ),
                ),
                migrations.AddIndex(
                    model_name="approvalstep",
                    index=models.Index(
                        condition=models.Q(("agency", None), ("holder", None), ("state", "OPEN")),
                        fields=["role", "due_on", "opened_at", "id"],
                        include=("sender", "agency", "holder", "request"),
                        name="inbox_national",
                    ),
                ),
            ],
        ),
    ]
