"""The function that sends an application in one round trip."""

from django.db import migrations

from vacancies.sending_function import FUNCTION_SQL


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0009_public_order"), ("core", "0005_digest")]

    operations = [migrations.RunSQL(FUNCTION_SQL, migrations.RunSQL.noop)]
