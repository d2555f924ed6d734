"""Words of the states of a session changed; no table does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("selection", "0013_row_security")]

    operations = [
        migrations.AlterField(
            model_name="examsession",
            name="state",
            field=models.CharField(
                choices=[
                    ("PLANNED", "Terjadwal"),
                    ("ENDED", "Menunggu berita acara"),
                    ("MINUTES_SIGNED", "Berita acara ditandatangani"),
                    ("CANCELLED", "Dibatalkan"),
                ],
                default="PLANNED",
                max_length=16,
            ),
        ),
    ]
