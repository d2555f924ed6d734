"""When a draft was saved last, and from which open page."""

from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'ALTER TABLE "vacancies_application" ADD COLUMN "saved_at" timestamp with time zone NULL;',
    'ALTER TABLE "vacancies_application" ADD COLUMN "saved_from" jsonb NULL;',
]


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0007_alert_feedback")]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.AddField(
                    "application",
                    "saved_at",
                    models.DateTimeField(null=True, blank=True, help_text="Waktu transaksi isian draf terakhir disimpan"),
                ),
                migrations.AddField(
                    "application",
                    "saved_from",
                    models.JSONField(null=True, blank=True, help_text="Tanda halaman yang terakhir menyimpan tiap isian"),
                ),
            ],
        ),
    ]
