"""Keys of stored documents: one each, so that one document can be destroyed alone (docs/decisions/0041)."""

import uuid

from django.db import models


class FileKey(models.Model):
    """The wrapped key of one stored file. Without it the file is noise; destroying it destroys every copy of the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    path = models.CharField(max_length=200, help_text="Nama berkas di penyimpanan saat disimpan")
    wrapped = models.BinaryField(help_text="Kunci yang dibungkus kunci induk; kosong setelah dimusnahkan")
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(destroyed_at=None) | models.Q(wrapped=b""),
                name="file_key_destroyed_is_empty",
            )
        ]
        indexes = [models.Index(fields=["path"], name="file_key_path")]
