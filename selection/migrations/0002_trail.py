"""Ranking lines and determinations are written once."""

from django.db import migrations

from core.append_only import trigger_sql


class Migration(migrations.Migration):
    dependencies = [("selection", "0001_initial"), ("core", "0002_trail")]

    operations = [
        migrations.RunSQL(trigger_sql(table), migrations.RunSQL.noop)
        for table in ("selection_rankingline", "selection_determination", "selection_determinationseat")
    ]
