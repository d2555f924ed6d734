"""What was prepared is not sent after the agency changed the words or the head of its receipts."""

from django.db import migrations

from vacancies.sending_function import FUNCTION_SQL


class Migration(migrations.Migration):
    dependencies = [("core", "0008_letters"), ("vacancies", "0016_announcement_letter")]

    operations = [
        # What was prepared carries marks of the older form.
        migrations.RunSQL(
            f"DELETE FROM vacancies_preparedsending; {FUNCTION_SQL}",  # noqa: S608 - own constants
            migrations.RunSQL.noop,
        )
    ]
