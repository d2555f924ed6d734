"""A new sight forgets what the connection worked out for the one before: own rows of the register, vacancies in reach."""

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
        set_config('asnkarier.reach', coalesce(v_reach, ''), false),
        set_config('asnkarier.own', '', false), set_config('asnkarier.vacancies', '', false);
END $$;
-- For triggers: what this connection worked out may lack the rows just written.
CREATE OR REPLACE FUNCTION accounts_forget_sight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('asnkarier.own', '', false), set_config('asnkarier.vacancies', '', false);
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_row_sight")]

    operations = [migrations.RunSQL(FUNCTION_SQL, migrations.RunSQL.noop)]
