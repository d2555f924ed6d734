"""The reason a request asks for from whoever agrees."""

from django.db import migrations, models

from core.create_together import ByStatements


class Migration(migrations.Migration):
    dependencies = [("approvals", "0005_pause")]

    operations = [
        ByStatements(
            ['ALTER TABLE "approvals_approvalrequest" ADD COLUMN "asks_reason" varchar(500) DEFAULT \'\' NOT NULL;'],
            [
                migrations.AddField(
                    model_name="approvalrequest",
                    name="asks_reason",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Kalimat yang meminta alasan dari setiap yang menyetujui",
                        max_length=500,
                    ),
                ),
            ],
        ),
    ]
