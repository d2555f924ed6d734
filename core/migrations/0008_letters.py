"""What became of a letter, the agencies' own words and heads, and sendings that wait for release."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import trigger_sql
from core.create_together import ByStatements, CreateTogether

STATEMENTS = [
    'ALTER TABLE "core_letter" ADD COLUMN "is_certified" boolean DEFAULT false NOT NULL;',
    'ALTER TABLE "core_letter" ADD COLUMN "signer" varchar(160) DEFAULT \'\' NOT NULL;',
    'ALTER TABLE "core_letter" ADD COLUMN "register" varchar(80) GENERATED ALWAYS AS (UPPER(SPLIT_PART("number", \'/\', 3))) STORED;',
    'CREATE INDEX "letter_by_register" ON "core_letter" ("register", "created_at" DESC);',
    'CREATE INDEX "letter_by_hash" ON "core_letter" ("sha256") WHERE NOT ("sha256" = \'\');',
    'ALTER TABLE "core_outboxmessage" ADD COLUMN "batch_id" bigint NULL CONSTRAINT "core_outboxmessage_batch_id_fk" REFERENCES "core_letterbatch"("id") DEFERRABLE INITIALLY DEFERRED;',
    'CREATE INDEX "outbox_batch" ON "core_outboxmessage" ("batch_id", "id") WHERE "batch_id" IS NOT NULL;',
]

# Number and words stay as they were written; the file, once made, stays with its hash and its signer.
GUARD = """
CREATE FUNCTION core_keep_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.number, OLD.kind, OLD.public_id, OLD.title, OLD.template, OLD.words)
            IS DISTINCT FROM (NEW.number, NEW.kind, NEW.public_id, NEW.title, NEW.template, NEW.words)
        OR (OLD.sha256 <> '' AND (OLD.sha256, OLD.file, OLD.rendered_at, OLD.signer, OLD.is_certified)
            IS DISTINCT FROM (NEW.sha256, NEW.file, NEW.rendered_at, NEW.signer, NEW.is_certified)) THEN
        RAISE EXCEPTION 'letter %: % refused', OLD.number, TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER core_letter_kept BEFORE UPDATE OR DELETE ON core_letter FOR EACH ROW EXECUTE FUNCTION core_keep_letter();
"""


def person(**options: object) -> models.ForeignKey:
    """A foreign key to the person who acted."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **options
    )


def number() -> models.BigAutoField:
    """The usual primary key."""
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="LetterBatch",
                    fields=[
                        ("id", number()),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("register", models.CharField(max_length=40)),
                        ("title", models.CharField(max_length=200)),
                        ("chain", models.CharField(help_text="Rantai jejak yang mencatat pelepasannya", max_length=80)),
                        ("about", models.UUIDField(help_text="Nomor publik perkara yang dikabarkan", null=True)),
                        ("created_by", person()),
                        ("created_at", models.DateTimeField()),
                        ("released_by", person(null=True)),
                        ("released_at", models.DateTimeField(null=True)),
                        (
                            "released_count",
                            models.PositiveIntegerField(help_text="Jumlah yang dipastikan saat dilepas", null=True),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["register", "-created_at"], name="letter_batch_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(released_at=None, released_by=None, released_count=None)
                                | models.Q(released_at__isnull=False, released_by__isnull=False, released_count__isnull=False),
                                name="letter_batch_released_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterEnd",
                    fields=[
                        ("id", number()),
                        (
                            "letter",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="end", to="core.letter"
                            ),
                        ),
                        ("kind", models.CharField(choices=[("REPLACED", "Diganti"), ("WITHDRAWN", "Ditarik")], max_length=10)),
                        (
                            "successor",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessor",
                                to="core.letter",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500)),
                        ("ended_by", person()),
                        ("duty", models.CharField(max_length=500)),
                        ("ended_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(kind="REPLACED", successor__isnull=False)
                                | models.Q(kind="WITHDRAWN", successor__isnull=True),
                                name="letter_end_successor",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterWording",
                    fields=[
                        ("id", number()),
                        ("register", models.CharField(max_length=40)),
                        ("kind", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField()),
                        ("subject", models.CharField(max_length=200)),
                        ("opening", models.TextField()),
                        ("closing", models.TextField()),
                        ("written_by", person()),
                        ("written_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=["register", "kind", "version"], name="letter_wording_version"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letterhead",
                    fields=[
                        ("id", number()),
                        ("register", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField()),
                        (
                            "size",
                            models.CharField(
                                choices=[
                                    ("FULL", "Besar, lambang di atas nama"),
                                    ("COMPACT", "Kecil, lambang di samping nama"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("contact", models.CharField(blank=True, help_text="Baris di bawah alamat", max_length=160)),
                        ("written_by", person()),
                        ("written_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=["register", "version"], name="letterhead_version")],
                    },
                ),
            ]
        ),
        ByStatements(
            STATEMENTS,
            [
                migrations.AddField(
                    model_name="letter",
                    name="is_certified",
                    field=models.BooleanField(db_default=False, default=False, help_text="Sertifikat penyelenggara yang diakui"),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="signer",
                    field=models.CharField(
                        blank=True, db_default="", default="", help_text="Nama pada sertifikat", max_length=160
                    ),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="register",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(models.F("number"), models.Value("/"), models.Value(3), function="split_part"),
                            function="upper",
                        ),
                        output_field=models.CharField(max_length=80),
                    ),
                ),
                migrations.AddIndex(
                    model_name="letter",
                    index=models.Index(fields=["register", "-created_at"], name="letter_by_register"),
                ),
                migrations.AddIndex(
                    model_name="letter",
                    index=models.Index(
                        condition=models.Q(("sha256", ""), _negated=True), fields=["sha256"], name="letter_by_hash"
                    ),
                ),
                migrations.AlterField(
                    model_name="outboxmessage",
                    name="state",
                    field=models.CharField(
                        choices=[
                            ("PENDING", "Menunggu dikirim"),
                            ("UNRELEASED", "Menunggu dilepas dari kotak keluar"),
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
                migrations.AddField(
                    model_name="outboxmessage",
                    name="batch",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="core.letterbatch",
                    ),
                ),
                migrations.AddIndex(
                    model_name="outboxmessage",
                    index=models.Index(condition=models.Q(("batch__isnull", False)), fields=["batch", "id"], name="outbox_batch"),
                ),
            ],
        ),
        *[
            migrations.RunSQL(trigger_sql(table), migrations.RunSQL.noop)
            for table in ("core_letterend", "core_letterwording", "core_letterhead")
        ],
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
