"""The kind of reason beside the words, where a lower rank was determined."""

from django.db import migrations, models

from core.create_together import ByStatements
from selection.rules.determination import REASONS

STATEMENTS = [
    'ALTER TABLE "selection_determinationseat" ADD COLUMN "reason_code" varchar(20) DEFAULT \'\' NOT NULL',
    'ALTER TABLE "selection_determinationseat" ALTER COLUMN "reason_code" DROP DEFAULT',
]


class Migration(migrations.Migration):
    dependencies = [("selection", "0009_packet_storage")]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.AddField(
                    model_name="determinationseat",
                    name="reason_code",
                    field=models.CharField(
                        blank=True,
                        choices=list(REASONS),
                        default="",
                        help_text="Kosong bila tidak ada peringkat lebih tinggi terlewati",
                        max_length=20,
                        verbose_name="jenis alasan",
                    ),
                    preserve_default=False,
                )
            ],
        )
    ]
