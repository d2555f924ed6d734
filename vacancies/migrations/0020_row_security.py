"""Applications and what belongs to them show themselves to the applicant, the offices of the agency, its panel, and oversight."""

from django.db import migrations

from core.row_policies import PERSON, WHOLE, array_of, policy_sql
from vacancies.sending_function import FUNCTION_SQL as SENDING_SQL

# As the owner: one index probe each, whatever the policies say of the tables asked.
FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION vacancies_in_reach() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    v_person bigint := nullif(current_setting('asnkarier.person', true), '')::bigint;
    v_offices bigint[] := nullif(current_setting('asnkarier.offices', true), '')::bigint[];
BEGIN
    IF v_person IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((SELECT array_agg(v.id) FROM vacancies_vacancy v WHERE v.agency_id = ANY (v_offices)), '{}')
        || coalesce((
            SELECT array_agg(s.vacancy_id) FROM vacancies_panelmember m JOIN vacancies_selectionpanel s ON s.id = m.panel_id
            WHERE m.user_id = v_person
        ), '{}');
END $$;
"""
OWN, REACH = array_of("employees_own_ids"), array_of("vacancies_in_reach")
# A row that belongs to an application is seen with it.
OF_APPLICATION = f"{WHOLE} OR EXISTS (SELECT FROM vacancies_application a WHERE a.id = application_id)"
POLICIES_SQL = (
    policy_sql("vacancies_application", f"employee_id = ANY ({OWN}) OR {WHOLE} OR vacancy_id = ANY ({REACH})")
    + policy_sql("vacancies_applicationdocument", OF_APPLICATION)
    + policy_sql("vacancies_applicationevent", OF_APPLICATION)
    + policy_sql("vacancies_documentcheck", OF_APPLICATION)
    + policy_sql("vacancies_documentrequest", OF_APPLICATION)
    + policy_sql("vacancies_withdrawnsubmission", OF_APPLICATION)
    + policy_sql("vacancies_objection", OF_APPLICATION)
    + policy_sql(
        "vacancies_objectionattachment", f"{WHOLE} OR EXISTS (SELECT FROM vacancies_objection o WHERE o.id = objection_id)"
    )
    + policy_sql("vacancies_preparedsending", f"person_id = {PERSON} OR {WHOLE}")
)


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0019_taking_index"), ("employees", "0008_row_security")]

    operations = [migrations.RunSQL(FUNCTION_SQL + SENDING_SQL + POLICIES_SQL, migrations.RunSQL.noop)]
