"""Private files in a bucket of an S3-style store, for sites with several machines (docs/decisions/0034).

The store itself makes a file appear whole or not at all, and compares the SHA-256 we send along with what arrived. Nothing here
gives out an address: every file goes through a view that asks first.
"""

import base64
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NoReturn

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage

from core.uploads.storage import Kept

GONE = {"404", "NoSuchKey", "NotFound"}


class PrivateBucket(S3Storage):
    """Django's view of the bucket, for the files of rows; it knows no addresses."""

    def __init__(self, **options: Any) -> None:
        # A person waits behind every call: a store that does not answer is told of soon, and the file is kept by the form.
        options["client_config"] = Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"max_attempts": 2, "mode": "standard"},
            signature_version="s3v4",
            s3={"addressing_style": options.pop("addressing_style", "path")},
        )
        super().__init__(**options)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        raise ValueError("private files have no address")


class BucketFiles:
    """The files of `FILES_BUCKET` (core/uploads/storage.py, `PrivateFiles`)."""

    def __init__(self) -> None:
        self.bucket = default_storage.bucket  # type: ignore[attr-defined]

    def keep(self, content: bytes, name: str) -> None:
        mark = base64.b64encode(hashlib.sha256(content).digest()).decode()
        with _told_as_os_error():
            self.bucket.put_object(Key=_key(name), Body=content, ContentType="application/octet-stream", ChecksumSHA256=mark)

    @contextmanager
    def written(self, name: str) -> Iterator[Path]:
        key = _key(name)
        with tempfile.TemporaryDirectory(prefix="asnkarier-") as folder:
            draft = Path(folder) / "draft"
            yield draft
            with _told_as_os_error():
                self.bucket.upload_file(str(draft), key, ExtraArgs={"ChecksumAlgorithm": "SHA256"})

    def open(self, name: str) -> BinaryIO:
        with _told_as_os_error():
            # Into memory, and from a few megabytes on into a file without a name.
            stream = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # noqa: SIM115 - handed over open
            try:
                self.bucket.download_fileobj(_key(name), stream)
            except BaseException:
                stream.close()
                raise
        stream.seek(0)
        return stream  # type: ignore[return-value]

    def exists(self, name: str) -> bool:
        try:
            with _told_as_os_error():
                self.bucket.Object(_key(name)).load()
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        with _told_as_os_error():
            self.bucket.Object(_key(name)).delete()

    def move(self, name: str, target: str) -> None:
        with _told_as_os_error():
            self.bucket.Object(_key(target)).copy({"Bucket": self.bucket.name, "Key": _key(name)})
            self.bucket.Object(_key(name)).delete()

    def names(self, folder: str = "") -> Iterator[Kept]:
        with _told_as_os_error():
            for each in self.bucket.objects.filter(Prefix=f"{_key(folder)}/" if folder else ""):
                yield Kept(each.key, each.last_modified.timestamp(), each.size)

    def drafts(self) -> Iterator[Kept]:
        return iter(())

    def room(self) -> int | None:
        return None


def _key(name: str) -> str:
    """The name as the bucket knows it.

    Raises:
        ValueError: it would not stay below the bucket's root if it lay in a folder.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError("outside private storage")
    return str(path)


@contextmanager
def _told_as_os_error() -> Iterator[None]:
    """Speak of the store's troubles as of a disk's: the callers know what to tell people about those."""
    try:
        yield
    except ClientError as error:
        _raise(str(error.response.get("Error", {}).get("Code", "")), error)
    except BotoCoreError as error:
        _raise("", error)


def _raise(code: str, error: Exception) -> NoReturn:
    if code in GONE:
        raise FileNotFoundError("not in the bucket") from error
    raise OSError(f"file store: {type(error).__name__} {code}".strip()) from error
