"""The letter a decision issued: a recommendation of the oversight body."""

import django.db.models.deletion
from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'ALTER TABLE "approvals_decision" ADD COLUMN "letter_id" bigint NULL UNIQUE CONSTRAINT "approvals_decision_letter_id_fk" REFERENCES "core_letter"("id") DEFERRABLE INITIALLY DEFERRED;',
]


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0006_asks_reason"),
        ("core", "0010_condition_decimals"),
    ]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.AddField(
                    model_name="decision",
                    name="letter",
                    field=models.OneToOneField(
                        help_text="Surat rekomendasi",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.letter",
                    ),
                ),
            ],
        ),
    ]
