"""Sheets without a name, double entry of paper scores, the calibration room."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import trigger_sql
from core.create_together import ByStatements, CreateTogether

APPEND_ONLY = (
    "selection_calibrationstep",
    "selection_calibrationattendee",
    "selection_scorechange",
    "selection_entryvalue",
    "selection_entrydecision",
)
# Once a ranking has locked the scores, nothing more is keyed either.
LOCKED = """
CREATE TRIGGER selection_entryvalue_locked BEFORE INSERT ON selection_entryvalue
    FOR EACH ROW EXECUTE FUNCTION selection_refuse_locked();
CREATE TRIGGER selection_entrydecision_locked BEFORE INSERT ON selection_entrydecision
    FOR EACH ROW EXECUTE FUNCTION selection_refuse_locked();
"""
COLUMNS = [
    "ALTER TABLE selection_candidate ADD COLUMN paper_id uuid DEFAULT gen_random_uuid() NOT NULL",
    "ALTER TABLE selection_candidate ALTER COLUMN paper_id DROP DEFAULT",
    "ALTER TABLE selection_candidate ADD CONSTRAINT selection_candidate_paper_id_key UNIQUE (paper_id)",
    "ALTER TABLE selection_scoresheet ADD COLUMN is_blind boolean DEFAULT false NOT NULL",
    "ALTER TABLE selection_scoresheet ALTER COLUMN is_blind DROP DEFAULT",
    "ALTER TABLE selection_scoresheet ADD COLUMN reasons jsonb DEFAULT '{}'::jsonb NOT NULL",
    "ALTER TABLE selection_scoresheet ALTER COLUMN reasons DROP DEFAULT",
    "ALTER TABLE selection_scoresheet DROP CONSTRAINT sheet_once",
    "ALTER TABLE selection_scoresheet ADD CONSTRAINT sheet_once UNIQUE (candidate_id, member_id, is_blind)",
]


def number() -> tuple[str, models.Field]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def key(to: str, related_name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to)


def score(label: str) -> models.DecimalField:
    return models.DecimalField(decimal_places=2, max_digits=6, verbose_name=label)


class Migration(migrations.Migration):
    dependencies = [
        ("selection", "0005_computer_test"),
        ("vacancies", "0012_sending_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="CalibrationStep",
                    fields=[
                        number(),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "act",
                            models.CharField(
                                choices=[
                                    ("MEETING", "Rapat kalibrasi dibuka"),
                                    ("CLOSED", "Kalibrasi ditutup"),
                                    ("REOPENED", "Kalibrasi dibuka kembali"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=600, verbose_name="catatan")),
                        ("taken_by", key(settings.AUTH_USER_MODEL)),
                        ("taken_at", models.DateTimeField()),
                        ("vacancy", key("vacancies.vacancy", "calibration_steps")),
                    ],
                    options={"ordering": ["vacancy", "id"]},
                ),
                migrations.CreateModel(
                    name="CalibrationAttendee",
                    fields=[
                        number(),
                        ("member", key("vacancies.panelmember")),
                        ("step", key("selection.calibrationstep", "attendees")),
                    ],
                    options={
                        "ordering": ["step", "id"],
                        "constraints": [models.UniqueConstraint(fields=("step", "member"), name="attendee_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreChange",
                    fields=[
                        number(),
                        ("before", score("nilai lama")),
                        ("after", score("nilai baru")),
                        ("reason", models.CharField(max_length=600, verbose_name="alasan")),
                        ("changed_by", key(settings.AUTH_USER_MODEL)),
                        ("changed_at", models.DateTimeField()),
                        ("meeting", key("selection.calibrationstep", "changes")),
                        ("score", key("selection.score", "changes")),
                    ],
                    options={"ordering": ["id"]},
                ),
                migrations.CreateModel(
                    name="EntryValue",
                    fields=[
                        number(),
                        (
                            "turn",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Pengetik pertama"), (2, "Pengetik kedua")], verbose_name="giliran"
                            ),
                        ),
                        ("value", score("nilai")),
                        ("keyed_by", key(settings.AUTH_USER_MODEL)),
                        ("keyed_at", models.DateTimeField()),
                        ("candidate", key("selection.candidate", "entries")),
                        ("component", key("vacancies.scorecomponent")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("candidate", "component", "turn"), name="entry_turn_once"),
                            models.UniqueConstraint(fields=("candidate", "component", "keyed_by"), name="entry_by_two_people"),
                            models.CheckConstraint(condition=models.Q(("turn__in", (1, 2))), name="entry_turn_is_known"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EntryDecision",
                    fields=[
                        number(),
                        ("value", score("nilai")),
                        ("reason", models.CharField(max_length=600, verbose_name="alasan")),
                        ("decided_by", key(settings.AUTH_USER_MODEL)),
                        ("decided_at", models.DateTimeField()),
                        ("candidate", key("selection.candidate", "entry_decisions")),
                        ("component", key("vacancies.scorecomponent")),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("candidate", "component"), name="entry_decision_once")],
                    },
                ),
            ]
        ),
        ByStatements(
            COLUMNS,
            [
                migrations.AddField(
                    model_name="candidate",
                    name="paper_id",
                    field=models.UUIDField(
                        default=uuid.uuid4, editable=False, help_text="Alamat makalah tanpa nama", unique=True
                    ),
                ),
                migrations.RemoveConstraint(model_name="scoresheet", name="sheet_once"),
                migrations.AddField(
                    model_name="scoresheet",
                    name="is_blind",
                    field=models.BooleanField(default=False, help_text="Lembar makalah, dinilai tanpa nama"),
                ),
                migrations.AddField(
                    model_name="scoresheet",
                    name="reasons",
                    field=models.JSONField(blank=True, default=dict, help_text="Alasan nilai per kode komponen"),
                ),
                migrations.AddConstraint(
                    model_name="scoresheet",
                    constraint=models.UniqueConstraint(fields=("candidate", "member", "is_blind"), name="sheet_once"),
                ),
            ],
        ),
        *(migrations.RunSQL(trigger_sql(table), migrations.RunSQL.noop) for table in APPEND_ONLY),
        migrations.RunSQL(LOCKED, migrations.RunSQL.noop),
    ]
