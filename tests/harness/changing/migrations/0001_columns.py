"""An empty column, a required one with a constant default, a check nobody is held up by."""

from django.db import migrations

from core.create_together import ByStatements


class Migration(migrations.Migration):
    initial = True
    dependencies = [("vacancies", "0001_initial")]
    operations = [
        ByStatements(
            [
                'ALTER TABLE "vacancies_application" ADD COLUMN "ukur_note" text NULL',
                'ALTER TABLE "vacancies_application" ADD COLUMN "ukur_mark" boolean DEFAULT false NOT NULL',
                'ALTER TABLE "vacancies_application" ADD CONSTRAINT "ukur_check" CHECK (version >= 0) NOT VALID',
            ],
            [],
        )
    ]
