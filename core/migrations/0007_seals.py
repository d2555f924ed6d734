"""Seals of the trail, who holds them outside, exported bundles, and the indexes the search of the trail reads."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import trigger_sql
from core.create_together import ByStatements, CreateTogether

STATEMENTS = [
    'CREATE INDEX "audit_by_time" ON "core_auditentry" ("at_us", "id");',
    'CREATE INDEX "audit_by_act" ON "core_auditentry" ("act", "at_us", "id");',
]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_delivery"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("sealed_at", models.DateTimeField(help_text="Waktu sebenarnya, juga bila jam demo digeser")),
                        ("entries", models.PositiveIntegerField(help_text="Banyak baris yang disegel")),
                        ("root", models.CharField(max_length=64)),
                        ("previous_hash", models.CharField(max_length=64, unique=True)),
                        ("hash", models.CharField(max_length=64)),
                    ],
                    options={"abstract": False},
                ),
                migrations.CreateModel(
                    name="SealedRange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("chain", models.CharField(max_length=80)),
                        ("first", models.BigIntegerField()),
                        ("last", models.BigIntegerField()),
                        (
                            "seal",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="ranges", to="core.seal"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=["chain", "first"], name="sealed_range_first"),
                            models.UniqueConstraint(fields=["chain", "last"], name="sealed_range_last"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealReceipt",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("keeper", models.CharField(max_length=20)),
                        ("received_at", models.DateTimeField()),
                        ("authority", models.CharField(blank=True, max_length=200)),
                        ("is_certified", models.BooleanField(default=False)),
                        ("token", models.TextField(blank=True, help_text="Bukti waktu (RFC 3161), Base64")),
                        (
                            "seal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="core.seal"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=["keeper", "seal"], name="seal_receipt_once")],
                    },
                ),
                migrations.CreateModel(
                    name="TrailExport",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("purpose", models.CharField(max_length=300)),
                        ("filters", models.JSONField(help_text="Saringan pencarian, seperti pada alamat halaman")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "Menunggu dibuat"),
                                    ("READY", "Siap diunduh"),
                                    ("FAILED", "Gagal dibuat"),
                                ],
                                default="WAITING",
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("total", models.BigIntegerField(default=0, help_text="Baris yang akan ditulis")),
                        ("done", models.BigIntegerField(default=0, help_text="Baris yang sudah ditulis")),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("path", models.CharField(blank=True, max_length=200)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["requested_by", "-created_at"], name="trail_export_own")],
                    },
                ),
            ]
        ),
        ByStatements(
            STATEMENTS,
            [
                migrations.AddIndex(model_name="auditentry", index=models.Index(fields=["at_us", "id"], name="audit_by_time")),
                migrations.AddIndex(
                    model_name="auditentry", index=models.Index(fields=["act", "at_us", "id"], name="audit_by_act")
                ),
            ],
        ),
        *[
            migrations.RunSQL(trigger_sql(table), migrations.RunSQL.noop)
            for table in ("core_seal", "core_sealedrange", "core_sealreceipt")
        ],
    ]
