"""Extensions and announcements are written once."""

from django.db import migrations

from core.append_only import trigger_sql


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0001_initial"), ("core", "0002_trail")]

    operations = [
        migrations.RunSQL(trigger_sql("vacancies_registrationextension"), migrations.RunSQL.noop),
        migrations.RunSQL(trigger_sql("vacancies_announcement"), migrations.RunSQL.noop),
    ]
