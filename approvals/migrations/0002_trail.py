"""Decisions are written once."""

from django.db import migrations

from core.append_only import trigger_sql


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial"), ("core", "0002_trail")]

    operations = [migrations.RunSQL(trigger_sql("approvals_decision"), migrations.RunSQL.noop)]
