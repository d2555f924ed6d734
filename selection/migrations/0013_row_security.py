"""Scores show themselves where their candidate's application does: the agency's offices, the panel, oversight, the person."""

from django.db import migrations

from core.row_policies import WHOLE, array_of, policy_sql

OWN, REACH = array_of("employees_own_ids"), array_of("vacancies_in_reach")
OF_CANDIDATE = (
    f"{WHOLE} OR EXISTS (SELECT FROM selection_candidate c WHERE c.id = candidate_id AND (c.vacancy_id = ANY ({REACH})"  # noqa: S608
    " OR EXISTS (SELECT FROM vacancies_application a WHERE a.id = c.application_id)))"
)
TABLES = (
    "selection_score",
    "selection_scoresheet",
    "selection_lockedscore",
    "selection_entryvalue",
    "selection_entrydecision",
)
POLICIES_SQL = "".join(policy_sql(table, OF_CANDIDATE) for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("selection", "0012_kept_lists"), ("vacancies", "0020_row_security")]

    operations = [migrations.RunSQL(POLICIES_SQL, migrations.RunSQL.noop)]
