"""The order of a search is worked out in the search's own table; the column in the register was written by nobody."""

from django.db import migrations

from core.create_together import ByStatements

STATEMENTS = ['ALTER TABLE "employees_employee" DROP CONSTRAINT "employee_talent_score", DROP COLUMN "talent_score";']


class Migration(migrations.Migration):
    dependencies = [("employees", "0006_import_line")]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.RemoveConstraint(model_name="employee", name="employee_talent_score"),
                migrations.RemoveField(model_name="employee", name="talent_score"),
            ],
        ),
    ]
