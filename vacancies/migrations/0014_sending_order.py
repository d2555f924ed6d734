"""A sending asks what concerns the person before it waits for the vacancy, and takes its letter's number last."""

from django.db import migrations

from vacancies.sending_function import FUNCTION_SQL


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0013_assessment_plan")]

    operations = [
        # What was prepared carries marks of the older form.
        migrations.RunSQL(
            f"DELETE FROM vacancies_preparedsending; {FUNCTION_SQL}",  # noqa: S608 - own constants
            migrations.RunSQL.noop,
        )
    ]
