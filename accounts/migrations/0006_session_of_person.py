"""Sessions of one person are found by an index, built beside the portal's work."""

from django.db import migrations, models

from core.create_together import ByStatements


class Migration(migrations.Migration):
    # CONCURRENTLY cannot be inside a transaction.
    atomic = False
    dependencies = [("accounts", "0005_session_seen")]

    operations = [
        ByStatements(
            [
                'CREATE INDEX CONCURRENTLY IF NOT EXISTS "session_of_person" ON "django_session" ("user_id") WHERE "user_id" IS NOT NULL;'
            ],
            [
                migrations.AddIndex(
                    model_name="session",
                    index=models.Index(
                        condition=models.Q(("user_id__isnull", False)), fields=["user_id"], name="session_of_person"
                    ),
                ),
            ],
        ),
    ]
