"""Days of the calendar changed on a page; what was sent stays as it was sent, whoever writes to the database."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.append_only import trigger_sql
from core.create_together import ByStatements, CreateTogether

GUARDS = [
    """
    CREATE TRIGGER approvals_approvalrequest_sent BEFORE UPDATE OR DELETE ON approvals_approvalrequest FOR EACH ROW
        EXECUTE FUNCTION approvals_refuse_rewrite('state closed_at', 'closed_at');
    """,
    """
    CREATE TRIGGER approvals_approvalrequest_closed BEFORE UPDATE ON approvals_approvalrequest FOR EACH ROW
        WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION core_refuse_change();
    """,
    """
    CREATE TRIGGER approvals_approvalstep_route BEFORE UPDATE OR DELETE ON approvals_approvalstep FOR EACH ROW
        EXECUTE FUNCTION approvals_refuse_rewrite('state opened_at due_on paused_until', '');
    """,
    """
    CREATE TRIGGER approvals_stake_declared BEFORE UPDATE OR DELETE ON approvals_stake FOR EACH ROW
        EXECUTE FUNCTION approvals_refuse_rewrite('ended_at', 'ended_at');
    """,
]


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0007_decision_letter"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="CalendarChange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("day", models.DateField(verbose_name="tanggal")),
                        ("revision", models.PositiveSmallIntegerField(help_text="1 untuk perubahan pertama pada hari itu")),
                        ("is_off", models.BooleanField(help_text="Benar: hari libur; salah: hari kerja kembali")),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="nama hari")),
                        ("decree", models.CharField(max_length=200, verbose_name="dasar")),
                        ("written_at", models.DateTimeField()),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("day", "revision"), name="calendar_day_revised_once")],
                    },
                ),
            ]
        ),
        ByStatements(
            [
                *GUARDS,
                trigger_sql("approvals_calendarchange"),
                "CREATE INDEX running_by_agency ON approvals_approvalrequest (agency_id, id) WHERE closed_at IS NULL",
            ],
            [
                migrations.AddIndex(
                    model_name="approvalrequest",
                    index=models.Index(
                        condition=models.Q(("closed_at", None)), fields=["agency", "id"], name="running_by_agency"
                    ),
                ),
                migrations.AlterField(
                    model_name="approvalrequest",
                    name="created_at",
                    field=models.DateTimeField(default=django.utils.timezone.now),
                ),
            ],
        ),
    ]
