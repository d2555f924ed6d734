"""A sight is worked out where it is told: own rows of the register and vacancies in reach, once a page, by the statement of the session.

Until now the first statement that needed them asked two functions, and each later one asked what those had kept. The functions
were the dearest part of a policy; as plain readings of a setting they are put into the statement when it is planned.
"""

from django.db import migrations

OWN = """ARRAY(
            SELECT id FROM employees_employee WHERE user_id = {person}
            UNION ALL SELECT e.id FROM accounts_user u JOIN employees_employee e ON e.nip = u.nip WHERE u.id = {person}
        )::text"""
REACH = """ARRAY(
            SELECT v.id FROM vacancies_vacancy v WHERE v.agency_id = ANY ({offices})
            UNION ALL
            SELECT s.vacancy_id FROM vacancies_panelmember m JOIN vacancies_selectionpanel s ON s.id = m.panel_id
            WHERE m.user_id = {person}
        )::text"""

# As the owner: who may see a row of the register is what is found out here.
FUNCTION_SQL = f"""
CREATE OR REPLACE FUNCTION accounts_look_as(p_person bigint, p_day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    -- For the connection, until another sight is told: pages are not one transaction.
    PERFORM set_config('asnkarier.person', coalesce(p_person::text, ''), false),
        set_config('asnkarier.offices', coalesce(d.offices::text, ''), false),
        set_config('asnkarier.reach', coalesce(d.reach, ''), false),
        set_config('asnkarier.own', {OWN.format(person="p_person")}, false),
        set_config('asnkarier.vacancies', {REACH.format(person="p_person", offices="d.offices")}, false)
    FROM (
        SELECT array_agg(agency_id) FILTER (WHERE agency_id IS NOT NULL) AS offices,
            string_agg(role, ',') FILTER (WHERE agency_id IS NULL) AS reach
        FROM accounts_membership
        WHERE user_id = p_person AND valid_from <= p_day AND (valid_until IS NULL OR valid_until >= p_day)
    ) d;
END $$;
-- For triggers: what was worked out for whoever writes lacks the rows just written.
CREATE OR REPLACE FUNCTION accounts_forget_sight() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    v_person bigint := nullif(current_setting('asnkarier.person', true), '')::bigint;
    v_offices bigint[] := nullif(current_setting('asnkarier.offices', true), '')::bigint[];
BEGIN
    IF v_person IS NOT NULL THEN
        PERFORM set_config('asnkarier.own', {OWN.format(person="v_person")}, false),
            set_config('asnkarier.vacancies', {REACH.format(person="v_person", offices="v_offices")}, false);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION employees_own_ids() RETURNS bigint[] LANGUAGE sql STABLE
RETURN coalesce(nullif(current_setting('asnkarier.own', true), ''), '{{}}')::bigint[];
CREATE OR REPLACE FUNCTION vacancies_in_reach() RETURNS bigint[] LANGUAGE sql STABLE
RETURN coalesce(nullif(current_setting('asnkarier.vacancies', true), ''), '{{}}')::bigint[];
"""  # noqa: S608 - texts of this module


class Migration(migrations.Migration):
    dependencies = [
        ("vacancies", "0026_reach_first"),
        ("accounts", "0009_kept_sight"),
        ("employees", "0009_kept_own"),
        ("talent", "0012_reach_first"),
    ]

    operations = [migrations.RunSQL(FUNCTION_SQL, migrations.RunSQL.noop)]
