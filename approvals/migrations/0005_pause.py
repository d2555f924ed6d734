"""The day until which a step's clock stands still."""

from django.db import migrations, models

from core.create_together import ByStatements


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_delegation")]

    operations = [
        ByStatements(
            ['ALTER TABLE "approvals_approvalstep" ADD COLUMN "paused_until" date NULL;'],
            [
                migrations.AddField(
                    model_name="approvalstep",
                    name="paused_until",
                    field=models.DateField(blank=True, help_text="Jam berhenti, paling lama sampai hari ini", null=True),
                ),
            ],
        ),
    ]
