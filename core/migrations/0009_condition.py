"""When each repeated task last ran, and figures of the portal every five minutes."""

from django.db import migrations, models

from core.create_together import CreateTogether


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_letters"),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="ConditionSample",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("at", models.DateTimeField(unique=True)),
                        ("mails_waiting", models.PositiveIntegerField()),
                        ("mail_overdue_seconds", models.FloatField()),
                        ("seal_age_seconds", models.FloatField()),
                        ("late_tasks", models.PositiveSmallIntegerField()),
                        ("sessions", models.PositiveIntegerField(help_text="Sesi yang belum berakhir")),
                        ("trail_rows", models.BigIntegerField(help_text="Nomor baris jejak yang terakhir")),
                        ("database_bytes", models.BigIntegerField()),
                        ("disk_free_bytes", models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="TaskRound",
                    fields=[
                        (
                            "name",
                            models.CharField(help_text="Nama tugas Celery", max_length=120, primary_key=True, serialize=False),
                        ),
                        ("ended_at", models.DateTimeField(help_text="Terakhir selesai dengan baik, waktu sebenarnya", null=True)),
                        ("seconds", models.FloatField(db_default=0, default=0, help_text="Lama putaran itu")),
                        ("failed_at", models.DateTimeField(help_text="Terakhir gagal", null=True)),
                        ("failures", models.BigIntegerField(db_default=0, default=0, help_text="Berapa kali gagal sejak awal")),
                    ],
                ),
            ]
        )
    ]
