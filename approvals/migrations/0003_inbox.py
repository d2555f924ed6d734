"""Opened sheets with their nonces, declared ties, and what the inbox reads at millions of steps."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.create_together import ByStatements, CreateTogether

STATEMENTS = [
    "DROP INDEX inbox_by_duty",
    "DROP INDEX inbox_by_holder",
    "ALTER TABLE approvals_approvalstep ADD COLUMN sender_id bigint",
    "UPDATE approvals_approvalstep s SET sender_id = r.sender_id FROM approvals_approvalrequest r WHERE r.id = s.request_id",
    "ALTER TABLE approvals_approvalstep ALTER COLUMN sender_id SET NOT NULL, ADD CONSTRAINT approvals_approvalstep_sender_fk FOREIGN KEY (sender_id) REFERENCES accounts_user (id) DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE approvals_decision ADD COLUMN nonce uuid NULL CONSTRAINT approvals_decision_nonce_key UNIQUE, ADD COLUMN screen varchar(64) DEFAULT '' NOT NULL",
    "ALTER TABLE approvals_decision ALTER COLUMN screen DROP DEFAULT",
    "CREATE INDEX inbox_by_duty ON approvals_approvalstep (role, agency_id, due_on, opened_at, id) INCLUDE (sender_id) WHERE holder_id IS NULL AND state = 'OPEN'",
    "CREATE INDEX inbox_by_holder ON approvals_approvalstep (holder_id, due_on, opened_at, id) INCLUDE (sender_id) WHERE holder_id IS NOT NULL AND state = 'OPEN'",
    "CREATE INDEX open_by_due ON approvals_approvalstep (due_on, opened_at, id) WHERE state = 'OPEN'",
    "CREATE INDEX closed_by_agency ON approvals_approvalrequest (agency_id, closed_at DESC, id DESC) WHERE closed_at IS NOT NULL",
    "CREATE INDEX closed_by_time ON approvals_approvalrequest (closed_at DESC, id DESC) WHERE closed_at IS NOT NULL",
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_session_person"),
        ("approvals", "0002_trail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="OpenedSheet",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("nonce", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("digest", models.CharField(help_text="SHA-256 isi yang diajukan", max_length=64)),
                        ("screen", models.CharField(help_text="SHA-256 seluruh isi yang tampak", max_length=64)),
                        ("opened_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "actor",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opened_sheets",
                                to="approvals.approvalrequest",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["request", "opened_at"], name="sheets_of_request"),
                            models.Index(fields=["opened_at"], name="sheets_by_age"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stake",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("subject", models.CharField(max_length=80)),
                        ("tie", models.CharField(max_length=300, verbose_name="hubungan")),
                        ("declared_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "declared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "official",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("subject", "official", "declared_by"),
                                name="stake_declared_once",
                            )
                        ],
                    },
                ),
            ]
        ),
        ByStatements(
            STATEMENTS,
            [
                migrations.RemoveIndex(model_name="approvalstep", name="inbox_by_duty"),
                migrations.RemoveIndex(model_name="approvalstep", name="inbox_by_holder"),
                migrations.AddField(
                    model_name="approvalstep",
                    name="sender",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="decision", name="nonce", field=models.UUIDField(editable=False, null=True, unique=True)
                ),
                migrations.AddField(
                    model_name="decision",
                    name="screen",
                    field=models.CharField(
                        blank=True, help_text="SHA-256 seluruh isi lembar keputusan yang tampak", max_length=64
                    ),
                ),
                migrations.AddIndex(
                    model_name="approvalrequest",
                    index=models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["agency", "-closed_at", "-id"],
                        name="closed_by_agency",
                    ),
                ),
                migrations.AddIndex(
                    model_name="approvalrequest",
                    index=models.Index(
                        condition=models.Q(("closed_at__isnull", False)), fields=["-closed_at", "-id"], name="closed_by_time"
                    ),
                ),
                migrations.AddIndex(
                    model_name="approvalstep",
                    index=models.Index(
                        condition=models.Q(("holder", None), ("state", "OPEN")),
                        fields=["role", "agency", "due_on", "opened_at", "id"],
                        include=("sender",),
                        name="inbox_by_duty",
                    ),
                ),
                migrations.AddIndex(
                    model_name="approvalstep",
                    index=models.Index(
                        condition=models.Q(("holder__isnull", False), ("state", "OPEN")),
                        fields=["holder", "due_on", "opened_at", "id"],
                        include=("sender",),
                        name="inbox_by_holder",
                    ),
                ),
                migrations.AddIndex(
                    model_name="approvalstep",
                    index=models.Index(
                        condition=models.Q(("state", "OPEN")), fields=["due_on", "opened_at", "id"], name="open_by_due"
                    ),
                ),
            ],
        ),
    ]
