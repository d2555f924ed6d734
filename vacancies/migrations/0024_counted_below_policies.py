"""Counting the applications of a vacancy reads an index alone again, and the vacancies in reach are looked up, not gone through.

The policy asks each row for its person, which stood only in the table; and an office with 200 vacancies compared each row with
a hundred of them before it found its own.
"""

from django.db import migrations, models

from core.create_together import ByStatements
from core.row_policies import WHOLE, array_of, set_of

IN_REACH = f"employee_id = ANY ({array_of('employees_own_ids')}) OR {WHOLE} OR vacancy_id IN {set_of('vacancies_in_reach')}"


class Migration(migrations.Migration):
    # CONCURRENTLY cannot be inside a transaction.
    atomic = False
    dependencies = [("vacancies", "0023_kept_reach")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY vacancies_application_sight ON vacancies_application USING ({IN_REACH})", migrations.RunSQL.noop
        ),
        ByStatements(
            [
                "DROP INDEX CONCURRENTLY IF EXISTS application_by_vacancy",
                "CREATE INDEX CONCURRENTLY application_by_vacancy ON vacancies_application (vacancy_id, state) INCLUDE (employee_id)",
                "DROP INDEX CONCURRENTLY IF EXISTS vacancies_a_vacancy_ebdaf8_idx",
            ],
            [
                migrations.RemoveIndex(model_name="application", name="vacancies_a_vacancy_ebdaf8_idx"),
                migrations.AddIndex(
                    model_name="application",
                    index=models.Index(fields=["vacancy", "state"], include=("employee",), name="application_by_vacancy"),
                ),
            ],
        ),
    ]
