"""The marks of a sending, read by one list instead of one for each table."""

from django.db import migrations

from vacancies.sending_function import FUNCTION_SQL


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0011_prepared_sending")]

    operations = [migrations.RunSQL(FUNCTION_SQL, migrations.RunSQL.noop)]
