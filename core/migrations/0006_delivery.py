from django.conf import settings
from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'ALTER TABLE "core_outboxmessage" ADD COLUMN "bounced_at" timestamp with time zone NULL,'
    ' ADD COLUMN "claim" integer NULL, ADD COLUMN "claimed_until" timestamp with time zone NULL,'
    ' ADD COLUMN "is_bulk" boolean DEFAULT false NOT NULL, ADD COLUMN "reply" varchar(200) DEFAULT \'\' NOT NULL;',
    'DROP INDEX "outbox_due";',
    'CREATE INDEX "outbox_due" ON "core_outboxmessage" ("is_bulk", "next_attempt_at", "id") WHERE "state" = \'PENDING\';',
    'CREATE INDEX "outbox_claimed" ON "core_outboxmessage" ("claim") WHERE "claim" IS NOT NULL;',
]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_digest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.RemoveIndex(model_name="outboxmessage", name="outbox_due"),
                migrations.AddField(
                    model_name="outboxmessage",
                    name="bounced_at",
                    field=models.DateTimeField(blank=True, help_text="Sudah diterima server, lalu dipentalkan", null=True),
                ),
                migrations.AddField(
                    model_name="outboxmessage",
                    name="claim",
                    field=models.IntegerField(blank=True, help_text="Nomor pekerja yang sedang mengirimnya", null=True),
                ),
                migrations.AddField(
                    model_name="outboxmessage", name="claimed_until", field=models.DateTimeField(blank=True, null=True)
                ),
                migrations.AddField(
                    model_name="outboxmessage",
                    name="is_bulk",
                    field=models.BooleanField(
                        db_default=False, default=False, help_text="Bagian kiriman massal, mengalah pada yang lain"
                    ),
                ),
                migrations.AddField(
                    model_name="outboxmessage",
                    name="reply",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Jawaban server yang menolak, atau laporan pentalan",
                        max_length=200,
                    ),
                ),
                migrations.AddIndex(
                    model_name="outboxmessage",
                    index=models.Index(
                        condition=models.Q(("state", "PENDING")), fields=["is_bulk", "next_attempt_at", "id"], name="outbox_due"
                    ),
                ),
                migrations.AddIndex(
                    model_name="outboxmessage",
                    index=models.Index(condition=models.Q(("claim__isnull", False)), fields=["claim"], name="outbox_claimed"),
                ),
            ],
        ),
    ]
