"""A hundred thousand invitations are written at once: no index twice, no question twice."""

import django.db.models.deletion
from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'ALTER TABLE "talent_invitation" DROP CONSTRAINT "talent_invitation_batch_id_df7457f9_fk_talent_in";',
    'DROP INDEX "talent_invitation_vacancy_id_144f766e";',
]


class Migration(migrations.Migration):
    dependencies = [
        ("talent", "0006_search_ready"),
        ("vacancies", "0012_sending_marks"),
    ]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.AlterField(
                    model_name="invitation",
                    name="batch",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="talent.invitationbatch",
                    ),
                ),
                migrations.AlterField(
                    model_name="invitation",
                    name="vacancy",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="vacancies.vacancy",
                    ),
                ),
            ],
        ),
    ]
