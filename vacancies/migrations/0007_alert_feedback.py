"""Why an alert was stopped, and a quick way to the alerts whose news are due."""

from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'ALTER TABLE "vacancies_vacancyalert" ADD COLUMN "stop_reason" varchar(12) DEFAULT \'\' NOT NULL;',
    'CREATE INDEX "vacancy_alert_due" ON "vacancies_vacancyalert" ("frequency", "sent_until") WHERE ("confirmed_at" IS NOT NULL AND "stopped_at" IS NULL);',
]


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0006_after_sending")]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.AddField(
                    "vacancyalert",
                    "stop_reason",
                    models.CharField(
                        "alasan berhenti",
                        max_length=12,
                        choices=[
                            ("FOUND", "Saya sudah menemukan yang saya cari"),
                            ("TOO_MANY", "Suratnya terlalu sering"),
                            ("NOT_FITTING", "Lowongannya tidak sesuai"),
                            ("NOT_MINE", "Saya tidak pernah memintanya"),
                            ("OTHER", "Alasan lain"),
                        ],
                        blank=True,
                        default="",
                        db_default="",
                    ),
                ),
                migrations.AddIndex(
                    "vacancyalert",
                    models.Index(
                        fields=["frequency", "sent_until"],
                        condition=models.Q(confirmed_at__isnull=False, stopped_at=None),
                        name="vacancy_alert_due",
                    ),
                ),
            ],
        ),
    ]
