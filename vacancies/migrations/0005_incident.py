"""Requests of agencies for an extension because of an outage, and the announcement that a selection goes on with few."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vacancies", "0004_publication"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="announcement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("OPENING", "Pengumuman lowongan"),
                    ("EXTENSION", "Perpanjangan pendaftaran"),
                    ("CLOSING", "Penutupan pendaftaran"),
                    ("CONTINUATION", "Kelanjutan seleksi"),
                    ("ADMINISTRATION", "Hasil seleksi administrasi"),
                    ("RESULT", "Hasil akhir"),
                    ("CANCELLATION", "Pembatalan"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="IncidentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("started_at", models.DateTimeField(verbose_name="gangguan mulai")),
                ("ended_at", models.DateTimeField(verbose_name="gangguan selesai")),
                ("description", models.TextField(max_length=2000, verbose_name="yang terjadi")),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, verbose_name="jawaban")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "extension",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_request",
                        to="vacancies.registrationextension",
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="incident_requests", to="vacancies.vacancy"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("vacancy",),
                        name="incident_request_one_waiting",
                        violation_error_message="Permintaan sebelumnya untuk lowongan ini masih menunggu jawaban BKN.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__gt", models.F("started_at"))),
                        name="incident_request_times_in_order",
                        violation_error_message="Waktu selesai gangguan harus sesudah waktu mulainya.",
                    ),
                ],
            },
        ),
    ]
