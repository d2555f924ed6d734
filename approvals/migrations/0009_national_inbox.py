"""What a duty for the whole country reads of its inbox, in the order of the list."""

from django.db import migrations, models

from core.create_together import ByStatements

STATEMENT = (
    "CREATE INDEX inbox_national ON approvals_approvalstep (role, due_on, opened_at, id) INCLUDE (sender_id)"
    " WHERE agency_id IS NULL AND holder_id IS NULL AND state = 'OPEN'"
)


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0008_calendar"),
    ]

    operations = [
        ByStatements(
            [STATEMENT],
            [
                migrations.AddIndex(
                    model_name="approvalstep",
                    index=models.Index(
                        condition=models.Q(("agency", None), ("holder", None), ("state", "OPEN")),
                        fields=["role", "due_on", "opened_at", "id"],
                        include=["sender"],
                        name="inbox_national",
                    ),
                ),
            ],
        ),
    ]
