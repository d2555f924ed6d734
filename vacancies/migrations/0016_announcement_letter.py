"""An announcement that was issued as a numbered letter."""

import django.db.models.deletion
from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'ALTER TABLE "vacancies_announcement" ADD COLUMN "letter_id" bigint NULL CONSTRAINT "vacancies_announcement_letter_id_fk" REFERENCES "core_letter"("id") DEFERRABLE INITIALLY DEFERRED;',
]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_letters"),
        ("vacancies", "0015_snapshot_storage"),
    ]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.AddField(
                    model_name="announcement",
                    name="letter",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.letter",
                    ),
                ),
            ],
        ),
    ]
