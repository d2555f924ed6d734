"""The person beside each session. The table was Django's; nobody is signed out."""

from django.db import migrations, models

from core.create_together import ByStatements

STATEMENTS = [
    'CREATE TABLE IF NOT EXISTS "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" timestamp with time zone NOT NULL);',
    'CREATE INDEX IF NOT EXISTS "django_session_session_key_c0390e0f_like" ON "django_session" ("session_key" varchar_pattern_ops);',
    'CREATE INDEX IF NOT EXISTS "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");',
    'ALTER TABLE "django_session" ADD COLUMN IF NOT EXISTS "user_id" bigint NULL;',
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_contact")]

    operations = [
        ByStatements(
            STATEMENTS,
            [
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "session_key",
                            models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                        ("user_id", models.BigIntegerField(null=True)),
                    ],
                    options={
                        "verbose_name": "session",
                        "verbose_name_plural": "sessions",
                        "abstract": False,
                        "db_table": "django_session",
                    },
                ),
            ],
        ),
    ]
