"""An index built beside the writers; one that was given up half-way is taken away first, so that it can be tried again."""

from django.db import migrations

from core.create_together import ByStatements


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("changing", "0002_validate")]
    operations = [
        ByStatements(
            [
                'DROP INDEX CONCURRENTLY IF EXISTS "ukur_index"',
                'CREATE INDEX CONCURRENTLY "ukur_index" ON "vacancies_application" ("ukur_mark", "submitted_at")',
            ],
            [],
        )
    ]
