"""The search follows the succession group: who enters, leaves or becomes ready is noted like a change of the register."""

from django.db import migrations

STATEMENTS = [
    f"CREATE TRIGGER talent_poolmembership_search_{event.lower()} AFTER {event} ON talent_poolmembership"
    f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION talent_note_change();"
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
]


class Migration(migrations.Migration):
    dependencies = [("talent", "0005_pool_fill")]

    operations = [migrations.RunSQL(STATEMENTS, migrations.RunSQL.noop)]
