"""Every letter, mail and notice writes each index of its table; three of them are asked by nobody.

Text sorts by its bytes (C.UTF-8), so a unique index also serves the question "begins with" and needs no second one.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.audit import APPEND_SQL
from core.create_together import ByStatements


class Migration(migrations.Migration):
    dependencies = [("core", "0011_file_keys"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        ByStatements(
            [
                "DROP INDEX IF EXISTS core_notification_recipient_id_24a3d95c, core_letter_number_a0b6b2d0_like,"
                " core_outboxmessage_key_4285511e_like"
            ],
            [
                migrations.AlterField(
                    model_name="notification",
                    name="recipient",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        # The head of a chain is looked for before it is made, since it is made once and looked for at every act.
        migrations.RunSQL(APPEND_SQL, migrations.RunSQL.noop),
    ]
