"""The register shows everything of a person to that person and to whoever holds a duty, and nothing to others."""

from django.db import migrations

from core.row_policies import OFFICIAL, array_of, policy_sql

# One person behind an account, also where the register knows the NIP under another account (employees/same_person.py).
# As the owner, since the policy of the table itself asks for it.
FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION employees_own_ids() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    v_person bigint := nullif(current_setting('asnkarier.person', true), '')::bigint;
BEGIN
    IF v_person IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN (
        SELECT coalesce(array_agg(e.id), '{}') FROM employees_employee e
        WHERE e.user_id = v_person OR e.nip = (SELECT u.nip FROM accounts_user u WHERE u.id = v_person)
    );
END $$;
"""
OWN = array_of("employees_own_ids")
DETAILS = (
    "employees_positionrecord",
    "employees_graderecord",
    "employees_educationrecord",
    "employees_trainingrecord",
    "employees_performancerecord",
    "employees_assessmentrecord",
    "employees_disciplinerecord",
    "employees_languagerecord",
    "employees_competencyrecord",
    "employees_ownrecord",
    "employees_evidencedocument",
)
POLICIES_SQL = policy_sql("employees_employee", f"id = ANY ({OWN}) OR {OFFICIAL}") + "".join(
    policy_sql(table, f"employee_id = ANY ({OWN}) OR {OFFICIAL}") for table in DETAILS
)


class Migration(migrations.Migration):
    dependencies = [("employees", "0007_no_talent_score"), ("accounts", "0008_row_sight")]

    operations = [migrations.RunSQL(FUNCTION_SQL + POLICIES_SQL, migrations.RunSQL.noop)]
