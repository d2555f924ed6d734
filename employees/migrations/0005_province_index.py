import django.db.models.deletion
from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'DROP INDEX IF EXISTS "employees_employee_province_id_4b804237";',
    'DROP INDEX IF EXISTS "employees_employee_province_id_4b804237_like";',
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_contact"),
        ("employees", "0004_talent"),
    ]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.AlterField(
                    model_name="employee",
                    name="province",
                    field=models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region"
                    ),
                ),
            ],
        ),
    ]
