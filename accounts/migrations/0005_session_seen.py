"""When a page was last asked for with each session, so that one left open ends by itself."""

from django.db import migrations, models

from core.create_together import ByStatements


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_acting")]

    operations = [
        ByStatements(
            ['ALTER TABLE "django_session" ADD COLUMN "seen_at" timestamp with time zone NULL;'],
            [
                migrations.AddField(
                    model_name="session",
                    name="seen_at",
                    field=models.DateTimeField(null=True),
                ),
            ],
        ),
    ]
