"""Seconds of the portal's condition as decimals: no table keeps a binary fraction."""

from django.db import migrations, models

from core.create_together import ByStatements

COLUMNS = (
    ("core_conditionsample", "mail_overdue_seconds"),
    ("core_conditionsample", "seal_age_seconds"),
    ("core_taskround", "seconds"),
)


class Migration(migrations.Migration):
    dependencies = [("core", "0009_condition")]

    operations = [
        ByStatements(
            [f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE numeric(12, 3);' for table, column in COLUMNS],
            [
                migrations.AlterField(
                    model_name="conditionsample",
                    name="mail_overdue_seconds",
                    field=models.DecimalField(decimal_places=3, max_digits=12),
                ),
                migrations.AlterField(
                    model_name="conditionsample",
                    name="seal_age_seconds",
                    field=models.DecimalField(decimal_places=3, max_digits=12),
                ),
                migrations.AlterField(
                    model_name="taskround",
                    name="seconds",
                    field=models.DecimalField(
                        db_default=0, decimal_places=3, default=0, help_text="Lama putaran itu", max_digits=12
                    ),
                ),
            ],
        ),
    ]
