"""After sending: what was taken back is kept, a second check of a failure, late hand-ins, the question about the reasons."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import trigger_sql


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_trail"),
        ("vacancies", "0005_incident"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="reasons_helped",
            field=models.BooleanField(
                blank=True, help_text="Jawaban pelamar sekali saja: apakah alasan penolakan membantu", null=True
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="second_checked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="second_checked_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Pemeriksa kedua",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="documentrequest",
            name="late_attempt_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Waktu transaksi ketika berkas datang sesudah batas; berkasnya ada di lemari bukti",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="WithdrawnSubmission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receipt_number", models.CharField(max_length=24, unique=True)),
                ("submitted_at", models.DateTimeField()),
                ("snapshot", models.TextField(blank=True)),
                ("snapshot_sha256", models.CharField(blank=True, max_length=64)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="alasan")),
                ("withdrawn_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawn_submissions",
                        to="vacancies.application",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.letter"),
                ),
            ],
            options={
                "ordering": ["-withdrawn_at", "-id"],
            },
        ),
        migrations.RunSQL(trigger_sql("vacancies_withdrawnsubmission"), migrations.RunSQL.noop),
    ]
