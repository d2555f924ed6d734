"""The version of the public pages, and the function that raises it."""

from django.db import migrations, models

from core.publication import FUNCTION_SQL, trigger_sql


class Migration(migrations.Migration):
    dependencies = [("core", "0003_applying")]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField()),
                ("changed_by", models.BigIntegerField(help_text="Transaksi yang terakhir menaikkannya")),
            ],
        ),
        migrations.RunSQL(FUNCTION_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(trigger_sql("core_democlock"), migrations.RunSQL.noop),
    ]
