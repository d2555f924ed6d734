"""The check of 0001 over all rows that are there, in a transaction of its own."""

from django.db import migrations

from core.create_together import ByStatements


class Migration(migrations.Migration):
    dependencies = [("changing", "0001_columns")]
    operations = [ByStatements(['ALTER TABLE "vacancies_application" VALIDATE CONSTRAINT "ukur_check"'], [])]
