from django.conf import settings
from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'ALTER TABLE "core_outboxmessage" ADD COLUMN "decision" varchar(80) DEFAULT \'\' NOT NULL;',
    'CREATE INDEX "outbox_held" ON "core_outboxmessage" ("recipient_id", "created_at") WHERE "state" = \'HELD\';',
    'CREATE INDEX "outbox_decision" ON "core_outboxmessage" ("decision") WHERE NOT ("decision" = \'\');',
]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_publication"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.AddField(
                    model_name="outboxmessage",
                    name="decision",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Keputusan yang dikabarkan: dua surat tidak boleh menunggu",
                        max_length=80,
                    ),
                ),
                migrations.AlterField(
                    model_name="outboxmessage",
                    name="state",
                    field=models.CharField(
                        choices=[
                            ("PENDING", "Menunggu dikirim"),
                            ("HELD", "Menunggu ringkasan harian"),
                            ("DIGESTED", "Masuk ringkasan harian"),
                            ("SENT", "Terkirim"),
                            ("FAILED", "Gagal"),
                            ("DROPPED", "Tidak berlaku lagi sebelum dikirim"),
                        ],
                        default="PENDING",
                        max_length=10,
                    ),
                ),
                migrations.AddIndex(
                    model_name="outboxmessage",
                    index=models.Index(
                        condition=models.Q(("state", "HELD")), fields=["recipient", "created_at"], name="outbox_held"
                    ),
                ),
                migrations.AddIndex(
                    model_name="outboxmessage",
                    index=models.Index(
                        condition=models.Q(("decision", ""), _negated=True), fields=["decision"], name="outbox_decision"
                    ),
                ),
            ],
        ),
    ]
