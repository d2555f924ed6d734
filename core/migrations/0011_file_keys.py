"""Keys of stored documents, one each."""

import uuid

from django.db import migrations, models

from core.create_together import CreateTogether


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_condition_decimals"),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="FileKey",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("path", models.CharField(help_text="Nama berkas di penyimpanan saat disimpan", max_length=200)),
                        ("wrapped", models.BinaryField(help_text="Kunci yang dibungkus kunci induk; kosong setelah dimusnahkan")),
                        ("made_at", models.DateTimeField()),
                        ("destroyed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["path"], name="file_key_path")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("destroyed_at", None), ("wrapped", b""), _connector="OR"),
                                name="file_key_destroyed_is_empty",
                            )
                        ],
                    },
                )
            ]
        ),
    ]
