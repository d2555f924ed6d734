"""A page asks many statements whose rows are a person's own; the first answer is kept until another sight is told."""

from django.db import migrations

FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION employees_own_ids() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    v_person text := coalesce(current_setting('asnkarier.person', true), '');
    v_kept text := coalesce(current_setting('asnkarier.own', true), '');
    v_found bigint[];
BEGIN
    IF v_person = '' THEN
        RETURN '{}';
    END IF;
    -- Kept under whose it is, so that whatever tells another person without accounts_look_as finds nothing kept.
    IF starts_with(v_kept, v_person || '|') THEN
        RETURN substr(v_kept, length(v_person) + 2)::bigint[];
    END IF;
    v_found := (
        SELECT coalesce(array_agg(e.id), '{}') FROM employees_employee e
        WHERE e.user_id = v_person::bigint OR e.nip = (SELECT u.nip FROM accounts_user u WHERE u.id = v_person::bigint)
    );
    PERFORM set_config('asnkarier.own', v_person || '|' || v_found::text, false);
    RETURN v_found;
END $$;
CREATE TRIGGER employees_employee_forget_sight AFTER INSERT OR UPDATE OF user_id, nip ON employees_employee
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_forget_sight();
CREATE TRIGGER accounts_user_forget_sight AFTER UPDATE OF nip ON accounts_user
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_forget_sight();
"""


class Migration(migrations.Migration):
    dependencies = [("employees", "0008_row_security"), ("accounts", "0009_kept_sight")]

    operations = [
        migrations.RunSQL(
            FUNCTION_SQL,
            "DROP TRIGGER employees_employee_forget_sight ON employees_employee;"
            " DROP TRIGGER accounts_user_forget_sight ON accounts_user;",
        )
    ]
