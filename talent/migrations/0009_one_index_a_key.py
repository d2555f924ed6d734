"""Each page of a search writes a row: what the indexes by day serve as well keeps no index of its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SUPERFLUOUS = (
    "talent_talentsearch_user_id_16e75356",
    "talent_talentview_user_id_93b00d99",
    "talent_talentview_agency_id_37e730ad",
)


def altered(model: str, name: str, to: str, **more: bool) -> migrations.AlterField:
    """The key without an index in the models' state; the key itself stays as it is."""
    field = models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, db_index=False, **more)
    return migrations.AlterField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_row_sight"),
        ("talent", "0008_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", migrations.RunSQL.noop, elidable=False) for name in SUPERFLUOUS
            ],
            state_operations=[
                # Altering it in the database would make its constraint anew and read the whole table.
                altered("talentsearch", "agency", "accounts.agency", blank=True, null=True),
                altered("talentsearch", "user", settings.AUTH_USER_MODEL),
                altered("talentview", "agency", "accounts.agency"),
                altered("talentview", "user", settings.AUTH_USER_MODEL),
            ],
        )
    ]
