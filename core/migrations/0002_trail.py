"""Functions and triggers of the trail, and the table of the limits cache."""

from django.core.management import call_command
from django.db import migrations

from core.append_only import FUNCTION_SQL, trigger_sql
from core.audit import APPEND_SQL


def create_cache_table(apps, schema_editor) -> None:
    call_command("createcachetable", verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(trigger_sql("core_auditentry"), migrations.RunSQL.noop),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
