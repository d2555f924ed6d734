"""What an office counts is asked once for a vacancy, not once for each of its applications; and who was told why is found at once.

An office has no application of its own: looking its empty set up costs less than comparing each row with an empty array.
"""

from django.db import migrations, models

from core.create_together import ByStatements
from core.row_policies import WHOLE, WHOLE_ROLES, set_of

IN_REACH = f"employee_id IN {set_of('employees_own_ids')} OR {WHOLE} OR vacancy_id IN {set_of('vacancies_in_reach')}"
_ROLES = ", ".join(f"'{role}'" for role in WHOLE_ROLES)
# As the owner, so the policy of the table is repeated here for a vacancy; own applications are not counted for their person.
FUNCTION_SQL = f"""
CREATE FUNCTION vacancies_application_numbers(p_vacancies bigint[]) RETURNS TABLE (vacancy_id bigint, state text, number bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_seen bigint[] := p_vacancies;
BEGIN
    -- Of whoever calls: within this function `current_user` is its owner.
    IF session_user NOT IN ({_ROLES}) AND coalesce(current_setting('asnkarier.reach', true), '') = '' THEN
        v_seen := ARRAY(SELECT unnest(p_vacancies) INTERSECT SELECT unnest(vacancies_in_reach()));
    END IF;
    RETURN QUERY SELECT a.vacancy_id, a.state::text, count(*) FROM vacancies_application a
        WHERE a.vacancy_id = ANY (v_seen) GROUP BY a.vacancy_id, a.state;
END $$;
"""  # noqa: S608 - roles of our own


class Migration(migrations.Migration):
    # CONCURRENTLY cannot be inside a transaction.
    atomic = False
    dependencies = [("vacancies", "0024_counted_below_policies")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY vacancies_application_sight ON vacancies_application USING ({IN_REACH});{FUNCTION_SQL}",
            "DROP FUNCTION vacancies_application_numbers(bigint[])",
        ),
        ByStatements(
            [
                "DROP INDEX CONCURRENTLY IF EXISTS application_reasons_rated",
                "CREATE INDEX CONCURRENTLY application_reasons_rated ON vacancies_application (vacancy_id, reasons_helped)"
                " INCLUDE (employee_id) WHERE reasons_helped IS NOT NULL",
            ],
            [
                migrations.AddIndex(
                    model_name="application",
                    index=models.Index(
                        condition=models.Q(("reasons_helped__isnull", False)),
                        fields=["vacancy", "reasons_helped"],
                        include=("employee",),
                        name="application_reasons_rated",
                    ),
                ),
            ],
        ),
    ]
