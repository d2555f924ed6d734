"""Frozen copies are stored as they are: they would shrink to less than half, for a tenth of what the database does to send."""

from django.db import migrations

STATEMENTS = [
    'ALTER TABLE "vacancies_application" ALTER COLUMN "snapshot" SET STORAGE EXTERNAL;',
    'ALTER TABLE "vacancies_preparedsending" ALTER COLUMN "snapshot_head" SET STORAGE EXTERNAL, '
    'ALTER COLUMN "snapshot_tail" SET STORAGE EXTERNAL;',
]


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0014_sending_order")]

    operations = [migrations.RunSQL(STATEMENTS, migrations.RunSQL.noop)]
