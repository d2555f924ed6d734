"""The send button's function runs past the policies of the tables it writes, and asks by itself who sends."""

from django.db import migrations

from vacancies.sending_function import SEND_SQL


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0020_row_security")]

    operations = [migrations.RunSQL(SEND_SQL, migrations.RunSQL.noop)]
