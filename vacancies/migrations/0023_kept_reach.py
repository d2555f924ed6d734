"""A page asks many statements about the applications in reach; which vacancies these are is worked out once a sight."""

from django.db import migrations

FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION vacancies_in_reach() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    v_person text := coalesce(current_setting('asnkarier.person', true), '');
    v_offices text := coalesce(current_setting('asnkarier.offices', true), '');
    v_key text := v_person || '/' || v_offices || '|';
    v_kept text := coalesce(current_setting('asnkarier.vacancies', true), '');
    v_found bigint[];
BEGIN
    IF v_person = '' THEN
        RETURN '{}';
    END IF;
    -- Kept under whose it is, so that whatever tells another person without accounts_look_as finds nothing kept.
    IF starts_with(v_kept, v_key) THEN
        RETURN substr(v_kept, length(v_key) + 1)::bigint[];
    END IF;
    v_found := coalesce((
            SELECT array_agg(v.id) FROM vacancies_vacancy v WHERE v.agency_id = ANY (nullif(v_offices, '')::bigint[])
        ), '{}')
        || coalesce((
            SELECT array_agg(s.vacancy_id) FROM vacancies_panelmember m JOIN vacancies_selectionpanel s ON s.id = m.panel_id
            WHERE m.user_id = v_person::bigint
        ), '{}');
    PERFORM set_config('asnkarier.vacancies', v_key || v_found::text, false);
    RETURN v_found;
END $$;
CREATE TRIGGER vacancies_vacancy_forget_sight AFTER INSERT OR UPDATE OF agency_id ON vacancies_vacancy
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_forget_sight();
CREATE TRIGGER vacancies_panelmember_forget_sight AFTER INSERT OR UPDATE ON vacancies_panelmember
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_forget_sight();
"""


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0022_fewer_indexes"), ("accounts", "0009_kept_sight")]

    operations = [
        migrations.RunSQL(
            FUNCTION_SQL,
            "DROP TRIGGER vacancies_vacancy_forget_sight ON vacancies_vacancy;"
            " DROP TRIGGER vacancies_panelmember_forget_sight ON vacancies_panelmember;",
        )
    ]
