"""Why an alert was stopped, and a quick way to the alerts whose news are due."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0006_after_sending")]

    operations = [
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
    ]
