"""Addresses of static files, looked up once in each process."""

from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticStorage(CompressedManifestStaticFilesStorage):
    """A page names some twenty files, and their hashed names hold until the server is started again."""

    @lru_cache(maxsize=512)  # noqa: B019 - there is one storage, and it lives as long as the process
    def url(self, name: str, force: bool = False) -> str:
        return str(super().url(name, force))
