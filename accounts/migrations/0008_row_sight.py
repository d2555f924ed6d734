"""Tells PostgreSQL who is looking: the person, the agencies of the duties valid on a day, and the national duties."""

from django.db import migrations

FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION accounts_look_as(p_person bigint, p_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_offices text;
    v_reach text;
BEGIN
    IF p_person IS NOT NULL THEN
        SELECT array_agg(DISTINCT agency_id) FILTER (WHERE agency_id IS NOT NULL)::text,
            string_agg(DISTINCT role, ',') FILTER (WHERE agency_id IS NULL)
        INTO v_offices, v_reach
        FROM accounts_membership
        WHERE user_id = p_person AND valid_from <= p_day AND (valid_until IS NULL OR valid_until >= p_day);
    END IF;
    -- For the connection, until another sight is told: pages are not one transaction.
    PERFORM set_config('asnkarier.person', coalesce(p_person::text, ''), false),
        set_config('asnkarier.offices', coalesce(v_offices, ''), false),
        set_config('asnkarier.reach', coalesce(v_reach, ''), false);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_data_protection")]

    operations = [migrations.RunSQL(FUNCTION_SQL, "DROP FUNCTION accounts_look_as(bigint, date)")]
