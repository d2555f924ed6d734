"""A sending writes every index of the applications; three said no more than a longer neighbour."""

import django.db.models.deletion
from django.db import migrations, models

from core.create_together import ByStatements
from vacancies.sending_function import SEND_SQL


class Migration(migrations.Migration):
    dependencies = [("employees", "0008_row_security"), ("vacancies", "0021_sending_past_policies")]

    operations = [
        ByStatements(
            [
                "DROP INDEX IF EXISTS vacancies_application_vacancy_id_0ad5e5fc, vacancies_application_employee_id_eb7367e2,"
                " vacancies_application_receipt_number_281d8439_like"
            ],
            [
                migrations.AlterField(
                    model_name="application",
                    name="employee",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="employees.employee",
                    ),
                ),
                migrations.AlterField(
                    model_name="application",
                    name="vacancy",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="vacancies.vacancy",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(SEND_SQL, migrations.RunSQL.noop),
    ]
