"""A packet is stored as it is: pressing it together takes an eighth of the whole ranking, and a selection has one or two."""

from django.db import migrations

STATEMENT = 'ALTER TABLE "selection_ranking" ALTER COLUMN "packet" SET STORAGE EXTERNAL;'


class Migration(migrations.Migration):
    dependencies = [("selection", "0008_sessions")]

    operations = [migrations.RunSQL(STATEMENT, migrations.RunSQL.noop)]
