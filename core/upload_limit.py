"""Stops keeping an upload once it is larger than any file the portal takes, so that no request can fill the disk.

The file that arrives in the view is cut just above the limit: long enough for the form to see that it is too big and to say
so beside the field, whatever was sent after it.
"""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploadHandler(FileUploadHandler):
    """First in `FILE_UPLOAD_HANDLERS`: passes chunks on to the handlers that keep them, up to the limit."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.DOCUMENT_MAX_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None
