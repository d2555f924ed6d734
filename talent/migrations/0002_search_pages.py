"""What searchers looked at, whom each page listed, and the searches people keep. Both logs are written once."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import trigger_sql
from core.create_together import ByStatements, CreateTogether

STATEMENTS = [
    'ALTER TABLE "talent_talentsearch" ADD COLUMN "agency_id" bigint NULL CONSTRAINT "talent_talentsearch_agency_fk" '
    'REFERENCES "accounts_agency" ("id") DEFERRABLE INITIALLY DEFERRED;',
    'ALTER TABLE "talent_talentsearch" ADD COLUMN "people" bigint[] DEFAULT ARRAY[]::bigint[] NOT NULL;',
    'CREATE INDEX "talent_search_by_user" ON "talent_talentsearch" ("user_id", "searched_at");',
    'CREATE INDEX "talent_search_by_agency" ON "talent_talentsearch" ("agency_id", "searched_at");',
    'CREATE INDEX "talent_search_people" ON "talent_talentsearch" USING gin ("people");',
    'CREATE INDEX "talent_search_time" ON "talent_talentsearch" USING brin ("searched_at");',
    trigger_sql("talent_talentsearch"),
    trigger_sql("talent_talentview"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_contact"),
        ("talent", "0001_initial"),
        ("vacancies", "0010_sending_function"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name="SavedSearch",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ("name", models.CharField(max_length=80, verbose_name="nama")),
                    ("query", models.CharField(max_length=2000)),
                    ("created_at", models.DateTimeField()),
                    ("last_run_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "last_count",
                        models.CharField(blank=True, help_text="Jumlah orang dalam kata-kata, seperti yang tampil", max_length=20),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="saved_searches",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("user", "name"),
                            name="saved_search_name_once",
                            violation_error_message="Anda sudah punya pencarian tersimpan dengan nama ini.",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="TalentView",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("PROFILE", "Membuka profil"),
                                ("COMPARISON", "Membandingkan profil"),
                                ("CONTACT", "Membaca kontak dan daftar dokumen"),
                                ("DOCUMENT", "Membuka dokumen"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("people", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                    ("viewed_at", models.DateTimeField()),
                    (
                        "agency",
                        models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "vacancy",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="vacancies.vacancy",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["user", "viewed_at"], name="talent_view_by_user"),
                        models.Index(fields=["agency", "viewed_at"], name="talent_view_by_agency"),
                        django.contrib.postgres.indexes.GinIndex(fields=["people"], name="talent_view_people"),
                        django.contrib.postgres.indexes.BrinIndex(fields=["viewed_at"], name="talent_view_time"),
                    ],
                },
            ),
        ]),
        ByStatements(
            STATEMENTS,
            [
                migrations.AddField(
                    model_name="talentsearch",
                    name="agency",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                migrations.AddField(
                    model_name="talentsearch",
                    name="people",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                migrations.AlterField(
                    model_name="talentsearch", name="searched_at", field=models.DateTimeField()
                ),
                migrations.AddIndex(
                    model_name="talentsearch",
                    index=models.Index(fields=["user", "searched_at"], name="talent_search_by_user"),
                ),
                migrations.AddIndex(
                    model_name="talentsearch",
                    index=models.Index(fields=["agency", "searched_at"], name="talent_search_by_agency"),
                ),
                migrations.AddIndex(
                    model_name="talentsearch",
                    index=django.contrib.postgres.indexes.GinIndex(fields=["people"], name="talent_search_people"),
                ),
                migrations.AddIndex(
                    model_name="talentsearch",
                    index=django.contrib.postgres.indexes.BrinIndex(fields=["searched_at"], name="talent_search_time"),
                ),
            ],
        ),
    ]  # fmt: skip
