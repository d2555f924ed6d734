"""What a check page prepares for its send button, and the functions that use it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.create_together import ByStatements
from vacancies.sending_function import FUNCTION_SQL

STATEMENTS = [
    # Unlogged: a cache, emptied by a crash of the database and missing on a replica.
    'CREATE UNLOGGED TABLE "vacancies_preparedsending" ("application_id" bigint NOT NULL PRIMARY KEY REFERENCES "vacancies_application" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "vacancy_id" bigint NOT NULL, "digest" varchar(64) NOT NULL, "code" varchar(64) NOT NULL, "day" date NOT NULL, "marks" text NOT NULL, "state" varchar(16) NOT NULL, "receipt_number" varchar(24) NOT NULL, "snapshot_head" text NOT NULL, "snapshot_tail" text NOT NULL, "register" varchar(40) NOT NULL, "letter_kind" varchar(40) NOT NULL, "letter_form" varchar(80) NOT NULL, "letter_title" varchar(200) NOT NULL, "letter_template" varchar(120) NOT NULL, "letter_words" jsonb NOT NULL, "notice_kind" varchar(40) NOT NULL, "notice_key" varchar(160) NOT NULL, "title" varchar(200) NOT NULL, "subject" varchar(200) NOT NULL, "path" varchar(300) NOT NULL, "address" varchar(254) NOT NULL, "zone" varchar(20) NOT NULL, "mail_head" text NOT NULL, "mail_tail" text NOT NULL, "chain" varchar(80) NOT NULL, "body_head" text NOT NULL, "body_middle" text NOT NULL, "body_tail" text NOT NULL);',
    'CREATE INDEX "vacancies_preparedsending_day_4f1a6c0e" ON "vacancies_preparedsending" ("day");',
]


class Migration(migrations.Migration):
    dependencies = [
        ("vacancies", "0010_sending_function"),
        ("employees", "0002_applying"),
        ("core", "0005_digest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.CreateModel(
                    name="PreparedSending",
                    fields=[
                        (
                            "application",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="vacancies.application",
                            ),
                        ),
                        ("vacancy_id", models.BigIntegerField()),
                        ("digest", models.CharField(help_text="Sidik isi yang ditampilkan halaman periksa", max_length=64)),
                        ("code", models.CharField(help_text="Tanda kode yang menyiapkannya", max_length=64)),
                        ("day", models.DateField(db_index=True, help_text="Hari yang dipakai aturan kelayakan")),
                        ("marks", models.TextField(help_text="Letak dan transaksi setiap baris yang mendasarinya")),
                        ("state", models.CharField(max_length=16)),
                        ("receipt_number", models.CharField(max_length=24)),
                        ("snapshot_head", models.TextField()),
                        ("snapshot_tail", models.TextField()),
                        ("register", models.CharField(max_length=40)),
                        ("letter_kind", models.CharField(max_length=40)),
                        ("letter_form", models.CharField(max_length=80)),
                        ("letter_title", models.CharField(max_length=200)),
                        ("letter_template", models.CharField(max_length=120)),
                        ("letter_words", models.JSONField()),
                        ("notice_kind", models.CharField(max_length=40)),
                        ("notice_key", models.CharField(max_length=160)),
                        ("title", models.CharField(max_length=200)),
                        ("subject", models.CharField(max_length=200)),
                        ("path", models.CharField(max_length=300)),
                        ("address", models.EmailField(max_length=254)),
                        ("zone", models.CharField(max_length=20)),
                        ("mail_head", models.TextField()),
                        ("mail_tail", models.TextField()),
                        ("chain", models.CharField(max_length=80)),
                        ("body_head", models.TextField()),
                        ("body_middle", models.TextField()),
                        ("body_tail", models.TextField()),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
            ],
        ),
        # 0010 ran the same text or an older one; the function it first made took all words as arguments.
        # 0010 ran the same text or an older one; the function it first made took all words as arguments.
        migrations.RunSQL(FUNCTION_SQL, migrations.RunSQL.noop),
        migrations.RunSQL("DROP FUNCTION IF EXISTS vacancies_send_application", migrations.RunSQL.noop),
    ]
